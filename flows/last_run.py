"""How the last run of the nightly job ended, in `<home>/last_run.json`: for the schedule and for monitors."""

from __future__ import annotations

import datetime as dt
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class LastRun:
    """One run, however it ended.

    Attributes:
        started_at: when it began (UTC).
        ended_at: when it ended (UTC).
        succeeded: whether it did what it had to.
        reason: what it failed of, in its own words; empty when it succeeded.
    """

    started_at: dt.datetime
    ended_at: dt.datetime
    succeeded: bool
    reason: str = ""


def write_last_run(home: Path, run: LastRun) -> None:
    """Note how a run ended. Raises OSError."""
    home.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(run), default=dt.datetime.isoformat, ensure_ascii=False, indent=2)
    write_whole(_path(home), f"{text}\n")


def read_last_run(home: Path) -> LastRun | None:
    """The last run, or None where none was noted or the note is damaged: it is a convenience only."""
    try:
        noted = json.loads(_path(home).read_text("utf-8"))
        return LastRun(
            dt.datetime.fromisoformat(noted["started_at"]),
            dt.datetime.fromisoformat(noted["ended_at"]),
            bool(noted["succeeded"]),
            str(noted["reason"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_whole(path: Path, text: str) -> None:
    """Replace a small file, so that a reader sees the old text or the new one. Raises OSError."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    partial.write_text(text, "utf-8")
    partial.replace(path)


def _path(home: Path) -> Path:
    return home / "last_run.json"
