"""Quotes in their paragraph as HTML: data is escaped here, once, and nowhere else made HTML."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from dashboards.app.links import page_link
from dashboards.app.palette import BLUE, FAINT, INK, MARK, PANEL
from dashboards.app.words import Language, say, say_code

STYLE = f"""<style>
.quote {{ border-left: 4px solid {BLUE}; background: {PANEL}; color: {INK}; padding: 0.6rem 0.9rem;
  margin: 0 0 0.7rem 0; border-radius: 0 6px 6px 0; }}
.quote p {{ margin: 0 0 0.35rem 0; line-height: 1.75; overflow-wrap: anywhere; line-break: strict; }}
.quote mark {{ background: {MARK}; color: {INK}; padding: 0.05em 0.1em; }}
.quote .who {{ font-weight: 600; }}
.quote .faint {{ color: {FAINT}; font-size: 0.85rem; }}
.quote a {{ color: {BLUE}; }}
</style>"""


def render_quotes(rows: Sequence[Mapping[str, object]], language: Language) -> str:
    """A card for each row of the question `quotes_page`."""
    return STYLE + "".join(_render_quote(row, language) for row in rows)


def _render_quote(row: Mapping[str, object], language: Language) -> str:
    paragraph = f"{_text(row['text_before'])}<mark>{_text(row['text'])}</mark>{_text(row['text_after'])}"
    return (
        f'<article class="quote"><p>{_render_who(row, language)}</p><p lang="ja">{paragraph}</p>'
        f'<p class="faint">{_render_facts(row, language)}</p></article>'
    )


def _render_who(row: Mapping[str, object], language: Language) -> str:
    name = row["actor"] or row["speaker"]
    if not name:
        return f'<span class="faint">{say("unnamed", language)}</span>'
    who = f'<span class="who">{_text(name)}</span>'
    if row["actor_id"]:
        address = page_link("speakers", language, speaker=str(row["actor_id"]))
        who = f'<a class="who" target="_self" href="{html.escape(address)}">{_text(name)}</a>'
    via = row["via_actor"] or row["via"]
    relayed = say("via", language, via=_text(via)) if via else ""
    written = f"（{_text(row['speaker'])}）" if row["speaker"] not in (None, name) else ""
    return f'{who}{written} <span class="faint">{relayed}</span>'


def _render_facts(row: Mapping[str, object], language: Language) -> str:
    day = row["posted_date"]
    facts = [
        say("undated", language) if day is None else _text(day),
        say_code("form", row["form"], language),
        f"{say('evidence', language)}: {_text(say_code('evidence', row['evidence'], language))}",
        f"{say('confidence', language)} {row['confidence']:.2f}",
    ]
    if row["topic"]:
        facts.insert(1, f"#{_text(row['topic'])}")
    return " · ".join([*facts, _render_source(row, language)])


def _render_source(row: Mapping[str, object], language: Language) -> str:
    title = _text(row["title"] or row["record_id"])
    address = str(row["url"] or "")
    if not is_web_address(address):
        return title
    return (
        f'<a href="{html.escape(address)}" target="_blank" rel="noopener noreferrer nofollow" '
        f'title="{say("source", language)}">{title}</a>'
    )


def is_web_address(address: str) -> bool:
    """Whether a link may lead there.

    >>> [is_web_address(each) for each in ("https://example.org/a", "javascript:alert(1)", "//x", "")]
    [True, False, False, False]
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def _text(value: object) -> str:
    """Data as HTML text; line breaks of the post stay visible as blanks."""
    return html.escape("" if value is None else str(value))
