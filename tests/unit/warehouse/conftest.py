"""Rows to write and to build from: whole posts in a short notation, made of harmless invented sentences."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable

import pytest

from transforms.records import (
    ActorKind,
    ActorMention,
    Block,
    BlockKind,
    DateBasis,
    DatePrecision,
    Evidence,
    ParsedPost,
    Post,
    Quote,
    QuoteForm,
    TopicMention,
)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def make_post(  # noqa: PLR0913 -- a test says only what it is about
    name: str,
    note: tuple[str, tuple[tuple[str, str], ...]] = ("天気", (("山田市長", "晴れます"),)),
    *,
    day: dt.date | None = dt.date(2024, 4, 1),
    dump_id: str = "d" * 16,
    basis: DateBasis = DateBasis.METADATA,
    revision: int = 1,
) -> ParsedPost:
    """One post of one tag line, #label(speaker「words」・speaker「words」), with all its rows."""
    label, said = note
    text, post_id = f"#{label}(", _hash(name)[:16]
    quotes, actors = [], []
    for number, (speaker, words) in enumerate(said):
        at = len(text) + (number > 0)
        text += ("・" if number else "") + f"{speaker}「{words}」"
        quotes.append(_make_quote(post_id, label, speaker, words, at))
        actors.append(_make_speaker(quotes[-1]))
    text += ")"
    post = Post(
        post_id=post_id,
        dump_id=dump_id,
        source_uri="day.jsonl",
        member_format=None,
        record_id=name,
        site=None,
        url=None,
        title=None,
        author=None,
        categories=(),
        published_at=None,
        posted_date=day,
        date_basis=basis,
        date_precision=DatePrecision.DAY if day else DatePrecision.NONE,
        language="ja",
        text=text,
        char_count=len(text),
        replaced_count=0,
        assumed_time_zone=None,
        text_sha256=_hash(text),
        revision=revision,
        parser_version="1",
    )
    block = Block(post_id, 0, BlockKind.NOTE, 0, len(text), None, None, None, None, None, ())
    topic = TopicMention(post_id, 0, 0, label, None, None, None, 1, 1 + len(label), _hash(text))
    return ParsedPost(post, (block,), tuple(quotes), (topic,), tuple(actors))


def _make_quote(post_id: str, label: str, speaker: str, words: str, at: int) -> Quote:
    start = at + len(speaker) + 1
    return Quote(
        quote_id=_hash(f"{post_id}{start}direct")[:16],
        post_id=post_id,
        block_no=0,
        char_start=start,
        char_end=start + len(words),
        text=words,
        context=BlockKind.NOTE,
        form=QuoteForm.DIRECT,
        parent_quote_id=None,
        topic=label,
        speaker=speaker,
        speaker_start=at,
        speaker_end=at + len(speaker),
        speaker_full=speaker,
        speaker_kind=ActorKind.PERSON,
        co_speakers=(),
        role=None,
        via=None,
        via_start=None,
        cue=None,
        evidence=Evidence.NOTE,
        confidence=0.9,
    )


def _make_speaker(quote: Quote) -> ActorMention:
    assert quote.speaker is not None
    assert quote.speaker_start is not None
    return ActorMention(
        post_id=quote.post_id,
        block_no=0,
        surface=quote.speaker,
        surface_full=quote.speaker,
        char_start=quote.speaker_start,
        char_end=quote.speaker_start + len(quote.speaker),
        kind=ActorKind.PERSON,
        role=None,
        is_speaker=True,
        quote_id=quote.quote_id,
    )


@pytest.fixture(name="make_post", scope="session")
def _make_post() -> Callable[..., ParsedPost]:
    return make_post
