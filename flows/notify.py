"""Telling somebody: JSON to a webhook, and to a command's standard input.

That nobody could be told never fails a night: it is logged.
"""

from __future__ import annotations

import json
import shlex
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable

from flows.alarms import Alarm
from flows.progress import log
from flows.settings import Settings

_ATTEMPTS = 3
_TIMEOUT_SECONDS = 10
_COMMAND_SECONDS = 60


def notify(
    alarms: Iterable[Alarm], settings: Settings, *, pause: Callable[[float], None] = time.sleep
) -> None:
    """Tell whoever the settings name about each alarm.

    Args:
        alarms: what to tell.
        settings: the webhook and the command; without either, the log is all.
        pause: waits between attempts to reach the webhook.
    """
    for alarm in alarms:
        log.warning(
            "alarm=%s level=%s text=%s", alarm.kind, alarm.level, json.dumps(alarm.text, ensure_ascii=False)
        )
        body = json.dumps(alarm.to_json() | {"host": socket.gethostname()}, ensure_ascii=False).encode()
        if settings.notify_url:
            _post(settings.notify_url, body, pause)
        if settings.notify_command:
            _run(settings.notify_command, body)


def _post(url: str, body: bytes, pause: Callable[[float], None]) -> None:
    request = urllib.request.Request(url, body, {"Content-Type": "application/json; charset=utf-8"})
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
            # The address may hold a key: it is not repeated.
            log.warning(
                "the webhook did not take the alarm (attempt %d of %d): %s", attempt, _ATTEMPTS, error
            )
            if attempt < _ATTEMPTS:
                pause(2.0**attempt)


def _run(command: str, body: bytes) -> None:
    try:
        subprocess.run(
            shlex.split(command),
            input=body + b"\n",
            # Standard output belongs to the report of `hatsugen run --json`.
            stdout=subprocess.DEVNULL,
            timeout=_COMMAND_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        log.warning("the notify command did not take the alarm: %s", error)
