"""Why a name means its actor and not another, and what of the labels a person is asked to look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from transforms.records import ActorKind
from warehouse.explain_actor import explain_actor
from warehouse.explain_examples import find_actor_examples
from warehouse.explain_reasons import tell_why
from warehouse.explain_topic import Conflict, Declaration, explain_topic, find_conflicts
from warehouse.resolve_reviewed import ReviewedNames
from warehouse.resolve_rivals import list_rivals, list_verdicts
from warehouse.resolve_seeds import Span, read_actor_seeds
from warehouse.resolve_topic_seeds import ReviewedTopic, TopicSeeds
from warehouse.review_actors import list_actor_items
from warehouse.review_topics import list_topic_items

SEEDS = Path(__file__).parents[3] / "sql" / "seeds"
DAY = dt.date(2024, 6, 1)


@pytest.fixture(scope="module")
def reviewed() -> ReviewedNames:
    return ReviewedNames(read_actor_seeds(SEEDS))


@pytest.mark.parametrize(
    ("surface", "kind", "rival", "reason"),
    [
        ("ゼレンスキー", "person", "オレナ・ゼレンスカ", "a reviewed alias decides before any likeness"),
        ("ルカシンコ大統領", "person", "ビクトル・ユシチェンコ", "found by the stricter rule seed_spelling"),
        ("岸田文男", "person", "岸田文雄", "in characters a likeness counts only where"),
        ("ブラウン教授", "person", "ゴードン・ブラウン", "more than one letter differs"),
        ("ゼレンスク", "person", "オレナ・ゼレンスカ", "alone means nobody beyond its post"),
    ],
)
def test_a_rival_is_told_why_it_lost(
    reviewed: ReviewedNames, surface: str, kind: str, rival: str, reason: str
) -> None:
    taken = ActorKind(kind)
    rivals = {each.actor.name: each for each in list_rivals(reviewed, surface, taken, limit=10)}
    verdicts = list_verdicts(reviewed, surface, taken)
    assert reason in tell_why(reviewed, surface, taken, rivals[rival], verdicts)


def test_an_alias_in_several_spellings_is_in_conflict_with_itself_only_when_the_labels_differ() -> None:
    declared = [
        Declaration("体育祭", "運動会", 3),
        Declaration("体育・祭", "遠足", 2),
        Declaration("写生", "写生会", 2),
        Declaration("写生", "写生・会", 1),
    ]
    assert find_conflicts(declared) == [Conflict("体育祭", (declared[0], declared[1]))]


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """A published database with what these commands read."""
    with duckdb.connect() as con:
        con.execute(
            """
            create table posts (
                post_id text, text text, posted_date date, url text, source_uri text, site text
            );
            create table quotes (
                post_id text, speaker text, posted_date date, speaker_start int, speaker_end int, text text,
                actor_id text, actor text
            );
            create table actor_mentions (
                post_id text, surface text, posted_date date, char_start int, char_end int, quote_id text,
                actor_id text, actor text
            );
            create table actors (
                actor_id text, name text, kind text, country text, wikidata_id text, source_type text,
                near_actor_id text, is_reviewed boolean
            );
            create table actor_aliases (
                surface text, actor_id text, valid_from date, valid_until date, source text, rule text,
                score double, mention_count bigint
            );
            create table topics (topic_id text, topic text, parent_topic_id text);
            create table topic_aliases (surface text, topic_id text, source text, post_count bigint);
            create table dim_topic (
                topic_id text, topic text, is_reviewed boolean, mention_count bigint, post_count bigint,
                first_date date, last_date date, parent_topic_id text, parent_topic text,
                event_first_date date, event_last_date date
            );
            create table topic_mentions (
                post_id text, label text, alias text, posted_date date, char_start int, char_end int
            );
            create table topic_keywords (topic_id text, keyword text, mention_count bigint);
            create table topic_co_occurrences (
                topic_a text, topic_b text, post_count bigint, jaccard double
            );
            """
        )
        yield con


def add_actor(
    con: duckdb.DuckDBPyConnection, actor_id: str, name: str, rule: str, count: int, **row: object
) -> None:
    reviewed = bool(row.get("is_reviewed"))
    con.execute(
        "insert into actors values (?, ?, ?, null, null, null, null, ?)",
        [actor_id, name, row.get("kind", "person"), reviewed],
    )
    con.execute(
        "insert into actor_aliases values (?, ?, null, null, 'text', ?, ?, ?)",
        [row.get("surface", name), actor_id, rule, row.get("score", 0.5), count],
    )


def test_a_name_of_many_posts_is_one_item_with_its_words_around_it(
    con: duckdb.DuckDBPyConnection, reviewed: ReviewedNames
) -> None:
    con.execute(
        "insert into posts values ('p', '霧沢村の\n蓮台村長は語った。\x1b', null, null, 'a.txt', null)"
    )
    con.execute("insert into quotes values ('p', '蓮台村長', ?, 5, 9, '橋を直す', 'a1', '蓮台村長')", [DAY])
    add_actor(con, "a1", "蓮台村長", "post", 2)
    add_actor(con, "a2", "蓮台村長", "post", 3, kind="unknown")
    add_actor(con, "a3", "青浜漁協", "full_form", 4, kind="organisation")
    add_actor(con, "a4", "情報筋", "source", 9, kind="anonymous")
    add_actor(con, "a5", "EU", "full_form", 9, kind="organisation")
    add_actor(con, "a7", "同氏", "post", 9)
    add_actor(con, "a6", "村", "full_form", 9, kind="organisation")
    items = list_actor_items(con, reviewed, {"村"}, limit=10)
    assert [(item.surface, item.kind, item.reason, item.row_count, item.actor_count) for item in items] == [
        ("蓮台村長", "person", "unknown", 5, 2),
        ("青浜漁協", "organisation", "unknown", 4, 1),
    ]
    assert [example.context for example in items[0].examples] == ["霧沢村の 【蓮台村長】は語った。\x1b"]
    assert (items[0].use.post_count, items[0].use.first_date) == (1, DAY)


def test_an_actor_known_by_surname_and_office_shows_who_else_is_called_so_on_each_site(
    con: duckdb.DuckDBPyConnection, reviewed: ReviewedNames
) -> None:
    said = [
        *(
            ("a.example", "平田市長", "a1", "青柳市平田市長"),
            ("a.example", "白縫市平田市長", "a2", "白縫市平田市長"),
        ),
        *(("a.example", "平田健市長", "a3", "平田健"), ("b.example", "平田市長", "a1", "青柳市平田市長")),
        ("b.example", "平田議員", "a4", "平田議員"),
    ]
    for number, (site, surface, actor_id, actor) in enumerate(said):
        con.execute("insert into posts values (?, '', ?, null, 'a.txt', ?)", [str(number), DAY, site])
        con.execute(
            "insert into actor_mentions values (?, ?, ?, 0, 4, null, ?, ?)",
            [str(number), surface, DAY, actor_id, actor],
        )
        if (surface, actor_id) not in [each[1:3] for each in said[:number]]:
            add_actor(con, actor_id, actor, "site_form" if actor_id == "a1" else "role", 1, surface=surface)
    (asked,) = explain_actor(con, reviewed, "青柳市平田市長").actors
    assert [(each.site, each.actor, each.is_asked, each.written) for each in asked.sites] == [
        ("a.example", "青柳市平田市長", True, ["平田市長"]),
        ("a.example", "平田健", False, ["平田健市長"]),
        ("a.example", "白縫市平田市長", False, ["白縫市平田市長"]),
        ("b.example", "青柳市平田市長", True, ["平田市長"]),
    ]


def test_an_unknown_name_may_be_the_short_form_of_another(
    con: duckdb.DuckDBPyConnection, reviewed: ReviewedNames
) -> None:
    names = ["海峡交通省", "海交省", "海運交易省", "汐見省", "海峡交"]
    for number, name in enumerate(names):
        add_actor(con, f"a{number}", name, "full_form", 9 - number, kind="organisation")
    items = list_actor_items(con, reviewed, (), limit=10)
    assert {item.surface: item.short_for for item in items} == dict.fromkeys(names)
    con.execute("delete from actors where name = '海運交易省'")
    items = list_actor_items(con, reviewed, (), limit=10)
    assert [item.short_for for item in items if item.surface == "海交省"] == ["海峡交通省"]


def test_a_name_taken_by_likeness_is_doubtful(
    con: duckdb.DuckDBPyConnection, reviewed: ReviewedNames
) -> None:
    name = "アレクサンドル・ルカシェンコ"
    row = {"surface": "ルカシンコ大統領", "score": 0.85, "is_reviewed": True}
    add_actor(con, "a1", name, "seed_spelling", 2, **row)
    add_actor(con, "a2", "EU", "seed", 5, kind="organisation", is_reviewed=True, score=1.0)
    (item,) = list_actor_items(con, reviewed, (), limit=10)
    assert (item.surface, item.reason, item.means_now, item.row_count) == (
        "ルカシンコ大統領",
        "doubtful",
        name,
        2,
    )


def test_a_name_no_post_has_is_explained_by_the_rules(
    con: duckdb.DuckDBPyConnection, reviewed: ReviewedNames
) -> None:
    add_actor(con, "a1", "霧ヶ原湖沼組含", "full_form", 1, kind="organisation")
    explained = explain_actor(con, reviewed, "霧ヶ原湖沼組合")
    assert explained.actors == ()
    assert [verdict.rule for verdict in explained.verdicts] == ["full_form"]
    assert [(similar.name, similar.likeness) for similar in explained.similar] == [("霧ヶ原湖沼組含", 0.857)]


def test_an_unknown_actor_has_no_example(con: duckdb.DuckDBPyConnection) -> None:
    assert find_actor_examples(con, [["a1"], []]) == [(), ()]


def add_topic(con: duckdb.DuckDBPyConnection, topic: str, count: int, *aliases: str) -> None:
    con.execute("insert into topics values (?, ?, null)", [topic, topic])
    con.execute(
        "insert into dim_topic values (?, ?, false, ?, ?, null, null, null, null, null, null)",
        [topic, topic, count, count],
    )
    for surface in (topic, *aliases):
        con.execute("insert into topic_aliases values (?, ?, 'label', ?)", [surface, topic, count])


def declare(con: duckdb.DuckDBPyConnection, label: str, alias: str, *post_ids: str) -> None:
    for post_id in post_ids:
        con.execute("insert into topic_mentions values (?, ?, ?, null, 1, 3)", [post_id, label, alias])


def test_labels_to_look_at_are_conflicts_likely_merges_and_parts_and_then_the_unknown(
    con: duckdb.DuckDBPyConnection,
) -> None:
    for topic, count in {
        "霧沢ダム": 9,
        "霧沢ダム問題": 8,
        "渇水対策室": 7,
        "渇水対策課": 6,
        "赤組": 5,
    }.items():
        add_topic(con, topic, count)
    add_topic(con, "白組", 4, "応援団")
    add_topic(con, "給水", 3)
    add_topic(con, "節水", 2)
    declare(con, "白組", "応援団", "p", "q")
    declare(con, "赤組", "応援団", "r")
    con.execute("insert into topic_co_occurrences values ('給水', '節水', 3, 0.75), ('赤組', '節水', 2, 0.9)")
    items = list_topic_items(con, TopicSeeds(), (), limit=10)
    assert [(item.surface, item.reason, item.suggestion, item.likeness) for item in items] == [
        ("霧沢ダム問題", "part", "霧沢ダム", 0.667),
        ("渇水対策課", "spelling", "渇水対策室", 0.8),
        ("応援団", "conflict", "赤組", 0.0),
        ("節水", "together", "給水", 0.75),
        ("霧沢ダム", "unknown", None, 0.0),
        ("渇水対策室", "unknown", None, 0.0),
        ("赤組", "unknown", None, 0.0),
        ("白組", "unknown", None, 0.0),
        ("給水", "unknown", None, 0.0),
    ]
    assert items[2].support == (("白組", 2), ("赤組", 1))


def test_labels_that_people_settled_are_not_listed(con: duckdb.DuckDBPyConnection) -> None:
    for topic in ("運動会", "体育祭", "遠足", "写生会"):
        add_topic(con, topic, 1)
    row = ReviewedTopic("運動会", None, Span(None, None))
    seeds = TopicSeeds({"運動会": "運動会"}, (("体育祭", "運動会"),), {"運動会": row})
    assert [item.surface for item in list_topic_items(con, seeds, {"遠・足"}, limit=10)] == ["写生会"]


def test_a_label_is_explained_in_any_spelling_with_what_notes_declare(con: duckdb.DuckDBPyConnection) -> None:
    add_topic(con, "白組", 4, "応援団")
    add_topic(con, "白組応援", 4)
    add_topic(con, "赤組", 4)
    declare(con, "白組", "応援団", "p", "q")
    declare(con, "赤組", "応援団", "r")
    con.execute("insert into topic_keywords values ('白組', '綱引き', 3), ('赤組', '玉入れ', 3)")
    (topic,) = explain_topic(con, "＃白 組")
    assert topic.facts.topic == "白組"
    assert topic.declarations == (Declaration("応援団", "白組", 2),)
    assert [conflict.alias for conflict in topic.conflicts] == ["応援団"]
    assert topic.sub_topics == (("綱引き", 3),)
    assert topic.rivals[0][:2] == ("白組応援", "白組応援")
    assert explain_topic(con, "黄組") == ()


def test_a_topic_below_another_is_a_part_of_it_and_no_rival(con: duckdb.DuckDBPyConnection) -> None:
    add_topic(con, "運動会", 4)
    add_topic(con, "運動会の昼", 4)
    con.execute("update topics set parent_topic_id = '運動会' where topic = '運動会の昼'")
    con.execute(
        "update dim_topic set parent_topic_id = '運動会', parent_topic = '運動会' where topic = '運動会の昼'"
    )
    (whole,), (part,) = explain_topic(con, "運動会"), explain_topic(con, "運動会の昼")
    assert (whole.children, whole.rivals) == (("運動会の昼",), ())
    assert (part.facts.parent_topic, part.rivals) == ("運動会", ())
    assert list_topic_items(con, TopicSeeds(), ("運動会", "運動会の昼"), limit=5) == []
