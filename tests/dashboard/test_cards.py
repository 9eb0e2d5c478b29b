"""Quotes as HTML: whatever stands in a post is shown and never run."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from dashboards.app.cards import render_quotes
from dashboards.app.words import Language

from .injections import INJECTIONS

OURS = {"style", "article", "p", "mark", "span", "a"}

ROW = {
    "posted_date": None,
    "actor_id": "0" * 16,
    "actor": "鳥羽瀬",
    "speaker": "鳥羽瀬市長",
    "via_actor": None,
    "via": None,
    "topic": "青浜航路",
    "text": "秋までに航路を再開したい",
    "form": "direct",
    "evidence": "before",
    "confidence": 0.95,
    "record_id": "a",
    "url": "https://example.org/a",
    "title": "航路",
    "text_before": "市長は「",
    "text_after": "」と述べた。",
}


class Tags(HTMLParser):
    """The tags and attributes a browser would see."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_the_quote_is_marked_in_its_paragraph() -> None:
    page = render_quotes([ROW], Language.JA)
    assert "市長は「<mark>秋までに航路を再開したい</mark>」と述べた。" in page
    assert "/speakers?speaker=0000000000000000&amp;lang=ja" in page


@pytest.mark.parametrize(
    "place", ["actor", "speaker", "via", "topic", "text", "title", "text_before", "text_after"]
)
@pytest.mark.parametrize("words", INJECTIONS)
def test_no_text_becomes_a_tag(words: str, place: str) -> None:
    whole, plain = (Tags(render_quotes([{**ROW, place: text}], Language.EN)).tags for text in (words, "x"))
    assert whole == plain


@pytest.mark.parametrize(
    "address", [*INJECTIONS, "//example.org", "data:text/html,x", "https://", "http://[", None]
)
def test_no_other_address_becomes_a_link(address: str | None) -> None:
    tags = Tags(render_quotes([{**ROW, "url": address}], Language.EN)).tags
    assert {tag for tag, _ in tags} <= OURS
    assert [attributes["href"] for tag, attributes in tags if tag == "a"] == [
        "/speakers?speaker=0000000000000000&lang=en"
    ]
