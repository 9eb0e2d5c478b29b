"""Compare what the warehouse says about a document with what a person marked.

A quote is found when its span is the marked one. Its speaker is *exact* when the surface is the marked one,
*lenient* when surface, full form or actor names the marked speaker, *strict* when the actor does. Two names
name the same when, folded, one holds the other (two characters or more).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from benchmarks.gold import GoldDocument, GoldQuote

_NO_LETTERS = re.compile(r"[\s・･=＝]")
_HONORIFIC = re.compile(r"(氏|さん|様)(ら)?$")


class Outcome(NamedTuple):
    """What became of one marked quote; all but `gold` are False, "" or None when it was not found."""

    gold: GoldQuote
    is_found: bool
    is_exact: bool = False
    is_lenient: bool = False
    is_strict: bool = False
    is_kind: bool = False
    confidence: float | None = None


class Mistake(NamedTuple):
    """One thing that went wrong: its kind, for counting, and the place, for a person."""

    kind: str
    example: str


class Comparison(NamedTuple):
    """One document compared: its quotes, how many were said at all, its labels, what went wrong."""

    outcomes: tuple[Outcome, ...]
    said_count: int
    label_hits: int
    labels_said: int
    labels_marked: int
    alias_hits: int
    aliases_marked: int
    mistakes: tuple[Mistake, ...]


def fold_name(name: str | None) -> str:
    """Fold a name for comparison: NFKC, lower case, no blanks, no middle dots, no honorific at the end.

    >>> fold_name("アーロン・ベルフォンテーヌ氏")
    'アーロンベルフォンテーヌ'
    """
    return _HONORIFIC.sub("", _NO_LETTERS.sub("", unicodedata.normalize("NFKC", name or "")).lower())


def names_same(left: str | None, right: str | None) -> bool:
    """Whether two names plausibly name the same.

    >>> names_same("鳥羽瀬市長", "鳥羽瀬"), names_same("樫宮", "鳥羽瀬"), names_same("", "")
    (True, False, False)
    """
    a, b = sorted((fold_name(left), fold_name(right)), key=len)
    return bool(a) and (a == b or (len(a) >= 2 and a in b))


def compare(
    document: GoldDocument, quotes: Sequence[Mapping[str, Any]], topics: Sequence[Mapping[str, Any]]
) -> Comparison:
    """Compare one document.

    Args:
        document: as marked.
        quotes: the warehouse's rows of `quotes` for it; indirect speech (`reported`) is left out.
        topics: its rows of `topic_mentions` that hold a label.
    """
    said = {(row["char_start"], row["char_end"]): row for row in quotes if row["form"] != "reported"}
    outcomes = tuple(judge_speaker(gold, said.get((gold.start, gold.end))) for gold in document.quotes)
    marked, written = Counter(document.labels), Counter(row["label"] for row in topics)
    declared = {(row["label"], row["alias"]) for row in topics}
    mistakes = [
        *_quote_mistakes(document, outcomes, said),
        *_extra_mistakes(document, said),
        *(Mistake("label missed", f"{document.doc} #{label}") for label in (marked - written).elements()),
        *(
            Mistake("label that is none", f"{document.doc} #{label}")
            for label in (written - marked).elements()
        ),
    ]
    return Comparison(
        outcomes=outcomes,
        said_count=len(said),
        label_hits=(marked & written).total(),
        labels_said=written.total(),
        labels_marked=marked.total(),
        alias_hits=len(declared.intersection(document.aliases)),
        aliases_marked=len(document.aliases),
        mistakes=tuple(mistakes),
    )


def judge_speaker(gold: GoldQuote, row: Mapping[str, Any] | None) -> Outcome:
    """What became of a marked quote, given the row that found it, or None."""
    if row is None:
        return Outcome(gold, is_found=False)
    wanted = [*gold.canonical, gold.speaker]
    guesses = [row["speaker"], row["speaker_full"], row["actor"]]
    if gold.kind == "anonymous":
        is_strict = row["speaker_kind"] == "anonymous"
        is_lenient = is_strict or any(names_same(guess, gold.speaker) for guess in guesses[:2])
    elif gold.kind == "none":
        is_lenient = is_strict = not row["speaker"]
    else:
        is_lenient = any(names_same(guess, want) for guess in guesses for want in wanted)
        is_strict = any(names_same(row["actor"], want) for want in gold.canonical)
    return Outcome(
        gold,
        is_found=True,
        is_exact=fold_name(row["speaker"]) == fold_name(gold.speaker),
        is_lenient=is_lenient,
        is_strict=is_strict,
        is_kind=(row["speaker_kind"] or "none") == gold.kind,
        confidence=row["confidence"],
    )


def _quote_mistakes(
    document: GoldDocument, outcomes: Sequence[Outcome], said: Mapping[tuple[int, int], Mapping[str, Any]]
) -> Iterator[Mistake]:
    for outcome in outcomes:
        gold = outcome.gold
        row = said.get((gold.start, gold.end))
        example = f"{document.doc} {gold.start} 「{document.text[gold.start : gold.end][:24]}」"
        form = "nested" if gold.is_nested else "partial" if gold.is_partial else "whole"
        if row is None:
            yield Mistake(f"quote missed ({gold.context}, {form})", example)
            continue
        example += f" is {gold.speaker or '–'}, said {row['speaker'] or '–'}"
        if not outcome.is_lenient:
            yield Mistake(f"speaker wrong ({gold.evidence or gold.context}, by {row['evidence']})", example)
        elif not outcome.is_strict:
            yield Mistake(f"actor wrong ({gold.kind})", f"{example}, actor {row['actor'] or '–'}")
        elif not outcome.is_kind:
            yield Mistake(f"kind wrong ({gold.kind} as {row['speaker_kind']})", example)


def _extra_mistakes(
    document: GoldDocument, said: Mapping[tuple[int, int], Mapping[str, Any]]
) -> Iterator[Mistake]:
    marked = {(gold.start, gold.end) for gold in document.quotes}
    for span in sorted(said.keys() - marked):
        reason = document.non_quotes.get(span, "not marked at all")
        text = document.text[slice(*span)][:24]
        yield Mistake(f"no quote ({reason})", f"{document.doc} {span[0]} 「{text}」")
