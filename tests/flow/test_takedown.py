"""Posts taken down on real files: gone from every table, snapshot, quarantine and kept dump, and for good."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from flows.backfill import run_rebuild
from flows.cli import main
from flows.diff_command import run_diff
from flows.publishing import Publishing
from flows.takedown import run_takedown
from transforms.identity import make_id
from warehouse.layout import Layout
from warehouse.query import run_query
from warehouse.raw import RawStore
from warehouse.snapshots import Warehouse
from warehouse.takedown import read_pending, read_takedowns

from .conftest import NOON, POSTS, Home, lines

pytestmark = pytest.mark.slow

URL = "https://example.org/entry/2024/06/09/120000"
POST_ID = make_id("post", URL)
SECRET = "鵜飼野町の猫柳太郎さんは記者に「電話番号を書かれて毎晩眠れない」と打ち明け、記事を消すよう求めた。"
EDITED = (
    "鵜飼野町の猫柳太郎さんは記者に「住所まで書かれて引っ越すしかない」と打ち明け、涙ながらに訴えていた。"
)
POST = {"url": URL, "published_at": "2024-06-09T12:00:00+09:00", "title": "訴え", "text": SECRET}
WORDS = ("電話番号を書かれて", "住所まで書かれて", POST_ID)
FORMS = (*WORDS, *(json.dumps(word)[1:-1] for word in WORDS))
STAGES = [
    (Publishing, "publish"),
    (RawStore, "drop"),
    (Warehouse, "retire_naming"),
    (Warehouse, "recover"),
]


class KilledError(BaseException):
    """Stands for SIGKILL."""


def put(home: Home, name: str, data: bytes) -> None:
    (home.inbox / name).write_bytes(data)


def zip_up(data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside.jsonl", data)
    return stream.getvalue()


@pytest.fixture(name="spread", scope="session")
def _spread(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three nights with the post in every shape: two texts, packed, rejected, in an unreadable dump."""
    home = Home(tmp_path_factory.mktemp("spread"))
    home.inbox.mkdir()
    put(home, "clean.jsonl", lines(POSTS[0]))
    home.run()
    put(home, "first.jsonl.gz", gzip.compress(lines(POSTS[1], POST)))
    put(home, "cut.jsonl.gz", gzip.compress(lines(POST))[:-12])
    home.run()
    put(home, "edited.zip", zip_up(lines(POST | {"text": EDITED})))
    put(home, "broken.jsonl", lines(POSTS[1]) + json.dumps({"url": URL, "text": SECRET})[:-9].encode())
    home.run()
    shutil.rmtree(home.inbox)
    home.inbox.mkdir()
    return home.path


@pytest.fixture(name="told")
def _told(spread: Path, tmp_path: Path) -> Home:
    return Home(Path(shutil.copytree(spread, tmp_path / "home", symlinks=True)))


def hatsugen(home: Home, *arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, env={"HATSUGEN_HOME": str(home.path)})


def take_down(home: Home) -> Result:
    return hatsugen(home, "takedown", URL, "--reason", "本人の求め")


def read_all(path: Path) -> Iterator[str]:
    """Everything a file holds as text, by other means than the code under test."""
    data = path.read_bytes()
    if path.suffix == ".duckdb":
        with duckdb.connect(str(path), read_only=True) as con:
            tables = con.execute("select schema_name, table_name from duckdb_tables()").fetchall()
            for schema, name in tables:
                yield str(con.execute(f"from {schema}.{name}").fetchall())
    elif path.suffix == ".parquet":
        yield str(pq.read_table(path).to_pylist())
    elif data.startswith(b"\x1f\x8b"):
        yield gzip.GzipFile(fileobj=io.BytesIO(data)).read1(10_000).decode()
    elif data.startswith(b"PK"):
        with zipfile.ZipFile(path) as archive:
            yield from (archive.read(name).decode() for name in archive.namelist())
    yield data.decode("utf-8", "replace")


def find_words(home: Home) -> set[str]:
    """The files, by their name below the home, in which words of the post stand."""
    files = [path for path in home.path.rglob("*") if path.is_file() and not path.is_symlink()]
    return {
        path.relative_to(home.path).as_posix()
        for path in files
        for text in read_all(path)
        if any(form in text for form in FORMS)
    }


def count_posts(home: Home) -> int:
    database = home.settings.warehouse / "current" / "analytics.duckdb"
    return int(run_query(database, "select count(*) as n from posts").to_pylist()[0]["n"])


def test_the_post_is_gone_from_everywhere_and_the_others_stay(told: Home) -> None:
    kinds = {name.split("/")[0] + name[-8:] for name in find_words(told)}
    assert {"warehouse.parquet", "warehouses.duckdb"} <= kinds
    assert sum(name.startswith("raw/") for name in find_words(told)) == 4
    done = take_down(told)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].startswith("proven: ")
    assert find_words(told) == set()
    assert count_posts(told) == 2
    assert hatsugen(told, "verify", "--full").stdout == "snapshot 4: no problems\n"


def test_snapshots_without_the_post_stay_and_dumps_still_add_up(told: Home) -> None:
    take_down(told)
    standing = json.loads(hatsugen(told, "snapshots", "--json").stdout)
    assert [each["seq"] for each in standing] == [1, 4]
    sql = "select path, records_in, posts, rejected, left_out from dumps order by path"
    rows = json.loads(hatsugen(told, "query", sql, "--format", "json").stdout)
    assert [tuple(row.values()) for row in rows] == [
        ("broken.jsonl", 1, 1, 0, 1),
        ("clean.jsonl", 1, 1, 0, 0),
        ("cut.jsonl.gz", 0, 0, 0, 0),
        ("edited.zip", 0, 0, 0, 1),
        ("first.jsonl.gz", 1, 1, 0, 1),
    ]


def test_a_rebuild_after_a_takedown_changes_no_row(told: Home) -> None:
    take_down(told)
    seq = run_rebuild(told.settings, now=NOON).seq
    assert run_diff(told.settings, seq - 1, seq) == []


@pytest.mark.parametrize("name", ["again.jsonl", "again.jsonl.gz"])
def test_it_is_never_read_in_again(told: Home, name: str) -> None:
    take_down(told)
    data = lines(POST, POST | {"text": EDITED}, POSTS[0])
    put(told, name, gzip.compress(data) if name.endswith("gz") else data)
    (result,) = told.run().results
    assert (result.records_in, result.posts, result.left_out) == (1, 1, 2)
    assert count_posts(told) == 2


def test_only_a_salted_hash_and_the_reason_are_kept(told: Home) -> None:
    take_down(told)
    (kept,) = read_takedowns(Layout(told.settings.warehouse)).posts
    assert (kept.reason, len(kept.hash)) == ("本人の求め", 64)
    text = (told.settings.warehouse / "takedowns.json").read_text("utf-8")
    assert URL not in text
    assert POST_ID not in text


@pytest.mark.parametrize(("owner", "step"), STAGES, ids=[step for _, step in STAGES])
@pytest.mark.parametrize("is_before", [True, False], ids=["before", "after"])
def test_a_killed_takedown_is_gone_on_with_by_the_next_run(
    told: Home, monkeypatch: pytest.MonkeyPatch, owner: type, step: str, *, is_before: bool
) -> None:
    real = getattr(owner, step)

    def die(*arguments: object, **options: object) -> None:
        # Recovery also comes first in every run: the one that matters comes when a takedown is noted.
        if read_pending(Layout(told.settings.warehouse)) is None:
            return real(*arguments, **options)  # type: ignore[no-any-return]
        if not is_before:
            real(*arguments, **options)
        raise KilledError

    monkeypatch.setattr(owner, step, die)
    with pytest.raises(KilledError):
        run_takedown(told.settings, [URL], reason="本人の求め", now=NOON)
    monkeypatch.undo()
    told.run()
    assert find_words(told) == set()
    assert read_pending(Layout(told.settings.warehouse)) is None
    assert count_posts(told) == 2


def test_a_snapshot_that_is_being_read_is_named_and_goes_with_the_next_run(told: Home) -> None:
    with Warehouse(told.settings.warehouse).open_snapshot(2):
        done = take_down(told)
        assert done.exit_code == 1
        assert "snapshot 2 still holds it, and a reader holds the snapshot" in done.stdout
        assert any(name.startswith("warehouse/snapshots/00000002/") for name in find_words(told))
    told.run()
    assert find_words(told) == set()


def test_what_is_still_delivered_is_named_and_left_alone(told: Home) -> None:
    put(told, "old.jsonl.gz", gzip.compress(lines(POST)))
    done = json.loads(hatsugen(told, "takedown", POST_ID, "--reason", "x", "--json").stdout)
    assert done["is_proven"]
    assert done["delivered"] == [str(told.inbox / "old.jsonl.gz")]
    assert (told.inbox / "old.jsonl.gz").exists()


def test_a_list_names_several_posts_and_ones_never_read(told: Home, tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text(f"# by letter\n{URL}\n\nhttps://example.org/never\n", "utf-8")
    done = json.loads(hatsugen(told, "takedown", "--file", str(listed), "--reason", "x", "--json").stdout)
    assert sorted(done["post_ids"]) == sorted([POST_ID, make_id("post", "https://example.org/never")])
    put(told, "late.jsonl", lines(POST | {"url": "https://example.org/never"}))
    assert told.run().results[0].left_out == 1


def test_what_was_never_read_gives_no_new_snapshot(told: Home) -> None:
    done = hatsugen(told, "takedown", "https://example.org/never", "--reason", "x")
    assert (done.exit_code, "none of them stood in the warehouse" in done.stdout) == (0, True)
    assert "snapshot 3 is published" in done.stdout
    assert count_posts(told) == 3


@pytest.mark.parametrize("arguments", [("nonsense", "--reason", "x"), ("--reason", "x"), (URL,)])
def test_what_makes_no_sense_is_bad_usage(told: Home, arguments: tuple[str, ...]) -> None:
    assert hatsugen(told, "takedown", *arguments).exit_code == 2
    assert read_pending(Layout(told.settings.warehouse)) is None
