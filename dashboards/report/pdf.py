"""The page as a PDF, printed by the machine's Chromium: headless, without a network or anybody's profile."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_SECONDS = 120
_DATES = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}\+00'00'\)")


class PdfError(Exception):
    """The PDF cannot be made; the message says what to do."""


def find_browser() -> str:
    """The program that prints.

    Raises:
        PdfError: there is none.
    """
    for name in PROGRAMS:
        if program := shutil.which(name):
            return program
    raise PdfError(
        f"a PDF needs Chromium, and none of {', '.join(PROGRAMS)} is installed; "
        "run scripts/install-browser.sh, or leave --pdf out and print the page from any browser"
    )


def print_pdf(page: Path, program: str, *, at: dt.datetime) -> bytes:
    """Print a page.

    Args:
        page: the HTML file.
        program: of `find_browser`.
        at: the instant (UTC) the file says it was made at, instead of the machine's clock.

    Raises:
        PdfError: Chromium printed nothing, or not in time.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        out = Path(folder) / "report.pdf"
        command = [
            program,
            "--headless",
            "--disable-gpu",
            # A container's root has no sandbox; what is opened is our own page, without any script.
            *(["--no-sandbox"] if os.geteuid() == 0 else []),
            f"--user-data-dir={folder}/profile",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--no-pdf-header-footer",
            "--generate-pdf-document-outline",
            f"--print-to-pdf={out}",
            page.absolute().as_uri(),
        ]
        try:
            done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise PdfError(f"{program} printed no PDF: {error}") from error
        if done.returncode or not out.is_file():
            said = done.stderr.decode(errors="replace").strip().splitlines()
            raise PdfError(
                f"{program} ended with {done.returncode}: {said[-1] if said else 'it said nothing'}"
            )
        return _DATES.sub(rb"\g<1>%b+00'00')" % f"{at:%Y%m%d%H%M%S}".encode(), out.read_bytes())
