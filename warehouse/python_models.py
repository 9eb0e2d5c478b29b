"""The marts that SQL alone cannot compute: Python functions under the contract of `sql/marts`.

To add one: describe its table in `warehouse.schema` (a mart), write a function that reads the tables it names
from a connection and returns the rows, and list both in `PYTHON_MODELS`. `warehouse.models` orders it with
the SQL models by the tables it reads, and holds its columns and types to the schema before anything is
stored. As for SQL marts: inputs are published tables only, the rows come in a total order, and neither
depends on the order of the inputs' rows. Cases are `tests/sql/<name>/*.toml`, checks
`sql/checks/fail_<name>*.sql`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from warehouse import actor_network, holidays, quote_sources, quote_utterances
from warehouse.model_file import Header, Layer, Reference
from warehouse.quote_sources import compute_quote_sources
from warehouse.quote_utterances import compute_quote_utterances


@dataclass(frozen=True)
class PythonModel:
    """One mart that a function computes.

    Attributes:
        name: the table it makes.
        header: what an SQL model says in its first lines.
        inputs: the published tables it reads; the runner builds them first, and it may read no others.
        compute: gives the rows, with the columns of the schema in their order.
        asks: a query whose answer is all that the rows take from the inputs; empty where that is not so
            little. While the answer is the same, the rows are taken over.
    """

    name: str
    header: Header
    inputs: tuple[str, ...]
    compute: Callable[[duckdb.DuckDBPyConnection], pa.Table]
    asks: str = ""

    @property
    def layer(self) -> Layer:
        """Where an SQL model of this kind would stand."""
        return Layer.MARTS

    @property
    def relation(self) -> str:
        """How other models name it."""
        return self.name

    @property
    def path(self) -> Path:
        """The file of the function."""
        return Path(inspect.getfile(self.compute))

    @property
    def references(self) -> tuple[Reference, ...]:
        """The tables it reads, each with the line where the function begins."""
        line = inspect.getsourcelines(self.compute)[1]
        return tuple(Reference(table, line) for table in self.inputs)


PYTHON_MODELS: tuple[PythonModel, ...] = (
    PythonModel("dim_holiday", holidays.HEADER, holidays.INPUTS, holidays.list_holidays, holidays.YEARS),
    PythonModel("actor_network", actor_network.HEADER, actor_network.INPUTS, actor_network.rank_actors),
    PythonModel("quote_sources", quote_sources.HEADER, quote_sources.INPUTS, compute_quote_sources),
    PythonModel(
        "quote_utterances", quote_utterances.HEADER, quote_utterances.INPUTS, compute_quote_utterances
    ),
)
"""Every one of ours; give it to `load_models` beside the folder of the SQL models."""
