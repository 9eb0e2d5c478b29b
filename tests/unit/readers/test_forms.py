"""The generated dumps of every format give back the pages they were made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.forms import FORMS
from benchmarks.pages import Plan, compose
from transforms.dates import parse_metadata_date
from transforms.readers import read_dump
from transforms.records import Document

PAGES = list(compose(Plan(8)))


@pytest.mark.parametrize("form", ["WXR", "JSON array", "Parquet", "RSS 2.0", "Atom", "X archive"])
def test_a_form_gives_back_its_pages(tmp_path: Path, form: str) -> None:
    path = tmp_path / "dump"
    FORMS[form](PAGES, path)
    with read_dump(path, name="dump") as dump:
        documents = list(dump.records())
    assert len(documents) == len(PAGES)
    for document, page in zip(documents, PAGES, strict=True):
        assert isinstance(document, Document)
        assert document.text.replace("\n\n", "\n").strip() == page.text.replace("\n\n", "\n").strip()
        assert document.date_text is not None
        dated = parse_metadata_date(document.date_text, document.date_basis)
        assert dated.published_at == page.published_at
        if form != "X archive":
            assert (document.url, document.title) == (page.url, page.title)
