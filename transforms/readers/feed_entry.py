"""Parsing one item of a feed, which may be no well-formed XML, without any DTD or entity of one."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from lxml import etree

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "app": "http://www.w3.org/2007/app",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "hatena": "http://www.hatena.ne.jp/info/xmlns#",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "thr": "http://purl.org/syndication/thread/1.0",
}
"""The vocabularies read, by the prefixes that feeds give them; one that is used undeclared means these."""
_OTHER_NAMESPACES = {
    "http://purl.org/atom/ns#": "atom",
    "http://purl.org/atom/app#": "app",
    "http://purl.org/dc/elements/1.0/": "dc",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://channel.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss": "",
    "http://backend.userland.com/rss2": "",
    "http://purl.org/net/rss1.1#": "",
}
_PREFIXES = {address: prefix for prefix, address in NAMESPACES.items()} | _OTHER_NAMESPACES

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_TROUBLE = re.compile(
    r"(?P<sound><!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|&(?:amp|lt|gt|quot|apos);)"
    r"|&#(?:(?P<decimal>\d{1,7})|[xX](?P<hex>[0-9a-fA-F]{1,6}));|&(?P<name>\w{2,32};)|&|<(?![A-Za-z_/!?])",
    re.DOTALL,
)
_BODY_TAG = r"(?:\w{1,20}:)?(?:description|encoded|summary|content|formatted-content)"
_BODY = re.compile(
    # It stops at the next body's tag, so that nothing is looked through twice.
    rf"<(?P<tag>{_BODY_TAG})(?P<attributes>\s[^<>]*)?>"
    rf"(?P<inner>(?:(?!<!\[CDATA\[|</?{_BODY_TAG}[\s>]).)*+)</(?P=tag)\s*>",
    re.DOTALL,
)
_RAW_TAG = re.compile(r"<[a-zA-Z]")
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*>", re.IGNORECASE)
_PROLOGUE = re.compile(r"\A\ufeff?\s*<\?xml.*?\?>", re.DOTALL)


def name_of(element: etree._Element) -> str:
    """An element's name with the prefix of `NAMESPACES`, in lower case; RSS's own names have none.

    >>> name_of(etree.fromstring('<x:pubDate xmlns:x="http://purl.org/rss/1.0/"/>'))
    'pubdate'
    """
    if not isinstance(element.tag, str):
        return "?"  # a comment or the like
    address, _, local = element.tag.rpartition("}")
    prefix = _PREFIXES.get(address[1:], "?") if address else ""
    return f"{prefix}:{local}".lstrip(":").lower()


def declare_namespaces(namespaces: Mapping[str | None, str]) -> str:
    """The start tag of an element to put an item into, in place of those that stand around it in its feed.

    Args:
        namespaces: what the feed declares around its items, by prefix.

    >>> "xmlns:dc=" in declare_namespaces({None: "http://www.w3.org/2005/Atom"})
    True
    """
    declared = {**NAMESPACES, **{prefix: address for prefix, address in namespaces.items() if prefix}}
    attributes = [f"xmlns:{prefix}={quoteattr(address)}" for prefix, address in declared.items()]
    if default := namespaces.get(None):
        attributes.append(f"xmlns={quoteattr(default)}")
    return f"<x {' '.join(attributes)}>"


def parse_item(markup: str, around: str) -> etree._Element | None:
    """Parse an item of a feed.

    What is no well-formed XML is mended first where only one reading is possible (a bare "&" or "<", HTML's
    names of characters, control characters, HTML in a body that is not escaped), then left to libxml2.

    Args:
        markup: the item, from its start tag to its end tag.
        around: the start tag from `declare_namespaces`.

    Returns:
        The item's element; None when nothing whole can be made of it.
    """
    root = _parse(f"{around}{markup}</x>", is_lenient=False)
    if root is None:
        mended = mend_markup(markup)
        root = _parse(f"{around}{mended}</x>", is_lenient=False)
    if root is None:
        quoted = _BODY.sub(_quote_raw_body, mended)
        root = _parse(f"{around}{quoted}</x>", is_lenient=True)
    return root[0] if root is not None and len(root) else None


def parse_head(markup: str) -> etree._Element | None:
    """Parse what stands before a feed's first item, as far as it goes."""
    markup = _DOCTYPE.sub("", _PROLOGUE.sub("", mend_markup(markup)), count=1)
    return _parse(markup, is_lenient=True)


def mend_markup(markup: str) -> str:
    r"""Make XML of what is nearly XML, and touch nothing in character data and comments.

    >>> mend_markup("<a>1 < 2 & 3&nbsp;<b>&amp;&foo;&#11;</b></a>")
    '<a>1 &lt; 2 &amp; 3\xa0<b>&amp;&amp;foo;</b></a>'
    """
    return _TROUBLE.sub(_mend, _NOT_XML.sub("", markup))


def _mend(trouble: re.Match[str]) -> str:
    if trouble["sound"]:
        return trouble[0]
    digits = trouble["decimal"] or trouble["hex"]
    if digits:
        return trouble[0] if _is_xml_char(int(digits, 10 if trouble["decimal"] else 16)) else ""
    if trouble["name"]:
        # A name that HTML does not know stays as it is written.
        return html.escape(html.unescape(trouble[0]))
    return html.escape(trouble[0])


def _quote_raw_body(body: re.Match[str]) -> str:
    """Escape a body whose HTML is neither escaped nor character data."""
    if _RAW_TAG.search(body["inner"]) is None:
        return body[0]
    return f"<{body['tag']}{body['attributes'] or ''}>{html.escape(body['inner'])}</{body['tag']}>"


def _is_xml_char(code: int) -> bool:
    if code < 0x20:
        return code in {0x09, 0x0A, 0x0D}
    return code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code <= 0x10FFFF


def _parse(markup: str, *, is_lenient: bool) -> etree._Element | None:
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=is_lenient,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        # An item's length is bounded already.
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None
