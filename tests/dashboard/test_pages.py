"""The pages without a browser: each renders, its numbers equal SQL, filters narrow, addresses restore."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

pytest.importorskip("streamlit", reason="the dashboard is not installed: make dashboard-setup")

from streamlit.testing.v1 import AppTest

from dashboards.app.nights import open_night
from dashboards.app.shell import VIEWS
from dashboards.app.words import Language, say

from .conftest import Ask

pytestmark = pytest.mark.slow

PAGE_SECONDS = 300
"""How long a page may take on a machine with other work; no test waits that long but one that fails."""

TITLES = {name: {language: say(name, language) for language in Language} for name in VIEWS}
WITHIN = "posts.date_basis not in ('crawl', 'none') and posts.posted_date between ? and ?"


def script(root: str, page: str) -> None:
    from pathlib import Path

    from dashboards.app.shell import show_app, show_page

    if page:
        show_page(page, Path(root), {})
    else:
        show_app(Path(root))


def open_page(root: Path, page: str = "", **query: str) -> AppTest:
    app = AppTest.from_function(script, args=(str(root), page), default_timeout=PAGE_SECONDS)
    app.query_params.update(query)
    return app.run()


def metrics(app: AppTest) -> dict[str, str]:
    return {each.label: each.value for each in app.metric}


def in_numbers(words: str) -> int:
    return int(words.split()[0].replace(",", ""))


def found(app: AppTest) -> int:
    """The number of quotes that the page says it found (English)."""
    return next(in_numbers(each.value) for each in app.subheader if each.value.endswith("quotes"))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("page", VIEWS)
def test_every_page_renders_in_both_languages(samples: Path, page: str, language: Language) -> None:
    app = open_page(samples, page, lang=language)
    assert not app.exception
    assert not app.error
    assert [each.value for each in app.title] == [TITLES[page][language]]


def test_the_first_page_is_today_with_the_menu_around_it(samples: Path) -> None:
    app = open_page(samples, lang="en")
    assert not app.exception
    assert [each.value for each in app.title] == ["Today"]
    assert any(
        each.value.startswith("snapshot 1, published 2024-08-01 12:00") for each in app.sidebar.caption
    )


@pytest.mark.parametrize(("day", "since", "until"), [("2024-06-16", "2024-06-10", "2024-06-16")])
def test_the_headline_equals_sql(samples: Path, ask: Ask, day: str, since: str, until: str) -> None:
    shown = metrics(open_page(samples, "today", lang="en", day=day))
    days = (dt.date.fromisoformat(since), dt.date.fromisoformat(until))
    assert in_numbers(shown["posts"]) == ask(f"select count(*) from posts where {WITHIN}", *days)
    assert in_numbers(shown["quotes"]) == ask(
        f"select count(*) from quotes semi join posts on quotes.post_id = posts.post_id and {WITHIN}", *days
    )
    assert in_numbers(shown["topics"]) == ask(
        "select count(distinct topic_id) from topic_mentions semi join posts "
        f"on topic_mentions.post_id = posts.post_id and {WITHIN} where label is not null",
        *days,
    )
    speakers = "select unnest(list_append(coalesce(co_actor_ids, []), actor_id)) as speaker_id from quotes"
    assert in_numbers(shown["speakers"]) == ask(
        f"select count(distinct speaker_id) from ({speakers} semi join posts "
        f"on quotes.post_id = posts.post_id and {WITHIN})",
        *days,
    )


@pytest.mark.parametrize("language", Language)
def test_a_day_is_less_than_its_week(samples: Path, language: Language) -> None:
    week, day = (
        metrics(open_page(samples, "today", lang=language, day="2024-06-16", period=period))
        for period in ("week", "day")
    )
    label = say("quotes_unit", language)
    assert 0 < in_numbers(day[label]) < in_numbers(week[label])


def test_a_choice_stands_in_the_address_as_a_code(samples: Path) -> None:
    app = open_page(samples, "quotes", lang="ja")
    app.selectbox(key="form").set_value("nested").run()
    assert app.query_params["form"] == "nested"
    app.selectbox(key="form").set_value("").run()
    assert "form" not in app.query_params


def test_a_topic_and_a_speaker_are_chosen_on_the_page(samples: Path, ask: Ask) -> None:
    topic_id = ask("select topic_id from dim_topic where topic = '熊対策'")
    app = open_page(samples, "quotes", lang="ja")
    app.selectbox(key="topic_filter").set_value(topic_id).run()
    assert app.query_params["topic"] == topic_id
    count = ask("select count(*) from quotes where topic = '熊対策'")
    assert f"{count:,} 件の発言" in [each.value for each in app.subheader]
    speaker = app.selectbox(key="speaker_filter").options
    assert len(speaker) > 10
    assert not app.exception


def test_an_address_restores_its_topic(samples: Path, ask: Ask) -> None:
    topic_id = ask("select topic_id from dim_topic where topic = '熊対策'")
    app = open_page(samples, "topics", lang="en", topic=topic_id)
    assert app.selectbox[0].value == topic_id
    assert in_numbers(metrics(app)["posts"]) == ask(
        "select post_count from dim_topic where topic_id = ?", topic_id
    )


def test_an_address_restores_its_pair(samples: Path, ask: Ask) -> None:
    one, other = (
        ask(f"select arg_max(actor_id_{side}, co_mention_count) from actor_network_edges where unit = 'note'")
        for side in "ab"
    )
    app = open_page(samples, "network", lang="en", pair=f"{one}-{other}")
    assert [each.value for each in app.subheader][-1] == "Quotes of the two"
    names = [ask("select actor from dim_actor where actor_id = ?", each) for each in (one, other)]
    assert app.text[-1].value == " – ".join(names)


@pytest.mark.parametrize("wanted", ["", "0" * 16, "x-y"])
def test_an_address_of_no_pair_shows_none(samples: Path, wanted: str) -> None:
    app = open_page(samples, "network", lang="en", pair=wanted)
    assert not app.exception
    assert [each.value for each in app.subheader] == ["Pairs"]


@pytest.mark.parametrize("wanted", ["0" * 16, "' or true --", "<script>", ""])
def test_an_address_of_no_topic_shows_the_first(samples: Path, ask: Ask, wanted: str) -> None:
    app = open_page(samples, "topics", lang="en", topic=wanted)
    assert not app.exception
    assert app.selectbox[0].value == ask("select arg_min(topic_id, (-post_count, topic_id)) from dim_topic")


def test_a_search_narrows_the_names(samples: Path) -> None:
    app = open_page(samples, "topics", lang="ja")
    app.text_input[0].set_value("熊").run()
    assert app.selectbox[0].options == ["熊対策  (44)"]
    app.text_input[0].set_value("どこにもない話題").run()
    assert not app.exception
    assert [each.value for each in app.info] == ["該当するものがありません。"]


def test_a_speaker_has_the_quotes_of_the_table(samples: Path, ask: Ask) -> None:
    actor_id = ask("select arg_max(actor_id, quote_count) from dim_actor")
    shown = metrics(open_page(samples, "speakers", lang="en", speaker=actor_id))
    assert in_numbers(shown["quotes"]) == ask(
        "select quote_count from dim_actor where actor_id = ?", actor_id
    )


def test_the_timeline_has_the_copies_of_the_most_repeated_statement(samples: Path, ask: Ask) -> None:
    actor_id = ask("select arg_max(actor_id, copy_count) from utterances where actor_id is not null")
    night = open_night(samples)
    assert night is not None
    marks = night.ask("speaker_timeline", actor_id=actor_id, row_limit=1).to_pylist()
    assert sum(mark["quote_count"] for mark in marks) == ask(
        "select count(*) from quotes semi join quote_utterances as said "
        "on quotes.quote_id = said.quote_id and said.utterance_id = ? where posted_date is not null",
        marks[0]["utterance_id"],
    )
    shown = [each.value for each in open_page(samples, "speakers", lang="en", speaker=actor_id).subheader]
    assert "How statements were repeated" in shown


FILTERS = [
    ({"words": "航路 再開"}, "contains(text, '航路') and contains(text, '再開')"),
    ({"words": "ＥＵ"}, "contains(lower(text), 'eu') or contains(text, 'ＥＵ')"),
    ({"since": "2024-06-10", "until": "2024-06-12"}, "posted_date between '2024-06-10' and '2024-06-12'"),
    ({"outlet": "nhk"}, "via_actor = 'NHK' or url ilike '%nhk%'"),
    ({"confidence": "0.9"}, "confidence >= 0.9"),
    ({"form": "reported"}, "form = 'reported'"),
    ({"kind": "media", "lang": "en"}, "actor_kind = 'media'"),
]


@pytest.mark.parametrize(
    ("query", "where"), FILTERS, ids=lambda each: "-".join(each) if isinstance(each, dict) else ""
)
def test_a_filter_of_the_address_narrows_to_what_sql_finds(
    samples: Path, ask: Ask, query: dict[str, str], where: str
) -> None:
    count = found(open_page(samples, "quotes", **{"lang": "en", **query}))
    assert count == ask(f"select count(*) from quotes where {where}")
    assert 0 < count < ask("select count(*) from quotes")


@pytest.mark.parametrize(
    "words", ["航路 再開", "ＥＵ", "eu", "１", "3 便", "NHK", "（", "3.", "\\", "[a]", "・"]
)
def test_a_search_finds_what_the_macro_finds(samples: Path, ask: Ask, words: str) -> None:
    counted = ask("select count(*) from search_quotes(?)", words)
    assert found(open_page(samples, "quotes", lang="en", words=words)) == counted


@pytest.mark.parametrize(
    ("key", "value", "column"), [("form", "reported", "form"), ("kind", "media", "actor_kind")]
)
def test_a_choice_narrows_to_what_sql_finds(
    samples: Path, ask: Ask, key: str, value: str, column: str
) -> None:
    app = open_page(samples, "quotes", lang="en")
    assert found(app) == ask("select count(*) from quotes")
    app.selectbox(key=key).set_value(value).run()
    assert found(app) == ask(f"select count(*) from quotes where {column} = ?", value) > 0


def test_no_quote_says_so_and_offers_no_file(samples: Path) -> None:
    app = open_page(samples, "quotes", lang="en", words="存在しない言葉")
    assert [each.value for each in app.info] == ["No quote fits. Loosen the filters."]
    assert not app.get("download_button")


def test_the_pipeline_balances(samples: Path, ask: Ask) -> None:
    shown = {
        name: in_numbers(value) for name, value in metrics(open_page(samples, "pipeline", lang="en")).items()
    }
    assert shown["dumps"] == ask("select count(*) from dumps")
    assert shown["records"] == shown["posts"] + shown["duplicates"] + shown["rejected"]


def test_nothing_published_is_said(tmp_path: Path) -> None:
    app = open_page(tmp_path, "quotes", lang="en")
    assert not app.exception
    assert [each.value for each in app.info] == ["Nothing was published yet. Run `hatsugen run` first."]


def test_a_damaged_warehouse_is_said_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "current").symlink_to("snapshots/00000007")
    app = open_page(tmp_path, "today", lang="en")
    assert not app.exception
    assert [each.value for each in app.error] == ["The data cannot be read."]
    assert "names snapshot 7" in app.text[0].value


@pytest.mark.parametrize(("lang", "title"), [("ja", "今日"), ("en", "Today"), ("xx", "Today")])
def test_the_address_says_the_language(samples: Path, lang: str, title: str) -> None:
    assert [each.value for each in open_page(samples, lang=lang).title] == [title]
