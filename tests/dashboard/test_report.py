"""The report says what SQL says, shows whatever stands in the data as text, and is the same every time."""

from __future__ import annotations

import base64
import datetime as dt
import doctest
import hashlib
import importlib
import re
import shutil
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from dashboards.app.palette import INK, contrast
from dashboards.app.words import WORDS as DASHBOARD_WORDS
from dashboards.app.words import Language
from dashboards.report.asking import Asker
from dashboards.report.content import Content, Pair, gather_content
from dashboards.report.lines import Box, draw_columns, draw_line
from dashboards.report.page import HEAT, Origin, find_heat, render_page
from dashboards.report.pdf import PdfError, find_browser
from dashboards.report.period import Period, PeriodError, choose_period
from dashboards.report.ring import NAME_CELLS, draw_ring
from dashboards.report.words import WORDS
from warehouse.query import open_database

from .conftest import Ask

REPORT = Path(__file__).parents[2] / "dashboards" / "report"
MODULES = sorted(REPORT.glob("*.py"))
TEMPLATES = sorted((REPORT / "templates").glob("*.j2"))
WEEK = Period(dt.date(2024, 6, 10), dt.date(2024, 6, 16))
EMPTY = Period(dt.date(2023, 1, 1), dt.date(2023, 1, 31))
ORIGIN = Origin(7, dt.datetime(2024, 8, 1, 3, tzinfo=dt.UTC), "1", "1.1.0")
DATED = (
    "posts.date_basis not in ('crawl', 'none') and posts.posted_date between '2024-06-10' and '2024-06-16'"
)


def gather(warehouse: Path, period: Period) -> Content:
    # A copy: the pages of other tests may hold the database open in this process, its settings locked.
    with TemporaryDirectory() as folder:
        copy = Path(shutil.copy(warehouse / "current" / "analytics.duckdb", folder))
        with open_database(copy) as con:
            return gather_content(Asker(con), period)


@pytest.fixture(scope="module")
def content(samples: Path) -> Content:
    return gather(samples, WEEK)


@pytest.fixture(scope="module")
def page(content: Content) -> str:
    return render_page(content, ORIGIN, Language.JA)


class Page(HTMLParser):
    """What a browser would see: tags with their attributes, and the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_headline_counts_dated_posts_and_their_quotes(content: Content, ask: Ask) -> None:
    counted = {figure.unit: figure.count for figure in content.headline}
    assert counted["posts_unit"] == ask(f"select count(*) from posts where {DATED}")
    assert counted["quotes_unit"] == ask(
        f"select count(*) from quotes inner join posts using (post_id) where {DATED}"
    )
    before = {figure.unit: figure.before_count for figure in content.headline}
    assert before["posts_unit"] == ask(
        "select count(*) from posts where posted_date between '2024-06-03' and '2024-06-09'"
    )


def test_the_days_add_up_to_the_headline(content: Content) -> None:
    posts, quotes = content.headline[0], content.headline[1]
    for days, figure in ((content.days.post_counts, posts), (content.days.quote_counts, quotes)):
        assert (sum(days[:7]), sum(days[7:])) == (figure.before_count, figure.count)


def test_a_topic_has_its_posts_by_day(content: Content, ask: Ask) -> None:
    assert len(content.topics) == 8
    for topic in content.topics:
        assert sum(topic.counts[7:]) == topic.post_count
        assert topic.post_count == ask(
            "select count(distinct post_id) from topic_mentions inner join posts using (post_id) "
            f"where topic_mentions.topic_id = ? and topic_mentions.parent_label is null and {DATED}",
            topic.topic_id,
        )


@pytest.mark.parametrize("direction", ["rise", "fall"])
@pytest.mark.parametrize("monday", [dt.date(2024, 6, 10), dt.date(2024, 6, 24), dt.date(2024, 7, 15)])
def test_a_week_rises_and_falls_as_the_mart_says(
    samples: Path, ask: Ask, monday: dt.date, direction: str
) -> None:
    content = gather(samples, Period(monday, monday + dt.timedelta(days=6)))
    trends = content.rising if direction == "rise" else content.falling
    mart = ask(
        "select list((subject_label, post_count, round(change_score, 6)) order by direction_rank) "
        "from trend_changes where subject = 'topic' and period = 'week' and start_date = ? "
        "and direction = ? and abs(change_score) >= 1",
        monday,
        direction,
    )
    found = [(each.name, each.post_count, round(each.change_score, 6)) for each in trends]
    assert found == (mart or [])[:6]


def test_a_speaker_has_the_quotes_of_the_mart(content: Content, ask: Ask) -> None:
    assert content.speakers
    for speaker in content.speakers:
        assert sum(speaker.cells) == speaker.quote_count
        assert speaker.quote_count == ask(
            f"select count(*) from quotes inner join posts using (post_id) where actor = ? and {DATED}",
            speaker.name,
        )


def test_a_pair_has_the_notes_that_quote_both(content: Content, ask: Ask) -> None:
    heaviest = content.pairs[0]
    assert heaviest.co_mention_count == ask(
        "select sum(co_mention_count) from speaker_co_mentions where unit = 'note' "
        "and posted_date between '2024-06-10' and '2024-06-16' and actor_id_a = ? and actor_id_b = ?",
        heaviest.actor_id_a,
        heaviest.actor_id_b,
    )


def test_a_statement_has_its_copies(content: Content, ask: Ask) -> None:
    for statement in content.statements:
        where = (
            "from quotes inner join posts using (post_id) inner join quote_utterances using (quote_id) "
            f"where utterance_id = ? and {DATED}"
        )
        identity = statement.said["utterance_id"]
        assert statement.said["period_copy_count"] == ask(f"select count(*) {where}", identity)
        assert statement.post_count == ask(f"select count(distinct quotes.post_id) {where}", identity)


def test_the_page_says_the_numbers(page: str, content: Content) -> None:
    shown = re.findall(r'<dd class="count">([\d,]+)</dd>', page)
    assert [int(each.replace(",", "")) for each in shown] == [figure.count for figure in content.headline]


def test_a_quote_stands_in_its_post(page: str, content: Content, ask: Ask) -> None:
    quotes = [row for topic in content.topic_quotes for row in topic.quotes]
    assert len(quotes) > 5
    for row in quotes:
        passage = f"{row['text_before']}{row['text']}{row['text_after']}"
        assert ask("select count(*) from posts where contains(text, ?)", passage)
        assert f"<mark>{row['text']}</mark>" in page


def test_the_same_snapshot_gives_the_same_page(page: str, samples: Path) -> None:
    assert render_page(gather(samples, WEEK), ORIGIN, Language.JA) == page


def test_an_english_page_keeps_the_words_in_japanese(content: Content) -> None:
    page = render_page(content, ORIGIN, Language.EN)
    assert '<html lang="en">' in page
    assert "Most repeated statements" in page
    assert '<p class="passage" lang="ja">' in page


@pytest.mark.parametrize("language", Language)
def test_an_empty_period_says_so(samples: Path, language: Language) -> None:
    page = render_page(gather(samples, EMPTY), ORIGIN, language)
    assert {"ja": "この期間には日付のある記事がありません。", "en": "No post has a day"}[language] in page


def test_the_policy_allows_the_page_its_own_styles_alone(page: str) -> None:
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert (
        f"content=\"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'\""
        in page
    )
    # Nothing could be fetched even without a policy.
    assert not re.findall(r"url\(|@import", style)


def test_the_page_leads_to_sources_alone(page: str, ask: Ask) -> None:
    tags = Page(page).tags
    assert not {"script", "link", "img", "iframe", "object", "embed", "form", "base"} & {
        tag for tag, _ in tags
    }
    assert not [attributes for _, attributes in tags if {"style", "src", "srcset"} & attributes.keys()]
    hrefs = [attributes["href"] or "" for _, attributes in tags if "href" in attributes]
    outside = {href for href in hrefs if not href.startswith("#")}
    known = set(ask("select list(distinct url) from posts where url is not null"))
    assert outside
    assert outside <= known
    anchors = {attributes.get("id") for _, attributes in tags}
    assert {href.removeprefix("#") for href in hrefs if href.startswith("#")} <= anchors


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_module_imports_flows_or_streamlit(path: Path) -> None:
    source = path.read_text("utf-8")
    assert not re.findall(r"^\s*(?:from|import) (?:flows|transforms|streamlit|altair)", source, re.MULTILINE)


@pytest.mark.parametrize("path", sorted((REPORT / "sql").glob("*.sql")), ids=lambda path: path.stem)
def test_every_question_is_asked(path: Path) -> None:
    assert path.read_text("utf-8").startswith("-- purpose: ")
    assert f'"{path.stem}"' in (REPORT / "content.py").read_text("utf-8")


def test_no_template_turns_escaping_off() -> None:
    for path in TEMPLATES:
        assert not re.findall(r"\|\s*safe\b|autoescape", path.read_text("utf-8"))


def test_every_word_that_is_said_is_there_and_every_one_there_is_said() -> None:
    sources = "".join(path.read_text("utf-8") for path in [*TEMPLATES, *MODULES])
    said = set(re.findall(r'\bsay\(\s*"(\w+)"\s*[,)]', sources))
    assert len(said) > 50
    assert not said - WORDS.keys() - DASHBOARD_WORDS.keys()
    assert not [
        key
        for key in WORDS
        if f'"{key}"' not in sources.replace(f'    "{key}": (', "") and "context_" not in key
    ]


@pytest.mark.parametrize("ground", HEAT)
def test_numbers_stand_out_from_their_cells(ground: str) -> None:
    assert contrast(INK, ground) >= 4.5


@pytest.mark.parametrize(("count", "step"), [(0, 0), (1, 1), (25, 1), (26, 2), (100, 4)])
def test_a_cell_is_the_darker_the_more_it_counts(count: int, step: int) -> None:
    assert find_heat(count, 100) == step


def test_a_line_of_one_day_a_period_can_be_drawn() -> None:
    drawn = draw_line([0, 3], 1, Box(100, 50, left=0, right=0, top=10, bottom=10), most=3)
    assert (drawn.before, drawn.here) == ("0.0,40.0 100.0,10.0", "100.0,10.0")


def test_columns_without_a_count_lie_on_the_floor() -> None:
    assert {column.height for column in draw_columns([0, 0], 1, Box(100, 50))} == {0.0}


def pair(first: str, second: str, count: int) -> Pair:
    return Pair("note", first, f"{first}さん", second, f"{second}さん", count, count)


def test_who_is_quoted_together_stands_together_in_one_colour() -> None:
    ring = draw_ring([pair("甲", "乙", 9), pair("丙", "丁", 5), pair("甲", "丙", 1)])
    groups = {dot.name: dot.group for dot in ring.dots}
    assert groups == {"甲さん": 0, "乙さん": 0, "丙さん": 1, "丁さん": 1}
    assert Counter(bow.group for bow in ring.bows) == {0: 1, 1: 1, None: 1}
    assert [bow.width for bow in ring.bows] == sorted(bow.width for bow in ring.bows)


def test_a_long_name_is_cut_and_kept_whole_in_its_title() -> None:
    long = "とても長い名前の" * 8
    (dot, *_) = draw_ring([Pair("post", "a", long, "b", long, 1, 1)]).dots
    assert dot.name == long
    assert len(dot.label) <= NAME_CELLS // 2
    assert dot.label.endswith("…")


@pytest.mark.parametrize(
    ("since", "until", "last", "expected"),
    [
        (None, None, dt.date(2024, 7, 31), ("2024-07-25", "2024-07-31")),
        (None, None, dt.date(2099, 1, 1), ("2024-07-26", "2024-08-01")),
        (None, None, None, ("2024-07-26", "2024-08-01")),
        (None, dt.date(2024, 6, 16), dt.date(2024, 7, 31), ("2024-06-10", "2024-06-16")),
        (dt.date(2024, 7, 1), None, dt.date(2024, 7, 31), ("2024-07-01", "2024-07-31")),
        (dt.date(2025, 1, 1), None, dt.date(2024, 7, 31), ("2025-01-01", "2025-01-01")),
    ],
)
def test_what_is_left_open_is_the_newest_week(
    since: dt.date | None, until: dt.date | None, last: dt.date | None, expected: tuple[str, str]
) -> None:
    chosen = choose_period(since, until, last_date=last, published_at=ORIGIN.published_at)
    assert (chosen.since.isoformat(), chosen.until.isoformat()) == expected


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (dt.date(2024, 6, 2), dt.date(2024, 6, 1)),
        (dt.date(1, 1, 1), dt.date(9999, 12, 31)),
        (None, dt.date(1, 1, 3)),
    ],
)
def test_days_that_make_no_period_are_told(since: dt.date | None, until: dt.date) -> None:
    with pytest.raises(PeriodError):
        choose_period(since, until, last_date=None, published_at=ORIGIN.published_at)


def test_a_missing_browser_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(PdfError, match=r"scripts/install-browser\.sh"):
        find_browser()


@pytest.mark.parametrize("name", ["days", "lines", "page", "period", "ring", "words"])
def test_the_examples_in_the_docstrings_hold(name: str) -> None:
    result: Any = doctest.testmod(importlib.import_module(f"dashboards.report.{name}"))
    assert result.attempted
    assert not result.failed
