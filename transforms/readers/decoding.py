"""Telling a text's encoding: byte order mark, then strict UTF-8, then strict trial of Japan's older ones.

Every trial is strict, so that nothing is guessed: an older encoding counts only when every byte fits and the
text holds hiragana or katakana, which hardly a Japanese page lacks and other bytes hardly give by chance.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLDER_ENCODINGS = ("euc_jp", "euc_jis_2004", "cp932")
"""In this order: EUC-JP bytes often pass for half-width katakana of cp932, the reverse hardly occurs; JIS X
0213 adds the circled digits that Windows writes into EUC-JP."""

_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b") + b"\x7f"
_NOT_ASCII = bytes(range(128))
_KANA = re.compile("[ぁ-ゖァ-ヺ]")
_STRAY_CONTROLS = 2
_REPLACEMENT = "\ufffd"


class Decoded(NamedTuple):
    """A text, and how many of its characters are U+FFFD because their bytes could not be decoded."""

    text: str
    replaced_count: int


def is_noise(data: bytes) -> bool:
    r"""Whether bytes are no text in any encoding like ASCII: a NUL, or over 1 % control characters.

    >>> is_noise("会談「合意」\n".encode()), is_noise(b"\x7fELF\x02\x01\x01\x00")
    (False, True)
    """
    if b"\0" in data:
        return True
    controls = len(data) - len(data.translate(None, _CONTROLS))
    return controls > max(_STRAY_CONTROLS, len(data) // 100)


def detect_encoding(sample: bytes, *, is_whole: bool) -> str | None:
    r"""The encoding of a text.

    Args:
        sample: the text's first bytes.
        is_whole: whether they are all of them; if not, the last character may be cut.

    Returns:
        A codec's name: `utf-8-sig`, `utf-16`, `iso2022_jp_ext`, `utf-8`, `euc_jp`, `euc_jis_2004` or `cp932`;
        None when the bytes are no text in any of these. `utf-8` may still need up to one replacement in
        twenty characters beyond ASCII: a damaged page is still read, and the replacements are counted.

    >>> detect_encoding("首相「対話を」".encode("cp932"), is_whole=True)
    'cp932'
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if sample.startswith(mark):
            return encoding if _has_honest_mark(sample, encoding, is_whole=is_whole) else None
    if is_noise(sample):
        return None
    if b"\x1b" in sample and _decode_strictly(sample, "iso2022_jp_ext", is_whole=is_whole) is not None:
        return "iso2022_jp_ext"
    if _decode_strictly(sample, "utf-8", is_whole=is_whole) is not None or _is_nearly_utf8(sample):
        return "utf-8"
    return _detect_older_encoding(sample, is_whole=is_whole)


def decode_text(data: bytes, encoding: str) -> Decoded:
    r"""Decode a whole text, replacing and counting what does not fit its encoding.

    >>> decode_text("一\ufffd二".encode() + b"\xe4", "utf-8")
    Decoded(text='一\ufffd二\ufffd', replaced_count=1)
    """
    text = data.decode(encoding, "replace")
    own = data.count(_REPLACEMENT.encode()) if encoding in {"utf-8", "utf-8-sig"} else 0
    return Decoded(text, text.count(_REPLACEMENT) - own)


def _decode_strictly(sample: bytes, encoding: str, *, is_whole: bool) -> str | None:
    try:
        return codecs.getincrementaldecoder(encoding)("strict").decode(sample, final=is_whole)
    except UnicodeDecodeError:
        return None


def _has_honest_mark(sample: bytes, encoding: str, *, is_whole: bool) -> bool:
    """Whether the bytes after a byte order mark are text at all: random bytes may begin with the same two."""
    if encoding == "utf-8-sig":
        return not is_noise(sample)
    text = _decode_strictly(sample, encoding, is_whole=is_whole)
    return text is not None and not is_noise(text.encode())


def _is_nearly_utf8(sample: bytes) -> bool:
    decoded = decode_text(sample, "utf-8")
    ascii_bytes = len(sample) - len(sample.translate(None, _NOT_ASCII))
    whole = len(decoded.text) - ascii_bytes - decoded.replaced_count
    return decoded.replaced_count * 20 <= whole


def _detect_older_encoding(sample: bytes, *, is_whole: bool) -> str | None:
    for encoding in _OLDER_ENCODINGS:
        text = _decode_strictly(sample, encoding, is_whole=is_whole)
        if text is not None and _KANA.search(text):
            return encoding
    return None
