from __future__ import annotations

import json
from pathlib import Path

import pytest

from transforms.readers import read_dump
from transforms.records import DateBasis, Document, LeftOut, LeftOutReason, Reject, RejectReason

SHARED = Path(__file__).parents[4] / "shared" / "dumps" / "twitter_archive"
TWEET = {
    "id_str": "1721863990000000001",
    "created_at": "Tue Nov 07 12:30:05 +0000 2023",
    "full_text": "#NATO(山野首相「対話を」) &amp; https://t.co/abc https://t.co/abcd https://t.co/pic",
    "retweeted": False,
    "entities": {
        "urls": [
            {"url": "https://t.co/abc", "expanded_url": "https://example.org/1?a=1&lt=2"},
            {"url": "https://t.co/abcd", "expanded_url": "https://example.org/2"},
        ]
    },
}
NOTE = {
    "noteTweetId": "1721863990000000009",
    "createdAt": "2023-11-07T12:30:05.000Z",
    "core": {
        "text": "長い投稿。https://t.co/long",
        "urls": [{"shortUrl": "https://t.co/long", "expandedUrl": "https://example.org/long"}],
    },
}


def read(folder: Path, script: str) -> list[Document | Reject | LeftOut]:
    path = folder / "tweets.js"
    path.write_text(script, encoding="utf-8")
    with read_dump(path, name="tweets.js") as dump:
        assert (dump.format, dump.encoding) == ("x_archive", "utf-8")
        return list(dump.records())


def write_script(elements: list[object], *, name: str = "window.YTD.tweets.part0") -> str:
    return f"{name} = {json.dumps(elements, ensure_ascii=False, indent=2)}"


def test_a_tweet_is_given_as_its_readers_see_it(tmp_path: Path) -> None:
    script = write_script([{"tweet": TWEET}])
    (document,) = read(tmp_path, script)
    assert document == Document(
        position=script.encode().index(b'{\n    "tweet"'),
        record_id="1721863990000000001",
        text=(
            "#NATO(山野首相「対話を」) & https://example.org/1?a=1&lt=2 https://example.org/2 https://t.co/pic"
        ),
        url="https://twitter.com/i/web/status/1721863990000000001",
        date_text="2023-11-07T12:30:05+00:00",
        date_basis=DateBasis.METADATA,
    )


@pytest.mark.parametrize(
    ("element", "handle"),
    [
        ({**TWEET, "user": {"screen_name": "clip_note"}}, "clip_note"),
        (
            {
                **TWEET,
                "extended_entities": {
                    "media": [
                        {
                            "url": "https://t.co/pic",
                            "expanded_url": "https://twitter.com/clip_note/status/1721863990000000001/photo/1",
                        }
                    ]
                },
            },
            "clip_note",
        ),
        (
            {
                **TWEET,
                "entities": {
                    "media": [
                        {
                            "url": "https://t.co/pic",
                            "expanded_url": "https://twitter.com/other/status/1721863990000000000/photo/1",
                        }
                    ]
                },
            },
            None,
        ),
    ],
)
def test_the_account_is_taken_from_what_is_its_own(
    tmp_path: Path, element: dict[str, object], handle: str | None
) -> None:
    (document,) = read(tmp_path, write_script([{"tweet": element}]))
    assert isinstance(document, Document)
    assert document.author == handle
    assert document.url == f"https://twitter.com/{handle or 'i/web'}/status/1721863990000000001"


def test_a_note_has_an_id_of_its_own_and_no_address(tmp_path: Path) -> None:
    (document,) = read(tmp_path, write_script([{"noteTweet": NOTE}], name="window.YTD.note_tweet.part0"))
    assert isinstance(document, Document)
    assert (document.record_id, document.url, document.site) == ("1721863990000000009", None, "twitter.com")
    assert document.text == "長い投稿。https://example.org/long"
    assert document.date_text == "2023-11-07T12:30:05.000Z"


@pytest.mark.parametrize(
    "name", ["window.YTD.tweet.part0", "window.YTD.tweets.part12", "Grailbird.data.tweets_2017_11"]
)
def test_older_archives_have_bare_tweets(tmp_path: Path, name: str) -> None:
    tweet = {"id": 20, "text": "会談した。", "created_at": "2017-11-07 12:30:05 +0000"}
    (document,) = read(tmp_path, write_script([tweet], name=name))
    assert isinstance(document, Document)
    assert (document.record_id, document.text) == ("20", "会談した。")
    assert document.date_text == "2017-11-07 12:30:05 +0000"


@pytest.mark.parametrize(
    "tweet",
    [
        {**TWEET, "full_text": "RT @yamano_k: 会談は続く。"},
        {**TWEET, "retweeted": True},
        {**TWEET, "retweeted_status": {"id_str": "1"}},
    ],
)
def test_somebody_elses_tweet_is_no_post(tmp_path: Path, tweet: dict[str, object]) -> None:
    (record,) = read(tmp_path, write_script([{"tweet": tweet}]))
    assert isinstance(record, LeftOut)
    assert record.reason is LeftOutReason.NOT_A_POST


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("deleted_tweets", LeftOutReason.TRASHED),
        ("direct_messages", LeftOutReason.PRIVATE),
        ("direct_messages_group", LeftOutReason.PRIVATE),
        ("like", LeftOutReason.NOT_A_POST),
        ("tweet_headers", LeftOutReason.NOT_A_POST),
        ("account", LeftOutReason.NOT_A_POST),
    ],
)
def test_nothing_is_kept_of_other_lists_even_if_damaged(
    tmp_path: Path, kind: str, reason: LeftOutReason
) -> None:
    script = f'window.YTD.{kind}.part0 = [{{"text": "秘密"}}, {{"text": "秘密" 1}}, {{"text": "秘'
    *records, last = read(tmp_path, script)
    assert [(type(record), record.reason) for record in records] == [(LeftOut, reason)] * 2
    assert isinstance(last, LeftOut)


def test_a_list_cut_between_two_tweets_is_noticed(tmp_path: Path) -> None:
    document, cut = read(tmp_path, write_script([{"tweet": TWEET}]).rstrip("\n]") + ",\n")
    assert isinstance(document, Document)
    assert isinstance(cut, Reject)
    assert (cut.reason, cut.raw) == (RejectReason.CUT, b"")


BROKEN = [
    ({"tweet": {"id_str": "1"}}, RejectReason.NO_TEXT),
    ({"tweet": {"id_str": "1", "full_text": " "}}, RejectReason.NO_TEXT),
    ({"tweet": []}, RejectReason.NO_TEXT),
    ({"tweet": {"full_text": 7.5, "entities": {"urls": {"url": 1}}}}, RejectReason.NO_TEXT),
    ({"noteTweet": {"core": "x"}}, RejectReason.NO_TEXT),
    (7, RejectReason.NOT_AN_OBJECT),
]


@pytest.mark.parametrize(("element", "reason"), BROKEN)
def test_an_element_of_another_shape_is_rejected(
    tmp_path: Path, element: object, reason: RejectReason
) -> None:
    reject, document = read(tmp_path, write_script([element, {"tweet": TWEET}]) + ";\n")
    assert isinstance(reject, Reject)
    assert reject.reason is reason
    assert isinstance(document, Document)


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no real dumps at {SHARED}")
def test_a_real_list_of_no_notes_is_empty() -> None:
    with read_dump(SHARED / "milahu_note-tweet.js", name="note-tweet.js") as dump:
        assert (dump.format, list(dump.records())) == ("x_archive", [])
