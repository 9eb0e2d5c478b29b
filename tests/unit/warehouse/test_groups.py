from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.property.night_worlds import Builder, World, assert_same, remember
from warehouse import mart_builder
from warehouse.groups import Groups, read_groups
from warehouse.model_file import Header, ModelError
from warehouse.models import load_models

JANUARY, MARCH, MAY = 0, 3, 4
MEMBERS = "create table {catalog}.quote_utterances as from (values {rows}) as _(quote_id, utterance_id)"
HEADER = "-- purpose: p\n-- grain:   g\n-- counts:  c\n-- days:    d\n-- groups:  {groups}\n"
OF_STATEMENTS = "utterance_id of quote_utterances"


@pytest.mark.parametrize(
    ("before", "now", "changed"),
    [
        pytest.param("('a', 'u'), ('b', 'v')", "('a', 'u'), ('b', 'v')", {"u"}, id="a month changed"),
        pytest.param(
            "('a', 'u'), ('b', 'v'), ('c', 'w')",
            "('a', 'u'), ('b', 'w'), ('c', 'w')",
            {"u", "v", "w"},
            id="a quote went from one statement to another",
        ),
        pytest.param(
            "('a', 'u'), ('b', 'v')",
            "('a', 'u'), ('b', 'v'), ('c', 'v'), ('d', 'x')",
            {"u", "v", "x"},
            id="new quotes",
        ),
        pytest.param(
            "('a', 'u'), ('b', 'v'), ('gone', 'v')", "('a', 'u'), ('b', 'v')", {"u", "v"}, id="gone"
        ),
    ],
)
def test_groups_change_with_their_members_and_with_a_month(before: str, now: str, changed: set[str]) -> None:
    """Only quote a is of the month that changed."""
    with duckdb.connect() as con:
        for catalog, rows in (("previous", before), ("analytics", now)):
            con.execute(f"attach ':memory:' as {catalog}")
            con.execute(MEMBERS.format(catalog=catalog, rows=rows))
        con.execute(
            "create table analytics.quotes as select quote_id, "
            "if(quote_id = 'a', date '2024-05-10', date '2024-03-03') as posted_date "
            "from analytics.quote_utterances"
        )
        sql = Groups("utterance_id", "quote_utterances").tell_changed({202405})
        assert {group for (group,) in con.execute(sql).fetchall()} == changed


@pytest.mark.parametrize("text", ["utterance_id", "topic of quote_utterances", "post_id of no_mart"])
def test_a_header_names_a_column_of_a_mart_that_groups_facts(text: str) -> None:
    with pytest.raises(ValueError, match="groups is"):
        read_groups(Header(groups=text))


@pytest.mark.parametrize(
    ("groups", "sql", "words"),
    [
        (OF_STATEMENTS, "select name from actors", "names actors"),
        ("statements", "select 1 as one from quotes", "groups is"),
        (f"{OF_STATEMENTS}\n-- partition: month", "select 1 as one from quotes", "without a partition"),
    ],
)
def test_a_mart_by_groups_reads_what_has_months(tmp_path: Path, groups: str, sql: str, words: str) -> None:
    for layer, text in (("core", HEADER.split("-- groups")[0]), ("marts", HEADER.format(groups=groups))):
        (tmp_path / layer).mkdir()
        query = "select 1 as quote_id" if layer == "core" else sql
        (tmp_path / layer / "quotes.sql").write_text(text + query, encoding="utf-8")
    (tmp_path / "marts" / "quotes.sql").rename(tmp_path / "marts" / "m.sql")
    with pytest.raises(ModelError, match=words):
        load_models(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(("small_rows", "kept"), [(0, [(False,)]), (mart_builder.SMALL_ROWS, [])])
def test_statements_out_of_reach_are_taken_over_unless_there_are_few(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_rows: int, kept: list[tuple[bool]]
) -> None:
    """Seen by a mark in the previous snapshot: what is taken over keeps it, what is computed loses it."""
    monkeypatch.setattr(mart_builder, "SMALL_ROWS", small_rows)
    world = World([[("p", JANUARY, "rain"), ("q", JANUARY, "port")], [("r", MAY, "silence")]])
    builder = Builder(tmp_path)
    folder, report = builder.advance(world)
    with duckdb.connect(str(folder / "analytics.duckdb")) as con:
        con.execute("update utterances set actor = 'kept'")
    builder.previous = remember(folder, report, builder.lake_files)
    world.dumps.append([("s", MAY, "port")])
    folder, _ = builder.advance(world)
    with duckdb.connect(str(folder / "analytics.duckdb"), read_only=True) as con:
        copied = con.execute(
            "select count(*) from utterances where actor = 'kept' and contains(text, '港の工事')"
        )
        assert copied.fetchall() == [(0,)]
        last_days = con.execute(
            "select distinct last_date >= date '2024-05-01' from utterances where actor = 'kept'"
        )
        assert last_days.fetchall() == kept


@pytest.mark.slow
def test_a_copy_years_later_makes_its_statement_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mart_builder, "SMALL_ROWS", 0)
    builder = Builder(tmp_path)
    world = World([[("p", JANUARY, "port"), ("q", JANUARY, "rail")], [("r", MARCH, "article")]])
    builder.advance(world)
    for posts in ([("s", MAY, "port")], [("p", JANUARY, "silence")], [("s", JANUARY, "port")]):
        world.dumps.append(posts)
        after, _ = builder.advance(world)
    whole, _ = builder.build(world, upon=None)
    assert_same(after, whole)
