from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from flows.discover import Discovery, FoundDump, unreadable_id
from flows.plan import (
    keeps_rows,
    list_known_bad,
    list_lake_files,
    list_unread,
    list_unreadable,
    put_aside,
    update_ledger,
)
from flows.source_file import Source
from transforms.errors import DumpError, DumpReason
from warehouse.ingest import DumpResult
from warehouse.ledger import WORKER_DIED, LedgerRow, Reading, read_ledger, record_dump, to_ledger_table
from warehouse.parquet import write_parquet
from warehouse.schema import DUMPS

FETCHED = dt.datetime(2023, 11, 30, tzinfo=dt.UTC)
SOURCE = Source("https://example.org/day.txt", "CC0", FETCHED)


def found(name: str, *, source: Source | None = None) -> FoundDump:
    return FoundDump(Path(name), name, f"id of {name}", 10, source)


def unreadable(name: str) -> FoundDump:
    trouble = DumpError(name, 0, DumpReason.UNREADABLE, "no permission")
    return FoundDump(Path(name), name, unreadable_id(name), 0, trouble=trouble)


def inbox(*dumps: FoundDump, repeated: tuple[str, ...] = ()) -> Discovery:
    return Discovery(dumps, repeated, ())


def read(dump: FoundDump, *, posts: int = 1) -> DumpResult:
    return DumpResult(
        dump.dump_id,
        dump.name,
        dump.bytes,
        "text",
        "utf-8",
        posts,
        posts,
        0,
        0,
        left_out=0,
        seconds=0.5,
        chars=30,
        quotes=2,
    )


def row(dump: FoundDump, *, parser: str = "1", seq: int = 1, reason: str | None = None) -> LedgerRow:
    result = read(dump) if reason is None else put_aside(dump, reason, "detail")
    return record_dump(result, reading=Reading(parser, "tokyo"), snapshot_id=seq)


DAY = found("day.txt")
NOW = Reading("1", "tokyo")


@pytest.mark.parametrize(
    ("earlier", "is_read"),
    [
        (None, True),
        (row(DAY), False),
        (row(DAY, parser="0"), True),
        (row(DAY, reason=DumpReason.CORRUPT), False),
        (row(DAY, reason=DumpReason.CORRUPT, parser="0"), True),
        (row(DAY, reason=DumpReason.CHANGED_WHILE_READ), True),
        (row(DAY, reason=WORKER_DIED), True),
    ],
)
def test_a_dump_is_read_when_that_could_give_something_new(
    earlier: LedgerRow | None, *, is_read: bool
) -> None:
    ledger = {DAY.dump_id: earlier} if earlier else {}
    assert list_unread(inbox(DAY), ledger, parser_version="1") == ((DAY,) if is_read else ())


def test_what_cannot_be_read_is_put_aside_with_its_reason() -> None:
    (result,) = list_unreadable(inbox(DAY, unreadable("closed.txt")))
    assert (result.name, result.quarantine_reason) == ("closed.txt", "unreadable")
    assert result.quarantine_detail == "closed.txt at byte 0: unreadable: no permission"


def update(ledger: dict[str, LedgerRow], discovery: Discovery, *results: DumpResult) -> dict[str, LedgerRow]:
    return update_ledger(ledger, discovery, results, reading=NOW, snapshot_id=9)


def test_a_new_dump_gets_a_row() -> None:
    assert update({}, inbox(DAY), read(DAY)) == {DAY.dump_id: row(DAY, seq=9)}


def test_a_night_that_brings_nothing_leaves_the_ledger_as_it_is() -> None:
    closed = unreadable("closed.txt")
    before = {
        DAY.dump_id: row(DAY),
        closed.dump_id: record_dump(*list_unreadable(inbox(closed)), reading=NOW, snapshot_id=1),
    }
    assert update(before, inbox(DAY, closed), *list_unreadable(inbox(closed))) == before


def test_a_dump_read_again_keeps_its_first_snapshot_and_its_source() -> None:
    before = {DAY.dump_id: row(DAY, parser="0", seq=3)._replace(**SOURCE._asdict())}
    after = update(before, inbox(DAY), read(DAY))[DAY.dump_id]
    assert (after.parser_version, after.snapshot_id, after.licence) == ("1", 3, "CC0")


@pytest.mark.parametrize(
    ("reason", "keeps"),
    [
        (WORKER_DIED, True),
        (DumpReason.UNREADABLE, True),
        (DumpReason.CHANGED_WHILE_READ, True),
        (DumpReason.CORRUPT, False),
        (None, False),
    ],
)
def test_a_trouble_of_the_moment_takes_no_rows_of_an_earlier_reading(
    reason: str | None, *, keeps: bool
) -> None:
    before = {DAY.dump_id: row(DAY, parser="0", seq=3)}
    result = put_aside(DAY, reason, "detail") if reason else read(DAY)
    assert keeps_rows(result, before) is keeps
    assert (update(before, inbox(DAY), result) == before) is keeps
    assert not keeps_rows(result, {DAY.dump_id: row(DAY, parser="0", reason="corrupt")})
    assert not keeps_rows(result, {})


@pytest.mark.parametrize(
    ("reading", "is_read"), [(NOW, True), (Reading("1", "utc"), False), (Reading("2", "tokyo"), False)]
)
def test_a_reading_is_that_of_a_parser_with_its_options(reading: Reading, *, is_read: bool) -> None:
    assert row(DAY).is_read_with(reading) is is_read


def test_what_an_earlier_run_quarantined_and_still_lies_there_is_known() -> None:
    bad, good, again = found("bad.gz"), found("good.txt"), found("again.gz")
    ledger = {each.dump_id: row(each, reason="corrupt") for each in (bad, again)}
    ledger[good.dump_id] = row(good)
    gone = found("gone.gz")
    ledger[gone.dump_id] = row(gone, reason="corrupt")
    tried = [put_aside(again, "corrupt", "detail")]
    assert list_known_bad(inbox(again, bad, good, found("new.txt")), ledger, tried) == ("bad.gz",)


def test_a_side_file_that_comes_later_changes_the_row_of_a_known_dump() -> None:
    after = update({DAY.dump_id: row(DAY)}, inbox(found("day.txt", source=SOURCE)))
    assert after == {DAY.dump_id: row(DAY)._replace(**SOURCE._asdict())}


@pytest.mark.parametrize("now", [inbox(DAY), inbox(repeated=("day.txt",))])
def test_what_can_be_read_again_loses_its_old_row(now: Discovery) -> None:
    closed = unreadable("day.txt")
    assert closed.dump_id not in update({closed.dump_id: row(closed, reason="unreadable")}, now)


def test_a_dump_that_left_the_inbox_stays_in_the_ledger() -> None:
    assert update({DAY.dump_id: row(DAY)}, inbox()) == {DAY.dump_id: row(DAY)}


def test_the_lake_files_of_a_dump_read_again_are_replaced() -> None:
    carried = ["lake/posts/aaaa-1/part-0.parquet", "lake/posts/bbbb-1/part-0.parquet"]
    assert list_lake_files(carried, ["lake/posts/bbbb-2/part-0.parquet"], ["bbbb", "cccc"]) == [
        "lake/posts/aaaa-1/part-0.parquet",
        "lake/posts/bbbb-2/part-0.parquet",
    ]


def test_the_ledger_survives_its_table(tmp_path: Path) -> None:
    ledger = {
        DAY.dump_id: row(DAY)._replace(**SOURCE._asdict()),
        "0000": row(found("bad.gz"), reason="corrupt")._replace(dump_id="0000"),
    }
    table = to_ledger_table(ledger)
    assert table.column_names == [column.name for column in DUMPS.published_columns()]
    assert table.column("dump_id").to_pylist() == ["0000", DAY.dump_id]
    write_parquet(tmp_path / "dumps.parquet", [table], table.schema, group_rows=100)
    assert read_ledger(tmp_path / "dumps.parquet") == ledger
