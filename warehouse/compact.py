"""Merge small lake files, so that a table's files do not grow by one with every dump for ever.

A merged file stands in `<table>/merged-<parser_version>/` and holds the rows of many dumps, in the order of
their dump_id, each dump's as they stood. Its bytes depend on those rows alone. What was merged stays on the
disk for as long as an older snapshot names it. docs/adr/0022-small-lake-files-are-merged.md
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse.lake import name_by_content
from warehouse.parquet import row_group_rows, write_parquet
from warehouse.schema import TABLES

MOST_SMALL_FILES = 32
"""How many small files of one table, parser version and schema stand beside each other at most."""
SMALL_BYTES = 4 << 20
"""Opening a file costs as much as reading some 100 kB of it: a file of this size gains nothing by merging."""

_MERGED = "merged-"


@dataclass(frozen=True)
class LakeDraft:
    """The lake as a draft sees it: its own new files, and those that stand in the warehouse.

    Attributes:
        root: of the warehouse.
        draft: the draft's folder; files are written below its `lake/`.
    """

    root: Path
    draft: Path

    def find(self, name: str) -> Path:
        """Where a lake file stands, by its name relative to the warehouse's root."""
        new = self.draft / name
        return new if new.exists() else self.root / name

    def forget(self, names: Iterable[str]) -> None:
        """Remove what the draft alone has of some files."""
        for name in names:
            (self.draft / name).unlink(missing_ok=True)


def compact(lake: LakeDraft, names: Iterable[str], *, reread: Collection[str] = ()) -> list[str]:
    """Bring a snapshot's lake files into the shape that the next night begins with.

    A dump that was read again takes its old place in the merged file that held its rows, so that the same
    rows give the same file; then small files are merged where there are too many.

    Args:
        lake: where they stand.
        names: the lake files, relative to the warehouse's root; of the dumps in `reread` only new ones,
            beside merged ones.
        reread: dumps whose rows in merged files no longer count.

    Returns:
        The names of the files to build from, sorted.

    Raises:
        OSError: a file cannot be read or written.
    """
    groups: dict[Path, list[str]] = defaultdict(list)
    for name in names:
        table, folder = Path(name).parts[-3:-1]
        groups[Path(table, _MERGED + folder.partition("-")[2])].append(name)
    return sorted(
        chain.from_iterable(
            _merge_small(lake, folder, _replace(lake, folder, group, frozenset(reread)))
            for folder, group in groups.items()
        )
    )


def _is_merged(name: str) -> bool:
    return Path(name).parent.name.startswith(_MERGED)


def _replace(lake: LakeDraft, folder: Path, names: Sequence[str], reread: frozenset[str]) -> list[str]:
    """Exchange the rows of dumps that were read again in the merged files that have them."""
    singles = {Path(name).parent.name.partition("-")[0]: name for name in names if not _is_merged(name)}
    result = set(names)
    for name in names:
        path = lake.find(name)
        if not (reread and _is_merged(name) and (known := reread & _list_dumps(path))):
            continue
        fitting = _schema_of(path)
        fresh = [single for dump, single in singles.items() if dump in known]
        placed = [single for single in fresh if _schema_of(lake.find(single)) == fitting]
        result -= {name, *placed}
        result.update(_write(lake, folder, [name, *placed], without=known))
    return sorted(result)


def _merge_small(lake: LakeDraft, folder: Path, names: Sequence[str]) -> list[str]:
    small = [name for name in names if lake.find(name).stat().st_size < SMALL_BYTES]
    if len(small) <= MOST_SMALL_FILES:
        return list(names)
    result = set(names)
    by_schema: dict[str, list[str]] = defaultdict(list)
    for name in small:
        by_schema[_schema_of(lake.find(name))].append(name)
    for group in by_schema.values():
        if len(group) > MOST_SMALL_FILES:
            result -= set(group)
            result.update(_write(lake, folder, group))
    return sorted(result)


def _write(
    lake: LakeDraft, folder: Path, names: Sequence[str], *, without: frozenset[str] = frozenset()
) -> list[str]:
    """Write one file of several; gives its name, or none where no row is left.

    Args:
        lake: where they stand.
        folder: `<table>/merged-<parser>`, where the new one goes.
        names: merged ones in any number, and files of one dump each.
        without: dumps whose rows in the merged ones are left out.
    """
    merged = [lake.find(name) for name in sorted(names) if _is_merged(name)]
    # Files of one dump are opened one after the other: a process may not hold as many open as there may be.
    singles = [lake.find(name) for name in sorted(names) if not _is_merged(name)]
    one_by_one = chain.from_iterable(_read_runs(path) for path in singles)
    runs = heapq.merge(*(_read_runs(path, without) for path in merged), one_by_one, key=lambda run: run[0])
    schema = pq.read_schema([*merged, *singles][0])
    path = lake.draft / "lake" / folder / "part.parquet"
    count = write_parquet(
        path, (rows for _, rows in runs), schema, group_rows=row_group_rows(TABLES[folder.parts[0]])
    )
    lake.forget(names)
    if count == 0:
        path.unlink()
        return []
    return [name_by_content(path).relative_to(lake.draft).as_posix()]


def _read_runs(path: Path, without: frozenset[str] = frozenset()) -> Iterator[tuple[str, pa.Table]]:
    """The rows of a lake file in its order, cut where another dump begins."""
    with pq.ParquetFile(path) as parquet:
        for number in range(parquet.num_row_groups):
            rows = parquet.read_row_group(number)
            runs = pc.run_end_encode(rows.column("dump_id").combine_chunks())
            start = 0
            for dump_id, end in zip(runs.values.to_pylist(), runs.run_ends.to_pylist(), strict=True):
                if dump_id not in without:
                    yield dump_id, rows.slice(start, end - start)
                start = end


def _list_dumps(path: Path) -> set[str]:
    # Without partitioning: a folder called a=b above the warehouse is no column.
    column = pq.read_table(path, columns=["dump_id"], partitioning=None).column("dump_id")
    return set(column.unique().to_pylist())


def _schema_of(path: Path) -> str:
    """Names, types and nullability; what is said of the columns may differ."""
    return str(pq.read_schema(path).to_string(show_field_metadata=False, show_schema_metadata=False))
