"""Marts that look at the months around them: what is in reach of a change is computed, nothing else."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.property.night_worlds import Builder, World, assert_same, remember
from warehouse import mart_builder
from warehouse.model_file import Header
from warehouse.partition import Partition, read_partition

JANUARY, FEBRUARY, MARCH, MAY = 0, 1, 3, 4


@pytest.mark.parametrize(
    ("partition", "reach", "expected"),
    [
        ("", "", None),
        ("month", "", Partition("posted_date", 0, 0)),
        ("month of start_date", "28 days before, 6 days after", Partition("start_date", 1, 1)),
        ("month", "29 days before", Partition("posted_date", 2, 0)),
        ("month of quote_id", "window days after", Partition("quote_id", 0, 4)),
        ("month", "3 years before", Partition("posted_date", 36, 0)),
        ("month", "0 days before, 2 months after", Partition("posted_date", 0, 2)),
    ],
)
def test_a_header_says_which_months_a_month_is_made_from(
    partition: str, reach: str, expected: Partition | None
) -> None:
    header = Header(partition=partition, reach=reach)
    assert read_partition(header, {"window": 100}.__getitem__) == expected


def test_what_a_key_is_of_no_longer_is_of_any_month() -> None:
    con = duckdb.connect()
    con.execute(
        "create table quotes as from "
        "(values ('a', date '2024-01-31'), ('b', date '2024-02-01'), ('c', null)) as _(quote_id, posted_date)"
    )
    condition = Partition("quote_id").tell_month([202401, 0])
    found = con.execute(f"from (values ('a'), ('b'), ('c'), ('gone')) as _(quote_id) where {condition}")
    assert found.fetchall() == [("a",), ("c",), ("gone",)]


@pytest.fixture
def world() -> World:
    """Three months that nothing is in reach of from one to the other, but that windows of edges overlap."""
    return World(
        [
            [("p", JANUARY, "rain"), ("q", JANUARY, "rain"), ("r", JANUARY, "rail again")],
            [("s", MARCH, "rail"), ("t", MARCH, "rain"), ("x", MARCH, "rain")],
            [("u", MAY, "sun"), ("v", MAY, "port")],
        ]
    )


@pytest.mark.slow
def test_months_out_of_reach_are_taken_over(
    tmp_path: Path, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen by a mark in the previous snapshot: what is taken over keeps it, what is computed loses it."""
    monkeypatch.setattr(mart_builder, "SMALL_ROWS", 0)
    columns = {
        "actor_network_edges": ("window_end_date", "actor_a"),
        "actor_network": ("window_end_date", "actor"),
        "trend_changes": ("start_date", "subject_label"),
        "daily_topic_frequencies": ("posted_date", "burst_score"),
        "quote_sources": ("(select posted_date from quotes where quote_id = it.quote_id)", "quoted_share"),
    }
    builder = Builder(tmp_path)
    folder, report = builder.advance(world)
    with duckdb.connect(str(folder / "analytics.duckdb")) as con:
        for table, (_, column) in columns.items():
            con.execute(f"update {table} set {column} = '0.625' where {column} is not null")
    builder.previous = remember(folder, report, builder.lake_files)
    world.dumps.append([("w", MAY, "rail")])
    folder, _ = builder.advance(world)
    months = {}
    with duckdb.connect(str(folder / "analytics.duckdb"), read_only=True) as con:
        for table, (day, column) in columns.items():
            rows = con.execute(
                f"select distinct {column} in ('0.625'), month({day}) "
                f"from {table} as it where {column} is not null"
            ).fetchall()
            months[table] = [
                {month for is_marked, month in rows if is_marked is kept} for kept in (True, False)
            ]
    assert months == {
        "actor_network_edges": [{1, 2, 3, 4}, {5}],
        "actor_network": [{1, 2, 3, 4}, {5}],
        "trend_changes": [{2, 3}, {5}],
        "daily_topic_frequencies": [{1, 3}, {5}],
        "quote_sources": [{3}, {5}],
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    "posts",
    [
        pytest.param([("w", FEBRUARY, "article")], id="a source a day after its note"),
        pytest.param([("w", MAY, "rail"), ("y", MAY, "rain")], id="the last month goes on"),
        pytest.param([("u", MAY, "silence"), ("v", JANUARY, "port")], id="a post moves to another month"),
    ],
)
def test_months_in_reach_come_out_as_in_a_full_build(
    tmp_path: Path, world: World, posts: list[tuple[str, int, str]]
) -> None:
    builder = Builder(tmp_path)
    builder.advance(world)
    world.dumps.append(posts)
    after, _ = builder.advance(world)
    whole, _ = builder.build(world, upon=None)
    assert_same(after, whole)


@pytest.mark.slow
def test_the_last_window_ends_with_the_corpus_also_when_that_ends_earlier(
    tmp_path: Path, world: World
) -> None:
    builder = Builder(tmp_path)
    builder.advance(world)
    for name in "uv":
        world.apply("take down", name)
    after, _ = builder.advance(world)
    whole, _ = builder.build(world, upon=None)
    assert_same(after, whole)
