"""A small inbox of all kinds of dumps, and a night run on it without Prefect."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.night import run_night
from flows.report import NightReport
from flows.settings import Settings, load_settings
from flows.steps import PlainSteps

NOON = dt.datetime(2024, 6, 2, 3, 0, tzinfo=dt.UTC)

POSTS = [
    {
        "url": f"https://example.org/entry/2024/06/0{day}/120000",
        "published_at": f"2024-06-0{day}T12:00:00+09:00",
        "title": "霧沢村の給水車",
        "text": (
            "霧沢村の蓮台村長は会見で「給水車は足りている」と述べた。水資源庁の真砂野長官は「備えは政治の責任だ」と訴えた。\n\n"
            f"#渇水(蓮台村長「給水車は足りている」・真砂野長官「備えは政治の責任だ」・{day}日目)"
        ),
    }
    for day in (1, 2)
]


def lines(*records: object) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def fill_inbox(inbox: Path) -> None:
    """Good dumps of three shapes, and one of each bad kind."""
    (inbox / "2024").mkdir(parents=True)
    (inbox / "2024" / "2024-06-03-090000.txt").write_text("青浜市の市長は「橋を直す」と述べた。\n", "utf-8")
    (inbox / "clips.jsonl").write_bytes(lines(POSTS[0]) + b'{"text": "half a li')
    (inbox / "clips.jsonl.gz").write_bytes(gzip.compress(lines(POSTS[1])))
    (inbox / "clips.jsonl.gz.source.toml").write_text('licence = "CC0"\n', "utf-8")
    (inbox / "again.gz").write_bytes((inbox / "clips.jsonl.gz").read_bytes())
    (inbox / "empty.txt").touch()
    (inbox / "noise.bin").write_bytes(bytes(range(256)) * 8)
    (inbox / "cut.jsonl.gz").write_bytes(gzip.compress(lines(*POSTS, os.urandom(4000).hex()))[:-900])
    os.mkfifo(inbox / "pipe")
    (inbox / "link.txt").symlink_to("clips.jsonl")


@dataclass(frozen=True)
class Home:
    """A HATSUGEN_HOME and how to run a night in it."""

    path: Path

    @property
    def inbox(self) -> Path:
        return self.path / "inbox"

    @property
    def settings(self) -> Settings:
        return load_settings({"HATSUGEN_HOME": str(self.path)}, workers=2)

    def run(self, now: dt.datetime = NOON) -> NightReport:
        return run_night(self.settings, PlainSteps(2), now=now)


MakeHome = Callable[[str], Home]


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, NightReport]:
    """A home after its first night; do not change it."""
    home = Home(tmp_path_factory.mktemp("published"))
    fill_inbox(home.inbox)
    return home, home.run()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An empty home."""
    (tmp_path / "inbox").mkdir()
    return Home(tmp_path)
