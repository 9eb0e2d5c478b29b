"""What decisions in an edited sheet do to the seeds, and what is said of those that cannot be taken over."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.records import ActorKind
from warehouse.resolve_affixes import Affixes
from warehouse.resolve_seeds import ActorSeeds, SeedActor, SeedAlias, Span
from warehouse.resolve_topic_seeds import ReviewedTopic, TopicSeeds, fold_label
from warehouse.review_actor_sheet import ACTOR_COLUMNS, read_actor_decisions
from warehouse.review_sheet import SheetError, read_sheet, write_sheet
from warehouse.review_topic_sheet import TOPIC_COLUMNS, read_topic_decisions

ALWAYS = Span(None, None)
AFFIXES = Affixes.from_rows([("氏", "suffix", "honorific"), ("村長", "suffix", "title")])
TOBASE = SeedActor("tobase", "鳥羽瀬波留", ActorKind.PERSON, "JP", "Q1")
KUMI = SeedActor("kumi", "霧ヶ原組合", ActorKind.ORGANISATION, "JP", None)
ACTORS = ActorSeeds(
    {actor.actor_key: actor for actor in (TOBASE, KUMI)},
    (
        SeedAlias("鳥羽瀬波留", "tobase", ALWAYS, "press"),
        SeedAlias("鳥羽瀬村長", "tobase", ALWAYS, "press"),
        SeedAlias("霧ヶ原組合", "kumi", ALWAYS, "press"),
    ),
    (),
    AFFIXES,
)


def put(folder: Path, columns: tuple[str, ...], *rows: dict[str, str]) -> Path:
    path = folder / "sheet.csv"
    path.write_bytes(write_sheet(columns, ([row.get(column, "") for column in columns] for row in rows)))
    return path


def decide_actors(folder: Path, *rows: dict[str, str]) -> dict[str, list[tuple[str, ...]]]:
    added = read_actor_decisions(put(folder, ACTOR_COLUMNS, *rows), ACTORS)
    return {file: [tuple(row.values()) for row in found] for file, found in added.items() if found}


ALIAS = {"decision": "alias", "actor": "鳥羽瀬波留"}
NEW = {"decision": "new", "kind": "person"}


@pytest.mark.parametrize(
    ("row", "added"),
    [
        ({"surface": "鳥羽瀬はる"} | ALIAS, [("鳥羽瀬はる", "tobase", "", "", "review")]),
        ({"surface": "鳥羽瀬はる"} | ALIAS | {"actor": "Q1"}, [("鳥羽瀬はる", "tobase", "", "", "review")]),
        ({"surface": "鳥羽瀬はる", "decision": "Alias ", "actor": " tobase"}, None),
        (
            {"surface": "鳥羽", "valid_from": "2024/6/1", "valid_until": "2024-06-30"} | ALIAS,
            [("鳥羽", "tobase", "2024-06-01", "2024-06-30", "review")],
        ),
        ({"surface": "霧ヶ原"} | ALIAS | {"actor": "霧ヶ原組合"}, [("霧ヶ原", "kumi", "", "", "review")]),
        ({"surface": "鳥羽瀬村長"} | ALIAS, []),
        ({"surface": "鳥羽瀬はる", "actor": "鳥羽瀬波留"}, []),
    ],
)
def test_an_alias_goes_to_the_actor_the_row_names(
    tmp_path: Path, row: dict[str, str], added: list[tuple[str, ...]] | None
) -> None:
    expected = [("鳥羽瀬はる", "tobase", "", "", "review")] if added is None else added
    assert decide_actors(tmp_path, row).get("actor_aliases.csv", []) == expected


def test_a_new_actor_gets_a_row_and_is_found_by_its_name_and_by_rows_above_it(tmp_path: Path) -> None:
    added = decide_actors(
        tmp_path,
        {"surface": "蓮台村長", "decision": "alias", "actor": "蓮台実"},
        {"surface": "蓮台みのる", "actor": "蓮台実", "country": "JP"} | NEW,
        {"surface": "村", "decision": "leave"},
    )
    ((key, *actor),) = added["actors.csv"]
    assert actor == ["蓮台実", "person", "JP", ""]
    assert key.startswith("person")
    assert key.isalnum()
    assert sorted(added["actor_aliases.csv"]) == [
        ("蓮台みのる", key, "", "", "review"),
        ("蓮台実", key, "", "", "review"),
        ("蓮台村長", key, "", "", "review"),
    ]
    assert added["left_alone.csv"] == [("actors", "村")]


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ({"surface": "甲村長", "decision": "merge"}, "row 2, column decision: 'merge' is none of alias, new"),
        ({"surface": "甲村長", "decision": "alias"}, "row 2, column actor: is empty"),
        (
            {"surface": "甲村長"} | ALIAS | {"actor": "鳥羽瀬波瑠"},
            "called 鳥羽瀬波瑠; did you mean 鳥羽瀬波留",
        ),
        ({"surface": ""} | ALIAS, "row 2, column surface: is empty"),
        ({"surface": "2024/6/1"} | ALIAS, "did the spreadsheet change it?"),
        ({"surface": "霧ヶ原組合"} | ALIAS, "霧ヶ原組合 already means 霧ヶ原組合 on some of these days"),
        ({"surface": "鳥羽"} | ALIAS, "鳥羽 alone is a surname of many"),
        ({"surface": "甲村長", "valid_from": "6月1日"} | ALIAS, "column valid_from: '6月1日' is no day"),
        (
            {"surface": "甲村長", "valid_from": "2024-06-02", "valid_until": "2024-06-01"} | ALIAS,
            "column valid_until: 2024-06-01 is before valid_from 2024-06-02",
        ),
        ({"surface": "甲乙丙"} | NEW | {"kind": "account"}, "column kind: 'account' is none of person"),
        ({"surface": "甲乙丙", "country": "日本"} | NEW, "column country: '日本' is no ISO 3166-1"),
        ({"surface": "甲乙丙", "wikidata_id": "42"} | NEW, "column wikidata_id: '42' is no Wikidata item"),
        ({"surface": "甲乙丙", "wikidata_id": "Q1"} | NEW, "Q1 is the reviewed 鳥羽瀬波留; write alias"),
        ({"surface": "鳥羽瀬波留"} | NEW, "鳥羽瀬波留 is the reviewed 鳥羽瀬波留; write alias"),
        ({"surface": "鳥羽瀬・波留"} | NEW, "is another spelling of an alias of 鳥羽瀬波留"),
    ],
)
def test_a_wrong_cell_is_named_with_what_to_do(tmp_path: Path, row: dict[str, str], complaint: str) -> None:
    with pytest.raises(SheetError) as caught:
        decide_actors(tmp_path, row)
    assert complaint in str(caught.value)
    assert str(caught.value).startswith(f"{tmp_path / 'sheet.csv'}: ")


def test_every_wrong_row_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(SheetError) as caught:
        decide_actors(
            tmp_path,
            {"surface": "甲", "decision": "x"},
            {"surface": "乙"},
            {"surface": "丙", "decision": "y"},
        )
    assert [(problem.row, problem.column) for problem in caught.value.problems] == [
        (2, "decision"),
        (4, "decision"),
    ]


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        ("surface,decision\n霧沢,new\n".encode("cp932"), "it is not UTF-8; save it as “CSV UTF-8"),
        (b"surface;decision\nx;new\n", "there is no such column; keep the headings"),
        (b"", "there is no such column"),
        (b'surface,decision\n"x', "it is no CSV"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused(tmp_path: Path, data: bytes, complaint: str) -> None:
    path = tmp_path / "sheet.csv"
    path.write_bytes(data)
    with pytest.raises(SheetError) as caught:
        list(read_sheet(path, ["surface", "decision"], []))
    assert complaint in str(caught.value)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1))
def test_no_cell_of_a_sheet_is_a_formula(cells: list[str]) -> None:
    (record,) = list(csv.reader(io.StringIO(write_sheet(cells, []).decode("utf-8-sig"), newline="")))
    (row,) = list(csv.reader(io.StringIO(write_sheet([], [cells]).decode("utf-8-sig"), newline="")))[1:]
    assert len(record) == len(row) == len(cells)
    assert not [cell for cell in row if cell.startswith(tuple("=+-@\t\r\n＝＋－＠"))]


@pytest.mark.parametrize("name", ["=1+1", "-甲", "＠甲", "'甲", "「甲」", 'a "b", c'])
def test_a_name_comes_back_as_it_went_out(tmp_path: Path, name: str) -> None:
    path = put(tmp_path, ("surface",), {"surface": name})
    assert [(row.number, row["surface"]) for row in read_sheet(path, ["surface"], [])] == [(2, name)]


TOPICS = TopicSeeds(
    {fold_label(topic): topic for topic in ("運動会", "行事")},
    (("体育祭", "運動会"),),
    {
        "運動会": ReviewedTopic("運動会", "行事", ALWAYS),
        "行事": ReviewedTopic("行事", None, ALWAYS),
    },
)


def decide_topics(folder: Path, *rows: dict[str, str]) -> dict[str, list[tuple[str, ...]]]:
    path = put(folder, TOPIC_COLUMNS, *rows)
    added = read_topic_decisions(path, TOPICS, ["遠足", "秋の遠足", "運動会"])
    return {file: [tuple(row.values()) for row in found] for file, found in added.items() if found}


@pytest.mark.parametrize(
    ("rows", "added"),
    [
        (
            [{"surface": "秋の遠足", "decision": "alias", "topic": "遠足"}],
            {"topics.csv": [("遠足", "", "", "")], "topic_aliases.csv": [("秋の遠足", "遠足")]},
        ),
        (
            [{"surface": "遠足", "decision": "new", "parent": "行事", "event_first_date": "2024-10-01"}],
            {"topics.csv": [("遠足", "行事", "2024-10-01", "")]},
        ),
        (
            [
                {"surface": "遠足", "decision": "new", "parent": "秋"},
                {"surface": "秋", "decision": "new"},
            ],
            {"topics.csv": [("秋", "", "", ""), ("遠足", "秋", "", "")]},
        ),
        (
            [{"surface": "運動会", "decision": "new", "event_first_date": "2024-10-02"}],
            {"topics.csv": [("運動会", "行事", "2024-10-02", "")]},
        ),
        ([{"surface": "遠足", "decision": "leave"}], {"left_alone.csv": [("topics", "遠足")]}),
        ([{"surface": "遠足", "topic": "運動会"}], {}),
    ],
)
def test_a_label_gets_a_topic_a_parent_and_days(
    tmp_path: Path, rows: list[dict[str, str]], added: dict[str, list[tuple[str, ...]]]
) -> None:
    assert decide_topics(tmp_path, *rows) == added


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ([{"surface": "遠足", "decision": "alias"}], "row 2, column topic: is empty"),
        (
            [{"surface": "遠足", "decision": "alias", "topic": "運動怪"}],
            "called 運動怪; did you mean 運動会?",
        ),
        (
            [{"surface": "遠足", "decision": "alias", "topic": "＃遠足"}],
            "is the same label in another spelling",
        ),
        ([{"surface": "遠足", "decision": "alias", "topic": "体育祭"}], "is itself an alias of 運動会"),
        (
            [{"surface": "行事", "decision": "alias", "topic": "運動会"}],
            "行事 is a reviewed topic of its own",
        ),
        ([{"surface": "体育祭", "decision": "new"}], "体育祭 is a reviewed alias of 運動会"),
        (
            [{"surface": "体育祭", "decision": "alias", "topic": "行事"}],
            "体育祭 is an alias of 運動会 already",
        ),
        ([{"surface": "遠足", "decision": "new", "topic": "行事"}], "a new topic is called as its surface"),
        ([{"surface": "行事", "decision": "new", "parent": "運動会"}], "運動会 is itself below 行事"),
        (
            [
                {"surface": "遠足", "decision": "alias", "topic": "行事"},
                {"surface": "遠 足", "decision": "alias", "topic": "運動会"},
            ],
            "row 3, column surface: row 2 decides about 遠 足, too",
        ),
        (
            [{"surface": "遠足", "decision": "new", "event_last_date": "秋"}],
            "column event_last_date: '秋' is no",
        ),
    ],
)
def test_a_wrong_cell_about_a_topic_is_named(
    tmp_path: Path, rows: list[dict[str, str]], complaint: str
) -> None:
    with pytest.raises(SheetError) as caught:
        decide_topics(tmp_path, *rows)
    assert complaint in str(caught.value)
