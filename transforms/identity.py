"""Ids that need no coordination: the same post, quote or document gets the same id wherever it is read."""

from __future__ import annotations

import hashlib

from transforms.records import Document

ID_LENGTH = 16


def make_id(*parts: object) -> str:
    """16 hexadecimal characters of a SHA-256 over the parts.

    >>> make_id("post", "https://example.org/entry/1")
    '0d3085f259457f4a'
    """
    joined = "\x1f".join(map(str, parts))
    return hashlib.sha256(joined.encode()).hexdigest()[:ID_LENGTH]


def hash_text(text: str) -> str:
    """The SHA-256 of a text in UTF-8, 64 hexadecimal characters."""
    return hashlib.sha256(text.encode()).hexdigest()


def identify_post(document: Document, url: str | None, site: str | None, text_sha256: str) -> str:
    """The post's id: by its canonical address, else by site and record id, else by its text."""
    if url:
        return make_id("post", url)
    if site:
        return make_id("post", site, document.record_id)
    return make_id("post", text_sha256)
