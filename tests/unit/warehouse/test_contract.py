from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from warehouse.contract import Change, compare_contracts, find_unannounced, is_raised_enough, render_contract
from warehouse.schema import MARTS

WRITTEN = Path(__file__).parents[2] / "golden" / "contract.txt"
OLD = "contract 1.2.0\nt.a DATE not null\nt.b VARCHAR\nt.c BIGINT deprecated\n"


def test_the_contract_is_written_down(request: pytest.FixtureRequest) -> None:
    """`make golden` writes a change down once the version says how great it is."""
    written, now = WRITTEN.read_text("utf-8"), render_contract()
    assert find_unannounced(written, now) == [], "announce with Column.deprecated for one version first"
    assert is_raised_enough(written, now), f"raise CONTRACT_VERSION: {compare_contracts(written, now).name}"
    if request.config.getoption("--rewrite-golden"):
        WRITTEN.write_text(now, "utf-8")
    assert WRITTEN.read_text("utf-8") == now, "make golden writes it; the diff is the review"


@pytest.mark.parametrize(
    ("line", "new", "change"),
    [
        ("", "", Change.NONE),
        ("t.b VARCHAR\n", "t.b VARCHAR\nt.d DATE\n", Change.MINOR),
        ("t.b VARCHAR\n", "t.b VARCHAR deprecated\n", Change.MINOR),
        ("t.b VARCHAR\n", "t.b VARCHAR not null\n", Change.MAJOR),
        ("t.b VARCHAR\n", "t.b BLOB\n", Change.MAJOR),
        ("t.c BIGINT deprecated\n", "", Change.MAJOR),
    ],
)
def test_a_change_is_as_great_as_what_it_breaks(line: str, new: str, change: Change) -> None:
    assert compare_contracts(OLD, OLD.replace(line, new)) is change


@pytest.mark.parametrize(
    ("line", "new", "version", "is_enough"),
    [
        ("t.b VARCHAR\n", "t.b VARCHAR\nt.d DATE\n", "1.2.1", False),
        ("t.b VARCHAR\n", "t.b VARCHAR\nt.d DATE\n", "1.3.0", True),
        ("t.b VARCHAR\n", "t.b BLOB\n", "1.3.0", False),
        ("t.b VARCHAR\n", "t.b BLOB\n", "2.0.0", True),
        ("", "", "1.2.0", True),
        ("", "", "1.1.0", False),
    ],
)
def test_the_version_must_say_so(*, line: str, new: str, version: str, is_enough: bool) -> None:
    assert is_raised_enough(OLD, OLD.replace(line, new).replace("1.2.0", version)) is is_enough


def test_a_column_goes_only_after_a_version_that_announced_it() -> None:
    gone = "contract 2.0.0\nt.a DATE not null\n"
    assert find_unannounced(OLD, gone) == ["t.b"]


def test_a_deprecated_column_says_so_in_its_comment() -> None:
    column = replace(MARTS[0].columns[0], unit="days", deprecated="use day")
    assert column.comment == f"{column.description} [days]; deprecated: use day"


@pytest.mark.parametrize("table", MARTS, ids=lambda table: table.name)
def test_every_figure_of_a_mart_has_a_unit(table) -> None:
    figures = [column for column in table.columns if column.name.endswith(("_count", "_share", "_score"))]
    assert not [column.name for column in figures if not column.unit]
