"""Colours that everybody can read and tell apart."""

from __future__ import annotations

from itertools import combinations

import pytest

from dashboards.app.palette import BLUE, FAINT, INK, MARK, PANEL, PAPER, SERIES, contrast

WORDS_AA, GRAPHICS_AA = 4.5, 3.0

# Machado, Oliveira and Fernandes 2009, severity 1.0: what linear RGB becomes for an eye without one cone.
BLINDNESS = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


@pytest.mark.parametrize(
    ("words", "ground"),
    [(INK, PAPER), (INK, PANEL), (FAINT, PAPER), (FAINT, PANEL), (BLUE, PANEL), (INK, MARK)],
)
def test_words_stand_out_from_their_ground(words: str, ground: str) -> None:
    assert contrast(words, ground) >= WORDS_AA


@pytest.mark.parametrize("colour", SERIES)
def test_series_stand_out_from_the_paper(colour: str) -> None:
    assert contrast(colour, PAPER) >= GRAPHICS_AA


def linear(colour: str) -> list[float]:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]


def to_lab(rgb: list[float]) -> list[float]:
    """CIE L*a*b* under D65."""
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    xyz = [sum(a * max(b, 0.0) for a, b in zip(row, rgb, strict=True)) for row in to_xyz]
    f = [
        t ** (1 / 3) if (t := v / w) > 0.008856 else 7.787 * t + 16 / 116
        for v, w in zip(xyz, white, strict=True)
    ]
    return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]


@pytest.mark.parametrize("blindness", BLINDNESS)
@pytest.mark.parametrize(("first", "second"), [*combinations(SERIES, 2)])
def test_series_differ_without_one_cone(first: str, second: str, blindness: str) -> None:
    seen = [
        to_lab([sum(a * b for a, b in zip(row, linear(colour), strict=True)) for row in BLINDNESS[blindness]])
        for colour in (first, second)
    ]
    distance = sum((a - b) ** 2 for a, b in zip(*seen, strict=True)) ** 0.5
    assert distance > 10  # CIE76; about 2.3 can just be told apart
