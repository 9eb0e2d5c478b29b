"""The hand-marked documents are whole: every bracket is marked, every mark is found, the split is fair."""

import importlib.util
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.gold.build import FOLDER, GENRES, SPLITS, GoldError, load_gold, main, read_document

SCORER = Path(__file__).parents[3] / "shared" / "gold" / "score.py"
FILES = sorted(path for split in SPLITS for path in (FOLDER / split).glob("*.txt"))
CLOSERS = {"「": "」", "『": "』"}
ELIDED = {"previous_sentence", "continued", "anaphor"}

Row = dict[str, Any]


@pytest.fixture(scope="module")
def gold() -> dict[str, list[Row]]:
    return {split: load_gold(split) for split in SPLITS}


@pytest.fixture(scope="module")
def documents(gold: dict[str, list[Row]]) -> list[Row]:
    return [document for split in SPLITS for document in gold[split]]


def quotes_of(documents: list[Row]) -> list[tuple[Row, Row]]:
    return [(document, quote) for document in documents for quote in document["quotes"]]


def test_the_set_has_the_size_it_says(gold: dict[str, list[Row]], documents: list[Row]) -> None:
    sizes = {split: len(gold[split]) for split in SPLITS}
    assert len(documents) >= 60
    assert len(quotes_of(documents)) >= 500
    assert 0.6 <= sizes["dev"] / len(documents) <= 0.7


def test_every_genre_stands_in_both_splits(gold: dict[str, list[Row]]) -> None:
    for split in SPLITS:
        assert {document["source"] for document in gold[split]} == GENRES


def test_a_document_has_one_name_and_its_genre_in_it(documents: list[Row]) -> None:
    names = [document["doc"] for document in documents]
    assert len(names) == len(set(names))
    assert all(document["doc"].rpartition("_")[0] == document["source"] for document in documents)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_nfc_with_plain_line_ends(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert text.endswith("\n")
    assert not re.search(r"[\r\t\ufffd]", text)


def test_no_text_keeps_a_mark(documents: list[Row]) -> None:
    assert not [document["doc"] for document in documents if re.search("[{}]", document["text"])]


def test_offsets_cut_out_the_words_between_the_brackets(documents: list[Row]) -> None:
    for document in documents:
        for span in document["quotes"] + document["non_quotes"]:
            start, end, text = span["start"], span["end"], document["text"]
            assert text[start:end] == span["text"]
            closer = CLOSERS[text[start - 1]]
            # An unclosed quote ends with its line, its note, or where the next speaker begins.
            assert text[end : end + 1] in {closer, "", "\n", ")", "）", "・"}, document["doc"]


def test_every_opening_bracket_is_marked_once(documents: list[Row]) -> None:
    for document in documents:
        starts = [span["start"] - 1 for span in document["quotes"] + document["non_quotes"]]
        brackets = [match.start() for match in re.finditer("[「『]", document["text"])]
        assert sorted(starts) == brackets, document["doc"]


def clauses_of(documents: list[Row]) -> list[tuple[Row, Row]]:
    return [(document, clause) for document in documents for clause in document["reported"] or []]


def test_enough_documents_are_marked_for_indirect_speech(gold: dict[str, list[Row]]) -> None:
    for split, least in (("dev", 25), ("test", 12)):
        assert sum(document["reported"] is not None for document in gold[split]) >= least
        assert len(clauses_of(gold[split])) >= 2 * least


def test_a_reported_clause_shares_no_word_with_a_quote_or_another_clause(documents: list[Row]) -> None:
    for document, clause in clauses_of(documents):
        others = [other for other in document["quotes"] + document["reported"] if other is not clause]
        assert clause["text"] == document["text"][clause["start"] : clause["end"]]
        assert all(other["end"] <= clause["start"] or clause["end"] <= other["start"] for other in others), (
            document["doc"],
            clause["text"],
        )


def test_a_reported_clause_ends_before_the_word_that_reports_it(documents: list[Row]) -> None:
    for document, clause in clauses_of(documents):
        behind = document["text"][clause["end"] :]
        cue = "と|こと|よう|考え|見通し|方針|意向|姿勢|恐れ|可能性|、と|。"
        assert re.match(cue, behind), (document["doc"], clause["text"])


def test_nested_is_said_of_the_quotes_inside_quotes(documents: list[Row]) -> None:
    for document, quote in quotes_of(documents):
        around = [
            other
            for other in document["quotes"]
            if other["start"] < quote["start"] and quote["end"] < other["end"]
        ]
        assert quote["nested"] == bool(around), (document["doc"], quote["text"])


def test_a_sixth_of_the_spans_is_no_speech(documents: list[Row]) -> None:
    silent = sum(len(document["non_quotes"]) for document in documents)
    assert 0.15 <= silent / (silent + len(quotes_of(documents))) <= 0.20


def test_about_half_of_the_news_quotes_do_without_a_speaker_of_their_own(documents: list[Row]) -> None:
    evidence = Counter(q["evidence"] for _, q in quotes_of(documents) if q["context"] == "article")
    elided = sum(evidence[kind] for kind in ELIDED)
    assert 0.4 <= elided / evidence.total() <= 0.6


def test_a_surface_stands_in_its_text(documents: list[Row]) -> None:
    for document in documents:
        for actor in document["actors"]:
            assert actor["surface"] in document["text"], (document["doc"], actor["surface"])
    for document, quote in quotes_of(documents):
        for name in [*quote.get("co_speakers", []), quote.get("via", "")]:
            assert name in document["text"], (document["doc"], name)


def test_the_speaker_of_an_elided_quote_was_named_before_it(documents: list[Row]) -> None:
    for document, quote in quotes_of(documents):
        if quote["evidence"] in ELIDED:
            assert quote["speaker"] in document["text"][: quote["start"]], (document["doc"], quote["text"])


def test_only_a_quote_that_names_nobody_has_no_speaker(documents: list[Row]) -> None:
    for document, quote in quotes_of(documents):
        assert (quote["kind"] == "none") == (quote["speaker"] == "") == (quote["evidence"] == "none"), (
            document["doc"]
        )


def test_the_actors_are_many_and_hold_same_surname_traps(documents: list[Row]) -> None:
    mentions = sum(len(document["actors"]) for document in documents)
    trapped = 0
    for document in documents:
        people = {actor["canonical"] for actor in document["actors"] if actor["kind"] == "person"}
        surnames = Counter(name[:2] for name in people)
        trapped += any(count > 1 for count in surnames.values())
    assert mentions >= 300
    assert trapped >= 5


def test_labels_aliases_and_keywords_stand_in_their_notes(documents: list[Row]) -> None:
    tags = [(document, tag) for document in documents for tag in document["tags"]]
    assert len(tags) >= 60
    for document, tag in tags:
        alias = "=" + tag["alias"] if tag["alias"] else ""
        assert re.search(f"[#＃]{re.escape(tag['label'] + alias)}", document["text"]), (document["doc"], tag)
    for document in documents:
        for keyword in document["keywords"]:
            assert keyword["text"] in document["text"], (document["doc"], keyword)


def test_a_line_that_opens_with_a_hash_is_a_note_or_an_embeds(documents: list[Row]) -> None:
    for document in documents:
        lines = [line for line in document["text"].splitlines() if line.startswith(("#", "＃"))]
        labels = {tag["label"] for tag in document["tags"]}
        unclaimed = [
            line for line in lines if not line.startswith(tuple(f"{h}{x}" for h in "#＃" for x in labels))
        ]
        assert len(unclaimed) <= len(document["embeds"]), document["doc"]


def test_embeds_have_handle_and_day(documents: list[Row]) -> None:
    embeds = [(document, embed) for document in documents for embed in document["embeds"]]
    assert len(embeds) >= 12
    for document, embed in embeds:
        assert f"(@{embed['handle']})" in document["text"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", embed["date"])
        assert embed["author_name"] in document["text"]


HEAD = "genre = wire\nperson 田中遥 = 田中さん\nperson 田中誠 = 田中さん, 田中誠氏\nanonymous = 男性\n---\n"


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        ("田中誠氏は「はい」と述べた。", "a bracketed span has no mark"),
        ("田中誠氏は「はい{田中誠氏|before}と「", "open at the line's end"),
        ("田中誠氏ははい」と述べた。", "alone and not marked"),
        ("田中さんは「はい」{田中さん|before}", "names 2 actors"),
        ("鈴木氏は「はい」{鈴木氏|before}", "names 0 actors"),
        ("田中誠氏は「はい」{田中誠氏}", "no evidence"),
        ("田中誠氏は「はい」{田中誠氏|guess}", "unknown option"),
        ("田中誠氏は「はい」{田中誠氏|before|via=}", "unknown option"),
        ("映画「海」{-film}", "unknown reason"),
        ("田中誠氏{田中誠氏|before}は「はい」{田中誠氏|before}", "has no bracket"),
        ("「はい」{〃|continued}", "no quote before it"),
        ("田中誠氏は{<}行く{>田中誠氏|before}と述べた。", "out of place"),
    ],
)
def test_a_wrong_mark_is_refused_with_its_line(tmp_path: Path, body: str, trouble: str) -> None:
    path = tmp_path / "wire_99.txt"
    path.write_text(HEAD + "一行目。\n" + body + "\n", encoding="utf-8")
    with pytest.raises(GoldError, match=f"wire_99, body line 2: .*{trouble}"):
        read_document(path)


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        ("田中誠氏は{<}行くと述べた。", "has no end"),
        ("田中誠氏は行く{>田中誠氏|before}と述べた。", "out of place"),
        ("田中誠氏は{<}行くと{<}言った{>田中誠氏|before}と述べた。", "out of place"),
        ("田中誠氏は{<}行く{>鈴木氏|before}と述べた。", "names 0 actors"),
        ("田中誠氏は{<}行く{>田中誠氏}と述べた。", "no evidence"),
    ],
)
def test_a_wrong_mark_of_indirect_speech_is_refused(tmp_path: Path, body: str, trouble: str) -> None:
    path = tmp_path / "wire_99.txt"
    path.write_text("reported = marked\n" + HEAD + body + "\n", encoding="utf-8")
    with pytest.raises(GoldError, match=f"wire_99, body line 1: .*{trouble}"):
        read_document(path)


def test_indirect_speech_is_read_where_the_head_says_it_is_marked(tmp_path: Path) -> None:
    path = tmp_path / "wire_99.txt"
    body = "田中誠氏は{<}『海』{-title}を見た{>田中誠氏|before}と述べた。\n"
    path.write_text("reported = marked\n" + HEAD + body, encoding="utf-8")
    (clause,) = read_document(path)["reported"]
    assert (clause["text"], clause["canonical"], clause["evidence"]) == ("『海』を見た", "田中誠", "before")
    path.write_text(HEAD + "田中誠氏は海を見たと述べた。\n", encoding="utf-8")
    assert read_document(path)["reported"] is None


@pytest.mark.parametrize(
    "head", ["genre = novel\n---\n", "person = 田中\n---\n", "anonymous 男 = 男\n---\n", "本文だけ\n"]
)
def test_a_wrong_head_is_refused(tmp_path: Path, head: str) -> None:
    path = tmp_path / "wire_99.txt"
    path.write_text(head, encoding="utf-8")
    with pytest.raises(GoldError):
        read_document(path)


def test_a_document_is_read_with_its_offsets(tmp_path: Path) -> None:
    path = tmp_path / "wire_99.txt"
    body = (
        "田中さんは「『海』{-title}を見た」{田中さん=田中遥|before}と話した。\n"
        "#旅(男性「遠い」{男性}「寒い{〃}){#旅; }\n"
    )
    path.write_text(HEAD + body, encoding="utf-8")
    row = read_document(path)
    assert row["text"] == "田中さんは「『海』を見た」と話した。\n#旅(男性「遠い」「寒い)"
    assert [(q["text"], q["canonical"], q["evidence"], q["context"]) for q in row["quotes"]] == [
        ("『海』を見た", "田中遥", "before", "article"),
        ("遠い", "匿名", "note", "note"),
        ("寒い", "匿名", "note", "note"),
    ]
    assert [(n["text"], n["start"], n["reason"]) for n in row["non_quotes"]] == [("海", 7, "title")]


def test_the_command_writes_the_documents_of_a_split(tmp_path: Path) -> None:
    out = tmp_path / "dev.jsonl"
    assert main(["dev", str(out)]) == 0
    lines = out.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == load_gold("dev")
    assert main(["train"]) == 2


@pytest.mark.skipif(not SCORER.exists(), reason="../shared/gold/score.py is not there")
@pytest.mark.parametrize("split", SPLITS)
def test_the_scorer_finds_nothing_amiss_in_the_marks_themselves(
    split: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = importlib.util.spec_from_file_location("shared_score", SCORER)
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    out = tmp_path / "gold.jsonl"
    main([split, str(out)])
    rows = load_gold(split)
    said = {
        row["doc"]: [
            {
                "char_start": quote["start"],
                "char_end": quote["end"],
                "speaker": quote["speaker"],
                "speaker_kind": quote["kind"],
                "actor": quote["canonical"],
                "confidence": 1.0,
            }
            for quote in row["quotes"]
        ]
        for row in rows
    }
    topics = {row["doc"]: row["tags"] for row in rows}
    figures = scorer.score(scorer.read_gold(str(out)), said, topics, 0)
    capsys.readouterr()
    assert figures["span_f1"] == figures["tag_f1"] == figures["alias"] == 1.0
    assert figures["all"]["exact"] == figures["all"]["lenient"] == figures["all"]["kind"] == 1.0
