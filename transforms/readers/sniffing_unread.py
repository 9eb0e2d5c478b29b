"""What people have besides, told by its first bytes: it is named instead of taken for one long post."""

from __future__ import annotations

import re

_HEADING = rb"[A-Za-z][\w-]{1,40}:[^\n]{0,998}\n(?:[ \t][^\n]{0,998}\n)*+"
_MAIL = re.compile(
    # Only mail has these heads; others stand in front of them, and in notes of people.
    rb"From (?:- |\S{1,100}@)|(?:" + _HEADING + rb"){0,60}?"
    rb"(?:Message-ID|MIME-Version|Received|Return-Path|Delivered-To|Snapshot-Content-Location):",
    re.IGNORECASE,
)
_COLUMN = rb"[A-Za-z_][\w .-]{0,40}"
_TABLE = re.compile(
    rb"(?:\xef\xbb\xbf)?(?=[^\n]{0,2000}?\b(?:text|content|body|title|url|date|id)\b)"
    rb'"?' + _COLUMN + rb'"?(?:[,\t;]"?' + _COLUMN + rb'"?){2,200}\r?\n',
    re.IGNORECASE,
)
_SQL = re.compile(
    rb"\s*(?:--\r?\n)?(?:-- (?:MySQL|MariaDB|phpMyAdmin|PostgreSQL|Adminer)|PRAGMA foreign_keys)"
)

UNREAD_FORMATS = (
    (
        "XML of another kind",
        # Wikis and sitemaps leave the declaration out, but not their namespace.
        re.compile(
            rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!doctype|rss|feed|rdf:|[a-z][\w:.-]{0,40}\s[^<>]{0,2000}?\bxmlns[:=])",
            re.IGNORECASE,
        ),
    ),
    ("a part of an X archive that holds no tweets", re.compile(rb"window\.(?:YTD|__THAR)")),
    (
        "one JSON document over several lines",
        re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*"|\{\s*["}])'),
    ),
    ("JSON with record separators (RFC 7464)", re.compile(rb"\x1e\s*[{\[]")),
    ("mail, or a page saved as mail (mbox, eml, mhtml)", _MAIL),
    ("a table of separated values (CSV, TSV)", _TABLE),
    ("a database's dump (SQL)", _SQL),
    ("an index of a crawl (CDX)", re.compile(rb" CDX |!meta |[a-z0-9,:-]{2,200}\)/\S{0,2000} \d{14} ")),
    ("a calendar or address book", re.compile(rb"BEGIN:V(?:CALENDAR|CARD)\r?\n")),
    ("a text in RTF", re.compile(rb"\{\\rtf\d")),
    ("a PDF", re.compile(rb"%PDF-")),
    ("a 7-Zip archive", re.compile(rb"7z\xbc\xaf\x27\x1c")),
    ("a RAR archive", re.compile(rb"Rar!\x1a\x07")),
    ("a file packed with compress", re.compile(rb"\x1f\x9d")),
    ("a file packed with an old lz4", re.compile(rb"\x02\x21\x4c\x18")),
    ("a file packed with lzma", re.compile(rb"\x5d\x00\x00[\x00-\xff]{2}(?:\xff{8}|[\x00-\xff]{4}\x00{4})")),
)
"""Each with the first bytes that tell it."""
