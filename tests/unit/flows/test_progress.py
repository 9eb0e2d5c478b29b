from __future__ import annotations

import logging

import pytest

from flows.progress import describe_dump, follow_dumps, log
from warehouse.ingest import DumpResult


def result(name: str, *, reason: str | None = None, detail: str | None = None) -> DumpResult:
    return DumpResult("0" * 16, name, 99, "jsonl", "utf-8", 5, 3, 1, 1, 4, 0.25, 400, 12, reason, detail)


@pytest.mark.parametrize(
    ("dump", "line"),
    [
        (
            result("2023/11.jsonl"),
            "dump=2023/11.jsonl documents=5 posts=3 quotes=12 rejects=1 left_out=4 seconds=0.250",
        ),
        (
            result("発言 集.txt"),
            'dump="発言 集.txt" documents=5 posts=3 quotes=12 rejects=1 left_out=4 seconds=0.250',
        ),
        (
            result("bad.gz", reason="corrupt", detail="bad.gz at byte 7: fetch it again"),
            "dump=bad.gz documents=5 posts=3 quotes=12 rejects=1 left_out=4 seconds=0.250 "
            'quarantined=corrupt detail="bad.gz at byte 7: fetch it again"',
        ),
        (
            result("two\nlines"),
            r'dump="two\nlines" documents=5 posts=3 quotes=12 rejects=1 left_out=4 seconds=0.250',
        ),
    ],
)
def test_a_dump_is_one_line(dump: DumpResult, line: str) -> None:
    assert describe_dump(dump) == line


def test_each_dump_is_logged_and_a_quarantined_one_as_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, log.name), follow_dumps(2) as advance:
        advance(result("good.jsonl"))
        advance(result("bad.gz", reason="corrupt", detail="cut"))
    assert [(record.levelname, record.message.split()[0]) for record in caplog.records] == [
        ("INFO", "dump=good.jsonl"),
        ("WARNING", "dump=bad.gz"),
    ]
