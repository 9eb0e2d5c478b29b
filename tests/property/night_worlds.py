"""Worlds of nights to build from: real posts of a few sentences, delivered, edited, taken down, read anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb
import pyarrow as pa

from transforms.parse import parse_document
from transforms.records import DateBasis, Document
from warehouse.build import BuildReport, build_analytics
from warehouse.carry import Previous, name_lake_file
from warehouse.compact import LakeDraft, compact
from warehouse.durable import take_fingerprint
from warehouse.fingerprints import read_fingerprints
from warehouse.lake import PartitionWriter
from warehouse.quote_sources import DEFAULT_WINDOW_DAYS
from warehouse.schema import DUMPS, TABLES, to_arrow_schema

SQL_ROOT = Path(__file__).parents[2] / "sql"
Post = tuple[str, int, str]
"""A post's name, its day (an index of DAYS) and its text (a key of TEXTS)."""

DAYS = (
    (dt.date(2024, 1, 31), DateBasis.METADATA),
    (dt.date(2024, 2, 1), DateBasis.METADATA),
    (dt.date(2024, 2, 29), DateBasis.METADATA),
    (dt.date(2024, 3, 3), DateBasis.METADATA),
    (dt.date(2024, 5, 10), DateBasis.METADATA),
    (dt.date(2022, 12, 20), DateBasis.METADATA),
    (dt.date(2024, 2, 2), DateBasis.CRAWL),
    (None, DateBasis.NONE),
)
TEXTS = {
    "rain": "#天気(山田市長「雨です」・緑川議長「傘を忘れずに」)",
    "sun": "#天気(山田市長「晴れます」)",
    "rail": "緑川太郎議長は会見で「明日は朝から全線で運転を再開します」と述べた。\n"
    "#鉄道(緑川議長「明日は朝から全線で運転を再開します」・関係者「急ぐ」)",
    "rail again": "#鉄道=路線(緑川議長「朝から全線で運転を再開します」・青井県知事「安全を第一に考えます」)",
    "article": "青井次郎県知事は会見で「利用者の安全を第一に考えます」と語った。"
    "緑川太郎議長は「明日は朝から全線で運転を再開します」と述べた。緑川氏は「急ぎたい」とも話した。",
    "port": "#漁業(TIME「山田市長『港の工事は来年の春に終わる見込みだ』」"
    "・山田市長、緑川議長「港の工事は来年の春に終わる見込みだ」)",
    "port news": "TIMEによると、山田一郎市長は「港の工事は来年の春に終わる見込みだ」と話した。",
    "line": "#路線(青井県知事「安全を第一に考えます」)\n#天気(予報、晴れ)",
    "mayor": "霧沢村の蓮台村長は「橋を直します」と述べた。\n"
    "#橋(蓮台村長「橋を直します」・山田元市長「急いで」)",
    "former": "#橋(蓮台前村長、緑川議長「橋を直します」・蓮台村長「よく調べます」)",
    "whole": "蓮台修村長は会見で「橋を直します」と語った。#橋(霧沢村蓮台村長「よく調べます」)",
    "still": "#鉄道",
    "silence": "静かな一日だった。",
}
ALIASES = ("山田市長", "緑川議長", "青井県知事")


@dataclass
class World:
    """What was delivered, which posts were taken down since, what is known of names, and the settings.

    The lake files of the first dumps, `merged` of them, are one.
    """

    dumps: list[list[Post]] = field(default_factory=list)
    merged: int = 0
    aliases: list[str] = field(default_factory=list)
    is_line_rail: bool = False
    window_days: int = DEFAULT_WINDOW_DAYS

    def apply(self, kind: str, what: Any) -> None:
        """Let one thing happen between two nights."""
        if kind == "deliver":
            self.dumps.append(what)
        elif kind == "read anew" and self.dumps:
            number, posts = what
            self.dumps[number % len(self.dumps)] = posts
        elif kind == "take down":
            self.dumps = [[post for post in dump if post[0] != what] for dump in self.dumps]
        elif kind == "alias":
            self.aliases = sorted({*self.aliases} ^ {what})
        elif kind == "topic":
            self.is_line_rail = not self.is_line_rail
        elif kind == "merge":
            self.merged = len(self.dumps)
        elif kind == "window":
            self.window_days = what


class Builder:
    """Builds worlds below a folder, each upon the one before."""

    def __init__(self, root: Path, sql_root: Path = SQL_ROOT) -> None:
        self.root = root
        self.sql_root = sql_root
        self._count = 0
        self._dumps: list[list[Post]] = []
        self._merged = 0
        self.lake_files: list[Path] = []
        self.previous: Previous | None = None

    def build(self, world: World, *, upon: Previous | None) -> tuple[Path, BuildReport]:
        self._count += 1
        folder = self.root / str(self._count)
        self.lake_files = list(_write_lake(self.root, world))
        report = build_analytics(
            folder / "out",
            lake_files=self.lake_files,
            ledger=_ledger(world),
            sql_root=self.sql_root,
            seeds=_write_seeds(folder / "seeds", world),
            source_window_days=world.window_days,
            previous=upon,
        )
        return folder / "out", report

    def advance(self, world: World) -> tuple[Path, BuildReport]:
        """Build upon what was built last; as a night does, it knows which files were only merged."""
        is_added_to = world.dumps[: len(self._dumps)] == self._dumps
        previous = self.previous
        if previous and is_added_to and world.merged > self._merged:
            standing = frozenset(map(name_lake_file, _write_lake(self.root, world)))
            previous = replace(previous, lake_files=previous.lake_files & standing)
        folder, report = self.build(world, upon=previous)
        self._dumps, self._merged = deepcopy(world.dumps), world.merged
        self.previous = remember(folder, report, self.lake_files)
        return folder, report


def _write_lake(root: Path, world: World) -> Iterable[Path]:
    files = [_write_dump(root / "lake", number, posts) for number, posts in enumerate(world.dumps)]
    yield from chain.from_iterable(files[world.merged :])
    single = [file.relative_to(root).as_posix() for file in chain.from_iterable(files[: world.merged])]
    draft = LakeDraft(root, root / "draft")
    with patch("warehouse.compact.MOST_SMALL_FILES", 1):
        for name in compact(draft, single):
            yield draft.find(name)


def _write_dump(folder: Path, number: int, posts: Iterable[Post]) -> Iterable[Path]:
    dump_id = f"{number:016x}"
    with PartitionWriter(folder, dump_id=dump_id, source_uri="day.jsonl") as writer:
        for at, post in enumerate(posts):
            document = _to_document(at, post)
            parsed = parse_document(document, dump_id=dump_id, source_uri="day.jsonl")
            writer.add_post(parsed._replace(post=parsed.post._replace(revision=1)))
        return writer.close().values()


def _to_document(at: int, post: Post) -> Document:
    name, day_no, text = post
    day, basis = DAYS[day_no]
    return Document(
        position=at,
        record_id=name,
        text=TEXTS[text],
        # Two sites: what one says of an office is nothing to the other.
        url=f"https://{'one' if name < 'r' else 'two'}.example.org/entry/{name}",
        date_text=f"{day}T12:00:00+09:00" if day else None,
        date_basis=basis,
    )


def remember(folder: Path, report: BuildReport, lake_files: Iterable[Path]) -> Previous:
    """As a manifest would, through JSON types."""
    fingerprints = read_fingerprints(report.fingerprints.to_json())
    assert fingerprints is not None
    files = {path.name: take_fingerprint(path) for path in folder.iterdir()}
    return Previous(folder, files, fingerprints, frozenset(map(name_lake_file, lake_files)))


def _ledger(world: World) -> pa.Table:
    given = {"path": "day.jsonl", "bytes": 1, "format": "jsonl", "encoding": "utf-8", "parser_version": "1"}
    zero = dict.fromkeys(("duplicates", "rejected", "left_out"), 0)
    rows = [
        given
        | zero
        | {
            "dump_id": f"{number:016x}",
            "records_in": len(posts),
            "posts": len(posts),
            "snapshot_id": number + 1,
        }
        for number, posts in enumerate(world.dumps)
    ]
    return pa.Table.from_pylist(rows, schema=to_arrow_schema(DUMPS.published_columns()))


def _write_seeds(folder: Path, world: World) -> Path:
    """The seeds' small files, and no names but those the world knows."""
    folder.mkdir(parents=True)
    for path in (SQL_ROOT / "seeds").glob("*.csv"):
        (folder / path.name).write_bytes(path.read_bytes())
    known = {
        "actors.csv": [f"a{alias[:2]},{alias[:2]},person,," for alias in world.aliases],
        "actor_aliases.csv": [f"{alias},a{alias[:2]},,,test" for alias in world.aliases],
        "offices.csv": [],
        "topics.csv": ["鉄道,,,"] * world.is_line_rail,
        "topic_aliases.csv": ["路線,鉄道"] * world.is_line_rail,
    }
    for name, rows in known.items():
        header = (folder / name).read_text("utf-8").split("\n", 1)[0]
        (folder / name).write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return folder


def assert_same(one: Path, other: Path) -> None:
    """Every row of every table, and every byte of every Parquet file."""
    tables, others = _read_tables(one), _read_tables(other)
    for name in tables | others:
        assert tables[name] == others[name], name
    assert {path.name for path in one.iterdir()} == {path.name for path in other.iterdir()}
    for path in one.glob("*.parquet"):
        assert path.read_bytes() == (other / path.name).read_bytes(), path.name


def _read_tables(folder: Path) -> Mapping[str, list[tuple[object, ...]]]:
    with duckdb.connect(str(folder / "analytics.duckdb"), read_only=True) as con:
        kept = con.execute(
            "select 'internal.' || table_name from duckdb_tables() where schema_name = 'internal'"
        )
        names = [*TABLES, *(name for (name,) in kept.fetchall())]
        return {name: con.execute(f"from {name} order by all").fetchall() for name in names}
