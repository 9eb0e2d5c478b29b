"""HTML read as a row of tags, without a tree: the lines of a text, and paragraphs that are bare newlines.

Lines are made by marks within the text: a carriage return where a block begins or ends, a tab for a `<br>`.
Both are plain white space in HTML, so that no author's character is used up.
"""

from __future__ import annotations

import html as entities
import re

DROPPED = (
    "script", "style", "iframe", "noscript", "template", "head", "title", "svg", "object", "audio", "video",
    "canvas", "select", "button", "rp", "rt",
)  # fmt: skip
"""Elements whose text is no part of the page's own; `rt` are readings above a name, glued to it otherwise."""
BLOCKS = (
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li", "listing", "main",
    "menu", "nav", "ol", "p", "plaintext", "pre", "section", "summary", "table", "tbody",
    "textarea", "tfoot", "thead", "tr", "ul", "xmp",
)  # fmt: skip
CELLS = ("td", "th")

BLOCK_MARK, BREAK_MARK = "\r", "\t"

_CJK = re.compile(r"[\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_BLANKS = re.compile(r"[ \n]{2,}|\n")
_MARKS = re.compile(r"[\r\t][ \n\r\t]*")
_SPACES = re.compile(r" {2,}")
# What libxml2 reads but lxml refuses to write: controls, halves of a surrogate pair, two non-characters.
NO_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CONTROLS = bytes([*range(9), 0x0B, *range(0x0E, 0x20)])
_SHOWN_SPACES = bytes.maketrans(b"\r\t\f", b"\n  ")
_NON_CHARACTERS = ("\ufffe", "\uffff")

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
# What is never closed goes to the end, as in a browser, and so nothing is looked through twice.
_RAW = r"<({names})(?=[\s/>])[^<>]*>.*?(?:</\1\s*>|\Z)"
_TAG = r"</?([a-z][^\s/<>]*)[^<>]*>"
_TEXTLESS_OR_TAG = re.compile(_RAW.format(names="|".join(DROPPED)) + "|" + _TAG, re.DOTALL | re.IGNORECASE)
_PREFORMATTED_OR_TAG = re.compile(
    _RAW.format(names="pre|script|style|textarea|iframe|noscript|svg|object") + "|" + _TAG,
    re.DOTALL | re.IGNORECASE,
)
_LINE_TAGS = frozenset((*BLOCKS, *CELLS, "br", "colgroup", "col", "param", "option"))
_PARAGRAPH_BREAK = re.compile(r"\n[ \t]*\n[ \t\n]*")


def lay_out(text: str) -> str:
    r"""Turn a marked text into lines, with white space as a browser shows it.

    >>> lay_out("\r一 \n二\ra\tb\t\tc\r")
    '一二\na\nb\n\nc'
    """
    # Marks first: most white space of a page stands between two of them, and then costs no call.
    text = _MARKS.sub(_fold_marks if BREAK_MARK in text else BLOCK_MARK, text)
    text = _BLANKS.sub(_fold_blanks, text)
    return text.replace(" \r", "\r").replace("\r", "\n").strip(" \n")


def lay_out_lines(text: str) -> str:
    r"""The lines of a text whose newlines mean them and in which nothing is marked up: no `<`, no `&`.

    It gives what `break_paragraphs` and a parser would give, thirty times as fast.

    >>> lay_out_lines("一  二 \r\n\n三")
    '一 二\n三'
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\t" in text or "\f" in text:
        text = text.replace("\t", " ").replace("\f", " ")
    if NO_TEXT.search(text):
        text = NO_TEXT.sub("", text)
    if "  " in text:
        text = _SPACES.sub(" ", text)
    return "\n".join([bare for line in text.split("\n") if (bare := line.strip(" "))])


def encode_plain(html: str) -> bytes:
    """A page in UTF-8 with blanks and line feeds as its only white space, and without what lxml refuses."""
    if "\r" in html:
        html = html.replace("\r\n", "\n")
    if any(char in html for char in _NON_CHARACTERS):
        html = NO_TEXT.sub("", html)
    try:
        data = html.encode()
    except UnicodeEncodeError:
        data = NO_TEXT.sub("", html).encode()
    return data.translate(_SHOWN_SPACES, _CONTROLS)


def _fold_marks(marks: re.Match[str]) -> str:
    return "\r\r" if marks[0].count(BREAK_MARK) > 1 else "\r"


def _fold_blanks(blanks: re.Match[str]) -> str:
    """One blank for several; none for a line end of the source between two Chinese or Japanese characters."""
    if "\n" in blanks[0]:
        around = blanks.string[max(blanks.start() - 1, 0) : blanks.end() + 1]
        if _CJK.match(around[0]) and _CJK.match(around[-1]):
            return ""
    return " "


def strip_tags(html: str) -> str:
    r"""The text of HTML that is too deep or too large for a tree, in its lines.

    >>> strip_tags("<p>一<b>二</b><script>x</script></p>三&amp;")
    '一二\n三&'
    """
    parts: list[str] = []
    position = 0
    flat = _COMMENT.sub("", html.replace("\r", "\n").replace("\t", " "))
    for tag in _TEXTLESS_OR_TAG.finditer(flat):
        parts += entities.unescape(flat[position : tag.start()]), _tell_mark((tag[1] or tag[2]).lower())
        position = tag.end()
    return lay_out("".join((*parts, entities.unescape(flat[position:]))))


def _tell_mark(name: str) -> str:
    if name == "br":
        return BREAK_MARK
    return BLOCK_MARK if name in BLOCKS else " " if name in CELLS else ""


def break_paragraphs(text: str) -> str:
    r"""Mark up the paragraphs of a body whose newlines mean them, as WordPress's wpautop does.

    Shape: an empty line begins a paragraph, any other newline is a `<br>`; none next to a tag that begins or
    ends a line itself, inside a tag or comment, or inside elements such as `<pre>`.

    >>> break_paragraphs("<b>一</b>\n二\n\n三")
    '<b>一</b><br>二<p>三'
    """
    text = _COMMENT.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", " "))
    parts: list[str] = []
    position, is_line_start = 0, True
    for tag in _PREFORMATTED_OR_TAG.finditer(text):
        is_line_tag = (tag[1] or tag[2]).lower() in _LINE_TAGS
        parts += (
            _break_text(text[position : tag.start()], is_line_start=is_line_start, is_line_end=is_line_tag),
            tag[0],
        )
        position, is_line_start = tag.end(), is_line_tag
    parts.append(_break_text(text[position:], is_line_start=is_line_start, is_line_end=True))
    return "".join(parts)


def _break_text(text: str, *, is_line_start: bool, is_line_end: bool) -> str:
    """Mark up the newlines between two tags that matter, given whether those tags are a line's ends."""
    if "\n" not in text:
        return text
    if is_line_start:
        text = text.lstrip(" \t\n")
    if is_line_end:
        text = text.rstrip(" \t\n")
    return _PARAGRAPH_BREAK.sub("<p>", text).replace("\n", "<br>")
