"""Telling a page's charset: byte order mark, strict UTF-8, what the page declares, then detection.

Bytes that are valid UTF-8 beyond ASCII are UTF-8 whatever is declared: by chance they hardly ever are. A
declaration is taken at its word only while it fits, for pages are often saved, or served, in another charset
than they name.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from resiliparse.parse.encoding import detect_encoding as detect_any_encoding
from resiliparse.parse.encoding import map_encoding_to_html5

from transforms.readers.decoding import decode_text, detect_encoding

_DECLARATION_BYTES = 4096
_DECLARATION = re.compile(
    rb"""<meta\s[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})"""
    rb"""|<\?xml\s[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""",
    re.IGNORECASE,
)
# What the names stand for on the web: supersets of what they once meant.
_WEB_CODECS = {
    "shift_jis": ("cp932",),
    "euc_jp": ("euc_jp", "euc_jis_2004"),
    "iso2022_jp": ("iso2022_jp_ext",),
    "gbk": ("gb18030",),
    "euc_kr": ("cp949",),
    "big5": ("big5hkscs",),
    "utf-16-le": ("utf-16-le",),
    "utf-16-be": ("utf-16-be",),
}
_WESTERN = "cp1252"
"""Fits nearly any bytes, and is what servers declare who know nothing of their pages."""
_LAST_RESORT = "utf-8"


class DecodedPage(NamedTuple):
    """A page's text, the codec it was decoded with, and how many characters became U+FFFD."""

    text: str
    encoding: str
    replaced_count: int

    @property
    def is_legible(self) -> bool:
        """Whether at least three characters in four could be decoded: else the bytes are no page."""
        return self.replaced_count * 4 <= len(self.text)


def decode_page(data: bytes, declared: str | None = None) -> DecodedPage:
    r"""Decode a page.

    Args:
        data: its bytes.
        declared: the charset that its HTTP header names, if any; it goes before the page's own.

    >>> decode_page("<meta charset=utf-8>会談「合意」した".encode("cp932")).encoding
    'cp932'
    """
    encoding = _tell_encoding(data, declared)
    text, replaced_count = decode_text(data, encoding)
    return DecodedPage(text, encoding, replaced_count)


def _tell_encoding(data: bytes, declared: str | None) -> str:
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    # In ASCII's bytes alone, ISO-2022-JP and UTF-16 may hide.
    is_disguised = data.isascii() and (b"\x1b" in data or b"\0" in data)
    if not is_disguised and _fits(data, "utf-8"):
        return "utf-8"
    named = list(_list_codecs(data, declared))
    fitting = next((codec for codec in named if codec != _WESTERN and _fits(data, codec)), None)
    if fitting is not None:
        return fitting
    japanese = detect_encoding(data, is_whole=True)
    if japanese is not None:
        return japanese
    return named[0] if named else _guess_codec(data)


def _list_codecs(data: bytes, declared: str | None) -> Iterator[str]:
    """The codecs that the HTTP header and the page name, in the order in which to try them."""
    # UTF-16 can be declared by the header only: a page whose ASCII declaration can be read is not in it.
    if declared is not None:
        yield from _find_codecs(declared)
    for in_meta, in_xml in _DECLARATION.findall(data[:_DECLARATION_BYTES]):
        for codec in _find_codecs((in_meta or in_xml).decode("ascii", "ignore")):
            if not codec.startswith("utf-16"):
                yield codec


def _find_codecs(label: str) -> tuple[str, ...]:
    name = map_encoding_to_html5(label.strip(" \"'"), fallback_utf8=False)
    if name is None:
        return ()
    try:
        return _WEB_CODECS.get(name) or (codecs.lookup(name).name,)
    except LookupError:
        return ()


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeError:
        return False
    return True


def _guess_codec(data: bytes) -> str:
    guess = detect_any_encoding(data)
    return (_find_codecs(guess) or (_LAST_RESORT,))[0] if guess else _LAST_RESORT
