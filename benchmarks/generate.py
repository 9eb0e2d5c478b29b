"""Compose clipping-blog pages: the samples, or a dump of any size.

    python -m benchmarks.generate samples
    python -m benchmarks.generate dump big.jsonl.zst --bytes 1GB --days 365
    python -m benchmarks.generate dump pages/ --posts 500        (a folder of text files)

The same arguments give the same bytes. Sentences come from people.toml and topics/*.toml: invented people of
invented towns, in the notation of real pages.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import sys
import time
from itertools import islice
from pathlib import Path

from benchmarks.dumps import page_line, write_dump
from benchmarks.pages import DEFAULT_SEED, FIRST_DAY, Plan, compose
from benchmarks.samples import write_samples

_UNITS = {"": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9}


def parse_size(text: str) -> int:
    """Return a size in bytes.

    >>> parse_size("200MB")
    200000000

    Raises:
        argparse.ArgumentTypeError: it is no number with KB, MB, GB or nothing behind it.
    """
    match = re.fullmatch(r"(\d+)\s*([KMG]B)?", text.strip(), re.IGNORECASE)
    if match is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no size; write 500KB, 200MB or 1GB")
    return int(match[1]) * _UNITS[(match[2] or "").upper()]


def plan_bytes(size: int, days: int = 30, seed: int = DEFAULT_SEED) -> Plan:
    """Return a plan whose JSON lines come to about `size` bytes, judged by its first 300 pages."""
    trial = [len(page_line(page)) for page in islice(compose(Plan(300, seed=seed)), 300)]
    return Plan(posts=max(1, size * len(trial) // sum(trial)), days=days, seed=seed)


def main() -> int:
    """Run the command line; return the exit code."""
    arguments = _parser().parse_args()
    if arguments.what == "samples":
        write_samples(arguments.folder)
        return 0
    plan = _plan(arguments)
    started = time.perf_counter()
    size = write_dump(compose(plan), arguments.path)
    seconds = time.perf_counter() - started
    print(f"{arguments.path}: {plan.posts} posts, {size} bytes, {seconds:.1f} s", file=sys.stderr)
    return 0


def _plan(arguments: argparse.Namespace) -> Plan:
    if arguments.posts is not None:
        plan = Plan(arguments.posts, days=arguments.days, seed=arguments.seed)
    else:
        plan = plan_bytes(arguments.bytes, days=arguments.days, seed=arguments.seed)
    return plan._replace(first_day=arguments.first_day)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, prog="benchmarks.generate"
    )
    commands = parser.add_subparsers(dest="what", required=True)
    samples = commands.add_parser("samples", help="rewrite the sample dumps")
    samples.add_argument("folder", type=Path, nargs="?", default=Path("samples"))
    dump = commands.add_parser("dump", help="write one dump; the name says the form")
    dump.add_argument(
        "path", type=Path, help="NAME.jsonl, NAME.jsonl.gz, NAME.jsonl.zst, or a folder for text files"
    )
    amount = dump.add_mutually_exclusive_group(required=True)
    amount.add_argument("--posts", type=int, help="how many pages")
    amount.add_argument("--bytes", type=parse_size, help="about how many bytes of JSON lines, e.g. 200MB")
    dump.add_argument("--days", type=int, default=30, help="days to spread the pages over (default 30)")
    dump.add_argument("--first-day", type=dt.date.fromisoformat, default=FIRST_DAY)
    dump.add_argument("--seed", type=int, default=DEFAULT_SEED)
    return parser


if __name__ == "__main__":
    sys.exit(main())
