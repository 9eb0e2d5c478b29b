"""From a document to its post: the text in one form, its blocks, what identifies and dates it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from transforms import PARSER_VERSION
from transforms.addresses import canonicalise_site, canonicalise_url
from transforms.blocks import RawBlock, link_embeds, split_blocks
from transforms.dates import date_document, to_tokyo_day
from transforms.identity import hash_text, identify_post
from transforms.options import ParseOptions
from transforms.readers.masking import mask_name, mask_url
from transforms.records import Document, Post

_KANA = re.compile(r"[ぁ-んァ-ヶ]")
_LINE_END = re.compile(r"\r\n?")


def normalise_text(text: str) -> str:
    r"""Unicode NFC with line ends as \n; nothing else is stripped or replaced.

    >>> normalise_text("か\u3099\r\nA")
    'が\nA'
    """
    if "\r" in text:
        text = _LINE_END.sub("\n", text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def make_post(
    document: Document, *, dump_id: str, source_uri: str, options: ParseOptions
) -> tuple[Post, list[RawBlock]]:
    """The post a document is, and the blocks of its text.

    Args:
        document: what a reader found.
        dump_id: the dump it came from.
        source_uri: the dump as users know it.
        options: how to take what the dump leaves open.
    """
    text = normalise_text(document.text)
    blocks = link_embeds(split_blocks(text), document.status_urls)
    date = date_document(document, text, _list_embed_days(blocks), zone=options.zone)
    url = canonicalise_url(document.url, options.sister_hosts) if document.url else None
    site = url.split("/", 3)[2] if url else canonicalise_site(document.site, options.sister_hosts)
    text_sha256 = hash_text(text)
    post = Post(
        post_id=identify_post(document, url, site, text_sha256),
        dump_id=dump_id,
        source_uri=source_uri,
        member_format=document.member_format,
        # Mail archives and feeds name records by addresses; ids are made of what is not masked.
        record_id=mask_name(document.record_id),
        site=mask_url(site) if site else None,
        url=mask_url(url) if url else None,
        title=document.title,
        author=document.author,
        categories=tuple(map(mask_url, document.categories)),
        published_at=date.published_at,
        posted_date=date.posted_date,
        date_basis=date.basis,
        date_precision=date.precision,
        assumed_time_zone=date.assumed_zone,
        language="ja" if _KANA.search(text) else "und",
        text=text,
        char_count=len(text),
        replaced_count=document.replaced_count,
        text_sha256=text_sha256,
        revision=1,
        parser_version=PARSER_VERSION,
    )
    return post, blocks


def _list_embed_days(blocks: list[RawBlock]) -> list[dt.date]:
    """The day of each embed: Tokyo's where its instant is known, else the printed one, which is UTC's."""
    return [
        to_tokyo_day(block.published_at) if block.published_at else block.day for block in blocks if block.day
    ]
