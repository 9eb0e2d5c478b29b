"""`hatsugen export`, as a user types it, on a small warehouse."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from flows.cli import main
from flows.export_progress import follow_rows
from warehouse.ddl import create_table
from warehouse.export_query import EVERYTHING
from warehouse.schema import INSTANT, STRINGS, TABLES, to_arrow_schema
from warehouse.snapshots import Warehouse

pytestmark = pytest.mark.slow

NOW = dt.datetime(2024, 4, 3, 17, tzinfo=dt.UTC)
TEXTS = ("運賃を２割下げる", "=1+1", "＠航路", "二行の\n発言")
VALUES = {
    pa.string(): "青浜航路",
    pa.int32(): 2,
    pa.int64(): 3,
    pa.float64(): 0.5,
    pa.bool_(): True,
    pa.date32(): dt.date(2024, 4, 1),
    pa.binary(): b"\xe3\x81",
    INSTANT: NOW,
    STRINGS: ["樫宮知事"],
}


def fill(con: duckdb.DuckDBPyConnection, name: str, *given: dict[str, object]) -> None:
    """Make a table, with rows of which a test says only what it is about."""
    table = replace(TABLES[name], is_view=False)
    columns = table.published_columns()
    rows = [{column.name: VALUES[column.type] for column in columns} | each for each in given]
    create_table(con, table)
    con.register("given", pa.Table.from_pylist(rows, to_arrow_schema(columns)))
    con.execute(f"insert into {name} by name select * from given")
    con.unregister("given")


def publish(root: Path, *, texts: tuple[str, ...]) -> None:
    """A snapshot of every table: a quote a day from 1 April 2024 on, and a row of everything else."""
    quotes = [
        {"quote_id": str(number), "text": text, "posted_date": dt.date(2024, 4, 1 + number)}
        for number, text in enumerate(texts)
    ]
    warehouse = Warehouse(root)
    with warehouse.lock():
        warehouse.recover()
        draft = warehouse.begin()
        with duckdb.connect(draft.path / "analytics.duckdb") as con:
            for name in TABLES:
                fill(con, name, *(quotes if name == "quotes" else [{}]))
        warehouse.publish(draft, lake_files=(), facts={}, now=NOW, parser_version="1")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A HATSUGEN_HOME with two snapshots; the published one has all TEXTS, the older one the first."""
    home = tmp_path_factory.mktemp("home")
    publish(home / "warehouse", texts=TEXTS[:1])
    publish(home / "warehouse", texts=TEXTS)
    return home


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder to export to."""
    return tmp_path


def export(home: Path, *arguments: str | Path) -> Result:
    command = ["export", *map(str, arguments)]
    return CliRunner().invoke(main, command, env={"HATSUGEN_HOME": str(home)})


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def name_sheets(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as book:
        return re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())


def test_a_table_as_csv_is_what_a_spreadsheet_may_open(home: Path, out: Path) -> None:
    done = export(home, "quotes", "--out", out / "quotes.csv")
    assert (done.exit_code, done.output) == (0, f"quotes            4 rows  {out}/quotes.csv\n")
    texts = [row["text"] for row in read_csv(out / "quotes.csv")]
    assert texts == ["運賃を２割下げる", "'=1+1", "'＠航路", "二行の\n発言"]
    assert pd.read_csv(out / "quotes.csv")["text"].tolist() == texts


def test_a_table_as_parquet_keeps_text_types_and_descriptions(home: Path, out: Path) -> None:
    assert export(home, "quotes", "--out", out / "quotes.parquet").exit_code == 0
    found = pq.read_table(out / "quotes.parquet")
    wanted = to_arrow_schema(TABLES["quotes"].published_columns())
    assert [(each.name, each.nullable, each.metadata[b"description"]) for each in found.schema] == [
        (each.name, each.nullable, each.metadata[b"description"]) for each in wanted
    ]
    assert found.column("text").to_pylist() == list(TEXTS)
    assert pq.ParquetFile(out / "quotes.parquet").metadata.row_group(0).column(0).compression == "SNAPPY"


def test_several_tables_are_one_workbook_or_a_folder_of_files(home: Path, out: Path) -> None:
    for format_name, place in (("xlsx", "book.xlsx"), ("csv", "files"), ("parquet", "files")):
        done = export(home, "quotes", "topics", "--format", format_name, "--out", out / place)
        assert done.exit_code == 0, done.output
    assert name_sheets(out / "book.xlsx") == ["quotes", "topics"]
    files = ["quotes.csv", "quotes.parquet", "topics.csv", "topics.parquet"]
    assert sorted(path.name for path in (out / "files").iterdir()) == files


@pytest.mark.parametrize("format_name", ["csv", "xlsx", "parquet"])
def test_all_are_the_marts_and_the_names_they_speak_of(home: Path, out: Path, format_name: str) -> None:
    done = export(home, "--all", "--format", format_name, "--out", out / "all", "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.output)
    assert [each["table"] for each in told["tables"]] == [table.name for table in EVERYTHING]
    assert {each["rows"] for each in told["tables"]} == {1}
    for file, size in told["file_bytes"].items():
        assert Path(file).stat().st_size == size
    if format_name == "xlsx":
        assert name_sheets(out / "all") == [table.name for table in EVERYTHING]
    else:
        assert len(told["file_bytes"]) == len(EVERYTHING) == len(list((out / "all").iterdir()))


@pytest.mark.parametrize(
    ("options", "texts"),
    [
        (["--since", "2024-04-03"], TEXTS[2:]),
        (["--until", "2024-04-01"], TEXTS[:1]),
        (["--since", "2024-04-02", "--until", "2024-04-03"], TEXTS[1:3]),
        (["--where", "text like '%航路' or posted_date = date '2024-04-01'"], (TEXTS[0], TEXTS[2])),
        (["--where", "length(text) > 4 -- characters", "--since", "2024-04-02"], TEXTS[3:]),
        (["--where", "false"], ()),
        (["--snapshot", "1"], TEXTS[:1]),
    ],
)
def test_rows_are_chosen_by_day_condition_and_snapshot(
    home: Path, out: Path, options: list[str], texts: tuple[str, ...]
) -> None:
    done = export(home, "quotes", *options, "--out", out / "quotes.parquet")
    assert done.exit_code == 0, done.output
    assert pq.read_table(out / "quotes.parquet").column("text").to_pylist() == list(texts)


def test_of_all_tables_those_without_days_are_whole_and_it_says_so(home: Path, out: Path) -> None:
    done = export(home, "--all", "--since", "2030-01-01", "--format", "parquet", "--out", out / "all")
    rows = {line.split()[0]: line for line in done.output.splitlines()}
    assert "0 rows" in rows["daily_topic_frequencies"]
    assert rows["speaker_pairs"].endswith("(whole: its rows belong to no day)")
    assert pq.read_metadata(out / "all" / "speaker_pairs.parquet").num_rows == 1


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "name tables, or give --all"),
        (["quotes", "--all"], "not both"),
        (["qoutes"], "there is no table qoutes; did you mean quotes?"),
        (["zzz"], "there are posts, blocks, quotes"),
        (["quotes", "--format", "ods"], "'ods' is not one of"),
        (["quotes", "--out", "{out}/quotes"], "names no format; say --format csv, xlsx or parquet"),
        (["quotes", "--out", "{out}/missing/q.csv"], "there is no folder {out}/missing"),
        (["quotes", "--out", "{out}/taken.csv"], "taken.csv stands already; --force overwrites it"),
        (["quotes", "--out", "{out}/folder", "--format", "csv"], "is a folder; name a file"),
        (["quotes", "topics", "--out", "{out}/taken.csv"], "is no folder, and 2 tables as csv need one"),
        (["quotes", "topics", "--out", "{out}/folder", "--format", "csv"], "topics.csv stands already"),
        (["speaker_pairs", "--since", "2024-04-01"], "rows of speaker_pairs belong to no day"),
        (["quotes", "--since", "2024-04-02", "--until", "2024-04-01"], "is later than --until"),
    ],
)
def test_what_makes_no_sense_is_told_before_anything_is_written(
    home: Path, out: Path, arguments: list[str], complaint: str
) -> None:
    (out / "folder").mkdir()
    for name in ("taken.csv", "folder/topics.csv"):
        (out / name).write_text("mine")
    given = [each.format(out=out) for each in arguments]
    done = export(home, *given, *([] if "--out" in given else ["--out", str(out / "new.csv")]))
    assert done.exit_code == 2
    assert complaint.format(out=out) in done.output
    assert sorted(path.name for path in out.iterdir()) == ["folder", "taken.csv"]
    assert (out / "taken.csv").read_text() == "mine"


def test_force_overwrites(home: Path, out: Path) -> None:
    (out / "quotes.csv").write_text("mine")
    assert export(home, "quotes", "--force", "--out", out / "quotes.csv").exit_code == 0
    assert len(read_csv(out / "quotes.csv")) == len(TEXTS)


LATE = "if(posted_date > date '2024-04-03', error('late'), true)"


@pytest.mark.parametrize(
    ("format_name", "where", "complaint"),
    [
        ("csv", "nobody = 1", 'quotes: Binder Error: Referenced column "nobody" not found'),
        ("csv", "true; drop table quotes", "quotes: Parser Error"),
        ("csv", "(select count(*) from read_text('/etc/hostname')) > 0", "disabled by configuration"),
        ("csv", LATE, "quotes: Invalid Input Error: late"),
        ("xlsx", LATE, "quotes: Invalid Input Error: late"),
        ("parquet", LATE, "quotes: Invalid Input Error: late"),
    ],
)
def test_a_condition_that_fails_leaves_what_stands(
    home: Path, out: Path, format_name: str, where: str, complaint: str
) -> None:
    path = out / f"quotes.{format_name}"
    path.write_text("mine")
    done = export(home, "quotes", "--force", "--where", where, "--out", path)
    assert done.exit_code == 1
    assert complaint in done.output
    assert [each.read_text() for each in out.iterdir()] == ["mine"]


def test_text_that_no_cell_holds_is_an_error_or_cut(tmp_path: Path) -> None:
    publish(tmp_path / "warehouse", texts=("短い", "長" * 40_000))
    path = tmp_path / "quotes.xlsx"
    refused = export(tmp_path, "quotes", "--out", path)
    assert refused.exit_code == 1
    assert "quotes, row 2: text has 40,000 characters" in refused.output
    assert not path.exists()
    done = export(tmp_path, "quotes", "--cut", "--out", path)
    assert (done.exit_code, done.output) == (0, f"quotes            2 rows  {path} (1 text cut)\n")


def test_a_folder_that_cannot_be_written_is_told(home: Path) -> None:
    done = export(home, "quotes", "--out", "/proc/quotes.csv")
    assert done.exit_code == 1
    assert "/proc/quotes.csv cannot be written: " in done.output


@pytest.mark.parametrize("format_name", ["csv", "xlsx", "parquet"])
def test_a_disk_that_takes_no_more_leaves_what_stands(home: Path, out: Path, format_name: str) -> None:
    path = out / f"quotes.{format_name}"
    path.write_text("mine")
    program = Path(sys.executable).parent / "hatsugen"
    command = f"ulimit -f 0; exec {program} export quotes --force --out {path}"
    environ = {**os.environ, "HATSUGEN_HOME": str(home)}
    done = subprocess.run(["bash", "-c", command], env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"{path} cannot be written: " in done.stderr
    assert "Traceback" not in done.stderr
    assert [each.read_text() for each in out.iterdir()] == ["mine"]


def test_a_terminal_shows_the_table_and_its_rows() -> None:
    shown = io.StringIO()
    with follow_rows(Console(file=shown, force_terminal=True, width=80)) as follow:
        rows = follow("quotes", pa.table({"n": list(range(1_500))}).to_reader(1_000))
        assert [batch.num_rows for batch in rows] == [1_000, 500]
    assert "quotes  1,500 rows" in shown.getvalue()


def test_a_warehouse_without_a_snapshot_is_told(tmp_path: Path) -> None:
    done = export(tmp_path, "quotes", "--out", tmp_path / "quotes.csv")
    assert done.exit_code == 1
    assert "nothing was published yet" in done.output
