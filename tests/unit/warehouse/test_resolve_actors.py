"""Names to actors, on staged rows in memory. All people are made up; offices and countries are real."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from transforms.records import ActorKind
from warehouse.resolve_actors import resolve_actors
from warehouse.resolve_reviewed import Found, ReviewedNames
from warehouse.resolve_seeds import SeedError, make_id, read_actor_seeds
from warehouse.resolve_sources import read_source_types
from warehouse.resolve_timeline import trace

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
議員,suffix,title
議員,suffix,rank
市長,suffix,rank
教授,suffix,title
教授,suffix,occupation
駐在官,suffix,title
""",
    "source_types.csv": "noun,source_type\n側近,insider\n高官,official\n妻,relative\n報道官,spokesperson\n",
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
        con.execute(
            "create table staging.stg_posts (post_id text, posted_date date, date_basis text, site text)"
        )
        con.execute("create table staging.stg_blocks (post_id text, block_no integer, kind text)")
        con.execute(
            "create table staging.stg_quotes"
            " (quote_id text, post_id text, speaker text, speaker_full text, speaker_kind text, via text,"
            " co_speakers text[])"
        )
        con.execute(
            "create table staging.stg_actor_mentions"
            " (post_id text, surface text, surface_full text, kind text, char_start integer,"
            " char_end integer, block_no integer)"
        )
        con.execute(
            "insert into staging.stg_posts values"
            " ('p1', ?, 'url', 'a.example'), ('p2', ?, 'metadata', 'b.example')",
            [D1, D2],
        )
        yield con


def say(con: duckdb.DuckDBPyConnection, post: str, speaker: str, full: str | None, kind: str) -> None:
    con.execute(
        "insert into staging.stg_quotes by name select ? as quote_id, ? as post_id, ? as speaker,"
        " ? as speaker_full, ? as speaker_kind, [] as co_speakers",
        [f"{post} {speaker}", post, speaker, full, kind],
    )


def mention(con: duckdb.DuckDBPyConnection, post: str, surface: str, kind: str) -> None:
    con.execute(
        "insert into staging.stg_actor_mentions values (?, ?, ?, ?, 0, ?, 0)",
        [post, surface, surface, kind, len(surface)],
    )


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
    con.execute("insert into staging.stg_quotes values ('q', 'p1', null, null, 'unknown', 'ロイター', [])")
    mention(con, "p2", "米", "country")
    resolve_actors(con, seeds)
    assert links(con) == {
        ("カレン", "person"): ("アンナ・カレン", "seed"),
        ("ロシアのカレン大統領", "person"): ("アンナ・カレン", "seed_folded"),
        ("ロシア大統領", "anonymous"): ("アンナ・カレン", "seed_office"),
        ("佐倉首相", "person"): ("佐倉花子", "seed"),
        ("露外務省声明", "organisation"): ("ロシア外務省", "seed_folded"),
        ("梅田一郎市長", "person"): ("梅田一郎", "full_form"),
        ("カレン大統領報道官", "person"): ("カレン大統領報道官", "full_form"),
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
    con.execute("insert into staging.stg_posts values ('p3', date '2023-11-09', 'crawl', 'a.example')")
    say(con, "p3", "佐倉総理", None, "person")
    say(con, "p3", "カレン氏", None, "person")
    resolve_actors(con, seeds)
    assert links(con) == {
        ("佐倉総理", "person"): ("佐倉総理", "role"),
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
    ("surface", "day", "name"),
    [
        ("桜の君", dt.date(2020, 12, 31), "佐倉太郎"),
        ("桜の君", dt.date(2021, 1, 1), "佐倉花子"),
        ("桜の君", dt.date.min, None),
        ("佐倉元首相", dt.date(2020, 1, 1), "佐倉太郎"),
        ("佐倉総理", dt.date(2022, 1, 1), "佐倉花子"),
        ("佐倉首相", dt.date(2014, 1, 1), None),
        ("佐倉氏", dt.date(2022, 1, 1), None),
        ("佐倉市長", dt.date(2022, 1, 1), None),
        ("ロシア大統領", dt.date(2019, 5, 20), "アンナ・カレン"),
        ("ロシア大統領", dt.date(2019, 5, 19), None),
        ("ロシア大統領", dt.date.min, None),
    ],
)
def test_an_alias_counts_on_the_days_of_its_validity(
    seeds: Path, surface: str, day: dt.date, name: str | None
) -> None:
    answers = trace(ReviewedNames(read_actor_seeds(seeds)), surface, ActorKind.PERSON)
    (meaning,) = [answer.meaning for answer in answers if answer.first <= day <= answer.last]
    assert (meaning.actor.name if isinstance(meaning, Found) else None) == name


def test_the_answers_leave_no_day_out(seeds: Path) -> None:
    reviewed = ReviewedNames(read_actor_seeds(seeds))
    for surface in ("桜の君", "佐倉首相", "ロシア大統領", "カレン", "梅田氏"):
        answers = trace(reviewed, surface, ActorKind.PERSON)
        ends = [answer.last for answer in answers]
        assert answers[0].first == dt.date.min
        assert [answer.first - dt.timedelta(days=1) for answer in answers[1:]] == ends[:-1]
        assert ends[-1] == dt.date.max


def actors_of(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], str]:
    rows = con.execute("select post_id, surface, actor_id from scratch.actor_links").fetchall()
    return {(post, surface): actor_id for post, surface, actor_id in rows}


@pytest.mark.parametrize(
    ("first", "second", "actor_count"),
    [
        ("松本次郎市長", "松本次郎氏ら", 1),
        ("松本次郎", "松本・次郎", 1),
        ("松本氏", "松本氏", 2),
        ("松本市長", "松本市長", 2),
        ("松本教授", "松本教授", 2),
        ("松本駐在官", "松本駐在官", 1),
        ("松本駐在官", "松本報道官", 2),
        ("マツモト駐在官", "マツモト報道官", 2),
        ("マツモト米議員", "マツモト米議員", 1),
        ("マツモト米議員", "マツモト露議員", 2),
        ("マツモト", "マツモト", 2),
        ("省", "省", 2),
        ("高官", "高官", 1),
        ("同氏の側近", "同氏の側近", 2),
    ],
)
def test_an_unknown_name_is_one_actor_in_two_posts_only_where_more_than_a_surname_says_so(
    con: duckdb.DuckDBPyConnection, seeds: Path, first: str, second: str, actor_count: int
) -> None:
    kind = {"省": "organisation", "高官": "anonymous", "同氏の側近": "anonymous"}.get(first, "person")
    say(con, "p1", first, None, kind)
    say(con, "p2", second, None, kind)
    resolve_actors(con, seeds)
    found = actors_of(con)
    assert len({found["p1", first], found["p2", second]}) == actor_count


@pytest.mark.parametrize(
    ("others", "surname", "owner"),
    [
        (["梅田一郎市長"], "梅田氏", "梅田一郎市長"),
        (["梅田一郎市長"], "梅田市長", "梅田一郎市長"),
        (["梅田一郎市長"], "梅田議員", None),
        (["梅田一郎市長", "梅田花子議員"], "梅田議員", "梅田花子議員"),
        (["梅田一郎市長", "梅田花子議員"], "梅田氏", None),
        (["佐倉太郎氏"], "佐倉氏", "佐倉太郎氏"),
        (["トム・グリーン教授"], "グリーン氏", "トム・グリーン教授"),
        (["トム・グリーン教授", "アン・グリーン教授"], "グリーン氏", None),
    ],
)
def test_a_surname_is_the_only_such_person_of_its_post(
    con: duckdb.DuckDBPyConnection, seeds: Path, others: list[str], surname: str, owner: str | None
) -> None:
    for other in others:
        say(con, "p1", other, None, "person")
    say(con, "p1", surname, None, "person")
    resolve_actors(con, seeds)
    found = actors_of(con)
    assert [other for other in others if found["p1", other] == found["p1", surname]] == [
        *filter(None, [owner])
    ]


@pytest.mark.parametrize(
    ("form", "surface", "name"),
    [
        ("佐倉首相", "佐倉太郎氏", "佐倉花子"),
        ("佐倉さん", "佐倉太郎氏", "佐倉太郎"),
        ("佐倉議員", "佐倉太郎氏", "佐倉太郎"),
        ("梅田議員", "梅田一郎市長", "梅田花子"),
        ("梅田氏", "梅田一郎市長", "梅田一郎"),
        ("梅田代表", "梅田一郎市長", "梅田一郎"),
    ],
)
def test_an_office_tells_namesakes_apart_that_the_fullest_form_mixes_up(
    con: duckdb.DuckDBPyConnection, seeds: Path, form: str, surface: str, name: str
) -> None:
    say(con, "p1", "梅田一郎市長", None, "person")
    say(con, "p1", "梅田花子議員", None, "person")
    say(con, "p1", form, surface, "person")
    resolve_actors(con, seeds)
    found = con.execute(
        "select name from scratch.actor_links join actors using (actor_id) where form = ?", [form]
    ).fetchall()
    assert found == [(name,)]


def test_an_office_means_another_holder_on_another_day(con: duckdb.DuckDBPyConnection, seeds: Path) -> None:
    con.execute(
        "insert into staging.stg_posts values"
        " ('p3', '2016-05-01', 'url', 'a.example'), ('p4', null, 'none', 'a.example')"
    )
    for post in ("p1", "p3", "p4"):
        say(con, post, "佐倉首相", None, "person")
    resolve_actors(con, seeds)
    names = dict(
        con.execute("select post_id, name from scratch.actor_links join actors using (actor_id)").fetchall()
    )
    assert names == {"p1": "佐倉花子", "p3": "佐倉太郎", "p4": "佐倉首相"}


@pytest.mark.parametrize(
    ("surface", "kind", "expected"),
    [
        ("カレン側近", "anonymous", ("insider", "アンナ・カレン")),
        ("カレン氏の側近ら", "anonymous", ("insider", "アンナ・カレン")),
        ("露政府高官", "anonymous", ("official", "ロシア")),
        ("ロシア外務省報道官", "anonymous", ("spokesperson", "ロシア外務省")),
        ("高官", "anonymous", ("official", None)),
        ("漁師", "anonymous", ("other", None)),
        ("カレン氏の妻", "person", ("relative", "アンナ・カレン")),
        ("梅田一郎", "person", (None, None)),
    ],
)
def test_a_source_without_a_name_has_a_type_and_somebody_it_stands_near(
    con: duckdb.DuckDBPyConnection, seeds: Path, surface: str, kind: str, expected: tuple[str | None, ...]
) -> None:
    say(con, "p1", surface, None, kind)
    resolve_actors(con, seeds)
    row = con.execute(
        "select actors.source_type, owners.name from actors"
        " left join actors as owners on actors.near_actor_id = owners.actor_id where not actors.is_reviewed"
    ).fetchall()
    assert row == [expected]


def test_co_speakers_are_resolved_in_their_order(con: duckdb.DuckDBPyConnection, seeds: Path) -> None:
    con.execute(
        "insert into staging.stg_quotes values"
        " ('q', 'p1', '米国', null, 'country', null, ['ロシア', 'カレン氏', '梅田氏'])"
    )
    mention(con, "p1", "梅田氏", "person")
    resolve_actors(con, seeds)
    ids, names = con.execute("select co_actor_ids, co_actors from scratch.co_actors").fetchall()[0]
    assert names == ["ロシア", "アンナ・カレン", "梅田"]
    assert ids[2] == actors_of(con)["p1", "梅田氏"]


def test_neither_the_order_of_rows_nor_other_posts_change_who_somebody_is(
    con: duckdb.DuckDBPyConnection, seeds: Path
) -> None:
    surfaces = ["梅田一郎市長", "梅田・一郎", "梅田氏", "カレン氏", "佐倉首相", "マツモト米議員"]
    for surface in surfaces:
        say(con, "p1", surface, None, "person")
    resolve_actors(con, seeds)
    alone = actors_of(con)
    con.execute("delete from staging.stg_quotes")
    for surface in reversed(surfaces):
        say(con, "p2", surface, None, "person")
        say(con, "p1", surface, None, "person")
    resolve_actors(con, seeds)
    assert alone.items() <= actors_of(con).items()


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
        ("offices.csv", replace("2018-12-31", "2015-13"), "line 3: month must be in 1..12"),
        ("offices.csv", replace("2015-01-01,2018-12-31", "2015,2015"), "is before valid_from"),
        ("offices.csv", replace("karen,,", "karen,-,"), "line 2: short_name '-' has no letter"),
        ("offices.csv", replace("country-ru", "country-rx"), "actors.csv has no country-rx"),
        ("name_affixes.csv", replace("honorific", "honour"), "no class 'honour'"),
        ("source_types.csv", replace("insider", "inside"), "側近 has the unknown source_type 'inside'"),
        ("source_types.csv", replace("高官", "側近"), "側近 stands there twice"),
    ],
)
def test_a_fault_in_a_seed_names_its_place(
    seeds: Path, file: str, change: Callable[[str], str], message: str
) -> None:
    path = seeds / file
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(SeedError) as caught:
        ReviewedNames(read_actor_seeds(seeds))
        read_source_types(seeds)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2019-05-20,2019-05-20", dt.date(2019, 5, 20), dt.date(2019, 5, 20)),
        ("2019-05,2020-02", dt.date(2019, 5, 31), dt.date(2020, 2, 1)),
        ("2019,2020", dt.date(2019, 12, 31), dt.date(2020, 1, 1)),
        ("2020-02,", dt.date(2020, 2, 29), None),
    ],
)
def test_of_a_month_or_a_year_only_the_days_that_are_certain_count(
    seeds: Path, written: str, first: dt.date, last: dt.date | None
) -> None:
    path = seeds / "offices.csv"
    path.write_text(path.read_text("utf-8").replace("2019-05-20,", written), "utf-8")
    office = read_actor_seeds(seeds).offices[0]
    assert (office.span.first, office.span.last) == (first, last)


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
        ("source_type", "VARCHAR", "YES"),
        ("near_actor_id", "VARCHAR", "YES"),
    ]
    assert described["actor_aliases"][2] == ("valid_from", "DATE", "YES")
