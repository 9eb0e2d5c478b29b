"""Whatever happens between nights, building upon them gives what a build of everything gives."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.property.night_worlds import ALIASES, DAYS, TEXTS, Builder, World, assert_same
from warehouse import mart_builder

_NAMES = "nopqrs"
_POSTS = st.lists(
    st.tuples(st.sampled_from(_NAMES), st.integers(0, len(DAYS) - 1), st.sampled_from(sorted(TEXTS))),
    min_size=1,
    max_size=4,
    unique_by=lambda post: post[0],
)
_DELIVERIES = st.tuples(st.just("deliver"), _POSTS)
_STEPS = st.one_of(
    _DELIVERIES,
    _DELIVERIES,
    st.tuples(st.just("read anew"), st.tuples(st.integers(0, 3), _POSTS)),
    st.tuples(st.just("take down"), st.sampled_from(_NAMES)),
    st.tuples(st.just("alias"), st.sampled_from(ALIASES)),
    st.tuples(st.just("topic"), st.none()),
    st.tuples(st.just("window"), st.sampled_from([0, 1, 7])),
    st.tuples(st.just("merge"), st.none()),
    st.tuples(st.just("nothing"), st.none()),
)


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    first=_POSTS,
    steps=st.lists(_STEPS, min_size=1, max_size=4),
    small_rows=st.sampled_from([0, mart_builder.SMALL_ROWS]),
)
def test_any_sequence_of_nights_gives_what_a_build_of_everything_gives(
    first: list[tuple[str, int, str]], steps: list[tuple[str, object]], small_rows: int
) -> None:
    with TemporaryDirectory() as root, patch.object(mart_builder, "SMALL_ROWS", small_rows):
        builder, world = Builder(Path(root)), World([first])
        builder.advance(world)
        for kind, what in steps:
            world.apply(kind, what)
            folder, _ = builder.advance(world)
        whole, _ = builder.build(world, upon=None)
        assert_same(folder, whole)
