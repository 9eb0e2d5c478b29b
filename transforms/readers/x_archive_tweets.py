"""One tweet of an X archive: its text with the addresses it stands for, its id and its instant."""

from __future__ import annotations

import re
from typing import NamedTuple

from transforms.date_forms import MONTH_NUMBERS
from transforms.readers.json_fields import Fields
from transforms.records import DateBasis, Document

_SHORT_LINK = re.compile(r"https?://t\.co/\w+")
_OWN_STATUS = re.compile(r"https?://(?:twitter|x)\.com/(\w{1,20})/status/(\d{1,19})/")
_CREATED_AT = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d\d:\d\d:\d\d) \+0000 (\d{4})")


class Tweet(NamedTuple):
    """What is taken of a tweet; `links` are full addresses by the short ones that stand in the text."""

    own_id: str | None
    text: str
    links: dict[str, str]
    handle: str | None
    created_at: str | None
    is_status: bool


def is_retweet(fields: Fields) -> bool:
    """Whether it repeats somebody else's tweet, which is no post of the archive's owner.

    >>> is_retweet({"retweeted": False, "full_text": "RT @yamano_k: 会談は続く。"})
    True
    """
    tweet = _object(fields.get("tweet", fields))
    text = _string(tweet, "full_text", "text") or ""
    return tweet.get("retweeted") is True or "retweeted_status" in tweet or text.startswith("RT @")


def make_tweet_document(fields: Fields, *, position: int, number: int) -> Document | None:
    """Take one element of an archive for a document.

    Args:
        fields: the element: a tweet, or an object around one or around a note (a tweet of more than 280
            characters).
        position: byte offset of the element.
        number: 1-based; it names a tweet without an id.

    Returns:
        The Document, or None when the element holds no text.

    >>> tweet = {"tweet": {"id_str": "7", "full_text": "会談 &amp; 合意"}}
    >>> make_tweet_document(tweet, position=0, number=1).text
    '会談 & 合意'
    """
    note = _object(fields.get("noteTweet"))
    tweet = _read_note(note) if note else _read_tweet(_object(fields.get("tweet", fields)))
    if not tweet.text or tweet.text.isspace():
        return None
    has_address = tweet.own_id is not None and tweet.is_status
    return Document(
        position=position,
        record_id=tweet.own_id or str(number),
        text=expand_links(tweet.text, tweet.links),
        url=f"https://twitter.com/{tweet.handle or 'i/web'}/status/{tweet.own_id}" if has_address else None,
        site="twitter.com" if tweet.own_id and not has_address else None,
        author=tweet.handle,
        date_text=tweet.created_at,
        date_basis=DateBasis.METADATA if tweet.created_at else DateBasis.NONE,
    )


def expand_links(text: str, links: dict[str, str]) -> str:
    """A tweet's text as its readers see it: without the escapes of its archive, with full addresses.

    >>> expand_links("&lt;会談&gt; https://t.co/a1", {"https://t.co/a1": "https://example.org/1?a=1&lt=2"})
    '<会談> https://example.org/1?a=1&lt=2'
    """
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return _SHORT_LINK.sub(lambda link: links.get(link[0], link[0]), text) if links else text


def _read_tweet(tweet: Fields) -> Tweet:
    own_id = _string(tweet, "id_str", "id")
    links = {
        short: full
        for key in ("entities", "extended_entities")
        for kind in ("urls", "media")
        for link in _objects(_object(tweet.get(key)).get(kind))
        if (short := _string(link, "url")) and (full := _string(link, "expanded_url"))
    }
    return Tweet(
        own_id=own_id,
        text=_string(tweet, "full_text", "text") or "",
        links=links,
        handle=_string(_object(tweet.get("user")), "screen_name") or _find_handle(links, own_id),
        created_at=_read_instant(_string(tweet, "created_at")),
        is_status=True,
    )


def _read_note(note: Fields) -> Tweet:
    core = _object(note.get("core"))
    links = {
        short: full
        for link in _objects(core.get("urls"))
        if (short := _string(link, "shortUrl")) and (full := _string(link, "expandedUrl"))
    }
    return Tweet(
        # A note has an id of its own, and the archive does not say which status it belongs to.
        own_id=_string(note, "noteTweetId"),
        text=_string(core, "text") or "",
        links=links,
        handle=None,
        created_at=_read_instant(_string(note, "createdAt")),
        is_status=False,
    )


def _find_handle(links: dict[str, str], own_id: str | None) -> str | None:
    """The account, which the archive states only in the addresses of a tweet's own pictures."""
    statuses = filter(None, map(_OWN_STATUS.match, links.values()))
    return next((status[1] for status in statuses if status[2] == own_id), None)


def _read_instant(text: str | None) -> str | None:
    """ISO 8601 of `Wed Nov 08 12:30:00 +0000 2023`, which is always UTC; anything else as it is."""
    match = _CREATED_AT.fullmatch(text) if text else None
    month = MONTH_NUMBERS.get(match[1].lower()) if match else None
    return f"{match[4]}-{month:02}-{match[2]}T{match[3]}+00:00" if match and month else text


def _string(fields: Fields, *keys: str) -> str | None:
    found = (fields.get(key) for key in keys)
    return next((str(value) for value in found if value and type(value) in {str, int}), None)


def _object(value: object) -> Fields:
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> list[Fields]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
