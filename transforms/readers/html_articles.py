"""Entries that a page marks by HTML's own elements alone: `article`, a heading that links, a `time`."""

from __future__ import annotations

from itertools import islice

from lxml import etree

_ARTICLES = etree.XPath(
    "//article[not(ancestor::article or ancestor::aside or ancestor::nav)]"
    "[.//time[@datetime]][.//h1//a[@href] or .//h2//a[@href] or .//h3//a[@href]]"
)
_HEADINGS = etree.XPath(".//h1[.//a[@href]] | .//h2[.//a[@href]] | .//h3[.//a[@href]]")
_LINKS = etree.XPath(".//a[@href]")
_BREAKS = etree.XPath("count(.//p | .//br)")
_MAX_ARTICLES = 1000


def find_articles(root: etree._Element) -> list[etree._Element]:
    """The entries of a page that shows several of them whole; none on any other page.

    Front pages list the beginnings of articles in just this form, of a line or a paragraph each. Only where
    every one has several are they taken for the articles themselves.
    """
    # The many of a hostile page cost seconds, each with all that it lies in.
    if len(list(islice(root.iter("article"), _MAX_ARTICLES + 1))) > _MAX_ARTICLES:
        return []
    articles = _ARTICLES(root)
    if len(articles) < 2 or any(_BREAKS(article) < 2 for article in articles):
        return []
    return list(articles)


def take_heading(article: etree._Element) -> etree._Element:
    """Take an article's heading out of it, and the line of its time.

    Returns:
        The heading's link, to the article's own page.
    """
    heading = _HEADINGS(article)[0]
    link: etree._Element = _LINKS(heading)[0]
    heading.clear(keep_tail=True)
    time = next(article.iter("time"))
    # A day within a sentence is the sentence's.
    if (line := time.getparent()) is not None and "".join(line.itertext()).strip() == (
        time.text or ""
    ).strip():
        time.text = None
    return link
