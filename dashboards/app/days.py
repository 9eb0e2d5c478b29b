"""How much of a long calendar a chart draws: a browser takes seconds for five years of bars."""

from __future__ import annotations

import pyarrow as pa

from dashboards.app.addresses import choose_one
from dashboards.app.scene import Scene

YEAR_DAYS = 366


def choose_days(days: pa.Table, scene: Scene) -> pa.Table:
    """The newest year of a calendar, or all of it where that is chosen; a short one is shown whole.

    Args:
        days: one row a day, the oldest first.
        scene: whose words label the choice.
    """
    if days.num_rows <= YEAR_DAYS:
        return days
    chosen = choose_one(
        scene.say("calendar"), "calendar", ["year", "all"], lambda code: scene.say(f"calendar_{code}")
    )
    return days.slice(days.num_rows - YEAR_DAYS) if chosen == "year" else days
