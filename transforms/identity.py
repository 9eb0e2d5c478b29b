"""Ids that need no coordination: the same post, quote or document gets the same id wherever it is read."""

from __future__ import annotations

import hashlib
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from transforms.records import Document

ID_LENGTH = 16
_TRACKING = frozenset({"fbclid", "gclid", "yclid", "igshid", "mc_cid", "mc_eid", "ref_src", "ref_url", "spm"})
_DEFAULT_PORTS = {"http": 80, "https": 443}


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


def canonicalise_url(url: str) -> str | None:
    """One spelling for one page: https, lower-case host, no default port, fragment or tracking parameter.

    Returns None when it is no web address.

    >>> canonicalise_url("HTTP://Example.org:80/entry/1?utm_source=x&b=2#top")
    'https://example.org/entry/1?b=2'
    """
    url = url.strip().strip("<>")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in _DEFAULT_PORTS or not parts.hostname:
        return None
    host = parts.hostname.rstrip(".")
    if port is not None and port != _DEFAULT_PORTS[parts.scheme.lower()]:
        host = f"{host}:{port}"
    path = parts.path if parts.path not in {"", "/"} else "/"
    return urlunsplit(("https", host, path, _clean_query(parts.query), ""))


def _clean_query(query: str) -> str:
    if not query:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(key, value) for key, value in pairs if key not in _TRACKING and not key.startswith("utm_")]
    return query if kept == pairs else urlencode(kept)


def identify_post(document: Document, url: str | None, site: str | None, text_sha256: str) -> str:
    """The post's id: by its canonical address, else by site and record id, else by its text."""
    if url:
        return make_id("post", url)
    if site:
        return make_id("post", site, document.record_id)
    return make_id("post", text_sha256)
