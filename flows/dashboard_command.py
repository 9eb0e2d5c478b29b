"""`hatsugen dashboard`: starts the dashboard's server in a process of its own and waits for it."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from contextlib import closing
from socket import socket

from flows.settings import Settings
from warehouse.layout import Layout

ADDRESS = "127.0.0.1"


class DashboardError(Exception):
    """The dashboard cannot be shown; the message says what to do."""


def run_dashboard(settings: Settings, *, port: int, opens: bool) -> None:
    """Serve the dashboard on this machine alone, until stopped with Ctrl-C.

    Args:
        settings: which warehouse.
        port: where to listen.
        opens: whether a browser is opened.

    Raises:
        DashboardError: Streamlit is not installed, the port is taken, or the server ended with an error.
        SnapshotError: `current` is damaged.
    """
    if importlib.util.find_spec("streamlit") is None:
        raise DashboardError(
            "the dashboard needs Streamlit, which is not installed; "
            "run `make dashboard-setup`, or `pip install 'hatsugen[dashboard]'`"
        )
    if Layout(settings.warehouse).current_seq() is None:
        raise DashboardError(f"{settings.warehouse}: nothing was published yet; run `hatsugen run` first")
    _require_free(port)
    command = [sys.executable, "-m", "dashboards.app", str(settings.warehouse), "--port", str(port)]
    try:
        code = subprocess.run([*command, *([] if opens else ["--no-open"])], check=False).returncode
    except KeyboardInterrupt:
        return  # the server got the same Ctrl-C and has ended
    if code:
        raise DashboardError(f"the dashboard's server ended with code {code}")


def _require_free(port: int) -> None:
    with closing(socket()) as probe:
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            raise DashboardError(
                f"port {port} cannot be used ({error.strerror}); choose another with --port"
            ) from error
