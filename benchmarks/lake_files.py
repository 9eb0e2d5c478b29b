"""What many small lake files cost a build, and what merging them does, in processor seconds and bytes.

python -m benchmarks.lake_files [DUMPS]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import duckdb

from transforms.parse import parse_document
from transforms.records import DateBasis, Document
from warehouse.compact import LakeDraft, compact
from warehouse.lake import PartitionWriter
from warehouse.lake_view import view_lake
from warehouse.schema import FACTS


def draw_lake(folder: Path, dumps: int) -> list[Path]:
    """Write the lake files of dumps of one post each."""
    files: list[Path] = []
    for number in range(dumps):
        dump_id = f"{number:016x}"
        document = Document(
            position=0,
            record_id=str(number),
            text=f"鳥羽瀬市長は「{number}番の橋を直す」と述べた。\n#航路(鳥羽瀬市長「{number}便を出す」)",
            date_text="2024-06-01T12:00:00+09:00",
            date_basis=DateBasis.METADATA,
        )
        with PartitionWriter(folder, dump_id=dump_id, source_uri="day.jsonl") as writer:
            parsed = parse_document(document, dump_id=dump_id, source_uri="day.jsonl")
            writer.add_post(parsed._replace(post=parsed.post._replace(revision=1)))
            files += writer.close().values()
    return files


def read_all(files: Iterable[Path]) -> int:
    """Read every row as a build does; gives their number."""
    count = 0
    with duckdb.connect(config={"threads": 2}) as con:
        con.execute("attach ':memory:' as lake")
        view_lake(con, files)
        for table in FACTS:
            con.execute(f"create table {table.name} as select * from lake.{table.name}")
            count += con.execute(f"select count(*) from {table.name}").fetchall()[0][0]
    return count


def measure(what: str, files: list[Path]) -> None:
    """Print what reading some lake files takes."""
    began = time.process_time()
    rows = read_all(files)
    seconds = time.process_time() - began
    size = sum(file.stat().st_size for file in files) / 1e6
    print(f"{what}: {len(files):,} files, {size:.2f} MB, {rows:,} rows read in {seconds:.2f} s")


def main() -> int:
    """Run the command line; return the exit code."""
    dumps = int(sys.argv[1]) if len(sys.argv) > 1 else 365
    with tempfile.TemporaryDirectory() as work:
        root = Path(work)
        draft = root / "draft"
        small = draw_lake(draft / "lake", dumps)
        measure("as they came", small)
        began = time.process_time()
        names = compact(LakeDraft(root, draft), [file.relative_to(draft).as_posix() for file in small])
        print(f"merging: {time.process_time() - began:.2f} s")
        measure("merged", [draft / name for name in names])
    return 0


if __name__ == "__main__":
    sys.exit(main())
