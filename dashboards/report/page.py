"""The page: one HTML file that asks nobody for anything, from the templates beside this module.

Jinja escapes every value that is put into a template. The styles stand in the page and their hash in its
policy (CSP), which allows nothing else: no script, no picture, no font, no frame, no form. Attributes hold
numbers and names of our own classes; what may lead outside are the addresses of sources, and those only where
they begin with http or https.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from dashboards.app import palette
from dashboards.app.cards import is_web_address
from dashboards.app.words import Language, say_code
from dashboards.report.content import Content
from dashboards.report.days import say_day, say_instant, say_period, say_short_day
from dashboards.report.lines import Box, draw_columns, draw_line
from dashboards.report.ring import HEIGHT, WIDTH, draw_ring, shorten
from dashboards.report.words import say

_TEMPLATES = Path(__file__).with_name("templates")

HEAT = ("#ffffff", "#e8f2f9", "#c9e2f2", "#9fcae6", "#74b1da")
"""Grounds of the cells of a table of counts, from none to the most; INK is read on all of them."""
LINE_BOX = Box(430, 112, left=4, right=34, top=8, bottom=18)
SPARK_BOX = Box(96, 24, left=2, right=4, top=4, bottom=3)
COLUMN_BOX = Box(430, 140, left=2, right=2, top=18, bottom=18)


@dataclass(frozen=True)
class Origin:
    """What a report was made from.

    Attributes:
        seq: the snapshot's number.
        published_at: its instant (UTC).
        parser_version: of the parser that made its newest rows.
        contract_version: of its tables.
    """

    seq: int
    published_at: dt.datetime
    parser_version: str
    contract_version: str


def render_page(content: Content, origin: Origin, language: Language) -> str:
    """The whole page; the same for the same arguments."""
    style = _render_style(content, language)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    page = _environment().get_template("page.html.j2")
    return page.render(
        content=content,
        period=content.period,
        origin=origin,
        lang=language.value,
        style=Markup(style),
        style_hash=f"sha256-{digest}",
        **_speak(language),
    )


def _render_style(content: Content, language: Language) -> str:
    colours = {name: value for name, value in vars(palette).items() if name.isupper()}
    header = say("document_title", language, period=say_period(content.period, language))
    style = _environment().get_template("report.css.j2")
    return style.render(
        **{name.lower(): Markup(value) for name, value in colours.items() if isinstance(value, str)},
        series=palette.SERIES,
        heat=HEAT,
        header=Markup(header),
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(
        draw_line=draw_line,
        draw_columns=draw_columns,
        draw_ring=draw_ring,
        line_box=LINE_BOX,
        spark_box=SPARK_BOX,
        column_box=COLUMN_BOX,
        ring_width=WIDTH,
        ring_height=HEIGHT,
        is_web_address=is_web_address,
        find_heat=find_heat,
        find_group=find_group,
        shorten=shorten,
    )
    environment.filters.update(number=_to_number, signed=_to_signed, percent=_to_percent)
    return environment


def _speak(language: Language) -> Mapping[str, object]:
    """What templates call for words in a language."""

    def say_in(key: str, **values: object) -> str:
        return say(key, language, **values)

    def say_code_in(prefix: str, code: object) -> str:
        return say_code(prefix, code, language)

    return {
        "say": say_in,
        "say_code": say_code_in,
        "day": partial(say_day, language=language),
        "short_day": partial(say_short_day, language=language),
        "span": partial(say_period, language=language),
        "instant": partial(say_instant, language=language),
    }


def find_heat(count: int, most: int) -> int:
    """The step of a count, from 0 for none to the number of grounds for the most.

    >>> [find_heat(count, 40) for count in (0, 1, 11, 40)]
    [0, 1, 2, 4]
    """
    steps = len(HEAT) - 1
    return min(-(-steps * count // max(most, 1)), steps)


def find_group(group: int | None) -> int:
    """The colour of a group of the ring: beyond the last, and between groups, the last, which is grey."""
    last = len(palette.SERIES) - 1
    return last if group is None else min(group, last)


def _to_number(count: float) -> str:
    return f"{count:,}"


def _to_signed(count: float) -> str:
    """A change with its sign, a minus as wide as a plus.

    >>> _to_signed(1200), _to_signed(-3), _to_signed(0)
    ('+1,200', '−3', '±0')
    """
    return f"{count:+,}".replace("-", "−") if count else "±0"


def _to_percent(share: float | None) -> str:
    """A share for people; a dash where there is none.

    >>> _to_percent(0.257), _to_percent(None)
    ('26 %', '–')
    """
    return "–" if share is None else f"{100 * share:.0f} %"
