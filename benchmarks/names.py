"""Measure how long a million distinct names take to resolve, in CPU seconds.

python -m benchmarks.names [COUNT]
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

import duckdb
import pyarrow as pa

from warehouse.resolve_answers import store_answers
from warehouse.resolve_reviewed import ReviewedNames
from warehouse.resolve_seeds import read_actor_seeds
from warehouse.resolve_sources import SourceTypes, read_source_types

_SEEDS = Path(__file__).parents[1] / "sql" / "seeds"
_KANJI = "山田川村木林中佐藤高橋伊渡辺小加吉清水斎松井上阿部森池石前岡後長谷近坂遠青原"
_KATAKANA = "アイウエオカキクケコサシスセソタチツテトナニノハヒフヘホマミムメモラリルレロン"
_TITLES = ("", "氏", "さん", "大統領", "首相", "外相", "報道官", "教授", "議員", "市長")
_PLACES = ("", "", "", "米", "露", "ウクライナの", "元", "英")
_BODIES = ("社", "銀行", "省", "党")
_SOURCES = ("側近", "関係者", "高官", "の妻", "幹部")


def draw_name(dice: random.Random) -> tuple[str, str]:
    """Draw a made-up surface and its kind: people, bodies and unnamed sources, some of them known."""
    place, kind = dice.choice(_PLACES), dice.choices(range(4), (40, 35, 10, 15))[0]
    kanji = "".join(dice.choices(_KANJI, k=dice.randint(2, 4)))
    katakana = "".join(dice.choices(_KATAKANA, k=dice.randint(3, 6)))
    if kind == 0:
        return kanji + dice.choice(_TITLES), "person"
    if kind == 1:
        given = "".join(dice.choices(_KATAKANA, k=3)) + "・" if dice.random() < 0.5 else ""
        return place + given + katakana + dice.choice(_TITLES), "person"
    if kind == 2:
        return place + katakana + dice.choice(_BODIES), "organisation"
    return place + kanji + dice.choice(_SOURCES), "anonymous"


def main() -> int:
    """Run the command line; return the exit code."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    dice, names = random.Random(7), set[tuple[str, str]]()
    while len(names) < wanted:
        names.add(draw_name(dice))
    surfaces, kinds = zip(*sorted(names), strict=True)
    with duckdb.connect() as con:
        con.execute("attach ':memory:' as scratch")
        con.register("drawn", pa.table({"surface": surfaces, "kind": kinds}))
        con.execute("create table scratch.actor_forms as select surface as form, surface, kind from drawn")
        start = time.process_time()
        reviewed = ReviewedNames(read_actor_seeds(_SEEDS))
        read = time.process_time()
        store_answers(con, reviewed, SourceTypes(read_source_types(_SEEDS), reviewed))
        done = time.process_time()
    print(f"{wanted} names: seeds {read - start:.1f} s, answers {done - read:.1f} s of CPU time")
    return 0


if __name__ == "__main__":
    sys.exit(main())
