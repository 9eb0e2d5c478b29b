from __future__ import annotations

import codecs
import random

import pytest

from transforms.readers.decoding import decode_text, detect_encoding

SENTENCE = "山野首相は「対話を続ける」と述べた。\n①ジュネーブで会談〜終了。"
PLAIN = "山野首相は「対話を続ける」と述べた。\nジュネーブで会談。"

ENCODED = [
    (SENTENCE.encode(), "utf-8"),
    (SENTENCE.encode("utf-8-sig"), "utf-8-sig"),
    (SENTENCE.encode("utf-16"), "utf-16"),
    (codecs.BOM_UTF16_BE + SENTENCE.encode("utf-16-be"), "utf-16"),
    (PLAIN.encode("cp932"), "cp932"),
    ("①会談で合意した".encode("cp932"), "cp932"),
    (PLAIN.encode("euc_jp"), "euc_jp"),
    ("①会談で合意した".encode("euc_jis_2004"), "euc_jis_2004"),
    (PLAIN.encode("iso2022_jp"), "iso2022_jp_ext"),
    (SENTENCE.encode("utf-16-le"), "utf-16-le"),
    (SENTENCE.encode("utf-16-be"), "utf-16-be"),
    ("NATO: talks\r\n".encode("utf-16-le"), "utf-16-le"),
    ("NATO: talks\r\n".encode("utf-16-be"), "utf-16-be"),
    ("ジュネーブでは、対話を続けると述べた。".encode("utf-16-le"), "utf-16-le"),
    (b"NATO: talks\n", "utf-8"),
    ("Die Gespräche dauern über Nacht".encode(), "utf-8"),
    ("tag\U000e0067 zero\u200bwidth \u202ertl 🇯🇵".encode(), "utf-8"),
]


@pytest.mark.parametrize(("data", "encoding"), ENCODED)
def test_the_encoding_is_told_by_strict_trial(data: bytes, encoding: str) -> None:
    assert detect_encoding(data, is_whole=True) == encoding
    assert decode_text(data, encoding).replaced_count == 0


@pytest.mark.parametrize(("data", "encoding"), ENCODED)
def test_a_sample_may_end_inside_a_character(data: bytes, encoding: str) -> None:
    for end in range(len(data) - 3, len(data)):
        assert detect_encoding(data[:end], is_whole=False) == encoding


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "iso2022_jp", "utf-16", "utf-8-sig"])
def test_decoding_gives_back_what_was_encoded(encoding: str) -> None:
    data = PLAIN.encode(encoding)
    told = detect_encoding(data, is_whole=True)
    assert told is not None
    assert decode_text(data, told).text == PLAIN


NOISE = {
    "random bytes": random.Random(3).randbytes(4000),
    "random bytes behind the mark of UTF-16": codecs.BOM_UTF16_LE + random.Random(4).randbytes(4000),
    "random bytes behind the mark of UTF-8": codecs.BOM_UTF8 + random.Random(5).randbytes(4000),
    "a NUL": "会談\0合意".encode(),
    "control characters": b"\x01\x02\x03\x04 talks",
    "UTF-32": PLAIN.encode("utf-32"),
    "UTF-16 without its mark, cut inside a character": PLAIN.encode("utf-16-le")[:-1],
    "UTF-16 of no language": "".join(map(chr, range(0x1000, 0x1400))).encode("utf-16-le"),
    "a program": b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x03\0\x3e\0\x01\0\0\0\x50\x10" + bytes(40),
    "sound": b"".join(value.to_bytes(2, "little", signed=True) for value in range(-4000, 4000, 37)),
    "Latin-1, which cp932 would turn into kanji": "Die Gespräche dauern an".encode("latin-1"),
    "every byte above ASCII": bytes(range(0x80, 0x100)) * 10,
    "EUC-JP and cp932 in one file": PLAIN.encode("euc_jp") + PLAIN.encode("cp932"),
}


@pytest.mark.parametrize("kind", NOISE)
def test_noise_has_no_encoding(kind: str) -> None:
    assert detect_encoding(NOISE[kind], is_whole=True) is None


@pytest.mark.parametrize(
    ("encoding", "damage"),
    [
        ("utf-8", b"\xe4\xbc"),
        ("utf-8-sig", b"\xe4\xbc"),
        ("cp932", b"\x81\x20"),
        ("euc_jp", b"\xff"),
        ("euc_jp", b"\xa4 "),
        ("iso2022_jp_ext", b"\xff"),
    ],
)
def test_a_damaged_page_is_read_and_its_replacements_counted(encoding: str, damage: bytes) -> None:
    whole = (PLAIN + "\n") * 6
    kept = len(whole.replace("会", "", 1))
    data = whole.replace("会", "@", 1).encode(encoding).replace(b"@", damage)
    assert detect_encoding(data, is_whole=True) == encoding
    text, replaced_count = decode_text(data, encoding)
    assert 1 <= replaced_count <= 2
    assert text.count("\ufffd") == replaced_count
    assert len(text) - replaced_count in {kept, kept + 1}


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "iso2022_jp_ext"])
def test_what_is_damaged_all_over_is_noise(encoding: str) -> None:
    data = bytearray(PLAIN.encode(encoding) * 4)
    data[::5] = b"\xff" * len(data[::5])
    assert detect_encoding(bytes(data), is_whole=True) is None


def test_replacement_characters_of_the_page_itself_are_not_counted() -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le"):
        assert decode_text("一\ufffd二".encode(encoding), encoding) == ("一\ufffd二", 0)
