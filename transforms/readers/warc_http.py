"""HTTP responses as crawlers store them: head, transfer coding, content codings, within bounds.

Crawlers often store a body decoded under a head that still names its codings, so a coding is taken off only
where its bytes are there.
"""

from __future__ import annotations

import io
import re
import zlib
from typing import NamedTuple

import zstandard
from fastwarc.stream_io import BrotliReader

from transforms.readers.compression import Decoder
from transforms.records import RejectReason

_HEAD = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})[^\n]{0,2000}\n((?:[^\r\n][^\n]*+\n)*+)(?:\r?\n|\Z)")
_CHUNK_HEAD = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\n]{0,200})?\r?\n")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
_GZIP_MAGIC = b"\x1f\x8b"
_ZSTD_WINDOW_BYTES = 8 * 2**20
"""What browsers allow."""
_SLICE_BYTES = 1024
_MAX_CODINGS = 4


class BodyError(ValueError):
    """A body that cannot be decoded; `reason` says why."""

    def __init__(self, reason: RejectReason) -> None:
        super().__init__(reason)
        self.reason = reason


class HttpResponse(NamedTuple):
    """A response as stored; the body is still coded.

    Attributes:
        status: its three digits.
        fields: its head's fields by name in lower case; of equal ones the first.
        body: what follows the head.
    """

    status: int
    fields: dict[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """`text/html` and the like, in lower case; "" if not stated."""
        return self.fields.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The charset its content type names, as written."""
        found = _CHARSET.search(self.fields.get("content-type", ""))
        return found[1] if found else None


def parse_response(block: bytes) -> HttpResponse | None:
    r"""Read the head of a stored response; None if there is none.

    >>> parse_response(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>").media_type
    'text/html'
    """
    head = _HEAD.match(block)
    if head is None:
        return None
    fields: dict[str, str] = {}
    for line in head[2].decode("utf-8", "replace").split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            fields.setdefault(name.strip().lower(), value.strip())
    return HttpResponse(int(head[1]), fields, block[head.end() :])


def decode_body(response: HttpResponse, *, max_bytes: int) -> bytes:
    """Take the codings off a response's body.

    Args:
        response: the response as stored.
        max_bytes: how much may come out.

    Raises:
        BodyError: TOO_LONG; CUT where a compressed body ends early; BAD_RECORD where it is damaged.
    """
    body = response.body
    if "chunked" in response.fields.get("transfer-encoding", "").lower():
        body = _join_chunks(body)
    codings = [name.strip() for name in response.fields.get("content-encoding", "").lower().split(",")]
    for coding in reversed(codings[:_MAX_CODINGS]):
        body = _decode(body, coding, max_bytes)
    return body


def _join_chunks(body: bytes) -> bytes:
    """The chunks' contents; from where the bytes are no chunks on, the bytes themselves."""
    parts: list[bytes] = []
    position = 0
    while (head := _CHUNK_HEAD.match(body, position)) is not None:
        size = int(head[1], 16)
        if size == 0:
            return b"".join(parts)
        start, end = head.end(), head.end() + size
        if end < len(body) and body[end : end + 1] not in {b"\r", b"\n"}:
            break
        parts.append(body[start:end])
        position = end + (2 if body[end : end + 2] == b"\r\n" else 1)
    return b"".join((*parts, body[position:]))


def _decode(body: bytes, coding: str, max_bytes: int) -> bytes:
    if coding in {"gzip", "x-gzip"} and body.startswith(_GZIP_MAGIC):
        return _decompress(body, zlib.decompressobj(zlib.MAX_WBITS | 16), max_bytes)
    if coding == "deflate" and not _is_markup(body):
        # The standard means zlib's form; browsers also take the bare one that some servers send.
        is_zlib = body[0] & 0x0F == 8 and int.from_bytes(body[:2]) % 31 == 0
        return _decompress(
            body, zlib.decompressobj(zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS), max_bytes
        )
    if coding == "zstd" and body.startswith(_ZSTD_MAGIC):
        decoder = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW_BYTES).decompressobj()
        return _decompress(body, decoder, max_bytes)
    if coding == "br" and not _is_markup(body):
        return _decompress_brotli(body, max_bytes)
    return body


def _is_markup(body: bytes) -> bool:
    """Whether a body was stored decoded, where its coding has no first bytes of its own."""
    return body.lstrip()[:1] in {b"", b"<"}


def _decompress(body: bytes, decoder: Decoder, max_bytes: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    for start in range(0, len(body), _SLICE_BYTES):
        try:
            parts.append(decoder.decompress(body[start : start + _SLICE_BYTES]))
        except (zlib.error, zstandard.ZstdError) as error:
            raise BodyError(RejectReason.BAD_RECORD) from error
        size += len(parts[-1])
        if size > max_bytes:
            raise BodyError(RejectReason.TOO_LONG)
        if decoder.eof:
            return b"".join(parts)
    raise BodyError(RejectReason.CUT)


def _decompress_brotli(body: bytes, max_bytes: int) -> bytes:
    try:
        decoded = BrotliReader(io.BytesIO(body)).read(max_bytes + 1)
    except OSError as error:
        raise BodyError(RejectReason.BAD_RECORD) from error
    if len(decoded) > max_bytes:
        raise BodyError(RejectReason.TOO_LONG)
    return decoded
