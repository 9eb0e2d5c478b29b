"""The records that travel between the layers: one document in, rows of five tables out.

All records are immutable. Offsets are half-open code points of `Post.text`; instants are aware UTC datetimes;
days are Asia/Tokyo calendar days unless a field says otherwise. The row records (`Post` ... `ActorMention`)
have the columns of the Parquet tables, in their order; `warehouse.schema` describes every column, and a
test keeps the two alike.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import NamedTuple


class RejectReason(StrEnum):
    """Why one record of a dump became a `rejects` row instead of a post."""

    BAD_JSON = "bad_json"
    NOT_AN_OBJECT = "not_an_object"
    DUPLICATE_KEY = "duplicate_key"
    NON_FINITE_NUMBER = "non_finite_number"
    LONE_SURROGATE = "lone_surrogate"
    TOO_DEEP = "too_deep"
    TOO_LONG = "too_long"
    BAD_ENCODING = "bad_encoding"
    NO_TEXT = "no_text"
    CUT = "cut"
    BAD_MARKUP = "bad_markup"
    BAD_RECORD = "bad_record"


class LeftOutReason(StrEnum):
    """Why an entry of a dump is no public post, and so is only counted."""

    DRAFT = "draft"
    PRIVATE = "private"
    PASSWORD = "password"
    TRASHED = "trashed"
    JUNK = "junk"
    NOT_A_POST = "not_a_post"


class DateBasis(StrEnum):
    """Where a post's date came from, best evidence first."""

    METADATA = "metadata"
    URL = "url"
    TEXT = "text"
    EMBED = "embed"
    FILE = "file"
    CRAWL = "crawl"
    NONE = "none"


class DatePrecision(StrEnum):
    """How exactly a post's date is known."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"
    NONE = "none"


class BlockKind(StrEnum):
    """What a stretch of a post is: a pasted tweet, a pasted article's paragraph, the blogger's tag line."""

    EMBED = "embed"
    ARTICLE = "article"
    NOTE = "note"
    OTHER = "other"


class QuoteForm(StrEnum):
    """How the words are quoted; `reported` is indirect speech without brackets."""

    DIRECT = "direct"
    PARTIAL = "partial"
    NESTED = "nested"
    REPORTED = "reported"


class ActorKind(StrEnum):
    """What an actor is; `anonymous` is an unnamed role (a source, a spokesperson), `account` an SNS user."""

    PERSON = "person"
    ORGANISATION = "organisation"
    COUNTRY = "country"
    MEDIA = "media"
    ACCOUNT = "account"
    ANONYMOUS = "anonymous"
    UNKNOWN = "unknown"


class Evidence(StrEnum):
    """What tied a quote to its speaker."""

    BEFORE = "before"
    AFTER = "after"
    SAME_SENTENCE = "same_sentence"
    PREVIOUS_SENTENCE = "previous_sentence"
    ANAPHOR = "anaphor"
    CONTINUED = "continued"
    NOTE = "note"
    HEADLINE = "headline"
    NONE = "none"


class Document(NamedTuple):
    """One record of a dump as its reader found it: decoded, but not yet normalised.

    Attributes:
        position: byte offset of the record in the decompressed dump; in Parquet the row, from 0.
        record_id: the record's own name in the dump (JSON `id`, a text file's name without its ending, ...).
        text: the body as decoded; line ends and Unicode form are still the dump's.
        url: address as given, or None.
        site: host or blog name when the dump names one and there is no URL, or None.
        title, author, categories: as given.
        date_text: the date as written in the dump, or None.
        date_basis: what `date_text` is: METADATA for the post's own date, CRAWL for the day it was fetched.
        replaced_count: characters the decoder had to replace with U+FFFD.
        status_urls: addresses of the tweets embedded in the text, in its order; plain text has none.
        member_format: format of the archive's member that holds the record; None outside of archives.
    """

    position: int
    record_id: str
    text: str
    url: str | None = None
    site: str | None = None
    title: str | None = None
    author: str | None = None
    categories: tuple[str, ...] = ()
    date_text: str | None = None
    date_basis: DateBasis = DateBasis.NONE
    replaced_count: int = 0
    status_urls: tuple[str, ...] = ()
    member_format: str | None = None


class LeftOut(NamedTuple):
    """An entry that is no public post: counted, and nothing of it is kept.

    Attributes:
        position: byte offset of the entry in the decompressed dump.
        reason: why.
    """

    position: int
    reason: LeftOutReason


class Reject(NamedTuple):
    """One record that cannot become a post, or many of one kind together.

    Attributes:
        position: byte offset of the record in the decompressed dump.
        reason: the kind of trouble.
        excerpt: at most 200 characters for a person to read.
        raw: the record's first bytes, at most 4 KiB.
        record_count: how many records it stands for; of several, all the rest is the first one's.
    """

    position: int
    reason: RejectReason
    excerpt: str
    raw: bytes
    record_count: int = 1


class Post(NamedTuple):
    """One row of `posts`."""

    post_id: str
    dump_id: str
    source_uri: str
    member_format: str | None
    record_id: str
    site: str | None
    url: str | None
    title: str | None
    author: str | None
    categories: tuple[str, ...]
    published_at: dt.datetime | None
    posted_date: dt.date | None
    date_basis: DateBasis
    date_precision: DatePrecision
    assumed_time_zone: str | None
    language: str
    text: str
    char_count: int
    replaced_count: int
    text_sha256: str
    revision: int
    parser_version: str


class Block(NamedTuple):
    """One row of `blocks`; `block_date` is the UTC day printed in an embed's signature."""

    post_id: str
    block_no: int
    kind: BlockKind
    char_start: int
    char_end: int
    block_date: dt.date | None
    published_at: dt.datetime | None
    author_name: str | None
    handle: str | None
    status_url: str | None
    hashtags: tuple[str, ...]


class Quote(NamedTuple):
    """One row of `quotes`."""

    quote_id: str
    post_id: str
    block_no: int
    char_start: int
    char_end: int
    text: str
    context: BlockKind
    form: QuoteForm
    parent_quote_id: str | None
    topic: str | None
    speaker: str | None
    speaker_start: int | None
    speaker_end: int | None
    speaker_full: str | None
    speaker_kind: ActorKind
    co_speakers: tuple[str, ...]
    role: str | None
    via: str | None
    via_start: int | None
    cue: str | None
    evidence: Evidence
    confidence: float


class TopicMention(NamedTuple):
    """One row of `topic_mentions`: a label of a tag line, or a keyword in the note of `parent_label`."""

    post_id: str
    block_no: int
    note_no: int
    label: str | None
    alias: str | None
    parent_label: str | None
    keyword: str | None
    char_start: int
    char_end: int
    note_sha256: str


class ActorMention(NamedTuple):
    """One row of `actor_mentions`; `surface_full` is the fullest form of the same actor in the document."""

    post_id: str
    block_no: int
    surface: str
    surface_full: str
    char_start: int
    char_end: int
    kind: ActorKind
    role: str | None
    is_speaker: bool
    quote_id: str | None


class ParsedPost(NamedTuple):
    """Everything one document gives."""

    post: Post
    blocks: tuple[Block, ...]
    quotes: tuple[Quote, ...]
    topic_mentions: tuple[TopicMention, ...]
    actor_mentions: tuple[ActorMention, ...]
