"""From one page to its posts: the entries that it marks, else its content as a whole."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from lxml import etree

from transforms.markup import Markup, convert_fragment, convert_tree, parse_html
from transforms.readers.html_entries import Entry, drop_unwanted, read_entries
from transforms.readers.html_main import find_main
from transforms.readers.html_metadata import PageMetadata, complete_url, read_metadata

_NEVER_CONTENT = ("nav", "aside", "dialog")


class PagePost(NamedTuple):
    """One post of a page; `markup` is None where the page shows only its beginning.

    Attributes:
        markup: the text and the tweets in it.
        url: the post's address, or None.
        title, author, categories: as written.
        date_text: the day the page says it was published on, or None.
    """

    markup: Markup | None
    url: str | None
    title: str | None
    author: str | None
    categories: tuple[str, ...]
    date_text: str | None


def read_page(html: str, page_url: str | None = None) -> list[PagePost]:
    """Read a page's posts, in its order.

    Args:
        html: the page, decoded.
        page_url: where it was fetched; then only addresses on the same host are believed, for a page must not
            speak for another site's posts.

    Returns:
        One for each entry, or one for the page; none if there is no text.

    >>> read_page("<title>会談</title><body><p>首相は会談した。</p>")[0].title
    '会談'
    """
    root = parse_html(html)
    if root is None:
        markup = convert_fragment(html)
        return [PagePost(markup, page_url, None, None, (), None)] if markup.text else []
    base_url = _find_base(root, page_url)
    metadata = read_metadata(root, base_url)
    own_url = _choose_url(page_url, metadata.canonical_url)
    entries = [
        entry for entry in read_entries(root, base_url, own_url) if entry.is_excerpt or entry.markup.text
    ]
    if entries:
        return [
            _make_post(entry, metadata, page_url, own_url, is_only=len(entries) == 1) for entry in entries
        ]
    markup = _convert_main(root, html)
    if not markup.text:
        return []
    return [
        PagePost(
            markup, own_url, metadata.title, metadata.author, metadata.categories, metadata.date_text,
        )
    ]  # fmt: skip


def _convert_main(root: etree._Element, html: str) -> Markup:
    drop_unwanted(root, *_NEVER_CONTENT)
    return convert_tree(find_main(root, html))


def _make_post(
    entry: Entry, page: PageMetadata, page_url: str | None, own_url: str | None, *, is_only: bool
) -> PagePost:
    """An entry with what its page adds; a page speaks for one entry, not for several."""
    url = entry.url if entry.url and _may_speak_for(page_url, entry.url) else None
    return PagePost(
        markup=None if entry.is_excerpt else entry.markup,
        url=url or (own_url if is_only else None),
        title=entry.title or (page.title if is_only else None),
        author=entry.author or (page.author if is_only else None),
        categories=entry.categories or (page.categories if is_only else ()),
        date_text=entry.date_text or (page.date_text if is_only else None),
    )


def _find_base(root: etree._Element, page_url: str | None) -> str | None:
    base = next(root.iter("base"), None)
    return (complete_url(page_url, base.get("href", "")) if base is not None else None) or page_url


def _choose_url(page_url: str | None, canonical_url: str | None) -> str | None:
    """A page's address: the one it names, if that may be its own, else where it was fetched."""
    if page_url is None or canonical_url is None:
        return page_url or canonical_url
    if not _may_speak_for(page_url, canonical_url):
        return page_url
    # Some sites call their front page the canonical form of every page.
    is_front = urlsplit(canonical_url).path in {"", "/"}
    return page_url if is_front and urlsplit(page_url).path not in {"", "/"} else canonical_url


def _may_speak_for(page_url: str | None, url: str) -> bool:
    return page_url is None or _host(page_url) == _host(url)


def _host(url: str) -> str | None:
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None
