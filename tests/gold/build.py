"""Turn the hand-marked documents of this folder into the JSON lines that the scorer reads.

A document is a text file: a head (`genre`, one line per actor), a line `---`, and the text with its marks in
braces. A mark stands behind the closing bracket that it speaks of, or where an unclosed quote ends, or behind
a line:

    「…」{surface|evidence|options}  speech; options: partial, via=X, co=A,B; surface 〃: as the quote before
    「…」{-reason}                   no speech: a title, a term, ...
    」{!}                            a closing bracket whose opening one was lost
    {<}…{>surface|evidence|options}  indirect speech; only in documents whose head says `reported = marked`
    {#label=alias #label; keyword}   the line is a tag line (a note)
    {@handle date name}, {embed}     the line is an embed's signature, or an embed's text

README.md has the guide. Offsets are half-open code points of the text without its marks.

Usage: python tests/gold/build.py dev|test [OUT.jsonl]
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
SPLITS = ("dev", "test")
GENRES = {
    "wire", "politics", "economy", "local", "court", "sport", "science", "interview", "press", "blog",
}  # fmt: skip
KINDS = {"person", "organisation", "country", "media", "account", "anonymous"}
EVIDENCE = {
    "before", "after", "same_sentence", "previous_sentence", "continued", "anaphor", "note", "headline",
    "none",
}  # fmt: skip
REASONS = {
    "title", "name", "term", "emphasis", "nickname", "hypothetical", "wording", "group", "headline", "person",
    "slogan",
}  # fmt: skip
PAIRS = {"「": "」", "『": "』"}
TOKEN = re.compile(r"[「『」』\n]|\{[^{}\n]*\}")
DITTO = "〃"
UNNAMED = "匿名"

Row = dict[str, Any]


class GoldError(ValueError):
    """A document whose marks do not fit its text; the message names the file and the line."""


@dataclass(frozen=True)
class Actor:
    """Who a surface names; `also` are other full forms a scorer may accept."""

    kind: str
    canonical: str
    also: tuple[str, ...] = ()


@dataclass
class Span:
    """A bracketed span: where it begins, how deep it lies, and its mark once that is read."""

    start: int
    depth: int
    parent: Span | None
    opener: str
    line: int
    end: int = -1
    mark: str | None = None


@dataclass
class Document:
    """One document while it is read: the bare text, its spans, and the marks of its lines."""

    name: str
    genre: str = ""
    actors: dict[str, list[Actor]] = field(default_factory=dict)
    text: str = ""
    spans: list[Span] = field(default_factory=list)
    has_reported: bool = False
    clauses: list[Span] = field(default_factory=list)
    line_marks: dict[int, str] = field(default_factory=dict)

    def error(self, line: int, trouble: str) -> GoldError:
        """The error to raise for a trouble in a line of the body, counted from 0."""
        return GoldError(f"{self.name}, body line {line + 1}: {trouble}")

    def context(self, line: int) -> str:
        """Whether a line of the body is a note, part of an embed, or an article's."""
        mark = self.line_marks.get(line, "")
        if mark.startswith("#"):
            return "note"
        return "embed" if mark else "article"


def read_head(name: str, head: str) -> Document:
    """Read the lines `genre = wire`, `person canonical / also = surface, surface`, `reported = marked`."""
    document = Document(name)
    for line in head.splitlines():
        left, _, right = (part.strip() for part in line.partition("="))
        kind, _, names = left.partition(" ")
        if kind == "genre":
            document.genre = right
            continue
        if (left, right) == ("reported", "marked"):
            document.has_reported = True
            continue
        if kind not in KINDS or bool(names) == (kind == "anonymous"):
            raise GoldError(f"{name}: bad head line {line!r}")
        canonical, *also = (names or UNNAMED).split(" / ")
        for surface in right.split(", "):
            document.actors.setdefault(surface, []).append(Actor(kind, canonical, tuple(also)))
    if document.genre not in GENRES:
        raise GoldError(f"{name}: unknown genre {document.genre!r}")
    return document


class BodyReader:
    """Strips the marks off a body and pairs its brackets, line by line, as the notation asks."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.pieces: list[str] = []
        self.length = 0
        self.line = 0
        self.open: list[Span] = []
        # The span whose closing bracket, or the lone closing bracket, was the last thing read.
        self.closed: Span | None = None
        self.lone = False
        self.clause: Span | None = None

    def read(self, body: str) -> None:
        """Fill the document's text, spans and line marks."""
        position = 0
        for token in TOKEN.finditer(body):
            if plain := body[position : token.start()]:
                self._add(plain)
            position = token.end()
            found = token.group()
            if found.startswith("{"):
                self._place(found[1:-1])
                continue
            self._settle()
            if found in PAIRS:
                self._open(found)
            elif found == "\n":
                self._end_line()
            else:
                self._close(found)
            self.pieces.append(found)
            self.length += 1
        self._settle()
        self.document.text = "".join(self.pieces).rstrip("\n")

    def _add(self, plain: str) -> None:
        self._settle()
        self.pieces.append(plain)
        self.length += len(plain)

    def _settle(self) -> None:
        """Nothing more can be said of the last bracket: text goes on behind it."""
        if self.lone:
            raise self.document.error(self.line, "a closing bracket is alone and not marked {!}")
        if self.closed is not None and self.closed.mark is None:
            raise self.document.error(self.line, "a bracketed span has no mark")
        self.closed = None

    def _open(self, opener: str) -> None:
        parent = self.open[-1] if self.open else None
        self.open.append(Span(self.length + 1, len(self.open), parent, opener, self.line))
        self.document.spans.append(self.open[-1])

    def _close(self, closer: str) -> None:
        if self.open and PAIRS[self.open[-1].opener] == closer:
            self.closed = self.open.pop()
            self.closed.end = self.length
        else:
            self.lone = True

    def _end_line(self) -> None:
        if self.open:
            raise self.document.error(self.line, "a bracket is open at the line's end and has no mark there")
        if self.clause is not None:
            raise self.document.error(self.line, "a reported clause {<} has no end {>…}")
        self.line += 1

    def _place(self, mark: str) -> None:
        """Give a mark to its line, to the bracket just read, or to the open span that it ends."""
        if mark.startswith(("<", ">")):
            self._place_clause(mark)
        elif mark.startswith(("#", "@")) or mark == "embed":
            self.document.line_marks[self.line] = mark
        elif mark == "!" and self.lone:
            self.lone = False
        elif self.closed is not None and self.closed.mark is None:
            self.closed.mark = mark
        elif self.open:
            span = self.open.pop()
            span.end, span.mark = self.length, mark
        else:
            raise self.document.error(self.line, f"mark {{{mark}}} has no bracket")

    def _place_clause(self, mark: str) -> None:
        """Begin or end a reported clause: clauses lie in one line and never in one another."""
        if not self.document.has_reported or (mark == "<") == (self.clause is not None):
            raise self.document.error(self.line, f"mark {{{mark}}} is out of place")
        if self.clause is None:
            self.clause = Span(self.length, 0, None, "", self.line)
            return
        self.clause.end, self.clause.mark = self.length, mark[1:]
        self.document.clauses.append(self.clause)
        self.clause = None


def build_row(document: Document) -> Row:
    """Everything the scorer reads of one document, with offsets."""
    marked = _read_marks(document)
    notes = _notes(document)
    rows = sorted(marked.values(), key=itemgetter("start"))
    return {
        "doc": document.name,
        "source": document.genre,
        "licence": "project",
        "text": document.text,
        "embeds": _embeds(document),
        "tags": [tag for tags, _ in notes for tag in tags],
        "keywords": [{"label": tags[0]["label"], "text": word} for tags, words in notes for word in words],
        "quotes": [row for row in rows if "reason" not in row],
        "non_quotes": [row for row in rows if "reason" in row],
        "reported": _read_clauses(document) if document.has_reported else None,
        "actors": [
            {"surface": surface, "kind": actor.kind, "canonical": actor.canonical}
            for surface, actors in document.actors.items()
            for actor in actors
        ],
    }


def _read_marks(document: Document) -> dict[int, Row]:
    """The rows of all spans by the span's identity; inner spans close first, so 〃 reads in closing order."""
    marked: dict[int, Row] = {}
    last: dict[int, Row] = {}
    for span in sorted(document.spans, key=lambda one: (one.end, -one.depth)):
        row: Row = {"start": span.start, "end": span.end, "text": document.text[span.start : span.end]}
        mark = span.mark or ""
        if mark.startswith("-"):
            if mark[1:] not in REASONS:
                raise document.error(span.line, f"unknown reason {mark!r}")
            marked[id(span)] = row | {"reason": mark[1:]}
        else:
            marked[id(span)] = last[span.depth] = row | _read_quote(document, span, last.get(span.depth))
    for span in document.spans:
        _mark_nesting(span, marked)
    return marked


def _read_clauses(document: Document) -> list[Row]:
    """The clauses of indirect speech, in the order of the text."""
    return [
        {"start": clause.start, "end": clause.end, "text": document.text[clause.start : clause.end]}
        | _read_quote(document, clause, None)
        for clause in document.clauses
    ]


def _read_quote(document: Document, span: Span, before: Row | None) -> Row:
    """Read `surface=canonical|evidence|options` against the document's actors."""
    surface, *words = (span.mark or "").split("|")
    context = document.context(span.line)
    evidence = {"note": "note", "embed": "headline"}.get(context, "")
    options: Row = {}
    for word in words:
        name, _, value = word.partition("=")
        if word in EVIDENCE:
            evidence = word
        elif word == "partial":
            options["flags"] = ["partial"]
        elif name == "co" and value:
            options["co_speakers"] = value.split(",")
        elif name == "via" and value:
            options["via"] = value
        else:
            raise document.error(span.line, f"unknown option {word!r}")
    if not evidence:
        raise document.error(span.line, f"no evidence in {{{span.mark}}}")
    speaker = _speaker(document, span, surface, before)
    return speaker | {"evidence": evidence, "context": context, "nested": False} | options


def _speaker(document: Document, span: Span, surface: str, before: Row | None) -> Row:
    """The five fields that say who speaks."""
    fields = ("speaker", "canonical", "kind", "canonical_alt")
    if surface == DITTO:
        if before is None:
            raise document.error(span.line, "〃 has no quote before it")
        return {name: before[name] for name in fields}
    if not surface:
        return dict(zip(fields, ("", "", "none", []), strict=True))
    surface, _, wanted = surface.partition("=")
    actors = [actor for actor in document.actors.get(surface, []) if wanted in ("", actor.canonical)]
    if len(actors) != 1:
        raise document.error(span.line, f"{surface!r} names {len(actors)} actors of the head")
    return dict(
        zip(fields, (surface, actors[0].canonical, actors[0].kind, list(actors[0].also)), strict=True)
    )


def _mark_nesting(span: Span, marked: dict[int, Row]) -> None:
    """A quote inside a quote is nested; inside a medium's quote it reaches us via that medium."""
    row, outer = marked[id(span)], span.parent
    while outer is not None and "reason" in marked[id(outer)]:
        outer = outer.parent
    if outer is None or "reason" in row:
        return
    row["nested"] = True
    around = marked[id(outer)]
    if around["kind"] == "media" and row["kind"] != "media":
        row.setdefault("via", around["speaker"])


def _embeds(document: Document) -> list[Row]:
    marks = [mark[1:] for mark in document.line_marks.values() if mark.startswith("@")]
    names = ("handle", "date", "author_name")
    return [dict(zip(names, mark.split(maxsplit=2), strict=True)) for mark in marks]


def _notes(document: Document) -> list[tuple[list[Row], list[str]]]:
    """The labels (with aliases) and the keyword segments of each tag line, in the order of the text."""
    notes = []
    for _, mark in sorted(document.line_marks.items()):
        if mark.startswith("#"):
            labels, *keywords = [part.strip() for part in mark.split(";")]
            pairs = [label.removeprefix("#").partition("=") for label in labels.split()]
            notes.append(([{"label": label, "alias": alias or None} for label, _, alias in pairs], keywords))
    return notes


def read_document(path: Path) -> Row:
    """Read one marked file into the row that the scorer reads.

    Args:
        path: a file of the layout in the module's docstring, UTF-8.

    Returns:
        doc, source (the genre), text, embeds, tags, keywords, quotes, non_quotes, actors.

    Raises:
        GoldError: a span without a mark, a mark without a span, an unknown word in a mark, an unknown actor.
    """
    head, divider, body = path.read_text(encoding="utf-8").partition("\n---\n")
    if not divider:
        raise GoldError(f"{path.name}: no line '---' between head and text")
    document = read_head(path.stem, head)
    BodyReader(document).read(body.rstrip("\n") + "\n")
    return build_row(document)


def load_gold(split: str) -> list[Row]:
    """The marked documents of one split ("dev" or "test"), in the order of their names."""
    if split not in SPLITS:
        raise ValueError(f"split is one of {SPLITS}, not {split!r}")
    return [read_document(path) for path in sorted((FOLDER / split).glob("*.txt"))]


def render_gold(split: str) -> str:
    """One split as JSON lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in load_gold(split))


def main(arguments: list[str]) -> int:
    """Write a split to the file named, or to standard output."""
    if len(arguments) not in (1, 2) or arguments[0] not in SPLITS:
        sys.stderr.write(__doc__ or "")
        return 2
    if len(arguments) == 2:
        Path(arguments[1]).write_text(render_gold(arguments[0]), encoding="utf-8")
    else:
        sys.stdout.write(render_gold(arguments[0]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
