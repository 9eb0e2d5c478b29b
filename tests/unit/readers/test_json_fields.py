from __future__ import annotations

import pytest

from transforms.readers.json_fields import Fields, make_document
from transforms.records import DateBasis, Document

URL = "https://news.example.jp/2023/11/08"


def make(fields: Fields) -> Document:
    document = make_document({"text": "会談した。", **fields}, position=5, line_number=3)
    assert document is not None
    return document


def test_everything_a_record_says_of_itself_is_taken() -> None:
    fields: Fields = {
        "id": "a1",
        "url": URL,
        "site": "例の新聞",
        "title": "会談",
        "author": "山野",
        "categories": ["外交", "欧州"],
        "published_at": "2023-11-08T21:30:00+09:00",
    }
    assert make(fields) == Document(
        position=5,
        record_id="a1",
        text="会談した。",
        url=URL,
        site="例の新聞",
        title="会談",
        author="山野",
        categories=("外交", "欧州"),
        date_text="2023-11-08T21:30:00+09:00",
        date_basis=DateBasis.METADATA,
    )


def test_a_record_that_says_nothing_is_named_by_its_line() -> None:
    assert make({}) == Document(position=5, record_id="3", text="会談した。")


@pytest.mark.parametrize("key", ["text", "content", "raw_content", "contents", "body", "article"])
def test_the_text_stands_under_one_of_six_keys(key: str) -> None:
    document = make_document({key: "会談", "other": "x"}, position=0, line_number=1)
    assert document is not None
    assert document.text == "会談"


def test_an_empty_text_key_does_not_hide_the_next_one() -> None:
    document = make_document({"text": " ", "body": "会談"}, position=0, line_number=1)
    assert document is not None
    assert document.text == "会談"


@pytest.mark.parametrize(
    ("value", "record_id"),
    [
        ("a1", "a1"),
        (0, "0"),
        (12345678901234567890, "12345678901234567890"),
        (1.5, "1.5"),
        (1.2345678901234568e29, "3"),
        ("", "3"),
        (None, "3"),
        (True, "3"),
        (["a1"], "3"),
    ],
)
def test_the_record_is_named_by_its_id_else_by_its_line(value: object, record_id: str) -> None:
    assert make({"id": value}).record_id == record_id


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        ({"url": URL, "id": "https://other.example.jp/"}, URL),
        ({"id": URL, "metadata": {"url": "https://other.example.jp/"}}, URL),  # dolma
        ({"meta": {"url": URL}}, URL),  # RedPajama 1
        ({"warc_headers": {"warc-target-uri": URL}}, URL),  # OSCAR
        ({"id": "urn:uuid:1"}, None),
        ({"url": ["x"]}, None),
        ({"warc_headers": "x"}, None),
    ],
)
def test_the_address(fields: Fields, url: str | None) -> None:
    assert make(fields).url == url


@pytest.mark.parametrize(
    ("fields", "date_text", "basis"),
    [
        ({"published": "2023-11-08"}, "2023-11-08", DateBasis.METADATA),
        ({"timestamp": "2024-01-01T00:00:00Z"}, "2024-01-01T00:00:00Z", DateBasis.CRAWL),  # mC4
        ({"date": "2024-01-01"}, "2024-01-01", DateBasis.CRAWL),  # FineWeb
        ({"created": "2024-01-01", "added": "2024-02-02"}, "2024-01-01", DateBasis.CRAWL),  # dolma
        ({"warc_headers": {"warc-date": "2024-01-01T00:00:00Z"}}, "2024-01-01T00:00:00Z", DateBasis.CRAWL),
        ({"date": "2024-01-01", "datePublished": "2023-11-08"}, "2023-11-08", DateBasis.METADATA),
        (
            {"date": "2024-01-01", "metadata": {"published_at": "2023-11-08"}},
            "2023-11-08",
            DateBasis.METADATA,
        ),
        ({"posted_at": 1699446600}, "1699446600", DateBasis.METADATA),
        ({"published_at": None, "date": "2024-01-01"}, "2024-01-01", DateBasis.CRAWL),
        ({"published_at": ""}, None, DateBasis.NONE),
    ],
)
def test_a_crawlers_day_is_never_taken_for_the_posts_own(
    fields: Fields, date_text: str | None, basis: DateBasis
) -> None:
    document = make(fields)
    assert (document.date_text, document.date_basis) == (date_text, basis)


@pytest.mark.parametrize(
    ("fields", "categories"),
    [
        ({"tags": "外交"}, ("外交",)),
        ({"categories": ["外交"], "tags": ["欧州", "外交"]}, ("外交", "欧州")),
        ({"tags": ["外交", "", 7, None]}, ("外交",)),
        ({"categories": None}, ()),
        ({"metadata": {"categories": ["adult"]}}, ()),  # OSCAR's block lists are no categories
    ],
)
def test_categories_and_tags_are_one_list(fields: Fields, categories: tuple[str, ...]) -> None:
    assert make(fields).categories == categories


@pytest.mark.parametrize(
    ("author", "expected"),
    [("山野", "山野"), (["山野", "川瀬"], "山野, 川瀬"), ({"name": "山野"}, None), ([], None), ("", None)],
)
def test_several_authors_are_joined(author: object, expected: str | None) -> None:
    assert make({"author": author}).author == expected


def test_a_site_without_an_id_or_address_would_name_posts_by_their_lines() -> None:
    assert make({"domain": "example.jp"}).site is None
    assert make({"domain": "example.jp", "id": "a1"}).site == "example.jp"
    assert make({"metadata": {"source_domain": "example.jp"}, "url": URL}).site == "example.jp"
