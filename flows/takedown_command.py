"""`hatsugen takedown`: the list it reads, and what is shown when it is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flows.takedown import TakedownReport, describe_troubles


def read_targets(lines: Iterable[str]) -> Iterator[str]:
    r"""The posts of a list: one a line, blank lines and those that begin with `#` left out.

    >>> list(read_targets(["https://example.org/1\n", "\n", "# asked for in May\n"]))
    ['https://example.org/1']
    """
    for line in lines:
        if (target := line.strip().removeprefix("\ufeff")) and not target.startswith("#"):
            yield target


def describe_takedown(done: TakedownReport) -> str:
    """What a takedown did, for people."""
    lines = [f"{len(done.post_ids):,} posts will never be read in again: {', '.join(done.post_ids)}"]
    if not done.is_found:
        lines.append("none of them stood in the warehouse")
    if done.snapshot is not None:
        lines.append(f"snapshot {done.snapshot} is published")
    if done.dropped_dumps:
        lines.append(f"kept dumps removed: {', '.join(done.dropped_dumps)}")
    lines += describe_troubles(done)
    lines += [f"{path} is still delivered: remove it from the inbox" for path in done.delivered]
    if done.is_proven:
        lines.append("proven: a search over everything on disk, unpacked, finds nothing of them")
    return "\n".join(lines)


def to_json(done: TakedownReport) -> dict[str, object]:
    """What a takedown did, for programs."""
    return {
        "post_ids": list(done.post_ids),
        "is_found": done.is_found,
        "is_proven": done.is_proven,
        "snapshot": done.snapshot,
        "dropped_dumps": list(done.dropped_dumps),
        "held_snapshots": list(done.held),
        "remaining": [str(path) for path in done.remaining],
        "delivered": [str(path) for path in done.delivered],
    }
