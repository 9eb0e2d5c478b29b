"""Making a `Reject`: the one place where a bad record's excerpt is made."""

from __future__ import annotations

from transforms.records import Reject, RejectReason

EXCERPT_CHARS = 200
RAW_BYTES = 4096


def reject_record(position: int, reason: RejectReason, record: bytes, *, encoding: str = "utf-8") -> Reject:
    r"""Describe a record that cannot become a post.

    Args:
        position: byte offset of the record in the decompressed dump.
        reason: the kind of trouble.
        record: the record's bytes, or as many of its first ones as are held.
        encoding: how the record is decoded for the excerpt; what cannot be decoded shows as U+FFFD.

    >>> reject_record(7, RejectReason.BAD_JSON, b'{"a":\t\xff').excerpt
    '{"a": \ufffd'
    """
    # No character of these encodings takes more than 8 bytes on average over 200 characters.
    start = record[: EXCERPT_CHARS * 8].decode(encoding, "replace")[:EXCERPT_CHARS]
    excerpt = "".join(char if char.isprintable() or char == "\u3000" else " " for char in start)
    return Reject(position, reason, excerpt, record[:RAW_BYTES])
