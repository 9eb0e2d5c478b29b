"""The entries on a blog's page, one or several, by the class names that blog hosts give to their parts.

Hatena, livedoor, FC2, Seesaa, WordPress, Blogger, TypePad, Ameba and note mark an entry's body; around it
stand its title with the permanent link, a `time`, an author and categories
(https://microformats.org/wiki/hentry). Whatever does so is read, without a list of hosts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from transforms.markup import Markup, convert_tree
from transforms.readers.authors import clean_author
from transforms.readers.html_articles import find_articles, take_heading
from transforms.readers.html_diary import Section, take_sections
from transforms.readers.html_metadata import MAX_CANDIDATES, complete_url, find_date, show_text
from transforms.readers.html_old_blogs import part_old_body

_BODY_CLASSES = frozenset({
    "entry-content", "e-content", "entry-body", "post-body", "article-body", "skin-entryBody",
    "entry_body", "mainEntryBody", "blogbody",
    "note-common-styles__textnote-body",
})  # fmt: skip
_ENTRY_CLASSES = frozenset({"hentry", "h-entry", "entry", "post", "article", "archive-entry"})

# Coarser than `_BODY_CLASSES`, for XPath looks at every element.
_CANDIDATE = (
    "*[contains(@class, '-content') or contains(@class, 'ody') or @itemprop='articleBody'"
    " or @data-uranus-component='entryBody']"
)
_CANDIDATES, _CANDIDATES_WITHIN = etree.XPath(f"//{_CANDIDATE}"), etree.XPath(f".//{_CANDIDATE}")


def _has_class(*names: str) -> str:
    return " or ".join(f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')" for name in names)


_EXCERPTS = etree.XPath(f"//*[{_has_class('archive-entry')}][.//*[{_has_class('entry-description')}]]")
_MORE_LINKS = etree.XPath(
    f".//a[{_has_class('entry-see-more', 'more-link', 'read-more', 'continue-reading')}][@href]"
)
_TITLE_CLASSES = _has_class("entry-title", "p-name", "article-title", "post-title", "skinArticleTitle")
# Each a row of paths, the surest first.
_TITLE_LINKS = (
    etree.XPath(f".//a[{_has_class('entry-title-link')}]"),
    etree.XPath(f".//*[{_TITLE_CLASSES}]//a[@href]"),
    etree.XPath(".//a[contains(@rel, 'bookmark')][not(.//time)]"),
)
_TITLES = (etree.XPath(f".//*[{_TITLE_CLASSES}]"), etree.XPath(".//h1 | .//h2"))
_TIMES = (
    etree.XPath(".//time[@datetime] | .//*[@itemprop='datePublished']"),
    etree.XPath(f".//*[{_has_class('published', 'dt-published')}][@title]"),
    etree.XPath(f".//*[{_has_class('entry-date', 'date', 'article-date', 'post-date', 'posted-on')}]"),
)
_AUTHORS = (
    etree.XPath(f".//*[{_has_class('author', 'p-author')}]//*[{_has_class('fn', 'p-name')}]"),
    etree.XPath(".//*[@rel='author']"),
    etree.XPath(f".//*[{_has_class('author', 'p-author', 'article-author')}]"),
)
_CATEGORIES = etree.XPath(
    f".//a[{_has_class('entry-category-link', 'p-category')}]"
    " | .//a[contains(concat(' ', @rel, ' '), ' tag ')]"
)

_UNWANTED = re.compile(
    r"(?:^|\s)(?:comments?(?:-(?:list|area|box|section|form|wrapper|template))?|commentlist|respond"
    r"|disqus_thread|fb-comments|trackbacks?|pingbacks?|sharedaddy|jp-relatedposts|yarpp[\w-]{0,40}"
    r"|addtoany[\w-]{0,40}|hatena-star[\w-]{0,40}|related-(?:posts|articles|entries)"
    r"|(?:(?:entry|article|post|page|site|global|blog|customized)[-_]?)?footer|entry-footer-section"
    r"|sidebar|breadcrumbs?|pager|pagination|post-navigation|google-afc[\w-]{0,40}|adsbygoogle|social-buttons"
    r"|entry-see-more|more-link)(?:\s|$)",
    re.IGNORECASE,
)
_NAMED = etree.XPath(".//*[@class or @id]")
_FOOTERS = etree.XPath(".//footer[not(ancestor::blockquote)]")
_MAX_ENTRIES = 1000
"""No page of a blog shows more."""


class Entry(NamedTuple):
    """One entry of a page; `is_excerpt` when the page shows only its beginning."""

    markup: Markup
    url: str | None
    title: str | None
    author: str | None
    categories: tuple[str, ...]
    date_text: str | None
    is_excerpt: bool


def read_entries(root: etree._Element, base_url: str | None, own_url: str | None) -> list[Entry]:
    """Find the entries on a page, in its order; none where nothing is marked as one.

    Args:
        root: the page, by `transforms.markup.parse_html`; the entries' bodies are used up.
        base_url: to complete the page's links with.
        own_url: the page's address: there an entry stands whole, however many links it has to itself.
    """
    bodies = _find_bodies(root)
    if not bodies:
        excerpts = [_read_entry(scope, None, base_url, own_url) for scope in _EXCERPTS(root)]
        sections = excerpts or [_read_section(section, base_url) for section in take_sections(root)]
        return sections or [_read_article(article, base_url) for article in find_articles(root)]
    for body in bodies:
        if "blogbody" in body.get("class", "").split():
            part_old_body(body)
    enclosing = Counter(ancestor for body in bodies for ancestor in body.iterancestors())
    scopes = [_find_scope(body, enclosing) for body in bodies]
    # What stands around a body is looked for without its text, which is most of the page.
    for body in bodies:
        if (parent := body.getparent()) is not None:
            parent.remove(body)
    return [_read_entry(scope, body, base_url, own_url) for scope, body in zip(scopes, bodies, strict=True)]


def drop_unwanted(element: etree._Element, *tags: str) -> None:
    """Empty the parts of an element that are no post: footers, comments, sharing buttons, and `tags`."""
    # A quoted person's name stands in a footer too.
    unwanted = _FOOTERS(element)
    for tag in tags:
        unwanted += element.iterdescendants(tag)
    unwanted += (
        named
        for named in _NAMED(element)
        # Themes name the whole page by what it has.
        if named.tag not in {"html", "body", "main"}
        and (_UNWANTED.search(named.get("class", "")) or _UNWANTED.search(named.get("id", "")))
    )
    for part in unwanted:
        part.clear(keep_tail=True)


def _find_bodies(root: etree._Element) -> list[etree._Element]:
    """The outermost elements that are marked as an entry's body."""
    bodies: list[etree._Element] = []
    within: set[etree._Element] = set()
    for element in _CANDIDATES(root):
        is_named = not _BODY_CLASSES.isdisjoint(element.get("class", "").split())
        is_marked = (
            is_named or element.get("itemprop") == "articleBody" or element.get("data-uranus-component")
        )
        if is_marked and element.getparent() is not None and element not in within:
            bodies.append(element)
            within.update(_CANDIDATES_WITHIN(element))
    return bodies if len(bodies) <= _MAX_ENTRIES else []


def _find_scope(body: etree._Element, enclosing: Counter[etree._Element]) -> etree._Element:
    """The element that holds a body with its title, date and author, and no other body."""
    # Bodies side by side without anything around them: then nothing is known but their texts.
    scope = etree.Element("div")
    for ancestor in body.iterancestors():
        if enclosing[ancestor] > 1:
            break
        scope = ancestor
        if ancestor.tag == "article" or not _ENTRY_CLASSES.isdisjoint(ancestor.get("class", "").split()):
            break
    return scope


def _read_entry(
    scope: etree._Element, body: etree._Element | None, base_url: str | None, own_url: str | None
) -> Entry:
    link = next(_find(scope, _TITLE_LINKS), None)
    title = link if link is not None else next(_find(scope, _TITLES), None)
    author = next(filter(None, map(show_text, _find(scope, _AUTHORS))), None)
    url = complete_url(base_url, link.get("href", "")) if link is not None else None
    is_excerpt = body is None or (url != own_url and _has_more(body, url, base_url))
    return Entry(
        markup=Markup("", ()) if is_excerpt else _convert_body(body),
        url=url,
        title=(show_text(title) or None) if title is not None else None,
        author=clean_author(author) if author else None,
        categories=tuple(dict.fromkeys(filter(None, map(show_text, _CATEGORIES(scope)[:MAX_CANDIDATES])))),
        date_text=find_date(_list_dates(scope)),
        is_excerpt=is_excerpt,
    )


def _read_article(article: etree._Element, base_url: str | None) -> Entry:
    """An entry whose body is all that stands in its `article` beside the heading and the time."""
    around = _read_entry(article, None, base_url, None)
    link = take_heading(article)
    drop_unwanted(article, "header")
    return around._replace(
        url=complete_url(base_url, link.get("href", "")),
        title=show_text(link) or None,
        markup=convert_tree(article),
        is_excerpt=False,
    )


def _read_section(section: Section, base_url: str | None) -> Entry:
    drop_unwanted(section.body)
    return Entry(
        markup=convert_tree(section.body),
        url=complete_url(base_url, section.href) if section.href else None,
        title=section.title or None,
        author=None,
        categories=(),
        date_text=find_date([section.date_text]),
        is_excerpt=False,
    )


def _find(scope: etree._Element, paths: tuple[etree.XPath, ...]) -> Iterator[etree._Element]:
    """The elements of several paths, one path after the other."""
    for path in paths:
        yield from path(scope)[:MAX_CANDIDATES]


def _has_more(body: etree._Element, url: str | None, base_url: str | None) -> bool:
    """Whether a link such as "続きを読む" leads to the entry's own page."""
    targets = (complete_url(base_url, link.get("href", "")) for link in _MORE_LINKS(body))
    return url is not None and any(target and target.partition("#")[0] == url for target in targets)


def _convert_body(body: etree._Element) -> Markup:
    drop_unwanted(body)
    return convert_tree(body)


def _list_dates(scope: etree._Element) -> Iterator[str]:
    """Texts around an entry that may be its day of publication; never the day of a change."""
    for element in _find(scope, _TIMES):
        classes = element.get("class", "").split()
        if "updated" in classes and "published" not in classes:
            continue
        yield element.get("datetime") or element.get("content") or element.get("title") or show_text(element)
