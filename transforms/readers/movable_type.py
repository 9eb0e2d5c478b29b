"""Movable Type's text export, which Hatena, livedoor, FC2, Seesaa and TypePad write too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from resiliparse.parse.encoding import detect_encoding as guess_encoding

from transforms.errors import DumpError, DumpReason
from transforms.markup import Markup, convert_fragment, convert_lines
from transforms.readers.authors import clean_author
from transforms.readers.decoding import Decoded, decode_text, detect_encoding
from transforms.readers.feed_encoding import recode
from transforms.readers.movable_type_entries import (
    Entry,
    Sections,
    is_export_head,
    split_entries,
    split_sections,
)
from transforms.readers.movable_type_fields import (
    Blog,
    Metadata,
    find_blog,
    find_left_out_reason,
    parse_entry_date,
    parse_metadata,
)
from transforms.readers.reading import Head, Reading, Record
from transforms.readers.rejecting import reject_record
from transforms.readers.stream import ByteStream
from transforms.records import DateBasis, Document, LeftOut, RejectReason

_SAMPLE_BYTES = 256 * 1024
_JAPANESE = {"shift_jis": "cp932", "euc_jp": "euc_jis_2004"}
_MIN_CHARS_PER_DAMAGE = 50
_HTML_FILTERS = frozenset({"0", "richtext", "wysiwyg", "html"})
_OWN_BREAKS = re.compile(r"<(?:p|br|div)[\s/>]", re.IGNORECASE)


def sniff_movable_type(head: Head) -> bool:
    """Whether a dump begins with an entry's metadata and a section."""
    return is_export_head(_end_lines(head.data, is_mac=_is_mac(head.data)))


def read_movable_type(stream: ByteStream) -> Reading:
    """Read an export.

    Shape: one entry, one Document, or one LeftOut for what is not published, or one Reject. Comments and
    pings are not read. The record's id is BASENAME, else the address, else date and title; on a
    blog that is known by name the date goes before BASENAME, which names an entry in its month only. An entry
    of a Hatena export gets its address from BASENAME and the host in the dump's name, elsewhere only from
    UNIQUE URL.

    Args:
        stream: the dump; one entry of it is held at a time, and one over `max_record_bytes` is passed over.

    Raises:
        DumpError: UNKNOWN_FORMAT when the encoding cannot be told; from the records, whatever is wrong with
            the stream.
    """
    encoding = _tell_encoding(stream)
    chunks: Iterable[bytes] = stream.chunks()
    codec = encoding.removesuffix("-sig")
    if encoding == "utf-16":
        chunks, codec = recode(chunks, encoding)
    elif _is_mac(stream.peek(_SAMPLE_BYTES)):
        chunks = (_end_lines(chunk, is_mac=True) for chunk in chunks)
    return Reading(encoding, _EntryReader(stream, codec).read(chunks))


def _is_mac(sample: bytes) -> bool:
    """Whether lines end as on the first Macintosh, by a carriage return alone."""
    return b"\n" not in sample and b"\r" in sample


def _end_lines(data: bytes, *, is_mac: bool) -> bytes:
    return data.replace(b"\r", b"\n") if is_mac else data


def _tell_encoding(stream: ByteStream) -> str:
    sample = stream.peek(_SAMPLE_BYTES)
    is_whole = len(sample) < _SAMPLE_BYTES
    # A stray NUL would make it noise, and exports have some.
    encoding = detect_encoding(sample, is_whole=is_whole) or detect_encoding(
        sample.replace(b"\0", b""), is_whole=is_whole
    )
    encoding = encoding or _guess_encoding(sample)
    if encoding is None:
        advice = "the export is neither UTF-8 nor in an older Japanese encoding; convert it to UTF-8"
        raise DumpError(stream.name, 0, DumpReason.UNKNOWN_FORMAT, advice)
    return encoding


def _guess_encoding(sample: bytes) -> str | None:
    """The encoding in which a text would be that has a damaged character here and there."""
    for encoding in (_JAPANESE.get(guess_encoding(sample) or ""), "utf-8"):
        if encoding is not None:
            decoded = decode_text(sample, encoding)
            if decoded.replaced_count * _MIN_CHARS_PER_DAMAGE <= len(decoded.text):
                return encoding
    return None


class _EntryReader:
    """Reads entry after entry; holds what is the same for all of them."""

    def __init__(self, stream: ByteStream, codec: str) -> None:
        self._max_bytes = stream.limits.max_record_bytes
        self._encoding = codec
        self._blog = find_blog(stream.name)
        self._dates: dict[int, int] = {}

    def read(self, chunks: Iterable[bytes]) -> Iterator[Record]:
        entries = split_entries(chunks, max_bytes=self._max_bytes)
        for number, entry in enumerate(entries, start=1):
            yield self._read_entry(entry, number)

    def _read_entry(self, entry: Entry, number: int) -> Record:
        sections = split_sections(entry.data)
        head = self._decode(sections.metadata)
        metadata = parse_metadata(head.text)
        if (left_out := find_left_out_reason(metadata)) is not None:
            return LeftOut(entry.position, left_out)
        if entry.is_overlong:
            return self._reject(entry, sections, RejectReason.TOO_LONG)
        bodies = [self._decode(body) for body in sections.bodies]
        markup = convert_bodies([body.text for body in bodies], metadata.breaks)
        if not markup.text or markup.text.isspace():
            return self._reject(entry, sections, RejectReason.NO_TEXT)
        replaced_count = head.replaced_count + sum(body.replaced_count for body in bodies)
        blog = None if self._blog is None else self._blog._replace(is_hatena=self._may_be_addressed(metadata))
        document = make_document(metadata, markup, blog, position=entry.position, number=number)
        return document._replace(replaced_count=replaced_count) if replaced_count else document

    def _may_be_addressed(self, metadata: Metadata) -> bool:
        """Whether BASENAME is an entry's path; not if an entry of another day has it already."""
        if self._blog is None or not self._blog.is_hatena:
            return False
        date = hash(metadata.date)
        return self._dates.setdefault(hash(metadata.basename), date) == date

    def _reject(self, entry: Entry, sections: Sections, reason: RejectReason) -> Record:
        own = entry.data[: sections.own_bytes]
        return reject_record(entry.position, reason, own, encoding=self._encoding)

    def _decode(self, data: bytes) -> Decoded:
        try:
            return Decoded(data.decode(self._encoding), 0)
        except UnicodeDecodeError:
            # Exports put together from several blogs change their encoding on the way, and a first stretch in
            # ASCII says nothing.
            own = detect_encoding(data, is_whole=True)
            return decode_text(data, self._encoding if own is None else own)


def convert_bodies(bodies: list[str], breaks: str) -> Markup:
    r"""Make one text of an entry's body and extended body.

    Args:
        bodies: as written.
        breaks: CONVERT BREAKS. `0` and the rich text editors mean HTML; `1`, `__default__`, Markdown and any
            other filter mean that line breaks count; where nothing is said, they do unless the body has
            breaks of its own.

    >>> convert_bodies(["a\nb", "c"], "1").text
    'a\nb\nc'
    """
    parts = [
        _convert_body(body.replace("\r\n", "\n"), breaks.lower()) for body in bodies if not body.isspace()
    ]
    parts = [part for part in parts if part.text]
    status_urls = tuple(url for part in parts for url in part.status_urls)
    return Markup("\n".join(part.text.rstrip("\n") for part in parts), status_urls)


def _convert_body(body: str, breaks: str) -> Markup:
    is_html = breaks in _HTML_FILTERS if breaks else _OWN_BREAKS.search(body) is not None
    return convert_fragment(body) if is_html else convert_lines(body)


def make_document(
    metadata: Metadata, markup: Markup, blog: Blog | None, *, position: int, number: int
) -> Document:
    """Put a document together.

    Args:
        metadata: the entry's fields.
        markup: its text.
        blog: the blog it came from, if the dump's name says so.
        position: byte offset of the entry.
        number: 1-based; it names an entry that says nothing of itself.
    """
    date_text = parse_entry_date(metadata.date)
    url = find_url(metadata, blog)
    if metadata.basename and (url or blog is None):
        record_id = metadata.basename
    else:
        own_name = metadata.basename or metadata.title
        record_id = url or " ".join(filter(None, (date_text, own_name)))
    return Document(
        position=position,
        record_id=record_id or str(number),
        text=markup.text,
        url=url,
        # A number names an entry within its dump only, and must not meet another dump's under one site.
        site=blog.host if blog and record_id else None,
        title=metadata.title or None,
        author=clean_author(metadata.author),
        categories=metadata.categories,
        date_text=date_text,
        date_basis=DateBasis.METADATA if date_text else DateBasis.NONE,
        status_urls=markup.status_urls,
    )


def find_url(metadata: Metadata, blog: Blog | None) -> str | None:
    """The address of an entry: its own, else that of its path on a blog of Hatena."""
    if metadata.unique_url.startswith(("http://", "https://")):
        return metadata.unique_url
    if blog is not None and blog.is_hatena and metadata.basename:
        return f"https://{blog.host}/entry/{metadata.basename}"
    return None
