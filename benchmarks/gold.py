"""Read hand-marked documents: JSON lines with `doc`, `text`, `quotes`, `tags` or `notes`, and `non_quotes`.

Two layouts are read: spans with `end` or with the quote's `text`, labels in `notes` or in `tags`; names under
`canonical` and `kind` or under `speaker_canonical` and `speaker_kind`. Offsets are half-open code points.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple


class GoldQuote(NamedTuple):
    """One quote as a person marked it; `evidence` is "" where the set does not mark it."""

    start: int
    end: int
    speaker: str
    canonical: tuple[str, ...]
    kind: str
    context: str
    evidence: str
    is_nested: bool = False
    is_partial: bool = False


class GoldDocument(NamedTuple):
    """One marked document.

    Attributes:
        non_quotes: the spans of brackets that are no speech, with why.
        reported: the clauses of indirect speech; None in a document that is not marked for it.
    """

    doc: str
    text: str
    labels: tuple[str, ...]
    aliases: tuple[tuple[str, str], ...]
    quotes: tuple[GoldQuote, ...]
    non_quotes: dict[tuple[int, int], str]
    reported: tuple[GoldQuote, ...] | None = None


def read_gold(path: Path) -> list[GoldDocument]:
    """Read a file of marked documents.

    Raises:
        OSError: it cannot be read.
        KeyError, json.JSONDecodeError: it is not of either layout.
    """
    lines = path.read_text("utf-8").split("\n")
    return [_document(json.loads(line)) for line in lines if line.strip()]


def _document(raw: dict[str, Any]) -> GoldDocument:
    return GoldDocument(
        doc=str(raw["doc"]),
        text=raw["text"],
        labels=tuple(_labels(raw)),
        aliases=tuple(sorted(set(_aliases(raw)))),
        quotes=tuple(_quote(quote) for quote in raw["quotes"]),
        non_quotes={_span(span): span.get("reason", "no speech") for span in raw.get("non_quotes", [])},
        reported=None if raw.get("reported") is None else tuple(map(_quote, raw["reported"])),
    )


def _labels(raw: dict[str, Any]) -> Iterable[str]:
    if "notes" in raw:
        return (label for note in raw["notes"] for label in note["labels"])
    return (tag["label"] for tag in raw.get("tags", []))


def _aliases(raw: dict[str, Any]) -> Iterable[tuple[str, str]]:
    if "notes" in raw:
        return (
            (label, alias) for label, alias in (note["alias"] for note in raw["notes"] if note.get("alias"))
        )
    return ((tag["label"], tag["alias"]) for tag in raw.get("tags", []) if tag.get("alias"))


def _quote(raw: dict[str, Any]) -> GoldQuote:
    start, end = _span(raw)
    canonical = raw.get("canonical") or raw.get("speaker_canonical") or ""
    kind = raw.get("kind") or raw.get("speaker_kind") or ""
    return GoldQuote(
        start=start,
        end=end,
        speaker=raw.get("speaker") or "",
        canonical=(canonical, *(raw.get("canonical_alt") or ())),
        kind={"sns_user": "account"}.get(kind, kind),
        context=raw.get("context") or "article",
        evidence=raw.get("evidence") or "",
        is_nested=bool(raw.get("nested")),
        is_partial="partial" in (raw.get("flags") or ()),
    )


def _span(raw: dict[str, Any]) -> tuple[int, int]:
    start = raw["start"]
    return start, raw.get("end", start + len(raw.get("text", "")))
