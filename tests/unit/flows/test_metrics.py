from __future__ import annotations

import datetime as dt

import pytest

from flows.last_run import LastRun
from flows.metrics import render_metrics
from flows.status import QuarantinedDump, Status

NOON = dt.datetime(2024, 6, 2, 3, tzinfo=dt.UTC)


@pytest.fixture
def text() -> str:
    status = Status(
        snapshot=7,
        published_at=NOON,
        age_seconds=60,
        parser_version="1",
        rows={"posts": 150, "quotes": 3_715},
        rejects={'a "b"\\c\nd': 2},
        left_out=0,
        quarantined=(QuarantinedDump("x.gz", "truncated", "x.gz is cut"),),
        undated_posts={},
        warnings=("warn_rejects: 1 rows",),
    )
    return render_metrics(
        status, LastRun(NOON, NOON + dt.timedelta(seconds=12.5), succeeded=False, reason="full")
    )


@pytest.mark.parametrize(
    "line",
    [
        "hatsugen_snapshot 7",
        "hatsugen_published_timestamp_seconds 1717297200",
        'hatsugen_rows{table="quotes"} 3715',
        r'hatsugen_rejects{reason="a \"b\"\\c\nd"} 2',
        "hatsugen_quarantined_dumps 1",
        "hatsugen_check_warnings 1",
        "hatsugen_run_duration_seconds 12.5",
        "hatsugen_run_succeeded 0",
    ],
)
def test_what_a_monitor_reads(text: str, line: str) -> None:
    assert line in text.splitlines()


def test_the_text_is_openmetrics(text: str) -> None:
    parser = pytest.importorskip("prometheus_client.openmetrics.parser", reason="no parser is installed")
    families = {each.name: each for each in parser.text_string_to_metric_families(text)}
    assert families["hatsugen_rejects"].samples[0].labels == {"reason": 'a "b"\\c\nd'}
    assert families["hatsugen_published_timestamp_seconds"].unit == "seconds"
