"""Which key of a JSON record holds what: the names used by the web corpora and by people's own exports.

mC4, CulturaX, FineWeb, RedPajama, HPLT, OSCAR, CC-News and dolma each have their own; dolma and RedPajama put
some into `metadata` or `meta`, OSCAR the address into `warc_headers`, which may lie in `meta`.
"""

from __future__ import annotations

from typing import TypeAlias

import orjson

from transforms.readers.authors import clean_author
from transforms.readers.json_wordpress import flatten_post
from transforms.records import DateBasis, Document, LeftOut, LeftOutReason

Fields: TypeAlias = dict[str, object]

TEXT_KEYS = ("text", "content", "raw_content", "contents", "body", "article", "maintext", "articleBody")
URL_KEYS = ("url", "link", "warc-target-uri", "permalink", "u", "uri", "canonical_url")
TITLE_KEYS = ("title", "headline")
AUTHOR_KEYS = ("author", "authors")
SITE_KEYS = ("site", "site_name", "source_domain", "domain")
PUBLISHED_KEYS = (
    "published_at", "published", "date_published", "datePublished", "date_publish", "pubDate", "posted_at",
    "publishedAt", "publish_date", "published_date", "pub_date",
)  # fmt: skip
"""Days on which somebody published."""
CRAWLED_KEYS = (
    "timestamp", "date", "created", "warc-date", "date_download", "date_acquired", "crawl_date", "fetched_at",
    "ts",
)  # fmt: skip
"""Days on which a crawler came by: in mC4, FineWeb, dolma, OSCAR and RedPajama never the post's own."""
CATEGORY_KEYS = ("categories", "tags")
NESTED_KEYS = ("metadata", "meta", "warc_headers")
ID_KEYS = ("id", "doc_id", "document_id")
STATUS_KEYS = ("status", "draft")
_LEFT_OUT = {
    "draft": LeftOutReason.DRAFT, "auto-draft": LeftOutReason.DRAFT, "pending": LeftOutReason.DRAFT,
    "future": LeftOutReason.DRAFT, "private": LeftOutReason.PRIVATE, "password": LeftOutReason.PASSWORD,
    "trash": LeftOutReason.TRASHED, "spam": LeftOutReason.JUNK,
}  # fmt: skip


def make_document(fields: Fields, *, position: int, line_number: int) -> Document | LeftOut | None:
    """Take one JSON record for a document.

    Args:
        fields: the record's object.
        position: byte offset of its line.
        line_number: 1-based; it names a record that has no id of its own.

    Returns:
        The Document; a LeftOut when the record says that it is a draft, private or the like; None when no
        text key holds a string with more than white space in it.

    >>> make_document({"id": 7, "body": "会談した。"}, position=0, line_number=1).record_id
    '7'
    """
    if (left_out := _find_left_out_reason(fields)) is not None:
        return LeftOut(position, left_out)
    status_urls: tuple[str, ...] = ()
    if isinstance(fields.get("content"), dict):
        fields, status_urls = flatten_post(fields)
    text = _find_string((fields,), TEXT_KEYS)
    if text is None:
        return None
    bags = (fields, *_list_bags(fields))
    own_id = next((own for key in ID_KEYS if (own := _show_scalar(fields.get(key))) is not None), None)
    url = _find_url(fields, bags, own_id)
    date_text, date_basis = _find_date(bags)
    return Document(
        position=position,
        record_id=own_id or str(line_number),
        text=text,
        url=url,
        # A line's number names a record within its dump only, and must not meet another dump's under one
        # site.
        site=_find_string(bags, SITE_KEYS) if own_id or url else None,
        title=_find_string(bags, TITLE_KEYS),
        author=_find_author(fields),
        categories=_find_categories(fields),
        date_text=date_text,
        date_basis=date_basis,
        status_urls=status_urls,
    )


def _find_left_out_reason(fields: Fields) -> LeftOutReason | None:
    if fields.get("draft") is True:
        return LeftOutReason.DRAFT
    content = fields.get("content")
    if isinstance(content, dict) and content.get("protected") is True:
        return LeftOutReason.PASSWORD
    status = fields.get("status")
    return _LEFT_OUT.get(status.lower()) if isinstance(status, str) else None


def _list_bags(fields: Fields) -> list[Fields]:
    """The objects inside a record that say something of it; OSCAR's heads may lie one deeper."""
    bags = [bag for key in NESTED_KEYS if key in fields and (bag := _read_bag(fields[key])) is not None]
    return bags + [heads for bag in bags if isinstance(heads := bag.get("warc_headers"), dict)]


def _read_bag(value: object) -> Fields | None:
    """An object, which RedPajama 2 writes as JSON inside a string."""
    if isinstance(value, str) and value.startswith("{"):
        try:
            value = orjson.loads(value)
        except orjson.JSONDecodeError:
            return None
    return value if isinstance(value, dict) else None


def _find_string(bags: tuple[Fields, ...], keys: tuple[str, ...]) -> str | None:
    for bag in bags:
        for key in keys:
            value = bag.get(key)
            if isinstance(value, str) and value and not value.isspace():
                return value
    return None


def _show_scalar(value: object) -> str | None:
    """A string or number as text, unless it is empty or a number too large to keep its digits."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # Beyond 64 bits an integer arrives rounded, and two ids might have become one.
    return str(value) if isinstance(value, int) or abs(value) < 2**53 else None


def _find_url(fields: Fields, bags: tuple[Fields, ...], own_id: str | None) -> str | None:
    if (url := _find_string((fields,), URL_KEYS)) is not None:
        return url
    # dolma: the id is the address, and `metadata.url` may be another page's.
    if own_id is not None and own_id.startswith(("http://", "https://")):
        return own_id
    return _find_string(bags[1:], URL_KEYS)


def _find_date(bags: tuple[Fields, ...]) -> tuple[str | None, DateBasis]:
    for keys, basis in ((PUBLISHED_KEYS, DateBasis.METADATA), (CRAWLED_KEYS, DateBasis.CRAWL)):
        for bag in bags:
            for key in keys:
                # Absent keys are the rule, and this runs for every record.
                if key in bag and (date_text := _show_scalar(bag[key])) is not None:
                    return date_text, basis
    return None, DateBasis.NONE


def _find_author(fields: Fields) -> str | None:
    names = (clean_author(name) for key in AUTHOR_KEYS for name in _list_strings(fields.get(key)))
    return ", ".join(filter(None, names)) or None


def _find_categories(fields: Fields) -> tuple[str, ...]:
    found = [name for key in CATEGORY_KEYS if key in fields for name in _list_strings(fields[key])]
    return tuple(dict.fromkeys(found))


def _list_strings(value: object) -> list[str]:
    """The strings of a list, or of a value that might have been one; of schema.org's things the names."""
    if value is None:
        return []
    values = value if isinstance(value, list) else [value]
    values = [item.get("name") if isinstance(item, dict) else item for item in values]
    return [item for item in values if isinstance(item, str) and item and not item.isspace()]
