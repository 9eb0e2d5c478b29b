"""Compose a clipping blog: pages over days, whose topics rise, burst and fade, and whose old notes come back.

A page is a function of the seed and of the pages before it, so a stream of any length stays in flat
memory.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import NamedTuple

from benchmarks.articles import write_article, write_embed
from benchmarks.draw import Draw
from benchmarks.notes import write_closing_tags, write_notes
from benchmarks.stock import Stock, load_stock
from benchmarks.stories import Story, draw_story

TOKYO = dt.timezone(dt.timedelta(hours=9))
FIRST_DAY = dt.date(2024, 6, 1)
DEFAULT_SEED = 20240601
_DAY_SECONDS = 86_400
# A blogger clips in the evening: the posts of a quiet day lie between these seconds of the day.
_EVENING = (17 * 3600, 23 * 3600 + 1800)


class Page(NamedTuple):
    """One post of the blog; `published_at` is aware and in Tokyo's time."""

    url: str
    title: str
    published_at: dt.datetime
    text: str


class Plan(NamedTuple):
    """How much to compose: `posts` pages spread over `days` days from `first_day`."""

    posts: int
    days: int = 30
    first_day: dt.date = FIRST_DAY
    seed: int = DEFAULT_SEED


def compose(plan: Plan) -> Iterator[Page]:
    """Yield the pages of the plan, oldest first.

    Raises:
        ValueError: a day would hold more pages than an address can tell apart (one every two seconds).
    """
    draw, stock = Draw(plan.seed), load_stock()
    old_notes: deque[str] = deque(maxlen=40)
    for day_no, count in enumerate(_posts_per_day(plan, stock)):
        if day_no % 30 == 0:
            draw.forget()
        for published_at in _moments(draw, plan.first_day + dt.timedelta(days=day_no), count):
            yield _page(draw, stock, day_no, published_at, old_notes)


def _posts_per_day(plan: Plan, stock: Stock) -> list[int]:
    """Share out the plan's posts: the more there is to talk about on a day, the more posts it has."""
    talk = list(
        accumulate(sum(topic.weight(day_no) for topic in stock.topics) for day_no in range(plan.days))
    )
    until = [int(plan.posts * so_far / talk[-1]) for so_far in talk[:-1]] + [plan.posts]
    counts = [after - before for before, after in pairwise([0, *until])]
    if max(counts) > _DAY_SECONDS // 2:
        raise ValueError(
            f"{plan.posts} posts do not fit into {plan.days} days: at most one every two seconds"
        )
    return counts


def _moments(draw: Draw, day: dt.date, count: int) -> Iterator[dt.datetime]:
    """Yield when the pages of a day went up, each later than the one before by a second or more."""
    start, stop = _EVENING if count < 100 else (0, _DAY_SECONDS)
    midnight = dt.datetime.combine(day, dt.time(), TOKYO)
    for number in range(count):
        # Half a slot of jitter keeps neighbours apart by the other half, that is at least one second.
        second = start + int((stop - start) * (number + draw.fraction() / 2) / count)
        yield midnight + dt.timedelta(seconds=second)


def _page(draw: Draw, stock: Stock, day_no: int, published_at: dt.datetime, old_notes: deque[str]) -> Page:
    weights = [topic.weight(day_no) for topic in stock.topics]
    drawn = [draw.weigh(stock.topics, weights) for _ in range(draw.between(2, 5))]
    stories = []
    for topic in {topic.label: topic for topic in drawn}.values():
        happened_at = published_at - dt.timedelta(minutes=draw.between(40, 1000))
        stories.append(draw_story(draw, stock, topic, day_no, happened_at))
    lines = _lines(draw, stock, stories, old_notes)
    text = "\n".join(lines)
    if draw.chance(0.01):
        # Extraction cuts pages anywhere.
        text = text[: len(text) * draw.between(85, 98) // 100]
    url = f"https://example.org/entry/{published_at:%Y/%m/%d/%H%M%S}"
    return Page(url, _title(draw, stories, published_at), published_at, text)


def _title(draw: Draw, stories: list[Story], published_at: dt.datetime) -> str:
    if draw.chance(0.7):
        return stories[0].headline
    return f"{published_at.month}月{published_at.day}日の切り抜き"


def _lines(draw: Draw, stock: Stock, stories: list[Story], old_notes: deque[str]) -> list[str]:
    """Return the page's lines: its items, then notes of earlier days again, then bare labels."""
    lines = _opening_lines(draw)
    is_bare = draw.chance(0.15)
    new_notes: list[str] = []
    for story in stories:
        notes = list(write_notes(draw, stock, story))
        new_notes += notes
        lines += _bare_item(draw, story) if is_bare else _item(draw, story)
        lines += notes
    if old_notes and draw.chance(0.5):
        lines += draw.some(old_notes, draw.between(1, 2))
    old_notes.extend(new_notes)
    if draw.chance(0.35):
        lines.append(write_closing_tags(draw, stock.topics))
    if draw.chance(0.05):
        lines.append(f"関連記事 https://example.org/entry/2024/05/{draw.between(10, 28)}/201500#1462185688")
    return lines


def _opening_lines(draw: Draw) -> list[str]:
    if draw.chance(0.06):
        return ["姉妹サイト https://example.org/photo/", "姉妹サイト https://example.org/tide/"]
    return []


def _item(draw: Draw, story: Story) -> list[str]:
    return [*write_embed(draw, story), *write_article(draw, story)]


def _bare_item(draw: Draw, story: Story) -> list[str]:
    """Return an item of a page that lost its embeds: blank lines between paragraphs, or a bare host line."""
    paragraphs = list(write_article(draw, story))
    if draw.chance(0.4):
        return ["news.example.org", *paragraphs]
    return [line for paragraph in paragraphs for line in (paragraph, "")]
