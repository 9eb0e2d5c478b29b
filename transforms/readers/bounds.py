"""Stopping a decompressed stream that is too large to be honest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from transforms.errors import DumpError, DumpReason
from transforms.readers.limits import Limits

RATIO_FLOOR_BYTES = 16 * 2**20
"""Below this much output no ratio is too high: a small file of one repeated line is harmless."""


class SizeGuard:
    """Counts what comes out of something packed, over one stream or several.

    Args:
        count_packed: how many packed bytes have been read for them; the ratio is taken as the stream goes, so
            that a bomb ends early.
        limits: `max_bytes` always counts, `max_ratio` from `RATIO_FLOOR_BYTES` on.
        name: what is packed, as the user named it.

    Attributes:
        total: bytes that have come out so far.
        is_exceeded: whether that was too much.
    """

    def __init__(self, *, count_packed: Callable[[], int], limits: Limits, name: str) -> None:
        self.total = 0
        self.is_exceeded = False
        self._count_packed = count_packed
        self._limits = limits
        self._name = name

    def watch(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Pass a stream through until the total is too large.

        Raises:
            DumpError: TOO_LARGE.
        """
        for chunk in chunks:
            self.total += len(chunk)
            packed = self._count_packed()
            allowed = min(self._limits.max_bytes, max(self._limits.max_ratio * packed, RATIO_FLOOR_BYTES))
            if self.total > allowed:
                self.is_exceeded = True
                advice = f"more than {allowed:,} bytes come out of {packed:,}; split it or raise the limits"
                raise DumpError(self._name, allowed, DumpReason.TOO_LARGE, advice)
            yield chunk
