"""The wheel carries everything: installed elsewhere it runs the night, finds sql/, and answers the README."""

import json
import os
import re
import shlex
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from benchmarks.pages import Plan, compose

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", folder, ROOT]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("hatsugen-*.whl"))


class Installed(NamedTuple):
    """The wheel, installed into a folder of its own; its dependencies come from the running environment."""

    site: Path
    elsewhere: Path

    def run(self, *command: str | Path) -> str:
        """Run a command outside the checkout and return what it printed."""
        environ = {
            **os.environ,
            "PYTHONPATH": str(self.site),
            "HATSUGEN_HOME": str(self.elsewhere / "data"),
        }
        done = subprocess.run(command, env=environ, cwd=self.elsewhere, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def hatsugen(self, *arguments: str | Path) -> str:
        """Run the installed console script."""
        return self.run(self.site / "bin" / "hatsugen", *arguments)


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    site = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", site]
    subprocess.run([*command, wheel], check=True, capture_output=True)
    return Installed(site, tmp_path_factory.mktemp("elsewhere"))


@pytest.fixture(scope="module")
def published(installed: Installed) -> Installed:
    """The installed wheel after one night on the samples and a text dump."""
    inbox = installed.elsewhere / "inbox"
    inbox.mkdir()
    page = next(compose(Plan(posts=1, seed=7)))
    (inbox / "page.txt").write_text(page.text, "utf-8")
    report = json.loads(installed.hatsugen("run", "--json", inbox, ROOT / "samples"))
    assert report["snapshot"] == 1
    assert report["quarantined"] == []
    return installed


def test_it_holds_the_packages_and_sql_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {
        "dashboards",
        "flows",
        "sql",
        "transforms",
        "warehouse",
    }
    for folder in ("sql", "transforms/lexicon"):
        files = {
            path.relative_to(ROOT).as_posix()
            for path in (ROOT / folder).rglob("*")
            if path.suffix in {".sql", ".csv", ".txt"}
        }
        assert files <= set(names)
    assert {f"{package}/py.typed" for package in ("flows", "transforms", "warehouse")} <= set(names)


def test_outside_the_checkout_it_runs_its_own_code(installed: Installed) -> None:
    source = (
        "import flows, transforms, warehouse; print(flows.__file__, transforms.__file__, warehouse.__file__)"
    )
    for file in installed.run(sys.executable, "-c", source).split():
        assert Path(file).is_relative_to(installed.site)


def test_it_helps(installed: Installed) -> None:
    assert "run" in installed.hatsugen("--help")


def test_a_night_reads_the_text_dump(published: Installed) -> None:
    sql = "select count(*) as quotes from quotes where record_id = 'page'"
    assert json.loads(published.hatsugen("query", sql, "--format", "json"))[0]["quotes"] > 5


def readme_queries() -> list[list[str]]:
    text = (ROOT / "README.md").read_text("utf-8")
    lines = re.findall(r"^\.venv/bin/hatsugen (query .+)$", text, re.MULTILINE)
    return [shlex.split(line) for line in lines]


@pytest.mark.parametrize("arguments", readme_queries(), ids=lambda arguments: arguments[1][:50])
def test_the_readme_asks_questions_that_have_answers(arguments: Sequence[str], published: Installed) -> None:
    sql = arguments[1]
    rows = json.loads(published.hatsugen("query", sql, "--format", "json"))
    assert len(rows) > 3
    assert not [row for row in rows if row.get("topic", "") is None or row.get("actor_a", "") is None]
    published.hatsugen(*arguments)
