"""docs/bi.md: its steps are run as they stand, and older DuckDB reads what ours wrote.

Other versions come from the package registry, into environments of their own; where it is out of reach the
tests are skipped.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from flows.night import run_night
from flows.settings import load_settings
from flows.steps import PlainSteps
from warehouse.query import run_query
from warehouse.schema import TABLES

from .conftest import NOON

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "bi.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
TRIED = ("Files: `hatsugen export`", "DuckDB's command line", "pandas", "Polars")
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")

MACROS = (
    "quotes_of('鳥羽瀬')",
    "topic_trend('青浜航路')",
    "co_speakers('鳥羽瀬')",
    "search_quotes('航路')",
)
# Runs in the other environment, where only duckdb is installed.
READ_ALL = """
import duckdb, sys
database, folder, *names = sys.argv[1:]
with duckdb.connect(database, read_only=True) as con:
    con.execute("set TimeZone = 'UTC'")
    for number, name in enumerate(names):
        con.execute(f"copy (from {name}) to '{folder}/{number}.parquet'")
    print(duckdb.__version__, con.execute("select count(comment) from duckdb_columns()").fetchone()[0])
"""

MakeEnvironment = Callable[[Sequence[str]], Path]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which data/ holds a night on samples/, as behind `make run`."""
    home = tmp_path_factory.mktemp("home")
    settings = load_settings({"HATSUGEN_HOME": str(home / "data")}, workers=2, inbox=(ROOT / "samples",))
    assert run_night(settings, PlainSteps(2), now=NOON).snapshot is not None
    return home


@pytest.fixture(scope="module")
def make_environment(tmp_path_factory: pytest.TempPathFactory) -> MakeEnvironment:
    """Gives the `bin` of a new environment with some packages; skips where the registry is out of reach."""

    def make(packages: Sequence[str]) -> Path:
        folder = tmp_path_factory.mktemp("environment")
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
        pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python"), "--retries", "1"]
        done = subprocess.run(
            [*pip, "install", "--quiet", *packages], capture_output=True, text=True, check=False
        )
        if done.returncode:
            pytest.skip(f"{' '.join(packages)} cannot be installed: {done.stderr.strip().splitlines()[-1]}")
        return folder / "bin"

    return make


@pytest.mark.parametrize("version", ["1.4.5", "1.5.6"])
def test_older_duckdb_gives_the_same_rows(
    home: Path, make_environment: MakeEnvironment, tmp_path: Path, version: str
) -> None:
    database = home / "data" / "warehouse" / "current" / "analytics.duckdb"
    python = make_environment([f"duckdb=={version}"]) / "python"
    names = [*TABLES, *MACROS]
    done = subprocess.run(
        [python, "-I", "-c", READ_ALL, database, tmp_path, *names],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    columns = sum(len(table.published_columns()) for table in TABLES.values())
    assert done.stdout.split() == [version, str(columns)]
    for number, name in enumerate(names):
        found = pq.read_table(tmp_path / f"{number}.parquet").to_pylist()
        assert found, name
        assert sorted(map(repr, found)) == sorted(
            map(repr, run_query(database, f"from {name}").to_pylist())
        ), name


def blocks(section: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", SECTIONS[section], re.MULTILINE | re.DOTALL)


def packages(section: str) -> list[str]:
    """What a section installs."""
    lines = [line for block in blocks(section, "sh") for line in block.splitlines()]
    return [name for line in lines if line.startswith("pip install ") for name in line.split()[2:]]


@pytest.mark.parametrize("section", TRIED)
def test_the_steps_of_the_page_work(
    home: Path, make_environment: MakeEnvironment, tmp_path: Path, section: str
) -> None:
    (tmp_path / "data").symlink_to(home / "data")
    wanted = packages(section)
    own = make_environment(wanted) if wanted else Path(sys.executable).parent
    # As a reader would have it: files of the page's first section stand.
    first = [] if section == TRIED[0] else blocks(TRIED[0], "sh")[:1]
    for block in [*first, *blocks(section, "sh")]:
        lines = [line for line in block.splitlines() if not line.startswith("pip install ")]
        run_step(["bash", "-euc", "\n".join(lines)], tmp_path, own)
    for block in blocks(section, "python"):
        assert JAPANESE.search(run_step([str(own / "python"), "-c", block], tmp_path, own))
    assert blocks(section, "python") or blocks(section, "sh")


def run_step(command: list[str], folder: Path, own: Path) -> str:
    path = os.pathsep.join([str(own), str(Path(sys.executable).parent), os.environ["PATH"]])
    environ = {**os.environ, "PATH": path, "HATSUGEN_HOME": "data"}
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout
    return done.stdout


def test_the_page_says_what_was_not_tried() -> None:
    assert set(TRIED) < set(SECTIONS)
    for name in ("Excel", "Power BI", "Metabase", "Grafana"):
        assert "Not tried" in SECTIONS[name]
