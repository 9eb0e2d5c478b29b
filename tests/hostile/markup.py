"""XML with document types, entities and depth; pages and feeds that are broken."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from tests.hostile.case import SMALL, Case, Cases, fails, gives
from tests.hostile.valid import ATOM, RSS, WXR
from transforms.errors import DumpReason
from transforms.records import RejectReason

SECRET = "合言葉は川"
LAUGHS = (
    "<!DOCTYPE lolz [<!ENTITY a0 'NATO'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    + "]>"
)
QUADRATIC = f"<!DOCTYPE d [<!ENTITY a '{'NATO' * 5000}'>]>"
FORMS = {"WXR": WXR, "RSS": RSS, "Atom": ATOM}
BAD, CUT = RejectReason.BAD_MARKUP, RejectReason.CUT


def declare(xml: str, declaration: str, content: str) -> str:
    """Put a document type before the root, and something into the first title of an item."""
    prolog, rest = xml.split("?>\n", 1)
    return f"{prolog}?>\n{declaration}{rest}".replace("日記0", content, 1)


def lay_external(xml: str, kind: str) -> Callable[[Path], Path]:
    def lay(folder: Path) -> Path:
        secret = folder / "secret.txt"
        secret.write_text(f"<!ENTITY inner '{SECRET}'>{SECRET}", encoding="utf-8")
        uri = secret.as_uri()
        declaration = {
            "entity": f"<!DOCTYPE d [<!ENTITY a SYSTEM '{uri}'>]>",
            "parameter entity": f"<!DOCTYPE d [<!ENTITY % a SYSTEM '{uri}'> %a;]>",
            "document type": f"<!DOCTYPE d SYSTEM '{uri}'>",
        }[kind]
        path = folder / "dump"
        path.write_text(declare(xml, declaration, "&a;&inner;"), encoding="utf-8")
        return path

    return lay


def refuse(lay: Callable[[Path], Path]) -> Case:
    return Case(lay, error=DumpReason.UNKNOWN_FORMAT, lacks=SECRET)


def list_xml(form: str) -> Cases:
    xml = FORMS[form]
    unknown = DumpReason.UNKNOWN_FORMAT
    item = "<entry>" if form == "Atom" else "<item>"
    first, last = xml.index(item), xml.rindex(item)
    # What lxml makes of such an item; a CDATA section without an end ends with the next one, if there is one.
    deep = BAD if form == "WXR" else RejectReason.NO_TEXT
    unended = {"WXR": (2, BAD), "RSS": (2, RejectReason.NO_TEXT), "Atom": (1, CUT)}[form]
    return {
        f"{form}, billion laughs": fails(unknown, lambda: declare(xml, LAUGHS, "&a9;").encode()),
        f"{form}, one long entity often": fails(
            unknown, lambda: declare(xml, QUADRATIC, "&a;" * 5000).encode()
        ),
        f"{form}, external entity": refuse(lay_external(xml, "entity")),
        f"{form}, external parameter entity": refuse(lay_external(xml, "parameter entity")),
        f"{form}, external document type": refuse(lay_external(xml, "document type"))
        if form == "WXR"
        else Case(lay_external(xml, "document type"), documents=3, lacks=SECRET),
        f"{form}, elements 100,000 deep": gives(
            lambda: (xml[:first] + "<a>" * 100_000 + xml[first:]).encode(), 3
        ),
        f"{form}, an item 100,000 deep": gives(
            lambda: xml.replace("日記0", "<b>" * 100_000 + "</b>" * 100_000, 1).encode(), 2, deep
        ),
        f"{form}, 100,000 attributes": gives(
            lambda: xml.replace(
                "<title>", "<title " + " ".join(f'a{n}=""' for n in range(100_000)) + ">"
            ).encode(),
            3,
        ),
        f"{form}, an item over the limit": gives(
            lambda: xml.replace("日記0", "x" * SMALL.max_record_bytes, 1).encode(), 2, RejectReason.TOO_LONG
        ),
        f"{form}, cut in an item": gives(lambda: xml[: xml.rindex("日記2")].encode(), 2, CUT),
        f"{form}, cut between items": gives(lambda: xml[:last].encode(), 2, CUT),
        f"{form}, control characters": gives(
            lambda: xml.replace("日記0", "日\x00記\x0b\x1b\x08").encode(), 3
        ),
        f"{form}, an entity nobody declared": gives(lambda: xml.replace("日記0", "&nato;").encode(), 3),
        f"{form}, character references to nothing": gives(
            lambda: xml.replace("日記0", "&#0;&#xD800;&#x110000;&#99999999999;").encode(), 3
        ),
        f"{form}, a namespace that is none": gives(lambda: xml.replace("title>", "nato:title>").encode(), 3),
        f"{form}, bytes that are not UTF-8": gives(
            lambda: xml.encode().replace("日記0".encode(), b"\xff\xfe\x80"), 3
        ),
        f"{form}, a comment without an end": gives(lambda: xml.replace("日記1", "<!-- ").encode(), 1, CUT),
        f"{form}, a CDATA section without an end": gives(
            lambda: xml.replace("日記1", "<![CDATA[").encode(), *unended
        ),
        f"{form}, an address that is none": gives(
            lambda: xml.replace("https://example.org/0", "https://[::nato#").encode(), 3
        ),
        f"{form}, its items are text": gives(lambda: xml.replace("<", "&lt;").encode(), 1),
    }


GUIDS = RSS.replace("<item>", "<item><guid isPermaLink='false'>1</guid>")
OWN: Cases = {
    "RSS, the feed's own address is none": gives(
        lambda: (
            re.sub("<link>.*?</link>", "", GUIDS)
            .replace("<item>", "<link>http://[x</link><item>", 1)
            .encode()
        ),
        3,
    ),
    "RSS, an address in angle brackets": gives(
        lambda: RSS.replace("<![CDATA[", "<p><https://example.org/1>会談</p>").replace("]]>", "").encode(), 3
    ),
}
CASES: Cases = OWN | {name: case for form in FORMS for name, case in list_xml(form).items()}
