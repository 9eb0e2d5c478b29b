"""A post's stretches: pasted tweets, article paragraphs, the blogger's tag lines.

One line is one block, except that a tweet of several lines with its signature is one embed. A signature is
`— NAME (@handle) DAY`; it may follow the first line of a longer tweet, or be glued to a link on one line.
docs/adr/0003-note-grammar.md has the grammar of tag lines.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict, deque
from typing import NamedTuple

from transforms.dates import PRINTED_DAY, find_status_instant, parse_printed_day
from transforms.records import BlockKind

MAX_TWEET_WEIGHT = 280
"""Weight of a tweet's text: a Japanese character counts two, as the service counted."""
MAX_TWEET_LINES = 12

_SIGNATURE = re.compile(
    rf"[(（]@(?P<handle>\w{{1,20}})[)）]\s*(?:[-·]\s*)?(?P<day>{PRINTED_DAY})", re.IGNORECASE
)
_DASH = re.compile(r"(?:—|–|―|&mdash;|--)\s?")
_TWEET_LINK = re.compile(r"https?://t\.co/|pic\.(?:twitter|x)\.com/")
_STATUS = re.compile(r"https?://(?:mobile\.|www\.)?(?:twitter|x)\.com/\w+/status(?:es)?/(\d{1,19})")
_STATUS_AUTHOR = re.compile(r"/(\w+)/status")
_HASHTAG = re.compile(r"(?<![\w/#＃&])[#＃]([^\s#＃()（）「」『』、。,.!！?？:：/&=＝]+)")
_LABEL = r"[^\s#＃()（）「」『』=＝]+"
_TAG_LINE = re.compile(
    rf"[ \t\u3000]*[#＃](?:{_LABEL})(?:"
    r"[=＝][^#＃()（）「」『』\s]+)?"
    rf"(?:[(（「『].*|(?:[ \t\u3000]*[#＃]{_LABEL}(?:[=＝][^#＃()（）\s]+)?(?:[(（].*)?)*[ \t\u3000]*(?:https?://\S*)?)"
)
_NUMBER_TAG = re.compile(r"[ \t\u3000]*[#＃]\d+(?![^\s#＃])")
_LINK_LINE = re.compile(r"\s*(?:https?://\S+|(?:[\w-]+\.)+(?:com|jp|net|org|co|info|tv|io|news)(?:/\S*)?)\s*")


class RawBlock(NamedTuple):
    """One stretch of a text; the author fields are those of an embed's signature."""

    kind: BlockKind
    start: int
    end: int
    day: dt.date | None = None
    published_at: dt.datetime | None = None
    author_name: str | None = None
    handle: str | None = None
    status_url: str | None = None
    hashtags: tuple[str, ...] = ()


class _Signature(NamedTuple):
    start: int
    name: str
    handle: str
    day: dt.date | None


class _Line(NamedTuple):
    start: int
    end: int
    text: str
    signature: _Signature | None

    @property
    def is_blank(self) -> bool:
        return not self.text or self.text.isspace()

    @property
    def is_bare_signature(self) -> bool:
        """Whether nothing but the signature stands on the line."""
        return self.signature is not None and not self.text[: self.signature.start].strip()


def split_blocks(text: str) -> list[RawBlock]:
    r"""Split a normalised text into its blocks, in order; blank lines belong to none.

    >>> text = "見出し https://t.co/x\n— 媒体 (@m) May 1, 2023\n本文。\n#札(注)"
    >>> [block.kind.value for block in split_blocks(text)]
    ['embed', 'article', 'note']
    """
    lines = _split_lines(text)
    embeds = _find_embeds(lines)
    blocks: list[RawBlock] = []
    number = 0
    while number < len(lines):
        if (last := embeds.get(number)) is not None:
            blocks.append(_make_embed(text, lines[number : last + 1]))
            number = last + 1
            continue
        if not lines[number].is_blank:
            blocks.append(_make_plain(lines[number]))
        number += 1
    return blocks


def link_embeds(blocks: list[RawBlock], status_urls: tuple[str, ...]) -> list[RawBlock]:
    """Give embeds the addresses that markup states beside the text, and with them their exact instants.

    Args:
        blocks: the blocks of a text.
        status_urls: the tweets of the text in its order; each goes to the next embed of its account.
    """
    if not status_urls:
        return blocks
    waiting: dict[str, deque[str]] = defaultdict(deque)
    for url in status_urls:
        if (author := _STATUS_AUTHOR.search(url)) is not None:
            waiting[author[1].lower()].append(url)
    return [_link_embed(block, waiting.get((block.handle or "").lower())) for block in blocks]


def _link_embed(block: RawBlock, urls: deque[str] | None) -> RawBlock:
    """Take the next address of the embed's account; an address in the text itself uses up its own."""
    if not urls:
        return block
    status = _STATUS.search(urls[0])
    if block.status_url is not None:
        own = _STATUS.search(block.status_url)
        if own is not None and status is not None and own[1] == status[1]:
            urls.popleft()
        return block
    instant = find_status_instant(int(status[1])) if status else None
    return block._replace(status_url=urls.popleft(), published_at=instant)


def _split_lines(text: str) -> list[_Line]:
    lines = []
    start = 0
    for line in text.split("\n"):
        lines.append(_Line(start, start + len(line), line, _find_signature(line)))
        start += len(line) + 1
    return lines


def _find_signature(line: str) -> _Signature | None:
    """The last signature on a line: names hold brackets and dashes, so the handle is what decides."""
    if "@" not in line:
        return None
    signatures = list(_SIGNATURE.finditer(line))
    if not signatures:
        return None
    found = signatures[-1]
    dash = _DASH.search(line, 0, found.start())
    start = dash.start() if dash else 0
    name = line[dash.end() if dash else 0 : found.start()].strip()
    return _Signature(start, name, found["handle"], parse_printed_day(found["day"]))


def is_tag_line(line: str) -> bool:
    """Whether a line is one of the blogger's: from its first character on nothing but tags and notes.

    >>> is_tag_line("#反ロシア#対中露戦"), is_tag_line("#1462185688"), is_tag_line("#nhk_news を見た")
    (True, False, False)
    """
    head = line.lstrip(" \t\u3000")[:1]
    if head not in {"#", "＃"} or not head:
        return False
    return _TAG_LINE.fullmatch(line) is not None and _NUMBER_TAG.match(line) is None


def _has_note(line: str) -> bool:
    return any(mark in line for mark in "(（「")


def _find_embeds(lines: list[_Line]) -> dict[int, int]:
    """First and last line of every embed."""
    embeds: dict[int, int] = {}
    free_from = 0
    for number, line in enumerate(lines):
        if line.signature is None or number < free_from:
            continue
        if line.is_bare_signature:
            first = _find_first_line(lines, number, free_from)
            last = _find_last_line(lines, first, number)
        else:
            first = last = number
        embeds[first] = last
        free_from = last + 1
    return embeds


def _find_first_line(lines: list[_Line], signature: int, free_from: int) -> int:
    """Where the tweet above a signature begins: the line before it, or the whole short paragraph."""
    above = signature - 1
    if above < free_from or not _may_be_tweet(lines[above]):
        return signature
    first = above
    while first > free_from and signature - first < MAX_TWEET_LINES and _may_be_tweet(lines[first - 1]):
        first -= 1
    starts_paragraph = first == 0 or lines[first - 1].is_blank
    if starts_paragraph and _weigh(lines[first:signature]) <= MAX_TWEET_WEIGHT:
        return first
    # A hashtag line right above the signature is the tweet's second line, not a topic.
    if above > free_from and is_tag_line(lines[above].text) and _may_be_tweet(lines[above - 1]):
        return above - 1
    return above


def _may_be_tweet(line: _Line) -> bool:
    return (
        not line.is_blank and line.signature is None and not (is_tag_line(line.text) and _has_note(line.text))
    )


def _weigh(lines: list[_Line]) -> int:
    return sum(2 if char > "\u10ff" else 1 for line in lines for char in line.text)


def _find_last_line(lines: list[_Line], first: int, signature: int) -> int:
    """Where the tweet below a signature ends: at its own link, if the line above had none."""
    if any(_TWEET_LINK.search(line.text) for line in lines[first:signature]) or first == signature:
        return signature
    for number in range(signature + 1, min(signature + MAX_TWEET_LINES, len(lines))):
        line = lines[number]
        if not _may_be_tweet(line):
            break
        belongs_below = number + 1 < len(lines) and lines[number + 1].is_bare_signature
        if belongs_below:
            break
        if _TWEET_LINK.search(line.text):
            return number
    return _skip_own_hashtags(lines, signature)


def _skip_own_hashtags(lines: list[_Line], signature: int) -> int:
    """A line of spaced hashtags below the signature is the tweet's: bloggers write theirs without spaces."""
    below = signature + 1
    if below < len(lines):
        words = lines[below].text.split()
        if len(words) > 1 and all(word[0] in "#＃" for word in words) and not _has_note(lines[below].text):
            return below
    return signature


def _make_embed(text: str, lines: list[_Line]) -> RawBlock:
    signature = next(line.signature for line in reversed(lines) if line.signature)
    start, end = lines[0].start, lines[-1].end
    status = _STATUS.search(text, start, end)
    return RawBlock(
        BlockKind.EMBED,
        start,
        end,
        signature.day,
        find_status_instant(int(status[1])) if status else None,
        signature.name or None,
        signature.handle,
        status.group() if status else None,
        tuple(_HASHTAG.findall(text, start, end)),
    )


def _make_plain(line: _Line) -> RawBlock:
    if is_tag_line(line.text):
        return RawBlock(BlockKind.NOTE, line.start, line.end)
    kind = BlockKind.OTHER if _LINK_LINE.fullmatch(line.text) else BlockKind.ARTICLE
    hashtags = tuple(_HASHTAG.findall(line.text)) if "#" in line.text or "＃" in line.text else ()
    return RawBlock(kind, line.start, line.end, hashtags=hashtags)
