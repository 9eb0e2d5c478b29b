"""What the walks of all archives have in common: a member, and whom to blame for trouble with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from transforms.errors import DumpError
from transforms.readers.opening import show_name

_NAME_CHARS = 1024
_OWN_ENCODINGS = ("utf-8", "cp932")
_SIDE_FOLDER = "__MACOSX"
_MEDIA = re.compile(
    rb"\xff\xd8\xff|\x89PNG\r\n|GIF8[79]a|RIFF(?s:....)(?:WEBP|AVI |WAVE)|(?s:....)ftyp|ID3|OggS|wOF[F2]"
    rb"|\x00\x00\x01\x00|\x1a\x45\xdf\xa3|II\*\x00|MM\x00\*"
)
_SIDE_NAMES = frozenset({"readme", "license", "licence", "robots"})
_PAGE_PARTS = frozenset({".css", ".js", ".mjs", ".map"})


class Member(NamedTuple):
    """One file in an archive.

    Attributes:
        name: fit to be printed; a path that nothing is ever written to.
        chunks: its bytes, for as long as the next member has not been asked for.
        count_packed: how many of the archive's bytes have been read for them.
        trouble: why it cannot be read, or None.
        is_left_out: whether it has no text of its own to read: links, devices, what systems hide.
    """

    name: str
    chunks: Iterator[bytes] = iter(())
    count_packed: Callable[[], int] = int
    trouble: str | None = None
    is_left_out: bool = False


class Holder:
    """What holds the members, and the trouble with it, which must not be taken for a member's own.

    Attributes:
        name: the archive as the user knows it.
        trouble: what was wrong with the archive itself, or None.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.trouble: DumpError | None = None

    def watch(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Pass the archive's bytes through and take the blame for whatever is wrong with them."""
        try:
            yield from chunks
        except DumpError as error:
            raise self.blame(error) from error.__cause__

    def blame(self, error: DumpError) -> DumpError:
        """Remember trouble with the archive, to be raised."""
        self.trouble = error
        return error


def decode_member_name(raw: bytes) -> str:
    r"""A member's name as it is shown: in UTF-8, or as Japanese Windows writes names.

    >>> decode_member_name("日記.txt".encode("cp932")), decode_member_name(b"a\n\x85")
    ('日記.txt', 'a\\x0a\\x85')
    """
    for encoding in _OWN_ENCODINGS:
        try:
            return show_name(raw.decode(encoding))[:_NAME_CHARS]
        except UnicodeDecodeError:
            continue
    return show_name(raw.decode("utf-8", "backslashreplace"))[:_NAME_CHARS]


def is_hidden(name: str) -> bool:
    """Whether a system hides a member of this name, as a folder's hidden files are passed over too.

    >>> [is_hidden(name) for name in ("a/.git/x", "__MACOSX/a", "../a.txt")]
    [True, True, False]
    """
    folders = name.replace("\\", "/").split("/")
    return any(part.startswith(".") and part.strip(".") for part in folders) or _SIDE_FOLDER in folders


def is_medium(head: bytes) -> bool:
    """Whether these are the first bytes of a picture, film, sound or font, as saved pages bring along."""
    return _MEDIA.match(head) is not None


def is_page_part(name: str) -> bool:
    """Whether a file of this name that is no dump is a page's style or script, or says what is in an archive.

    >>> [is_page_part(name) for name in ("a/page.css", "data/README.txt", "read.txt")]
    [True, True, False]
    """
    path = PurePosixPath(name)
    return path.suffix.lower() in _PAGE_PARTS or path.stem.lower() in _SIDE_NAMES
