"""Answer for every distinct surface who it names and when, as rows of `scratch.actor_answers`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

import duckdb
import pyarrow as pa

from transforms.records import ActorKind
from warehouse.resolve_names import FoldedName, plain_text, script_of, to_key
from warehouse.resolve_provisional import Identity, identify
from warehouse.resolve_reviewed import Found, ReviewedNames
from warehouse.resolve_seats import heads_place, is_place_of
from warehouse.resolve_seeds import make_id
from warehouse.resolve_sources import Source, SourceTypes
from warehouse.resolve_tables import to_arrow
from warehouse.resolve_timeline import UNDATED, Answer, trace

RULE_SCORES = {
    "seed": 1.0,
    "seed_office": 0.95,
    "seed_folded": 0.95,
    "seed_spelling": 0.85,
    "document": 0.8,
    "full_form": 0.7,
    "site_form": 0.65,
    "role": 0.6,
    "site": 0.55,
    "source": 0.5,
    "post": 0.5,
}
"""How sure each rule is: 1 for a reviewed surface, 0.5 where a name means somebody in its own post only."""

_UNDATED_FACTOR = 0.9
_BATCH_ROWS = 50_000
_PARTS = re.compile(r"[\s・=·.,]+")
_NAMED = (ActorKind.PERSON, ActorKind.UNKNOWN)

_SURFACES = """
select surface, kind from scratch.actor_forms
union
select form as surface, kind from scratch.actor_forms
order by surface, kind
"""

_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("surface", "kind")),
        *((name, pa.date32()) for name in ("valid_from", "valid_until")),
        *((name, pa.string()) for name in ("actor_id", "post_key", "rule")),
        ("score", pa.float64()),
        *((name, pa.string()) for name in ("label", "country", "source_type", "near_actor_id")),
        *((name, pa.string()) for name in ("title", "surname", "seat", "standing")),
        ("is_head", pa.bool_()),
        ("parts", pa.list_(pa.string())),
    ]
)


class Row(NamedTuple):
    """One row of `scratch.actor_answers`: what a surface means from one day to another.

    Attributes:
        surface, kind: as written, and as the parser took it.
        valid_from, valid_until: days, both included; resolve_timeline.UNDATED is a day of its own.
        actor_id: the actor, or None where every post has an actor of its own.
        post_key: what the ids of those are made of, together with the post, or None.
        rule, score: which rule decided and how sure it is.
        label, country: how to list an actor that nobody reviewed; None for a reviewed one.
        source_type, near_actor_id: what an unnamed source is, and near whom.
        title: the office said with the name, or "".
        surname: the name to look for in the same post and on its site, or None.
        seat: the place or body said with the surname, or "".
        standing: 元, 前 or 次期 said with the office, or "".
        is_head: whether one person at a time holds the office in each body.
        parts: shorter forms by which the same post may call a person.
    """

    surface: str
    kind: str
    valid_from: object
    valid_until: object
    actor_id: str | None
    post_key: str | None
    rule: str
    score: float
    label: str | None
    country: str | None
    source_type: str | None
    near_actor_id: str | None
    title: str
    surname: str | None
    seat: str
    standing: str
    is_head: bool
    parts: list[str]


def store_answers(con: duckdb.DuckDBPyConnection, reviewed: ReviewedNames, sources: SourceTypes) -> None:
    """Make `scratch.actor_answers` from the surfaces in `scratch.actor_forms`, a batch at a time."""
    con.register("resolved_rows", _SCHEMA.empty_table())
    con.execute("create or replace table scratch.actor_answers as from resolved_rows")
    con.unregister("resolved_rows")
    surfaces = con.sql(_SURFACES).to_arrow_table()
    for batch in surfaces.to_batches(max_chunksize=_BATCH_ROWS):
        columns = [column.to_pylist() for column in batch.columns]
        pairs = zip(*columns, strict=True)
        rows = [row for text, kind in pairs for row in answer(reviewed, sources, text, ActorKind(kind))]
        con.register("resolved_rows", to_arrow(rows, _SCHEMA))
        con.execute("insert into scratch.actor_answers from resolved_rows")
        con.unregister("resolved_rows")


def answer(reviewed: ReviewedNames, sources: SourceTypes, surface: str, kind: ActorKind) -> Iterator[Row]:
    """Say who a surface names on every day; depends on nothing but the surface and the seeds."""
    traced = trace(reviewed, surface, kind)
    for part in traced:
        if isinstance(part.meaning, Found):
            score = RULE_SCORES[part.meaning.rule]
            if part.first == UNDATED and len(traced) > 1:
                score *= _UNDATED_FACTOR
            yield _row_of_found(reviewed, surface, kind, part, part.meaning, score)
        else:
            is_source = kind is ActorKind.ANONYMOUS or (kind in _NAMED and sources.is_relation(surface))
            source = sources.classify(surface) if is_source else Source(None, None)
            identity = identify(part.meaning, kind, reviewed.folder.affixes)
            yield _row_of_unknown(surface, kind, part, part.meaning, identity, source)


def _row_of_found(  # noqa: PLR0913 -- a row of seventeen columns from its sources
    reviewed: ReviewedNames, surface: str, kind: ActorKind, part: Answer, found: Found, score: float
) -> Row:
    is_person = found.actor.kind is ActorKind.PERSON
    # A reviewed 霧沢村蓮台村長 tells whom a bare 蓮台村長 of the site means.
    folded = reviewed.folder.fold(surface, kind) if is_person and heads_place(found.title) else None
    is_placed = folded is not None and is_place_of(folded.seat, folded.title)
    return Row(
        surface=surface,
        kind=kind.value,
        valid_from=part.first,
        valid_until=part.last,
        actor_id=found.actor.actor_id,
        post_key=None,
        rule=found.rule,
        score=score,
        label=None,
        country=None,
        source_type=None,
        near_actor_id=None,
        title=found.title,
        surname=to_key(folded.name) if folded and is_placed else None,
        seat=folded.seat if folded and is_placed else "",
        standing="",
        is_head=False,
        parts=list_parts(found.actor.name) if is_person else [],
    )


def _row_of_unknown(  # noqa: PLR0913 -- a row of seventeen columns from its five sources
    surface: str, kind: ActorKind, part: Answer, folded: FoldedName, identity: Identity, source: Source
) -> Row:
    is_local, is_person = identity.rule == "post", kind in _NAMED and bool(folded.name)
    is_short = identity.rule in ("post", "role") and is_person
    is_full = is_person and not folded.is_short
    return Row(
        surface=surface,
        kind=kind.value,
        valid_from=part.first,
        valid_until=part.last,
        actor_id=None if is_local else make_id(identity.key),
        post_key=identity.key if is_local else None,
        rule=identity.rule,
        score=RULE_SCORES[identity.rule],
        label=identity.label,
        country=identity.country,
        source_type=source.source_type,
        near_actor_id=source.near_actor_id,
        title=folded.title,
        surname=to_key(folded.name) if is_short else None,
        seat=folded.seat,
        standing=folded.standing,
        is_head=identity.is_head,
        parts=list_parts(folded.name) if is_full else [],
    )


def list_parts(name: str) -> list[str]:
    """The shorter forms by which a text calls somebody, as keys: words of a name, or first characters.

    >>> list_parts("ジョー・バイデン"), list_parts("岸田文雄")
    (['ジョー', 'バイデン'], ['岸', '岸田', '岸田文'])
    """
    words = [word for word in _PARTS.split(unicodedata.normalize("NFKC", plain_text(name))) if word]
    if len(words) > 1:
        return [to_key(word) for word in words if len(word) > 1]
    if any(script_of(character) != "other" for character in name[:1]):
        return []
    return [to_key(name[:size]) for size in (1, 2, 3) if size < len(name)]
