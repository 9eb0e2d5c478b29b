"""Where notes take their words from: on made-up posts, and on the seed page, whose notes were read by eye."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np
import pytest

from transforms.parse import parse_document
from transforms.records import BlockKind, Document, ParsedPost
from warehouse.ddl import create_table
from warehouse.matching.grades import grade_places
from warehouse.matching.sources import Located, find_sources
from warehouse.matching.texts import Folder, read_texts
from warehouse.quote_sources import compute_quote_sources
from warehouse.schema import TABLES

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
DAY = dt.date(2024, 4, 1)


class Passage(NamedTuple):
    """A block of a post; days are counted from that of the notes."""

    post_id: str
    text: str
    days: int = 0


class Source(NamedTuple):
    """Where words come from, and what became of them."""

    passage: Passage
    fidelity: str
    part: str
    is_verbatim: bool


def _find_all(said: list[str], passages: list[Passage]) -> list[Source | None]:
    """The source of each words, which stand in notes of the post "own"; of places the first is told."""
    folder = Folder()
    posts = sorted({"own", *(passage.post_id for passage in passages)})
    words = Located(
        folder.fold(read_texts(said)),
        np.full(len(said), posts.index("own")),
        np.full(len(said), DAY.toordinal()),
    )
    raw = read_texts([passage.text for passage in passages])
    located = Located(
        folder.fold(raw, with_origins=True),
        np.array([posts.index(passage.post_id) for passage in passages], np.int64),
        np.array([DAY.toordinal() + passage.days for passage in passages], np.int64),
    )
    places = find_sources(words, located, window=7)
    grades = grade_places(located.texts, raw, places)
    found: list[Source | None] = [None] * len(said)
    best = np.lexsort((-places.starts, grades.quoted_shares, places.words)).tolist()
    for at in best:
        passage = passages[places.passages[at]]
        part = passage.text[grades.starts[at] : grades.ends[at]]
        found[places.words[at]] = Source(passage, grades.fidelities[at], part, places.scores[at] == 1)
    return found


def _find(said: str, *texts: str, post_id: str = "own", days: int = 0) -> Source | None:
    return _find_all([said], [Passage(post_id, text, days) for text in texts])[0]


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
    assert (source.fidelity, source.part) == (fidelity, part)


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


def test_of_equally_good_passages_the_nearest_day_wins_then_the_earlier_then_the_first() -> None:
    passages = [
        Passage(post_id, "「橋を年内に必ず直す」", days)
        for post_id, days in (("a", 1), ("b", 1), ("c", -1), ("d", 2))
        for _ in range(2)
    ]
    for order in (passages, passages[::-1]):
        (source,) = _find_all(["橋を年内に必ず直す"], sorted(order, key=lambda each: each.post_id))
        assert source is not None
        assert source.passage == Passage("c", "「橋を年内に必ず直す」", -1)


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


def _find_on(page: ParsedPost) -> dict[str, Source | None]:
    """The source of every outer quote of the page's notes, by its words."""
    text = page.post.text
    passages = [
        Passage("own", text[block.char_start : block.char_end])
        for block in page.blocks
        if block.kind is not BlockKind.NOTE
    ]
    said = [
        quote.text
        for quote in page.quotes
        if quote.context is BlockKind.NOTE and quote.parent_quote_id is None
    ]
    return dict(zip(said, _find_all(said, passages), strict=True))


def test_the_seed_page_has_13_note_quotes_verbatim_in_its_articles(page: ParsedPost) -> None:
    found = _find_on(page)
    verbatim = {text: source for text, source in found.items() if source and source.part == text}
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
    found = _find_on(page)
    assert Counter(source.fidelity if source else "none" for source in found.values()) == {
        "exact": 6,
        "edited": 2,
        "indirect_made_direct": 10,
        "none": 30,
    }
    edges = {
        text[:4]: (source.part[:4], source.part[-4:])
        for text, source in found.items()
        if source and not source.is_verbatim
    }
    assert edges == {
        "したがっ": ("したがっ", "る決定だ"),
        "条約に関": ("条約に関", "変させた"),
        "ウク軍ザ": ("ザルジニ", "性がある"),
    }
