"""How the published snapshot is doing: freshness, rows, rejects, dumps put aside, posts without a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import cast

import duckdb

from flows.report import describe_left_out
from warehouse.query import QueryLimits, open_database
from warehouse.snapshots import Snapshot

# The ledger keeps every dump that was put aside; one whose name a later, good dump has needs no mending.
QUARANTINED = """
select path, quarantine_reason as reason, quarantine_detail as detail
from dumps as bad
where
    quarantine_reason is not null
    and not exists (
        select good.dump_id
        from dumps as good
        where
            good.path = bad.path
            and good.snapshot_id > bad.snapshot_id
            and good.quarantine_reason is null
    )
order by path, dump_id
"""
REJECTS = """
select reason, cast(sum(greatest(record_count, 1)) as bigint) as reject_count
from rejects
group by reason
order by reason
"""
LEFT_OUT = "select cast(coalesce(sum(left_out), 0) as bigint) from dumps"
UNDATED = """
select date_basis, count(*) as post_count
from posts
where date_basis in ('crawl', 'none')
group by date_basis
order by date_basis
"""


@dataclass(frozen=True)
class QuarantinedDump:
    """A dump that was put aside whole: why, and what to do about it."""

    path: str
    reason: str
    detail: str


@dataclass(frozen=True)
class Status:
    """The state of the published snapshot.

    Attributes:
        snapshot: its number.
        published_at: when it was published (UTC).
        age_seconds: how long ago that was.
        parser_version: of the parser that made its newest rows.
        rows: rows per table.
        rejects: rejected records by reason.
        left_out: entries of the dumps that are no public posts (drafts, private ones, pages).
        quarantined: dumps that were put aside whole and not replaced since.
        undated_posts: posts that daily marts leave out, by date_basis: crawl (only the day it was fetched is
            known) or none.
        warnings: what the checks reported without blocking.
    """

    snapshot: int
    published_at: dt.datetime
    age_seconds: int
    parser_version: str
    rows: Mapping[str, int]
    rejects: Mapping[str, int]
    left_out: int
    quarantined: tuple[QuarantinedDump, ...]
    undated_posts: Mapping[str, int]
    warnings: tuple[str, ...]


def read_status(snapshot: Snapshot, *, now: dt.datetime, limits: QueryLimits) -> Status:
    """Look at a snapshot whose lease is held.

    Raises:
        QueryError: its database cannot be read.
    """
    manifest = snapshot.manifest
    with open_database(snapshot.analytics, limits=limits) as con:
        return Status(
            snapshot=snapshot.seq,
            published_at=manifest.created_at,
            age_seconds=max(0, round((now - manifest.created_at).total_seconds())),
            parser_version=manifest.parser_version,
            rows=cast(Mapping[str, int], manifest.facts["rows"]),
            rejects=_read_counts(con, REJECTS),
            left_out=_read_count(con, LEFT_OUT),
            quarantined=tuple(QuarantinedDump(*row) for row in con.execute(QUARANTINED).fetchall()),
            undated_posts=_read_counts(con, UNDATED),
            warnings=tuple(cast(list[str], manifest.facts["warnings"])),
        )


def _read_count(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    ((count,),) = con.execute(sql).fetchall()
    return int(count)


def _read_counts(con: duckdb.DuckDBPyConnection, sql: str) -> dict[str, int]:
    return dict(con.execute(sql).fetchall())


def to_json(status: Status) -> dict[str, object]:
    """The status for monitoring."""
    return asdict(status) | {"published_at": status.published_at.isoformat().replace("+00:00", "Z")}


def describe_status(status: Status) -> str:
    """The status for people."""
    lines = [
        f"snapshot {status.snapshot}, published {status.published_at:%Y-%m-%d %H:%M} UTC "
        f"({describe_age(status.age_seconds)} ago), parser {status.parser_version}",
        "",
        *_describe_counts("rows", status.rows),
        *_describe_counts("rejects", status.rejects),
        *_describe_counts("posts that daily tables leave out, by date_basis", status.undated_posts),
    ]
    if status.left_out:
        lines += [describe_left_out(status.left_out), ""]
    if status.quarantined:
        lines += [
            "quarantined dumps",
            *(f"  {each.reason:<20}  {each.detail}" for each in status.quarantined),
        ]
    lines += [f"warning: {warning}" for warning in status.warnings]
    return "\n".join(lines).rstrip("\n")


def _describe_counts(title: str, counts: Mapping[str, int]) -> list[str]:
    if not counts:
        return []
    width = max(map(len, counts))
    return [title, *(f"  {name:<{width}}  {count:>12,}" for name, count in counts.items()), ""]


def describe_age(seconds: int) -> str:
    """An age in the one or two units that matter.

    >>> [describe_age(seconds) for seconds in (42, 600, 3_660, 187_200)]
    ['42 s', '10 min', '1 h 1 min', '2 d 4 h']
    """
    minutes, hours, days = seconds // 60, seconds // 3_600, seconds // 86_400
    if days:
        return f"{days} d {hours % 24} h"
    if hours:
        return f"{hours} h {minutes % 60} min"
    return f"{minutes} min" if minutes else f"{seconds} s"
