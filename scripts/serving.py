"""A dashboard in a process of its own, and a headless Chromium to look at it: for tests and pictures."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

ROOT = Path(__file__).resolve().parent.parent
# A busy machine with two cores needs these; a quiet one never waits that long.
START_SECONDS = 300
STOP_SECONDS = 120

STANDS = """
() => {
  const app = document.querySelector("[data-testid=stApp]");
  if (app?.dataset.testScriptState !== "notRunning") return false;
  const unfinished = [
    "[data-stale=true]",
    "[data-testid=stSkeleton]",
    "[data-testid=stAppSkeleton]",
    "[data-testid=stSkeletonElement]",
    "[data-testid=stHtml]:empty",
    "[data-testid=stVegaLiteChart]:not(:has(.marks))",
    "[data-testid=stDataFrame]:not(:has(canvas))",
  ];
  return Boolean(document.querySelector("h1")) && !app.querySelector(unfinished.join(","));
}
"""
"""JavaScript: whether the page stands: its script has ended, and all that it sent is drawn.

Streamlit loads the code of each kind of element when the first of them comes, long after the script may have
ended; until then a skeleton stands in its place, and a chart or a card is an empty box for a moment more.
"""


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serve(warehouse: Path) -> Iterator[str]:
    """The address of a dashboard that runs until the block ends."""
    port = free_port()
    command = [sys.executable, "-m", "dashboards.app", str(warehouse), "--port", str(port), "--no-open"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as server:
        try:
            await_answer(f"http://127.0.0.1:{port}/_stcore/health")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(STOP_SECONDS)


def await_answer(address: str) -> None:
    """Wait until a server answers.

    Raises:
        OSError: it has not within START_SECONDS.
    """
    give_up = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > give_up:
                raise
            time.sleep(0.2)


def launch_chromium(playwright: Playwright, program: str) -> Browser:
    """Start Debian's Chromium; Playwright's own browsers are not needed."""
    # A container's root has no sandbox; what is opened is our own page.
    return playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
