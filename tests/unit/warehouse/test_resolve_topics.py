"""Labels to topics: spellings, declared aliases, conflicts, reviewed merges."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from random import Random

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.resolve_seeds import SeedError
from warehouse.resolve_topic_seeds import (
    TopicSeeds,
    fold_label,
    make_topic_id,
    read_event,
    read_topic_seeds,
)
from warehouse.resolve_topics import Declared, Label, name_topics, resolve_topics

D1, D2 = dt.date(2023, 11, 7), dt.date(2023, 11, 8)
Meaning = dict[str, tuple[str, str]]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("CFE条約", "ＣＦＥ条約"),
        ("NATOexpansion", "natoExpansion"),
        ("外交・安全保障", "外交安全保障"),
        ("＃反転攻勢", "反転攻勢"),
        ("クリミア 大橋", "クリミア大橋"),
    ],
)
def test_spellings_of_one_label_fold_alike(left: str, right: str) -> None:
    assert fold_label(left) == fold_label(right)
    assert make_topic_id(left) == make_topic_id(right)


def meanings(
    labels: list[tuple[str, int]],
    declared: list[tuple[str, str, int]],
    seeds: TopicSeeds | None = None,
) -> Meaning:
    names = name_topics(
        [Label(*row) for row in labels], [Declared(*row) for row in declared], seeds or TopicSeeds()
    )
    assert all(name.topic_id == make_topic_id(name.topic) for name in names)
    return {name.surface: (name.topic, name.source) for name in names}


def test_the_most_frequent_spelling_is_preferred() -> None:
    assert meanings([("新幹線", 1), ("新・幹線", 3), ("新 幹線", 3)], []) == {
        "新幹線": ("新 幹線", "label"),
        "新・幹線": ("新 幹線", "label"),
        "新 幹線": ("新 幹線", "label"),
    }


def test_a_declared_alias_means_its_label_also_as_a_label() -> None:
    assert meanings([("CFE", 1), ("欧州通常戦力条約", 9)], [("CFE", "欧州通常戦力条約", 1)]) == {
        "CFE": ("CFE", "label"),
        "欧州通常戦力条約": ("CFE", "label"),
    }


def test_an_alias_that_is_no_label_is_declared() -> None:
    assert meanings([("CFE", 1)], [("CFE", "欧州通常戦力条約", 1)])["欧州通常戦力条約"] == ("CFE", "declared")


def test_of_two_labels_with_one_alias_the_better_supported_wins() -> None:
    labels = [("赤組", 9), ("白組", 2)]
    assert meanings(labels, [("赤組", "運動会", 1), ("白組", "運動会", 2)])["運動会"] == ("白組", "declared")


def test_a_tie_goes_to_the_smaller_topic_id() -> None:
    winner = min("赤組", "白組", key=make_topic_id)
    labels = [("赤組", 1), ("白組", 1)]
    assert meanings(labels, [("赤組", "運動会", 1), ("白組", "運動会", 1)])["運動会"][0] == winner


def test_chains_end_at_their_first_label_and_circles_are_cut() -> None:
    labels = [("甲", 1), ("乙", 1), ("丙", 1)]
    chain = meanings(labels, [("甲", "乙", 2), ("乙", "丙", 2)])
    assert {topic for topic, _ in chain.values()} == {"甲"}
    circle = meanings(labels, [("甲", "乙", 3), ("乙", "丙", 2), ("丙", "甲", 1)])
    assert {topic for topic, _ in circle.values()} == {"甲"}


def test_a_reviewed_merge_beats_what_notes_declare() -> None:
    seeds = TopicSeeds({"運動会": "運動会"}, (("体育祭", "運動会"),))
    found = meanings([("体育祭", 5), ("赤組", 5)], [("赤組", "運動会", 4), ("赤組", "体育祭", 4)], seeds)
    assert found == {
        "体育祭": ("運動会", "seed"),
        "運動会": ("運動会", "seed"),
        "赤組": ("赤組", "label"),
    }


WORDS = st.sampled_from(["甲", "乙", "丙", "丁", "＃甲", "戊・己"])


@given(
    st.dictionaries(WORDS, st.integers(1, 3), min_size=1),
    st.dictionaries(st.tuples(WORDS, WORDS), st.integers(1, 3)),
    st.randoms(use_true_random=False),
)
def test_every_surface_has_one_topic_in_any_order(
    uses: dict[str, int], pairs: dict[tuple[str, str], int], random: Random
) -> None:
    labels = [(label, uses.get(label, 1)) for label in {*uses, *(label for label, _ in pairs)}]
    declared = [(label, alias, count) for (label, alias), count in pairs.items()]
    expected = meanings(sorted(labels), sorted(declared))
    assert set(expected) == {label for label, _ in labels} | {alias for _, alias, _ in declared}
    random.shuffle(labels)
    random.shuffle(declared)
    assert meanings(labels, declared) == expected


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        con.execute("attach ':memory:' as staging")
        con.execute("attach ':memory:' as scratch")
        con.execute("create table staging.stg_posts (post_id text, posted_date date, date_basis text)")
        con.execute(
            "create table staging.stg_topic_mentions"
            " (post_id text, label text, alias text, parent_label text, keyword text)"
        )
        con.execute(
            "insert into staging.stg_posts values ('p1', ?, 'url'), ('p2', ?, 'url'), ('p3', ?, 'crawl')",
            [D1, D2, dt.date(2024, 1, 1)],
        )
        yield con


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    (tmp_path / "topics.csv").write_text("topic\n運動会\n", encoding="utf-8")
    (tmp_path / "topic_aliases.csv").write_text("surface,topic\n体育祭,運動会\n", encoding="utf-8")
    return tmp_path


def test_the_dimensions_count_posts_and_days(con: duckdb.DuckDBPyConnection, seeds: Path) -> None:
    con.execute(
        """insert into staging.stg_topic_mentions values
        ('p1', 'CFE', '欧州通常戦力条約', null, null),
        ('p1', 'CFE', null, null, null),
        ('p1', null, null, 'CFE', '脱退'),
        ('p2', '欧州通常戦力条約', null, null, null),
        ('p3', 'ＣＦＥ', null, null, null),
        ('p3', '体育祭', null, null, null)"""
    )
    resolve_topics(con, seeds)
    topics = con.execute("select topic, is_reviewed, first_date, last_date from topics order by topic")
    assert topics.fetchall() == [("CFE", False, D1, D2), ("運動会", True, None, None)]
    aliases = con.execute(
        "select surface, topic, source, post_count from topic_aliases join topics using (topic_id)"
        " order by surface"
    ).fetchall()
    assert aliases == [
        ("CFE", "CFE", "label", 1),
        ("体育祭", "運動会", "seed", 1),
        ("欧州通常戦力条約", "CFE", "label", 2),
        ("運動会", "運動会", "seed", 0),
        ("ＣＦＥ", "CFE", "label", 1),
    ]


def test_parents_and_events_come_from_people_and_from_labels(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    (tmp_path / "topics.csv").write_text(
        "topic,parent,event_first_date,event_last_date\n"
        "行事,,,\n"
        "運動会,行事,2023-10-01,2023-10-02\n"
        "2022年の遠足,行事,,\n",
        encoding="utf-8",
    )
    (tmp_path / "topic_aliases.csv").write_text("surface,topic\n", encoding="utf-8")
    con.execute(
        """insert into staging.stg_topic_mentions values
        ('p1', '運動会', null, null, null), ('p1', '2024村長選', null, null, null)"""
    )
    resolve_topics(con, tmp_path)
    rows = con.execute(
        """select topics.topic, parents.topic, topics.event_first_date, topics.event_last_date
        from topics left join topics as parents on topics.parent_topic_id = parents.topic_id
        order by topics.topic"""
    ).fetchall()
    assert rows == [
        ("2022年の遠足", "行事", dt.date(2022, 1, 1), dt.date(2022, 12, 31)),
        ("2024村長選", None, dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
        ("行事", None, None, None),
        ("運動会", "行事", dt.date(2023, 10, 1), dt.date(2023, 10, 2)),
    ]


@pytest.mark.parametrize(
    ("label", "first", "last"),
    [
        ("2024村長選", dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
        ("２０２４年２月の大雪", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("こども博2023", dt.date(2023, 1, 1), dt.date(2023, 12, 31)),
        ("こども博2023年", dt.date(2023, 1, 1), dt.date(2023, 12, 31)),
        ("2024年13月の話", None, None),
        ("20241人の声", None, None),
        ("電話03-2024", None, None),
        ("1024橋", None, None),
        ("運動会", None, None),
    ],
)
def test_a_year_at_either_end_of_a_label_dates_an_event(
    label: str, first: dt.date | None, last: dt.date | None
) -> None:
    assert read_event(label) == (first, last)


def test_no_mentions_give_the_reviewed_topics_alone(con: duckdb.DuckDBPyConnection, seeds: Path) -> None:
    resolve_topics(con, seeds)
    assert con.execute("select topic from topics").fetchall() == [("運動会",)]


@pytest.mark.parametrize(
    ("topics", "aliases", "message"),
    [
        ("運動会\n運動・会", "", "運動・会 stands there twice"),
        ("運動会", "体育祭,遠足", "topics.csv has no 遠足"),
        ("運動会\n遠足", "体育祭,運動会\n体育祭,遠足", "体育祭 has more than one meaning"),
        ("運動会\n遠足", "遠足,運動会", "遠足 has more than one meaning"),
        ("運動会,行事", "", "which is no topic there"),
        ("運動会,行事\n行事,運動会", "", "the parents go round: 運動会 > 行事 > 運動会"),
        ("運動会,,2023-10-02,2023-10-01", "", "line 2: event_last_date 2023-10-01 is before"),
    ],
)
def test_a_fault_in_a_topic_seed_is_named(tmp_path: Path, topics: str, aliases: str, message: str) -> None:
    columns = "topic,parent,event_first_date,event_last_date"
    rows = "\n".join(row + "," * (3 - row.count(",")) for row in topics.split("\n"))
    (tmp_path / "topics.csv").write_text(f"{columns}\n{rows}\n", encoding="utf-8")
    (tmp_path / "topic_aliases.csv").write_text(f"surface,topic\n{aliases}\n", encoding="utf-8")
    with pytest.raises(SeedError) as caught:
        read_topic_seeds(tmp_path)
    assert message in str(caught.value)
