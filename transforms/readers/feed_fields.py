"""What an item of a feed says: its text, address, author, categories and day, whichever vocabulary it uses.

RSS 0.9 to 2.0 and RDF leave open what is HTML; Atom says it of every text. Hatena's AtomPub has the page as
the blog shows it in `hatena:formatted-content`; Blogger's exports are Atom and mark each entry with its kind.
"""

from __future__ import annotations

import html
import re
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml import etree

from transforms.markup import Markup, convert_fragment
from transforms.readers.authors import clean_author
from transforms.readers.feed_entry import name_of
from transforms.records import DateBasis, Document, LeftOut, LeftOutReason

_PLAIN = frozenset({"text", "text/plain", "text/x-markdown", "text/x-hatena-syntax"})
_HTML = frozenset({"html", "text/html"})
_XHTML = frozenset({"xhtml", "application/xhtml+xml", "xml", "text/xml", "application/xml"})
_BODIES = (
    "hatena:formatted-content", "content:encoded", "atom:content", "xhtml:body", "xhtml:div", "description",
    "dc:description", "atom:summary",
)  # fmt: skip
"""Whole texts first, summaries last."""
_DATES = (
    "atom:published", "pubdate", "dc:date", "atom:issued", "dcterms:issued", "dcterms:created",
    "atom:created", "atom:updated", "dcterms:modified", "atom:modified",
)  # fmt: skip
_IDS = ("atom:id", "guid")
_AUTHORS = ("dc:creator", "atom:author", "author")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")
_KIND = "http://schemas.google.com/g/2005#kind"
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"


class Feed(NamedTuple):
    """What a feed says of itself, for items that do not say it.

    Attributes:
        url: the address of the pages it tells of, or None.
        author: who writes them, or None.
    """

    url: str | None = None
    author: str | None = None


class Entry:
    """An item's children by name; an Atom entry's own names count as Atom's even if it declares nothing."""

    def __init__(self, element: etree._Element) -> None:
        self.element = element
        self._is_atom = name_of(element).endswith("entry")
        self._children: dict[str, list[etree._Element]] = {}
        for child in element:
            name = name_of(child)
            own = f"atom:{name}" if self._is_atom and ":" not in name else name
            self._children.setdefault(own, []).append(child)

    def list_children(self, *names: str) -> list[etree._Element]:
        """The children of these names, in the names' order."""
        return [child for name in names for child in self._children.get(name, ())]

    def find_text(self, *names: str) -> str | None:
        """The text of the first child with such a name that has any, stripped."""
        return next((text for child in self.list_children(*names) if (text := _text_of(child))), None)


def read_feed_head(root: etree._Element | None) -> Feed:
    """Take what a feed says before its first item.

    Args:
        root: the feed's root as far as that; None when it could not be parsed.
    """
    if root is None:
        return Feed()
    channel = next((child for child in root if name_of(child) == "channel"), root)
    head = Entry(channel)
    links = head.list_children("link", "atom:link")
    url = next((url for link in links if (url := _read_link(link))), None)
    return Feed(url, _find_author(head))


def find_left_out(entry: Entry) -> LeftOutReason | None:
    """Why an item is no public post, or None: a draft, a comment, a page or a setting of the blog."""
    for control in entry.list_children("app:control"):
        if any(name_of(flag) == "app:draft" and _text_of(flag).lower() == "yes" for flag in control):
            return LeftOutReason.DRAFT
    kinds = [
        category.get("term", "")
        for category in entry.list_children("atom:category")
        if category.get("scheme") == _KIND
    ]
    if entry.list_children("thr:in-reply-to") or (kinds and not kinds[0].endswith("#post")):
        return LeftOutReason.NOT_A_POST
    url = _find_url(entry)
    is_comment = url is not None and url.partition("#")[2].startswith("comment-")
    return LeftOutReason.NOT_A_POST if is_comment else None


def make_feed_document(
    entry: Entry, feed: Feed, *, position: int, number: int, replaced_count: int
) -> Document | LeftOut | None:
    """Take one item for a document.

    Args:
        entry: the item.
        feed: what the feed says of itself.
        position: byte offset of the item.
        number: 1-based; it names an item that has no id of its own.
        replaced_count: characters the decoder had to replace.

    Returns:
        The Document, a LeftOut for what is no public post, or None when the item has no text.
    """
    reason = find_left_out(entry)
    if reason is not None:
        return LeftOut(position, reason)
    body = _find_body(entry)
    if body is None:
        return None
    url = _find_url(entry, feed.url)
    own_id = entry.find_text(*_IDS) or entry.element.get(_RDF_ABOUT)
    date_text = entry.find_text(*_DATES)
    return Document(
        position=position,
        record_id=own_id or url or str(number),
        text=body.text,
        url=url,
        site=_find_host(feed.url) if feed.url and own_id and not url else None,
        title=_find_title(entry),
        author=_find_author(entry) or feed.author,
        categories=_find_categories(entry),
        date_text=date_text,
        date_basis=DateBasis.METADATA if date_text else DateBasis.NONE,
        replaced_count=replaced_count,
        status_urls=body.status_urls,
    )


def _text_of(element: etree._Element) -> str:
    return "".join(element.itertext()).strip()


def _find_body(entry: Entry) -> Markup | None:
    for element in entry.list_children(*_BODIES):
        body = _read_body(element)
        if body is not None and body.text and not body.text.isspace():
            return body
    return None


def _read_body(element: etree._Element) -> Markup | None:
    """A body's text, or None when it stands elsewhere or is no text."""
    name, kind = name_of(element), element.get("type", "").partition(";")[0].strip().lower()
    if element.get("src") is not None:
        return None
    if len(element):
        return convert_fragment(_serialise_children(element))
    text = element.text or ""
    if kind in _HTML or kind in _XHTML or element.get("mode") == "escaped" or name == "content:encoded":
        return convert_fragment(text)
    if name.startswith("atom:") and (not kind or kind in _PLAIN):
        return Markup(text.strip("\r\n"), ())
    if kind and not kind.startswith("text/"):
        return None  # Atom: anything else is in Base64
    # RSS does not say; a text without a tag keeps its own lines.
    return convert_fragment(text) if _TAG.search(text) else Markup(html.unescape(text).strip("\r\n"), ())


def _serialise_children(element: etree._Element) -> str:
    for inner in element.iterdescendants():
        try:
            inner.tag = etree.QName(inner).localname
        except ValueError:  # a broken name that lxml let pass when it parsed it
            inner.tag = "span"
    parts = [html.escape(element.text or "", quote=False)]
    parts += [etree.tostring(child, method="html", encoding="unicode") for child in element]
    return "".join(parts)


def _find_title(entry: Entry) -> str | None:
    for title in entry.list_children("title", "atom:title", "dc:title"):
        if title.get("type", "").lower() in _HTML | _XHTML or len(title):
            body = _read_body(title)
            text = body.text if body else ""
        else:
            text = _text_of(title)
            # RSS does not say whether a title is HTML; Atom says it is not.
            text = text if name_of(title).startswith("atom:") else html.unescape(text)
        if shown := " ".join(text.split()):
            return shown
    return None


def _find_url(entry: Entry, base: str | None = None) -> str | None:
    """The address of the page: before a counting service's, an Atom link of another kind, or a bare id."""
    links = entry.list_children("feedburner:origlink", "link", "atom:link")
    found = [url for link in links if (url := _read_link(link))]
    guids = [guid for guid in entry.list_children("guid") if guid.get("isPermaLink", "true") != "false"]
    found += [text for guid in [*guids, *entry.list_children("atom:id")] if _is_web(text := _text_of(guid))]
    if (about := entry.element.get(_RDF_ABOUT)) is not None and _is_web(about):
        found.append(about)
    if not found:
        return None
    try:
        return urljoin(base, found[0]) if base else found[0]
    except ValueError:
        return found[0]


def _find_host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _read_link(link: etree._Element) -> str:
    """The address of a link to the page itself; empty for any other link."""
    if link.get("rel", "alternate") != "alternate":
        return ""
    return (link.get("href") or _text_of(link)).strip()


def _is_web(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def _find_author(entry: Entry) -> str | None:
    """Who wrote it; RSS gives an address with the name behind it, and addresses are nobody's business."""
    for author in entry.list_children(*_AUTHORS):
        names = [_text_of(child) for child in author if name_of(child).rpartition(":")[2] == "name"]
        text = names[0] if names else "" if len(author) else _text_of(author)
        if name := clean_author(text):
            return name
    return None


def _find_categories(entry: Entry) -> tuple[str, ...]:
    found = [
        (category.get("term") or _text_of(category)).strip()
        for category in entry.list_children("category", "atom:category", "dc:subject")
        if category.get("scheme") != _KIND
    ]
    return tuple(dict.fromkeys(filter(None, found)))
