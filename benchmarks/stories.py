"""Draw a story: what happened to a topic on a day, who said what about it, and how the blogger notes it down.

A note is not a verbatim copy of its article: words are cut, shortened and set off in 『』, and indirect
speech gets brackets, as on the pages this imitates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from benchmarks.draw import Draw
from benchmarks.stock import Event, Outlet, Partial, Speaker, Stock, Topic

_SHORTER = (
    ("海峡交通省", "海交省"),
    ("北方漁業協定", "NFA"),
    ("しなければならない", "すべきだ"),
    ("のではなく", "のでなく"),
)


class Form(StrEnum):
    """How the article renders a remark."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    PARTIAL = "partial"


class Remark(NamedTuple):
    """One thing said: as the article prints it, and as the blogger notes it."""

    form: Form
    said: str
    noted: str
    partial: Partial | None = None


class Part(NamedTuple):
    """One speaker and all that the story quotes from that speaker, in order."""

    speaker: Speaker
    remarks: tuple[Remark, ...]


class Story(NamedTuple):
    """One item of a page; `happened_at` is aware and in Tokyo's time."""

    topic: Topic
    event: Event
    outlet: Outlet
    happened_at: dt.datetime
    headline: str
    lead: str
    background: tuple[str, ...]
    parts: tuple[Part, ...]


def draw_story(draw: Draw, stock: Stock, topic: Topic, day_no: int, happened_at: dt.datetime) -> Story:
    """Compose the story of a topic for a day (`day_no` counts from 0) out of the stock."""
    day = topic.day_of_month(day_no)
    event = draw.pick([event for event in topic.events if event.first_day <= day <= event.last_day])
    numbers = {**topic.numbers_on(day_no), "day": happened_at.day}
    return Story(
        topic=topic,
        event=event,
        outlet=draw.pick(stock.outlets),
        happened_at=happened_at,
        headline=draw.fill(draw.pick(event.headlines), numbers),
        lead=draw.fill(draw.pick(event.leads), numbers),
        background=tuple(
            draw.fill(sentence, numbers) for sentence in draw.some(topic.background, draw.between(4, 6))
        ),
        parts=_draw_parts(draw, stock, topic, event, numbers),
    )


def _draw_parts(
    draw: Draw, stock: Stock, topic: Topic, event: Event, numbers: Mapping[str, int]
) -> tuple[Part, ...]:
    """Let two or three of the event's cast speak; the first two of the cast are the usual opponents."""
    others = draw.some(event.cast[2:], 1) if draw.chance(0.6) else []
    cast = [*event.cast[:2], *others] if draw.chance(0.8) else draw.some(event.cast, 2)
    return tuple(Part(stock.speakers[key], _draw_remarks(draw, topic, key, numbers)) for key in cast)


def _draw_remarks(draw: Draw, topic: Topic, key: str, numbers: Mapping[str, int]) -> tuple[Remark, ...]:
    count = draw.weigh((1, 2, 3), (5, 4, 1))
    remarks = [
        _remark(draw, topic, draw.fill(said, numbers)) for said in draw.some(topic.statements[key], count)
    ]
    if key in topic.partials and draw.chance(0.25):
        partial = draw.pick(topic.partials[key])
        noted = f"{partial.subject}は{partial.words}"
        remarks.insert(1, Remark(Form.PARTIAL, partial.words, noted, partial))
    return tuple(remarks)


def _remark(draw: Draw, topic: Topic, said: str) -> Remark:
    indirect = "。" not in said and draw.chance(0.15)
    return Remark(Form.INDIRECT if indirect else Form.DIRECT, said, _note_down(draw, topic, said))


def _note_down(draw: Draw, topic: Topic, said: str) -> str:
    """Return the blogger's version of a statement: half of them verbatim."""
    way = draw.fraction()
    if way < 0.5:
        return said
    if way < 0.65:
        return said.split("。")[0]
    if way < 0.75:
        return said.replace("、", "", 1)
    if way < 0.9:
        for long, short in _SHORTER:
            said = said.replace(long, short)
        return said
    keyword = next((word for word in topic.keywords if word in said), None)
    return said.replace(keyword, f"『{keyword}』", 1) if keyword else said
