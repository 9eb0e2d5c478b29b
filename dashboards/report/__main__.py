"""Writes a report: `python -m dashboards.report WAREHOUSE --out FILE […]`, started by `hatsugen report`.

What came of it is one line of JSON on standard output: the files and the period, or `error`, a message for
people. Files are replaced whole: who reads one meanwhile has the old report or the new one.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from dashboards.app.words import Language
from dashboards.report.asking import Asker
from dashboards.report.content import gather_content, read_span
from dashboards.report.page import Origin, render_page
from dashboards.report.pdf import PdfError, find_browser, print_pdf
from dashboards.report.period import DEFAULT_DAYS, PeriodError, choose_period
from warehouse.layout import Layout, SnapshotError
from warehouse.leases import Snapshot, lease_current, lease_snapshot
from warehouse.query import QueryError, open_database

EXIT_FAILED = 1


class ReportError(Exception):
    """No report can be made; the message says what to do."""


def main(arguments: Sequence[str]) -> int:
    """Write a report and say what came of it; gives the exit code."""
    chosen = _read_arguments(arguments)
    try:
        done = write_report(chosen)
    except (ReportError, PdfError, PeriodError, SnapshotError, QueryError, OSError) as error:
        _say({"error": str(error)})
        return EXIT_FAILED
    except duckdb.Error as error:
        _say({"error": f"the snapshot was made by another version; run `hatsugen rebuild` ({error})"})
        return EXIT_FAILED
    _say(done)
    return 0


def write_report(chosen: argparse.Namespace) -> dict[str, object]:
    """Write the page, and the PDF where one is asked for.

    Args:
        chosen: the arguments.

    Returns:
        The files and what they are about, for JSON.

    Raises:
        ReportError: nothing is published yet, or a file cannot be written.
        PeriodError, PdfError, SnapshotError, QueryError, OSError: as they say.
    """
    browser = find_browser() if chosen.pdf else ""
    with _open_snapshot(chosen.warehouse, chosen.snapshot) as snapshot:
        manifest = snapshot.manifest
        with open_database(snapshot.analytics) as con:
            asker = Asker(con)
            span = read_span(asker)
            period = choose_period(
                chosen.since,
                chosen.until,
                last_date=span[1] if span else None,
                published_at=manifest.created_at,
                days=chosen.days,
            )
            content = gather_content(asker, period)
    origin = Origin(
        manifest.seq,
        manifest.created_at,
        manifest.parser_version,
        str(manifest.facts.get("contract_version", "–")),
    )
    page = render_page(content, origin, Language(chosen.lang))
    out = _place(chosen.out, period.until)
    _write_whole(out, page.encode())
    done = {
        "snapshot": manifest.seq,
        "since": period.since.isoformat(),
        "until": period.until.isoformat(),
        "out": str(out),
    }
    if chosen.pdf:
        pdf = _place(chosen.pdf, period.until)
        _write_whole(pdf, print_pdf(out, browser, at=manifest.created_at))
        done["pdf"] = str(pdf)
    return done


def _place(path: Path, until: dt.date) -> Path:
    """The file to write: `{until}` in its name is the period's last day."""
    return path.with_name(path.name.replace("{until}", until.isoformat()))


def _write_whole(path: Path, data: bytes) -> None:
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        partial.write_bytes(data)
        partial.replace(path)
    except OSError as error:
        raise ReportError(f"{path} cannot be written: {error.strerror}; name another place") from error
    finally:
        with suppress(OSError):
            partial.unlink()


@contextmanager
def _open_snapshot(root: Path, seq: int | None) -> Iterator[Snapshot]:
    layout = Layout(root)
    if seq is not None:
        with lease_snapshot(layout, seq) as named:
            yield named
        return
    with lease_current(layout) as snapshot:
        if snapshot is None:
            raise ReportError(f"{root}: nothing was published yet; run `hatsugen run` first")
        yield snapshot


def _read_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m dashboards.report")
    parser.add_argument("warehouse", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pdf", type=Path)
    parser.add_argument("--since", type=dt.date.fromisoformat)
    parser.add_argument("--until", type=dt.date.fromisoformat)
    parser.add_argument("--days", type=int, default=DEFAULT_DAYS)
    parser.add_argument("--lang", choices=[each.value for each in Language], default=Language.JA.value)
    parser.add_argument("--snapshot", type=int)
    return parser.parse_args(arguments)


def _say(told: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
