"""Parquet: one row, one record, with the columns named as the keys of a JSON line.

The footer stands at the end, so that a file is read where it stands; one that comes out of something packed
is first written to a temporary file. Parquet is packed inside, and packing it again saves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from transforms.errors import DumpError, DumpReason
from transforms.readers.json_fields import TEXT_KEYS, Fields, make_document
from transforms.readers.limits import Limits
from transforms.readers.parquet_columns import choose_columns, read_values
from transforms.readers.reading import Head, Reading, Record
from transforms.readers.rejecting import reject_record
from transforms.readers.stream import ByteStream
from transforms.records import LeftOut, RejectReason

_MAGIC = re.compile(rb"PAR1[\x00-\x08\x0e-\x1f]")
_BUFFER_BYTES = 2**20
_BATCH_ROWS = 16
_BATCH_BYTES = 256 * 2**20
_RATIO_FLOOR_BYTES = 16 * 2**20


def sniff_parquet(head: Head) -> bool:
    r"""Whether a dump begins like a Parquet file: with its mark, and not with a text.

    >>> [sniff_parquet(Head(data, is_whole=False)) for data in (b"PAR1\x15\x04", b"PAR1 to PAR3")]
    [True, False]
    """
    return _MAGIC.match(head.data) is not None


def read_parquet(stream: ByteStream) -> Reading:
    """Read a Parquet file.

    Shape: one row, one Document or Reject. Columns are found by name (see `json_fields`) and taken as
    whatever they are: strings of either size, bytes that are UTF-8, timestamps, days, numbers; a column of
    nulls says nothing. A row's position is its number, from 0, for rows have no bytes of their own; its
    record's id is its `id`, `doc_id` or `document_id`, else that number plus one.

    Args:
        stream: the dump; a few rows and the pages they come from are held at a time.

    Raises:
        DumpError: from the records: CORRUPT, TOO_LARGE, or UNKNOWN_FORMAT when no column holds texts.
    """
    return Reading("utf-8", _read_records(stream))


def _read_records(stream: ByteStream) -> Iterator[Record]:
    with stream.open_in_any_order() as file, _blame_file(stream.name):
        parquet = pq.ParquetFile(
            file, pre_buffer=False, buffer_size=_BUFFER_BYTES, page_checksum_verification=True
        )
        columns = choose_columns(parquet.schema_arrow)
        if parquet.metadata.num_rows and not any(name in TEXT_KEYS for name in columns):
            advice = f"no column of texts; one of them has to be named {', '.join(TEXT_KEYS)}"
            raise DumpError(stream.name, 0, DumpReason.UNKNOWN_FORMAT, advice)
        rows = _check_size(parquet.metadata, columns, stream)
        row_number = 0
        for batch in parquet.iter_batches(rows, columns=columns, use_threads=False):
            for fields in _read_rows(batch):
                yield _make_record(fields, row_number, stream.limits)
                row_number += 1


@contextmanager
def _blame_file(name: str) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:  # the last from names of columns
        detail = str(error).partition("\n")[0][:200]
        advice = f"damaged or cut Parquet data ({detail}); fetch the file again"
        raise DumpError(name, 0, DumpReason.CORRUPT, advice) from error


def _check_size(metadata: pq.FileMetaData, columns: list[str], stream: ByteStream) -> int:
    """How many rows to take at a time, so that they fit into memory even if a dictionary repeats a long one.

    Raises:
        DumpError: TOO_LARGE when the columns unpack to more than the limits allow.
    """
    limits, total, longest = stream.limits, 0, 1
    for group in range(metadata.num_row_groups):
        for number in range(metadata.num_columns):
            chunk = metadata.row_group(group).column(number)
            if not any(
                chunk.path_in_schema == name or chunk.path_in_schema.startswith(f"{name}.")
                for name in columns
            ):
                continue
            packed, unpacked = chunk.total_compressed_size, chunk.total_uncompressed_size
            total += unpacked
            if total > limits.max_bytes or unpacked > max(limits.max_ratio * packed, _RATIO_FLOOR_BYTES):
                advice = f"{unpacked:,} bytes come out of {packed:,}; split it or raise the limits"
                raise DumpError(stream.name, 0, DumpReason.TOO_LARGE, advice)
            if chunk.has_dictionary_page:
                dictionary = chunk.data_page_offset - (chunk.dictionary_page_offset or 0)
                longest = max(longest, min(unpacked, limits.max_ratio * dictionary))
    return max(1, min(_BATCH_ROWS, _BATCH_BYTES // longest))


def _read_rows(batch: pa.RecordBatch) -> Iterator[Fields]:
    names = batch.schema.names
    for values in zip(*map(read_values, batch.columns), strict=True):
        yield dict(zip(names, values, strict=True))


def _make_record(fields: Fields, row_number: int, limits: Limits) -> Record:
    if bad := [value for value in fields.values() if isinstance(value, bytes)]:
        return reject_record(row_number, RejectReason.BAD_ENCODING, bad[0])
    document = make_document(fields, position=row_number, line_number=row_number + 1)
    if document is None:
        return reject_record(row_number, RejectReason.NO_TEXT, orjson.dumps(fields, default=str))
    if isinstance(document, LeftOut):
        return document
    # The size in bytes is at most four times that in characters, and hardly ever has to be counted.
    if len(document.text) * 4 > limits.max_record_bytes:
        data = document.text.encode()
        if len(data) > limits.max_record_bytes:
            return reject_record(row_number, RejectReason.TOO_LONG, data)
    return document
