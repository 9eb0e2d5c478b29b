"""Every page in a real browser: it renders, says what SQL says, narrows, downloads, and keeps to itself."""

from __future__ import annotations

import csv
import io
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

pytest.importorskip("playwright.sync_api", reason="not installed: make dashboard-setup")

from playwright.sync_api import expect

from .conftest import Visit, look

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

TITLES = {
    "/": "今日",
    "/topics": "話題",
    "/speakers": "話者",
    "/network": "つながり",
    "/quotes": "発言",
    "/pipeline": "取り込み",
}


@pytest.fixture(scope="session")
def ask(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Any]]:
    """The rows of a query on a copy of the samples' database."""
    copy = tmp_path_factory.mktemp("copy") / "analytics.duckdb"
    shutil.copy(warehouse / "current" / "analytics.duckdb", copy)
    with duckdb.connect(str(copy), read_only=True) as con:
        yield lambda sql: con.execute(sql).fetchall()


@pytest.mark.parametrize(("path", "title"), TITLES.items())
def test_a_page_renders_without_trouble_or_a_request_to_others(visit: Visit, path: str, title: str) -> None:
    visit.open(path)
    visit.page.wait_for_load_state("networkidle")
    expect(visit.title).to_have_text(title)
    assert not visit.page.locator("[data-testid=stException], [data-testid=stAlertContentError]").count()
    assert visit.troubles == []
    assert visit.hosts == {visit.address.removeprefix("http://")}


def test_numbers_on_the_page_equal_sql(visit: Visit, ask: Callable[..., Any]) -> None:
    visit.open("/?day=2024-06-16")
    within = "posted_date between '2024-06-10' and '2024-06-16' and date_basis not in ('crawl', 'none')"
    ((posts, quotes),) = ask(
        f"select count(distinct posts.post_id), count(quote_id) from posts left join quotes using (post_id) "
        f"where posts.{within}"
    )
    expect(visit.metric("記事")).to_have_text(f"{posts:,}")
    expect(visit.metric("発言")).to_have_text(f"{quotes:,}")


def test_a_search_narrows_to_what_sql_finds(visit: Visit, ask: Callable[..., Any]) -> None:
    visit.open("/quotes")
    ((every, some),) = ask("select count(*), count(*) filter (contains(text, '通院')) from quotes")
    expect(visit.total).to_have_text(f"{every:,} 件の発言")
    box = visit.page.locator("[data-testid=stTextInput] input").first
    box.fill("通院")
    box.press("Enter")
    expect(visit.total).to_have_text(f"{some:,} 件の発言")
    marked = visit.page.locator("article mark")
    expect(marked).to_have_count(min(some, 20))
    expect(marked.filter(has_not_text="通院")).to_have_count(0)
    expect(visit.page).to_have_url(re.compile("words="))


def test_an_address_restores_the_view_in_another_browser(visit: Visit, ask: Callable[..., Any]) -> None:
    ((topic_id, count),) = ask(
        "select topic_id, count(*) from quotes where topic = '熊対策' group by topic_id"
    )
    visit.open(f"/quotes?topic={topic_id}")
    expect(visit.total).to_have_text(f"{count:,} 件の発言")
    expect(visit.page.get_by_text("話題: 熊対策")).to_have_count(1)
    visit.open(f"/topics?topic={topic_id}")
    expect(visit.chosen).to_have_value(re.compile("熊対策"))


def test_the_csv_opens_with_japanese_intact(visit: Visit, ask: Callable[..., Any]) -> None:
    visit.open("/quotes?words=%E8%88%AA%E8%B7%AF")  # 航路
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="CSV をダウンロード").click()
    data = download.value.path().read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    expected = ask("select text from quotes where contains(text, '航路') order by text")
    assert sorted(row["text"] for row in rows) == [text for (text,) in expected]


def test_the_workbook_opens_with_japanese_intact(visit: Visit) -> None:
    visit.open("/quotes?words=%E8%88%AA%E8%B7%AF")
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="Excel をダウンロード").click()
    with zipfile.ZipFile(download.value.path()) as book:
        assert "秋までに航路を再開したい" in book.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize(("locale", "title"), [("ja-JP", "今日"), ("en-GB", "Today"), ("fr-FR", "Today")])
def test_the_browser_says_the_language(chromium: Browser, served: str, locale: str, title: str) -> None:
    with look(chromium, served, locale=locale) as visit:
        visit.open("/")
        expect(visit.title).to_have_text(title)


def test_the_language_switch_holds_on_other_pages(visit: Visit) -> None:
    visit.open("/")
    visit.page.get_by_text("English", exact=True).click()
    expect(visit.title).to_have_text("Today")
    visit.page.get_by_role("link", name="Quotes").click()
    expect(visit.title).to_have_text("Quotes")
    expect(visit.page).to_have_url(re.compile("lang=en"))


def test_the_menu_works_by_keyboard(visit: Visit) -> None:
    visit.open("/")
    for _ in range(20):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate("document.activeElement.innerText").strip().endswith("話題"):
            break
    visit.page.keyboard.press("Enter")
    expect(visit.title).to_have_text("話題")


@pytest.mark.parametrize("path", TITLES)
def test_a_phone_shows_a_page_without_scrolling_sideways(chromium: Browser, served: str, path: str) -> None:
    with look(chromium, served, width=390) as visit:
        visit.open(path)
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
        assert visit.page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390


def test_japanese_has_glyphs(visit: Visit) -> None:
    visit.open("/quotes")
    session = visit.page.context.new_cdp_session(visit.page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    for selector in ("h1", "article mark", "[data-testid=stSidebarNav]"):
        expect(visit.page.locator(selector).first).to_be_visible()
        root = session.send("DOM.getDocument")["root"]["nodeId"]
        node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
        fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        assert all("CJK" in font["familyName"] or "Noto" in font["familyName"] for font in fonts), fonts


DRAWN = """
(text) => {
  const canvas = document.createElement("canvas"); canvas.width = canvas.height = 40;
  const pen = canvas.getContext("2d"); pen.font = "30px " + getComputedStyle(document.body).fontFamily;
  pen.fillText(text, 4, 32); return canvas.toDataURL();
}
"""


def test_japanese_is_drawn_in_charts_and_tables(visit: Visit) -> None:
    visit.open("/")
    tofu, *drawn = (visit.page.evaluate(DRAWN, text) for text in ("\U000e0fff", *"鳥羽瀬航路ヶ髙"))
    assert tofu not in drawn
    assert len(set(drawn)) == len(drawn)


def test_a_dot_of_the_network_leads_to_its_speaker(visit: Visit, ask: Callable[..., Any]) -> None:
    visit.open("/network")
    dot = visit.page.locator("[data-testid=stVegaLiteChart] svg .mark-symbol path").first
    visit.leave(lambda: dot.click(force=True), "話者")
    ((count,),) = ask(f"select quote_count from dim_actor where actor_id = '{in_address(visit, 'speaker')}'")
    expect(visit.metric("発言")).to_have_text(f"{count:,}")


def test_a_topic_leads_to_all_its_quotes(visit: Visit, ask: Callable[..., Any]) -> None:
    visit.open("/topics")
    visit.leave(visit.page.get_by_role("button", name="すべての発言を見る").click, "発言")
    ((count,),) = ask(f"select count(*) from quotes where topic_id = '{in_address(visit, 'topic')}'")
    expect(visit.total).to_have_text(f"{count:,} 件の発言")


def in_address(visit: Visit, key: str) -> str:
    """A value of the page's address, which may come a moment after the page."""
    wanted = re.compile(rf"[?&]{key}=(\w+)")
    expect(visit.page).to_have_url(wanted)
    found = wanted.search(visit.page.url)
    assert found
    return found[1]
