"""What makes two documents one post, and what dates it."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from transforms.options import ParseOptions
from transforms.posts import make_post
from transforms.records import DateBasis, Document, Post

OPTIONS = ParseOptions()


def post(
    text: str = "市長は「直す」と述べた。", *, options: ParseOptions = OPTIONS, **fields: object
) -> Post:
    document = Document(position=0, record_id="1", text=text)._replace(**fields)
    return make_post(document, dump_id="d" * 16, source_uri="day.jsonl", options=options)[0]


def test_an_export_a_crawl_and_a_feed_give_one_post() -> None:
    export = post(url="https://blog.example/entry/2023/11/08/213000")
    crawl = post(
        "見出し\n市長は「直す」と述べた。", url="http://blog.example/entry/2023/11/08/213000?utm_source=x"
    )
    feed = post(url="https://blog.example/entry/2023/11/08/213000/", record_id="tag:blog.example,2013:1")
    assert export.post_id == crawl.post_id == feed.post_id
    assert {each.url for each in (export, crawl, feed)} == {"https://blog.example/entry/2023/11/08/213000"}
    assert crawl.text_sha256 != export.text_sha256


def test_sister_hosts_give_one_post_when_told_so() -> None:
    told = ParseOptions(sister_hosts={"a.hatenadiary.jp": "a.hatenablog.com"})
    addresses = ("https://a.hatenadiary.jp/entry/1", "https://a.hatenablog.com/entry/1")
    assert len({post(url=url).post_id for url in addresses}) == 2
    assert len({post(url=url, options=told).post_id for url in addresses}) == 1
    assert (
        len({post(site=site, options=told).post_id for site in ("a.hatenadiary.jp", "a.hatenablog.com")}) == 1
    )


def test_without_an_address_site_and_id_or_the_text_identify() -> None:
    assert post(site="みどり日記").post_id == post("別の文。", site="みどり日記").post_id
    assert post(site="みどり日記").post_id != post(site="みどり日記", record_id="2").post_id
    assert post().post_id == post(record_id="2").post_id != post("別の文。").post_id
    assert post(url="mailto:nobody", site="みどり日記").post_id == post(site="みどり日記").post_id


def test_the_zone_of_the_options_is_taken_and_stored() -> None:
    options = ParseOptions(zone=ZoneInfo("Europe/Berlin"))
    found = post(date_text="2023-11-08T21:05:00", date_basis=DateBasis.METADATA, options=options)
    assert found.published_at == dt.datetime(2023, 11, 8, 20, 5, tzinfo=dt.UTC)
    assert (found.posted_date, found.assumed_time_zone) == (dt.date(2023, 11, 9), "Europe/Berlin")
    stated = post(date_text="2023-11-08T21:05:00+09:00", date_basis=DateBasis.METADATA, options=options)
    assert (stated.posted_date, stated.assumed_time_zone) == (dt.date(2023, 11, 8), None)


EMBED = "港を開きます。\n— 青浜市 (@aohama) November 7, 2023"


def test_a_printed_day_is_utcs_and_counts_as_it_is() -> None:
    found = post(EMBED)
    assert (found.posted_date, found.date_basis) == (dt.date(2023, 11, 7), DateBasis.EMBED)


def test_an_embed_whose_instant_is_known_gives_its_day_in_tokyo() -> None:
    # 2023-11-07T20:00:00Z
    status = f"https://twitter.com/aohama/status/{(1699387200000 - 1288834974657) << 22}"
    assert post(EMBED, status_urls=(status,)).posted_date == dt.date(2023, 11, 8)


def test_a_record_named_by_an_address_keeps_its_identity_and_not_the_address() -> None:
    first, second = (post(site="list.example", record_id=f"<{name}@example.org>") for name in ("a", "b"))
    assert first.record_id == second.record_id == "<[e-mail]>"
    assert first.post_id != second.post_id


def test_mail_addresses_stand_in_no_column_beside_the_text() -> None:
    url = "https://blog.example/a?from=taro@example.org"
    found = post("連絡はtaro@example.orgへ。", url=url, categories=("taro@example.org", "外交"))
    assert (found.url, found.site, found.categories) == (
        "https://blog.example/[e-mail]", "blog.example", ("[e-mail]", "外交"),
    )  # fmt: skip
    assert found.post_id != post(url=url.replace("taro", "jiro")).post_id
    assert post(site="taro@example.org").site == "[e-mail]"
    assert "taro@example.org" in found.text
