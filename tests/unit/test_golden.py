"""Golden pairs: a text of tests/golden/<kind>/ and the rows it gives, as JSON to be read.

`make golden` writes them anew; the diff is what a change of the parser does to the data.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from transforms.parse import parse_document
from transforms.records import Document, ParsedPost

GOLDEN = Path(__file__).parents[1] / "golden"
CASES = sorted(GOLDEN.glob("*/*.txt"))

Record = dict[str, object]


def list_topics(post: ParsedPost) -> list[Record]:
    return [
        {"label": row.label, "alias": row.alias}
        if row.label is not None
        else {"keyword": row.keyword, "parent_label": row.parent_label}
        for row in post.topic_mentions
    ]


def list_quotes(post: ParsedPost) -> list[Record]:
    """The quotes; in place of their parent's id its words."""
    words = {quote.quote_id: quote.text for quote in post.quotes}
    return [
        {
            "text": quote.text,
            "speaker": quote.speaker,
            "speaker_full": quote.speaker_full,
            "speaker_kind": quote.speaker_kind,
            "co_speakers": quote.co_speakers,
            "role": quote.role,
            "via": quote.via,
            "topic": quote.topic,
            "context": quote.context,
            "form": quote.form,
            "parent": words.get(quote.parent_quote_id or ""),
            "cue": quote.cue,
            "evidence": quote.evidence,
            "confidence": quote.confidence,
            "at": [quote.char_start, quote.char_end],
        }
        for quote in post.quotes
    ]


def list_blocks(post: ParsedPost) -> list[Record]:
    return [
        {
            "kind": block.kind,
            "text": post.post.text[block.char_start : block.char_end],
            "block_date": block.block_date,
            "published_at": block.published_at,
            "author_name": block.author_name,
            "handle": block.handle,
            "status_url": block.status_url,
            "hashtags": block.hashtags,
        }
        for block in post.blocks
    ]


READERS: dict[str, tuple[Callable[[ParsedPost], list[Record]], ...]] = {
    "notes": (list_topics, list_quotes),
    "quotes": (list_quotes,),
    "blocks": (list_blocks,),
}


def read(path: Path) -> list[Record]:
    """The rows of a case; what is empty is left out."""
    document = Document(position=0, record_id=path.stem, text=path.read_text("utf-8"))
    post = parse_document(document, dump_id="0" * 16, source_uri=path.name)
    records = [record for reader in READERS[path.parent.name] for record in reader(post)]
    return [{name: value for name, value in record.items() if value not in (None, ())} for record in records]


def render(records: list[Record]) -> str:
    """JSON with one field a line, whatever is in it: a diff then shows what changed and nothing else."""
    blocks = []
    for record in records:
        fields = [
            f'  "{name}": {json.dumps(value, ensure_ascii=False, default=str)}'
            for name, value in record.items()
        ]
        blocks.append(" {\n" + ",\n".join(fields) + "\n }")
    return "[\n" + ",\n".join(blocks) + "\n]\n"


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_text_gives_the_rows_beside_it(path: Path, request: pytest.FixtureRequest) -> None:
    expected = path.with_suffix(".json")
    found = render(read(path))
    if request.config.getoption("--rewrite-golden"):
        expected.write_text(found, encoding="utf-8")
    assert expected.is_file(), f"{expected.name} is missing: make golden writes it, the diff is the review"
    assert found == expected.read_text("utf-8")


def test_every_file_of_the_folders_is_half_of_a_pair() -> None:
    assert {path.parent.name for path in CASES} == set(READERS)
    texts = {path.with_suffix("") for path in CASES}
    assert {path.with_suffix("") for path in GOLDEN.glob("*/*.json")} == texts
    assert {path for path in GOLDEN.glob("*/*") if path.is_file()} == {
        stem.with_suffix(suffix) for stem in texts for suffix in (".txt", ".json")
    }
