from __future__ import annotations

import json
import re
import time

import pytest

from transforms.readers.masking import mask_addresses, mask_bytes
from transforms.readers.rejecting import reject_record
from transforms.records import RejectReason

MASKED = [
    ("taro@example.org", "[e-mail]"),
    ("連絡はtaro.yamano+news@mail.example.co.jpまで。", "連絡は[e-mail]まで。"),
    ('<a href="mailto:taro@example.org">', '<a href="mailto:[e-mail]">'),
    ("mailto:taro%40example.org?subject=x", "mailto:[e-mail]?subject=x"),
    ("taro&#64;example.org taro&#x40;example.org taro&commat;example.org", "[e-mail] [e-mail] [e-mail]"),
    (r'{"from": "taro\u0040example.org"}', '{"from": "[e-mail]"}'),
    ("太郎@例え.jp", "[e-mail]"),
    ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "[e-mail]"),
    ("taro@[192.0.2.7]", "[e-mail]"),
    ("EMAIL: taro@example.org\nIP: 192.0.2.7\n", "EMAIL: [e-mail]\nIP: [IP]\n"),
    ("taro@example.org,hanako@example.org", "[e-mail],[e-mail]"),
    ("taro@hanako@example.org", "taro@[e-mail]"),
    ("cut off taro@exam", "cut off [e-mail]"),
    ("cut off taro@", "cut off [e-mail]"),
    ("発信元192.0.2.7から", "発信元[IP]から"),
    ("192.0.2.7:8080/24", "[IP]:8080/24"),
    ("１９２．０．２．７", "[IP]"),
    ("cut off 192.0.2", "cut off [IP]"),
    ("2001:db8:85a3:8d3:1319:8a2e:370:7348", "[IP]"),
    ("発信元2001:db8::7から", "発信元[IP]から"),
    ("[2001:DB8::7]:443", "[[IP]]:443"),
    ("fe80::1%eth0 ::1 2001:db8::", "[IP]%eth0 [IP] [IP]"),
    ("::ffff:192.0.2.7", "[IP]"),
    ("cut off 2001:db8:85a3:8d3", "cut off [IP]"),
    ("cut off 2001:db8:85a3:8d3:13", "cut off [IP]"),
]
KEPT = [
    "会談 12:30:45 に 2023.11.08",
    "— 山野 (@yamano) November 8, 2023",
    "@yamano 氏",
    "山野@官邸で会談",
    "std::vector<int> :: と 1:2",
    "比は 10:20:30:40 で",
    "3.14 と 1.2.3 版",
    "&#65;&#66; %41",
]


@pytest.mark.parametrize(("text", "masked"), MASKED)
def test_addresses_are_masked(text: str, masked: str) -> None:
    assert mask_addresses(text) == masked
    assert mask_addresses(masked) == masked


@pytest.mark.parametrize("text", KEPT)
def test_what_is_no_address_is_kept(text: str) -> None:
    assert mask_addresses(text) == text
    assert mask_bytes(text.encode(), "utf-8") == text.encode()


TEXT = "山野首相は「対話を」と述べた。連絡は taro@example.org、192.0.2.7 と 2001:db8::7 から。"
PERSONAL = re.compile(r"taro|example|192|db8")
ENCODINGS = ["utf-8", "utf-8-sig", "cp932", "euc_jp", "iso2022_jp_ext", "utf-16", "utf-16-le", "utf-16-be"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_reject_carries_no_address_in_any_encoding(encoding: str) -> None:
    reject = reject_record(0, RejectReason.BAD_RECORD, TEXT.encode(encoding), encoding=encoding)
    assert reject.excerpt == "山野首相は「対話を」と述べた。連絡は [e-mail]、[IP] と [IP] から。"
    assert reject.raw.decode(encoding) == reject.excerpt


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_reject_carries_no_address_where_the_encoding_is_not_told(encoding: str) -> None:
    reject = reject_record(0, RejectReason.BAD_RECORD, TEXT.encode(encoding))
    assert not PERSONAL.search(reject.excerpt)
    assert not PERSONAL.search(reject.raw.replace(b"\0", b"").decode("latin-1"))


def test_an_address_is_masked_wherever_the_excerpt_and_the_raw_bytes_end() -> None:
    for before in [*range(150, 210), *range(4050, 4100)]:
        record = (
            b"x" * (before - 1) + b" taro.yamano@mail.example.org 192.0.2.77 2001:db8:85a3::8a2e:370:7348"
        )
        for held in (record, record[:4096]):
            reject = reject_record(0, RejectReason.BAD_JSON, held)
            for shown in (reject.excerpt, reject.raw.decode()):
                assert not re.search(r"@|192\.0\.2|85a3", shown), (before, shown[-80:])


def test_bytes_that_cannot_be_decoded_are_kept_or_written_out() -> None:
    assert mask_bytes(b"\xff\x00x", "utf-8") == b"\xff\x00x"
    assert mask_bytes(b"\xff\x00x taro@example.org", "utf-8") == b"<ff>x [e-mail]"


@pytest.mark.parametrize("piece", ["a.", "@", "a@", "1.", "a:", ":", "1:", "%40", "&#64;", "あ@", "@."])
def test_masking_takes_time_by_length_only(piece: str) -> None:
    started = time.perf_counter()
    mask_addresses(piece * 5000)
    assert time.perf_counter() - started < 1


def test_json_escapes_of_a_reject_stay_readable() -> None:
    record = json.dumps({"text": None, "from": "taro@example.org"}).encode()
    assert reject_record(0, RejectReason.NO_TEXT, record).excerpt == '{"text": null, "from": "[e-mail]"}'
