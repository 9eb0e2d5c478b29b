"""Script and markup in posts, names, labels, titles and addresses: shown as text on every page, never run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import duckdb
import pytest

pytest.importorskip("playwright.sync_api", reason="not installed: make dashboard-setup")

from playwright.sync_api import expect

from tests.dashboard.injections import INJECTIONS

from .conftest import Visit, look, publish, serve, write_posts

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

MARKS = "img[src=x], [onerror], [onload], [onfocus], [ontoggle], [onmouseover], a[href^='javascript']"


def poisoned_post(number: int, words: str) -> dict[str, str]:
    """A post that has the words wherever a reader may meet them: quote, speaker, label, title, author."""
    day = f"2024-06-{number % 28 + 1:02}"
    text = (
        f"青浜市の鳥羽瀬市長は「{words}と書いた」と述べた。\n{words}\n\n"
        f"#{words}({words}・{words}「これは{words}」・{words}市長「{words}」)\n"
        f"#話題{number}{words}(鳥羽瀬市長「{words}」・樫宮知事「{words}」)"
    )
    return {
        "url": f"https://example.org/{number}?{words}",
        "published_at": f"{day}T12:00:00+09:00",
        "title": words,
        "author": words,
        "text": text,
    }


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("poisoned")
    posts = [poisoned_post(number, words) for number, words in enumerate(INJECTIONS)]
    write_posts(home / "inbox", "<img src=x onerror=window.parent.injected=1>", posts)
    return publish(home, home / "inbox").warehouse


def names(warehouse: Path, table: str, identity: str, column: str) -> list[str]:
    """Ids of the names that hold markup."""
    with duckdb.connect(str(warehouse / "current" / "analytics.duckdb"), read_only=True) as con:
        rows = con.execute(
            f"select {identity} from {table} where {column} similar to '.*[<\\[(`$].*'"
        ).fetchall()
    return [name for (name,) in rows]


def assert_nothing_ran(visit: Visit) -> None:
    visit.page.wait_for_load_state("networkidle")
    for frame in visit.page.frames:
        assert not frame.evaluate("Boolean(window.injected || window.parent.injected)"), visit.page.url
        assert not frame.locator(MARKS).count(), visit.page.url
    expect(visit.title).to_have_count(1)
    assert visit.hosts == {visit.address.removeprefix("http://")}


def test_nothing_that_stands_in_the_data_is_run(chromium: Browser, poisoned: Path) -> None:
    assert len(INJECTIONS) >= 50
    quotes = names(poisoned, "quotes", "quote_id", "text")
    topics = names(poisoned, "dim_topic", "topic_id", "topic")
    speakers = names(poisoned, "dim_actor", "actor_id", "actor")
    assert len(quotes) >= 50
    assert topics
    dialogs: list[str] = []
    with serve(poisoned) as address, look(chromium, address) as visit:
        visit.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        paths = ["/?day=2024-06-16", "/topics", "/speakers", "/network?weight=1", "/pipeline"]
        paths += [f"/quotes?confidence=0&since=2024-06-{day:02}" for day in (1, 15)]
        paths += [f"/topics?topic={each}" for each in topics[:4]]
        paths += [f"/speakers?speaker={each}" for each in speakers[:4]]
        for path in paths:
            visit.open(path)
            assert_nothing_ran(visit)
        assert dialogs == []
        assert visit.troubles == []


def test_markup_is_shown_as_it_was_written(chromium: Browser, poisoned: Path) -> None:
    with serve(poisoned) as address, look(chromium, address) as visit:
        visit.open("/quotes?words=%3Cscript%3E")
        marked = visit.page.locator("article mark", has_text="<script>window.parent.injected=1</script>")
        expect(marked.first).to_be_visible()


@pytest.mark.parametrize("words", INJECTIONS[::12])
def test_an_address_is_no_way_in(visit: Visit, words: str) -> None:
    query = "&".join(
        f"{name}={quote(words)}" for name in ("topic", "speaker", "pair", "words", "lang", "outlet")
    )
    visit.open(f"/quotes?{query}")
    assert_nothing_ran(visit)
