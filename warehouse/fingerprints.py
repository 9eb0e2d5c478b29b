"""What each table was computed from, as hashes, so that a build can tell what need not be computed again.

The contents of tables are hashed, not their history: a night that changes `quotes` but none of the
statements in them leaves everything that reads statements as it is. docs/adr/0021-carry-over-by-content.md
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from functools import cache
from importlib.metadata import version
from pathlib import Path

import duckdb

import transforms
import warehouse
from warehouse.ddl import duckdb_type, quote_name
from warehouse.model_file import Model
from warehouse.schema import DUMPS, STRINGS, Column, Table

# What computes rows beside our own code; another version of them may compute others.
_LIBRARIES = ("duckdb", "igraph", "jpholiday", "numpy", "pyarrow", "rapidfuzz")
_PACKAGES = (transforms, warehouse)


@dataclass(frozen=True)
class Fingerprints:
    """What a build was made from and gave; equal hashes mean equal rows.

    Attributes:
        source: the lake, the ledger, the seeds and the code that facts and dimensions were built with.
        code: that code alone.
        models: by mart, its code, and the contents of what it reads unless it is built month by month.
        months: by month (202406; 0 for what has no day), the rows of the facts and what they refer to.
        contents: by table, its rows.
        checks: by check that found nothing, its code and what it read; see warehouse/check_scope.py.
    """

    source: str
    code: str
    models: Mapping[str, str]
    months: Mapping[str, str]
    contents: Mapping[str, str]
    checks: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """For the manifest."""
        return asdict(self)


def read_fingerprints(value: object) -> Fingerprints | None:
    """What `Fingerprints.to_json` gave; None for anything else, such as an older snapshot's nothing."""
    names = {one.name for one in fields(Fingerprints)}
    if not isinstance(value, dict) or value.keys() != names or not isinstance(value["source"], str):
        return None
    if not all(isinstance(value[name], dict) for name in names - {"source", "code"}):
        return None
    return Fingerprints(**value)


def find_changed_months(now: Mapping[str, str], before: Mapping[str, str]) -> frozenset[int]:
    """The months whose rows are not the same in two `Fingerprints.months`, or that only one has."""
    return frozenset(int(month) for month, _ in now.items() ^ before.items())


def hash_texts(*texts: str) -> str:
    """32 hex digits that tell sequences of texts apart.

    >>> hash_texts("a", "b") == hash_texts("ab")
    False
    """
    sha = hashlib.sha256()
    for text in texts:
        data = text.encode()
        sha.update(f"{len(data)}:".encode() + data)
    return sha.hexdigest()[:32]


@cache
def _version(library: str) -> str:
    return version(library)


@cache
def hash_program() -> str:
    """Our own code and the libraries it computes with."""
    return hash_texts(
        # Python brings the tables of Unicode that names are folded by.
        platform.python_version(),
        *(f"{name} {_version(name)}" for name in _LIBRARIES),
        *(hash_files(Path(path) for path in package.__path__) for package in _PACKAGES),
    )


def hash_files(folders: Iterable[Path]) -> str:
    """The names and bytes of the source files (Python, SQL, CSV) below some folders."""
    parts = []
    for folder in folders:
        files = (path for path in folder.rglob("*") if path.suffix in {".py", ".sql", ".csv"})
        for path in sorted(files):
            parts += [path.relative_to(folder).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()]
    return hash_texts(*parts)


def hash_code(models: Iterable[Model]) -> str:
    """What computes facts and dimensions: our own program, and the models of staging and core."""
    return hash_texts(hash_program(), *(text for model in models for text in (model.relation, model.sql)))


def hash_source(con: duckdb.DuckDBPyConnection, *, lake_files: Iterable[Path], seeds: Path, code: str) -> str:
    """What decides facts and dimensions; the ledger stands in `dumps` of the connection.

    Args:
        con: the build connection.
        lake_files: named by their bytes, so that their names are enough.
        seeds: the folder of reviewed names.
        code: as `hash_code` gives it.
    """
    return hash_texts(
        code,
        hash_files([seeds]),
        hash_table(con, DUMPS),
        *sorted("/".join(file.parts[-3:]) for file in lake_files),
    )


@cache
def hash_schema(table: Table) -> str:
    """The columns of a table, with what is said of them in DuckDB, and what writes its Parquet file."""
    columns = table.published_columns()
    return hash_texts(
        _version("pyarrow"), *(f"{c.name} {duckdb_type(c.type)} {c.nullable} {c.comment}" for c in columns)
    )


def hash_table(con: duckdb.DuckDBPyConnection, table: Table) -> str:
    """The rows of a published table, whatever their order."""
    count, rows = con.execute(
        f"select count(*), {sum_rows(table.published_columns())} from {quote_name(table.name)}"
    ).fetchall()[0]
    return hash_texts(hash_schema(table), str(count), rows)


def sum_rows(columns: Sequence[Column], relation: str = "") -> str:
    """An aggregate over rows, whatever their order; a sum, because equal rows must not cancel out.

    Args:
        columns: what counts; the text of a post counts by its hash.
        relation: the table they are of, where the query needs it.
    """
    prefix = f"{quote_name(relation)}." if relation else ""
    given = {column.name: column for column in columns}
    if "text_sha256" in given:
        del given["text"]
    values = (value for _, column in sorted(given.items()) for value in _hashed_values(column, prefix))
    return f"coalesce(sum(hash({', '.join(values)})), 0)::varchar"


def _hashed_values(column: Column, prefix: str) -> tuple[str, ...]:
    # DuckDB hashes an empty list as null, and a list as its items one by one.
    name = f"{prefix}{quote_name(column.name)}"
    return (f"len({name})", name) if column.type == STRINGS else (name,)
