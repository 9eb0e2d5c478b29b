"""What a surface means over time: 米大統領 is one person until a day and another from it on.

A surface is asked about once for every stretch of days in which the reviewed names answer alike, so answers
depend on the surface and the seeds alone: not on which dumps were read, nor on their order.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from transforms.records import ActorKind
from warehouse.resolve_names import FoldedName
from warehouse.resolve_reviewed import Found, ReviewedNames
from warehouse.resolve_seeds import AskedDay

UNDATED = dt.date.min
"""The day that stands for "not known": posts without a date of their own are asked about on it."""

_FIRST, _LAST, _DAY = dt.date(1, 1, 2), dt.date.max, dt.timedelta(days=1)


class Answer(NamedTuple):
    """What a surface means from one day to another, both included."""

    first: dt.date
    last: dt.date
    meaning: Found | FoldedName


def trace(reviewed: ReviewedNames, surface: str, kind: ActorKind) -> list[Answer]:
    """Ask what a surface means on every day.

    Returns:
        Answers in the order of time that leave no day out, `UNDATED` included; one where nothing changes.
    """
    asked = AskedDay(None)
    undated = reviewed.look_up(surface, kind, asked)
    if not asked.changes:
        return [Answer(UNDATED, _LAST, undated)]
    answers = [Answer(UNDATED, UNDATED, undated)]
    seen: set[dt.date] = set()
    starts = {_FIRST, *asked.changes}
    meanings: dict[dt.date, Found | FoldedName] = {}
    while new := starts - seen:  # another branch of the rules may look at further spans
        for start in new:
            on_day = AskedDay(start)
            meanings[start] = reviewed.look_up(surface, kind, on_day)
            starts = starts | on_day.changes
        seen |= new
    ordered = sorted(meanings)
    ends = [*(start - _DAY for start in ordered[1:]), _LAST]
    for start, end in zip(ordered, ends, strict=True):
        if len(answers) > 1 and answers[-1].meaning == meanings[start]:
            answers[-1] = answers[-1]._replace(last=end)
        else:
            answers.append(Answer(start, end, meanings[start]))
    return answers
