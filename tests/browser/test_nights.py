"""A page that stands open notices the night that was published meanwhile."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("playwright.sync_api", reason="not installed: make dashboard-setup")

from playwright.sync_api import expect

from .conftest import NOON, look, publish, serve, write_posts

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow


def post(day: int) -> dict[str, str]:
    text = f"青浜市の鳥羽瀬市長は「{day}日に橋を直す」と述べた。\n\n#青浜橋(鳥羽瀬市長「{day}日に橋を直す」)"
    return {
        "url": f"https://example.org/{day}",
        "published_at": f"2024-06-{day:02}T12:00:00+09:00",
        "text": text,
    }


def test_an_open_page_offers_the_new_night_and_shows_it(chromium: Browser, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    write_posts(inbox, "first", [post(1)])
    warehouse = publish(tmp_path, inbox).warehouse
    with serve(warehouse) as address, look(chromium, address) as visit:
        visit.open("/quotes")
        expect(visit.total).to_have_text("2 件の発言")
        write_posts(inbox, "second", [post(2)])
        publish(tmp_path, inbox, NOON + dt.timedelta(days=1))
        notice = visit.page.get_by_text("新しいデータ（2）が公開されました。")
        expect(notice).to_be_visible()
        expect(visit.total).to_have_text("2 件の発言")
        visit.page.get_by_role("button", name="新しいデータを見る").click()
        expect(visit.total).to_have_text("4 件の発言")
        expect(notice).to_have_count(0)
        assert visit.troubles == []
