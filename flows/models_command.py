"""`hatsugen models`: what is built from what, how large it became and how long that took."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import cast

from flows.settings import Settings
from warehouse.lineage import ModelLine, draw_lineage, list_lineage
from warehouse.manifest import Manifest
from warehouse.models import load_models
from warehouse.python_models import PYTHON_MODELS
from warehouse.snapshots import Warehouse

_PAGE = """\
# From the facts to the marts

<!-- Written by `make dictionary` with `hatsugen models --graph`. Do not edit. -->

Barrels are facts and dimensions, boxes tables, rounded boxes views, hexagons tables that Python fills. What
each holds is in the [data dictionary](dictionary.md); `hatsugen models` shows rows and seconds.
"""


def read_lines(settings: Settings) -> list[ModelLine]:
    """The models in the order they are built.

    Raises:
        ModelError: a model cannot be read.
    """
    return list_lineage(load_models(settings.sql_root, PYTHON_MODELS))


def draw_graph(settings: Settings) -> str:
    """The walk to the marts as a page with a Mermaid drawing; docs/models.md is one.

    Raises:
        ModelError: a model cannot be read.
    """
    return f"{_PAGE}\n```mermaid\n{draw_lineage(read_lines(settings))}```\n"


def to_json(settings: Settings) -> list[dict[str, object]]:
    """A model an object, with rows and seconds where a snapshot is published.

    Raises:
        ModelError: a model cannot be read.
        SnapshotError: `current` is not as it must be.
    """
    manifest = _read_current(settings)
    return [
        asdict(line)
        | {
            "rows": _find(manifest, "rows", line.name),
            "seconds": _find(manifest, "model_seconds", line.name),
            "built_at": _find_built_at(manifest, line.name),
        }
        for line in read_lines(settings)
    ]


def describe_models(settings: Settings) -> str:
    """A model a line, for people.

    Raises:
        ModelError: a model cannot be read.
        SnapshotError: `current` is not as it must be.
    """
    manifest = _read_current(settings)
    built = f"published {manifest.created_at:%Y-%m-%d %H:%M} UTC" if manifest else "not built yet"
    lines = [f"{'model':<34}{'kind':<8}{'rows':>12}{'seconds':>9}  {'last built':<17} reads", f"({built})"]
    for line in read_lines(settings):
        rows = _find(manifest, "rows", line.name)
        seconds = _find(manifest, "model_seconds", line.name)
        lines.append(
            f"{line.name:<34}{line.kind:<8}{'' if rows is None else f'{rows:,}':>12}"
            f"{'' if seconds is None else f'{seconds:.3f}':>9}"
            f"  {(_find_built_at(manifest, line.name) or '')[:16]:<17} {', '.join(line.reads)}"
        )
    return "\n".join(lines)


def _read_current(settings: Settings) -> Manifest | None:
    snapshot = Warehouse(settings.warehouse).current()
    return snapshot.manifest if snapshot else None


def _find(manifest: Manifest | None, fact: str, model: str) -> float | None:
    if manifest is None:
        return None
    return cast(Mapping[str, float], manifest.facts.get(fact, {})).get(model)


def _find_built_at(manifest: Manifest | None, model: str) -> str | None:
    """When a model was last computed; of snapshots that do not say so, when they were published."""
    if manifest is None:
        return None
    known = cast(Mapping[str, str], manifest.facts.get("model_built_at", {}))
    return known.get(model, manifest.created_at.isoformat())
