"""The commands that read a published snapshot, as a user types them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from flows.cli import main
from flows.report import NightReport
from flows.run_command import show_report

from .conftest import Home

pytestmark = pytest.mark.slow

Published = tuple[Home, NightReport]


def hatsugen(home: Home, *arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=stdin, env={"HATSUGEN_HOME": str(home.path)})


def test_a_query_is_drawn_as_a_table(published: Published) -> None:
    home, _ = published
    sql = (
        "select posted_date, speaker, text from quotes "
        "where text = '給水車は足りている' and context = 'article' order by posted_date"
    )
    assert hatsugen(home, "query", sql).stdout.splitlines() == [
        "posted_date  speaker   text",
        "-----------  --------  ------------------",
        "2024-06-01   蓮台村長  給水車は足りている",
        "2024-06-02   蓮台村長  給水車は足りている",
        "(2 rows)",
    ]


def test_a_query_is_read_from_standard_input(published: Published) -> None:
    home, _ = published
    done = hatsugen(home, "query", "-", "--format", "jsonl", stdin="select count(*) as n from dumps")
    assert json.loads(done.stdout) == {"n": 8}


def test_a_file_gets_the_format_of_its_ending(published: Published, tmp_path: Path) -> None:
    home, _ = published
    sql = "select path, licence from dumps where path like 'again%'"
    for name in ("out.csv", "out.json", "out.jsonl", "out.parquet"):
        assert hatsugen(home, "query", sql, "--out", str(tmp_path / name)).exit_code == 0
    row = {"path": "again.gz", "licence": None}
    assert (tmp_path / "out.csv").read_bytes() == b"path,licence\r\nagain.gz,\r\n"
    assert json.loads((tmp_path / "out.json").read_text()) == [row]
    assert json.loads((tmp_path / "out.jsonl").read_text()) == row
    assert pq.read_table(tmp_path / "out.parquet").to_pylist() == [row]


def test_a_failing_query_leaves_the_old_file(published: Published, tmp_path: Path) -> None:
    home, _ = published
    out = tmp_path / "out.csv"
    out.write_text("old")
    late = "select case when i = 99999 then error('late') else i end as i from range(100000) as t (i)"
    assert hatsugen(home, "query", late, "--out", str(out)).exit_code == 1
    assert out.read_text() == "old"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        (["query", "select 1 from quotations"], 1, "tables: actor_aliases, "),
        (["query", "selec 1"], 1, "syntax error"),
        (["query", "delete from posts"], 1, "read-only"),
        (["query", "select 1", "--out", "no-such-folder/a.csv"], 1, "cannot be written: No such file"),
        (["query", "select 1", "--out", "/dev/null/a.csv"], 1, "cannot be written: Not a directory"),
        (["query"], 2, "Missing argument"),
        (["query", "select 1", "--format", "xml"], 2, "xml"),
        (["run", "--workers", "0"], 2, "workers"),
        (["run", "no-such-folder"], 2, "no-such-folder"),
        (["run", "--time-zone", "JST"], 2, "an IANA name is expected"),
        (["run", "--inbox", "/", "/"], 2, "not both"),
        (["serve", "--inbox", "no-such-folder"], 2, "no-such-folder"),
        (["frobnicate"], 2, "frobnicate"),
    ],
)
def test_what_cannot_be_done_is_said_on_stderr(
    published: Published, arguments: list[str], code: int, complaint: str
) -> None:
    home, _ = published
    done = hatsugen(home, *arguments)
    assert done.exit_code == code
    assert complaint in done.stderr
    assert done.stdout == ""


def test_a_setting_that_makes_no_sense_is_bad_usage(home: Home) -> None:
    done = CliRunner().invoke(
        main, ["status"], env={"HATSUGEN_HOME": str(home.path), "HATSUGEN_WORKERS": "many"}
    )
    assert (done.exit_code, "HATSUGEN_WORKERS" in done.stderr) == (2, True)


@pytest.mark.parametrize("command", [["query", "select 1"], ["status"], ["verify"]])
def test_without_a_snapshot_the_next_step_is_named(home: Home, command: list[str]) -> None:
    done = hatsugen(home, *command)
    assert done.exit_code == 1
    assert "run `hatsugen run` first" in done.stderr


def test_status_shows_what_was_put_aside_and_why(published: Published) -> None:
    home, _ = published
    shown = hatsugen(home, "status").stdout
    assert shown.startswith("snapshot 1, published 2024-06-02 03:00 UTC (")
    assert "noise.bin at byte 0: unknown_format: " in shown
    assert "  cut             1" in shown


def test_status_for_monitoring(published: Published) -> None:
    home, _ = published
    status = json.loads(hatsugen(home, "status", "--json").stdout)
    assert (status["snapshot"], status["published_at"]) == (1, "2024-06-02T03:00:00Z")
    assert status["age_seconds"] > 0
    assert status["rows"]["dumps"] == 8
    assert status["rejects"] == {"cut": 1}
    assert [(each["path"], each["reason"]) for each in status["quarantined"]] == [
        ("cut.jsonl.gz", "truncated"),
        ("empty.txt", "empty"),
        ("link.txt", "not_a_file"),
        ("noise.bin", "unknown_format"),
        ("pipe", "not_a_file"),
    ]


def test_a_bad_dump_that_was_replaced_is_no_longer_shown(home: Home) -> None:
    (home.inbox / "day.txt").touch()
    (home.inbox / "other.txt").write_bytes(b"\xff\xfe\x00")
    home.run()
    (home.inbox / "day.txt").write_text("青浜市の市長は「橋を直す」と述べた。\n", "utf-8")
    home.run()
    status = json.loads(hatsugen(home, "status", "--json").stdout)
    assert [each["path"] for each in status["quarantined"]] == ["other.txt"]
    assert status["rows"]["dumps"] == 3


EXPORT = """\
TITLE: 橋の話
STATUS: {}
DATE: 06/01/2024 20:00:00
-----
BODY:
青浜市の市長は「{}」と述べた。
-----
--------
"""


def test_what_is_no_public_post_is_counted_and_not_kept(home: Home) -> None:
    export = EXPORT.format("Publish", "橋を直す") + EXPORT.format("Draft", "まだ言えない")
    (home.inbox / "export.txt").write_text(export, "utf-8")
    report = home.run()
    assert report.left_out == 1
    told = show_report(report, home.settings, as_json=False)
    assert "left out: 1 entry (drafts, private ones, pages and the like)" in told
    assert json.loads(show_report(report, home.settings, as_json=True))["left_out"] == 1
    assert "left out: 1 entry (drafts" in hatsugen(home, "status").stdout
    assert json.loads(hatsugen(home, "status", "--json").stdout)["left_out"] == 1
    texts = hatsugen(
        home, "query", "select text from posts union all select excerpt from rejects", "--format", "csv"
    )
    assert texts.stdout.splitlines() == ["text", "青浜市の市長は「橋を直す」と述べた。"]


def test_history_has_a_line_a_snapshot(published: Published) -> None:
    home, _ = published
    assert "8 dumps read, 5 quarantined, 3 posts, " in hatsugen(home, "history").stdout
    (night,) = json.loads(hatsugen(home, "history", "--json").stdout)
    assert (night["snapshot"], night["facts"]["rows"]["posts"]) == (1, 3)


def test_verify_finds_nothing_in_a_whole_snapshot(published: Published) -> None:
    home, _ = published
    done = hatsugen(home, "verify", "--full")
    assert (done.exit_code, done.stdout) == (0, "snapshot 1: no problems\n")


def test_verify_names_a_changed_file(home: Home) -> None:
    (home.inbox / "day.txt").write_text("青浜市の市長は「橋を直す」と述べた。\n", "utf-8")
    home.run()
    (path,) = home.settings.warehouse.glob("snapshots/*/topics.parquet")
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b"\0")
    done = hatsugen(home, "verify", "--json")
    assert done.exit_code == 1
    assert [str(path) in problem for problem in json.loads(done.stdout)["problems"]] == [True]


def test_a_query_is_under_way_before_anything_heavy_is_imported() -> None:
    """The sandbox's process imports DuckDB and Arrow meanwhile."""
    program = (
        "import sys\n"
        "import flows.cli, flows.query_command\n"
        "heavy = {'duckdb', 'lxml', 'numpy', 'pyarrow'} & set(sys.modules)\n"
        "sys.exit(f'imported: {heavy}' if heavy else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("command", [["query", "select 1"], ["status"], ["history"], ["verify"], ["--help"]])
def test_what_only_reads_never_imports_prefect_or_pandas(published: Published, command: list[str]) -> None:
    home, _ = published
    program = (
        "import sys\n"
        "from flows.cli import main\n"
        "main(sys.argv[1:], standalone_mode=False)\n"
        "heavy = {'prefect', 'pandas', 'sqlglot', 'fastapi'} & set(sys.modules)\n"
        "sys.exit(f'imported: {heavy}' if heavy else 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *command],
        env={"HATSUGEN_HOME": str(home.path), "PATH": "/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
