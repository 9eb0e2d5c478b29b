"""Colours and fonts, written once.

The series begin with Okabe and Ito's, darkened until each reaches 3:1 on the page's paper (WCAG AA for
graphics); words reach 4.5:1. tests/dashboard/test_palette.py computes both, and how far any two series are
apart for an eye without one kind of cone.
"""

from __future__ import annotations

PAPER = "#ffffff"
PANEL = "#f4f5f7"
INK = "#1f2733"
FAINT = "#5b6472"
"""Words of lesser weight: dates, sources."""

BLUE = "#0072b2"
VERMILION = "#c4500a"
GREEN = "#00805e"
PURPLE = "#9c3f7c"
BROWN = "#5a3a00"
VIOLET = "#7a2fd0"
GREY = "#8a9099"

SERIES = (BLUE, VERMILION, GREEN, PURPLE, BROWN, VIOLET, GREY)
"""Colours of groups, in order; a group beyond the last is GREY."""

MARK = "#ffe9a8"
"""The ground of the quoted words in their paragraph."""

FONTS = "'Noto Sans CJK JP', 'Noto Sans JP', 'Hiragino Sans', 'Yu Gothic UI', Meiryo, sans-serif"
"""Fonts that stand on the reader's machine; none is fetched."""

THEME = {
    "theme.primaryColor": BLUE,
    "theme.textColor": INK,
    "theme.secondaryBackgroundColor": PANEL,
    "theme.linkColor": BLUE,
    "theme.metricValueFontSize": "1.7rem",
    "theme.headingFontSizes": "2rem,1.5rem,1.25rem",
}


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours after WCAG 2.2, from 1 to 21.

    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
