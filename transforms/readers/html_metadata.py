"""What a page says of itself in its head, its JSON-LD and its `time` elements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import orjson
from lxml import etree

from transforms.date_forms import parse_stated_date
from transforms.readers.authors import clean_author

_TITLE_KEYS = ("og:title", "twitter:title", "dc.title", "dcterms.title")
_AUTHOR_KEYS = ("author", "article:author", "dc.creator", "dcterms.creator", "byl", "parsely-author")
_DATE_KEYS = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished",
    "date.published", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "dcterms.date",
    "pubdate", "publishdate", "publish-date", "publish_date", "citation_publication_date", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime", "date",
)  # fmt: skip
"""Names of the day of publication, best first; never one of a change."""
_CATEGORY_KEYS = ("article:section", "article:tag")

MAX_CANDIDATES = 50
"""Elements looked at for one fact: a hostile page nests them so that each holds all the others."""
_MAX_DATE_CHARS = 100
_ARTICLE_TYPE = re.compile(r"Article|Posting|WebPage|Report")
_MAX_JSON_LD_CHARS = 1_000_000
_MAX_JSON_LD_NODES = 1000
_ASIDES = ("nav", "aside", "footer")
_PUBLISHED_CLASS = re.compile(r"(?:^|[\s_-])(?:published|pubdate|post-date|entry-date|posted-on)(?:$|[\s_-])")
_WHITE = re.compile(r"[ \t\r\n\f]+")


class PageMetadata(NamedTuple):
    """What a page says of itself; None and () where it says nothing.

    Attributes:
        title, author, categories: as written.
        date_text: the day of publication, in a form that `transforms.date_forms` reads.
        canonical_url: the address the page gives itself, absolute if the page's own is known.
    """

    title: str | None
    author: str | None
    categories: tuple[str, ...]
    date_text: str | None
    canonical_url: str | None


def read_metadata(root: etree._Element, base_url: str | None) -> PageMetadata:
    """Collect a page's metadata.

    Args:
        root: the page, by `transforms.markup.parse_html`, not yet converted.
        base_url: where the page was, to complete its addresses.
    """
    metas = _collect_metas(root)
    linked = list(_read_json_ld(root))
    author = _first(_list_authors(metas, linked))
    return PageMetadata(
        title=_first(chain(_pick(metas, _TITLE_KEYS), _texts(linked, "headline"), _list_titles(root))),
        author=clean_author(author) if author else None,
        categories=tuple(dict.fromkeys(_pick(metas, _CATEGORY_KEYS))),
        date_text=find_date(
            chain(_pick(metas, _DATE_KEYS), _texts(linked, "datePublished"), _list_times(root))
        ),
        canonical_url=_first(_list_addresses(root, metas, base_url)),
    )


def find_date(candidates: Iterable[str]) -> str | None:
    """The first of some texts that is a date.

    >>> find_date(["yesterday", "2023-11-08T21:30:00+09:00"])
    '2023-11-08T21:30:00+09:00'
    """
    return next(
        (text for text in candidates if len(text) <= _MAX_DATE_CHARS and parse_stated_date(text)), None
    )


def complete_url(base_url: str | None, href: str) -> str | None:
    """An absolute web address, or None if nothing makes one of `href`.

    >>> complete_url("https://example.org/a/", "../entry/1")
    'https://example.org/entry/1'
    >>> complete_url(None, "/entry/1")
    """
    try:
        url = urljoin(base_url or "", href.strip())
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None


def show_text(element: etree._Element) -> str:
    """An element's text on one line."""
    text: str = etree.tostring(element, method="text", encoding="unicode", with_tail=False)
    return _WHITE.sub(" ", text).strip()


def _first(texts: Iterable[str]) -> str | None:
    return next(iter(texts), None)


def _collect_metas(root: etree._Element) -> dict[str, list[str]]:
    """The `content` of the page's meta elements by their name, in lower case."""
    metas: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        if key and (content := _WHITE.sub(" ", meta.get("content", "")).strip()):
            metas.setdefault(key, []).append(content)
    return metas


def _pick(metas: dict[str, list[str]], keys: tuple[str, ...]) -> Iterator[str]:
    for key in keys:
        yield from metas.get(key, ())


def _list_titles(root: etree._Element) -> Iterator[str]:
    for tag in ("title", "h1"):
        yield from filter(None, map(show_text, islice(root.iter(tag), MAX_CANDIDATES)))


def _list_authors(metas: dict[str, list[str]], linked: list[dict[str, object]]) -> Iterator[str]:
    # Some pages give the author's profile in the author's place.
    yield from (name for name in _pick(metas, _AUTHOR_KEYS) if "://" not in name)
    for node in linked:
        author = node.get("author")
        for one in author if isinstance(author, list) else [author]:
            name = one.get("name") if isinstance(one, dict) else one
            if isinstance(name, str) and name.strip():
                yield name


def _list_addresses(root: etree._Element, metas: dict[str, list[str]], base_url: str | None) -> Iterator[str]:
    links = [link.get("href", "") for link in root.iter("link") if "canonical" in link.get("rel", "").lower()]
    for href in (*links, *metas.get("og:url", ())):
        if (url := complete_url(base_url, href)) is not None:
            yield url


def _list_times(root: etree._Element) -> Iterator[str]:
    """Days in the page's body: marked as its publication's, else of the only `time` there is."""
    for element in root.xpath("//*[@itemprop='datePublished']")[:MAX_CANDIDATES]:
        yield element.get("datetime") or element.get("content") or show_text(element)
    plain: dict[str, None] = {}
    for time in islice(root.iter("time"), MAX_CANDIDATES):
        if next(time.iterancestors(*_ASIDES), None) is not None:
            continue
        stated = time.get("datetime", "")
        if time.get("pubdate") is not None or _PUBLISHED_CLASS.search(time.get("class", "")):
            yield stated
        plain[stated] = None
    if len(plain) == 1:
        yield from plain


def _texts(linked: list[dict[str, object]], key: str) -> Iterator[str]:
    for node in linked:
        value = node.get(key)
        if isinstance(value, str) and value.strip():
            yield value.strip()


def _read_json_ld(root: etree._Element) -> Iterator[dict[str, object]]:
    """The JSON-LD nodes that describe an article or page, articles first."""
    found: list[tuple[str, dict[str, object]]] = []
    for script in root.iter("script"):
        if "ld+json" in script.get("type", "").lower() and script.text:
            found += [(kind, node) for node in _walk_json(script.text) if (kind := _show_type(node))]
    yield from (node for kind, node in found if "WebPage" not in kind)
    yield from (node for kind, node in found if "WebPage" in kind)


def _walk_json(text: str) -> Iterator[dict[str, object]]:
    if len(text) > _MAX_JSON_LD_CHARS:
        return
    try:
        waiting: list[object] = [orjson.loads(text)]
    except orjson.JSONDecodeError:
        return
    for _ in range(_MAX_JSON_LD_NODES):
        if not waiting:
            return
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            yield value
            waiting += [value[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in value]


def _show_type(node: dict[str, object]) -> str | None:
    kind = str(node.get("@type", ""))
    return kind if _ARTICLE_TYPE.search(kind) else None
