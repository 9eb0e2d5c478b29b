"""`hatsugen inspect`: what a dump is, said without reading it in."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.cli import main
from flows.inspect_command import describe_inspection, to_json
from flows.inspection import DateRange, Inspection, Preview, inspect_dump
from transforms.options import ParseOptions
from transforms.readers import Limits, hash_dump
from warehouse.ingest import ingest_dump

RECORDS = [
    {"id": "a", "url": "https://blog.example/entry/1", "published_at": "2024-06-01T21:05:00",
     "text": "「直す」と述べた。"},
    {"id": "b", "url": "http://blog.example/entry/1/?utm_source=x", "text": "「直す」と述べた。"},
    {"id": "c", "url": "https://blog.example/entry/1", "text": "「直さない」と述べた。"},
    {"id": "d", "url": "https://news.example/2024/06/03/x", "date": "2024-07-01T00:00:00Z", "text": "本文。"},
    {"id": "e", "url": "https://news.example/y", "date": "2024-07-01T00:00:00Z", "text": "別の本文。"},
    {"id": "f", "text": " "},
]  # fmt: skip
OPTIONS = ParseOptions()


@pytest.fixture
def clips(tmp_path: Path) -> Path:
    path = tmp_path / "clips.jsonl"
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in RECORDS), "utf-8")
    return path


def hatsugen(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["inspect", *map(str, arguments)])


def test_what_a_dump_holds(clips: Path) -> None:
    found = inspect_dump(clips, name="clips.jsonl", options=OPTIONS)
    assert (found.format, found.encoding, found.bytes) == ("jsonl", "utf-8", clips.stat().st_size)
    assert (found.records, found.posts, found.duplicates) == (6, 4, 1)
    assert found.rejects == {"no_text": 1}
    assert found.sites == {"blog.example": 2, "news.example": 2}
    assert found.assumed_time_zones == {"Asia/Tokyo": 1}
    assert found.dates == {
        "metadata": DateRange(1, dt.date(2024, 6, 1), dt.date(2024, 6, 1)),
        "url": DateRange(1, dt.date(2024, 6, 3), dt.date(2024, 6, 3)),
        "crawl": DateRange(1, dt.date(2024, 7, 1), dt.date(2024, 7, 1)),
    }
    assert [each.record_id for each in found.preview] == ["a", "c", "d"]
    assert found.preview[0] == Preview(
        "a", dt.date(2024, 6, 1), "https://blog.example/entry/1", None, "「直す」と述べた。"
    )
    assert (found.quarantine_reason, found.quarantine_detail) == (None, None)


def test_it_counts_as_a_run_would(clips: Path, tmp_path: Path) -> None:
    found = inspect_dump(clips, name="clips.jsonl", options=OPTIONS)
    dump_id, _ = hash_dump(clips, name="clips.jsonl")
    read = ingest_dump(clips, name="clips.jsonl", dump_id=dump_id, folder=tmp_path / "lake", limits=Limits())
    assert (found.records, found.posts, found.duplicates) == (read.records_in, read.posts, read.duplicates)
    assert (found.rejects.total(), found.left_out.total()) == (read.rejected, read.left_out)
    assert (found.bytes, found.format, found.encoding) == (read.bytes, read.format, read.encoding)


def test_the_days_of_a_crawl_are_not_first_or_last(clips: Path) -> None:
    shown = to_json(inspect_dump(clips, name="clips.jsonl", options=OPTIONS))
    assert (shown["first_date"], shown["last_date"]) == ("2024-06-01", "2024-06-03")
    only_crawled = Inspection("x", dates={"crawl": DateRange(1, dt.date(2024, 7, 1), dt.date(2024, 7, 1))})
    assert (to_json(only_crawled)["first_date"], to_json(only_crawled)["last_date"]) == (None, None)


def test_it_is_told_in_lines(clips: Path) -> None:
    done = hatsugen(clips)
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        str(clips),
        f"  format      jsonl, utf-8, {clips.stat().st_size} bytes",
        "  records     6 (posts 4, duplicates 1, rejects 1)",
        "  rejects     no_text 1",
        "  dates       2024-07-01 to 2024-07-01 by crawl (1)",
        "  dates       2024-06-01 to 2024-06-01 by metadata (1)",
        "  dates       2024-06-03 to 2024-06-03 by url (1)",
        "  undated     1",
        "  time zone   assumed: Asia/Tokyo 1",
        "  sites       blog.example 2, news.example 2",
        "  - 2024-06-01  a",
        "    https://blog.example/entry/1",
        "    「直す」と述べた。",
        "  - undated  c",
        "    https://blog.example/entry/1",
        "    「直さない」と述べた。",
        "  - 2024-06-03  d",
        "    https://news.example/2024/06/03/x",
        "    本文。",
    ]


def test_a_time_zone_can_be_tried(clips: Path) -> None:
    (dump,) = json.loads(hatsugen(clips, "--time-zone", "America/New_York", "--json").stdout)["dumps"]
    assert dump["dates"]["metadata"]["first"] == "2024-06-02"
    assert dump["assumed_time_zones"] == {"America/New_York": 1}
    assert hatsugen(clips, "--time-zone", "JST").exit_code == 2


def test_folders_are_walked_and_one_bad_dump_among_good_ones_decides_the_exit_code(
    clips: Path, tmp_path: Path
) -> None:
    packed = gzip.compress(os.urandom(20_000).hex().encode())
    (tmp_path / "cut.txt.gz").write_bytes(packed[: len(packed) // 2])
    (tmp_path / "empty.txt").touch()
    done = hatsugen(tmp_path, "--json")
    assert done.exit_code == 65
    told = {each["dump"]: each["quarantine_reason"] for each in json.loads(done.stdout)["dumps"]}
    assert told == {
        str(clips): None,
        str(tmp_path / "cut.txt.gz"): "truncated",
        str(tmp_path / "empty.txt"): "empty",
    }
    assert "there is nothing in it" in hatsugen(tmp_path / "empty.txt").stdout


def test_what_came_before_the_trouble_is_counted(clips: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(gzip.compress(clips.read_bytes() * 2_000)[:-8])
    found = inspect_dump(cut, name="cut.jsonl.gz", options=OPTIONS)
    assert (found.quarantine_reason, found.format, found.posts) == ("truncated", "jsonl", 4)
    assert found.records > 6


def test_rejects_alone_are_no_failure(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"text": 1}\n', "utf-8")
    assert hatsugen(tmp_path / "bad.jsonl").exit_code == 0


def test_foreign_text_cannot_reach_the_terminal() -> None:
    evil = Preview("1", None, None, "\x1b[2J\x1b]0;title\x07\u202e\u2028", "\x9b31m会談\u3000した")
    shown = describe_inspection(Inspection("a\nb", preview=[evil]))
    assert not {"\x1b", "\x07", "\x9b", "\u202e", "\u2028"} & set(shown)
    assert shown.splitlines()[0] == "a b"
    assert "会談\u3000した" in shown


@pytest.mark.parametrize("arguments", [[], ["no-such-file"]])
def test_bad_usage(arguments: list[str]) -> None:
    assert hatsugen(*arguments).exit_code == 2


def test_it_starts_without_what_it_does_not_need(clips: Path) -> None:
    program = (
        "import sys\n"
        "from flows.cli import main\n"
        "main(['inspect', sys.argv[1]], standalone_mode=False)\n"
        "heavy = {'prefect', 'pandas', 'duckdb', 'sqlglot', 'rich'} & set(sys.modules)\n"
        "sys.exit(f'imported: {heavy}' if heavy else 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(clips)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_folder_without_dumps_is_named(tmp_path: Path) -> None:
    (tmp_path / ".hidden.jsonl").write_text("{}")
    result = hatsugen(tmp_path)
    assert (result.exit_code, result.stdout) == (0, "")
    assert f"no dumps in {tmp_path}" in result.stderr
