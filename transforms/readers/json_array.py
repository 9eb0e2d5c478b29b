"""A JSON array over the whole file, each of its objects a record with the fields of a JSON line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.readers.json_array_elements import Element, read_elements
from transforms.readers.json_fields import make_document
from transforms.readers.reading import Head, Reading, Record
from transforms.readers.rejecting import reject_record
from transforms.readers.stream import ByteStream
from transforms.records import Reject, RejectReason

_ARRAY_OF_OBJECTS = re.compile(rb'(?:\xef\xbb\xbf)?\s*\[\s*(?:\{\s*["}]|\]\s*\Z)')


def sniff_json_array(head: Head) -> bool:
    r"""Whether a dump begins like an array of JSON objects, or is an empty array.

    >>> sniff_json_array(Head(b'[\n  {\n    "text": "a"}]', is_whole=True))
    True
    """
    match = _ARRAY_OF_OBJECTS.match(head.data)
    return match is not None and (head.is_whole or match.end() < len(head.data))


def read_json_array(stream: ByteStream) -> Reading:
    """Read a JSON array.

    Shape: one element, one Document or Reject, and one Reject (CUT) more where the array breaks off between
    two elements. Positions are those of the elements' first bytes; the record's id is its `id`, else its
    number in the array, from 1.

    Args:
        stream: the dump; one element of it is held at a time, and one over `max_record_bytes` is passed over.

    Raises:
        DumpError: from the records, whatever is wrong with the stream.
    """
    return Reading("utf-8", _read_records(stream))


def _read_records(stream: ByteStream) -> Iterator[Record]:
    for element in read_elements(stream.chunks(), stream.limits):
        yield element if isinstance(element, Reject) else _make_record(element)


def _make_record(element: Element) -> Record:
    document = make_document(element.fields, position=element.position, line_number=element.number)
    if document is None:
        return reject_record(element.position, RejectReason.NO_TEXT, element.data)
    return document
