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
    "UTF-16 without its mark": PLAIN.encode("utf-16-le"),
    "Latin-1, which cp932 would turn into kanji": "Die Gespräche dauern an".encode("latin-1"),
    "every byte above ASCII": bytes(range(0x80, 0x100)) * 10,
    "EUC-JP and cp932 in one file": PLAIN.encode("euc_jp") + PLAIN.encode("cp932"),
}


@pytest.mark.parametrize("kind", NOISE)
def test_noise_has_no_encoding(kind: str) -> None:
    assert detect_encoding(NOISE[kind], is_whole=True) is None


def test_a_damaged_page_is_read_and_its_replacements_counted() -> None:
    data = (PLAIN * 3).encode()
    damaged = data.replace("会".encode(), b"\xe4\xbc", 1)
    assert detect_encoding(damaged, is_whole=True) == "utf-8"
    text, replaced_count = decode_text(damaged, "utf-8")
    assert replaced_count == 1
    assert text == (PLAIN * 3).replace("会", "\ufffd", 1)


def test_replacement_characters_of_the_page_itself_are_not_counted() -> None:
    assert decode_text("一\ufffd二".encode(), "utf-8").replaced_count == 0
