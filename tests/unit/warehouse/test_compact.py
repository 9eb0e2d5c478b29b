"""Small lake files merged: which, when, and that rows and bytes come out the same whatever the way."""

from __future__ import annotations

import random
import resource
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from transforms import PARSER_VERSION
from transforms.records import ParsedPost, Reject, RejectReason
from warehouse import compact as compacting
from warehouse.compact import MOST_SMALL_FILES, LakeDraft, compact
from warehouse.lake import PartitionWriter

MakePost = Callable[..., ParsedPost]
Dumps = dict[str, list[ParsedPost]]

TABLES = ["actor_mentions", "blocks", "posts", "quotes", "rejects", "topic_mentions"]


def dump_id(number: int) -> str:
    return f"{number:016x}"


@pytest.fixture
def lake(tmp_path: Path) -> LakeDraft:
    return LakeDraft(tmp_path, tmp_path / "staging" / "00000001")


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three small files are too many."""
    monkeypatch.setattr(compacting, "MOST_SMALL_FILES", 2)


def ingest(lake: LakeDraft, dumps: Dumps) -> list[str]:
    """Write dumps into the draft, each with one reject; gives the names of all its files."""
    for dump, posts in dumps.items():
        with PartitionWriter(lake.draft / "lake", dump_id=dump, source_uri="day.txt") as writer:
            for post in posts:
                writer.add_post(post)
            writer.add_reject(Reject(0, RejectReason.BAD_JSON, "{", b"{"))
            writer.close()
    return list_files(lake.draft)


def list_files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.glob("lake/*/*/*.parquet"))


def publish(lake: LakeDraft) -> None:
    """Move the draft's lake files to the warehouse's."""
    for name in list_files(lake.draft):
        (lake.root / name).parent.mkdir(parents=True, exist_ok=True)
        (lake.draft / name).rename(lake.root / name)


def read(lake: LakeDraft, names: Iterable[str]) -> dict[str, list[dict[str, object]]]:
    """The rows of every table, by table; those of one dump as they stand."""
    rows: dict[str, list[dict[str, object]]] = defaultdict(list)
    for name in sorted(names):
        rows[name.split("/")[1]] += pq.read_table(lake.find(name), partitioning=None).to_pylist()
    return {table: sorted(found, key=lambda row: str(row["dump_id"])) for table, found in rows.items()}


def draw(make_post: MakePost, numbers: Iterable[int], words: str = "晴れます") -> Dumps:
    return {
        dump_id(number): [
            make_post(f"{number}の{part}", ("天気", (("山田市長", words),)), dump_id=dump_id(number))
            for part in range(2)
        ]
        for number in numbers
    }


def test_as_many_small_files_as_allowed_stay_as_they_are(lake: LakeDraft, make_post: MakePost) -> None:
    names = ingest(lake, draw(make_post, range(MOST_SMALL_FILES)))
    assert compact(lake, names) == names == list_files(lake.draft)


def test_one_more_and_each_table_is_one_file_with_the_same_rows(lake: LakeDraft, make_post: MakePost) -> None:
    names = ingest(lake, draw(make_post, range(MOST_SMALL_FILES + 1)))
    before = read(lake, names)
    merged = compact(lake, names)
    assert [name.rpartition("/")[0] for name in merged] == [
        f"lake/{table}/merged-{PARSER_VERSION}" for table in TABLES
    ]
    assert read(lake, merged) == before
    assert list_files(lake.draft) == merged


@pytest.mark.usefixtures("few")
def test_the_bytes_do_not_depend_on_the_nights_the_dumps_came_in(tmp_path: Path, make_post: MakePost) -> None:
    dumps = draw(make_post, range(9))
    order = list(dumps)
    random.Random(2).shuffle(order)
    found = []
    for number, nights in enumerate(([order], [order[:3], order[3:6], order[6:]], [order[:7], order[7:]])):
        root = tmp_path / str(number)
        lake, names = LakeDraft(root, root / "staging" / "1"), list[str]()
        for night in nights:
            names = compact(lake, [*names, *ingest(lake, {dump: dumps[dump] for dump in night})])
            publish(lake)
        found.append({name: (root / name).read_bytes() for name in names})
    assert len(found[0]) == len(TABLES)
    assert found[0] == found[1] == found[2]


@pytest.mark.usefixtures("few")
def test_what_is_merged_stands_in_the_lake_until_no_snapshot_names_it(
    lake: LakeDraft, make_post: MakePost
) -> None:
    before = ingest(lake, draw(make_post, range(2)))
    publish(lake)
    after = compact(lake, [*before, *ingest(lake, draw(make_post, [2]))])
    assert not set(before) & set(after)
    assert list_files(lake.root) == before


@pytest.mark.usefixtures("few")
class TestADumpThatIsReadAgain:
    @pytest.fixture
    def merged(self, lake: LakeDraft, make_post: MakePost) -> list[str]:
        names = compact(lake, ingest(lake, draw(make_post, range(4))))
        publish(lake)
        return names

    def test_with_the_same_rows_gives_the_same_files(
        self, lake: LakeDraft, merged: list[str], make_post: MakePost
    ) -> None:
        new = ingest(lake, draw(make_post, [1]))
        assert compact(lake, [*merged, *new], reread={dump_id(1)}) == merged

    def test_with_other_rows_changes_its_own_rows_only(
        self, lake: LakeDraft, merged: list[str], make_post: MakePost
    ) -> None:
        before = read(lake, merged)
        new = ingest(lake, draw(make_post, [1], words="雨でしょう"))
        fresh = read(lake, new)
        after = compact(lake, [*merged, *new], reread={dump_id(1)})
        assert len(after) == len(TABLES)
        for table, rows in read(lake, after).items():
            others = [row for row in before[table] if row["dump_id"] != dump_id(1)]
            assert [row for row in rows if row["dump_id"] != dump_id(1)] == others
            assert [row for row in rows if row["dump_id"] == dump_id(1)] == fresh[table]

    def test_without_rows_loses_them(self, lake: LakeDraft, merged: list[str]) -> None:
        after = read(lake, compact(lake, merged, reread={dump_id(1)}))
        assert {row["dump_id"] for row in after["posts"]} == {dump_id(0), dump_id(2), dump_id(3)}

    def test_as_all_of_them_leaves_no_file(self, lake: LakeDraft, merged: list[str]) -> None:
        assert compact(lake, merged, reread=set(map(dump_id, range(4)))) == []
        assert list_files(lake.draft) == []

    def test_by_another_parser_goes_out_of_the_old_file_and_stands_alone(
        self, lake: LakeDraft, merged: list[str], make_post: MakePost, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("warehouse.lake.partition_folder", self.name_for_another_parser)
        new = ingest(lake, draw(make_post, [1]))
        after = compact(lake, [*merged, *new], reread={dump_id(1)})
        assert {name.split("/")[2] for name in after} == {f"merged-{PARSER_VERSION}", f"{dump_id(1)}-other"}
        assert sorted(row["dump_id"] for row in read(lake, after)["rejects"]) == list(map(dump_id, range(4)))

    @staticmethod
    def name_for_another_parser(folder: Path, table: str, dump_id: str) -> Path:
        return folder / table / f"{dump_id}-other"


@pytest.mark.usefixtures("few")
def test_files_of_an_older_schema_are_merged_among_themselves_only(
    lake: LakeDraft, make_post: MakePost
) -> None:
    posts = list_posts(ingest(lake, draw(make_post, range(6))))
    for name in posts[:3]:
        path = lake.find(name)
        pq.write_table(pq.read_table(path, partitioning=None).drop_columns(["title"]), path)
    merged = compact(lake, posts)
    publish(lake)
    assert sorted(sorted(list_dumps(lake, name)) for name in merged) == [[0, 1, 2], [3, 4, 5]]

    new = list_posts(ingest(lake, draw(make_post, [0])))
    after = compact(lake, [*merged, *new], reread={dump_id(0)})
    assert sorted(sorted(list_dumps(lake, name)) for name in after) == [[0], [1, 2], [3, 4, 5]]


def list_posts(names: list[str]) -> list[str]:
    return [name for name in names if "/posts/" in name]


def list_dumps(lake: LakeDraft, name: str) -> set[int]:
    return {int(str(row["dump_id"]), 16) for row in read(lake, [name])["posts"]}


@pytest.mark.usefixtures("few")
def test_a_large_file_stays_alone(
    lake: LakeDraft, make_post: MakePost, monkeypatch: pytest.MonkeyPatch
) -> None:
    dumps = draw(make_post, range(5))
    dumps[dump_id(3)] = [make_post(f"記事{part}", dump_id=dump_id(3)) for part in range(200)]
    names = list_posts(ingest(lake, dumps))
    small, large = (lake.find(names[number]).stat().st_size for number in (2, 3))
    assert large > small + 1_000
    monkeypatch.setattr(compacting, "SMALL_BYTES", large)
    after = compact(lake, names)
    assert names[3] in after
    assert len(after) == 2


@pytest.mark.slow
def test_more_files_are_merged_than_a_process_may_hold_open(lake: LakeDraft, make_post: MakePost) -> None:
    names = ingest(lake, draw(make_post, range(70)))
    posts = list_posts(names)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard))
    try:
        after = compact(lake, posts)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert len(read(lake, after)["posts"]) == 140
