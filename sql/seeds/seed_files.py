"""Read and write the CSV files of this folder for the scripts beside it."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

SEEDS = Path(__file__).parent

Row = dict[str, str]


def read_rows(path: Path) -> tuple[list[Row], list[str]]:
    """The rows of a seed file and its columns."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        return list(reader), list(reader.fieldnames or ())


def write_rows(path: Path, columns: list[str], rows: Iterable[Row]) -> None:
    """Write a seed file."""
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def rank_actor(row: Row) -> tuple[int, str]:
    """Countries first, then bodies, media and people, each by key."""
    return ("country", "organisation", "media", "person").index(row["kind"]), row["actor_key"]


def add_rows(folder: Path, made: str, actors: Iterable[Row], aliases: Iterable[Row]) -> None:
    """Put what a script makes into actors.csv and actor_aliases.csv, in the order of both files.

    Args:
        folder: the seed folder.
        made: the source of the script's aliases; those of an earlier run go.
        actors: actors to add where their key is new.
        aliases: aliases to add where the surface is new.
    """
    known, actor_columns = read_rows(folder / "actors.csv")
    written, alias_columns = read_rows(folder / "actor_aliases.csv")
    written = [row for row in written if row["source"] != made]
    by_key = {row["actor_key"]: row for row in known}
    for row in actors:
        by_key.setdefault(row["actor_key"], dict.fromkeys(actor_columns, "") | row)
    taken = {row["surface"] for row in written}
    for row in aliases:
        if row["surface"] not in taken:
            taken.add(row["surface"])
            written.append(dict.fromkeys(alias_columns, "") | row | {"source": made})
    ordered = sorted(by_key.values(), key=rank_actor)
    order = {row["actor_key"]: at for at, row in enumerate(ordered)}
    written.sort(key=lambda row: (order[row["actor_key"]], row["valid_from"], row["source"], row["surface"]))
    write_rows(folder / "actors.csv", actor_columns, ordered)
    write_rows(folder / "actor_aliases.csv", alias_columns, written)
