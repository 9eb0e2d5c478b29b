"""Words that a document quotes twice, as a headline and its article do, have one speaker."""

from __future__ import annotations

from transforms.attribution import Speech
from transforms.records import Evidence, QuoteForm

KEY_LENGTH = 5
"""How many characters must agree; fewer are said by many."""
LIKELY = 16
"""How many quotations that begin alike are compared: a bound keeps a text that repeats itself linear."""


def find_repeated(text: str, speeches: list[Speech]) -> dict[int, Speech]:
    """The quotations without a speaker whose words open another one, with whom that one names.

    Args:
        text: the post's text.
        speeches: its quotations in articles.

    Returns:
        The quotation with its new attribution, by its place in `speeches`.
    """
    named: dict[str, list[Speech]] = {}
    for speech in speeches:
        if speech.attribution.speaker is not None and speech.form is not QuoteForm.REPORTED:
            named.setdefault(text[speech.start : speech.start + KEY_LENGTH], []).append(speech)
    found = {}
    for index, speech in enumerate(speeches):
        if speech.attribution.speaker is not None or speech.end - speech.start < KEY_LENGTH:
            continue
        words = text[speech.start : speech.end]
        for other in named.get(words[:KEY_LENGTH], [])[:LIKELY]:
            if other.start + len(words) <= other.end and text.startswith(words, other.start):
                found[index] = speech._replace(
                    attribution=other.attribution._replace(evidence=Evidence.HEADLINE)
                )
                break
    return found
