"""Seeds are written whole or not at all."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

import pytest

from warehouse.resolve_seeds import SeedError
from warehouse.review_seeds import SeedRow, SeedsBusyError, find_seeds, read_left_alone, write_seeds

FILES = {
    "actors.csv": "actor_key,name,kind,country,wikidata_id\n"
    "kumi,霧ヶ原組合,organisation,JP,\nb,乙川乙,person,JP,\n",
    "actor_aliases.csv": "surface,actor_key,valid_from,valid_until,source\n"
    "霧ヶ原組合,kumi,,,press\n乙川乙,b,,,press\n",
    "offices.csv": "actor_key,short_name,title,scope,valid_from,valid_until\n",
    "title_variants.csv": "variant,title\n",
    "name_affixes.csv": "affix,position,class\n氏,suffix,honorific\n",
    "source_types.csv": "noun,source_type\n",
    "topics.csv": "topic\n行事\n",
    "topic_aliases.csv": "surface,topic\n",
}
NEW_ACTOR: SeedRow = {"actor_key": "a", "name": "甲野甲", "kind": "person", "country": "", "wikidata_id": ""}
NEW_ALIAS: SeedRow = {"surface": "甲野甲", "actor_key": "a", "source": "review"}


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def read_all(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted(folder.iterdir())}


def test_rows_take_their_place_in_the_order_of_the_files(seeds: Path) -> None:
    assert write_seeds(seeds, seeds, {"actor_aliases.csv": [NEW_ALIAS], "actors.csv": [NEW_ACTOR]}) == {
        "actors.csv": 1,
        "actor_aliases.csv": 1,
    }
    written = read_all(seeds)
    assert written["actors.csv"].splitlines()[1:] == [
        "kumi,霧ヶ原組合,organisation,JP,",
        "a,甲野甲,person,,",
        "b,乙川乙,person,JP,",
    ]
    assert written["actor_aliases.csv"].splitlines()[1:] == [
        "霧ヶ原組合,kumi,,,press",
        "甲野甲,a,,,review",
        "乙川乙,b,,,press",
    ]
    assert set(written) == set(FILES)


def test_a_topic_that_stands_gets_its_new_row_instead(seeds: Path) -> None:
    rows: list[SeedRow] = [
        {"topic": "行事", "event_first_date": "2024-06-01"},
        {"topic": "祭", "parent": "行事"},
    ]
    assert write_seeds(seeds, seeds, {"topics.csv": rows}) == {"topics.csv": 2}
    assert (seeds / "topics.csv").read_text("utf-8").splitlines() == [
        "topic,parent,event_first_date,event_last_date",
        "行事,,2024-06-01,",
        "祭,行事,,",
    ]


def test_what_is_left_alone_is_remembered_once(seeds: Path) -> None:
    row: SeedRow = {"subject": "actors", "surface": "村"}
    assert read_left_alone(seeds, "actors") == frozenset()
    assert write_seeds(seeds, seeds, {"left_alone.csv": [row]}) == {"left_alone.csv": 1}
    assert write_seeds(seeds, seeds, {"left_alone.csv": [row]}) == {}
    assert read_left_alone(seeds, "actors") == {"村"}
    assert read_left_alone(seeds, "topics") == frozenset()


@pytest.mark.parametrize(
    "added",
    [
        {"actor_aliases.csv": [{"surface": "乙川乙", "actor_key": "kumi", "source": "review"}]},
        {"actors.csv": [NEW_ACTOR | {"country": "Japan"}]},
        {"actors.csv": [NEW_ACTOR], "topic_aliases.csv": [{"surface": "祭", "topic": "無い話"}]},
    ],
)
def test_names_out_of_order_are_not_written(seeds: Path, added: dict[str, list[SeedRow]]) -> None:
    before = read_all(seeds)
    with pytest.raises(SeedError):
        write_seeds(seeds, seeds, added)
    assert read_all(seeds) == before


def test_a_new_folder_begins_as_a_copy(seeds: Path, tmp_path: Path) -> None:
    own = tmp_path / "own" / "names"
    assert find_seeds(own, seeds) == seeds
    write_seeds(own, seeds, {"actors.csv": [NEW_ACTOR], "actor_aliases.csv": [NEW_ALIAS]})
    assert find_seeds(own, seeds) == own
    assert set(read_all(own)) == set(FILES)
    assert "甲野甲" in (own / "actors.csv").read_text("utf-8")
    assert read_all(seeds) == FILES


def test_a_second_import_waits_its_turn(seeds: Path) -> None:
    handle = os.open(seeds, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(SeedsBusyError, match="another import writes these files"):
            write_seeds(seeds, seeds, {"actors.csv": [NEW_ACTOR]})
    finally:
        os.close(handle)
    assert read_all(seeds) == FILES


def test_a_folder_that_was_cut_off_while_it_was_copied_is_none_yet(seeds: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(seeds, own)
    (own / "actors.csv").unlink()
    assert find_seeds(own, seeds) == seeds
