"""Parsing one item of a WordPress export: strictly, then once more with what exports get wrong mended.

libxml2's own recovery is not used for bad markup, because it drops text in silence (`x]]>y` becomes `]>y`).
No item has a document type, so there are no entities to expand and nothing is fetched.
"""

from __future__ import annotations

import re
from html.entities import html5

from lxml import etree

_OPTIONS = {
    "encoding": "utf-8",
    "resolve_entities": False,
    "no_network": True,
    "remove_comments": True,
    "remove_pis": True,
    # For texts of over 10 MB; how long an item may be is the caller's affair.
    "huge_tree": True,
}
_STRICT = etree.XMLParser(**_OPTIONS)
_LENIENT = etree.XMLParser(recover=True, **_OPTIONS)

# Controls that XML does not allow, even escaped.
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")
# U+FFFE and U+FFFF, which it does not allow either.
_NONCHARACTERS = re.compile(rb"\xef\xbf[\xbe\xbf]")
_OPEN_TAG = rb"""<%b(?=[\s/>])(?:[^>"']++|"[^"]*+"|'[^']*+')*+>"""
_ROOT_TAGS = tuple(re.compile(_OPEN_TAG % name) for name in (b"rss", b"channel"))
_VERBATIM = re.compile(rb"(<!\[CDATA\[.*?\]\]>|<!--.*?-->|<\?.*?\?>)", re.DOTALL)
_AMPERSAND = re.compile(rb"&(?:#(?:x(?P<hex>[0-9a-fA-F]{1,7})|(?P<decimal>\d{1,8}));|(?P<name>\w{1,40};))?")
_XML_NAMES = frozenset({b"amp;", b"lt;", b"gt;", b"quot;", b"apos;"})


def find_root_tags(head: bytes) -> bytes:
    """The start tags of `rss` and `channel`, which declare the namespaces of every item.

    >>> find_root_tags(b'<?xml version="1.0"?><rss version="2.0" ><channel><title>a</title>')
    b'<rss version="2.0" ><channel>'
    """
    found = [tag.search(head) for tag in _ROOT_TAGS]
    root, channel = (match.group() if match else b"" for match in found)
    return (root or b"<rss>") + (channel or b"<channel>")


def parse_item(data: bytes, root_tags: bytes) -> etree._Element | None:
    """Parse an item.

    Control characters are deleted. Where strict parsing fails, HTML's named entities become characters, a
    stray ampersand and a `]]>` outside of CDATA stay as text, and trouble with namespaces is passed over,
    because names are matched without them.

    Args:
        data: the item in UTF-8, from `<item` to `</item>`.
        root_tags: what `find_root_tags` gave.

    Returns:
        The `item` element, or None if it is not well-formed. Never raises on bytes.
    """
    data = _NONCHARACTERS.sub(b"", data.translate(None, _CONTROLS))
    try:
        root = etree.fromstring(_wrap(data, root_tags), _STRICT)
    except etree.XMLSyntaxError:
        root = _parse_mended(_wrap(_mend(data), root_tags))
    return None if root is None else root[0][0]


def parse_head(head: bytes) -> etree._Element | None:
    """Parse what stands before the first item, as far as it goes; None when nothing can be made of it."""
    data = _mend(head.translate(None, _CONTROLS))
    data = data[data.find(b"<rss") :]
    try:
        return etree.fromstring(data + b"</channel></rss>", _LENIENT)
    except etree.XMLSyntaxError:
        return None


def _wrap(item: bytes, root_tags: bytes) -> bytes:
    return b"".join((root_tags, item, b"</channel></rss>"))


def _parse_mended(data: bytes) -> etree._Element | None:
    try:
        root = etree.fromstring(data, _LENIENT)
    except etree.XMLSyntaxError:
        return None
    is_sound = all(error.domain == etree.ErrorDomains.NAMESPACE for error in _LENIENT.error_log)
    return root if is_sound else None


def _mend(data: bytes) -> bytes:
    r"""Mend what does not depend on the order of tags.

    >>> _mend(b"<a>R&D &nbsp;&#11;x]]>y<![CDATA[&nbsp;]]></a>").decode()
    '<a>R&amp;D &#160;x]]&gt;y<![CDATA[&nbsp;]]></a>'
    """
    pieces = _VERBATIM.split(data)
    pieces[::2] = [_AMPERSAND.sub(_mend_ampersand, piece.replace(b"]]>", b"]]&gt;")) for piece in pieces[::2]]
    return b"".join(pieces)


def _mend_ampersand(match: re.Match[bytes]) -> bytes:
    if match["hex"] or match["decimal"]:
        code = int(match["hex"], 16) if match["hex"] else int(match["decimal"])
        return match.group() if _is_xml_char(code) else b""
    if not match["name"]:
        return b"&amp;"
    if match["name"] in _XML_NAMES:
        return match.group()
    char = html5.get(match["name"].decode("ascii", "replace"))
    # As a reference, so that "&lt;" under another name stays text.
    return b"&amp;" + match["name"] if char is None else b"".join(b"&#%d;" % ord(part) for part in char)


def _is_xml_char(code: int) -> bool:
    return (
        code in {9, 10, 13} or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    )
