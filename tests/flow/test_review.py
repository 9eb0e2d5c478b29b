"""Names settled as a person does it: a sheet out, edited, in again; the marts follow, no dump is read."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.cli import main
from flows.report import NightReport
from warehouse.query import run_query
from warehouse.snapshots import Warehouse

from .conftest import POSTS, Home, lines

pytestmark = pytest.mark.slow

Published = tuple[Home, NightReport]
Edits = dict[str, dict[str, str]]


def hatsugen(home: Home, *arguments: str, code: int = 0) -> Result:
    done = CliRunner().invoke(
        main, arguments, env={"HATSUGEN_HOME": str(home.path), "HATSUGEN_SEEDS": str(home.path / "seeds")}
    )
    assert done.exit_code == code, done.output
    return done


def query(home: Home, sql: str) -> list[dict[str, object]]:
    with Warehouse(home.settings.warehouse).open_current() as snapshot:
        return run_query(snapshot.analytics, sql).to_pylist()


def edit(sheet: Path, edits: Edits) -> None:
    """What a person does in a spreadsheet, which writes \r\n and a byte order mark."""
    rows = list(csv.DictReader(io.StringIO(sheet.read_text("utf-8-sig"))))
    assert set(edits) <= {row["surface"] for row in rows}
    with sheet.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | edits.get(row["surface"], {}) for row in rows)


def hash_files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


NAMES = """
select actor, actor_kind, count(*) as quotes, count(distinct actor_id) as actors
from quotes
where actor like '%蓮台%'
group by all
"""
TOPICS = """
select topic, aliases, parent_topic, event_first_date, mention_count
from dim_topic
where mention_count > 0
order by topic
"""


def test_a_name_is_settled_and_the_marts_follow_without_a_byte_of_the_lake(home: Home) -> None:
    (home.inbox / "clips.jsonl").write_bytes(lines(*POSTS))
    home.run()
    settled = {"actor": "蓮台修", "actor_kind": "person", "quotes": 4, "actors": 1}
    lake, sheet = hash_files(home.settings.warehouse / "lake"), home.path / "names.csv"
    assert query(home, NAMES) == [settled | {"actor": "霧沢村蓮台村長"}]

    hatsugen(home, "review", "actors", "--export", str(sheet))
    assert sheet.read_bytes().startswith(b"\xef\xbb\xbfsurface,decision,actor,")
    edit(
        sheet,
        {
            "霧沢村蓮台村長": {"decision": "new", "actor": "蓮台修", "kind": "person", "country": "JP"},
            "水資源庁": {"decision": "new", "kind": "organisation", "country": "JP"},
            "霧沢村": {"decision": "leave"},
        },
    )
    told = hatsugen(home, "review", "--import", str(sheet)).stdout
    assert "seeds is new, and began as a copy of the project's own names" in told
    assert "next: hatsugen rebuild" in told
    assert query(home, NAMES) == [settled | {"actor": "霧沢村蓮台村長"}]

    hatsugen(home, "rebuild")
    assert query(home, NAMES) == [settled]
    assert hash_files(home.settings.warehouse / "lake") == lake

    left = {
        item["surface"] for item in json.loads(hatsugen(home, "review", "actors", "--json").stdout)["actors"]
    }
    assert not {"霧沢村蓮台村長", "水資源庁", "霧沢村"} & left
    assert hatsugen(home, "review", "--import", str(sheet)).stdout.startswith("the sheet decides nothing new")


def test_a_topic_gets_an_alias_a_parent_and_days(home: Home) -> None:
    labels = ("渇水", "渇水対策", "水の話")
    posts = [
        {"url": f"https://example.org/entry/2024/06/01/{number}", "text": f"#{label}(蓮台村長「雨を待つ」)"}
        for number, label in enumerate(labels)
    ]
    (home.inbox / "labels.jsonl").write_bytes(lines(*posts))
    home.run()
    sheet = home.path / "labels.csv"
    hatsugen(home, "review", "topics", "--export", str(sheet))
    edit(
        sheet,
        {
            "渇水対策": {"decision": "alias", "topic": "渇水", "parent": ""},
            "渇水": {"decision": "new", "parent": "水の話", "event_first_date": "2024/6/1"},
        },
    )
    hatsugen(home, "review", "topics", "--import", str(sheet))
    hatsugen(home, "rebuild")
    assert query(home, TOPICS) == [
        {
            "topic": "水の話",
            "aliases": [],
            "parent_topic": None,
            "event_first_date": None,
            "mention_count": 1,
        },
        {
            "topic": "渇水",
            "aliases": ["渇水対策"],
            "parent_topic": "水の話",
            "event_first_date": dt.date(2024, 6, 1),
            "mention_count": 2,
        },
    ]
    told = hatsugen(home, "explain", "topic", "＃渇水 対策").stdout
    assert "part of: 水の話" in told
    assert "event: 2024-06-01 – …" in told


def test_a_sheet_with_one_wrong_row_changes_nothing(published: Published, tmp_path: Path) -> None:
    home, _ = published
    sheet = tmp_path / "names.csv"
    hatsugen(home, "review", "actors", "--export", str(sheet))
    edit(
        sheet,
        {
            "霧沢村蓮台村長": {"decision": "new", "kind": "person"},
            "水資源庁": {"decision": "alias", "actor": "国連安全保障理時会"},
        },
    )
    done = hatsugen(home, "review", "--import", str(sheet), code=1)
    assert ": 1 problem, nothing was written" in done.stderr
    assert "column actor: no reviewed actor is called 国連安全保障理時会; did you mean" in done.stderr
    assert not (home.path / "seeds").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        (["review"], 2, "actors or topics"),
        (["review", "sources"], 2, "sources"),
        (["review", "actors", "--import", "no-such-file.csv"], 1, "No such file"),
        (["review", "actors", "--export", "a.csv", "--import", "b.csv"], 2, "not both"),
        (["review", "--import", "/dev/null"], 1, "these are not the headings of a sheet"),
        (["rebuild"], 1, "seeds holds no reviewed names"),
        (["explain", "actor"], 2, "Missing argument"),
        (["explain", "topic", "無い話"], 1, "no post and no seed has the label 無い話"),
    ],
)
def test_what_cannot_be_done_is_said(
    published: Published, arguments: list[str], code: int, complaint: str
) -> None:
    home, _ = published
    assert complaint in hatsugen(home, *arguments, code=code).stderr


def test_a_name_is_explained_for_people_and_for_programs(published: Published) -> None:
    home, _ = published
    told = hatsugen(home, "explain", "actor", "蓮台村長").stdout
    assert "8 rows in 2 posts" in told
    assert "霧沢村の【蓮台村長】は会見で" in told
    shown = json.loads(hatsugen(home, "explain", "actor", "蓮台村長", "--json").stdout)
    assert [actor["group"]["rules"] for actor in shown["actors"]] == [["role"]]
    assert shown["verdicts"] == [
        {
            "first_date": None,
            "last_date": None,
            "is_undated": False,
            "actor_id": None,
            "actor": None,
            "rule": "post",
            "score": 0.5,
        }
    ]


ACTORS = """
select actors.actor_id, name, kind, is_reviewed, first_date, last_date, surface, rule, mention_count
from actors
inner join actor_aliases on actors.actor_id = actor_aliases.actor_id
where mention_count > 0
order by all
"""


def test_dumps_of_two_nights_give_the_actors_of_one(home: Home, tmp_path: Path) -> None:
    other = Home(tmp_path / "other")
    other.inbox.mkdir(parents=True)
    for number, post in enumerate(POSTS):
        (home.inbox / f"{number}.jsonl").write_bytes(lines(post))
        (other.inbox / f"{number}.jsonl").write_bytes(lines(post))
        home.run()
    other.run()
    assert query(home, ACTORS) == query(other, ACTORS)
    assert len({row["actor_id"] for row in query(home, ACTORS)}) > 3
