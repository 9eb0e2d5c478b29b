"""Run one main mart in one engine, in a process of its own, and print what it took as JSON.

python -m benchmarks.marts.run_peer polars speaker_co_mentions TABLES TARGET.parquet
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from pathlib import Path

from benchmarks.memory import peak_bytes


def main() -> None:
    """Run the command line."""
    engine, mart, tables, target = sys.argv[1:]
    module = importlib.import_module(f"benchmarks.marts.{engine}_peer")
    processor, wall = time.process_time(), time.perf_counter()
    getattr(module, mart)(Path(tables), Path(target))
    cost = {
        "processor": time.process_time() - processor,
        "wall": time.perf_counter() - wall,
        "peak": peak_bytes(),
    }
    print(json.dumps(cost))


if __name__ == "__main__":
    main()
