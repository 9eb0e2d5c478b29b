"""A post as WordPress's REST interface gives it (`/wp-json/wp/v2/posts`), in the form of other JSON records.

Title and content are objects with HTML under `rendered`; `date_gmt` is UTC without saying so.
https://developer.wordpress.org/rest-api/reference/posts/
"""

from __future__ import annotations

from typing import TypeAlias

from transforms.markup import Markup, convert_fragment

Fields: TypeAlias = dict[str, object]


def flatten_post(fields: Fields) -> tuple[Fields, tuple[str, ...]]:
    """Take the HTML out of a record of WordPress; any other record stays what it is.

    Returns:
        The fields with plain strings, and the addresses of the tweets embedded in the text.

    >>> flatten_post({"title": {"rendered": "A&amp;B"}, "content": {"rendered": "<p>会談</p>"}})[0]
    {'title': 'A&B', 'content': '会談', 'published_at': None}
    """
    content = _convert(fields.get("content"))
    if content is None:
        return fields, ()
    title = _convert(fields.get("title"))
    gmt = fields.get("date_gmt")
    flat = {
        **fields,
        "title": title.text if title else None,
        "content": content.text,
        "published_at": f"{gmt}Z" if isinstance(gmt, str) and gmt else fields.get("date"),
    }
    return flat, content.status_urls


def _convert(value: object) -> Markup | None:
    rendered = value.get("rendered") if isinstance(value, dict) else None
    return convert_fragment(rendered) if isinstance(rendered, str) else None
