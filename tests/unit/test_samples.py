"""samples/ is what the generator writes, and has what a first run should meet."""

import gzip
import json
import re
import zipfile
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest
import zstandard

from benchmarks.dumps import write_dump
from benchmarks.generate import parse_size, plan_bytes
from benchmarks.pages import FIRST_DAY, TOKYO, Page, Plan, compose
from benchmarks.sample_forms import DELIVERIES, MONTH_POSTS
from benchmarks.samples import PLAN, write_samples
from flows.inspection import inspect_dump
from transforms.options import ParseOptions
from transforms.posts import make_post
from transforms.readers import read_dump
from transforms.records import Document, Post

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    write_samples(folder)
    return folder


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    return list(compose(PLAN))


def unpack(path: Path) -> bytes:
    if path.suffix == ".gz":
        return gzip.decompress(path.read_bytes())
    if path.suffix == ".zst":
        with path.open("rb") as file:
            reader = zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True)
            return reader.read()
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            members = [(member.filename, archive.read(member)) for member in archive.infolist()]
        return repr(members).encode()
    return path.read_bytes()


def test_the_committed_samples_are_what_make_samples_writes(written: Path) -> None:
    assert sorted(path.name for path in SAMPLES.iterdir()) == sorted(path.name for path in written.iterdir())
    for path in written.iterdir():
        assert unpack(SAMPLES / path.name) == unpack(path), f"{path.name} is stale: make samples"
        # Python's zlib decides the bytes of gzip and zip; all others come from what the lock pins.
        if path.suffix not in {".gz", ".zip"}:
            assert (SAMPLES / path.name).read_bytes() == path.read_bytes()


def test_writing_them_again_changes_no_byte(written: Path, tmp_path: Path) -> None:
    write_samples(tmp_path)
    for path in written.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_they_are_small_and_there_is_one_of_each_form(written: Path) -> None:
    names = " ".join(sorted(path.name for path in written.iterdir()))
    for form in (".txt", "clips-1.jsonl", ".jsonl.gz", ".jsonl.zst", "mixed.jsonl"):
        assert form in names
    assert sum(path.stat().st_size for path in written.iterdir()) < 400_000


@pytest.mark.parametrize(
    ("name", "format_name", "counts"),
    [
        ("2024-06-01-171130.txt", "text", (1, 0, 0)),
        ("clips-1.jsonl", "jsonl", (14, 0, 0)),
        ("mixed.jsonl", "jsonl", (13, 0, 2)),
        ("example.org.export.txt", "movable_type", (6, 1, 0)),
        ("crawl.warc.gz", "warc", (4, 1, 0)),
        ("crawl.warc.wet.gz", "warc", (3, 0, 0)),
        ("crawl.arc.gz", "arc", (3, 1, 0)),
        ("feed.rss", "feed", (6, 0, 0)),
        ("feed.atom", "feed", (4, 0, 0)),
        ("month.html", "html", (3, 0, 0)),
        ("shiome.wordpress.xml", "wxr", (4, 3, 0)),
        ("slice.parquet", "parquet", (3, 0, 0)),
        ("articles.json", "json_array", (3, 0, 0)),
        ("saved.zip", "zip+html+text", (3, 0, 0)),
        ("tweets.js", "x_archive", (10, 0, 0)),
    ],
)
def test_each_form_is_read_as_what_it_is(
    name: str, format_name: str, counts: tuple[int, int, int], written: Path
) -> None:
    found = inspect_dump(written / name, name=name, options=ParseOptions())
    assert (found.format, found.quarantine_detail) == (format_name, None)
    assert (found.posts, found.left_out.total(), found.rejects.total()) == counts


def test_the_forms_of_the_second_month_share_posts(written: Path) -> None:
    found = {
        delivery.name: list_posts(written / delivery.name)
        for delivery in DELIVERIES
        if delivery.name != "tweets.js"
    }
    assert len(found["example.org.export.txt"].keys() & found["crawl.warc.gz"].keys()) == 2
    assert len(found["crawl.warc.gz"].keys() & found["crawl.warc.wet.gz"].keys()) == 2
    assert found["crawl.arc.gz"].keys() < found["example.org.export.txt"].keys()
    assert len(found["example.org.export.txt"].keys() & found["feed.rss"].keys()) == 3
    assert len(set().union(*found.values())) == MONTH_POSTS - 2


def list_posts(path: Path) -> dict[str, Post]:
    with read_dump(path, name=path.name) as dump:
        documents = [record for record in dump.records() if isinstance(record, Document)]
    posts = [
        make_post(document, dump_id="d" * 16, source_uri=path.name, options=ParseOptions())[0]
        for document in documents
    ]
    return {post.post_id: post for post in posts}


def test_no_personal_data_and_no_draft_comes_out_of_the_exports(written: Path) -> None:
    for name in ("example.org.export.txt", "shiome.wordpress.xml"):
        shown = repr(list_posts(written / name))
        assert "まだ言えない" in (written / name).read_text("utf-8")
        assert "まだ言えない" not in shown
        assert "reader@example.org" not in shown
        assert "192.0.2.7" not in shown


def test_compressed_samples_have_several_members(written: Path) -> None:
    assert (written / "clips-2.jsonl.gz").read_bytes().count(b"\x1f\x8b\x08\x00\x00\x00\x00\x00") > 1
    assert (written / "clips-3.jsonl.zst").read_bytes().count(b"\x28\xb5\x2f\xfd") > 1


def test_the_mixed_dump_has_two_bad_records_a_duplicate_and_a_revision(written: Path) -> None:
    records, broken = [], 0
    for line in (written / "mixed.jsonl").read_bytes().splitlines():
        try:
            records.append(json.loads(line))
        except json.JSONDecodeError:
            broken += 1
    texts = Counter(record["text"] for record in records)
    urls = Counter(record["url"] for record in records)
    assert broken == 1
    assert texts[""] == 1
    assert [count for count in texts.values() if count > 1] == [2]
    assert [count for count in urls.values() if count > 1] == [2, 2]


def test_a_month_of_posts_each_at_its_own_address(pages: list[Page]) -> None:
    assert len(pages) >= 40
    assert len({page.url for page in pages}) == len(pages)
    assert len({page.published_at.date() for page in pages}) == 30
    assert all(page.url.endswith(f"/entry/{page.published_at:%Y/%m/%d/%H%M%S}") for page in pages)
    assert [page.published_at for page in pages] == sorted(page.published_at for page in pages)


@pytest.mark.parametrize(
    "what, pattern",
    [
        ("a tweet's signature, English date", r"^— .+ \(@\w+\) [A-Z][a-z]+ \d+, 2024$"),
        ("Japanese date", r"^— .+ \(@\w+\) 2024年\d+月\d+日$"),
        ("mixed date", r"^— .+ \(@\w+\) 2024, \d+月 \d+$"),
        ("German date", r"^— .+ \(@\w+\) \d+\. [A-Z][a-z]+ 2024$"),
        ("a card on one line", r"^https://t\.co/\w+— .+ \(@\w+\) \S+ \d+, 2024 .+"),
        ("link glued to the text", r"[^ ]https://t\.co/\w{10}"),
        ("the tweet's own hashtag", r"^.+https://t\.co/\w{10} #nhk_news$"),
        ("text after the signature", r"^【.+】\n— .+\n.+\nhttps://t\.co/"),
        ("an alias", r"^#NFA=北方漁業協定\("),
        ("a run of quotes", r"^#.+\(.*」「"),
        ("a medium's own story", r"^#.+\(\w+「[^「『]+『[^』]+』.*」「[^『]+」"),
        ("a missing separator", r"^#.+」[^「」・(]+「"),
        ("full-width forms", r"^＃.+（.+）$"),
        ("a lost last parenthesis", r"^#[^()]+\([^()]+」$"),
        ("an account", r"^#.+umi_neko88「"),
        ("scare quotes", r"・「[^」]+」.*明らか\)$"),
        ("a term in a quote", r"「[^」]*『[^』]+』[^』]+」"),
        ("several labels", r"^#[^#(]+#[^#(]+$"),
        ("keywords only", r"^#[^「]+\([^「]+・[^「]+\)$"),
        ("a gloss", r"\(渇水対策担当\)「"),
        ("a name with a middle dot", r"アーロン・ベルフォンテーヌ首席交渉官「"),
        ("a quote of a few words", r"を「[^」]+」と批判し"),
        ("a sentence without a subject", r"。そのうえで「"),
        ("indirect speech", r"は、[^「」]+との見方を示し"),
        ("the speaker after the quote", r"^「[^」]+」。[^「」]+はこう"),
    ],
)
def test_the_pages_show(what: str, pattern: str, pages: list[Page]) -> None:
    assert any(re.search(pattern, page.text, re.MULTILINE) for page in pages), what


def test_notes_of_earlier_days_come_back_verbatim(pages: list[Page]) -> None:
    first_seen: dict[str, Page] = {}
    repeats = 0
    for page in pages:
        for line in page.text.split("\n"):
            if line.startswith("#") and "「" in line:
                known = first_seen.setdefault(line, page)
                repeats += known.published_at.date() < page.published_at.date()
    assert repeats > 20


def test_a_topic_bursts_in_the_middle_of_the_month(pages: list[Page]) -> None:
    per_day = Counter(page.published_at.day for page in pages if "#青浜航路" in page.text)
    quiet = sum(per_day[day] for day in range(1, 8)) / 7
    assert max(per_day, key=lambda day: per_day[day]) in range(13, 19)
    assert max(per_day.values()) >= 3 * quiet


def test_another_seed_gives_other_pages() -> None:
    assert [p.text for p in islice(compose(Plan(5, seed=1)), 5)] != [
        p.text for p in islice(compose(Plan(5, seed=2)), 5)
    ]


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz", ".jsonl.zst"])
def test_a_dump_of_a_size_comes_to_about_that_size(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"dump{suffix}"
    written = write_dump(compose(plan_bytes(parse_size("300KB"))), path)
    assert path.stat().st_size == written
    assert 200_000 < len(unpack(path)) < 400_000


def test_many_posts_in_a_day_have_addresses_of_their_own() -> None:
    pages = list(islice(compose(Plan(posts=40_000, days=1)), 500))
    assert len({page.url for page in pages}) == 500
    assert pages[0].published_at.astimezone(TOKYO).date() == FIRST_DAY


def test_more_posts_than_seconds_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fit into 1 days"):
        next(compose(Plan(posts=90_000, days=1)))
