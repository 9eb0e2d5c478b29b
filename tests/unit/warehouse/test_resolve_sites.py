"""Surnames with an office on one site: who is joined, and who is left alone. All people are made up."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.resolve_actors import resolve_actors
from warehouse.resolve_site_seats import is_short_form
from warehouse.resolve_sites import FEW_HOLDERS, MANY_HOLDERS, NEAR_DAYS, WINDOW_DAYS

FILES = {
    "actors.csv": "actor_key,name,kind,country,wikidata_id\n",
    "actor_aliases.csv": "surface,actor_key,valid_from,valid_until,source\n",
    "offices.csv": "actor_key,short_name,title,scope,valid_from,valid_until\n",
    "title_variants.csv": "variant,title\n",
    "source_types.csv": "noun,source_type\n弟,relative\n",
    "name_affixes.csv": "affix,position,class\n"
    + "".join(
        f"{word},{position},{name}\n"
        for name, position, words in (
            ("honorific", "suffix", "氏 さん"),
            ("title", "suffix", "村長 町長 市長 校長 会長 議員 長官 教授"),
            ("rank", "suffix", "村長 町長 市長 会長 議員 長官"),
            ("occupation", "suffix", "校長 教授"),
            ("head", "suffix", "村長 町長 市長 校長 会長 長官"),
            ("modifier", "suffix", "元 前 次期"),
            ("modifier", "prefix", "元 前 次期"),
            ("organisation", "suffix", "庁 委員会 教委"),
        )
        for word in words.split()
    ),
}
FIRST = dt.date(2024, 1, 1)


class Post(NamedTuple):
    """A post: days after FIRST (None: no day), its site, and what it says, as `霧沢村の蓮台村長`."""

    day: int | None
    site: str | None
    names: str


@contextmanager
def open_staging() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory with the staged tables that the rules read."""
    with duckdb.connect() as con:
        con.execute("attach ':memory:' as staging")
        con.execute("attach ':memory:' as scratch")
        con.execute(
            "create table staging.stg_posts (post_id text, posted_date date, date_basis text, site text)"
        )
        con.execute(
            "create table staging.stg_quotes (quote_id text, post_id text, speaker text, speaker_full text,"
            " speaker_kind text, via text, co_speakers text[])"
        )
        con.execute(
            "create table staging.stg_actor_mentions (post_id text, surface text, surface_full text,"
            " kind text, char_start integer, char_end integer, block_no integer)"
        )
        con.execute("create table staging.stg_blocks (post_id text, block_no integer, kind text)")
        yield con


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with open_staging() as con:
        yield con


def join(con: duckdb.DuckDBPyConnection, folder: Path, posts: Iterable[Post]) -> dict[str, tuple[str, str]]:
    """Resolve the posts; `number name` -> actor_id and rule, the number being the post's place."""
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    for table in ("stg_posts", "stg_actor_mentions", "stg_blocks"):
        con.execute(f"delete from staging.{table}")
    for number, post in enumerate(posts):
        stage(con, f"p{number}", post)
    resolve_actors(con, folder)
    rows = con.execute("select post_id, form, actor_id, rule from scratch.actor_links").fetchall()
    return {f"{post_id[1:]} {form}": (actor_id, rule) for post_id, form, actor_id, rule in rows}


def stage(con: duckdb.DuckDBPyConnection, post_id: str, post: Post) -> None:
    day = None if post.day is None else FIRST + dt.timedelta(days=post.day)
    con.execute("insert into staging.stg_posts values (?, ?, 'url', ?)", [post_id, day, post.site])
    con.execute("insert into staging.stg_blocks values (?, 0, 'article'), (?, 1, 'note')", [post_id] * 2)
    at = 0
    for said in post.names.split():
        block, said = int(said.startswith("#")), said.removeprefix("#")
        for part in said.replace("・", "の").split("の"):
            is_name = said.endswith(part)
            kind = "anonymous" if part == "弟" else "person" if is_name else "organisation"
            con.execute(
                "insert into staging.stg_actor_mentions values (?, ?, ?, ?, ?, ?, ?)",
                [post_id, part, part, kind, at, at + len(part), block],
            )
            at += len(part) + 1
        at += 10


def group(found: dict[str, tuple[str, str]], names: Sequence[str]) -> list[list[str]]:
    """The names by actor, in the order given."""
    ids = [found[name][0] for name in names]
    return [
        [name for name, its in zip(names, ids, strict=True) if its == actor] for actor in dict.fromkeys(ids)
    ]


A, B = "a.example", "b.example"


@pytest.mark.parametrize(
    ("posts", "groups"),
    [
        pytest.param(
            [Post(0, A, "蓮台村長"), Post(9, A, "蓮台村長"), Post(5, B, "蓮台村長")],
            [["0 蓮台村長", "1 蓮台村長"], ["2 蓮台村長"]],
            id="one site is one person, another site another",
        ),
        pytest.param(
            [Post(0, A, "霧沢村の蓮台村長"), Post(9, A, "蓮台村長"), Post(5, B, "霧沢村蓮台村長")],
            [["0 蓮台村長", "1 蓮台村長", "2 霧沢村蓮台村長"]],
            id="a place joins sites, and tells whom the site means",
        ),
        pytest.param(
            [Post(0, A, "汐見県霧沢村の蓮台村長"), Post(5, B, "霧沢村蓮台村長")],
            [["0 蓮台村長", "1 霧沢村蓮台村長"]],
            id="a village is the same with its prefecture",
        ),
        pytest.param(
            [Post(0, A, "青浜市の平田市長"), Post(9, A, "椿市の平田市長"), Post(12, A, "平田市長")],
            [["0 平田市長"], ["1 平田市長"], ["2 平田市長"]],
            id="two places are two people, and a third post may mean either",
        ),
        pytest.param(
            [Post(0, A, "蓮台修村長"), Post(9, A, "蓮台村長"), Post(20, A, "霧沢村の蓮台村長")],
            [["0 蓮台修村長", "1 蓮台村長", "2 蓮台村長"]],
            id="a whole name said on the site gives the surname its identity",
        ),
        pytest.param(
            [Post(0, A, "坂巻光議員"), Post(9, A, "坂巻令子議員"), Post(12, A, "坂巻議員")],
            [["0 坂巻光議員"], ["1 坂巻令子議員"], ["2 坂巻議員"]],
            id="two whole names of one surname and office are rivals",
        ),
        pytest.param(
            [Post(0, A, "坂巻光議員"), Post(NEAR_DAYS, A, "坂巻議員"), Post(NEAR_DAYS + 1, A, "坂巻議員")],
            [["0 坂巻光議員", "1 坂巻議員"], ["2 坂巻議員"]],
            id="a whole name tells of an office of many for a season only",
        ),
        pytest.param(
            [Post(0, A, "坂巻議員"), Post(9, A, "坂巻議員"), Post(12, A, "坂巻氏"), Post(15, A, "坂巻氏")],
            [["0 坂巻議員"], ["1 坂巻議員"], ["2 坂巻氏"], ["3 坂巻氏"]],
            id="an office of many, or none at all, is no support",
        ),
        pytest.param(
            [
                Post(0, A, "久我町長"),
                Post(9, A, "久我前町長"),
                Post(12, A, "久我町長"),
                Post(15, A, "久我町長"),
            ],
            [["0 久我町長", "1 久我前町長"], ["2 久我町長", "3 久我町長"]],
            id="after a former one comes another of that surname",
        ),
        pytest.param(
            [Post(0, A, "椋木町の久我町長"), Post(9, A, "久我前町長"), Post(12, A, "椋木町の久我町長")],
            [["0 久我町長", "1 久我前町長"], ["2 久我町長"]],
            id="a place does not tell a successor from his father",
        ),
        pytest.param(
            [Post(0, A, "久我町長"), Post(9, A, "久我次期町長")],
            [["0 久我町長"], ["1 久我次期町長"]],
            id="the next one is not yet the one",
        ),
        pytest.param(
            [Post(0, A, "菅沼校長"), Post(WINDOW_DAYS + 1, A, "菅沼校長")],
            [["0 菅沼校長"], ["1 菅沼校長"]],
            id="posts further apart than the window say nothing about each other",
        ),
        pytest.param(
            [Post(0, A, "菅沼校長"), Post(WINDOW_DAYS, A, "菅沼校長"), Post(2 * WINDOW_DAYS, A, "菅沼校長")],
            [["0 菅沼校長", "1 菅沼校長", "2 菅沼校長"]],
            id="posts within the window follow on each other",
        ),
        pytest.param(
            [
                Post(0, A, "県教委の水城会長"),
                Post(9, A, "汐見県教育委員会の水城会長"),
                Post(12, A, "水城会長"),
            ],
            [["0 水城会長", "1 水城会長", "2 水城会長"]],
            id="a body by its short form is the same body",
        ),
        pytest.param(
            [Post(0, A, "河川庁真木長官"), Post(9, A, "気象庁の真木長官"), Post(12, A, "真木長官")],
            [["0 河川庁真木長官"], ["1 真木長官"], ["2 真木長官"]],
            id="two bodies are rivals, glued to the name or said before it",
        ),
        pytest.param(
            [Post(0, A, "#協議会・真木長官"), Post(9, A, "#連絡会・真木長官")],
            [["0 真木長官", "1 真木長官"]],
            id="what stands beside a name in a note is no body of his",
        ),
        pytest.param(
            [Post(0, A, "西寺大学の田中教授"), Post(9, A, "西寺大学の田中教授"), Post(12, A, "田中教授")],
            [["0 田中教授", "1 田中教授"], ["2 田中教授"]],
            id="an office of many joins only where the body is said",
        ),
        pytest.param(
            [Post(0, A, "欧州議会のクロワ議員"), Post(9, A, "クロワ議員"), Post(12, B, "クロワ議員")],
            [["0 クロワ議員", "1 クロワ議員"], ["2 クロワ議員"]],
            id="a foreign surname is not shared by many",
        ),
        pytest.param(
            [Post(0, A, "欧州議会のクロワ議員"), Post(9, A, "上院のクロワ議員"), Post(12, A, "クロワ議員")],
            [["0 クロワ議員"], ["1 クロワ議員"], ["2 クロワ議員"]],
            id="but by two where two bodies are said",
        ),
        pytest.param(
            [
                Post(None, A, "蓮台村長"),
                Post(0, A, "蓮台村長"),
                Post(0, None, "蓮台村長"),
                Post(3, None, "蓮台村長"),
            ],
            [["0 蓮台村長"], ["1 蓮台村長"], ["2 蓮台村長"], ["3 蓮台村長"]],
            id="no day or no site, no support",
        ),
        pytest.param(
            [Post(0, A, "芦名村の蓮見村長 弟の蓮見修さん"), Post(9, A, "蓮見村長")],
            [["0 蓮見村長", "1 蓮見村長"], ["0 蓮見修さん"]],
            id="a brother is not the mayor",
        ),
    ],
)
def test_a_surname_with_its_office_joins_what_its_site_is_sure_of(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, posts: list[Post], groups: list[list[str]]
) -> None:
    found = join(con, tmp_path, posts)
    names = [name for group_ in groups for name in group_]
    assert group(found, names) == groups


@pytest.mark.parametrize(
    ("holders", "owner", "is_joined"),
    [
        (FEW_HOLDERS, "", True),
        (FEW_HOLDERS + 1, "", False),
        (MANY_HOLDERS, "青浜市の", True),
        (MANY_HOLDERS + 1, "青浜市の", False),
    ],
)
def test_a_site_that_names_many_holders_of_an_office_says_less_about_each(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, *, holders: int, owner: str, is_joined: bool
) -> None:
    others = [Post(day, A, f"{surname}市長") for day, surname in enumerate(SURNAMES[: holders - 1])]
    found = join(con, tmp_path, [Post(20, A, f"{owner}平田市長"), Post(30, A, "平田市長"), *others])
    assert (found["0 平田市長"][0] == found["1 平田市長"][0]) is is_joined


SURNAMES = ["千種", "室谷", "野呂", "鵜飼", "比嘉", "三輪", "戸張", "粕谷", "江波", "土岐", "多久"]


def test_every_joined_name_says_by_which_rule(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    posts = [
        *(Post(0, A, "霧沢村の蓮台村長"), Post(9, A, "蓮台村長"), Post(0, A, "園生校長")),
        *(Post(9, A, "園生校長"), Post(0, B, "園生校長")),
    ]
    found = join(con, tmp_path, posts)
    assert {name: rule for name, (_, rule) in found.items() if name[2:] != "霧沢村"} == {
        "0 蓮台村長": "role",
        "1 蓮台村長": "site_form",
        "2 園生校長": "site",
        "3 園生校長": "site",
        "4 園生校長": "post",
    }
    names = con.execute("select distinct name from actors where name like '%蓮台%'").fetchall()
    assert names == [("霧沢村蓮台村長",)]


NAMES = [
    *(
        "久我町長",
        "椋木町の久我町長",
        "椋木町久我町長",
        "椿町の久我町長",
        "久我前町長",
        "久我誠町長",
        "久我透町長",
    ),
    *(
        "久我氏",
        "園生校長",
        "坂巻議員",
        "坂巻光議員",
        "河川庁の真木長官",
        "気象庁真木長官",
        "真木長官",
        "クロワ議員",
    ),
]
WHOLE = {"久我誠町長", "久我透町長", "坂巻光議員"}
BODIES = {"椋木町", "椿町", "河川庁"}
SAID = st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True).map(" ".join)
POSTS = st.lists(st.builds(Post, st.integers(0, 900), st.sampled_from((A, B, None)), SAID), max_size=12)


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(POSTS, st.randoms(use_true_random=False))
def test_whatever_the_posts_nobody_is_two_people_and_the_order_does_not_matter(
    posts: list[Post], dice: random.Random
) -> None:
    order = list(range(len(posts)))
    dice.shuffle(order)
    with open_staging() as con, TemporaryDirectory() as folder:
        actors = read_actors(con, Path(folder), posts, range(len(posts)))
        assert read_actors(con, Path(folder), posts, order) == actors
    for actor in actors:
        forms = {form for _, form in actor}
        sites = {posts[number].site for number, _ in actor}
        is_told = any("町の久我" in posts[number].names or "町久我" in form for number, form in actor)
        assert len(forms & WHOLE) <= 1
        assert len(actor) == 1 or forms != {"久我氏"}
        assert len(sites) == 1 or is_told or forms & WHOLE or forms <= BODIES


def read_actors(
    con: duckdb.DuckDBPyConnection, folder: Path, posts: Sequence[Post], places: Sequence[int]
) -> set[frozenset[tuple[int, str]]]:
    """Who is one actor, as (post, name), whatever the ids: some are made of a post's own id."""
    found = join(con, folder, [posts[place] for place in places])
    actors: dict[str, set[tuple[int, str]]] = {}
    for name, (actor_id, _) in found.items():
        number, form = name.split()
        actors.setdefault(actor_id, set()).add((places[int(number)], form))
    return {frozenset(actor) for actor in actors.values()}


@pytest.mark.parametrize(
    ("short", "long", "is_it"),
    [
        ("県教委", "汐見県教育委員会", True),
        ("猟友会", "霧沢猟友会", True),
        ("海交省", "国土交通省", False),
        ("県教委", "市教委", False),
    ],
)
def test_a_short_form_has_the_characters_of_the_long_one_in_their_order(
    short: str, long: str, *, is_it: bool
) -> None:
    assert is_short_form(short, long) is is_it
