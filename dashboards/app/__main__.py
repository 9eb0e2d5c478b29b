"""Starts the server: `python -m dashboards.app WAREHOUSE [--port N] [--no-open]`, on this machine alone.

Streamlit reads no settings file of ours, so that the folder one happens to be in changes nothing: all of them
are given here.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

from dashboards.app.palette import FONTS, PAPER, THEME

ADDRESS = "127.0.0.1"
DEFAULT_PORT = 8501
_LIBRARIES = ("altair", "duckdb", "igraph", "pyarrow.compute", "xlsxwriter", "warehouse.query")
_MAIN = Path(__file__).with_name("main.py")


def server_flags(*, port: int, opens: bool) -> dict[str, str]:
    """Streamlit's settings: loopback only, nothing sent to anybody, no traceback for the reader.

    Args:
        port: where to listen.
        opens: whether a browser is opened.
    """
    return {
        "server.address": ADDRESS,
        "server.port": str(port),
        "server.headless": str(not opens).lower(),
        "server.fileWatcherType": "none",
        "browser.serverAddress": ADDRESS,
        "browser.gatherUsageStats": "false",
        "client.toolbarMode": "minimal",
        "client.showErrorDetails": "none",
        "client.showErrorLinks": "false",
        "theme.base": "light",
        "theme.font": FONTS,
        "theme.headingFont": FONTS,
        "theme.backgroundColor": PAPER,
        **THEME,
    }


def main(arguments: Sequence[str]) -> None:
    """Serve until stopped; ends the process as Streamlit's own command does."""
    parser = argparse.ArgumentParser(prog="python -m dashboards.app")
    parser.add_argument("warehouse", type=Path)
    parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    parser.add_argument("--no-open", action="store_true")
    chosen = parser.parse_args(arguments)
    flags = server_flags(port=chosen.port, opens=not chosen.no_open)
    from streamlit.web import cli

    # The first reader would wait for them.
    for library in _LIBRARIES:
        importlib.import_module(library)
    settings = [f"--{name}={value}" for name, value in flags.items()]
    sys.argv = ["streamlit", "run", *settings, str(_MAIN), "--", str(chosen.warehouse.absolute())]
    cli.main()


if __name__ == "__main__":
    main(sys.argv[1:])
