from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.lineage import ModelKind, ModelLine, draw_lineage, list_lineage
from warehouse.models import load_models
from warehouse.python_models import PYTHON_MODELS

ROOT = Path(__file__).parents[3]
LINES = {line.name: line for line in list_lineage(load_models(ROOT / "sql", PYTHON_MODELS))}


def _line(name: str, kind: ModelKind, *reads: str, layer: str = "marts") -> ModelLine:
    return ModelLine(name, layer, kind, reads, "p", f"{name}.sql")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("staging.stg_posts", ModelKind.VIEW),
        ("staging.stg_revisions", ModelKind.TABLE),
        ("quotes", ModelKind.TABLE),
        ("speaker_units", ModelKind.VIEW),
        ("actor_network", ModelKind.PYTHON),
    ],
)
def test_a_model_says_how_it_is_kept(name: str, kind: ModelKind) -> None:
    assert LINES[name].kind is kind


def test_a_model_names_each_table_it_reads_once() -> None:
    assert LINES["speaker_pairs"].reads == ("actors", "speaker_units", "speaker_co_mentions")
    assert LINES["actor_network"].reads == ("actor_network_edges",)


def test_every_model_stands_behind_those_it_reads() -> None:
    order = list(LINES)
    for line in LINES.values():
        assert all(order.index(name) < order.index(line.name) for name in line.reads if name in LINES)


def test_the_drawing_has_the_marts_and_what_they_read() -> None:
    drawn = draw_lineage(
        [
            _line("quotes", ModelKind.TABLE, "staging.stg_quotes", layer="core"),
            _line("pairs", ModelKind.VIEW, "quotes"),
            _line("network", ModelKind.PYTHON, "pairs"),
        ]
    )
    assert drawn == (
        "flowchart LR\n"
        "    subgraph facts[facts and dimensions]\n"
        "        quotes[(quotes)]\n"
        "    end\n"
        "    subgraph marts\n"
        "        pairs([pairs])\n"
        "        network{{network}}\n"
        "    end\n"
        "    quotes --> pairs\n"
        "    pairs --> network\n"
    )


def test_the_page_shows_the_models_of_today() -> None:
    written = (ROOT / "docs" / "models.md").read_text("utf-8")
    assert draw_lineage(list(LINES.values())) in written, "run `make dictionary`"
