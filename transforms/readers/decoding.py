"""Telling a text's encoding: byte order mark, then UTF-8, then Japan's older ones, strictly where possible.

What fits byte for byte goes before what a detector says: an older encoding counts when every byte fits and
the text holds hiragana or katakana, which hardly a Japanese page lacks and other bytes hardly give by chance.
Only where none fits, because a few bytes are damaged, a detector is asked; what it says is taken only if it
leaves one character in twenty to replace at most. UTF-16 without its mark is told by its characters: other
bytes seldom give kana, ASCII and Japanese punctuation.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from resiliparse.parse.encoding import detect_encoding as guess_encoding

UNMARKED_UTF16 = ("utf-16-le", "utf-16-be")
"""What UTF-16 is called where its byte order mark is missing."""

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLDER_ENCODINGS = ("euc_jp", "euc_jis_2004", "cp932")
"""In this order: EUC-JP bytes often pass for half-width katakana of cp932, the reverse hardly occurs; JIS X
0213 adds the circled digits that Windows writes into EUC-JP."""

_GUESSED = {"shift_jis": "cp932", "euc_jp": "euc_jp"}
"""What the detector calls the older encodings, and the codecs for them; it seldom knows ISO-2022-JP."""

_ISO_2022_JP = "iso2022_jp_ext"
_KANJI_SHIFT = re.compile(rb"\x1b\$(?:[@B]|\(D)")
_PLAIN = r"\t\n\r\x20-\x7e\u3000-\u30ff\uff01-\uff5e"
_PLAIN_CHAR = re.compile(f"[{_PLAIN}]")
_OTHER_CHAR = re.compile(rf"[^{_PLAIN}\u2000-\u206f\u4e00-\u9fff\uff5f-\uffef]")
"""What Japanese text hardly holds: not plain characters, kanji, punctuation or half-width kana."""

_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b") + b"\x7f"
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
        A codec's name: `utf-8-sig`, `utf-16`, `utf-16-le`, `utf-16-be`, `iso2022_jp_ext`, `utf-8`, `euc_jp`,
        `euc_jis_2004` or `cp932`; None when the bytes are no text in any of these. All but UTF-16 may still
        need up to one replacement in twenty characters beyond ASCII: a damaged page is still read, and the
        replacements are counted.

    >>> detect_encoding("首相「対話を」".encode("cp932"), is_whole=True)
    'cp932'
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if sample.startswith(mark):
            return encoding if _has_honest_mark(sample, encoding, is_whole=is_whole) else None
    if is_noise(sample):
        return _detect_unmarked_utf16(sample, is_whole=is_whole)
    if _KANJI_SHIFT.search(sample) and _is_nearly(sample, _ISO_2022_JP, is_whole=is_whole):
        return _ISO_2022_JP
    if _is_nearly(sample, "utf-8", is_whole=is_whole):
        return "utf-8"
    return _detect_older_encoding(sample, is_whole=is_whole) or _detect_unmarked_utf16(
        sample, is_whole=is_whole
    )


def decode_text(data: bytes, encoding: str) -> Decoded:
    r"""Decode a whole text, replacing and counting what does not fit its encoding.

    >>> decode_text("一\ufffd二".encode() + b"\xe4", "utf-8")
    Decoded(text='一\ufffd二\ufffd', replaced_count=1)
    """
    try:
        return Decoded(data.decode(encoding), 0)
    except UnicodeDecodeError:
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


def _is_nearly(sample: bytes, encoding: str, *, is_whole: bool) -> bool:
    """Whether at most one in twenty characters beyond ASCII is damaged."""
    if _decode_strictly(sample, encoding, is_whole=is_whole) is not None:
        return True
    text = codecs.getincrementaldecoder(encoding)("replace").decode(sample, final=is_whole)
    whole = sum(char > "\x7f" and char != _REPLACEMENT for char in text)
    return text.count(_REPLACEMENT) * 20 <= whole


def _detect_older_encoding(sample: bytes, *, is_whole: bool) -> str | None:
    for encoding in _OLDER_ENCODINGS:
        text = _decode_strictly(sample, encoding, is_whole=is_whole)
        if text is not None and _KANA.search(text):
            return encoding
    guess = _GUESSED.get(guess_encoding(sample, html5_compatible=False) or "")
    return guess if guess and _is_nearly(sample, guess, is_whole=is_whole) else None


def _detect_unmarked_utf16(sample: bytes, *, is_whole: bool) -> str | None:
    for encoding in UNMARKED_UTF16:
        text = _decode_strictly(sample, encoding, is_whole=is_whole)
        if text and _looks_written(text):
            return encoding
    return None


def _looks_written(text: str) -> bool:
    """Whether a third of a text is ASCII, kana or Japanese punctuation, and hardly any of it outlandish."""
    plain = sum(1 for _ in _PLAIN_CHAR.finditer(text))
    other = sum(1 for _ in _OTHER_CHAR.finditer(text))
    return plain * 3 >= len(text) and other * 20 <= len(text)
