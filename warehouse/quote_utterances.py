"""The mart `quote_utterances`: which quotes are one statement, over posts, days and outlets."""

from __future__ import annotations

from typing import NamedTuple

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from warehouse.matching.statements import MIN_CHARS, NOBODY, TakenFrom, Wordings, group_statements
from warehouse.matching.texts import Folder, Hashes, Indices, Texts, gather, mix, read_texts
from warehouse.model_file import Header

HEADER = Header(
    purpose="which quotes are copies of one statement",
    grain="one row per quote",
    counts=f"quotes of one speaker with the same words, one a part of the other, or nearly the same (0.85 of "
    f"their characters in order, numbers and negations equal), and notes with the quote they were taken "
    f"from; words under {MIN_CHARS} characters only where they are the same and come again within 7 days; "
    "two reviewed speakers, or two differently named ones, are never one",
    days="undated and crawl-dated posts take part; short words in them are one statement inside a post only",
)

INPUTS = ("posts", "quotes", "actors", "quote_sources")

# The speaker of a provisional actor is the name: a surname alone is another actor in every post. A quote
# that is mostly quotes of others (TIME「大統領『…』『…』」) is a frame: it would tie what is in it together.
# Quotes of other occasions are never one; 0 is no occasion.
_SAID = f"""
with speakers as (
    select
        actor_id,
        dense_rank() over (
            order by case when is_reviewed then actor_id else 'name:' || name end asc
        ) as speaker
    from actors
),
frames as (
    select parent_quote_id as quote_id, sum(char_length(text)) as nested_chars
    from quotes
    where parent_quote_id is not null
    group by parent_quote_id
),
dated as not materialized (
    select
        quotes.quote_id,
        quotes.post_id,
        quotes.text,
        char_length(quotes.text) as chars,
        case
            when quotes.actor_kind not in ('anonymous', 'unknown') then speakers.speaker
        end as speaker,
        case when posts.date_basis not in ('crawl', 'none') then posts.posted_date end as day,
        coalesce(2 * frames.nested_chars >= char_length(quotes.text), false) as is_frame
    from quotes
    inner join posts on quotes.post_id = posts.post_id
    left join speakers on quotes.actor_id = speakers.actor_id
    left join frames on quotes.quote_id = frames.quote_id
),
spaced as (
    select
        *,
        coalesce(
            day - lag(day) over (partition by text, speaker order by day asc, quote_id asc), 0
        ) > 7 as is_new_run
    from dated
    where chars < {MIN_CHARS}
),
runs as (
    select
        *,
        sum(is_new_run::integer) over (
            partition by text, speaker order by day asc, quote_id asc rows unbounded preceding
        ) as run_no
    from spaced
),
short as (
    select
        *,
        case
            when is_frame then 'frame'
            when speaker is null or day is null then post_id
            else min(day) over (partition by text, speaker, run_no)::varchar
        end as occasion
    from runs
)
select quote_id, day, text, chars, speaker, hash(occasion) as occasion from short
union all
select quote_id, day, text, chars, speaker, case when is_frame then hash('frame') else 0 end
from dated
where chars >= {MIN_CHARS}
"""

_TAKEN_FROM = """
select notes.wording as note, sources.wording as source, max(quote_sources.score) as score
from quote_sources
inner join said as notes on quote_sources.quote_id = notes.quote_id
inner join said as sources on quote_sources.source_quote_id = sources.quote_id
where notes.wording <> sources.wording and not notes.is_frame and not sources.is_frame
group by notes.wording, sources.wording
"""

# A statement is named after its first quote; a dump of older posts may bring an earlier one.
_UTTERANCES = """
with firsts as (
    select head, min(quote_id) as quote_id
    from said
    where is_first
    group by head
),
named as materialized (
    select head, substr(sha256('utterance:' || quote_id), 1, 16) as utterance_id
    from firsts
)
select said.quote_id, named.utterance_id
from said
inner join named on said.head = named.head
order by said.quote_id asc
"""

_BATCH_ROWS = 16_384
_NO_DAY = np.iinfo(np.int32).max


class _Said(NamedTuple):
    """All quotes in one order: their ids, days, and wordings by number; and the wordings."""

    quote_ids: pa.ChunkedArray
    days: NDArray[np.int32]
    wording: Indices
    wordings: Wordings


def compute_quote_utterances(con: duckdb.DuckDBPyConnection) -> pa.Table:
    """The rows of `quote_utterances`, by quote_id.

    Args:
        con: a connection whose default catalog has the tables of INPUTS.
    """
    said = _read_said(con)
    heads = group_statements(said.wordings, _read_taken_from(con, said))[said.wording]
    rows = {"quote_id": said.quote_ids, "head": heads, "is_first": _is_first(heads, said.days)}
    con.register("said", pa.table(rows))
    try:
        return con.sql(_UTTERANCES).to_arrow_table()
    finally:
        con.unregister("said")


def _read_said(con: duckdb.DuckDBPyConnection) -> _Said:
    rows, hashes, texts, text_hashes = _read_rows(con)
    speaker = rows["speaker"].fill_null(NOBODY).to_numpy()
    occasion = rows["occasion"].to_numpy()
    keys = mix(hashes ^ mix(mix(speaker.astype(np.uint64)) ^ occasion))
    _, firsts, wording = np.unique(keys, return_index=True, return_inverse=True)
    chars = np.zeros(len(firsts), np.int64)
    np.maximum.at(chars, wording, rows["chars"].to_numpy())
    order = np.argsort(text_hashes)
    text = order[np.searchsorted(text_hashes, hashes[firsts], sorter=order)]
    wordings = Wordings(texts, text, speaker[firsts], occasion[firsts], chars)
    days = rows["day"].cast(pa.int32()).fill_null(_NO_DAY).to_numpy()
    return _Said(rows["quote_id"], days, wording, wordings)


def _read_rows(con: duckdb.DuckDBPyConnection) -> tuple[pa.Table, Hashes, Texts, Hashes]:
    """All quotes but for their texts; the hash of the folded text of each; each text once, and its hash."""
    folder, rows = Folder(), []
    texts: list[Texts] = []
    hashes, text_hashes = [np.empty(0, np.uint64)], [np.empty(0, np.uint64)]
    reader = con.sql(_SAID).to_arrow_reader(_BATCH_ROWS)
    for batch in reader:
        # What is said is said often: a text that comes again is folded once.
        different = batch["text"].dictionary_encode()
        folded = folder.fold(read_texts(different.dictionary))
        folded_hashes = folded.hash_texts()
        hashes.append(folded_hashes[different.indices.to_numpy()])
        once, firsts = np.unique(folded_hashes, return_index=True)
        text_hashes.append(once)
        texts.append(folded.take(firsts))
        rows.append(batch.drop_columns(["text"]))
    table = pa.Table.from_batches(rows, reader.schema.remove(reader.schema.get_field_index("text")))
    kept = np.unique(np.concatenate(text_hashes), return_index=True)[1]
    kept.sort()
    return table, np.concatenate(hashes), gather(texts, kept), np.concatenate(text_hashes)[kept]


def _read_taken_from(con: duckdb.DuckDBPyConnection, said: _Said) -> TakenFrom:
    is_frame = ~said.wordings.is_long() & (said.wordings.chars >= MIN_CHARS)
    rows = {"quote_id": said.quote_ids, "wording": said.wording, "is_frame": is_frame[said.wording]}
    con.register("said", pa.table(rows))
    try:
        taken = con.sql(_TAKEN_FROM).to_arrow_table()
    finally:
        con.unregister("said")
    return TakenFrom(taken["note"].to_numpy(), taken["source"].to_numpy(), taken["score"].to_numpy())


def _is_first(heads: Indices, days: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Whether a quote is of the first day of its statement."""
    first_days = np.full(int(heads.max(initial=-1)) + 1, _NO_DAY, np.int32)
    np.minimum.at(first_days, heads, days)
    is_first: NDArray[np.bool_] = days == first_days[heads]
    return is_first
