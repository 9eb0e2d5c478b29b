"""Compare the two main marts with what one would write in Polars, pandas and chDB, side by side.

    python -m benchmarks.marts.compare                       (10 million quotes, drawn by benchmarks.marts)
    python -m benchmarks.marts.compare --scale 0.02 --repeats 5
    python -m benchmarks.marts.compare --marts daily_topic_frequencies --peers polars

Every engine reads the same Parquet files and writes the same rows to one, in a process of its own, on two
threads, taking turns; the rows are held against ours, numbers to nine digits. The peers live in a virtual
environment below --work, in the versions named here; the project does not depend on them.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb

from benchmarks.marts.corpus import Size
from benchmarks.marts.tables import write_tables

_PEERS = ("polars==2.1.0", "pandas==3.1.1", "chdb==4.4.0", "pyarrow==26.0.1")
_ROOT = Path(__file__).parents[2]
_OURS = "duckdb"
_ENGINES = ("polars", "pandas", "chdb")
_KEYS = {
    "daily_topic_frequencies": ("posted_date", "topic_id"),
    "speaker_co_mentions": ("posted_date", "unit", "actor_id_a", "actor_id_b"),
}
_THREADS = {"POLARS_MAX_THREADS": "2", "OMP_NUM_THREADS": "2", "ARROW_NUM_THREADS": "2"}


class Cost(NamedTuple):
    """What one run took: seconds of the processor and of the clock, and the bytes it held at most."""

    processor: float
    wall: float
    peak: float


def make_peers(folder: Path) -> Path:
    """The Python of the environment with the peers, made where it does not stand yet."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *_PEERS], check=True)
    return python


def run_engine(python: Path, engine: str, mart: str, tables: Path, target: Path) -> Cost:
    """Compute one mart by one engine."""
    program = [python, "-m", "benchmarks.marts.run_peer", engine, mart, tables, target]
    done = subprocess.run(
        program, cwd=_ROOT, env=os.environ | _THREADS, stdout=subprocess.PIPE, text=True, check=True
    )
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def count_differences(ours: Path, theirs: Path, keys: tuple[str, ...]) -> int:
    """Rows that only one of two files has, or that differ in a column."""
    with duckdb.connect() as con:
        con.read_parquet(str(ours)).create_view("ours")
        con.read_parquet(str(theirs)).create_view("theirs")
        columns = con.execute("select column_name, column_type from (describe ours)").fetchall()
        differ = " or ".join(
            f"abs(ours.{name} - theirs.{name}) > 1e-9"
            if kind == "DOUBLE"
            else f"ours.{name} is distinct from theirs.{name}"
            for name, kind in columns
        )
        same = " and ".join(f"ours.{key} = theirs.{key}" for key in keys)
        query = f"select count(*) from ours full join theirs on {same} where coalesce({differ}, true)"
        return int(con.execute(query).fetchall()[0][0])


def compare(mart: str, peers: Sequence[str], tables: Path, work: Path, repeats: int) -> list[str]:
    """The rows of the table of one mart."""
    others = make_peers(work / "peers")
    engines = (_OURS, *peers)
    costs: dict[str, list[Cost]] = {engine: [] for engine in engines}
    targets = {engine: work / f"{mart}-{engine}.parquet" for engine in engines}
    for _ in range(repeats):
        for engine in engines:
            python = Path(sys.executable) if engine == _OURS else others
            costs[engine].append(run_engine(python, engine, mart, tables, targets[engine]))
    medians = {
        engine: Cost(*map(statistics.median, zip(*runs, strict=True))) for engine, runs in costs.items()
    }
    ours = medians[_OURS]
    rows = []
    for engine, cost in medians.items():
        differing = count_differences(targets[_OURS], targets[engine], _KEYS[mart])
        rows.append(
            f"| {mart} | {engine} | {cost.wall:.1f} s | {ours.wall / cost.wall:.2f} | {cost.processor:.1f} s "
            f"| {ours.processor / cost.processor:.2f} | {cost.peak / 2**30:.1f} GiB | {differing:,} |"
        )
    return rows


def main() -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        prog="benchmarks.marts.compare",
    )
    parser.add_argument("--work", type=Path, default=Path("/tmp/hatsugen-marts"))
    parser.add_argument("--scale", type=float, default=1.0, help="1 is 10 million quotes over 5 years")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--marts", default=",".join(_KEYS), help="with commas between them")
    parser.add_argument("--peers", default=",".join(_ENGINES), help="with commas between them")
    arguments = parser.parse_args()
    size = Size().scale(arguments.scale)
    tables = arguments.work / f"tables-{size.quotes}"
    if not tables.exists():
        write_tables(size, tables)
    print("| mart | engine | wall | ours to it | processor | ours to it | peak memory | rows that differ |")
    print("|---|---|---|---|---|---|---|---|")
    for mart in arguments.marts.split(","):
        rows = compare(mart, arguments.peers.split(","), tables, arguments.work, arguments.repeats)
        print(*rows, sep="\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
