"""The shape of the project: which layer imports what, what stands beside a model, what docs promise."""

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from flows.cli import main as hatsugen
from warehouse.model_file import read_references
from warehouse.models import load_models
from warehouse.python_models import PYTHON_MODELS
from warehouse.schema import FACTS, MARTS, TABLES

ROOT = Path(__file__).parents[2]
OWN = ("transforms", "warehouse", "flows", "benchmarks", "tests", "dashboards")
MODULES = sorted(path for folder in OWN[:3] for path in (ROOT / folder).rglob("*.py"))
MODELS = load_models(ROOT / "sql", PYTHON_MODELS)
CHECKS = sorted((ROOT / "sql" / "checks").glob("*.sql"))
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(
    (ROOT / "docs").rglob("*.md")
)

MAY_IMPORT = {
    "transforms": {"transforms"},
    "warehouse": {"transforms", "warehouse"},
    "flows": {"transforms", "warehouse", "flows"},
}
MUST_NOT_IMPORT = {
    "transforms": {"prefect", "duckdb", "pandas", "logging", "socket", "urllib.request", "http"},
    "warehouse": {"prefect", "click"},
    "flows": set(),
}


def imported_names(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def attributes(path: Path) -> set[str]:
    """Every `name.attribute` of a module, as written."""
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    return {ast.unparse(node) for node in nodes if isinstance(node, ast.Attribute)}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_point_one_way(path: Path) -> None:
    layer = path.relative_to(ROOT).parts[0]
    names = set(imported_names(path))
    own = {name.split(".")[0] for name in names} & set(OWN)
    assert own <= MAY_IMPORT[layer]
    assert not {bad for bad in MUST_NOT_IMPORT[layer] for name in names if f"{name}.".startswith(f"{bad}.")}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_transforms_have_no_clock_and_only_the_command_line_reads_the_environment(path: Path) -> None:
    used = attributes(path)
    if path.is_relative_to(ROOT / "transforms"):
        clocks = ("datetime.now", "datetime.utcnow", "date.today", "time.time", "time.perf_counter")
        assert not [name for name in used if name.endswith(clocks)]
    if path.parent != ROOT / "flows" or path.stem not in {"cli", "cli_options", "program"}:
        assert not used & {"os.environ", "os.getenv", "os.putenv"}


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}
    assert not [path for path in MODULES if path.stem in drawers]


def test_every_table_of_the_schema_has_a_model() -> None:
    built = {model.name for model in MODELS if model.layer != "staging"}
    assert built == {table.name for table in (*FACTS, *MARTS)}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.relation)
def test_every_model_has_a_header(model) -> None:
    # load_models has refused a missing part; a part must also say something.
    assert len(model.header.purpose) > 15
    assert len(model.header.grain) > 5


@pytest.mark.parametrize("table", [table.name for table in (*FACTS, *MARTS)])
def test_every_published_table_has_a_check(table: str) -> None:
    checked = {each.table for path in CHECKS for each in read_references(path, path.read_text("utf-8"))}
    assert table in checked


@pytest.mark.parametrize("name", [model.name for model in MODELS] + [path.stem for path in CHECKS])
def test_every_model_and_every_check_has_a_case(name: str) -> None:
    assert list((ROOT / "tests" / "sql" / name).glob("*.toml"))


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: path.stem)
def test_a_check_says_whether_it_blocks(path: Path) -> None:
    assert path.stem.startswith(("fail_", "warn_"))
    assert path.read_text("utf-8").startswith("-- ")


def commands(page: Path) -> Iterator[list[str]]:
    """The commands in a page's shell blocks and in its `code`, split as a shell does."""
    text = page.read_text("utf-8")
    for block in re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        yield from (shlex.split(line, comments=True) for line in block.splitlines() if line.strip())
    for code in re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text):
        if code.startswith(("make ", "hatsugen ", ".venv/bin/")) and "…" not in code:
            yield shlex.split(code)


def own_commands(program: str) -> list:
    return [
        pytest.param(command, id=f"{page.name}: {' '.join(command)[:60]}")
        for page in PAGES
        for command in commands(page)
        if command[0].removeprefix(".venv/bin/") == program
    ]


@pytest.mark.parametrize("command", own_commands("make"))
def test_the_docs_name_targets_that_exist(command: list[str]) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert {word for word in command[1:] if "=" not in word} <= targets


@pytest.mark.parametrize("command", own_commands("hatsugen"))
def test_the_docs_name_commands_and_options_that_exist(command: list[str]) -> None:
    if command[1:] and not command[1].startswith("-"):
        found = hatsugen.commands[command[1]]
        # Parsing alone: a path in an example need not stand.
        found.make_parser(click.Context(found)).parse_args(command[2:])


@pytest.mark.parametrize("command", own_commands("python"))
def test_the_docs_name_modules_that_exist(command: list[str]) -> None:
    assert command[1] == "-m"
    module = ROOT / command[2].replace(".", "/")
    assert module.with_suffix(".py").is_file() or (module / "__main__.py").is_file()


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]


def test_every_column_named_in_the_readme_is_in_the_schema() -> None:
    known = {column.name for table in TABLES.values() for column in table.columns}
    for command in commands(ROOT / "README.md"):
        for sql in (word for word in command if word.startswith("select ")):
            chosen = re.split(r"\sfrom\s", sql.removeprefix("select "), maxsplit=1)[0]
            named = {item.strip() for item in chosen.split(",") if re.fullmatch(r"\s*\w+\s*", item)}
            assert named <= known, command
