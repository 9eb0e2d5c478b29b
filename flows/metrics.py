"""The state of the warehouse as OpenMetrics text, for Prometheus: by hand or through its file collector."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from flows.last_run import LastRun
from flows.status import Status


class _Family(NamedTuple):
    """One metric: its name, its help, and its values by label text."""

    name: str
    help: str
    values: Mapping[str, float]


def render_metrics(status: Status | None, last_run: LastRun | None) -> str:
    """Write everything known as OpenMetrics 1.0.

    Args:
        status: of the published snapshot; None where nothing is published.
        last_run: how the last run ended; None where it is not known.

    >>> print(render_metrics(None, None), end="")
    # EOF
    """
    families = [*_snapshot_families(status), *_run_families(last_run)]
    lines = [line for family in families for line in _render(family)]
    return "\n".join([*lines, "# EOF"]) + "\n"


def _snapshot_families(status: Status | None) -> Iterator[_Family]:
    if status is None:
        return
    published = {"": status.published_at.timestamp()}
    yield _Family("hatsugen_snapshot", "Number of the published snapshot.", {"": status.snapshot})
    yield _Family("hatsugen_published_timestamp_seconds", "When it was published.", published)
    yield _Family("hatsugen_rows", "Rows of a table.", _label("table", status.rows))
    yield _Family("hatsugen_rejects", "Rejected records.", _label("reason", status.rejects))
    yield _Family("hatsugen_undated_posts", "Undated posts.", _label("date_basis", status.undated_posts))
    yield _Family("hatsugen_quarantined_dumps", "Dumps put aside.", {"": len(status.quarantined)})
    yield _Family("hatsugen_check_warnings", "Checks that found something.", {"": len(status.warnings)})


def _run_families(run: LastRun | None) -> Iterator[_Family]:
    if run is None:
        return
    seconds = (run.ended_at - run.started_at).total_seconds()
    yield _Family(
        "hatsugen_run_timestamp_seconds", "When the last run ended.", {"": run.ended_at.timestamp()}
    )
    yield _Family("hatsugen_run_duration_seconds", "How long the last run took.", {"": seconds})
    yield _Family("hatsugen_run_succeeded", "1 if the last run did, else 0.", {"": int(run.succeeded)})


def _label(name: str, values: Mapping[str, int]) -> dict[str, float]:
    return {f'{{{name}="{_escape(value)}"}}': count for value, count in values.items()}


def _escape(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _render(family: _Family) -> Iterator[str]:
    yield f"# TYPE {family.name} gauge"
    if family.name.endswith("_seconds"):
        yield f"# UNIT {family.name} seconds"
    yield f"# HELP {family.name} {family.help}"
    yield from (f"{family.name}{labels} {value:.15g}" for labels, value in family.values.items())
