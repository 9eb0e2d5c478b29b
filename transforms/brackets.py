"""Pairs of 「」 and 『』 in one line, as a forest; linear in the line, whatever is missing in it.

A bracket left open or closed alone never spreads: pairs are matched inside one line only.
"""

from __future__ import annotations

import re
from typing import NamedTuple

MAX_DEPTH = 8
"""Openings below this depth are plain characters, so that hostile lines cost no more than long ones."""

_MARKS = re.compile(r"[「-』](?:(?<=「)[^「-』]*+」|(?<=『)[^「-』]*+』|)")
"""A mark, or a whole bracket with no other inside, as most are: those need no bookkeeping."""
_OPENER = {"」": "「", "』": "『"}


class Bracket(NamedTuple):
    """One pair of quotation brackets.

    Attributes:
        start: where the opening bracket stands.
        end: one after the closing bracket; where it is missing, the end of the stretch that was scanned.
        mark: 「 or 『.
        is_closed: whether the closing bracket is there.
        children: the brackets inside, in order.
    """

    start: int
    end: int
    mark: str
    is_closed: bool
    children: tuple[Bracket, ...]

    @property
    def inner(self) -> tuple[int, int]:
        """The half-open span between the brackets."""
        return self.start + 1, self.end - 1 if self.is_closed else self.end


def scan_brackets(text: str, start: int, end: int, *, offset: int = 0) -> tuple[Bracket, ...]:
    """The outermost brackets of `text[start:end]`, each with its children.

    Positions of the result count from `offset` characters before the text.

    A closing bracket without an opening one is skipped. An opening one without a closing one becomes an open
    Bracket up to `end`, unless brackets of its own kind follow inside: then it is the odd one out, and is
    skipped.

    >>> [text[slice(*b.inner)] for text in ["A「x『y』」B「z"] for b in scan_brackets(text, 0, len(text))]
    ['x『y』', 'z']
    """
    levels: list[list[Bracket]] = [[]]
    opened: list[tuple[int, str]] = []
    ignored = {"「": 0, "『": 0}
    for match in _MARKS.finditer(text, start, end):
        found, at = match[0], match.start() + offset
        if len(found) == 1:
            _read_mark(levels, opened, ignored, at, found)
        elif len(opened) < MAX_DEPTH and not ignored[found[0]]:
            levels[-1].append(Bracket(at, at + len(found), found[0], True, ()))  # noqa: FBT003
        else:
            _read_mark(levels, opened, ignored, at, found[0])
            _read_mark(levels, opened, ignored, at + len(found) - 1, found[-1])
    while opened:
        _leave_open(levels, opened, end + offset)
    return tuple(levels[0])


def _read_mark(
    levels: list[list[Bracket]], opened: list[tuple[int, str]], ignored: dict[str, int], at: int, mark: str
) -> None:
    """Open or close a bracket at one mark."""
    if mark in ignored:
        if len(opened) == MAX_DEPTH:
            ignored[mark] += 1
        else:
            opened.append((at, mark))
            levels.append([])
        return
    opener = _OPENER[mark]
    if ignored[opener]:
        ignored[opener] -= 1
    elif any(kind == opener for _, kind in opened):
        _close(levels, opened, at + 1, opener)


def _close(levels: list[list[Bracket]], opened: list[tuple[int, str]], end: int, opener: str) -> None:
    """Close the innermost bracket of this kind; what was opened inside it and never closed is skipped."""
    while opened[-1][1] != opener:
        opened.pop()
        inside = levels.pop()
        levels[-1] += inside
    start, mark = opened.pop()
    children = tuple(levels.pop())
    levels[-1].append(Bracket(start, end, mark, is_closed=True, children=children))


def _leave_open(levels: list[list[Bracket]], opened: list[tuple[int, str]], end: int) -> None:
    start, mark = opened.pop()
    children = levels.pop()
    if any(child.mark == mark for child in children):
        levels[-1] += children
    else:
        levels[-1].append(Bracket(start, end, mark, is_closed=False, children=tuple(children)))


def shift_bracket(bracket: Bracket, by: int) -> Bracket:
    """The same bracket and its children in a text in which they stand `by` characters later."""
    start, end, mark, is_closed, children = bracket
    inside = tuple(shift_bracket(child, by) for child in children) if children else ()
    return Bracket(start + by, end + by, mark, is_closed, inside)
