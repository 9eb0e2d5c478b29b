"""Rewrite surnames.txt from the package gimei (MIT licence), so that no name comes from a text we have read.

pip install gimei==0.2.3 && python transforms/lexicon/make_surnames.py
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import yaml

HEADER = """\
# The 500 commonest Japanese surnames, without those of one character and those that are also common nouns.
# Source: the package gimei 0.2.3 (MIT), by make_surnames.py.
"""
COMMON_NOUNS = frozenset({"本間", "平野", "水野", "大平", "小松", "日野", "上原", "南部"})


def main() -> None:
    """Write the list, in the order of code points."""
    spec = importlib.util.find_spec("gimei")
    if spec is None or spec.origin is None:
        raise SystemExit("gimei is not installed: pip install gimei==0.2.3")
    names = yaml.safe_load((Path(spec.origin).parent / "data" / "names.yml").read_text(encoding="utf-8"))
    surnames = {row[0] for row in names["last_name"] if len(row[0]) > 1} - COMMON_NOUNS
    target = Path(__file__).parent / "surnames.txt"
    target.write_text(HEADER + "".join(f"{surname}\n" for surname in sorted(surnames)), encoding="utf-8")


if __name__ == "__main__":
    main()
