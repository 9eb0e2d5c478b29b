"""Sort more rows than memory holds: sorted runs on disk, then merged one range of keys at a time.

DuckDB 2.0 would be shorter, but its sort fails with "out of memory" once the texts outgrow the memory limit
(720 MB of posts under a limit of 512 MB), and a worker that reads one small dump should not pay to load it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

# A merge holds one batch of every run, so batches are small beside the run they are cut from.
_BATCH_BYTES = 1 << 19
_SAMPLES_PER_RUN = 64

_Key: TypeAlias = str | int


class RowSorter:
    """A held resource: takes tables of one schema in any order, gives their rows back in order.

    Rows of equal keys keep the order they came in. As long as nothing was spilled, nothing touches the disk.
    """

    def __init__(self, folder: Path, keys: tuple[str, ...]) -> None:
        """Prepare to sort.

        Args:
            folder: where runs are put; made when the first run is spilled, and left for the caller to remove.
            keys: the columns to sort by; none of them holds nulls.
        """
        self._folder = folder
        self._keys = keys
        self._runs: list[_Run] = []
        self._samples: list[_Key] = []

    def spill(self, table: pa.Table) -> None:
        """Put rows aside on disk, as one sorted run."""
        if table.num_rows == 0:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        ordered = self._sort(table)
        step = -(-ordered.num_rows // _SAMPLES_PER_RUN)
        first_key = ordered.column(self._keys[0])
        self._samples += [first_key[i].as_py() for i in range(0, ordered.num_rows, step)]
        self._runs.append(_Run.write(self._folder / f"{len(self._runs):06}.arrow", ordered, self._keys[0]))

    def ordered(self, last: pa.Table) -> Iterator[pa.Table]:
        """All rows in order, `last` being those not spilled; a table is at most about as big as a run."""
        if not self._runs:
            yield self._sort(last)
            return
        self.spill(last)
        for bound in (*self._bounds(), None):
            yield self._sort(pa.concat_tables([run.take_below(bound) for run in self._runs]))

    def _bounds(self) -> list[_Key]:
        """Values of the first key that cut all rows into about as many equal ranges as there are runs."""
        samples = sorted(self._samples)
        parts = len(self._runs)
        return sorted({samples[len(samples) * part // parts] for part in range(1, parts)})

    def _sort(self, table: pa.Table) -> pa.Table:
        # Arrow's sort is stable, compares strings by their bytes, and costs nothing much on sorted rows.
        return table.take(pc.sort_indices(table, sort_keys=[(key, "ascending") for key in self._keys]))


class _Run:
    """One sorted run on disk, read once, from its smallest key upwards."""

    def __init__(self, path: Path, first_key: str) -> None:
        self._first_key = first_key
        self._file = pa.ipc.open_file(pa.OSFile(str(path)))
        self._next = 0
        self._rest: pa.RecordBatch | None = None

    @classmethod
    def write(cls, path: Path, ordered: pa.Table, first_key: str) -> _Run:
        batch_rows = max(1, ordered.num_rows * _BATCH_BYTES // max(1, ordered.nbytes))
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, ordered.schema) as writer:
            writer.write_table(ordered, max_chunksize=batch_rows)
        return cls(path, first_key)

    def take_below(self, bound: _Key | None) -> pa.Table:
        """The rows not yet taken whose first key is below the bound; all of them when there is no bound."""
        taken = []
        while (batch := self._next_batch()) is not None:
            below = batch.num_rows if bound is None else self._count_below(batch, bound)
            taken.append(batch.slice(0, below))
            if below < batch.num_rows:
                self._rest = batch.slice(below)
                break
        return pa.Table.from_batches(taken, schema=self._file.schema)

    def _next_batch(self) -> pa.RecordBatch | None:
        if self._rest is not None:
            batch, self._rest = self._rest, None
        elif self._next < self._file.num_record_batches:
            batch = self._file.get_batch(self._next)
            self._next += 1
        else:
            batch = None
        return batch

    def _count_below(self, batch: pa.RecordBatch, bound: _Key) -> int:
        return int(pc.sum(pc.less(batch.column(self._first_key), bound)).as_py())
