"""Making a `Reject`: the one place where a bad record's excerpt is made, without anybody's addresses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from transforms.errors import DumpError
from transforms.readers.masking import mask_addresses, mask_bytes
from transforms.readers.reading import Record
from transforms.records import Reject, RejectReason

EXCERPT_CHARS = 200
RAW_BYTES = 4096
_LONGEST_ADDRESS = 320


def reject_record(position: int, reason: RejectReason, record: bytes, *, encoding: str = "utf-8") -> Reject:
    r"""Describe a record that cannot become a post.

    Args:
        position: byte offset of the record in the decompressed dump.
        reason: the kind of trouble.
        record: the record's bytes, or as many of its first ones as are held. E-mail and IP addresses in them
            are masked, in the excerpt as in `Reject.raw`.
        encoding: how the record is decoded; what cannot be decoded shows as U+FFFD in the excerpt.

    >>> reject_record(7, RejectReason.BAD_JSON, b'{"a":\t\xff taro@example.org').excerpt
    '{"a": \ufffd [e-mail]'
    """
    # Masked before it is cut, lest half an address be left at the cut. No character of these encodings takes
    # more than 8 bytes on average over 200 characters.
    start = record[: EXCERPT_CHARS * 8 + _LONGEST_ADDRESS].decode(encoding, "replace").replace("\0", "")
    excerpt = "".join(
        char if char.isprintable() or char == "\u3000" else " "
        for char in mask_addresses(start)[:EXCERPT_CHARS]
    )
    raw = mask_bytes(record[: RAW_BYTES + _LONGEST_ADDRESS], encoding)
    return Reject(position, reason, excerpt, raw[:RAW_BYTES])


def gather_rejects(records: Iterable[Record], *, max_rejects: int) -> Iterator[Record]:
    """Pass records through, but of each reason no more than so many rejects, and one for all others.

    A dump of ten million lines of junk would else be ten million rows.

    Yields:
        The records in their order; then, of each reason with more rejects, the first of the rest with how
        many they are.

    Raises:
        DumpError: whatever is wrong with the dump, behind the same.
    """
    seen: Counter[RejectReason] = Counter()
    first: dict[RejectReason, Reject] = {}
    trouble = None
    try:
        for record in records:
            if isinstance(record, Reject):
                seen[record.reason] += 1
                if seen[record.reason] > max_rejects:
                    first.setdefault(record.reason, record)
                    continue
            yield record
    except DumpError as error:
        trouble = error
    for reason, reject in first.items():
        yield reject._replace(record_count=seen[reason] - max_rejects)
    if trouble is not None:
        raise trouble
