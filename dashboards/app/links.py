"""Addresses of the pages, with what they show in their query."""

from __future__ import annotations

from urllib.parse import urlencode

from dashboards.app.words import Language


def page_link(page: str, language: Language, **shown: str) -> str:
    """The address of a page that shows something.

    >>> page_link("topics", Language.EN, topic="0123456789abcdef")
    '/topics?topic=0123456789abcdef&lang=en'
    """
    return f"/{page}?{urlencode({**shown, 'lang': language.value})}"
