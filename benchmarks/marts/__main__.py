"""Build every mart on years of drawn quotes, and print what each one costs.

    python -m benchmarks.marts                                   (10 million quotes; some 3 GB below --work)
    python -m benchmarks.marts --scale 0.02                      (200,000 quotes)
    python -m benchmarks.marts --night                           (what the last day costs upon all others)
    python -m benchmarks.marts --only daily_topic_frequencies,speaker_co_mentions

The tables are drawn once, and kept below --work with the facts that were loaded from them. Seconds of the
processor count both cores, so that other work beside does not count.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.marts.build import build_marts
from benchmarks.marts.corpus import Size
from benchmarks.marts.night import build_night
from benchmarks.marts.tables import write_tables


def main() -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, prog="benchmarks.marts"
    )
    parser.add_argument("--work", type=Path, default=Path("/tmp/hatsugen-marts"))
    parser.add_argument("--scale", type=float, default=1.0, help="1 is 10 million quotes over 5 years")
    parser.add_argument(
        "--only", default="", help="marts with commas between them; what they read must stand"
    )
    parser.add_argument("--without", default="", help="marts to leave out, with commas between them")
    parser.add_argument("--at-once", type=int, default=1, help="marts built at a time; a night builds 2")
    parser.add_argument("--night", action="store_true", help="build the last day upon the others")
    parser.add_argument("--memory", default="6GB", help="DuckDB's limit")
    arguments = parser.parse_args()
    size = Size().scale(arguments.scale)
    tables = arguments.work / f"tables-{size.quotes}"
    if not tables.exists():
        write_tables(size, tables)
    print("| table or mart | rows | processor | wall | peak memory |\n|---|---|---|---|---|")
    without = set(filter(None, arguments.without.split(",")))
    only = set(filter(None, arguments.only.split(",")))
    costs = (
        build_night(tables, without=without, memory=arguments.memory)
        if arguments.night
        else build_marts(
            tables, only=only, without=without, memory=arguments.memory, at_once=arguments.at_once
        )
    )
    processor = wall = 0.0
    for cost in costs:
        processor, wall = processor + cost.processor, wall + cost.wall
        print(
            f"| {cost.name} | {cost.rows:,} | {cost.processor:.1f} s | {cost.wall:.1f} s "
            f"| {cost.peak / 2**30:.1f} GiB |",
            flush=True,
        )
    print(f"| all | | {processor:.1f} s | {wall:.1f} s | |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
