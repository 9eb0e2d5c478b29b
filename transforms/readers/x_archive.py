"""X archives: `tweets.js`, `note-tweet.js`, the older `tweet.js` and the oldest `2017_11.js`.

A file is a script that assigns one JSON array, and the variable's name says which of the account's things it
holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.readers.json_array_elements import Element, read_elements
from transforms.readers.reading import Head, Reading, Record
from transforms.readers.rejecting import reject_record
from transforms.readers.stream import ByteStream
from transforms.readers.x_archive_tweets import is_retweet, make_tweet_document
from transforms.records import LeftOut, LeftOutReason, Reject, RejectReason

_ASSIGNMENT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:window\.YTD\.(\w{1,60})\.part\d{1,4}|Grailbird\.data\.(\w{1,60}))\s*=\s*\["
)
_HEAD_BYTES = 4096
_POSTS = re.compile(r"(?:community_|note_)?tweets?|tweets_\d{4}_\d\d")


def sniff_x_archive(head: Head) -> bool:
    """Whether a dump begins like one of an X archive's lists.

    >>> sniff_x_archive(Head(b"window.YTD.tweets.part0 = [ ]", is_whole=True))
    True
    """
    return _ASSIGNMENT.match(head.data) is not None


def read_x_archive(stream: ByteStream) -> Reading:
    """Read a list of an X archive.

    Shape: one element, one Document, Reject or LeftOut; one Reject (CUT) more where the list breaks off
    between two. Left out are retweets, deleted tweets, and every element of the lists that hold no tweets,
    such as likes and messages, of which nothing is kept even if it is damaged. The text is the tweet's, with
    full addresses in place of t.co's; the record's id is the status id. Positions are those of the elements.

    Args:
        stream: the dump; one element of it is held at a time, and one over `max_record_bytes` is passed over.

    Raises:
        DumpError: from the records, whatever is wrong with the stream.
    """
    match = _ASSIGNMENT.match(stream.peek(_HEAD_BYTES))
    kind = (match[1] or match[2]).decode() if match else ""
    return Reading("utf-8", _read_records(stream, _find_reason(kind)))


def _find_reason(kind: str) -> LeftOutReason | None:
    """Why no element of a list is a post, or None when they are."""
    if _POSTS.fullmatch(kind):
        return None
    if kind.startswith("direct_message"):
        return LeftOutReason.PRIVATE
    return LeftOutReason.TRASHED if kind.startswith("deleted_") else LeftOutReason.NOT_A_POST


def _read_records(stream: ByteStream, reason: LeftOutReason | None) -> Iterator[Record]:
    for element in read_elements(stream.chunks(), stream.limits):
        if reason is not None and (isinstance(element, Element) or element.raw):
            yield LeftOut(element.position, reason)
        else:
            yield element if isinstance(element, Reject) else _make_record(element)


def _make_record(element: Element) -> Record:
    if is_retweet(element.fields):
        return LeftOut(element.position, LeftOutReason.NOT_A_POST)
    document = make_tweet_document(element.fields, position=element.position, number=element.number)
    if document is None:
        return reject_record(element.position, RejectReason.NO_TEXT, element.data)
    return document
