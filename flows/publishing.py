"""The second half of a night: build the tables from lake files and a ledger, check them, publish them."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from flows.inputs import note_inputs
from flows.progress import log
from flows.settings import Settings
from flows.steps import Steps
from transforms import PARSER_VERSION
from warehouse.build import BuildReport, build_analytics
from warehouse.carry import ANALYTICS_FILE, Previous, PreviousError, name_lake_file
from warehouse.contract import CONTRACT_VERSION
from warehouse.fingerprints import read_fingerprints
from warehouse.highlights import find_highlights
from warehouse.ingest import DumpResult
from warehouse.ledger import LedgerRow, read_ledger, to_ledger_table
from warehouse.snapshots import Draft, Snapshot, Warehouse
from warehouse.stopwatch import Stopwatch


@dataclass(frozen=True)
class Standing:
    """What the published snapshot was built from: the ledger, and the names of the lake files.

    Attributes:
        ledger: by dump_id.
        lake_files: relative to the warehouse.
        snapshot: the snapshot itself; None where nothing was published yet.
    """

    ledger: Mapping[str, LedgerRow]
    lake_files: tuple[str, ...]
    snapshot: Snapshot | None = None


def look_back(current: Snapshot | None) -> Standing:
    """What a run builds upon; nothing where nothing was published yet."""
    if current is None:
        return Standing({}, ())
    ledger = read_ledger(current.path / "dumps.parquet")
    return Standing(ledger, tuple(current.manifest.lake), current)


def find_previous(snapshot: Snapshot | None, *, merged: Collection[str] = ()) -> Previous | None:
    """What a build can take over from; None where nothing is published, or nothing was noted of it.

    Args:
        snapshot: the published one.
        merged: those of its lake files whose rows stand in other files now.
    """
    if snapshot is None:
        return None
    fingerprints = read_fingerprints(snapshot.manifest.facts.get("fingerprints"))
    if fingerprints is None:
        return None
    lake_files = frozenset(name_lake_file(Path(name)) for name in snapshot.manifest.lake.keys() - {*merged})
    return Previous(snapshot.path, snapshot.manifest.files, fingerprints, lake_files)


class Publishing:
    """Builds and publishes drafts; the warehouse's lock is held.

    Args:
        settings: where things lie and how much of the machine may be used.
        steps: how the stages are run.
        warehouse: where to publish.
        watch: takes the time of the stages.
        now: the instant of the run.
    """

    def __init__(
        self, settings: Settings, steps: Steps, warehouse: Warehouse, watch: Stopwatch, now: dt.datetime
    ) -> None:
        self._settings = settings
        self._steps = steps
        self._warehouse = warehouse
        self._watch = watch
        self._now = now

    def publish(  # noqa: PLR0913 -- what a snapshot is made of
        self,
        draft: Draft,
        *,
        lake_files: Sequence[str],
        ledger: Mapping[str, LedgerRow],
        results: Sequence[DumpResult] = (),
        upon: Snapshot | None = None,
        merged: Collection[str] = (),
    ) -> Snapshot:
        """Build the tables of a draft, check and publish them.

        Args:
            draft: with the new lake files in its lake.
            lake_files: every lake file to build from, relative to the warehouse, the draft's own included.
            ledger: the rows of `dumps`.
            results: what was read, for the manifest.
            upon: the snapshot to take over from what did not change; None computes everything.
            merged: those of its lake files whose rows, all of them, stand in others of `lake_files` now.

        Raises:
            ChecksFailedError: a blocking check found rows; `current` is unchanged.
            SnapshotError, OSError: as for `Warehouse.publish`.
        """
        new = {path.relative_to(draft.path).as_posix() for path in draft.lake.rglob("*.parquet")}
        with self._watch.stage("build"):
            previous = find_previous(upon, merged=merged)
            built = self._steps.call("build", partial(self._build, draft, lake_files, new, ledger, previous))
        with self._watch.stage("publish"):
            return self._steps.call(
                "publish", partial(self._publish, draft, lake_files, built, results, upon)
            )

    def _build(
        self,
        draft: Draft,
        lake_files: Sequence[str],
        new: Collection[str],
        ledger: Mapping[str, LedgerRow],
        previous: Previous | None,
    ) -> BuildReport:
        root = self._settings.warehouse
        files = [(draft.path if name in new else root) / name for name in lake_files]
        try:
            return self._build_upon(draft, files, ledger, previous)
        except PreviousError as error:
            log.warning("everything is computed, because the published snapshot cannot be read: %s", error)
            for file in draft.path.glob(f"{ANALYTICS_FILE}*"):
                file.unlink()
            return self._build_upon(draft, files, ledger, None)

    def _build_upon(
        self,
        draft: Draft,
        lake_files: Sequence[Path],
        ledger: Mapping[str, LedgerRow],
        previous: Previous | None,
    ) -> BuildReport:
        return build_analytics(
            draft.path,
            lake_files=lake_files,
            ledger=to_ledger_table(ledger),
            sql_root=self._settings.sql_root,
            seeds=self._settings.seeds,
            memory_limit=self._settings.memory_limit,
            threads=os.cpu_count() or 1,
            source_window_days=self._settings.source_window_days,
            previous=previous,
        )

    def _publish(
        self,
        draft: Draft,
        lake_files: Sequence[str],
        built: BuildReport,
        results: Sequence[DumpResult],
        upon: Snapshot | None,
    ) -> Snapshot:
        highlights = find_highlights(draft.path / "analytics.duckdb")
        facts = {
            "contract_version": CONTRACT_VERSION,
            "rows": built.rows,
            "seconds": self._watch.seconds,
            "build_seconds": built.seconds,
            "model_seconds": built.model_seconds,
            "model_built_at": self._date_models(built, upon),
            "fingerprints": built.fingerprints.to_json(),
            **note_inputs(self._settings),
            "read": {
                "dumps": len(results),
                "bytes": sum(result.bytes for result in results),
                "chars": sum(result.chars for result in results),
                "quarantined": sum(result.quarantine_reason is not None for result in results),
            },
            "highlights": asdict(highlights),
            "warnings": [f"{check.name}: {check.rows} rows" for check in built.checks if check.rows],
        }
        return self._warehouse.publish(
            draft, lake_files=lake_files, facts=facts, now=self._now, parser_version=PARSER_VERSION
        )

    def _date_models(self, built: BuildReport, upon: Snapshot | None) -> dict[str, str]:
        """When each model was last computed, in ISO 8601; what was taken over keeps its instant."""
        now = self._now.astimezone(dt.UTC).isoformat()
        known = upon.manifest.facts.get("model_built_at") if upon else None
        dates = known if isinstance(known, dict) else {}
        return {
            model: now if model in built.computed else dates.get(model, now) for model in built.model_seconds
        }
