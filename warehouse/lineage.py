"""Which model reads which: the walk from the lake to the marts, as rows and as a Mermaid drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from warehouse.model_file import Layer
from warehouse.models import AnyModel
from warehouse.python_models import PythonModel


class ModelKind(StrEnum):
    """How a model is kept."""

    TABLE = "table"
    VIEW = "view"
    PYTHON = "python"


@dataclass(frozen=True)
class ModelLine:
    """One model in the order it is built.

    Attributes:
        name: as other models name it.
        layer: staging, core or marts.
        kind: table, view, or table filled by Python.
        reads: what it names.
        purpose: what it is for, from its header.
        path: its file.
    """

    name: str
    layer: str
    kind: ModelKind
    reads: tuple[str, ...]
    purpose: str
    path: str


def list_lineage(models: Sequence[AnyModel]) -> list[ModelLine]:
    """Every model with what it reads, in the given order."""
    return [
        ModelLine(
            name=model.relation,
            layer=model.layer.value,
            kind=_tell_kind(model),
            reads=tuple(dict.fromkeys(reference.table for reference in model.references)),
            purpose=model.header.purpose,
            path=str(model.path),
        )
        for model in models
    ]


def draw_lineage(lines: Sequence[ModelLine]) -> str:
    """The marts and what they read as a Mermaid flowchart; staging stays out, it only picks revisions."""
    marts = [line for line in lines if line.layer == Layer.MARTS]
    drawn = {line.name for line in marts}
    facts = sorted({name for line in marts for name in line.reads} - drawn)
    rows = ["flowchart LR", "    subgraph facts[facts and dimensions]"]
    rows += [f"        {name}[({name})]" for name in facts]
    rows += ["    end", "    subgraph marts"]
    rows += [f"        {line.name}{_SHAPES[line.kind].format(line.name)}" for line in marts]
    rows += ["    end"]
    rows += [f"    {name} --> {line.name}" for line in marts for name in line.reads]
    return "\n".join(rows) + "\n"


_SHAPES = {ModelKind.TABLE: "[{}]", ModelKind.VIEW: "([{}])", ModelKind.PYTHON: "{{{{{}}}}}"}


def _tell_kind(model: AnyModel) -> ModelKind:
    if isinstance(model, PythonModel):
        return ModelKind.PYTHON
    if model.header.view or (model.layer is Layer.STAGING and not model.header.stored):
        return ModelKind.VIEW
    return ModelKind.TABLE
