from __future__ import annotations

from pathlib import Path

from warehouse.dictionary import main, render_dictionary
from warehouse.schema import TABLES

ROOT = Path(__file__).parents[3]


def test_the_dictionary_is_up_to_date() -> None:
    written = (ROOT / "docs" / "dictionary.md").read_text(encoding="utf-8")
    assert written == render_dictionary(ROOT / "sql"), "run `make dictionary`"


def test_every_published_column_has_its_row() -> None:
    text = render_dictionary(ROOT / "sql")
    for table in TABLES.values():
        section = text.split(f"\n### {table.name}\n", 1)[1].split("\n### ", 1)[0]
        for column in table.published_columns():
            assert f"`{column.name}`" in section
            assert column.description.replace("|", "\\|") in section


def test_the_command_writes_the_file_it_is_given(tmp_path: Path) -> None:
    main([str(tmp_path / "dictionary.md")])
    assert (tmp_path / "dictionary.md").read_text(encoding="utf-8") == render_dictionary(ROOT / "sql")
