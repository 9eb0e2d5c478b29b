"""Where notes take their words from: on made-up posts, and on the seed page, whose notes were read by eye."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import duckdb
import pytest

from transforms.parse import parse_document
from transforms.records import BlockKind, Document, ParsedPost
from warehouse.ddl import create_table
from warehouse.matching.sources import Passage, Source, SourceFinder, Words
from warehouse.quote_sources import compute_quote_sources
from warehouse.schema import TABLES

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
DAY = dt.date(2024, 4, 1)


def _find(said: str, *texts: str, post_id: str = "own", days: int = 0) -> Source | None:
    words = Words("q", "own", said, DAY)
    passages = [
        Passage(post_id, number, 0, text, DAY + dt.timedelta(days=days)) for number, text in enumerate(texts)
    ]
    return SourceFinder([words], passages, window=dt.timedelta(days=7)).find(words)


@pytest.mark.parametrize(
    ("said", "text", "fidelity", "part"),
    [
        ("橋を年内に直す", "知事は「橋を年内に直す」と述べた", "exact", "橋を年内に直す"),
        ("橋を年内に直す。", "知事は「橋を年内に直す」と述べた", "exact", "橋を年内に直す"),
        ("橋は『宝』だと思う", "知事は「橋は“宝”だと思う」と述べた", "exact", "橋は“宝”だと思う"),
        ("橋を年内に直す", "知事は「橋を年内に直す。船は出す」と述べた", "trimmed", "橋を年内に直す"),
        ("橋を必ず直す", "紙面に「知事は『橋を必ず直す』と言った」とある", "exact", "橋を必ず直す"),
        ("船が『遅い』と思う", "「船が遅いと思う、直したい」", "trimmed", "船が遅いと思う"),
        ("橋を必ず年内に直す", "知事は「橋を年内に直す」と述べた", "edited", "橋を年内に直す"),
        # Words from before the bracket were taken into it.
        ("県が「橋を年内に直す」", "知事は県が「橋を年内に直す」と", "edited", "県が「橋を年内に直す"),
        ("橋を年内に直す", "知事は橋を年内に直すと述べた", "indirect_made_direct", "橋を年内に直す"),
        (
            "橋の工事は『異例』で年内に終わる",
            "橋の工事は「異例」で、年内に終わるとした",
            "indirect_made_direct",
            "橋の工事は「異例」で、年内に終わる",
        ),
        # Said twice, once quoted: that is the source.
        ("橋を直す", "橋を直すと知事。「橋を直す」", "exact", "橋を直す"),
    ],
)
def test_words_are_graded_by_the_passage(said: str, text: str, fidelity: str, part: str) -> None:
    source = _find(said, text)
    assert source is not None
    assert (source.fidelity, text[source.start : source.end]) == (fidelity, part)


@pytest.mark.parametrize(
    ("said", "text", "post_id", "is_found"),
    [
        ("橋を直す", "知事は「橋を直す」と述べた", "own", True),
        # Few words may stand anywhere; far from home only long ones count.
        ("橋を直す", "知事は「橋を直す」と述べた", "other", False),
        ("橋を年内に必ず直す", "知事は「橋を年内に必ず直す」と述べた", "other", True),
        # Reworded past recognition, or too short to tell.
        ("橋も直す", "知事は「橋を直す」と述べた", "own", False),
        ("橋を年内に必ず直す方針だ", "知事は「橋を年内に直す」と述べた", "other", False),
        ("渡し船は来週から動かす", "知事は「橋を年内に直す」と述べた", "own", False),
        ("", "知事は「橋を年内に直す」と述べた", "own", False),
    ],
)
def test_little_evidence_is_no_source(said: str, text: str, post_id: str, *, is_found: bool) -> None:
    assert (_find(said, text, post_id=post_id) is not None) == is_found


@pytest.mark.parametrize(("days", "is_found"), [(-8, False), (-7, True), (0, True), (7, True), (8, False)])
def test_other_posts_are_near_within_the_window(days: int, *, is_found: bool) -> None:
    source = _find("橋を年内に必ず直す", "「橋を年内に必ず直す」", post_id="other", days=days)
    assert (source is not None) == is_found


def test_the_result_does_not_depend_on_the_order_of_the_passages() -> None:
    words = [Words("q", "own", "橋を年内に必ず直す", DAY)]
    passages = [
        Passage(post_id, number, 0, "「橋を年内に必ず直す」", DAY + dt.timedelta(days=days))
        for post_id, days in (("b", 1), ("a", 1), ("c", -1), ("d", 2))
        for number in (1, 0)
    ]
    window = dt.timedelta(days=7)
    found = {SourceFinder(words, order, window=window).find(words[0]) for order in (passages, passages[::-1])}
    assert [(source.passage.post_id, source.passage.block_no) for source in found if source] == [("c", 0)]


def test_the_window_is_read_from_the_connection() -> None:
    with duckdb.connect() as con:
        for name in ("posts", "blocks", "quotes"):
            create_table(con, TABLES[name])
            for column in TABLES[name].published_columns():
                con.execute(f"alter table {name} alter {column.name} drop not null")
        con.execute(
            """insert into posts (post_id, posted_date, date_basis, text) values
            ('own', '2024-04-01', 'url', '#橋(「橋を年内に必ず直す」)'),
            ('other', '2024-04-11', 'url', '「橋を年内に必ず直す」')"""
        )
        con.execute(
            """insert into blocks (post_id, block_no, kind, char_start, char_end)
            values ('other', 0, 'article', 0, 11)"""
        )
        con.execute(
            """insert into quotes (quote_id, post_id, context, text, char_start, char_end)
            values ('q', 'own', 'note', '橋を年内に必ず直す', 4, 13)"""
        )
        assert compute_quote_sources(con)["fidelity"].to_pylist() == ["none"]
        con.execute("set variable source_window_days = 10")
        assert compute_quote_sources(con)["fidelity"].to_pylist() == ["exact"]


# --- the seed page ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def page() -> ParsedPost:
    if not SEEDS.is_dir():
        pytest.skip("../shared/seeds does not stand beside the checkout")
    (path,) = SEEDS.glob("*.txt")
    document = Document(0, path.stem, path.read_text(encoding="utf-8"))
    return parse_document(document, dump_id="d" * 16, source_uri=path.name)


def _find_all(page: ParsedPost) -> dict[str, Source | None]:
    """The source of every outer quote of the page's notes, by its words."""
    post = page.post
    passages = [
        Passage(
            post.post_id, block.block_no, block.char_start, post.text[block.char_start : block.char_end], DAY
        )
        for block in page.blocks
        if block.kind is not BlockKind.NOTE
    ]
    words = [
        Words(quote.quote_id, post.post_id, quote.text, DAY)
        for quote in page.quotes
        if quote.context is BlockKind.NOTE and quote.parent_quote_id is None
    ]
    finder = SourceFinder(words, passages, window=dt.timedelta(days=7))
    return {each.text: finder.find(each) for each in words}


def test_the_seed_page_has_13_note_quotes_verbatim_in_its_articles(page: ParsedPost) -> None:
    found = _find_all(page)
    verbatim = {
        text: source
        for text, source in found.items()
        if source and source.passage.text[source.start : source.end] == text
    }
    pasted = "\n".join(
        page.post.text[block.char_start : block.char_end]
        for block in page.blocks
        if block.kind is not BlockKind.NOTE
    )
    assert len(verbatim) == 13
    assert set(verbatim) == {text for text in found if text in pasted}
    # Six of them stand in brackets there; seven were not quoted by the paper.
    assert Counter(source.fidelity for source in verbatim.values()) == {"exact": 6, "indirect_made_direct": 7}


def test_the_seed_page_has_the_grades_that_a_reader_gives(page: ParsedPost) -> None:
    found = _find_all(page)
    assert Counter(source.fidelity if source else "none" for source in found.values()) == {
        "exact": 6,
        "edited": 2,
        "indirect_made_direct": 10,
        "none": 30,
    }
    edges = {
        text[:4]: (part[:4], part[-4:])
        for text, source in found.items()
        if source and not source.alignment.is_verbatim
        for part in [source.passage.text[source.start : source.end]]
    }
    assert edges == {
        "したがっ": ("したがっ", "る決定だ"),
        "条約に関": ("条約に関", "変させた"),
        "ウク軍ザ": ("ザルジニ", "性がある"),
    }
