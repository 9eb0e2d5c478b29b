"""Telling a feed's encoding: byte order mark, strict UTF-8, the declaration if it is true, then detection.

Feeds of older blogs declare nothing or the wrong thing, and bytes that are UTF-8 beyond ASCII are UTF-8
whatever they declare.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator

from resiliparse.parse.encoding import map_encoding_to_html5

from transforms.readers.decoding import detect_encoding

_DECLARATION = re.compile(rb"""<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z][\w.-]{0,30})["']""")
_WIDER = {"shift_jis": "cp932", "gbk": "gb18030", "euc_kr": "cp949", "iso2022_jp": "iso2022_jp_ext"}
"""What bytes declared to be in the first encoding may be in besides."""
_UNLIKE_ASCII = re.compile(r"utf-16|iso2022")
"""Encodings in which a byte that looks like a tag's may be half a character."""


def tell_feed_encoding(head: bytes, *, is_whole: bool) -> str | None:
    r"""The encoding of an XML document.

    Args:
        head: its first bytes.
        is_whole: whether they are all of them; if not, the last character may be cut.

    Returns:
        A codec's name, or None when the bytes are no text in any encoding declared or tried.

    >>> head = "<?xml version='1.0' encoding='Shift_JIS'?><rss>会談".encode("cp932")
    >>> tell_feed_encoding(head, is_whole=True)
    'cp932'
    """
    detected = detect_encoding(head, is_whole=is_whole)
    declared = _find_declared(head)
    if declared is None or detected in {"utf-8-sig", "utf-16"}:
        return detected
    if detected == "utf-8" and not head.isascii() and _is_true(head, "utf-8", is_whole=is_whole):
        return detected
    if _is_true(head, declared, is_whole=is_whole):
        return declared
    return detected or declared


def recode(chunks: Iterable[bytes], encoding: str) -> tuple[Iterable[bytes], str]:
    """Chunks in which a tag shows by its bytes, and their encoding: UTF-8 in place of one unlike ASCII."""
    if _UNLIKE_ASCII.match(encoding) is None:
        return chunks, encoding
    return _recode(chunks, codecs.getincrementaldecoder(encoding)("replace")), "utf-8"


def _recode(chunks: Iterable[bytes], decoder: codecs.IncrementalDecoder) -> Iterator[bytes]:
    for chunk in chunks:
        if text := decoder.decode(chunk):
            yield text.encode()
    if text := decoder.decode(b"", final=True):
        yield text.encode()


def _find_declared(head: bytes) -> str | None:
    match = _DECLARATION.search(head, 0, 1024)
    if match is None:
        return None
    # The labels of the web's encoding standard: no codec of Python's that decodes no text.
    name: str | None = map_encoding_to_html5(match[1].decode(), fallback_utf8=False)
    # A declaration that can be read byte by byte is not in UTF-16.
    return None if name is None or name.startswith("utf-16") else _WIDER.get(name, name)


def _is_true(head: bytes, encoding: str, *, is_whole: bool) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)("strict").decode(head, final=is_whole)
    except UnicodeError:
        return False
    return True
