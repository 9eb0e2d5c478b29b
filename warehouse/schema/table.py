"""What a table and a column are; the tables themselves stand in the modules beside."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pyarrow as pa

INSTANT = pa.timestamp("us", tz="UTC")
STRINGS = pa.list_(pa.string())


class Where(StrEnum):
    """In which copy of a fact table a column stands."""

    BOTH = "both"
    LAKE = "lake"
    PUBLISHED = "published"


class Layer(StrEnum):
    """Who makes a table: the parser (fact), the ledger, the resolver (dimension), an SQL model (mart)."""

    FACT = "fact"
    LEDGER = "ledger"
    DIMENSION = "dimension"
    MART = "mart"


@dataclass(frozen=True)
class Column:
    """One column: its Arrow type decides the Parquet and the DuckDB type.

    Attributes:
        name: as users write it.
        type: its Arrow type.
        description: what it holds.
        nullable: whether it may be null.
        where: in which copy of a fact table it stands.
        unit: what a number counts or measures (posts, quotes, characters, 0 to 1); empty for other columns.
        deprecated: what to use instead of a column that goes with the next major version of the contract.
    """

    name: str
    type: pa.DataType
    description: str
    nullable: bool = False
    where: Where = Where.BOTH
    unit: str = ""
    deprecated: str = ""

    @property
    def comment(self) -> str:
        """The description with its unit, as DuckDB and BI tools show it."""
        unit = f" [{self.unit}]" if self.unit else ""
        return f"{self.description}{unit}{f'; deprecated: {self.deprecated}' if self.deprecated else ''}"


@dataclass(frozen=True)
class Table:
    """One table.

    Attributes:
        name: as users write it.
        layer: who makes it.
        description: one sentence for the dictionary and the DuckDB comment.
        grain: what one row is.
        key: the columns that are unique together, in the published copy; rows are sorted by them first.
        columns: in order; this is the contract.
        is_view: made anew at each reading, so that it has no Parquet file; a view may stand on others.
    """

    name: str
    layer: Layer
    description: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    is_view: bool = False

    def published_columns(self) -> tuple[Column, ...]:
        """The columns of the table in `analytics.duckdb`."""
        return tuple(column for column in self.columns if column.where is not Where.LAKE)

    def lake_columns(self) -> tuple[Column, ...]:
        """The columns of the table's Parquet files in the lake."""
        return tuple(column for column in self.columns if column.where is not Where.PUBLISHED)

    def record_columns(self) -> tuple[Column, ...]:
        """The columns the parser fills: those of the record of the same name in `transforms.records`."""
        return tuple(column for column in self.columns if column.where is Where.BOTH)


def to_arrow_schema(columns: tuple[Column, ...]) -> pa.Schema:
    """The Arrow schema of some columns, with nullability and descriptions."""
    return pa.schema(
        [pa.field(c.name, c.type, nullable=c.nullable, metadata={"description": c.comment}) for c in columns]
    )
