"""What a night has to do, decided from what the inbox holds and what the ledger knows; no file is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flows.discover import Discovery, FoundDump, unreadable_id
from warehouse.ingest import DumpResult
from warehouse.ledger import LedgerRow, Reading, is_of_the_moment, record_dump


def list_unread(
    discovery: Discovery, ledger: Mapping[str, LedgerRow], *, parser_version: str
) -> tuple[FoundDump, ...]:
    """The dumps whose reading could give rows the warehouse does not have yet."""
    return tuple(
        dump
        for dump in discovery.dumps
        if dump.trouble is None
        and not (dump.dump_id in ledger and ledger[dump.dump_id].is_settled(parser_version))
    )


def list_unreadable(discovery: Discovery) -> tuple[DumpResult, ...]:
    """The finds that have no content to read, as results that say why."""
    return tuple(
        put_aside(dump, str(dump.trouble.reason), str(dump.trouble))
        for dump in discovery.dumps
        if dump.trouble is not None
    )


def list_known_bad(
    discovery: Discovery, ledger: Mapping[str, LedgerRow], results: Iterable[DumpResult]
) -> tuple[str, ...]:
    """The names of dumps that an earlier run quarantined and that were not tried again."""
    tried = {result.dump_id for result in results}
    return tuple(
        dump.name
        for dump in discovery.dumps
        if dump.dump_id not in tried
        and dump.dump_id in ledger
        and ledger[dump.dump_id].quarantine_reason is not None
    )


def put_aside(dump: FoundDump, reason: str, detail: str) -> DumpResult:
    """The result of a dump that is quarantined without having been read."""
    return DumpResult(
        dump_id=dump.dump_id,
        name=dump.name,
        bytes=dump.bytes,
        format=None,
        encoding=None,
        records_in=0,
        posts=0,
        duplicates=0,
        rejected=0,
        left_out=0,
        seconds=0.0,
        chars=0,
        quotes=0,
        quarantine_reason=reason,
        quarantine_detail=detail,
    )


def update_ledger(
    ledger: Mapping[str, LedgerRow],
    discovery: Discovery,
    results: Iterable[DumpResult],
    *,
    reading: Reading,
    snapshot_id: int,
) -> dict[str, LedgerRow]:
    """The ledger after a night.

    A dump read again keeps the snapshot it first appeared in; when a trouble of the moment kept it from being
    read, such as a worker that died, it keeps its row as it was, if that is a good one. What had no readable
    content and has it now loses its old row. A side file changes where a dump is said to come from; a missing
    one changes nothing.

    Args:
        ledger: before the night, by dump_id.
        discovery: what the inbox holds.
        results: what became of the dumps that were tried.
        reading: how they were tried.
        snapshot_id: the snapshot the night may publish.

    Returns:
        All rows by dump_id; equal to `ledger` when the night brought nothing new.
    """
    readable = [dump.name for dump in discovery.dumps if dump.trouble is None]
    healed = {unreadable_id(name) for name in (*readable, *discovery.repeated)}
    updated = {dump_id: row for dump_id, row in ledger.items() if dump_id not in healed}
    for result in results:
        if not keeps_rows(result, ledger):
            row = record_dump(result, reading=reading, snapshot_id=snapshot_id)
            updated[result.dump_id] = _keep_history(row, ledger.get(result.dump_id))
    for dump in discovery.dumps:
        if dump.source is not None and dump.dump_id in updated:
            updated[dump.dump_id] = updated[dump.dump_id]._replace(**dump.source._asdict())
    return updated


def keeps_rows(result: DumpResult, ledger: Mapping[str, LedgerRow]) -> bool:
    """Whether a dump that could not be read again keeps the rows of its last good reading."""
    earlier = ledger.get(result.dump_id)
    is_good = earlier is not None and earlier.quarantine_reason is None
    return is_good and is_of_the_moment(result.quarantine_reason)


def _keep_history(row: LedgerRow, earlier: LedgerRow | None) -> LedgerRow:
    if earlier is None:
        return row
    return row._replace(
        snapshot_id=earlier.snapshot_id,
        source_url=earlier.source_url,
        licence=earlier.licence,
        accessed_at=earlier.accessed_at,
    )


def list_lake_files(carried: Iterable[str], new: Iterable[str], reread: Iterable[str]) -> list[str]:
    """The lake files a snapshot is built from: of each dump those of its last reading.

    Args:
        carried: files of the snapshot before, as `lake/<table>/<dump_id>-<parser>/<name>`. A merged file, as
            `lake/<table>/merged-<parser>/<name>`, stays: `warehouse.compact` takes the rows out.
        new: files written this night.
        reread: the dumps that were read this night; their older files are out.
    """
    out = set(reread)
    return sorted({*(name for name in carried if _dump_of(name) not in out), *new})


def _dump_of(lake_name: str) -> str:
    """The dump a lake file was read from.

    >>> _dump_of("lake/posts/0123456789abcdef-1/part-0123456789abcdef.parquet")
    '0123456789abcdef'
    """
    return lake_name.split("/")[2].partition("-")[0]
