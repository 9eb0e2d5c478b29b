"""The sheet of labels: what is written into it, and what a person's decisions in it do to the seeds.

decision   alias: `surface` means the topic in `topic`, which becomes a reviewed one
           new: `surface` is a reviewed topic of its own, below `parent` if there is one
           leave: looked at; do not list it again
           empty: nothing
event_first_date, event_last_date   the days of the event that a new topic is; empty: those of its label
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from rapidfuzz import fuzz, process

from warehouse.resolve_seeds import Span
from warehouse.resolve_topic_seeds import ReviewedTopic, TopicSeeds, fold_label
from warehouse.review_seeds import LEFT_ALONE, SeedRow
from warehouse.review_sheet import DECISIONS, Problem, SheetError, SheetRow, read_sheet, write_sheet
from warehouse.review_topics import TopicItem

TOPIC_COLUMNS = (
    *("surface", "decision", "topic", "parent", "event_first_date", "event_last_date"),
    *("reason", "tags", "posts", "means_now", "suggestion", "likeness", "declared_for"),
    *("example_1", "example_2"),
)
_DECIDED = TOPIC_COLUMNS[:6]


def write_topic_sheet(items: Iterable[TopicItem]) -> bytes:
    """The sheet of labels to look at, without any decision."""
    return write_sheet(TOPIC_COLUMNS, (_to_cells(item) for item in items))


def _to_cells(item: TopicItem) -> tuple[object, ...]:
    examples = [example.context for example in item.examples[:2]]
    support = "、".join(f"{label} ({count})" for label, count in item.support)
    is_part = item.reason == "part"
    return (
        *(item.surface, "", "" if is_part else item.suggestion, item.suggestion if is_part else "", "", ""),
        *(item.reason, item.row_count, item.post_count, item.means_now, item.suggestion),
        *(item.likeness or None, support),
        *examples,
        *([""] * (2 - len(examples))),
    )


def read_topic_decisions(path: Path, seeds: TopicSeeds, labels: Iterable[str]) -> dict[str, list[SeedRow]]:
    """Read a sheet and say which rows it adds to which seed file.

    Args:
        path: the sheet, edited.
        seeds: the reviewed topics as they stand.
        labels: those that posts have: what else a topic or a parent may be called.

    Raises:
        SheetError: any of its rows is wrong; it names every one.
        OSError: it cannot be read.
    """
    problems: list[Problem] = []
    rows = list(read_sheet(path, _DECIDED, problems))
    decisions = _Decisions(seeds, labels)
    by_decision = {name: [row for row in rows if row.read_decision() == name] for name in DECISIONS}
    for row in by_decision["new"]:  # first, so that the others may name them
        decisions.add_new(row)
    for row in by_decision["new"]:
        decisions.add_parent(row)
    for row in by_decision["alias"]:
        decisions.add_alias(row)
    for row in by_decision["leave"]:
        decisions.added[LEFT_ALONE].append({"subject": "topics", "surface": row.read_name("surface")})
    if problems:
        raise SheetError(path, sorted(set(problems)))
    return decisions.added


class _Decisions:
    """What the rows of a sheet add to the seeds."""

    def __init__(self, seeds: TopicSeeds, labels: Iterable[str]) -> None:
        self.added: dict[str, list[SeedRow]] = defaultdict(list)
        self._details = dict(seeds.details)
        self._aliases = {fold_label(surface): topic for surface, topic in seeds.aliases}
        self._labels = {fold_label(label): label for label in sorted(labels, reverse=True)}
        self._rows: dict[str, SheetRow] = {}

    def add_new(self, row: SheetRow) -> None:
        """Make a topic of a row, or give the one that stands its days."""
        surface = row.read_name("surface")
        event = row.read_span("event_first_date", "event_last_date")
        key = fold_label(surface)
        if row["topic"] and fold_label(row["topic"]) != key:
            row.complain(
                "topic", "a new topic is called as its surface; write alias in decision, or empty it"
            )
        elif key in self._aliases:
            topic = self._aliases[key]
            row.complain("surface", f"{surface} is a reviewed alias of {topic}; mend topic_aliases.csv")
        elif self._is_first(row, key):
            known = self._details.get(key, ReviewedTopic(surface, None, Span(None, None)))
            self._put(known._replace(event=event) if event.first or event.last else known)

    def _is_first(self, row: SheetRow, key: str) -> bool:
        if key in self._rows:
            row.complain(
                "surface", f"row {self._rows[key].number} decides about {row['surface']}, too; keep one"
            )
            return False
        self._rows[key] = row
        return True

    def add_parent(self, row: SheetRow) -> None:
        """Put the topic of a row below another."""
        topic = self._details.get(fold_label(row["surface"]))
        if topic is None or not row["parent"]:
            return
        if parent := self._find_topic(row, "parent"):
            self._put(topic._replace(parent=parent))
            if self._goes_round(parent):
                row.complain("parent", f"{parent} is itself below {topic.topic}; choose another, or none")

    def _goes_round(self, start: str) -> bool:
        seen: set[str] = set()
        above: str | None = start
        while above and above not in seen:
            seen.add(above)
            above = self._details[fold_label(above)].parent
        return above is not None

    def add_alias(self, row: SheetRow) -> None:
        """Join a label with a topic."""
        surface = row.read_name("surface")
        key, topic = fold_label(surface), row["topic"]
        if not topic:
            row.complain("topic", "is empty; write the topic it is an alias of")
        elif key == fold_label(topic):
            row.complain("topic", f"{topic} is the same label in another spelling: it needs no alias")
        elif key in self._details:
            row.complain("surface", f"{surface} is a reviewed topic of its own; mend topics.csv first")
        elif (head := self._find_topic(row, "topic")) and self._is_first(row, key):
            if (known := self._aliases.setdefault(key, head)) != head:
                row.complain("surface", f"{surface} is an alias of {known} already; mend topic_aliases.csv")
            self.added["topic_aliases.csv"].append({"surface": surface, "topic": head})

    def _find_topic(self, row: SheetRow, column: str) -> str | None:
        """The topic that a cell names, which becomes a reviewed one."""
        name = row[column]
        key = fold_label(name)
        if key in self._aliases:
            row.complain(column, f"{name} is itself an alias of {self._aliases[key]}; write that")
        elif key in self._details:
            return self._details[key].topic
        elif key in self._labels:
            self._put(ReviewedTopic(self._labels[key], None, Span(None, None)))
            return self._labels[key]
        else:
            near = process.extractOne(key, list(self._labels), scorer=fuzz.ratio, score_cutoff=60.0)
            hint = f"did you mean {self._labels[near[0]]}?" if near else ""
            row.complain(column, f"no topic is called {name}; {hint} a row with new in decision makes one")
        return None

    def _put(self, topic: ReviewedTopic) -> None:
        """Remember a reviewed topic; of several states the last one is written."""
        self._details[fold_label(topic.topic)] = topic
        rows = [row for row in self.added["topics.csv"] if row["topic"] != topic.topic]
        row = {
            "topic": topic.topic,
            "parent": topic.parent or "",
            "event_first_date": str(topic.event.first or ""),
            "event_last_date": str(topic.event.last or ""),
        }
        self.added["topics.csv"] = [*rows, row]
