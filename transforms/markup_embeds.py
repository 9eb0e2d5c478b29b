"""Keeping a tweet embed apart from the paragraph above it, where plain text could not tell them apart."""

from __future__ import annotations

from collections.abc import Iterable

from transforms.blocks import MAX_TWEET_WEIGHT, split_blocks


def part_tweets(text: str, tweets: Iterable[str]) -> str:
    r"""Put a blank line before each tweet that would take a short paragraph above it for its beginning.

    A pasted tweet of several lines begins after a blank line, and so a short paragraph that does so would be
    its first line. Markup knows better.

    Args:
        text: a text in its lines.
        tweets: the tweets of one line in it, each with its signature below, in their order.

    >>> part_tweets("会談した。\n外相も https://t.co/x\n— 媒体 (@m) May 1, 2023", ["外相も https://t.co/x"])
    '会談した。\n\n外相も https://t.co/x\n— 媒体 (@m) May 1, 2023'
    """
    parts: list[str] = []
    position = 0
    for tweet in tweets:
        at = text.find(f"\n{tweet}\n", position) + 1
        if not at:
            break
        if _takes_line_above(text, at, at + len(tweet)):
            parts.append(text[position:at])
            position = at
    return "\n".join((*parts, text[position:]))


def _takes_line_above(text: str, start: int, end: int) -> bool:
    """Whether the embed whose tweet stands from `start` to `end` would begin above it."""
    # No more is looked at than a tweet may hold, whatever stands before it.
    nearest = max(start - MAX_TWEET_WEIGHT - 2, 0)
    gap = text.rfind("\n\n", nearest, start)
    if gap < 0 < nearest:
        return False
    paragraph = gap + 2 if gap >= 0 else 0
    signature_end = text.find("\n", end + 1)
    blocks = split_blocks(text[paragraph : signature_end if signature_end >= 0 else len(text)])
    return any(block.start < start - paragraph < block.end for block in blocks)
