"""HTML to text: one line for each block, tweet embeds as the lines that their plain text form has.

libxml2 parses, because moving through its tree costs Python hardly anything: 140 MB/s against 2.5 MB/s on
lexbor's. Lines are made by marks (`transforms.markup_lines`) written into the tree before its text is taken
out whole. What libxml2 does badly on hostile pages is kept from it: it walks a tag's attributes once for each
of them, and it ends a page in silence at the 2048th open tag. What is too deep or too large for a tree is
read tag by tag.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

from transforms.markup_embeds import part_tweets
from transforms.markup_lines import (
    BLOCK_MARK,
    BLOCKS,
    BREAK_MARK,
    CELLS,
    DROPPED,
    NO_TEXT,
    break_paragraphs,
    encode_plain,
    lay_out,
    lay_out_lines,
    strip_tags,
)

__all__ = ["Markup", "break_paragraphs", "convert_fragment", "convert_lines", "convert_tree", "parse_html"]

_REFERENCE = re.compile(r"&#(?:0*(\d{1,7})|[xX]0*([0-9a-fA-F]{1,6}));?")

_MAX_TAGS = 500_000
"""A tree takes some 200 bytes a tag, and XPath ends at ten million nodes; a long page has a few thousand."""
_MAX_TAG_CHARS = 4096
# A tag as HTML reads it: ">" ends it unless a quote was opened right behind a "=". Nothing is tried twice.
_OPEN_TAG = re.compile(r"""<[a-zA-Z](?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+(?:>|\Z)""")
_TAG_NAME = re.compile(r"<[^\s/>]{0,40}")

_STATUS = re.compile(
    r"(?:https?:)?//(?P<address>(?:mobile\.|www\.)?(?:twitter|x)\.com/(?:#!/)?\w{1,20}/status(?:es)?/\d{1,19})",
    re.IGNORECASE,
)
# Most links lead elsewhere, and XPath passes over them without Python.
_STATUS_LINKS = etree.XPath(".//a[contains(@href, '/status')]")
_HANDLE_AT_END = re.compile(r"[(（]@\w{1,20}[)）][\s\-·]*\Z")
_DASH = r"(?:—|–|―|--)"
_STARTING_DASH = re.compile(rf"\s*{_DASH}")
_LAST_DASH = re.compile(rf"(?s:.*)\s(?={_DASH})")
_SIGNATURE_CHARS = 200
_TWEET_LINK = re.compile(r"https?://t\.co/|pic\.(?:twitter|x)\.com/")


class Markup(NamedTuple):
    """A text taken out of HTML, and the addresses of the tweets embedded in it, in their order."""

    text: str
    status_urls: tuple[str, ...]


def convert_fragment(html: str) -> Markup:
    r"""Take the text out of a piece of HTML, or of a whole page.

    Shape: every block (paragraph, heading, list item, table row) is a line, `<br>` ends one, two of them
    leave a blank one; a table row's cells stand on one line. Inline tags leave nothing. Entities are decoded;
    no-break and ideographic spaces stay, other white space is shown as a browser shows it.

    Args:
        html: any text; what is not well-formed is read as browsers read it. Never raises on it.

    >>> convert_fragment("<p>首相は<b>「対話を」</b>と<br>述べた。</p><p>#外交(首相)</p>").text
    '首相は「対話を」と\n述べた。\n#外交(首相)'
    """
    root = parse_html(html)
    if root is None:
        return Markup(strip_tags(html), ())
    return convert_tree(root)


def convert_lines(body: str) -> Markup:
    r"""Take the text out of a piece of HTML whose newlines mean lines and paragraphs, as bloggers type it.

    >>> convert_lines("首相は<b>「対話を」</b>と\n述べた。").text
    '首相は「対話を」と\n述べた。'
    """
    if "<" not in body and "&" not in body:
        return Markup(lay_out_lines(body), ())
    return convert_fragment(break_paragraphs(body))


def parse_html(html: str) -> etree._Element | None:
    """Parse HTML into a tree whose text is HTML's white space only: no tab and no carriage return.

    Returns:
        The root; None where tags nest deeper than libxml2 follows, or are too many for a tree in memory.
    """
    if html.count("<") > _MAX_TAGS:
        return None
    if "&#" in html:
        html = _REFERENCE.sub(_drop_control, html)
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    # The tag keeps a text without any markup, or with no character at all, from being refused as empty.
    root = etree.fromstring(b"<html>" + encode_plain(_shorten_tags(html)), parser)
    last_error = parser.error_log.last_error
    is_cut = last_error is not None and last_error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT
    return None if is_cut else root


def _drop_control(reference: re.Match[str]) -> str:
    code = int(reference[1]) if reference[1] else int(reference[2], 16)
    is_text = code > 0x10FFFF or not NO_TEXT.match(chr(code))
    return reference[0] if is_text else ""


def convert_tree(root: etree._Element) -> Markup:
    """Take the text out of an element of a tree made by `parse_html`; the tree is used up."""
    for element in list(root.iter(*DROPPED)):
        element.clear(keep_tail=True)
    for image in root.iter("img"):
        # Blogs and embeds show an emoji as a small picture.
        if "emoji" in image.get("class", "").lower():
            image.tail = image.get("alt", "") + (image.tail or "")
    _mark_lines(root)
    status_urls, tweets = _shape_embeds(root)
    return Markup(part_tweets(lay_out(_take_text(root)), tweets), status_urls)


def _shorten_tags(html: str) -> str:
    """Take the attributes off overlong tags: pictures written into the page, or thousands of attributes."""
    if max(map(len, html.split("<"))) < _MAX_TAG_CHARS:
        return html
    return _OPEN_TAG.sub(
        lambda tag: tag[0] if len(tag[0]) <= _MAX_TAG_CHARS else f"{_TAG_NAME.findall(tag[0])[0]}>", html
    )


def _mark_lines(root: etree._Element) -> None:
    for element in _list_preformatted(root):
        element.text = (element.text or "").replace("\n", BREAK_MARK)
        for inner in element:
            inner.tail = (inner.tail or "").replace("\n", BREAK_MARK)
    for cell in root.iter(*CELLS):
        cell.tail = " " + (cell.tail or "")
    for line_break in root.iter("br"):
        line_break.tail = BREAK_MARK + (line_break.tail or "")
    for block in root.iter(*BLOCKS):
        block.text = BLOCK_MARK + (block.text or "")
        block.tail = BLOCK_MARK + (block.tail or "")


def _list_preformatted(root: etree._Element) -> dict[etree._Element, None]:
    """The elements whose line ends are to be seen, each once however they nest."""
    found: dict[etree._Element, None] = {}
    for outer in root.iter("pre", "listing", "xmp", "plaintext", "textarea"):
        if outer not in found:
            found |= dict.fromkeys(outer.iter())
    return found


def _shape_embeds(root: etree._Element) -> tuple[tuple[str, ...], list[str]]:
    """Give tweet embeds the lines of their plain text form.

    Returns:
        Their addresses, in the order of the text, and the tweets of one line that nothing sets off yet.
    """
    tweets: list[str] = []
    # An embed's last link is its date; links before it may be to tweets that it answers.
    last_links: dict[etree._Element, tuple[etree._Element, str]] = {}
    for link in _STATUS_LINKS(root):
        status = _STATUS.match(link.get("href").strip())
        if status and (quote := next(link.iterancestors("blockquote"), None)) is not None:
            last_links[quote] = link, f"https://{status['address'].replace('#!/', '')}"
    urls = tuple(url for quote, (link, url) in last_links.items() if _shape_embed(quote, link, tweets))
    return urls, tweets


def _shape_embed(quote: etree._Element, link: etree._Element, tweets: list[str]) -> bool:
    """Put an embed's signature on a line of its own; whether it is an embed.

    A tweet of several lines, or without a link, is set off by blank lines, for nothing else would tell where
    it begins and ends.
    """
    is_signed = _start_signature(link)
    if not is_signed and "twitter-" not in quote.get("class", ""):
        return False
    if next(quote.iterdescendants("blockquote"), None) is None:
        first, *more = lay_out(_take_text(quote)).split("\n")
        if len(more) > 1 or not _TWEET_LINK.search(first):
            quote.text = BREAK_MARK * 2 + (quote.text or "")
            quote.tail = BREAK_MARK * 2 + (quote.tail or "")
        elif more:
            tweets.append(first)
    return True


def _start_signature(link: etree._Element) -> bool:
    """Begin a line at the `— NAME (@handle)` before an embed's last link; whether there is one."""
    before, parent = link.getprevious(), link.getparent()
    text: str = (before.tail if before is not None else parent.text) or ""
    near = text[-_SIGNATURE_CHARS:]
    if not _HANDLE_AT_END.search(near):
        return False
    # Names hold dashes too, so that one at the beginning settles it.
    if _STARTING_DASH.match(text):
        start = 0
    elif dash := _LAST_DASH.match(near):
        start = len(text) - len(near) + dash.end()
    else:
        return False
    text = f"{text[:start]}{BLOCK_MARK}{text[start:]}"
    if before is not None:
        before.tail = text
    else:
        parent.text = text
    return True


def _take_text(element: etree._Element) -> str:
    text: str = etree.tostring(element, method="text", encoding="unicode", with_tail=False)
    return text
