"""Controls: two ways of publishing that must fail where ours does not, and a reader that finds out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

PAGE = 1 << 20


def overwrite(folder: Path, night: int) -> None:
    """Control 1: publish by writing over the files that readers read."""
    for name in ("a", "b"):
        with (folder / name).open("r+b") as stream:
            for _ in range(8):
                stream.write(night.to_bytes(4, "big") * (PAGE // 4))


def replace_one_by_one(folder: Path, night: int) -> None:
    """Control 2: each file is replaced whole, but not all of them at once."""
    for name in ("a", "b"):
        partial = folder / f"{name}.partial"
        partial.write_bytes(night.to_bytes(4, "big") * (8 * PAGE // 4))
        partial.rename(folder / name)


def publish_forever(publish: Callable[[Path, int], None], folder: Path, night: int) -> None:
    while True:
        night += 1
        publish(folder, night)


def look_at_two_files(folder: Path, stop: Path, result: Path) -> None:
    seen: Counter[str] = Counter()
    while not stop.exists():
        nights = [{data[at : at + 4] for at in range(0, len(data), PAGE // 4)} for data in read_both(folder)]
        seen["torn"] += any(len(each) != 1 for each in nights)
        seen["mixed"] += nights[0] != nights[1]
        seen["reads"] += 1
    result.write_text(json.dumps(seen))


def read_both(folder: Path) -> list[bytes]:
    return [(folder / name).read_bytes() for name in ("a", "b")]


def count_nights(folder: Path) -> int:
    """The nights that the two files hold, by their first and last words."""
    return len({data[at : at + 4] for data in read_both(folder) for at in (0, len(data) - 4)})
