"""The stock of sentences, people and outlets that pages are composed from: people.toml and topics/*.toml.

Everything in it is invented; only countries and some outlets exist.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

_FOLDER = Path(__file__).parent


class Speaker(NamedTuple):
    """Somebody quoted: `intro` at the first mention in an article, then `short` or the `bare` title.

    `notes` are the forms the blogger uses; a form said twice in the list is twice as likely.
    """

    intro: str
    short: str
    bare: str
    notes: tuple[str, ...]


class Outlet(NamedTuple):
    """A news outlet: its account, its hashtag if it ends its tweets with one, and its short name in notes."""

    name: str
    handle: str
    relay: str
    hashtag: str | None


class Partial(NamedTuple):
    """A quote of a few words: `subject`を「`words`」と`verb`."""

    subject: str
    words: str
    verb: str


class Event(NamedTuple):
    """Something that happens to a topic between two days of the month (from 0), and who speaks there."""

    first_day: int
    last_day: int
    headlines: tuple[str, ...]
    leads: tuple[str, ...]
    occasion: str
    cast: tuple[str, ...]


class Topic(NamedTuple):
    """One debate: its tags, its course over the month and all that is said in it.

    `curve` is (day, weight); `numbers` move evenly from their value on the first day to that on the last.
    """

    label: str
    alias: str | None
    labels: tuple[str, ...]
    keywords: tuple[str, ...]
    unnamed: tuple[str, ...]
    venues: tuple[str, ...]
    aside: str
    curve: tuple[tuple[float, float], ...]
    numbers: Mapping[str, tuple[int, int]]
    background: tuple[str, ...]
    sns: tuple[str, ...]
    narration: tuple[str, ...]
    events: tuple[Event, ...]
    statements: Mapping[str, tuple[str, ...]]
    partials: Mapping[str, tuple[Partial, ...]]

    def day_of_month(self, day_no: int) -> int:
        """Return the day of the topic's course, from 0; after its last day the course begins again."""
        return day_no % (int(self.curve[-1][0]) + 1)

    def numbers_on(self, day_no: int) -> dict[str, int]:
        """Return the values of the topic's own numbers on a day."""
        passed = self.day_of_month(day_no) / self.curve[-1][0]
        return {name: round(first + (last - first) * passed) for name, (first, last) in self.numbers.items()}

    def weight(self, day_no: int) -> float:
        """Return how much the topic is talked about on a day, by linear interpolation of its curve."""
        day = self.day_of_month(day_no)
        before = max(point for point in self.curve if point[0] <= day)
        after = min(point for point in self.curve if point[0] >= day)
        if before == after:
            return before[1]
        return before[1] + (after[1] - before[1]) * (day - before[0]) / (after[0] - before[0])


class Stock(NamedTuple):
    """Everything there is to compose pages from."""

    speakers: Mapping[str, Speaker]
    topics: tuple[Topic, ...]
    outlets: tuple[Outlet, ...]
    accounts: tuple[str, ...]


def load_stock() -> Stock:
    """Read the stock from the TOML files beside this module; a missing key raises KeyError."""
    people = tomllib.loads((_FOLDER / "people.toml").read_text("utf-8"))
    files = sorted((_FOLDER / "topics").glob("*.toml"))
    return Stock(
        speakers={
            key: Speaker(raw["intro"], raw["short"], raw["bare"], tuple(raw["notes"]))
            for key, raw in people["speakers"].items()
        },
        topics=tuple(_topic(tomllib.loads(file.read_text("utf-8")), people["unnamed"]) for file in files),
        outlets=tuple(
            Outlet(raw["name"], raw["handle"], raw["relay"], raw.get("hashtag")) for raw in people["outlets"]
        ),
        accounts=tuple(people["accounts"]["names"]),
    )


def _topic(raw: dict[str, Any], unnamed: dict[str, list[str]]) -> Topic:
    return Topic(
        label=raw["label"],
        alias=raw.get("alias"),
        labels=tuple(raw["labels"]),
        keywords=tuple(raw["keywords"]),
        unnamed=tuple(unnamed[raw["unnamed"]]),
        venues=tuple(raw["venues"]),
        aside=raw["aside"],
        curve=tuple((day, weight) for day, weight in raw["curve"]),
        numbers={name: (first, last) for name, (first, last) in raw.get("numbers", {}).items()},
        background=tuple(raw["background"]),
        sns=tuple(raw["sns"]),
        narration=tuple(raw["narration"]),
        events=tuple(_event(event) for event in raw["events"]),
        statements={key: tuple(said) for key, said in raw["statements"].items()},
        partials={key: tuple(Partial(*said) for said in raw["partials"][key]) for key in raw["partials"]},
    )


def _event(raw: dict[str, Any]) -> Event:
    first_day, last_day = raw["days"]
    return Event(
        first_day,
        last_day,
        tuple(raw["headlines"]),
        tuple(raw["leads"]),
        raw["occasion"],
        tuple(raw["cast"]),
    )
