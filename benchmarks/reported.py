"""Compare the indirect speech the warehouse found with the clauses a person marked.

Where such a clause begins is often a matter of taste, so a clause is found when one of the document's
`reported` rows shares with it more than half of the characters that either covers (intersection over union),
which one row at most can do. Only documents that are marked for it count (`GoldDocument.reported`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from benchmarks.gold import GoldDocument, GoldQuote
from benchmarks.matching import Mistake, Outcome, judge_speaker

ENOUGH_OVERLAP = 0.5

Row = Mapping[str, Any]


class ReportedComparison(NamedTuple):
    """One document compared: its clauses, those found to the character, the rows said, what went wrong."""

    outcomes: tuple[Outcome, ...]
    exact_count: int
    said_count: int
    mistakes: tuple[Mistake, ...]


def compare_reported(document: GoldDocument, quotes: Sequence[Row]) -> ReportedComparison:
    """Compare one document that is marked for indirect speech.

    Args:
        document: as marked; a document that is not marked for it has nothing to compare.
        quotes: the warehouse's rows of `quotes` for it, of any form.
    """
    if document.reported is None:
        return ReportedComparison((), 0, 0, ())
    said = [row for row in quotes if row["form"] == "reported"]
    pairs = _pair(document.reported, said)
    found = {(row["char_start"], row["char_end"]) for _, row in pairs if row is not None}
    extra = [row for row in said if (row["char_start"], row["char_end"]) not in found]
    return ReportedComparison(
        outcomes=tuple(judge_speaker(gold, row) for gold, row in pairs),
        exact_count=sum((gold.start, gold.end) in found for gold in document.reported),
        said_count=len(said),
        mistakes=tuple(_list_mistakes(document, pairs, extra)),
    )


def _pair(marked: Sequence[GoldQuote], said: Sequence[Row]) -> list[tuple[GoldQuote, Row | None]]:
    """Give every marked clause the row that overlaps it enough, or None."""
    pairs = []
    for gold in marked:
        best = max(said, key=lambda row, gold=gold: _overlap(gold, row), default=None)  # type: ignore[misc]
        is_found = best is not None and _overlap(gold, best) > ENOUGH_OVERLAP
        pairs.append((gold, best if is_found else None))
    return pairs


def _overlap(gold: GoldQuote, row: Row) -> float:
    """Intersection over union of two spans; 0 where they are apart."""
    shared = min(gold.end, row["char_end"]) - max(gold.start, row["char_start"])
    return max(0, shared) / (max(gold.end, row["char_end"]) - min(gold.start, row["char_start"]))


def _list_mistakes(
    document: GoldDocument, pairs: Sequence[tuple[GoldQuote, Row | None]], extra: Sequence[Row]
) -> Iterator[Mistake]:
    for gold, row in pairs:
        example = f"{document.doc} {gold.start} …{document.text[gold.start : gold.end][-24:]}"
        if row is None:
            yield Mistake("indirect speech missed", example)
        elif not judge_speaker(gold, row).is_lenient:
            who = f"is {gold.speaker or '–'}, said {row['speaker'] or '–'}"
            yield Mistake(f"speaker wrong (indirect, by {row['evidence']})", f"{example} {who}")
    for row in extra:
        text = document.text[row["char_start"] : row["char_end"]][-24:]
        yield Mistake("no indirect speech", f"{document.doc} {row['char_start']} …{text}")
