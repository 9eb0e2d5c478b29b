"""The part of a page that is its content, for pages whose entries are not marked.

trafilatura says which texts are content; but it folds ideographic and no-break spaces, merges lines and drops
tweet embeds and tag lines, whose links make them look like menus. So its answer only shows where on the page
the content is, and the text is taken from there.
"""

from __future__ import annotations

import re

from lxml import etree

_MAX_PAGE_CHARS = 1_000_000
"""Larger pages are lists or logs, and trafilatura reads one megabyte a second."""
_GRAM_CHARS = 12
_MAX_HINT_CHARS = 200_000
_COVERAGE = 0.95
_NEVER_LOGGED = 100
"""A level above every message; trafilatura's modules take it from their package."""
_CONTAINERS = frozenset({
    "html", "body", "div", "section", "article", "main", "center", "form", "table", "tbody", "tr", "td",
    "font", "span",
})  # fmt: skip
_WHITE = re.compile(r"\s+")


def find_main(root: etree._Element, html: str) -> etree._Element:
    """The smallest container that holds nearly all of a page's content.

    Args:
        root: the page, by `transforms.markup.parse_html`, without the parts that never are content.
        html: the same page.

    Returns:
        An element of the page; its body, or all of it, where no smaller one will do.
    """
    start = next(root.iter("body"), root)
    has_text = any(not text.isspace() for text in start.itertext())
    hint = _extract_hint(html) if has_text and len(html) <= _MAX_PAGE_CHARS else ""
    weights = _weigh_elements(start, hint)
    main, enough = start, weights.get(start, 0) * _COVERAGE
    while enough and (inner := _find_heavy_child(main, weights, enough)) is not None:
        main = inner
    return main


def _extract_hint(html: str) -> str:
    """The texts that trafilatura takes for content, without white space."""
    # It takes half a second to import, and most pages do without it.
    from trafilatura import core

    # It would report every page without content, and every one that a part of it fails on.
    if (package_logger := core.LOGGER.parent) is not None:
        package_logger.setLevel(_NEVER_LOGGED)
    try:
        found = core.bare_extraction(
            html, fast=True, favor_recall=True, include_comments=False, include_tables=True
        )
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError, etree.LxmlError):
        # Only a hint is lost; what it fails on is nobody's page, and the list is what was seen.
        return ""
    body = getattr(found, "body", None)
    if body is None:
        return ""
    return _WHITE.sub("", "".join(body.itertext()))[:_MAX_HINT_CHARS]


def _weigh_elements(start: etree._Element, hint: str) -> dict[etree._Element, int]:
    """How many characters of content each element holds, in itself and below."""
    grams = {hint[at : at + _GRAM_CHARS] for at in range(len(hint) - _GRAM_CHARS + 1)}
    weights: dict[etree._Element, int] = {}
    if not grams:
        return weights
    elements = list(start.iter())
    for element in elements:
        weights[element] = _weigh_text(element.text, grams)
    for element in elements[1:]:
        weights[element.getparent()] += _weigh_text(element.tail, grams)
    # From the end, so that an element has its own sum before it is added to its parent's.
    for element in reversed(elements[1:]):
        weights[element.getparent()] += weights[element]
    return weights


def _weigh_text(text: str | None, grams: set[str]) -> int:
    """A text's length if it begins or ends like content; short ones could be anything."""
    if not text or len(text) < _GRAM_CHARS:
        return 0
    bare = _WHITE.sub("", text)
    return len(bare) if bare[:_GRAM_CHARS] in grams or bare[-_GRAM_CHARS:] in grams else 0


def _find_heavy_child(
    element: etree._Element, weights: dict[etree._Element, int], enough: float
) -> etree._Element | None:
    for child in element:
        if child.tag in _CONTAINERS and weights[child] >= enough:
            return child
    return None
