"""The floor under the resolving of actors, on marked mentions of made-up people (tests/gold/actors)."""

from pathlib import Path

import pytest

from benchmarks.actors import make_seeds, read_marked, score_actors
from warehouse.resolve_seeds import read_actor_seeds


@pytest.mark.slow
def test_known_actors_are_resolved_and_nobody_is_merged(tmp_path: Path) -> None:
    figures, wrong = score_actors(tmp_path)
    assert figures.marked >= 390
    assert figures.resolved / figures.known >= 0.95, wrong
    assert figures.merged / figures.marked <= 0.01, wrong
    assert figures.kept / figures.repeated >= 0.9, wrong
    assert figures.joined / figures.spread >= 0.88, wrong


def test_every_mark_has_an_owner_that_the_seeds_or_the_prefix_explain(tmp_path: Path) -> None:
    make_seeds(tmp_path)
    known = read_actor_seeds(tmp_path).actors
    keys = {mark.key for document in read_marked() for mark in document.marks}
    assert {key for key in keys if key not in known and not key.startswith(("u-", "a-"))} == set()


def test_namesakes_stand_in_the_marked_set() -> None:
    surfaces: dict[str, set[str]] = {}
    for document in read_marked():
        for mark in document.marks:
            surfaces.setdefault(mark.surface[:2], set()).add(mark.key)
    assert sum(len(keys) > 1 for keys in surfaces.values()) >= 20
