"""The sizes of the fault tests, and the figures that `make faults` prints."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Figure:
    """One line of the table: what was tried, how often, what went wrong, what was aimed at."""

    what: str
    tried: int
    wrong: int
    note: str


@dataclass
class Figures:
    """Collects figures; `is_full` says whether the tests run at full size."""

    is_full: bool
    found: list[Figure] = field(default_factory=list)

    def size(self, small: int, full: int) -> int:
        return full if self.is_full else small

    def add(self, what: str, *, tried: int, wrong: int, note: str = "") -> None:
        self.found.append(Figure(what, tried, wrong, note))

    def draw(self) -> list[str]:
        return [
            "| what | tried | wrong | note |",
            "|---|---:|---:|---|",
            *(f"| {each.what} | {each.tried:,} | {each.wrong:,} | {each.note} |" for each in self.found),
        ]
