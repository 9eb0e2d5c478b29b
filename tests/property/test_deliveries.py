"""Which state of a post counts, over random sequences of deliveries, computed a second time in Python."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.ddl import select_nothing
from warehouse.schema import TABLES

SQL = (Path(__file__).parents[2] / "sql" / "staging" / "stg_revisions.sql").read_text("utf-8")
FORMATS = ("wxr", "jsonl", "feed")
# An example is a database or two: few are enough, and how long they take says nothing.
FEW = settings(max_examples=20, deadline=None)
Row = tuple[str, str]
"""A post and its text."""

# A dump is a format and its posts; at most three texts of two posts, so that deliveries overlap.
ROWS = st.lists(st.tuples(st.sampled_from("pq"), st.sampled_from("abc")), min_size=1, max_size=4, unique=True)
DUMPS = st.lists(st.tuples(st.sampled_from(FORMATS), ROWS), min_size=1, max_size=5)
Dump = tuple[str, list[Row]]


def ask(dumps: Sequence[Dump]) -> dict[str, tuple[str, int, str, int]]:
    """The chosen (dump, revision in it, text, number of texts) of each post; a dump arrives a night."""
    with duckdb.connect() as con:
        con.execute("attach ':memory:' as lake")
        con.execute(f"create table dumps as {select_nothing(TABLES['dumps'].published_columns())}")
        con.execute(f"create table lake.posts as {select_nothing(TABLES['posts'].lake_columns())}")
        for night, (format_, rows) in enumerate(dumps, start=1):
            con.execute(
                "insert into dumps by name select ? as dump_id, ? as format, ? as snapshot_id",
                [f"d{night}", format_, night],
            )
            seen: dict[str, int] = {}
            for post, text in rows:
                seen[post] = seen.get(post, 0) + 1
                con.execute(
                    "insert into lake.posts by name select ? as post_id, ? as dump_id, ? as revision, "
                    "? as text_sha256, 100 as char_count, 'metadata' as date_basis",
                    [post, f"d{night}", seen[post], text],
                )
        found = con.execute(
            "select chosen.post_id, chosen.dump_id, dump_revision, text_sha256, chosen.revision "
            f"from ({SQL}) as chosen inner join lake.posts as posts on posts.post_id = chosen.post_id "
            "and posts.dump_id = chosen.dump_id and posts.revision = chosen.dump_revision"
        ).fetchall()
    return {row[0]: row[1:] for row in found}


def expect(dumps: Sequence[Dump]) -> dict[str, tuple[str, int, str, int]]:
    """Walk through the nights: a state not seen before in the best rank replaces the one shown."""
    shown: dict[str, tuple[str, int, str, int]] = {}
    for post in {post for _, rows in dumps for post, _ in rows}:
        own = any(format_ == "wxr" and post in dict(rows) for format_, rows in dumps)
        seen: list[str] = []
        for night, (format_, rows) in enumerate(dumps, start=1):
            texts = [text for name, text in rows if name == post]
            for number, text in enumerate(texts, start=1):
                if (format_ == "wxr" or not own) and text not in seen:
                    seen.append(text)
                    shown[post] = (f"d{night}", number, text, 0)
        texts_of_all = {text for _, rows in dumps for name, text in rows if name == post}
        shown[post] = (*shown[post][:3], len(texts_of_all))
    return shown


@FEW
@given(DUMPS)
def test_the_newest_state_of_the_best_rank_counts(dumps: list[Dump]) -> None:
    assert ask(dumps) == expect(dumps)


@FEW
@given(DUMPS, st.data())
def test_any_old_dump_again_changes_nothing(dumps: list[Dump], data: st.DataObject) -> None:
    again = data.draw(st.sampled_from(dumps))
    assert ask([*dumps, again, again]) == ask(dumps)


@FEW
@given(DUMPS, st.data())
def test_the_parts_of_an_old_dump_change_nothing(dumps: list[Dump], data: st.DataObject) -> None:
    format_, rows = data.draw(st.sampled_from(dumps))
    cut = data.draw(st.integers(0, len(rows)))
    parts = [(format_, part) for part in (rows[cut:], rows[:cut]) if part]
    assert ask([*dumps, *parts]) == ask(dumps)
