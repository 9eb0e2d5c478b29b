"""The dictionary that a zstd file brings along in its first frame, as crawlers write their `.warc.zst`.

Layout: a skippable frame of the magic number 0x184D2A5D, four bytes with its length, and the dictionary, bare
or packed with zstd itself. All frames behind it are packed with the dictionary.
https://iipc.github.io/warc-specifications/specifications/warc-zstd/
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import chain

import zstandard

from transforms.errors import DumpError, DumpReason

MAX_DICTIONARY_BYTES = 16 * 2**20
"""The specification advises a hundredth of it."""

_FRAME_MAGIC = b"\x5d\x2a\x4d\x18"
_HEAD_BYTES = len(_FRAME_MAGIC) + 4
_PACKED_MAGIC = b"\x28\xb5\x2f\xfd"
_DICTIONARY_MAGIC = b"\x37\xa4\x30\xec"
_LONGEST_FRAME_HEAD = 18


def find_dictionary(
    chunks: Iterable[bytes], *, name: str
) -> tuple[zstandard.ZstdCompressionDict | None, Iterator[bytes]]:
    """The dictionary of a zstd file.

    Args:
        chunks: the packed bytes, cut anywhere.
        name: the dump as the user named it.

    Returns:
        The dictionary, or None; and all the bytes, the dictionary's frame too.

    Raises:
        DumpError: UNKNOWN_FORMAT if the file asks for a dictionary that it does not hold; CORRUPT for a
            damaged one.
    """
    source = iter(chunks)
    head = _take(source, b"", _LONGEST_FRAME_HEAD)
    dictionary = None
    if head.startswith(_FRAME_MAGIC):
        size = int.from_bytes(head[len(_FRAME_MAGIC) : _HEAD_BYTES], "little")
        if size <= MAX_DICTIONARY_BYTES:
            head = _take(source, head, _HEAD_BYTES + size)
            dictionary = _read_dictionary(head[_HEAD_BYTES : _HEAD_BYTES + size], name)
    elif _names_dictionary(head):
        advice = "it was packed with a zstd dictionary that it does not hold; unpack it with that dictionary"
        raise DumpError(name, 0, DumpReason.UNKNOWN_FORMAT, advice)
    return dictionary, chain([head], source)


def _take(source: Iterator[bytes], taken: bytes, size: int) -> bytes:
    """What was taken and so much more of the source that it has at least `size` bytes, if there are."""
    parts, total = [taken], len(taken)
    while total < size and (chunk := next(source, None)) is not None:
        parts.append(chunk)
        total += len(chunk)
    return b"".join(parts)


def _read_dictionary(data: bytes, name: str) -> zstandard.ZstdCompressionDict | None:
    """The dictionary in a frame; None for a frame in which something else was put away."""
    if data.startswith(_PACKED_MAGIC):
        try:
            # Its stated size is not believed: so much would be asked for at once.
            with zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data)) as reader:
                data = reader.read(MAX_DICTIONARY_BYTES)
        except zstandard.ZstdError as error:
            advice = f"damaged zstd dictionary ({error}); fetch the file again"
            raise DumpError(name, 0, DumpReason.CORRUPT, advice) from error
    return zstandard.ZstdCompressionDict(data) if data.startswith(_DICTIONARY_MAGIC) else None


def _names_dictionary(head: bytes) -> bool:
    try:
        return bool(zstandard.get_frame_parameters(head).dict_id)
    except zstandard.ZstdError:
        return False
