"""Pages of Hatena Diary (until 2019) and of tDiary, its model: days, and in each its sections, the posts.

Layout: `div.day` holds `h2 .date` and any number of `div.section`; a section begins with an `h3` whose first
link, around `span.sanchor`, is the section's own address, and may end with `p.sectionfooter`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from transforms.readers.html_metadata import show_text

_MAX_SECTIONS = 1000


def _has_class(name: str) -> str:
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


_SECTIONS = etree.XPath(f"//div[{_has_class('section')}][h3//span[{_has_class('sanchor')}]]")
_ANCHORS = etree.XPath(f"h3//a[.//span[{_has_class('sanchor')}]]")
_DAYS = etree.XPath(f"ancestor::div[{_has_class('day')}][1]/h2//*[{_has_class('date')}]")
_BESIDE_TITLE = etree.XPath(
    f"h3//*[{_has_class('sanchor')} or {_has_class('editlink')} or {_has_class('timestamp')}]"
)
_FOOTERS = etree.XPath(f".//*[{_has_class('sectionfooter')}]")


class Section(NamedTuple):
    """One post of a diary; `body` is what is left of its element.

    Attributes:
        body: the section without heading and footer.
        href: its own address, as written, or "".
        title: the heading, or "".
        date_text: the day it stands under, or "".
    """

    body: etree._Element
    href: str
    title: str
    date_text: str


def take_sections(root: etree._Element) -> Iterator[Section]:
    """Take a diary's posts apart, in the page's order; none on any other page."""
    for section in _find_sections(root):
        anchor = next(iter(_ANCHORS(section)), None)
        day = next(iter(_DAYS(section)), None)
        for beside in _BESIDE_TITLE(section):
            beside.clear(keep_tail=True)
        heading = section.find("h3")
        title = show_text(heading) if heading is not None else ""
        for part in (*section.iterchildren("h3"), *_FOOTERS(section)):
            part.clear(keep_tail=True)
        yield Section(
            section,
            anchor.get("href", "") if anchor is not None else "",
            title,
            show_text(day) if day is not None else "",
        )


def _find_sections(root: etree._Element) -> list[etree._Element]:
    """The outermost sections; none where there are more than a page of a diary has."""
    sections = _SECTIONS(root)
    if len(sections) > _MAX_SECTIONS:
        return []
    known = set(sections)
    return [section for section in sections if known.isdisjoint(section.iterancestors("div"))]
