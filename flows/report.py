"""What a night did, for people (a short table), programs (JSON) and Prefect's artifacts (Markdown)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from warehouse.highlights import Highlights
from warehouse.ingest import DumpResult
from warehouse.snapshots import Snapshot


@dataclass(frozen=True)
class NightReport:
    """What one night found, did and left.

    Attributes:
        inbox: what was looked through.
        found: different dumps in it.
        repeated: names whose content another dump has too.
        warnings: side files that were not understood.
        results: what became of the dumps that were tried, by name.
        snapshot: what is published now, or None when nothing ever was.
        is_new: whether this night published it.
        known_bad: dumps of the inbox that an earlier run quarantined, and that were not tried again.
        changed_inputs: in words, what beside dumps was not as when the snapshot before was made, where this
            night published for it.
        seconds: wall time by stage.
    """

    inbox: tuple[Path, ...]
    found: int
    repeated: tuple[str, ...]
    warnings: tuple[str, ...]
    results: tuple[DumpResult, ...]
    snapshot: Snapshot | None
    is_new: bool
    seconds: Mapping[str, float]
    known_bad: tuple[str, ...] = ()
    changed_inputs: tuple[str, ...] = ()

    @property
    def quarantined(self) -> tuple[DumpResult, ...]:
        """The dumps that were put aside whole."""
        return tuple(result for result in self.results if result.quarantine_reason is not None)

    @property
    def is_clean(self) -> bool:
        """Whether nothing of the inbox is quarantined, and nothing that was read was rejected."""
        return not (self.quarantined or self.known_bad or self.rejected)

    @property
    def rejected(self) -> int:
        """Records that could not become posts."""
        return sum(result.rejected for result in self.results)

    @property
    def left_out(self) -> int:
        """Entries that are no public posts."""
        return sum(result.left_out for result in self.results)


def to_json(report: NightReport) -> dict[str, object]:
    """The report for programs."""
    snapshot = report.snapshot
    return {
        "snapshot": snapshot.seq if snapshot else None,
        "is_new": report.is_new,
        "changed_inputs": list(report.changed_inputs),
        "dumps_found": report.found,
        "dumps_read": len(report.results),
        "repeated": list(report.repeated),
        "rejected": report.rejected,
        "left_out": report.left_out,
        "quarantined": [
            {"dump": each.name, "reason": each.quarantine_reason, "detail": each.quarantine_detail}
            for each in report.quarantined
        ],
        "quarantined_before": list(report.known_bad),
        "warnings": list(report.warnings),
        "seconds": dict(report.seconds),
        "facts": dict(snapshot.manifest.facts) if snapshot else {},
    }


def describe_outcome(report: NightReport) -> str:
    """One sentence: what the night did."""
    if report.snapshot is None:
        return f"nothing to read in {', '.join(map(str, report.inbox))}; nothing is published yet"
    seq = report.snapshot.seq
    if report.is_new:
        changed = f"; changed since the one before: {', '.join(report.changed_inputs)}"
        return (
            f"snapshot {seq} is published: {_plural(len(report.results), 'dump')} read"
            f"{changed if report.changed_inputs else ''}"
        )
    return f"nothing new: all {_plural(report.found, 'dump')} known, snapshot {seq} stays published"


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def describe_left_out(count: int) -> str:
    """What was passed over, in one line.

    >>> describe_left_out(2)
    'left out: 2 entries (drafts, private ones, pages and the like)'
    """
    noun = "entry" if count == 1 else "entries"
    return f"left out: {count:,} {noun} (drafts, private ones, pages and the like)"


def list_counts(snapshot: Snapshot) -> list[tuple[str, int]]:
    """Rows of the tables a first look asks for."""
    rows = cast(Mapping[str, int], snapshot.manifest.facts["rows"])
    found = _highlights(snapshot)
    return [
        ("dumps", rows["dumps"]),
        ("posts", rows["posts"]),
        ("quotes", rows["quotes"]),
        ("topics", found.topic_count),
        ("actors", found.actor_count),
        ("rejects", rows["rejects"]),
    ]


def list_highlights(snapshot: Snapshot) -> list[tuple[str, str, int]]:
    """The leading topics and pairs: what it is, which, and its number of posts."""
    found = _highlights(snapshot)
    return [
        *(("topic", topic, count) for topic, count in found.topics),
        *(("pair", f"{first} – {second}", count) for first, second, count in found.pairs),
    ]


def _highlights(snapshot: Snapshot) -> Highlights:
    return Highlights(**cast(dict[str, Any], snapshot.manifest.facts["highlights"]))


def describe_seconds(report: NightReport) -> str:
    """Wall time by stage, in the order of the stages."""
    return ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in report.seconds.items())


def list_dump_rows(report: NightReport, *, limit: int) -> list[dict[str, object]]:
    """The tried dumps as rows of Prefect's table artifact, put aside ones first."""
    ordered = sorted(report.results, key=lambda each: (each.quarantine_reason is None, each.name))
    return [
        {
            "dump": each.name,
            "documents": each.records_in,
            "posts": each.posts,
            "duplicates": each.duplicates,
            "rejected": each.rejected,
            "left_out": each.left_out,
            "quotes": each.quotes,
            "seconds": round(each.seconds, 3),
            "quarantined": each.quarantine_reason or "",
        }
        for each in ordered[:limit]
    ]


def write_markdown(report: NightReport) -> str:
    """The summary as Prefect's Markdown artifact."""
    lines = [f"**{describe_outcome(report)}**", ""]
    if report.snapshot is not None:
        counts = list_counts(report.snapshot)
        lines += [
            "| " + " | ".join(name for name, _ in counts) + " |",
            "|" + "---:|" * len(counts),
            "| " + " | ".join(f"{count:,}" for _, count in counts) + " |",
            "",
            *(
                f"- {kind}: {_escape(name)} ({_plural(n, 'post')})"
                for kind, name, n in list_highlights(report.snapshot)
            ),
        ]
    if report.left_out:
        lines.append(f"- {describe_left_out(report.left_out)}")
    reasons = Counter(str(each.quarantine_reason) for each in report.quarantined)
    lines += [
        f"- quarantined, {reason}: {_plural(count, 'dump')}" for reason, count in sorted(reasons.items())
    ]
    lines += [f"- warning: {_escape(warning)}" for warning in report.warnings]
    lines += ["", f"seconds: {describe_seconds(report)}"]
    return "\n".join(lines)


def _escape(text: str) -> str:
    r"""Text in which Markdown sees no markup.

    >>> print(_escape("#CFE *x* <b>"))
    \#CFE \*x\* \<b\>
    """
    return "".join("\\" + mark if mark in "\\`*_{}[]<>()#+-!|" else mark for mark in text)
