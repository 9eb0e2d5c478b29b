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
START_SECONDS = 60

RESTS = """
() => {
  const app = document.querySelector("[data-testid=stApp]");
  const stale = document.querySelector("[data-stale=true]");
  const rests = app && app.dataset.testScriptState === "notRunning" && !stale;
  window.restsSince = rests ? window.restsSince || performance.now() : 0;
  return rests && performance.now() - window.restsSince > 400;
}
"""
"""JavaScript: whether the page's script has rested for a moment and nothing old is left on the page."""


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
            server.wait(30)


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
