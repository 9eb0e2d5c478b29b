"""Entries as livedoor and Seesaa wrote them until about 2010: title and signature stand inside the body."""

from __future__ import annotations

from lxml import etree

_NEW_CLASSES = {"title": "entry-title", "posted": "posted-on"}
"""What stands beside a body today, by the class that it had inside."""


def part_old_body(body: etree._Element) -> None:
    """Put the title and the signature of an old body beside it, in an element that holds all three.

    Args:
        body: the element of class `blogbody`; it must lie in another one.
    """
    around = etree.Element("div")
    body.addprevious(around)
    around.append(body)
    for part in list(body):
        new_class = next(
            (_NEW_CLASSES[name] for name in part.get("class", "").split() if name in _NEW_CLASSES), ""
        )
        if new_class:
            _keep_tail(part)
            part.set("class", new_class)
            around.append(part)


def _keep_tail(part: etree._Element) -> None:
    """Leave the text behind an element where it is, for it moves along with the element."""
    before, parent = part.getprevious(), part.getparent()
    if before is not None:
        before.tail = (before.tail or "") + (part.tail or "")
    else:
        parent.text = (parent.text or "") + (part.tail or "")
    part.tail = None
