"""A new night shows at the next load; who still reads the old one keeps it, and nobody longer than that."""

from __future__ import annotations

import datetime as dt
import gc
from pathlib import Path

import pytest

pytest.importorskip("streamlit", reason="the dashboard is not installed: make dashboard-setup")

from streamlit.testing.v1 import AppTest

from dashboards.app.nights import open_night, published_seq
from flows.settings import Settings, load_settings

from .conftest import NOON, publish_night
from .test_pages import PAGE_SECONDS, script

pytestmark = pytest.mark.slow


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "inbox").mkdir()
    return load_settings({"HATSUGEN_HOME": str(tmp_path), "HATSUGEN_KEEP_COUNT": "1"}, workers=1)


def publish(settings: Settings, day: int) -> None:
    text = (
        f"青浜市の鳥羽瀬市長は「{day}日に橋を直す」と述べた。\n\n#青浜橋(鳥羽瀬市長「{day}日に橋を直す」)\n"
    )
    (settings.inbox[0] / f"2024-06-{day:02}-090000.txt").write_text(text, "utf-8")
    publish_night(settings, NOON + dt.timedelta(days=10 * day))


def quotes_total(app: AppTest) -> str:
    return next(each.value for each in app.subheader if each.value.endswith("quotes"))


def test_a_new_night_shows_at_the_next_load(settings: Settings) -> None:
    publish(settings, 1)
    app = AppTest.from_function(
        script, args=(str(settings.warehouse), "quotes"), default_timeout=PAGE_SECONDS
    )
    app.query_params["lang"] = "en"
    assert quotes_total(app.run()) == "2 quotes"
    publish(settings, 2)
    assert quotes_total(app.run()) == "4 quotes"
    assert any("snapshot 2" in each.value for each in app.sidebar.caption)


def test_a_page_that_is_being_made_keeps_its_night(settings: Settings) -> None:
    publish(settings, 1)
    held = open_night(settings.warehouse)
    assert held is not None
    publish(settings, 2)
    newest = open_night(settings.warehouse)
    assert newest is not None
    assert (held.snapshot.seq, newest.snapshot.seq) == (1, 2)
    assert held.snapshot.path.exists()
    assert [night.ask_row("pipeline_totals")["dump_count"] for night in (held, newest)] == [1, 2]
    gone = held.snapshot.path
    del held
    gc.collect()
    publish(settings, 3)
    assert not gone.exists()


def test_loads_of_one_night_share_its_open_file(settings: Settings) -> None:
    assert open_night(settings.warehouse) is None
    publish(settings, 1)
    assert published_seq(settings.warehouse) == 1
    assert open_night(settings.warehouse) is open_night(settings.warehouse)
