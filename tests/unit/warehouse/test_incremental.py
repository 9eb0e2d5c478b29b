"""A build that takes over what did not change gives what a build of everything gives, row for row."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.property.night_worlds import SQL_ROOT, Builder, World, assert_same, remember
from warehouse.carry import PreviousError
from warehouse.schema import TABLES

pytestmark = pytest.mark.slow  # each case is two or more whole builds


@pytest.fixture
def world() -> World:
    """Two months, a dump each."""
    return World([[("p", 0, "rain"), ("q", 0, "rail")], [("r", 4, "sun")]])


def test_nothing_changed_so_nothing_is_computed_but_views(tmp_path: Path, world: World) -> None:
    builder = Builder(tmp_path)
    before, first = builder.advance(world)
    after, again = builder.advance(world)
    assert {"posts", "staging.stg_posts", "utterances", "speaker_co_mentions"} <= first.computed
    assert {name for name in again.computed if not TABLES[name].is_view} == set()
    assert_same(before, after)


@pytest.mark.parametrize(
    ("stands", "new"),
    [
        pytest.param("line", "rail again", id="a label turns out to mean another topic"),
        pytest.param("port", "port news", id="one of two who speak together is named in full"),
        pytest.param("mayor", "former", id="a former holder of an office makes two of one"),
        pytest.param("former", "whole", id="a whole name tells whom the others mean"),
    ],
)
def test_posts_that_stand_read_otherwise_by_a_new_one(tmp_path: Path, stands: str, new: str) -> None:
    builder, world = Builder(tmp_path), World([[("p", 0, stands)]])
    builder.advance(world)
    world.dumps.append([("q", 1, new)])
    upon, _ = builder.advance(world)
    whole, _ = builder.build(world, upon=None)
    assert_same(upon, whole)


def test_a_changed_mart_is_computed_with_what_reads_it_and_nothing_else(tmp_path: Path, world: World) -> None:
    sql_root = tmp_path / "sql"
    shutil.copytree(SQL_ROOT, sql_root)
    builder = Builder(tmp_path, sql_root)
    builder.advance(world)
    mart = sql_root / "marts" / "speaker_co_mentions.sql"
    text = mart.read_text("utf-8")
    mart.write_text(text.replace(" as jaccard", " * 0.5 as jaccard", 1), "utf-8")
    changed, report = builder.advance(world)
    assert {name for name in report.computed if not TABLES[name].is_view} == {
        "actor_network",
        "actor_network_edges",
        "speaker_co_mentions",
        "speaker_pairs",
        "trend_changes",
    }
    whole, _ = builder.build(world, upon=None)
    assert_same(changed, whole)


def test_a_mart_that_asks_little_of_posts_is_taken_over_while_the_answer_is_the_same(
    tmp_path: Path, world: World
) -> None:
    """Another post of 2024 asks for no other year's holidays."""
    builder = Builder(tmp_path)
    _, first = builder.advance(world)
    world.dumps.append([("s", 4, "rain")])
    folder, report = builder.advance(world)
    assert "dim_holiday" in first.computed
    assert {"utterances", "dim_holiday"} & report.computed == {"utterances"}
    whole, _ = builder.build(world, upon=None)
    assert_same(folder, whole)


def test_months_without_touched_posts_are_taken_over(tmp_path: Path, world: World) -> None:
    """Seen by a mark in the previous snapshot: what is taken over keeps it, what is computed loses it."""
    builder = Builder(tmp_path)
    folder, report = builder.advance(world)
    with duckdb.connect(str(folder / "analytics.duckdb")) as con:
        con.execute("update daily_speaker_quotes set mean_char_count = 99")
    builder.previous = remember(folder, report, builder.lake_files)
    world.dumps.append([("s", 4, "sun")])
    folder, _ = builder.advance(world)
    with duckdb.connect(str(folder / "analytics.duckdb"), read_only=True) as con:
        counts = con.execute(
            "select posted_date, max(mean_char_count) from daily_speaker_quotes group by all order by all"
        ).fetchall()
    assert counts == [(dt.date(2024, 1, 31), 99), (dt.date(2024, 5, 10), 4)]


def test_posts_that_stand_are_not_read_again_and_mean_whom_they_mean_now(tmp_path: Path) -> None:
    """Seen by a mark again, on posts that came before; 青井県知事 is reviewed in between."""
    builder, world = Builder(tmp_path), World([[("p", 0, "sun"), ("q", 0, "line")]])
    folder, report = builder.advance(world)
    with duckdb.connect(str(folder / "analytics.duckdb")) as con:
        con.execute("update quotes set cue = 'mark'")
    builder.previous = remember(folder, report, builder.lake_files)
    world.apply("alias", "青井県知事")
    world.apply("deliver", [("q", 0, "line"), ("r", 0, "article")])
    folder, _ = builder.advance(world)
    with duckdb.connect(str(folder / "analytics.duckdb"), read_only=True) as con:
        marked = con.execute("select speaker, actor from quotes where cue = 'mark' order by all").fetchall()
        counts = con.execute("select count(*), count(distinct post_id) from quotes").fetchall()
    assert marked == [("山田市長", "山田市長"), ("青井県知事", "青井")]
    assert counts == [(5, 3)]


@pytest.mark.parametrize(("others", "marked"), [({}, 1), ({"read anew": (1, [("r", 4, "rail")])}, 0)])
def test_posts_stand_where_files_were_merged_and_not_where_one_of_them_was_read_anew(
    tmp_path: Path, world: World, others: dict[str, object], marked: int
) -> None:
    builder = Builder(tmp_path)
    folder, report = builder.advance(world)
    with duckdb.connect(str(folder / "analytics.duckdb")) as con:
        con.execute("update quotes set cue = 'mark' where text = '雨です'")
    builder.previous = remember(folder, report, builder.lake_files)
    world.apply("merge", None)
    world.apply("deliver", [("s", 4, "port")])
    for kind, what in others.items():
        world.apply(kind, what)
    folder, _ = builder.advance(world)
    assert len({file.parts[-2] for file in builder.lake_files}) == 2, "one merged folder, one dump"
    with duckdb.connect(str(folder / "analytics.duckdb"), read_only=True) as con:
        counts = con.execute(
            "select count(*) from quotes where cue = 'mark' union all select count(*) from posts"
        ).fetchall()
    assert counts == [(marked,), (4,)]


def test_a_file_that_is_mostly_free_is_written_anew(tmp_path: Path, world: World) -> None:
    builder = Builder(tmp_path)
    folder, report = builder.advance(world)
    with duckdb.connect(str(folder / "analytics.duckdb")) as con:
        con.execute("create table junk as select sha256(range::varchar) as a from range(400_000)")
        con.execute("checkpoint")
        con.execute("drop table junk")
        con.execute("checkpoint")
    bloated = (folder / "analytics.duckdb").stat().st_size
    builder.previous = remember(folder, report, builder.lake_files)
    folder, _ = builder.advance(world)
    assert (folder / "analytics.duckdb").stat().st_size < bloated / 2


def test_what_a_lake_file_had_that_went_is_in_no_free_block(tmp_path: Path, world: World) -> None:
    """A takedown looks into rows, so the words of a dump that was read anew must not lie beside them."""
    builder = Builder(tmp_path)
    folder, report = builder.advance(world)
    with duckdb.connect(str(folder / "analytics.duckdb")) as con:
        con.execute("set force_compression = 'uncompressed'")
        con.execute("update posts set title = repeat('secret', 1000)")
        con.execute("checkpoint")
    assert b"secretsecret" in (folder / "analytics.duckdb").read_bytes()
    builder.previous = remember(folder, report, builder.lake_files)
    world.apply("read anew", (0, [("p", 0, "rain")]))
    world.apply("read anew", (1, [("r", 4, "rain")]))
    folder, _ = builder.advance(world)
    assert b"secretsecret" not in (folder / "analytics.duckdb").read_bytes()


def test_a_table_that_is_published_no_more_is_dropped(tmp_path: Path, world: World) -> None:
    builder = Builder(tmp_path)
    folder, report = builder.advance(world)
    with duckdb.connect(str(folder / "analytics.duckdb")) as con:
        con.execute("create table old_mart (a int)")
        con.execute("create view old_view as select 1 as a")
        con.execute("create macro old_macro() as table select 1 as a")
    builder.previous = remember(folder, report, builder.lake_files)
    folder, _ = builder.advance(world)
    with duckdb.connect(str(folder / "analytics.duckdb"), read_only=True) as con:
        names = con.execute("select table_name from duckdb_tables()").fetchall()
        names += con.execute("select view_name from duckdb_views() where not internal").fetchall()
        names += con.execute("select function_name from duckdb_functions() where not internal").fetchall()
    assert not {name for (name,) in names if name.startswith("old_")}


def test_a_damaged_previous_snapshot_is_told_from_a_bug(tmp_path: Path, world: World) -> None:
    builder = Builder(tmp_path)
    folder, _ = builder.advance(world)
    (folder / "analytics.duckdb").write_bytes(b"no database")
    with pytest.raises(PreviousError, match=r"analytics\.duckdb"):
        builder.advance(world)


def test_a_damaged_file_is_written_anew_and_not_copied(tmp_path: Path, world: World) -> None:
    builder = Builder(tmp_path)
    before, _ = builder.advance(world)
    good = (before / "actors.parquet").read_bytes()
    (before / "actors.parquet").write_bytes(good[:-1] + b"?")
    after, _ = builder.advance(world)
    assert (after / "actors.parquet").read_bytes() == good
