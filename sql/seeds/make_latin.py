"""Add to the actor seeds how people are written in Latin letters, from their keys.

    python sql/seeds/make_latin.py

A key is the name in Latin letters (fumio-kishida). Where it has as many words as the name in katakana and its
last word alone is an alias (ゼレンスキー), the surname is one in Latin letters, too. Rerun it after
adding people: what people wrote stays as it is, only rows with source `latin` are made anew.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from seed_files import SEEDS, Row, add_rows, read_rows

MADE = "latin"
UPPER = re.compile(r"i{1,3}|iv|vi{0,3}|jd|jr")
PARTICLES = frozenset({"al", "bin", "da", "de", "den", "der", "di", "el", "ibn", "la", "le", "van", "von"})
# English words, and surnames of several people in the news.
NEVER_ALONE = frozenset({"Blair", "Coventry", "Harris", "Knot", "Novak", "Sessions", "Store"})
QUALIFIERS = frozenset({"crown", "emperor", "empress", "king", "pope", "prince", "princess", "queen"})


def main() -> None:
    """Rewrite actor_aliases.csv in place."""
    actors, _ = read_rows(SEEDS / "actors.csv")
    aliases, _ = read_rows(SEEDS / "actor_aliases.csv")
    people = [row for row in actors if row["kind"] == "person"]
    add_rows(SEEDS, MADE, (), list_aliases(people, {(row["surface"], row["actor_key"]) for row in aliases}))


def list_aliases(people: Iterable[Row], surfaces: set[tuple[str, str]]) -> Iterator[Row]:
    """Whole names first, then the surnames that mean one person only."""
    spelt = {row["actor_key"]: spell(row["actor_key"], row["country"]) for row in people}
    for key, words in spelt.items():
        if len(words) > 1:
            yield {"surface": " ".join(words), "actor_key": key}
    known = [
        (row["actor_key"], spelt[row["actor_key"]])
        for row in people
        if is_surname_known(row, spelt, surfaces)
    ]
    counts = Counter(words[-1] for _, words in known)
    for key, words in known:
        if counts[words[-1]] == 1 and len(words[-1]) > 3 and words[-1] not in NEVER_ALONE:
            yield {"surface": words[-1], "actor_key": key}


def is_surname_known(row: Row, spelt: dict[str, list[str]], surfaces: set[tuple[str, str]]) -> bool:
    """Whether the last word of a name of as many words in katakana as in Latin is an alias of the person."""
    parts = row["name"].split("・")
    return 1 < len(parts) == len(spelt[row["actor_key"]]) and (parts[-1], row["actor_key"]) in surfaces


def spell(key: str, country: str) -> list[str]:
    """The words of a key as a name: `vladimir-putin` -> Vladimir Putin; no words for a key with a rank."""
    words = key.split("-")
    if words[-1] == country.lower() or words[-1] in ("hk", "uk"):
        words = words[:-1]
    if QUALIFIERS & set(words):
        return []
    return [spell_word(word) for word in words]


def spell_word(word: str) -> str:
    """One word of a name with its capitals."""
    if word in PARTICLES:
        return word
    if UPPER.fullmatch(word):
        return word.upper()
    return f"Mc{word[2:].title()}" if word.startswith("mc") and len(word) > 4 else word.title()


if __name__ == "__main__":
    main()
