"""Run the checks of `sql/checks`: queries that give the rows that should not be there.

`fail_<what>.sql` blocks publishing, `warn_<what>.sql` reports. A check reads published tables only, so it
runs on a snapshot as it stands. A night runs what may find something new: warehouse/check_scope.py
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.check_scope import Cuts, Scope, Scopes
from warehouse.model_file import Header, ModelError, cut_header, read_header

_BLOCKING = "fail_"
_REPORTING = "warn_"
_SAMPLE_ROWS = 5
_SAMPLE_CHARS = 80
_FETCH_ROWS = 10_000


@dataclass(frozen=True)
class CheckResult:
    """What one check found.

    Attributes:
        name: the file's name without its ending.
        is_blocking: whether rows keep a snapshot from being published.
        rows: how many rows should not be there.
        sample: the first of them, each as `column=value, …`.
        purpose: what the check looks for.
        is_taken_over: it found nothing in the previous snapshot, and what it reads is the same.
        fingerprint: what it depends on, where the caller asked with `Scopes`.
    """

    name: str
    is_blocking: bool
    rows: int
    sample: tuple[str, ...] = ()
    purpose: str = ""
    is_taken_over: bool = False
    fingerprint: str = ""


class ChecksFailedError(Exception):
    """Blocking checks found rows: what was built must not be published.

    Attributes:
        results: every check's result, the good ones too.
    """

    def __init__(self, results: tuple[CheckResult, ...]) -> None:
        super().__init__(results)
        self.results = results

    def __str__(self) -> str:
        failed = [result for result in self.results if result.is_blocking and result.rows]
        return "; ".join(f"{r.name}: {r.rows} rows ({r.purpose}), first {r.sample[0]}" for r in failed)


def run_checks(
    con: duckdb.DuckDBPyConnection, sql_root: Path, scopes: Scopes | None = None
) -> tuple[CheckResult, ...]:
    """Run the checks on the default catalog.

    Args:
        con: a connection to a finished `analytics.duckdb`; reading it is enough.
        sql_root: the folder that holds `checks/`.
        scopes: what need not be looked at again; None runs every check on every row.

    Returns:
        One result per check, in the order of their names.

    Raises:
        ModelError: a check is misnamed, lacks its purpose, or DuckDB refuses it.
    """
    with closing(Cuts(con)) as cuts:
        paths = sorted((sql_root / "checks").glob("*.sql"))
        return tuple(_run_check(con, path, scopes, cuts) for path in paths)


def require_passed(results: tuple[CheckResult, ...]) -> None:
    """Stop when a blocking check found something.

    Raises:
        ChecksFailedError: with all results.
    """
    if any(result.is_blocking and result.rows for result in results):
        raise ChecksFailedError(results)


def _run_check(con: duckdb.DuckDBPyConnection, path: Path, scopes: Scopes | None, cuts: Cuts) -> CheckResult:
    is_blocking = path.name.startswith(_BLOCKING)
    if not is_blocking and not path.name.startswith(_REPORTING):
        raise ModelError(path, 1, f"a check's name begins with {_BLOCKING} or {_REPORTING}")
    sql = path.read_text(encoding="utf-8")
    header = read_header(path, sql, ("purpose",))
    if header.partition and not is_blocking:
        raise ModelError(path, 1, f"only a check that begins with {_BLOCKING} can be run month by month")
    scope = scopes.choose(path, sql, header) if scopes else Scope()
    if scope.is_known:
        return CheckResult(
            path.stem, is_blocking, 0, (), header.purpose, is_taken_over=True, fingerprint=scope.fingerprint
        )
    with cuts.showing(scope):
        return _find_rows(con, path, sql, header, scope)


def _find_rows(
    con: duckdb.DuckDBPyConnection, path: Path, sql: str, header: Header, scope: Scope
) -> CheckResult:
    header_lines, query = cut_header(sql)
    try:
        found = con.execute(query)
        names = [column[0] for column in found.description or ()]
        sample = found.fetchmany(_SAMPLE_ROWS)
        rows = len(sample)
        while more := len(found.fetchmany(_FETCH_ROWS)):
            rows += more
    except duckdb.Error as error:
        raise ModelError.from_duckdb(path, error, lines_before=-header_lines) from error
    return CheckResult(
        path.stem,
        path.name.startswith(_BLOCKING),
        rows,
        tuple(_render(names, row) for row in sample),
        header.purpose,
        fingerprint=scope.fingerprint,
    )


def _render(names: list[str], row: tuple[object, ...]) -> str:
    values = (str(value)[:_SAMPLE_CHARS] for value in row)
    return ", ".join(f"{name}={value}" for name, value in zip(names, values, strict=True))
