"""Names to actors, on staged rows in memory. All people are made up; offices and countries are real."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.records import ActorKind
from warehouse.resolve_actors import Surface, link_surfaces, resolve_actors
from warehouse.resolve_reviewed import ReviewedNames
from warehouse.resolve_seeds import SeedError, Span, make_id, read_actor_seeds

FILES = {
    "actors.csv": """actor_key,name,kind,country,wikidata_id
country-ru,ロシア,country,RU,Q159
country-us,米国,country,US,Q30
reuters,ロイター通信,media,GB,
ru-mfa,ロシア外務省,organisation,RU,
anna-karen,アンナ・カレン,person,RU,
sakura-taro,佐倉太郎,person,JP,
sakura-hanako,佐倉花子,person,JP,
""",
    "actor_aliases.csv": """surface,actor_key,valid_from,valid_until,source
ロシア,country-ru,,,press
露,country-ru,,,press
米国,country-us,,,press
米,country-us,,,press
ロイター,reuters,,,press
ロイター通信,reuters,,,press
ReutersKakuu,reuters,,,handle
ロシア外務省,ru-mfa,,,press
アンナ・カレン,anna-karen,,,press
カレン,anna-karen,,,press
佐倉太郎,sakura-taro,,,press
佐倉花子,sakura-hanako,,,press
桜の君,sakura-taro,,2020-12-31,press
桜の君,sakura-hanako,2021-01-01,,press
""",
    "offices.csv": """actor_key,short_name,title,scope,valid_from,valid_until
anna-karen,,大統領,country-ru,2019-05-20,
sakura-taro,佐倉,首相,,2015-01-01,2018-12-31
sakura-hanako,佐倉,首相,,2022-01-01,
""",
    "title_variants.csv": "variant,title\n総理,首相\n",
    "name_affixes.csv": """affix,position,class
氏,suffix,honorific
大統領,suffix,title
首相,suffix,title
総理,suffix,title
報道官,suffix,title
市長,suffix,title
元,suffix,modifier
元,prefix,modifier
声明,suffix,occasion
ら,suffix,plural
外務省,suffix,body
政府,suffix,body
省,suffix,organisation
側近,prefix,relation
""",
}
D1, D2 = dt.date(2023, 11, 7), dt.date(2023, 11, 8)
Row = tuple[str, str, str]


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        con.execute("attach ':memory:' as staging")
        con.execute("attach ':memory:' as scratch")
        con.execute("create table staging.stg_posts (post_id text, posted_date date, date_basis text)")
        con.execute(
            "create table staging.stg_quotes"
            " (post_id text, speaker text, speaker_full text, speaker_kind text, via text)"
        )
        con.execute(
            "create table staging.stg_actor_mentions"
            " (post_id text, surface text, surface_full text, kind text)"
        )
        con.execute("insert into staging.stg_posts values ('p1', ?, 'url'), ('p2', ?, 'metadata')", [D1, D2])
        yield con


def say(con: duckdb.DuckDBPyConnection, post: str, speaker: str, full: str | None, kind: str) -> None:
    con.execute("insert into staging.stg_quotes values (?, ?, ?, ?, null)", [post, speaker, full, kind])


def links(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], tuple[str, str]]:
    rows = con.execute(
        "select l.surface, l.kind, a.name, l.rule from scratch.actor_links l join actors a using (actor_id)"
    ).fetchall()
    return {(surface, kind): (name, rule) for surface, kind, name, rule in rows}


def test_each_rule_links_a_surface_and_says_so(con: duckdb.DuckDBPyConnection, seeds: Path) -> None:
    say(con, "p1", "カレン", None, "person")
    say(con, "p1", "カレン氏", "ロシアのカレン大統領", "person")
    say(con, "p1", "ロシア大統領", None, "anonymous")
    say(con, "p1", "佐倉首相", None, "person")
    say(con, "p1", "露外務省声明", None, "organisation")
    say(con, "p2", "梅田一郎市長", None, "person")
    say(con, "p2", "カレン大統領報道官", None, "person")
    con.execute("insert into staging.stg_quotes values ('p1', null, null, 'unknown', 'ロイター')")
    con.execute("insert into staging.stg_actor_mentions values ('p2', '米', '米', 'country')")
    resolve_actors(con, seeds)
    assert links(con) == {
        ("カレン", "person"): ("アンナ・カレン", "seed"),
        ("ロシアのカレン大統領", "person"): ("アンナ・カレン", "seed_folded"),
        ("ロシア大統領", "anonymous"): ("アンナ・カレン", "seed_office"),
        ("佐倉首相", "person"): ("佐倉花子", "seed"),
        ("露外務省声明", "organisation"): ("ロシア外務省", "seed_folded"),
        ("梅田一郎市長", "person"): ("梅田一郎", "provisional"),
        ("カレン大統領報道官", "person"): ("カレン大統領報道官", "provisional"),
        ("ロイター", "media"): ("ロイター通信", "seed"),
        ("米", "country"): ("米国", "seed"),
    }


def test_actors_have_their_days_and_reviewed_ones_stand_there_unmet(
    con: duckdb.DuckDBPyConnection, seeds: Path
) -> None:
    say(con, "p1", "梅田市長", "梅田一郎市長", "person")
    say(con, "p2", "梅田一郎氏", None, "person")
    resolve_actors(con, seeds)
    rows = con.execute(
        "select name, is_reviewed, first_date, last_date from actors"
        " where name in ('梅田一郎', '佐倉太郎') order by name"
    ).fetchall()
    assert rows == [("佐倉太郎", True, None, None), ("梅田一郎", False, D1, D2)]
    assert con.execute("select actor_id from actors where name = '梅田一郎'").fetchone() == (
        make_id("provisional:person:梅田一郎"),
    )


def test_a_crawl_day_is_no_day_of_writing(con: duckdb.DuckDBPyConnection, seeds: Path) -> None:
    con.execute("insert into staging.stg_posts values ('p3', date '2023-11-09', 'crawl')")
    say(con, "p3", "佐倉総理", None, "person")
    say(con, "p3", "カレン氏", None, "person")
    resolve_actors(con, seeds)
    assert links(con) == {
        ("佐倉総理", "person"): ("佐倉総理", "provisional"),
        ("カレン氏", "person"): ("アンナ・カレン", "seed_folded"),
    }
    assert con.execute("select first_date from actors where name = 'アンナ・カレン'").fetchone() == (None,)


def test_aliases_hold_what_was_seen_and_what_was_reviewed(
    con: duckdb.DuckDBPyConnection, seeds: Path
) -> None:
    say(con, "p1", "カレン氏", "カレン大統領", "person")
    say(con, "p1", "カレン", None, "person")
    resolve_actors(con, seeds)
    rows = con.execute(
        "select surface, source from actor_aliases join actors using (actor_id)"
        " where name = 'アンナ・カレン' order by surface"
    ).fetchall()
    assert rows == [
        ("アンナ・カレン", "seed"),
        ("カレン", "seed"),
        ("カレン大統領", "text"),
        ("カレン氏", "text"),
    ]
    spans = con.execute(
        "select valid_from, valid_until, name from actor_aliases join actors using (actor_id)"
        " where surface = '佐倉首相' order by valid_from"
    ).fetchall()
    assert spans == [
        (dt.date(2015, 1, 1), dt.date(2021, 12, 31), "佐倉太郎"),
        (dt.date(2022, 1, 1), None, "佐倉花子"),
    ]


@pytest.mark.parametrize(
    ("surface", "days", "name"),
    [
        ("桜の君", (dt.date(2020, 1, 1), dt.date(2020, 5, 1)), "佐倉太郎"),
        ("桜の君", (dt.date(2021, 1, 1), dt.date(2021, 1, 1)), "佐倉花子"),
        ("桜の君", (dt.date(2020, 12, 31), dt.date(2021, 1, 1)), None),
        ("桜の君", (None, None), None),
        ("佐倉元首相", (dt.date(2020, 1, 1), dt.date(2020, 1, 1)), "佐倉太郎"),
        ("佐倉総理", (dt.date(2022, 1, 1), dt.date(2022, 1, 1)), "佐倉花子"),
        ("佐倉首相", (dt.date(2014, 1, 1), dt.date(2014, 1, 1)), None),
        ("佐倉氏", (dt.date(2022, 1, 1), dt.date(2022, 1, 1)), None),
        ("佐倉市長", (dt.date(2022, 1, 1), dt.date(2022, 1, 1)), None),
    ],
)
def test_an_alias_counts_only_where_it_is_valid_on_every_day(
    seeds: Path, surface: str, days: tuple[dt.date | None, dt.date | None], name: str | None
) -> None:
    reviewed = ReviewedNames(read_actor_seeds(seeds))
    seen = Surface(surface, ActorKind.PERSON, Span(*days), 1)
    ((_, _, actor_id, _),), _ = link_surfaces([seen], reviewed)
    names = {actor.actor_id: actor.name for actor in reviewed.actors.values()}
    assert names.get(actor_id) == name


def test_namesakes_are_kept_apart_and_one_person_together(seeds: Path) -> None:
    reviewed = ReviewedNames(read_actor_seeds(seeds))
    surfaces = [
        ("松本市長", "person"),
        ("松本元市長", "person"),
        ("松本報道官", "person"),
        ("松本次郎市長", "person"),
        ("松本次郎氏ら", "person"),
        ("松本次郎", "unknown"),
        ("松本次郎", "account"),
    ]
    seen = [Surface(surface, ActorKind(kind), Span(D1, D1), 1) for surface, kind in surfaces]
    found, actors = link_surfaces(seen, reviewed)
    ids = {(link.surface, link.kind): link.actor_id for link in found}
    groups = {frozenset(pair for pair in surfaces if ids[pair] == actor.actor_id) for actor in actors}
    assert groups == {
        frozenset(surfaces[:2]),
        frozenset(surfaces[2:3]),
        frozenset(surfaces[3:6]),
        frozenset(surfaces[6:]),
    }


@given(data=st.data())
def test_the_order_of_surfaces_does_not_matter(data: st.DataObject, reviewed: ReviewedNames) -> None:
    surfaces = [
        Surface("梅田一郎市長", ActorKind.PERSON, Span(D1, D1), 2),
        Surface("梅田一郎氏", ActorKind.PERSON, Span(D2, D2), 1),
        Surface("梅田・一郎", ActorKind.PERSON, Span(D2, D2), 3),
        Surface("梅田一郎", ActorKind.UNKNOWN, Span(D1, D2), 5),
        Surface("梅田一郎", ActorKind.MEDIA, Span(D1, D2), 6),
        Surface("カレン氏", ActorKind.PERSON, Span(D1, D2), 1),
    ]
    expected = link_surfaces(surfaces, reviewed)
    assert link_surfaces(data.draw(st.permutations(surfaces)), reviewed) == expected


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> ReviewedNames:
    folder = tmp_path_factory.mktemp("seeds")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return ReviewedNames(read_actor_seeds(folder))


def test_no_rows_give_the_reviewed_actors_alone(con: duckdb.DuckDBPyConnection, seeds: Path) -> None:
    resolve_actors(con, seeds)
    assert links(con) == {}
    assert con.execute("select count(*) from actors").fetchone() == (7,)


def replace(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("file", "change", "message"),
    [
        ("actors.csv", replace("media", "medium"), "actors.csv line 4: 'medium' is not a valid ActorKind"),
        ("actors.csv", replace("Q159", "159"), "actors.csv line 2: '159' is no Wikidata item"),
        ("actors.csv", replace(",GB,", ",UK1,"), "line 4: country 'UK1'"),
        ("actors.csv", replace("wikidata_id", "wikidata"), "the file has no column 'wikidata_id'"),
        ("actors.csv", replace("ロイター通信,", "ロイター通信 ,"), "line 4: name has blanks around it"),
        ("actors.csv", replace("佐倉太郎", "佐倉太郎,"), "line 7: not as many fields"),
        ("actors.csv", replace("sakura-hanako", "sakura-taro"), "sakura-taro stands there twice"),
        ("actor_aliases.csv", replace("reuters", "router"), "actors.csv has no router"),
        ("actor_aliases.csv", replace("2021-01-01", "2020-12-31"), "桜の君 means"),
        ("actor_aliases.csv", replace("2020-12-31", "2020-13-31"), "line 14: month must be in 1..12"),
        ("offices.csv", replace("2018-12-31", "2014-12-31"), "is before valid_from"),
        ("offices.csv", replace("country-ru", "country-rx"), "actors.csv has no country-rx"),
        ("name_affixes.csv", replace("honorific", "honour"), "no class 'honour'"),
    ],
)
def test_a_fault_in_a_seed_names_its_place(
    seeds: Path, file: str, change: Callable[[str], str], message: str
) -> None:
    path = seeds / file
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(SeedError) as caught:
        read_actor_seeds(seeds)
    assert message in str(caught.value)


def test_a_missing_seed_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match=r"actors\.csv"):
        read_actor_seeds(tmp_path)


def test_the_tables_are_those_of_the_schema(con: duckdb.DuckDBPyConnection, seeds: Path) -> None:
    resolve_actors(con, seeds)
    described: dict[str, list[tuple[Any, ...]]] = {
        name: con.execute(
            f"select column_name, data_type, is_nullable from information_schema.columns"
            f" where table_name = '{name}' order by ordinal_position"
        ).fetchall()
        for name in ("actors", "actor_aliases")
    }
    assert described["actors"] == [
        ("actor_id", "VARCHAR", "NO"),
        ("name", "VARCHAR", "NO"),
        ("kind", "VARCHAR", "NO"),
        ("country", "VARCHAR", "YES"),
        ("wikidata_id", "VARCHAR", "YES"),
        ("is_reviewed", "BOOLEAN", "NO"),
        ("first_date", "DATE", "YES"),
        ("last_date", "DATE", "YES"),
    ]
    assert described["actor_aliases"][2] == ("valid_from", "DATE", "YES")
