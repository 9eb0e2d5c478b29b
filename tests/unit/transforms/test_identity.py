"""Ids of rows: stable, and of all their parts."""

from __future__ import annotations

import re

import pytest

from transforms.identity import hash_text, identify_post, make_id
from transforms.records import Document


def test_an_id_is_sixteen_hexadecimal_characters_and_the_same_everywhere() -> None:
    assert make_id("quote", "0d3085f259457f4a", 12, 34, "direct") == "922b92473ff7a9ee"
    assert re.fullmatch("[0-9a-f]{16}", make_id())


@pytest.mark.parametrize(
    ("parts", "others"),
    [(("a", "b"), ("ab",)), (("a", "b"), ("b", "a")), (("a", ""), ("a",)), ((1, 23), (12, 3))],
)
def test_where_one_part_ends_counts(parts: tuple[object, ...], others: tuple[object, ...]) -> None:
    assert make_id(*parts) != make_id(*others)


def test_a_text_is_hashed_as_utf_8() -> None:
    assert hash_text("橋") == "c2995d6958268e93f5a9c7209716568a49634485a970edb4659deda70f014f5a"


def test_the_best_evidence_identifies_a_post() -> None:
    document = Document(position=0, record_id="1", text="橋")
    by_url = identify_post(document, "https://blog.example/1", "blog.example", "f" * 64)
    by_site = identify_post(document, None, "blog.example", "f" * 64)
    by_text = identify_post(document, None, None, "f" * 64)
    assert (by_url, by_site, by_text) == (
        make_id("post", "https://blog.example/1"),
        make_id("post", "blog.example", "1"),
        make_id("post", "f" * 64),
    )
