"""Find the dumps of an inbox: every regular file, and by name what cannot be one.

Hidden files and side files (`X.source.toml`) are passed over. Links are not followed: a symlink, a FIFO, an
unreadable folder is a find of its own, so that it ends in the ledger with a reason instead of in silence.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from flows.source_file import SUFFIX, Source, SourceFileError, read_source
from transforms.errors import DumpError
from transforms.readers import hash_dump
from transforms.readers.masking import mask_name


class Candidate(NamedTuple):
    """Something that may be a dump; `name` is its path below the inbox, as the ledger shows it."""

    path: Path
    name: str


@dataclass(frozen=True)
class FoundDump:
    """One dump of the inbox.

    Attributes:
        path: where it lies.
        name: its path below the inbox.
        dump_id: 16 hex digits of its SHA-256; of its name where the content cannot be read.
        bytes: its size, 0 where it cannot be read.
        source: what its side file says, if there is one.
        trouble: why its content cannot be read, or None.
    """

    path: Path
    name: str
    dump_id: str
    bytes: int
    source: Source | None = None
    trouble: DumpError | None = None


@dataclass(frozen=True)
class Discovery:
    """What an inbox holds.

    Attributes:
        dumps: in the order of their names, each content once.
        repeated: names whose content another one of `dumps` already has.
        warnings: side files that cannot be understood.
    """

    dumps: tuple[FoundDump, ...]
    repeated: tuple[str, ...]
    warnings: tuple[str, ...]


def discover_dumps(roots: Iterable[Path]) -> Discovery:
    """Hash everything in the inbox.

    Args:
        roots: folders, which are walked, and single files. They must exist.

    Returns:
        Each content once, under the first of its names.
    """
    candidates = sorted(
        (each for root in roots for each in list_candidates(root)), key=lambda each: each.name
    )
    dumps: dict[str, FoundDump] = {}
    repeated: list[str] = []
    warnings: list[str] = []
    for candidate in candidates:
        found = _inspect(candidate, warnings)
        if dumps.setdefault(found.dump_id, found) is not found:
            repeated.append(found.name)
    return Discovery(tuple(dumps.values()), tuple(repeated), tuple(warnings))


def unreadable_id(name: str) -> str:
    """The dump_id of something whose content cannot be read."""
    return hashlib.sha256(f"unreadable:{name}".encode()).hexdigest()[:16]


def list_candidates(root: Path) -> Iterator[Candidate]:
    """What may be a dump: the file itself, or everything below a folder."""
    # What the user names is followed, even through a link; what is found below it is not.
    path = root.resolve()
    if path.is_dir():
        yield from _walk(path, path)
    else:
        yield Candidate(path, _readable_name(root.name))


def _walk(folder: Path, root: Path) -> Iterator[Candidate]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        yield _candidate(folder, root)
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name.endswith(SUFFIX):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), root)
        else:
            yield _candidate(Path(entry.path), root)


def _candidate(path: Path, root: Path) -> Candidate:
    return Candidate(path, _readable_name(path.relative_to(root).as_posix()))


def _readable_name(name: str) -> str:
    r"""A name that is valid UTF-8 whatever bytes the file system gave, without anybody's address.

    >>> print(_readable_name("記事.txt"), _readable_name("\udc8b.txt"), _readable_name("taro@a.org.txt"))
    記事.txt \x8b.txt [e-mail]
    """
    return mask_name(os.fsencode(name).decode("utf-8", "backslashreplace"))


def _inspect(candidate: Candidate, warnings: list[str]) -> FoundDump:
    path, name = candidate
    try:
        dump_id, size = hash_dump(path, name=name)
    except DumpError as trouble:
        return FoundDump(path, name, unreadable_id(name), 0, trouble=trouble)
    try:
        source = read_source(path, name=name)
    except SourceFileError as error:
        warnings.append(f"{error}; the dump is read without it")
        source = None
    return FoundDump(path, name, dump_id, size, source)
