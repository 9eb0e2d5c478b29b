"""Read one `.sql` file of ours: its header, and the tables its query names.

A model or check is one DuckDB query without templates, opened by a header of comment lines:

    -- purpose: what the table is for
    -- grain:   what one row is
    -- counts:  what its numbers count, and by which formula
    -- days:    which calendar, and which days are left out
    --          (a line that begins with two blanks goes on with the part above it)
    -- stored:  why a staging model is a table; without this line it is a view
    -- view:    why a mart is a view; without this line it is a table
    -- partition: month, for a mart that can be computed month by month (warehouse.partition), and for a
    --          check that can be run month by month (warehouse.check_scope)
    -- reach:   how many days or months around it a month is made from; without it, from itself alone
    -- groups:  for a mart of which each row is made from the facts of one group (warehouse.groups)
    -- arguments: of a macro (warehouse.macros), names with commas between them
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import duckdb
import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError
from sqlglot.optimizer.scope import traverse_scope

_HEADER_PART = re.compile(r"-- (\w+): *(.*)")
_HEADER_MORE = re.compile(r"--  +(.*)")
_DUCKDB_LINE = re.compile(r"^LINE (\d+):", re.MULTILINE)


class ModelError(Exception):
    """An SQL file of ours that cannot be used.

    Attributes:
        path: the file.
        line: where in it, from 1.
        detail: what is wrong.
    """

    def __init__(self, path: Path, line: int, detail: str) -> None:
        super().__init__(path, line, detail)
        self.path = path
        self.line = line
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.detail}"

    @classmethod
    def from_duckdb(cls, path: Path, error: duckdb.Error, *, lines_before: int) -> ModelError:
        """Say where in the file DuckDB's complaint points; line 1 when it does not tell.

        Args:
            path: the file.
            error: what DuckDB raised.
            lines_before: lines that stood before the file's own in the statement; negative when its first
                lines were left out.
        """
        found = _DUCKDB_LINE.search(str(error))
        line = max(1, int(found[1]) - lines_before) if found else 1
        return cls(path, line, str(error))


class Layer(StrEnum):
    """The folder a model stands in."""

    STAGING = "staging"
    CORE = "core"
    MARTS = "marts"


class Header(NamedTuple):
    """What a file says of itself; a part that is not there is empty."""

    purpose: str = ""
    grain: str = ""
    counts: str = ""
    days: str = ""
    stored: str = ""
    view: str = ""
    partition: str = ""
    reach: str = ""
    groups: str = ""
    arguments: str = ""


_REQUIRED = {
    Layer.STAGING: ("purpose", "grain"),
    Layer.CORE: ("purpose", "grain", "counts", "days"),
    Layer.MARTS: ("purpose", "grain", "counts", "days"),
}


class Reference(NamedTuple):
    """A table that a query names, and the line where."""

    table: str
    line: int


@dataclass(frozen=True)
class Model:
    """One model.

    Attributes:
        name: the table it makes, which is the file's name.
        layer: the folder it stands in.
        path: the file.
        sql: the whole file, header included.
        header: the parts of its header.
        references: the tables it names, CTEs left out, in the order of the text.
    """

    name: str
    layer: Layer
    path: Path
    sql: str
    header: Header
    references: tuple[Reference, ...]

    @property
    def relation(self) -> str:
        """How other models name it: `staging.stg_posts`, `posts`."""
        return f"staging.{self.name}" if self.layer is Layer.STAGING else self.name


def read_model(path: Path, layer: Layer) -> Model:
    """Read one model.

    Raises:
        ModelError: a part of the header is missing, or the query cannot be parsed.
    """
    sql = path.read_text(encoding="utf-8")
    header = read_header(path, sql, _REQUIRED[layer])
    return Model(path.stem, layer, path, sql, header, read_references(path, sql))


def read_header(path: Path, sql: str, required: tuple[str, ...]) -> Header:
    """Read the comment lines a file opens with.

    Args:
        path: the file, for errors.
        sql: its text.
        required: the parts that must be there.

    Raises:
        ModelError: a line is no part of a header, or a required part is missing.
    """
    parts: dict[str, str] = {}
    name = ""
    for number, line in enumerate(sql.split("\n"), start=1):
        if not line.startswith("--"):
            break
        if name and (more := _HEADER_MORE.fullmatch(line)):
            parts[name] += " " + more[1].strip()
        elif (part := _HEADER_PART.fullmatch(line)) and part[1] in Header._fields:
            name = part[1]
            parts[name] = part[2].strip()
        else:
            raise ModelError(path, number, f"a header line is -- {' | '.join(Header._fields)}: text")
    if missing := [part for part in required if not parts.get(part)]:
        raise ModelError(path, 1, f"the header lacks {', '.join(missing)}")
    return Header(**parts)


def cut_header(sql: str) -> tuple[int, str]:
    r"""Leave out the comment lines a file opens with: DuckDB forgets them when it counts lines.

    Returns:
        How many lines were left out, and the rest.

    >>> cut_header("-- purpose: p\n\nselect 1 as a")
    (2, 'select 1 as a')
    """
    lines = sql.split("\n")
    count = next((at for at, line in enumerate(lines) if line and not line.startswith("--")), len(lines))
    return count, "\n".join(lines[count:])


@lru_cache(maxsize=256)
def read_references(path: Path, sql: str) -> tuple[Reference, ...]:
    """The tables a query names; parsing the models takes half a second, which `serve` spends once.

    Raises:
        ModelError: the text is not one query, or it reads a file or a function instead of a table.
    """
    try:
        statements = sqlglot.parse(sql, dialect="duckdb")
    except ParseError as error:
        line = error.errors[0].get("line") or 1
        raise ModelError(path, line, f"no valid SQL: {error.errors[0].get('description')}") from error
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise ModelError(path, 1, "the file must hold exactly one query")
    tables = [
        source
        for scope in traverse_scope(statements[0])
        for source in scope.sources.values()
        if isinstance(source, exp.Table) and not isinstance(source.this, exp.GenerateSeries)
    ]
    return tuple(sorted({_to_reference(path, table) for table in tables}, key=lambda r: (r.line, r.table)))


def _to_reference(path: Path, table: exp.Table) -> Reference:
    line = int(table.this.meta.get("line", 1))
    if not isinstance(table.this, exp.Identifier):
        raise ModelError(path, line, f"reads {table.this.sql(dialect='duckdb')}; name tables only")
    return Reference(".".join(part.name for part in table.parts), line)
