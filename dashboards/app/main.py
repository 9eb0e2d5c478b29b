"""The script that Streamlit runs for every page load and every interaction; its argument is the warehouse."""

from __future__ import annotations

import sys
from pathlib import Path

from dashboards.app.shell import show_app

if __name__ == "__main__":
    show_app(Path(sys.argv[1]))
