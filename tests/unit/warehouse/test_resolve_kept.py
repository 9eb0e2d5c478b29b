"""Names told upon those of the nights before are those that are told from nothing. All people are made up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.warehouse.test_resolve_sites import FILES, A, B, Post, open_staging, stage
from warehouse.resolve_actors import resolve_actors
from warehouse.resolve_kept import has_kept
from warehouse.resolve_site_seats import is_short_form

KEPT = ("name_meanings", "name_heard", "name_joined", "name_links", "name_seeds")
SEEDS = "the seeds"
REVIEWED = FILES | {
    "actors.csv": FILES["actors.csv"] + "m,水城冴,person,,\n",
    "actor_aliases.csv": FILES["actor_aliases.csv"] + "水城冴,m,,,test\n椿市水城市長,m,,,test\n",
}
SAID = (
    *("蓮台村長", "霧沢村の蓮台村長", "霧沢村蓮台村長", "蓮台修村長", "蓮台元村長", "蓮台修", "蓮台氏"),
    *(
        "椿市の水城市長",
        "水城市長",
        "水城冴市長",
        "水城冴",
        "水城 冴",
        "平田市長",
        "青浜市の平田市長",
        "水城次期市長",
    ),
    *("久我町長", "久我前町長", "椋木町の久我町長", "久我光町長", "弟の久我光", "弟・久我光"),
    *("水城会長", "県教委の水城会長", "汐見県教育委員会の水城会長", "カルヴィ会長", "#県教委・カルヴィ会長"),
    *("レノ議員", "ヴァイ＝レノ議員", "バイ＝レノ議員", "バイ＝レノ"),
    *("坂巻議員", "坂巻光議員", "坂巻令子議員", "菅沼校長", "朝倉校長", "白瀬校長", "茅野校長", "米原校長"),
)
POSTS = st.builds(
    Post,
    st.one_of(st.none(), st.sampled_from([0, 1, 30, 91, 92, 93, 200, 365, 366, 500, 730, 731, 1100])),
    st.sampled_from([A, A, A, B, None]),
    st.lists(st.sampled_from(SAID), min_size=0, max_size=3).map(" ".join),
)
NIGHTS = st.lists(
    st.dictionaries(st.sampled_from("pqrstuvw"), POSTS, min_size=1, max_size=5), min_size=2, max_size=5
)


@pytest.mark.parametrize(
    "nights",
    [
        pytest.param(
            [{"p": Post(0, A, "菅沼校長")}, {"q": Post(9, A, "菅沼校長")}],
            id="a second post of the site joins the first",
        ),
        pytest.param(
            [{"p": Post(0, A, "菅沼校長"), "q": Post(9, A, "菅沼校長")}, {"p": Post(0, A, "")}],
            id="an edited post leaves the other alone",
        ),
        pytest.param(
            [
                {"p": Post(0, A, "レノ議員")},
                {"q": Post(9, A, "ヴァイ＝レノ議員")},
                {"r": Post(9, B, "バイ＝レノ")},
            ],
            id="another site spells the whole name otherwise",
        ),
        pytest.param(
            [{"p": Post(0, A, "県教委の水城会長")}, {"q": Post(900, A, "汐見県教育委員会の水城会長")}],
            id="a body is named in full, years later",
        ),
    ],
)
def test_a_new_post_tells_of_those_that_stand(nights: list[dict[str, Post]]) -> None:
    _tell_upon_and_anew(nights)


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(nights=NIGHTS)
def test_names_told_upon_kept_ones_are_those_told_from_nothing(nights: list[dict[str, Post]]) -> None:
    _tell_upon_and_anew(nights)


@pytest.mark.parametrize(("seeds_hash", "is_kept"), [(SEEDS, True), ("other seeds", False)])
def test_names_told_by_other_seeds_are_not_built_upon(
    tmp_path: Path, seeds_hash: str, *, is_kept: bool
) -> None:
    _write_seeds(tmp_path)
    with open_staging() as con:
        assert not has_kept(con, SEEDS)
        _show(con, {"p": Post(0, A, "蓮台村長")})
        resolve_actors(con, tmp_path, seeds_hash=SEEDS)
        assert has_kept(con, seeds_hash) is is_kept


def _tell_upon_and_anew(nights: list[dict[str, Post]]) -> None:
    """Tell the names night by night, and all at once: the same comes out, and every changed post is told."""
    world: dict[str, Post] = {}
    with TemporaryDirectory() as folder, open_staging() as upon, open_staging() as anew:
        _write_seeds(Path(folder))
        for night in nights:
            before = _read_facts(upon) if world else {}
            world |= night
            _show(upon, night)
            is_kept = has_kept(upon, SEEDS)
            resolve_actors(upon, Path(folder), seeds_hash=SEEDS, is_kept=is_kept)
            if is_kept:
                assert _find_changed(before, _read_facts(upon)) <= _read_renamed(upon)
        _show(anew, world)
        resolve_actors(anew, Path(folder), seeds_hash=SEEDS)
        for table in (*(f"internal.{name}" for name in KEPT), "actors", "actor_aliases"):
            assert _read(upon, table) == _read(anew, table), table


def _write_seeds(folder: Path) -> None:
    for name, text in REVIEWED.items():
        (folder / name).write_text(text, "utf-8")


def _show(con: duckdb.DuckDBPyConnection, posts: Mapping[str, Post]) -> None:
    """Let staging show some posts; the first name of each speaks with the second, in their fullest forms."""
    for table in ("stg_posts", "stg_actor_mentions", "stg_blocks", "stg_quotes"):
        con.execute(f"delete from staging.{table}")
    for name, post in sorted(posts.items()):
        stage(con, name, post)
        said = post.names.replace("#", "").replace("・", "の").split()
        for short, full in _find_fullest(said):
            con.execute(
                "update staging.stg_actor_mentions set surface_full = ? where post_id = ? and surface = ?",
                [full, name, short],
            )
        if len(said) > 1:
            speaker, other = (one.rpartition("の")[2] for one in said[:2])
            con.execute(
                "insert into staging.stg_quotes values (?, ?, ?, ?, 'person', null, ?)",
                [f"{name}1", name, speaker, speaker, [other]],
            )


def _find_fullest(said: Iterable[str]) -> Iterator[tuple[str, str]]:
    names = [one.rpartition("の")[2] for one in said]
    for name in names:
        longer = [other for other in names if len(other) > len(name) and is_short_form(name, other)]
        if longer:
            yield name, max(longer, key=lambda other: (len(other), other))


def _read(con: duckdb.DuckDBPyConnection, table: str) -> list[tuple[object, ...]]:
    return con.execute(f"from {table} order by all").fetchall()


def _read_facts(con: duckdb.DuckDBPyConnection) -> dict[str, set[tuple[object, ...]]]:
    """What the facts have of names, by post."""
    facts: dict[str, set[tuple[object, ...]]] = {}
    for post_id, *rest in con.execute(
        "select post_id, form, surface, links.kind, actor_id, name, actors.kind "
        "from internal.name_links as links inner join actors using (actor_id)"
    ).fetchall():
        facts.setdefault(post_id, set()).add(tuple(rest))
    return facts


def _find_changed(
    before: Mapping[str, set[tuple[object, ...]]], after: Mapping[str, set[tuple[object, ...]]]
) -> set[str]:
    return {post_id for post_id in before.keys() | after.keys() if before.get(post_id) != after.get(post_id)}


def _read_renamed(con: duckdb.DuckDBPyConnection) -> set[str]:
    return {post_id for (post_id,) in con.execute("from scratch.renamed_posts").fetchall()}
