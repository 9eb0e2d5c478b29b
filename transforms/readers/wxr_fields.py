"""What an item of a WordPress export says about itself, and what the export's head says about the blog."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml import etree

from transforms.records import LeftOutReason

_STATUSES = {
    "draft": LeftOutReason.DRAFT,
    "auto-draft": LeftOutReason.DRAFT,
    "pending": LeftOutReason.DRAFT,
    "future": LeftOutReason.DRAFT,
    "trash": LeftOutReason.TRASHED,
    "spam": LeftOutReason.JUNK,
}
"""Any other status but `publish` is taken for private: what is not said to be public is not."""

_CATEGORY_DOMAINS = frozenset({None, "category", "tag", "post_tag"})
_QUARTER_HOUR = dt.timedelta(minutes=15)
_FARTHEST_ZONE = dt.timedelta(hours=14)


_PLAIN = frozenset({"title", "link", "guid", "pubDate"})
_NAMED = frozenset(
    {
        "creator", "encoded", "post_id", "post_date", "post_date_gmt", "post_type", "post_password", "status",
    }
)  # fmt: skip


class ItemFields(NamedTuple):
    """What counts of an item, as written.

    Attributes:
        plain: RSS's own elements, which have no namespace, by their names.
        named: WordPress's, Dublin Core's and the content by their local names, whatever the namespace: there
            is one for every version, and some exports mix them.
        categories: categories and tags in their order, each once.
    """

    plain: Mapping[str, str]
    named: Mapping[str, str]
    categories: tuple[str, ...]


class Channel(NamedTuple):
    """The blog: its host, and the names its authors show by their logins."""

    site: str | None
    authors: Mapping[str, str]


def read_item_fields(item: etree._Element) -> ItemFields:
    """Take the fields out of a parsed item; of an element that stands more than once the first counts."""
    plain: dict[str, str] = {}
    named: dict[str, str] = {}
    categories: list[str] = []
    for element in item:
        space, name = split_name(element.tag)
        if not space:
            if name in _PLAIN:
                plain.setdefault(name, gather_text(element))
            elif name == "category" and element.get("domain") in _CATEGORY_DOMAINS:
                categories.append(gather_text(element).strip())
        # `content:encoded` and `excerpt:encoded` differ by their namespaces only.
        elif name in _NAMED and "excerpt" not in space:
            named.setdefault(name, gather_text(element))
    return ItemFields(plain, named, tuple(dict.fromkeys(filter(None, categories))))


def read_channel(root: etree._Element | None) -> Channel:
    """Take the blog's host and authors out of a parsed head."""
    fields: dict[str, str] = {}
    authors: dict[str, str] = {}
    for element in () if root is None else root.iterfind("./{*}channel/{*}*"):
        name = split_name(element.tag)[1]
        if name in {"base_blog_url", "link"}:
            fields.setdefault(name, gather_text(element))
        elif name == "author":
            author = {split_name(child.tag)[1]: gather_text(child) for child in element.iterchildren("{*}*")}
            authors[author.get("author_login", "").strip()] = author.get("author_display_name", "")
    site = find_host(fields.get("base_blog_url", "")) or find_host(fields.get("link", ""))
    return Channel(site, authors)


@lru_cache(maxsize=1024)
def split_name(tag: str) -> tuple[str, str]:
    """The namespace and the local name of a tag; an undeclared prefix counts as a namespace.

    >>> split_name("{http://wordpress.org/export/1.2/}status"), split_name("wp:status"), split_name("title")
    (('http://wordpress.org/export/1.2/', 'status'), ('wp', 'status'), ('', 'title'))
    """
    if tag.startswith("{"):
        space, _, name = tag[1:].rpartition("}")
    else:
        space, _, name = tag.rpartition(":")
    return space, name


def gather_text(element: etree._Element) -> str:
    """The text of an element; markup inside it, which should have been in CDATA, stays as markup."""
    text = element.text or ""
    if len(element) == 0:
        return text
    return text + "".join(etree.tostring(child, encoding="unicode") for child in element)


def find_host(url: str) -> str | None:
    """The host of a web address, or None."""
    try:
        return urlsplit(url.strip()).hostname
    except ValueError:
        return None


def find_left_out_reason(fields: ItemFields) -> LeftOutReason | None:
    """Why an item is no public post, or None if it is one: pages, drafts and the like."""
    named = fields.named
    status = named.get("status", "").strip()
    if named.get("post_type", "").strip() != "post" or not status:
        return LeftOutReason.NOT_A_POST
    if status != "publish":
        return _STATUSES.get(status, LeftOutReason.PRIVATE)
    return LeftOutReason.PASSWORD if named.get("post_password") else None


def find_date(fields: ItemFields) -> str | None:
    """The date of an item as text: ISO form, with the zone that local time and GMT give together.

    Without GMT the local time has no zone; without both, RSS's own date is taken.

    >>> times = {"post_date": "2019-12-30 08:42:31", "post_date_gmt": "2019-12-29 23:42:31"}
    >>> find_date(ItemFields({}, times, ()))
    '2019-12-30T08:42:31+09:00'
    """
    local = _parse_time(fields.named.get("post_date", ""))
    utc = _parse_time(fields.named.get("post_date_gmt", ""))
    if utc is None:
        return local.isoformat() if local else fields.plain.get("pubDate", "").strip() or None
    offset = local - utc if local else dt.timedelta()
    if local is None or abs(offset) > _FARTHEST_ZONE or offset % _QUARTER_HOUR:
        return utc.replace(tzinfo=dt.UTC).isoformat()
    return local.replace(tzinfo=dt.timezone(offset)).isoformat()


def _parse_time(text: str) -> dt.datetime | None:
    """A time as WordPress's database writes it, without a zone; None for none, and for its zero date."""
    try:
        time = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return time if time.tzinfo is None else None
