"""Take posts down: out of every table, snapshot, quarantined record and kept dump, for good, and proven.

The order makes a kill harmless: what has to be done is noted first, every step can be done again, and the
note goes when a search over everything on disk finds nothing. Any run goes on with a takedown that was begun.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.night_report import drop_reports
from flows.progress import log
from flows.publishing import Publishing, look_back
from flows.settings import Settings
from flows.steps import PlainSteps, Steps
from transforms.addresses import canonicalise_url
from transforms.identity import make_id
from warehouse.durable import Disk
from warehouse.manifest import named_lake_files
from warehouse.needles import Needles
from warehouse.raw import RawStore
from warehouse.search import search_file, search_folder
from warehouse.snapshots import Warehouse
from warehouse.stopwatch import Stopwatch
from warehouse.takedown import (
    Pending,
    read_pending,
    read_takedowns,
    remove_pending,
    write_pending,
    write_takedowns,
)
from warehouse.takedown_lake import (
    Removed,
    count_removed,
    find_dumps,
    find_texts,
    rewrite_file,
    update_counts,
)

_POST_ID = re.compile(r"[0-9a-f]{16}")


class UnknownTargetError(Exception):
    """What is neither an address nor a post_id; the message says what is expected."""


@dataclass(frozen=True)
class TakedownReport:
    """What a takedown did.

    Attributes:
        post_ids: the posts.
        is_found: whether any of them stood in the warehouse.
        snapshot: what is published now; None where nothing ever was.
        dropped_dumps: kept dumps that were removed, by id.
        held: snapshots with the posts that a reader holds; the next run removes them.
        remaining: files that still hold something of the posts; empty when the takedown is proven.
        delivered: files of the inbox that hold it; they are not ours to remove.
    """

    post_ids: tuple[str, ...]
    is_found: bool
    snapshot: int | None
    dropped_dumps: tuple[str, ...]
    held: tuple[int, ...]
    remaining: tuple[Path, ...]
    delivered: tuple[Path, ...]

    @property
    def is_proven(self) -> bool:
        """Whether nothing of the posts is left on disk, the inbox apart."""
        return not self.remaining and not self.held


def identify_targets(settings: Settings, targets: Iterable[str]) -> tuple[set[str], set[str]]:
    """The ids and the addresses of posts that a user names.

    Raises:
        UnknownTargetError: one is neither an address nor 16 hexadecimal digits.
    """
    post_ids, urls = set(), set()
    for target in targets:
        if _POST_ID.fullmatch(target):
            post_ids.add(target)
        elif url := canonicalise_url(target, dict(settings.sister_hosts)):
            post_ids.add(make_id("post", url))
            urls |= {url, target}
        else:
            raise UnknownTargetError(f"{target!r} is neither a web address nor a post_id (16 hex digits)")
    return post_ids, urls


def run_takedown(
    settings: Settings, targets: Sequence[str], *, reason: str, now: dt.datetime
) -> TakedownReport:
    """Take posts down, within this run.

    Args:
        settings: where things lie.
        targets: addresses and post_ids; also of posts that were never read, which then never will be.
        reason: why, kept beside the salted hash.
        now: the instant of the run.

    Raises:
        UnknownTargetError: as for `identify_targets`.
        WarehouseBusyError, ChecksFailedError, SnapshotError, OSError: as for `run_night`; what was begun is
            gone on with by the next run.
    """
    post_ids, urls = identify_targets(settings, targets)
    warehouse = Warehouse(settings.warehouse, keep_count=settings.keep_count, keep_days=settings.keep_days)
    with warehouse.lock():
        warehouse.recover()
        resume_takedown(settings, warehouse, PlainSteps(1), now=now)
        disk, layout = Disk(), warehouse.layout
        standing = named_lake_files(warehouse.standing_manifests().values())
        texts, known_urls = find_texts((layout.root / name for name in sorted(standing)), post_ids)
        pending = Pending(tuple(sorted(post_ids)), tuple(sorted(urls | known_urls)), tuple(sorted(texts)))
        write_pending(disk, layout, pending)
        write_takedowns(disk, layout, read_takedowns(layout).add(post_ids, reason=reason, now=now))
        return _Takedown(settings, warehouse, PlainSteps(1), pending, now).run()


def resume_takedown(settings: Settings, warehouse: Warehouse, steps: Steps, *, now: dt.datetime) -> None:
    """Go on with a takedown that was begun and not proven; the lock is held, the warehouse recovered."""
    pending = read_pending(warehouse.layout)
    if pending is None:
        return
    report = _Takedown(settings, warehouse, steps, pending, now).run()
    for trouble in describe_troubles(report):
        log.warning(trouble)


def describe_troubles(report: TakedownReport) -> list[str]:
    """What keeps a takedown from being proven, and what a person can do about it, a line each."""
    held = [
        f"snapshot {seq} still holds it, and a reader holds the snapshot: end it; the next run goes on"
        for seq in report.held
    ]
    return held + [
        f"{path} still holds it: remove that file; the next run goes on" for path in report.remaining
    ]


class _Takedown:
    """The steps of one takedown; each can be done again."""

    def __init__(
        self, settings: Settings, warehouse: Warehouse, steps: Steps, pending: Pending, now: dt.datetime
    ) -> None:
        self._settings = settings
        self._warehouse = warehouse
        self._root = warehouse.layout.root
        self._pending = pending
        self._needles = Needles.of(pending)
        self._raw = RawStore(settings.raw, settings.keep_raw)
        self._publishing = Publishing(settings, steps, warehouse, Stopwatch(), now)

    def run(self) -> TakedownReport:
        named = named_lake_files(self._warehouse.standing_manifests().values())
        hits = {name: find_dumps(self._root / name, self._pending) for name in sorted(named)}
        tainted = {name for name, dumps in hits.items() if dumps}
        self._publish_without(tainted)
        dropped = self._drop_kept(set().union(*hits.values()))
        if tainted:
            drop_reports(self._settings)
        held = self._warehouse.retire_naming(tainted)
        self._warehouse.recover()
        remaining = self._search()
        if not remaining and not held:
            remove_pending(Disk(), self._warehouse.layout)
        current = self._warehouse.current()
        return TakedownReport(
            self._pending.post_ids,
            bool(tainted),
            current.seq if current else None,
            tuple(dropped),
            tuple(held),
            tuple(remaining),
            tuple(self._search_inbox()),
        )

    def _publish_without(self, tainted: set[str]) -> None:
        """Publish the current snapshot anew without the posts, if it has any of them."""
        current = self._warehouse.current()
        before = look_back(current)
        out = [name for name in before.lake_files if name in tainted]
        if not out:
            return
        draft = self._warehouse.begin()
        removed: dict[str, Removed] = {}
        lake_files = [name for name in before.lake_files if name not in tainted]
        for name in out:
            for dump_id, count in count_removed(self._root / name, self._pending).items():
                removed[dump_id] = removed.get(dump_id, Removed()) + count
            target = draft.path / Path(name).parent
            if new := rewrite_file(self._root / name, target, self._pending):
                lake_files.append(new.relative_to(draft.path).as_posix())
        ledger = update_counts(before.ledger, removed)
        self._publishing.publish(draft, lake_files=sorted(lake_files), ledger=ledger)

    def _drop_kept(self, tainted: set[str]) -> list[str]:
        """Remove the kept dumps that hold the posts, and those of which nobody can say whether they do."""
        quarantined = {
            row.dump_id
            for row in look_back(self._warehouse.current()).ledger.values()
            if row.quarantine_reason is not None
        }
        return [
            dump_id
            for dump_id in self._raw.list_ids()
            if (dump_id in tainted | quarantined or search_file(self._raw.path(dump_id), self._needles))
            and self._raw.drop(dump_id)
        ]

    def _search(self) -> list[Path]:
        roots = {self._root, self._settings.raw, self._settings.home}
        tops = [root for root in roots if root.is_dir() and not roots & set(root.parents)]
        return sorted(
            path for root in tops for path in search_folder(root, self._pending, without=self._settings.inbox)
        )

    def _search_inbox(self) -> list[Path]:
        found = []
        for inbox in self._settings.inbox:
            if inbox.is_dir():
                found += search_folder(inbox, self._pending)
            elif inbox.is_file() and search_file(inbox, self._needles):
                found.append(inbox)
        return sorted(found)
