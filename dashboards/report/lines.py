"""Charts by day as numbers that the templates put into SVG: lines, and columns.

All lengths are units of the drawing's own box, which the page scales; y grows downwards, as in SVG.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """Where a chart draws: size, and the margins that words need."""

    width: float
    height: float
    left: float = 4.0
    right: float = 4.0
    top: float = 6.0
    bottom: float = 4.0

    @property
    def floor(self) -> float:
        """Height of zero: its y."""
        return self.height - self.bottom

    @property
    def inner_width(self) -> float:
        """Room for the days."""
        return self.width - self.left - self.right

    def rise(self, count: float, most: float) -> float:
        """Height of a count, `most` being at the top: its y."""
        return round(self.floor - (self.floor - self.top) * count / max(most, 1), 1)


@dataclass(frozen=True)
class Line:
    """A line over the days of two periods.

    Attributes:
        before: points of the period before, up to the first of this one; `x,y` with blanks, as SVG has them.
        here: points of this period.
        area: the outline of what lies below `here`.
        split_x: where this period begins.
        last: end of the line, x and y.
    """

    before: str
    here: str
    area: str
    split_x: float
    last: tuple[float, float]


def draw_line(counts: Sequence[int], split: int, box: Box, *, most: int) -> Line:
    """Draw the counts of two periods as one line.

    Args:
        counts: one a day.
        split: index of this period's first day.
        box: where to draw.
        most: the count at the top of the box; several charts may share it.

    >>> draw_line([0, 2, 4], 1, Box(100, 50, top=10, bottom=0, left=0, right=0), most=4).here
    '50.0,30.0 100.0,10.0'
    """
    step = box.inner_width / max(len(counts) - 1, 1)
    points = [(round(box.left + step * no, 1), box.rise(count, most)) for no, count in enumerate(counts)]
    here = points[split:]
    floor = round(box.floor, 1)
    corners = [(here[0][0], floor), *here, (here[-1][0], floor)]
    return Line(_join(points[: split + 1]), _join(here), _join(corners), here[0][0], here[-1])


def _join(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)


@dataclass(frozen=True)
class Column:
    """A day's column: its rectangle, its count, and whether the day belongs to the period."""

    x: float
    y: float
    width: float
    height: float
    count: int
    is_here: bool


def draw_columns(counts: Sequence[int], split: int, box: Box) -> list[Column]:
    """Draw the counts of two periods as columns, the highest as high as the box.

    >>> [column.height for column in draw_columns([1, 2], 1, Box(20, 20, top=10, bottom=0))]
    [5.0, 10.0]
    """
    most = max([*counts, 1])
    step = box.inner_width / len(counts)
    gap = min(step * 0.2, 3.0)
    return [
        Column(
            round(box.left + step * no + gap / 2, 2),
            y := box.rise(count, most),
            round(step - gap, 2),
            round(box.floor - y, 1),
            count,
            no >= split,
        )
        for no, count in enumerate(counts)
    ]
