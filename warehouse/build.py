"""Build `analytics.duckdb` and its Parquet companions from lake files: views, names, models, checks.

What did not change since the previous snapshot is taken over from it (warehouse.mart_builder).

Catalogs of the build connection: `lake` (a view per fact over its Parquet files), `staging` (the newest
revisions), `scratch` (links from names to actors), and the default one, which is the file being built.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pyarrow as pa

from warehouse.carry import ANALYTICS_FILE, Previous
from warehouse.check_scope import Scopes
from warehouse.checks import CheckResult, require_passed, run_checks
from warehouse.companions import write_companions
from warehouse.ddl import create_table, quote_name, quote_text
from warehouse.facts import FactBuilder, FactInputs
from warehouse.fingerprints import Fingerprints, hash_code, hash_source
from warehouse.macros import create_macros
from warehouse.mart_builder import MartBuilder
from warehouse.model_file import Layer, Model
from warehouse.model_schedule import run_models
from warehouse.models import AnyModel, load_models
from warehouse.python_models import PYTHON_MODELS
from warehouse.quote_sources import DEFAULT_WINDOW_DAYS, WINDOW_VARIABLE
from warehouse.schema import DUMPS, TABLES
from warehouse.stopwatch import Stopwatch

# BI drivers lag behind: DuckDB 1.4 and 1.5 clients open this format.
_STORAGE_VERSION = "v1.4.0"


@dataclass(frozen=True)
class BuildReport:
    """What was built.

    Attributes:
        rows: rows of every published table, views left out.
        seconds: wall time by stage: lake, staging, resolve, core (or carry), marts, close, checks, parquet.
        model_seconds: wall time by model; a view takes none until it is read.
        checks: every check's result; no blocking one found anything.
        computed: the models of which any rows were computed; the others were taken over.
        fingerprints: for the build that comes next.
    """

    rows: dict[str, int]
    seconds: dict[str, float]
    model_seconds: dict[str, float]
    checks: tuple[CheckResult, ...]
    computed: frozenset[str]
    fingerprints: Fingerprints


def build_analytics(  # noqa: PLR0913 -- memory_limit and threads are DuckDB's, everything else is data
    target: Path,
    *,
    lake_files: Sequence[Path],
    ledger: pa.Table,
    sql_root: Path,
    seeds: Path | None = None,
    memory_limit: str = "4GB",
    threads: int = 2,
    source_window_days: int = DEFAULT_WINDOW_DAYS,
    previous: Previous | None = None,
) -> BuildReport:
    """Build one snapshot's tables.

    Makes `target/analytics.duckdb`, and one Parquet file for the ledger, each dimension and each mart.

    Args:
        target: the folder to build in, made when needed; holds no `analytics.duckdb` yet.
        lake_files: every lake file the snapshot reads, named `…/<table>/<dump_id>-<parser>/<name>.parquet`.
        ledger: the rows of `dumps`, with its schema.
        sql_root: the folder of `staging/ core/ marts/ checks/ seeds/`.
        seeds: the folder of reviewed names; None for that of `sql_root`.
        memory_limit: DuckDB's limit.
        threads: DuckDB's threads; the rows do not depend on them.
        source_window_days: how far a note's source may be from it (`quote_sources`).
        previous: the snapshot to take over from what did not change; None computes everything. The rows are
            the same.

    Raises:
        PreviousError: the previous snapshot's database cannot be read.
        ModelError: a model or check cannot be run, or does not give the columns of the schema.
        SeedError: the reviewed names are not in order.
        ChecksFailedError: what was built is wrong; it must not be published.
    """
    models = load_models(sql_root, PYTHON_MODELS)
    watch = Stopwatch()
    file, work = target / ANALYTICS_FILE, target / ".build"
    target.mkdir(parents=True, exist_ok=True)
    config = _to_config(memory_limit, threads, work)
    with duckdb.connect(config=config) as con:
        with watch.stage("lake"):
            _attach(con, file, previous, lake_files)
            con.execute(f"set variable {WINDOW_VARIABLE} = {source_window_days:d}")
            _load_ledger(con, ledger)
        inputs = _Inputs(lake_files, seeds or sql_root / "seeds", previous, str(source_window_days))
        clock = Stopwatch()
        computed, fingerprints = _run_models(con, models, inputs, watch, clock)
        create_macros(con, sql_root)
        with watch.stage("close"):
            con.execute("checkpoint analytics")
    _require_closed(file)
    with duckdb.connect(str(file), read_only=True, config=config) as con:
        con.execute("set TimeZone = 'UTC'")
        with watch.stage("checks"):
            checks = run_checks(con, sql_root, _to_scopes(models, fingerprints, previous))
            require_passed(checks)
            passed = {check.name: check.fingerprint for check in checks if not check.rows}
            fingerprints = replace(fingerprints, checks=passed)
        with watch.stage("parquet"):
            write_companions(con, target, fingerprints, previous)
        rows = _count_rows(con)
    shutil.rmtree(work, ignore_errors=True)
    return BuildReport(rows, watch.seconds, clock.seconds, checks, frozenset(computed), fingerprints)


@dataclass(frozen=True)
class _Inputs:
    """What the models are run on."""

    lake_files: Sequence[Path]
    seeds: Path
    previous: Previous | None
    variables: str


def _to_config(
    memory_limit: str, threads: int, work: Path
) -> dict[str, str | bool | int | float | list[str]]:
    return {
        "memory_limit": memory_limit,
        "threads": threads,
        "temp_directory": str(work),
        # Everything needed is built in; a night must not depend on a download.
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }


def _attach(
    con: duckdb.DuckDBPyConnection, file: Path, previous: Previous | None, lake_files: Sequence[Path]
) -> None:
    """Attach every catalog; the database to build begins as a copy of the previous one where it may."""
    con.execute("set TimeZone = 'UTC'")
    if previous:
        previous.attach(con)
        if previous.grew_into(lake_files):
            previous.copy_database(con, file)
    _attach_analytics(con, file)
    for catalog in ("lake", "staging", "scratch"):
        con.execute(f"attach ':memory:' as {catalog}")
    con.execute("use analytics")
    _drop_unknown(con)


def _attach_analytics(con: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Attach the database to build, without a log: a build that is killed begins anew, never where it was.

    With one, each statement of a build would wait for the disk; the whole file is made durable when it is
    published.
    """
    options = f"storage_version '{_STORAGE_VERSION}', recovery_mode no_wal_writes"
    con.execute(f"attach {quote_text(str(file))} as analytics ({options})")


def _drop_unknown(con: duckdb.DuckDBPyConnection) -> None:
    """Drop what an older version published and this one does not."""
    for what in ("table", "view"):
        names = con.execute(
            f"select {what}_name from duckdb_{what}s() "
            "where database_name = 'analytics' and schema_name = 'main' and not internal"
        ).fetchall()
        known = {table.name for table in TABLES.values() if table.is_view is (what == "view")}
        for (name,) in names:
            if name not in known:
                con.execute(f"drop {what} {quote_name(name)}")
    macros = con.execute(
        "select function_name from duckdb_functions() "
        "where database_name = 'analytics' and function_type = 'table_macro'"
    ).fetchall()
    for (name,) in macros:
        con.execute(f"drop macro table {quote_name(name)}")


def _load_ledger(con: duckdb.DuckDBPyConnection, ledger: pa.Table) -> None:
    create_table(con, DUMPS)
    con.register("ledger", ledger)
    con.execute("insert into dumps by name select * from ledger order by dump_id asc")
    con.unregister("ledger")


def _run_models(
    con: duckdb.DuckDBPyConnection,
    models: Sequence[AnyModel],
    inputs: _Inputs,
    watch: Stopwatch,
    clock: Stopwatch,
) -> tuple[set[str], Fingerprints]:
    """Facts and dimensions, then marts; returns the computed models and what all was computed from."""
    to_facts = [model for model in models if isinstance(model, Model) and model.layer is not Layer.MARTS]
    previous, code = inputs.previous, hash_code(to_facts)
    source = hash_source(con, lake_files=inputs.lake_files, seeds=inputs.seeds, code=code)
    facts = FactBuilder(con, FactInputs(inputs.lake_files, inputs.seeds, to_facts, code), watch, clock)
    computed: set[str] = set()
    if previous and previous.fingerprints.source == source:
        facts.carry(previous)
        months: Collection[int] | None = ()
    else:
        months = facts.build(previous)
        computed = {model.relation for model in to_facts}
    with watch.stage("marts"):
        builder = MartBuilder(
            con, source=source, previous=previous, variables=inputs.variables, months=months
        )

        def build(session: duckdb.DuckDBPyConnection, model: AnyModel) -> None:
            with clock.stage(model.relation):
                builder.build(session, model)

        run_models(con, [model for model in models if model.layer is Layer.MARTS], build)
        fingerprints = builder.to_fingerprints(TABLES.values(), code=code)
    return computed | builder.computed, fingerprints


def _to_scopes(models: Sequence[AnyModel], now: Fingerprints, previous: Previous | None) -> Scopes:
    by_month = {
        model.name: model.sql
        for model in models
        if isinstance(model, Model)
        and (model.header.view or (model.header.partition and not model.header.reach))
    }
    return Scopes(now, previous.fingerprints if previous else None, by_month)


def _require_closed(file: Path) -> None:
    wal = file.with_name(file.name + ".wal")
    if wal.exists():
        raise RuntimeError(f"{wal} is left over: the checkpoint did not take everything")


def _count_rows(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    counts = {}
    for name in (table.name for table in TABLES.values() if not table.is_view):
        counts[name] = con.execute(f"select count(*) from {quote_name(name)}").fetchall()[0][0]
    return counts
