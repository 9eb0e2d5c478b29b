"""The dashboard reads published snapshots and nothing else of the project; its questions fit the schema."""

from __future__ import annotations

import ast
import doctest
import importlib
import re
from pathlib import Path

import pytest

APP = Path(__file__).parents[2] / "dashboards" / "app"
MODULES = sorted(APP.rglob("*.py"))
QUESTIONS = sorted((APP / "sql").glob("*.sql"))


def imported(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(APP).as_posix())
def test_a_module_imports_the_warehouse_at_most(path: Path) -> None:
    assert not {
        name for name in imported(path) if name.split(".")[0] in {"flows", "transforms", "benchmarks"}
    }


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(APP).as_posix())
def test_no_module_allows_markup_or_script(path: Path) -> None:
    source = path.read_text("utf-8")
    assert "unsafe_allow" not in source
    assert "st.write(" not in source
    # Markdown is for words of our own, which `say` gives; data goes through text, tables and cards.
    assert not re.findall(r"st\.(?:markdown|caption|info|error)\((?!scene\.say|say\()", source)


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_every_question_is_asked(path: Path) -> None:
    assert path.read_text("utf-8").startswith("-- purpose: ")
    assert any(f'"{path.stem}"' in module.read_text("utf-8") for module in MODULES)


@pytest.mark.parametrize("name", ["cards", "graphs", "links", "palette", "quoting", "words", "views.today"])
def test_the_examples_in_the_docstrings_hold(name: str) -> None:
    pytest.importorskip("streamlit", reason="the dashboard is not installed: make dashboard-setup")
    result = doctest.testmod(importlib.import_module(f"dashboards.app.{name}"))
    assert result.attempted
    assert not result.failed
