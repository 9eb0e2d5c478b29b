"""JSON lines: one object a line in UTF-8, as the web corpora and many exports have it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from transforms.readers.json_fields import make_document
from transforms.readers.json_records import RecordError, parse_record
from transforms.readers.lines import Line, split_lines
from transforms.readers.reading import Head, Reading, Record
from transforms.readers.rejecting import reject_record
from transforms.readers.stream import ByteStream
from transforms.records import RejectReason

_SNIFFED_LINES = 20
_OBJECT = re.compile(rb'(?:\xef\xbb\xbf)?[ \t]*\{[ \t]*["}]')


def sniff_jsonl(head: Head) -> bool:
    r"""Whether half of a dump's first lines begin like a JSON object: one bad line shall mislead nobody.

    >>> sniff_jsonl(Head(b'{"text": "a"}\n{"text": "b"}\n', is_whole=True))
    True
    >>> sniff_jsonl(Head(b'{\n  "text": "a"\n}\n', is_whole=True))
    False
    """
    *ended, last = head.data.split(b"\n")
    lines = [line for line in ended if line.strip()][:_SNIFFED_LINES] or [last]
    return sum(_OBJECT.match(line) is not None for line in lines) * 2 >= len(lines)


def read_jsonl(stream: ByteStream) -> Reading:
    r"""Read JSON lines.

    Shape: one line, one Document or Reject; blank lines are no records. Lines end at `\n` only, and one `\r`
    before it is dropped. The record's id is its `id`, else the number of its line.

    Args:
        stream: the dump; one line of it is held at a time, and a line over `max_record_bytes` is passed over.

    Raises:
        DumpError: from the records, whatever is wrong with the stream.
    """
    return Reading("utf-8", _read_records(stream))


def _read_records(stream: ByteStream) -> Iterator[Record]:
    lines = split_lines(stream.chunks(), max_bytes=stream.limits.max_record_bytes)
    for number, line in enumerate(lines, start=1):
        data = line.data.removesuffix(b"\r")
        if number == 1:
            data = data.removeprefix(codecs.BOM_UTF8)
        if line.is_overlong:
            yield reject_record(line.position, RejectReason.TOO_LONG, data)
        elif data and not data.isspace():
            yield _read_record(line, data, number, stream.limits.max_depth)


def _read_record(line: Line, data: bytes, number: int, max_depth: int) -> Record:
    try:
        fields = parse_record(data, max_depth=max_depth, is_ended=line.is_ended)
    except RecordError as error:
        return reject_record(line.position, error.reason, data)
    document = make_document(fields, position=line.position, line_number=number)
    return reject_record(line.position, RejectReason.NO_TEXT, data) if document is None else document
