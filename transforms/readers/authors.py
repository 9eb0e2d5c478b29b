"""An author's name as exports write it."""

from __future__ import annotations

from transforms.readers.masking import mask_addresses

_MASK = mask_addresses("a@example.org")


def clean_author(text: str) -> str | None:
    """An author's name without the e-mail address that stands beside it, or in place of it; None for no name.

    >>> clean_author("みどり <midori@example.org>"), clean_author("midori@example.org")
    ('みどり', None)
    """
    if "@" in text:
        text = mask_addresses(text).replace(_MASK, "")
    return text.strip(" \t\r\n<>()") or None
