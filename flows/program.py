"""The program `hatsugen`: the command line, with whatever writes to the warehouse in a process of its own."""

from __future__ import annotations

import datetime as dt
import os
import sys

from flows.guard import NightDiedError, split_night

_WRITERS = ("run", "backfill", "rebuild", "takedown")
_EXIT_FAILED = 1


def main() -> None:
    """Run one command and end with its exit code."""
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command in _WRITERS:
        try:
            split_night()
        except NightDiedError as death:
            sys.stderr.write(f"Error: {death}\n")
            if command == "run":
                _tell(str(death))
            sys.exit(_EXIT_FAILED)
    from flows.cli import main as command_line

    command_line()


def _tell(reason: str) -> None:
    """Raise the alarm in the night's place; it was too late for its own."""
    from flows.progress import configure_logging
    from flows.settings import load_settings
    from flows.watch import tell_death

    configure_logging()
    tell_death(load_settings(os.environ), reason, now=dt.datetime.now(dt.UTC))
