"""`hatsugen explain`: why a name means its actor, or a label its topic, for people and for programs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from flows.drawn_rows import describe_days, draw_rows, to_printable
from flows.json_records import to_json_value
from flows.query_session import query_limits
from flows.settings import DEFAULT_SEEDS, Settings
from warehouse.arrow_start import start_without_pandas
from warehouse.explain_actor import ExplainedActor, ExplainedName, explain_actor
from warehouse.explain_examples import Example
from warehouse.explain_sites import SiteUse
from warehouse.explain_topic import ExplainedTopic, explain_topic
from warehouse.query import open_database
from warehouse.resolve_reviewed import ReviewedNames
from warehouse.resolve_rivals import Verdict
from warehouse.resolve_seeds import read_actor_seeds
from warehouse.resolve_sites import WINDOW_DAYS
from warehouse.resolve_timeline import UNDATED
from warehouse.review_seeds import find_seeds
from warehouse.snapshots import Warehouse

_UNUSED_SHOWN = 12
_WHY = {
    "document": "the only person of that surname in its post",
    "role": "the office, the country or the place said with the name leaves one person",
    "site_form": f"its site says one whole name or place for that surname and office in {WINDOW_DAYS} days",
    "site": f"its site says nobody else of that surname and office in {WINDOW_DAYS} days",
    "post": "too little is said with it, or its site is not sure: somebody in its own post only",
}
_FIRST_DAY, _LAST_DAY = dt.date(1, 1, 2), dt.date.max


class NothingKnownError(Exception):
    """Neither the published tables nor the seeds know a name; the message says where to look."""


def run_explain_actor(settings: Settings, name: str, *, example_limit: int) -> ExplainedName:
    """Explain a name with the published tables and the reviewed names.

    Raises:
        SnapshotError: nothing is published.
        QueryError: its database cannot be read.
        SeedError: the reviewed names are not in order.
    """
    start_without_pandas()
    reviewed = ReviewedNames(read_actor_seeds(find_seeds(settings.seeds, DEFAULT_SEEDS)))
    with (
        Warehouse(settings.warehouse).open_current() as snapshot,
        open_database(snapshot.analytics, limits=query_limits(settings)) as con,
    ):
        return explain_actor(con, reviewed, name, example_limit=example_limit)


def run_explain_topic(settings: Settings, label: str, *, example_limit: int) -> tuple[ExplainedTopic, ...]:
    """Explain a label with the published tables.

    Raises:
        NothingKnownError: no post and no seed has the label.
        SnapshotError, QueryError: as for `run_explain_actor`.
    """
    with (
        Warehouse(settings.warehouse).open_current() as snapshot,
        open_database(snapshot.analytics, limits=query_limits(settings)) as con,
    ):
        topics = explain_topic(con, label, example_limit=example_limit)
    if not topics:
        raise NothingKnownError(
            f"no post and no seed has the label {label}; "
            '`hatsugen query "select topic, aliases from dim_topic"` lists the topics'
        )
    return topics


def actor_to_json(explained: ExplainedName) -> dict[str, object]:
    """An explained name for programs."""
    return {
        "name": explained.name,
        "actors": to_json_value(explained.actors),
        "verdicts": [_verdict_to_json(verdict) for verdict in explained.verdicts],
        "rivals": [
            {
                "actor_id": loser.rival.actor.actor_id,
                "actor": loser.rival.actor.name,
                "alias": loser.rival.alias,
                "likeness": loser.rival.likeness,
                "reason": loser.reason,
            }
            for loser in explained.losers
        ],
        "similar": to_json_value(explained.similar),
    }


def _verdict_to_json(verdict: Verdict) -> dict[str, object]:
    answer = verdict.answer
    is_undated = answer.last == UNDATED
    return {
        "first_date": None if is_undated or answer.first <= _FIRST_DAY else answer.first.isoformat(),
        "last_date": None if is_undated or answer.last == _LAST_DAY else answer.last.isoformat(),
        "is_undated": is_undated,
        "actor_id": verdict.actor and verdict.actor.actor_id,
        "actor": verdict.actor and verdict.actor.name,
        "rule": verdict.rule,
        "score": verdict.score,
    }


def topics_to_json(topics: tuple[ExplainedTopic, ...]) -> dict[str, object]:
    """Explained topics for programs."""
    return {"topics": to_json_value(topics)}


def describe_actor(explained: ExplainedName) -> str:
    """An explained name for people."""
    lines = [line for actor in explained.actors for line in ("", *_describe_actor(actor))][1:]
    if not explained.actors:
        lines = [f"{explained.name}: no published table has it"]
    lines += ["", "what the rules make of the name, with the seeds of now"]
    lines += draw_rows(
        ("days", "actor", "rule", "score"),
        [
            (
                _describe_answer(verdict),
                verdict.actor.name if verdict.actor else "nobody reviewed",
                verdict.rule,
                verdict.score,
            )
            for verdict in explained.verdicts
        ],
        indent="  ",
    )
    lines += _describe_rivals(explained)
    return "\n".join(map(to_printable, lines))


def _describe_rivals(explained: ExplainedName) -> Iterator[str]:
    if explained.losers:
        yield from ("", "nearest reviewed actors, and why it is none of them")
        yield from draw_rows(
            ("likeness", "actor", "alias", "why not"),
            [
                (loser.rival.likeness, loser.rival.actor.name, loser.rival.alias, loser.reason)
                for loser in explained.losers
            ],
            indent="  ",
        )
    if explained.similar:
        yield from ("", "names nobody reviewed that are much like it")
        yield from draw_rows(
            ("likeness", "name", "kind"),
            [(similar.likeness, similar.name, similar.kind) for similar in explained.similar],
            indent="  ",
        )


def _describe_answer(verdict: Verdict) -> str:
    answer = verdict.answer
    if answer.last == UNDATED:
        return "posts without a day"
    first = None if answer.first <= _FIRST_DAY else answer.first
    last = None if answer.last == _LAST_DAY else answer.last
    return describe_days(first, last)


def _describe_actor(actor: ExplainedActor) -> Iterator[str]:
    group, use = actor.group, actor.use
    marks = [group.kind, group.country, group.wikidata_id, group.source_type]
    marks.append(f"near {group.near}" if group.near else None)
    marks.append("reviewed" if group.is_reviewed else "nobody reviewed it")
    yield f"{group.name} ({', '.join(mark for mark in marks if mark)})"
    days = describe_days(use.first_date, use.last_date)
    yield f"  {group.row_count} rows in {use.post_count} posts, {days}"
    if len(group.actor_ids) > 1:
        yield f"  {len(group.actor_ids)} actors of that name"
    used = [alias for alias in actor.aliases if alias.row_count]
    yield from draw_rows(
        ("alias", "rule", "score", "rows", "valid"),
        [
            (
                alias.surface,
                alias.rule,
                alias.score,
                alias.row_count,
                describe_days(alias.valid_from, alias.valid_until) if alias.source != "text" else "",
            )
            for alias in used
        ],
        indent="  ",
    )
    rules = dict.fromkeys(alias.rule for alias in used if alias.rule in _WHY)
    yield from (f"  {rule}: {_WHY[rule]}" for rule in rules)
    yield from _describe_sites(actor.sites)
    if unused := [alias.surface for alias in actor.aliases if not alias.row_count]:
        more = f" and {len(unused) - _UNUSED_SHOWN} more" if len(unused) > _UNUSED_SHOWN else ""
        yield f"  also, in no post: {', '.join(unused[:_UNUSED_SHOWN])}{more}"
    if actor.examples:
        yield "  for example"
    yield from _describe_examples(actor.examples)


def _describe_sites(sites: tuple[SiteUse, ...]) -> Iterator[str]:
    if sites:
        yield "  that surname and office by site"
    yield from draw_rows(
        ("site", "who", "posts", "days", "written"),
        [
            (
                each.site or "(none)",
                each.actor if each.is_asked else f"{each.actor} (another)",
                each.post_count,
                describe_days(each.first_date, each.last_date) if each.first_date else "",
                " ".join(each.written),
            )
            for each in sites
        ],
        indent="    ",
    )


def _describe_examples(examples: tuple[Example, ...]) -> Iterator[str]:
    for example in examples:
        yield f"    {example.posted_date or 'undated'!s:<10}  {example.context}"
        yield f"{'':<16}{example.place}"


def describe_topics(topics: tuple[ExplainedTopic, ...]) -> str:
    """Explained topics for people."""
    return "\n\n".join("\n".join(map(to_printable, _describe_topic(topic))) for topic in topics)


def _describe_topic(topic: ExplainedTopic) -> Iterator[str]:
    facts = topic.facts
    yield f"{facts.topic} ({'reviewed' if facts.is_reviewed else 'nobody reviewed it'})"
    yield (
        f"  {facts.mention_count} tags in {facts.post_count} dated posts, "
        f"{describe_days(facts.first_date, facts.last_date)}"
    )
    if facts.event_first_date or facts.event_last_date:
        yield f"  event: {describe_days(facts.event_first_date, facts.event_last_date)}"
    if facts.parent_topic:
        yield f"  part of: {facts.parent_topic}"
    if topic.children:
        yield f"  parts: {', '.join(topic.children)}"
    yield from draw_rows(("label", "from", "posts"), topic.labels, indent="  ")
    for declared in topic.declarations:
        yield f"  declared: #{declared.label}={declared.alias} in {declared.post_count} posts"
    for conflict in topic.conflicts:
        said = ", ".join(f"{each.label} ({each.post_count} posts)" for each in conflict.declarations)
        yield f"  conflict: {conflict.alias} is declared for {said}; most posts win"
    if topic.sub_topics:
        yield f"  keywords: {', '.join(f'{keyword} ({count})' for keyword, count in topic.sub_topics)}"
    if topic.examples:
        yield "  for example"
    yield from _describe_examples(topic.examples)
    if topic.rivals:
        yield "  nearest labels of other topics (a likeness joins nothing; `hatsugen review topics` suggests)"
        yield from draw_rows(
            ("likeness", "topic", "label"),
            [(rival.likeness, rival.topic, rival.label) for rival in topic.rivals],
            indent="    ",
        )
