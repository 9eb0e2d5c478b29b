"""A build that takes over what did not change gives what a build of everything gives, row for row."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transforms.records import DateBasis, ParsedPost
from warehouse.build import BuildReport, build_analytics
from warehouse.carry import Previous, PreviousError
from warehouse.durable import take_fingerprint
from warehouse.fingerprints import read_fingerprints
from warehouse.lake import PartitionWriter
from warehouse.schema import DUMPS, TABLES, to_arrow_schema

pytestmark = pytest.mark.slow  # each case is two or more whole builds

SQL_ROOT = Path(__file__).parents[3] / "sql"
MakePost = Callable[..., ParsedPost]
Post = tuple[str, int, str]
"""A post's name, its day (an index of DAYS) and its note (a key of NOTES)."""

DAYS = (
    (dt.date(2024, 1, 31), DateBasis.METADATA),
    (dt.date(2024, 2, 1), DateBasis.METADATA),
    (dt.date(2024, 2, 29), DateBasis.URL),
    (dt.date(2024, 5, 10), DateBasis.METADATA),
    (dt.date(2024, 2, 2), DateBasis.CRAWL),
    (None, DateBasis.NONE),
)
NOTES = {
    "rain": ("天気", (("山田市長", "雨です"), ("緑川議長", "傘を忘れずに"))),
    "sun": ("天気", (("山田市長", "晴れます"),)),
    "rail": ("鉄道", (("緑川議長", "明日は朝から全線で運転を再開します"), ("関係者", "急ぐ"))),
    "still": ("鉄道", ()),
}


@dataclass
class World:
    """What was delivered, which posts were taken down since, and what is known of names."""

    dumps: list[list[Post]] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)

    def take_down(self, name: str) -> None:
        self.dumps = [[post for post in dump if post[0] != name] for dump in self.dumps]


_POSTS = st.lists(
    st.tuples(st.sampled_from("pqrs"), st.integers(0, len(DAYS) - 1), st.sampled_from(sorted(NOTES))),
    min_size=1,
    max_size=4,
    unique_by=lambda post: post[0],
)
_STEPS = st.one_of(
    st.tuples(st.just("deliver"), _POSTS),
    st.tuples(st.just("deliver"), _POSTS),
    st.tuples(st.just("take down"), st.sampled_from("pqrs")),
    st.tuples(st.just("alias"), st.sampled_from(["山田市長", "緑川議長"])),
    st.tuples(st.just("nothing"), st.none()),
)


class Builder:
    """Builds worlds below a folder, each upon the one before."""

    def __init__(self, root: Path, make_post: MakePost, sql_root: Path = SQL_ROOT) -> None:
        self.root = root
        self.sql_root = sql_root
        self._make_post = make_post
        self._count = 0
        self.previous: Previous | None = None

    def build(self, world: World, *, upon: Previous | None) -> tuple[Path, BuildReport]:
        self._count += 1
        folder = self.root / str(self._count)
        report = build_analytics(
            folder / "out",
            lake_files=list(self._write_lake(folder / "lake", world)),
            ledger=_ledger(world),
            sql_root=self.sql_root,
            seeds=_write_seeds(folder / "seeds", world.aliases),
            previous=upon,
        )
        return folder / "out", report

    def advance(self, world: World) -> tuple[Path, BuildReport]:
        """Build upon what was built last."""
        folder, report = self.build(world, upon=self.previous)
        self.previous = _remember(folder, report)
        return folder, report

    def _write_lake(self, folder: Path, world: World) -> Iterable[Path]:
        for number, posts in enumerate(world.dumps):
            dump_id = f"{number:016x}"
            with PartitionWriter(folder, dump_id=dump_id, source_uri="day.jsonl") as writer:
                for name, day, note in posts:
                    date, basis = DAYS[day]
                    writer.add_post(
                        self._make_post(name, NOTES[note], day=date, basis=basis, dump_id=dump_id)
                    )
                yield from writer.close().values()


def _remember(folder: Path, report: BuildReport) -> Previous:
    """As a manifest would, through JSON types."""
    fingerprints = read_fingerprints(report.fingerprints.to_json())
    assert fingerprints is not None
    files = {path.name: take_fingerprint(path) for path in folder.glob("*.parquet")}
    return Previous(folder, files, fingerprints)


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


def _write_seeds(folder: Path, aliases: Iterable[str]) -> Path:
    """The seeds' small files, and nobody but the actors of some aliases."""
    folder.mkdir(parents=True)
    for path in (SQL_ROOT / "seeds").glob("*.csv"):
        (folder / path.name).write_bytes(path.read_bytes())
    for name in ("actors.csv", "actor_aliases.csv", "offices.csv"):
        header = (folder / name).read_text("utf-8").split("\n", 1)[0]
        rows = {
            "actors.csv": [f"a{number},{alias[:2]},person,," for number, alias in enumerate(aliases)],
            "actor_aliases.csv": [f"{alias},a{number},,,test" for number, alias in enumerate(aliases)],
        }
        (folder / name).write_text("\n".join([header, *rows.get(name, [])]) + "\n", "utf-8")
    return folder


def _read_tables(folder: Path) -> Mapping[str, list[tuple[object, ...]]]:
    with duckdb.connect(str(folder / "analytics.duckdb"), read_only=True) as con:
        return {name: con.execute(f"from {name} order by all").fetchall() for name in TABLES}


def _assert_same(one: Path, other: Path) -> None:
    tables, others = _read_tables(one), _read_tables(other)
    for name in TABLES:
        assert tables[name] == others[name], name
    for path in one.glob("*.parquet"):
        assert path.read_bytes() == (other / path.name).read_bytes(), path.name


def _apply(world: World, kind: str, what: object) -> None:
    if kind == "deliver":
        assert isinstance(what, list)
        world.dumps.append(what)
    elif kind == "take down":
        world.take_down(str(what))
    elif kind == "alias":
        world.aliases = sorted({*world.aliases} ^ {str(what)})


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(_STEPS, min_size=2, max_size=5))
def test_any_sequence_of_nights_gives_what_a_build_of_everything_gives(
    make_post: MakePost, steps: list[tuple[str, object]]
) -> None:
    with TemporaryDirectory() as root:
        builder, world = Builder(Path(root), make_post), World()
        for kind, what in steps:
            _apply(world, kind, what)
            folder, _ = builder.advance(world)
        whole, _ = builder.build(world, upon=None)
        _assert_same(folder, whole)


@pytest.fixture
def world() -> World:
    """Two months, a dump each."""
    return World([[("p", 0, "rain"), ("q", 0, "rail")], [("r", 3, "sun")]])


def test_nothing_changed_so_nothing_is_computed_but_views(
    tmp_path: Path, make_post: MakePost, world: World
) -> None:
    builder = Builder(tmp_path, make_post)
    before, first = builder.advance(world)
    after, again = builder.advance(world)
    assert {"posts", "staging.stg_posts", "utterances", "speaker_co_mentions"} <= first.computed
    assert {name for name in again.computed if not TABLES[name].is_view} == set()
    _assert_same(before, after)


def test_a_changed_mart_is_computed_with_what_reads_it_and_nothing_else(
    tmp_path: Path, make_post: MakePost, world: World
) -> None:
    sql_root = tmp_path / "sql"
    shutil.copytree(SQL_ROOT, sql_root)
    builder = Builder(tmp_path, make_post, sql_root)
    builder.advance(world)
    mart = sql_root / "marts" / "speaker_co_mentions.sql"
    text = mart.read_text("utf-8")
    mart.write_text(text.replace("    per_pair.co_mention_count\n    / (", "    0.5::double / (", 1), "utf-8")
    changed, report = builder.advance(world)
    # actor_network reads actor_network_edges too, but that came out as it was.
    assert {name for name in report.computed if not TABLES[name].is_view} == {
        "actor_network_edges",
        "speaker_co_mentions",
        "speaker_pairs",
        "trend_changes",
    }
    whole, _ = builder.build(world, upon=None)
    _assert_same(changed, whole)


def test_months_without_touched_posts_are_taken_over(
    tmp_path: Path, make_post: MakePost, world: World
) -> None:
    """Seen by a mark in the previous snapshot: what is taken over keeps it, what is computed loses it."""
    builder = Builder(tmp_path, make_post)
    folder, _ = builder.advance(world)
    with duckdb.connect(str(folder / "analytics.duckdb")) as con:
        con.execute("update daily_speaker_quotes set mean_char_count = 99")
    world.dumps.append([("s", 3, "sun")])
    folder, _ = builder.advance(world)
    with duckdb.connect(str(folder / "analytics.duckdb"), read_only=True) as con:
        counts = con.execute(
            "select posted_date, max(mean_char_count) from daily_speaker_quotes group by all order by all"
        ).fetchall()
    assert counts == [(dt.date(2024, 1, 31), 99), (dt.date(2024, 5, 10), 4)]


def test_a_damaged_previous_snapshot_is_told_from_a_bug(
    tmp_path: Path, make_post: MakePost, world: World
) -> None:
    builder = Builder(tmp_path, make_post)
    folder, _ = builder.advance(world)
    (folder / "analytics.duckdb").write_bytes(b"no database")
    with pytest.raises(PreviousError, match=r"analytics\.duckdb"):
        builder.advance(world)


def test_a_damaged_file_is_written_anew_and_not_copied(
    tmp_path: Path, make_post: MakePost, world: World
) -> None:
    builder = Builder(tmp_path, make_post)
    before, _ = builder.advance(world)
    good = (before / "actors.parquet").read_bytes()
    (before / "actors.parquet").write_bytes(good[:-1] + b"?")
    after, _ = builder.advance(world)
    assert (after / "actors.parquet").read_bytes() == good
