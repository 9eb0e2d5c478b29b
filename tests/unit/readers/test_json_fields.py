from __future__ import annotations

import pytest

from transforms.readers.json_fields import Fields, make_document
from transforms.records import DateBasis, Document, LeftOut, LeftOutReason

URL = "https://news.example.jp/2023/11/08"


def make(fields: Fields) -> Document:
    document = make_document({"text": "会談した。", **fields}, position=5, line_number=3)
    assert isinstance(document, Document)
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


@pytest.mark.parametrize(
    "key", ["text", "content", "raw_content", "contents", "body", "article", "maintext", "articleBody"]
)
def test_the_text_stands_under_one_of_eight_keys(key: str) -> None:
    document = make_document({key: "会談", "other": "x"}, position=0, line_number=1)
    assert isinstance(document, Document)
    assert document.text == "会談"


@pytest.mark.parametrize("key", ["meta", "metadata"])
def test_what_is_said_of_a_record_may_be_json_inside_a_string(key: str) -> None:
    document = make({key: f'{{"url": "{URL}", "date_download": "2023-11-09T00:00:00Z"}}'})
    assert (document.url, document.date_basis) == (URL, DateBasis.CRAWL)
    assert make({key: "{'url': "}).url is None


@pytest.mark.parametrize("key", ["id", "doc_id", "document_id"])
def test_a_record_is_named_by_its_own_id(key: str) -> None:
    assert make({key: "a1"}).record_id == "a1"


@pytest.mark.parametrize(
    "author", [{"@type": "Person", "name": "山野"}, [{"name": "山野"}], ["山野"], "山野"]
)
def test_an_author_may_be_a_thing_with_a_name(author: object) -> None:
    assert make({"author": author}).author == "山野"


def test_an_empty_text_key_does_not_hide_the_next_one() -> None:
    document = make_document({"text": " ", "body": "会談"}, position=0, line_number=1)
    assert isinstance(document, Document)
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
    [("山野", "山野"), (["山野", "川瀬"], "山野, 川瀬"), ({"url": "x"}, None), ([], None), ("", None)],
)
def test_several_authors_are_joined(author: object, expected: str | None) -> None:
    assert make({"author": author}).author == expected


def test_a_site_without_an_id_or_address_would_name_posts_by_their_lines() -> None:
    assert make({"domain": "example.jp"}).site is None
    assert make({"domain": "example.jp", "id": "a1"}).site == "example.jp"
    assert make({"metadata": {"source_domain": "example.jp"}, "url": URL}).site == "example.jp"


WORDPRESS: Fields = {
    "id": 5,
    "date": "2023-11-08T21:30:00",
    "date_gmt": "2023-11-08T12:30:00",
    "status": "publish",
    "link": URL,
    "title": {"rendered": "会談 &#8211; 二日目"},
    "content": {
        "rendered": "<p>首相は<b>「対話を」</b>と述べた。</p>\n<p>#外交(首相)</p>",
        "protected": False,
    },
    "excerpt": {"rendered": "<p>首相は</p>"},
}


def test_a_post_of_wordpress_is_taken_out_of_its_html() -> None:
    document = make_document(WORDPRESS, position=0, line_number=1)
    assert isinstance(document, Document)
    assert document.text == "首相は「対話を」と述べた。\n#外交(首相)"
    assert (document.title, document.url, document.record_id) == ("会談 – 二日目", URL, "5")
    assert (document.date_text, document.date_basis) == ("2023-11-08T12:30:00Z", DateBasis.METADATA)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"status": "draft"}, LeftOutReason.DRAFT),
        ({"status": "Pending"}, LeftOutReason.DRAFT),
        ({"status": "future"}, LeftOutReason.DRAFT),
        ({"draft": True}, LeftOutReason.DRAFT),
        ({"status": "private"}, LeftOutReason.PRIVATE),
        ({"status": "trash"}, LeftOutReason.TRASHED),
        ({"content": {"rendered": "", "protected": True}}, LeftOutReason.PASSWORD),
    ],
)
def test_a_record_that_says_it_is_not_public_is_left_out(fields: Fields, reason: LeftOutReason) -> None:
    assert make_document({"text": "会談した。", **fields}, position=5, line_number=3) == LeftOut(5, reason)


@pytest.mark.parametrize(
    "fields", [{"status": "publish"}, {"status": 200}, {"draft": False}, {"draft": "第一"}]
)
def test_any_other_status_is_public(fields: Fields) -> None:
    assert make(fields).text == "会談した。"


CORPORA: dict[str, tuple[Fields, str | None, tuple[str | None, DateBasis]]] = {
    "CC-100": ({}, None, (None, DateBasis.NONE)),
    "mC4": (
        {"timestamp": "2019-04-25T12:57:54Z", "url": URL},
        URL,
        ("2019-04-25T12:57:54Z", DateBasis.CRAWL),
    ),
    "OSCAR 22.01": (
        {"warc_headers": {"warc-date": "2021-09-16T22:03:51Z", "warc-target-uri": URL}, "metadata": {}},
        URL,
        ("2021-09-16T22:03:51Z", DateBasis.CRAWL),
    ),
    "OSCAR 23.01": (
        {"meta": {"warc_headers": {"warc-date": "2021-09-16T22:03:51Z", "warc-target-uri": URL}}},
        URL,
        ("2021-09-16T22:03:51Z", DateBasis.CRAWL),
    ),
    "HPLT": (
        {"u": URL, "ts": "2021-09-16T22:03:51Z", "f": "a.warc.gz"},
        URL,
        ("2021-09-16T22:03:51Z", DateBasis.CRAWL),
    ),
    "CC-News": (
        {"url": URL, "date_publish": "2023-11-08 21:30:00", "date_download": "2023-11-10 00:00:00"},
        URL,
        ("2023-11-08 21:30:00", DateBasis.METADATA),
    ),
    "schema.org": (
        {"headline": "会談", "url": URL, "datePublished": "2023-11-08T21:30:00+09:00"},
        URL,
        ("2023-11-08T21:30:00+09:00", DateBasis.METADATA),
    ),
}


@pytest.mark.parametrize("corpus", CORPORA)
def test_address_and_date_are_found_in_every_corpus(corpus: str) -> None:
    fields, url, date = CORPORA[corpus]
    document = make(fields)
    assert (document.url, (document.date_text, document.date_basis)) == (url, date)
