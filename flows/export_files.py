"""Where an export goes: files are made beside their places and appear when all of them are whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


class ExportFileError(Exception):
    """A file cannot be written; the message says which and why."""


@contextmanager
def fresh_file(out: Path) -> Iterator[Path]:
    """A file to make, which takes its place behind the block; an error leaves what stands there.

    Raises:
        ExportFileError: the disk is full, or the folder of `out` cannot be written.
    """
    with _work_folder(out) as work:
        yield work / out.name
        (work / out.name).replace(out)


@contextmanager
def fresh_folder(out: Path) -> Iterator[Path]:
    """A folder to fill, whose files take their places behind the block; an error leaves what stands there.

    Raises:
        ExportFileError: the disk is full, or the folder that `out` stands in cannot be written.
    """
    with _work_folder(out) as work:
        filled = work / out.name
        filled.mkdir()
        yield filled
        if not out.exists():
            filled.rename(out)
            return
        for path in sorted(filled.iterdir()):
            path.replace(out / path.name)


@contextmanager
def _work_folder(out: Path) -> Iterator[Path]:
    try:
        with TemporaryDirectory(prefix=f".{out.name}.", suffix=".part", dir=out.absolute().parent) as work:
            yield Path(work)
    except OSError as error:
        raise ExportFileError(f"{out} cannot be written: {error.strerror or error}") from error
