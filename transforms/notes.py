"""Tag lines: `#label=alias(keyword・speaker「…」「…」・medium「someone『…』」)#label…`.

This module knows the grammar (docs/adr/0003-note-grammar.md) and gives a lossless tree: `render_note` of a
parsed line is the line. Who speaks in it is read from the tree by `transforms.note_speech`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from transforms.brackets import Bracket, scan_brackets
from transforms.middle_dots import joins_names

_LABEL = re.compile(r"[^\s#＃()（）「」『』=＝]+")
_ALIAS = re.compile(r"[^\s#＃()（）「」『』]+")
_BLANKS = " \t\u3000"
_PARENTHESES = re.compile("[()（）]")
_SEPARATOR = re.compile("[・･]")
_AFTER_NOTE = re.compile(r"[ \t\u3000]*(?:[#＃]|https?://|\Z)")
_SEPARATOR_OR_PARENTHESIS = re.compile("[・･()（）]")


class Words(NamedTuple):
    """A stretch of a note outside all quotation brackets; `start` counts in the post."""

    start: int
    text: str


class Quoted(NamedTuple):
    """A quotation bracket of a note; the spans of `bracket` count in the post."""

    bracket: Bracket
    text: str


class Segment(NamedTuple):
    """What stands between two separators: words (a keyword), or words and brackets in turn.

    Attributes:
        separator: the ・ before it; "" for the first.
        start: where its first piece begins in the post.
        pieces: in order; all of the line between the separators is in them.
    """

    separator: str
    start: int
    pieces: tuple[Words | Quoted, ...]


class Tag(NamedTuple):
    """One `#label`, with its alias and its note.

    Attributes:
        start: where the mark stands in the post.
        mark: # or ＃.
        label: as written; empty only for text that is no tag at all.
        equals: = or ＝, or "" without an alias.
        alias: what the label is declared to mean, or "".
        opening: ( or （; "" without a note, or when it was lost.
        segments: the note, in order.
        closing: ) or ）; "" when it was lost.
        gap: blanks behind the tag.
    """

    start: int
    mark: str
    label: str
    equals: str
    alias: str
    opening: str
    segments: tuple[Segment, ...]
    closing: str
    gap: str

    @property
    def label_start(self) -> int:
        """Where the label begins in the post."""
        return self.start + len(self.mark)

    @property
    def has_note(self) -> bool:
        """Whether anything is said about the label."""
        return bool(self.segments)


class Note(NamedTuple):
    """One tag line: its indent, its tags, and what follows the last of them (a link)."""

    start: int
    indent: str
    tags: tuple[Tag, ...]
    tail: str


def parse_note(line: str, *, start: int = 0) -> Note:
    """Read one tag line.

    Shape: one line in, one Note out; tags and segments keep the order of the line, nothing is dropped.
    Units: spans are half-open code points of the post, hence `start`.

    Args:
        line: one line, NFC, beginning with # or ＃ (after blanks), without its line break.
        start: where the line begins in the post's text.

    Returns:
        The Note. Never raises on text: what is no tag becomes the tail.

    >>> [tag.label for tag in parse_note("#CIS=独立国家共同体(会議・首相「結束を」)#外交").tags]
    ['CIS', '外交']
    """
    at = _skip_blank(line, 0)
    indent = line[:at]
    quoted = None if _is_one_note(line) else scan_brackets(line, at, len(line))
    tags: list[Tag] = []
    while at < len(line) and line[at] in "#＃":
        label = _LABEL.match(line, at + 1)
        if label is None:
            break
        tag, at = _parse_tag(line, at, label.group(), start, quoted)
        tags.append(tag)
    return Note(start, indent, tuple(tags), line[at:])


def render_note(note: Note) -> str:
    """Write a note back; for a parsed line, exactly the line."""
    return note.indent + "".join(map(render_tag, note.tags)) + note.tail


def render_tag(tag: Tag) -> str:
    """Write one tag back, with the blanks behind it."""
    head = tag.mark + tag.label + tag.equals + tag.alias + tag.opening
    return head + "".join(map(_render_segment, tag.segments)) + tag.closing + tag.gap


def _render_segment(segment: Segment) -> str:
    return segment.separator + "".join(piece.text for piece in segment.pieces)


def _is_one_note(line: str) -> bool:
    """Whether a line has but two parentheses, the last at its end: then they are a note's, quoted or not."""
    marks = _PARENTHESES.findall(line)
    return len(marks) == 2 and marks[0] in "(（" and line.rstrip(_BLANKS)[-1] in ")）"


def _skip_blank(line: str, at: int) -> int:
    while at < len(line) and line[at] in _BLANKS:
        at += 1
    return at


def _parse_tag(
    line: str, at: int, label: str, start: int, quoted: tuple[Bracket, ...] | None
) -> tuple[Tag, int]:
    """The tag at `line[at]`, and where the next one may begin."""
    mark, begin = line[at], start + at
    at += 1 + len(label)
    equals = alias = ""
    if at < len(line) and line[at] in "=＝" and (match := _ALIAS.match(line, at + 1)) is not None:
        equals, alias = line[at], match.group()
        at = match.end()
    opening = closing = ""
    segments: tuple[Segment, ...] = ()
    if at < len(line) and line[at] in "(（":
        opening = line[at]
        body_end, at_next = _find_note_end(line, at, quoted)
        segments = _split_segments(line, at + 1, body_end, start)
        closing = line[body_end:at_next]
        at = at_next
    elif at < len(line) and line[at] in "「『":  # the opening parenthesis was lost
        head, segments, closing, at = _parse_bare_note(line, at, alias or label, start)
        label, alias = (label, head) if alias else (head, "")
    gap_end = _skip_blank(line, at)
    return Tag(begin, mark, label, equals, alias, opening, segments, closing, line[at:gap_end]), gap_end


def _parse_bare_note(line: str, at: int, run: str, start: int) -> tuple[str, tuple[Segment, ...], str, int]:
    """A note whose ( was lost: what stands before the first ・ of the run is the label, or its alias."""
    body_end = len(line.rstrip(_BLANKS))
    closing = ""
    if line[body_end - 1] in ")）":
        body_end, closing = body_end - 1, line[body_end - 1]
    separator = _SEPARATOR.search(run, 1)
    head = run[: separator.start()] if separator else run
    begin = at - len(run) + len(head)
    return head, _split_segments(line, begin, body_end, start), closing, body_end + len(closing)


def _find_note_end(line: str, opening: int, quoted: tuple[Bracket, ...] | None) -> tuple[int, int]:
    """Where the note behind the parenthesis at `opening` ends, and where the line goes on after it.

    The first choice is the parenthesis that balances it outside all quotes, if a tag, a link or nothing
    follows; then the last one of the line; then, with none at all, the end of the line.
    """
    stripped = len(line.rstrip(_BLANKS))
    if quoted is None:  # one note only
        return stripped - 1, stripped
    balanced = _find_balanced(line, opening, quoted)
    if balanced is not None:
        return balanced, balanced + 1
    last = max(line.rfind(")", opening, stripped), line.rfind("）", opening, stripped))
    if last >= opening and not line[last + 1 : stripped].strip("。、"):
        return last, last + 1
    return stripped, stripped


def _find_balanced(line: str, opening: int, quoted: tuple[Bracket, ...]) -> int | None:
    if quoted and not quoted[-1].is_closed:  # one left open is the last: it ends with the line
        return None
    depth, at = 0, opening
    first = bisect_left(quoted, opening, key=lambda bracket: bracket.start)
    for number in range(first, len(quoted) + 1):
        is_rest = number == len(quoted)
        for match in _PARENTHESES.finditer(line, at, len(line) if is_rest else quoted[number].start):
            depth += 1 if match.group() in "(（" else -1
            if depth == 0 and _AFTER_NOTE.match(line, match.end()) is not None:
                return match.start()
        at = len(line) if is_rest else quoted[number].end
    return None


def _split_segments(line: str, begin: int, end: int, start: int) -> tuple[Segment, ...]:
    """Split a note's body at those ・ that separate, and each segment into words and brackets."""
    if begin >= end:
        return ()
    pieces = _split_pieces(line, begin, end, start)
    runs: list[tuple[str, list[tuple[int, int, Bracket | None]]]] = [("", [])]
    for number, piece in enumerate(pieces):
        if _is_dot(line, piece) and not _is_name_dot(line, pieces, number):
            runs.append((line[piece[0]], []))
        else:
            runs[-1][1].append(piece)
    return tuple(
        _make_segment(line, separator, run, run[0][0] if run else end, start) for separator, run in runs
    )


def _split_pieces(line: str, begin: int, end: int, start: int) -> list[tuple[int, int, Bracket | None]]:
    """Cut a body into brackets, single ・ outside brackets and parentheses, and the words between."""
    pieces: list[tuple[int, int, Bracket | None]] = []
    at = begin
    for bracket in scan_brackets(line, begin, end, offset=start):
        opening = bracket.start - start
        if at < opening:
            pieces += _split_words(line, at, opening)
        at = bracket.end - start
        pieces.append((opening, at, bracket))
    return pieces + _split_words(line, at, end)


def _split_words(line: str, begin: int, end: int) -> list[tuple[int, int, Bracket | None]]:
    if _SEPARATOR.search(line, begin, end) is None:
        return [(begin, end, None)] if begin < end else []
    pieces: list[tuple[int, int, Bracket | None]] = []
    at, depth = begin, 0
    marks = [(match.start(), match[0]) for match in _SEPARATOR_OR_PARENTHESIS.finditer(line, begin, end)]
    kinds = [mark for _, mark in marks]
    is_balanced = kinds.count("(") + kinds.count("（") == kinds.count(")") + kinds.count("）")
    for place, mark in marks:
        if mark not in "・･":
            depth = max(0, depth + (1 if mark in "(（" else -1))
        elif depth == 0 or not is_balanced:
            if place > at:
                pieces.append((at, place, None))
            pieces.append((place, place + 1, None))
            at = place + 1
    if end > at:
        pieces.append((at, end, None))
    return pieces


def _is_dot(line: str, piece: tuple[int, int, Bracket | None]) -> bool:
    begin, end, bracket = piece
    return bracket is None and end - begin == 1 and line[begin] in "・･"


def _is_name_dot(line: str, pieces: list[tuple[int, int, Bracket | None]], number: int) -> bool:
    """Whether the ・ that is piece `number` stands inside a name: its words on both sides belong together."""
    if not 0 < number < len(pieces) - 1:
        return False
    (left_start, left_end, left), (right_start, right_end, right) = pieces[number - 1], pieces[number + 1]
    if left is not None or right is not None:
        return False
    is_before_quote = number + 2 < len(pieces) and pieces[number + 2][2] is not None
    # A name of three parts (ジャン・クロード・…) goes on beyond its right neighbour.
    return joins_names(
        line[left_start:left_end], line[right_start:right_end], is_before_quote=is_before_quote
    )


def _make_segment(
    line: str, separator: str, run: list[tuple[int, int, Bracket | None]], begin: int, start: int
) -> Segment:
    pieces: list[Words | Quoted] = []
    for piece_start, piece_end, bracket in run:
        text = line[piece_start:piece_end]
        if bracket is not None:
            pieces.append(Quoted(bracket, text))
        elif pieces and isinstance(before := pieces[-1], Words):  # the pieces around the ・ of a name
            pieces[-1] = Words(before.start, before.text + text)
        else:
            pieces.append(Words(start + piece_start, text))
    return Segment(separator, start + begin, tuple(pieces))
