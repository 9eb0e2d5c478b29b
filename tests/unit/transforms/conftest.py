"""One text in, its rows out: what most tests of the parser ask for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from transforms.parse import parse_document
from transforms.records import Document, ParsedPost


@pytest.fixture
def parse() -> Callable[[str], ParsedPost]:
    def parse_text(text: str) -> ParsedPost:
        document = Document(position=0, record_id="1", text=text)
        return parse_document(document, dump_id="d" * 16, source_uri="2024-05-01.txt")

    return parse_text


@pytest.fixture
def speakers(parse: Callable[[str], ParsedPost]) -> Callable[[str], list[str | None]]:
    def read_speakers(text: str) -> list[str | None]:
        return [quote.speaker for quote in parse(text).quotes]

    return read_speakers
