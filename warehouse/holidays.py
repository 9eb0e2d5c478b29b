"""The public holidays of Japan, as the mart `dim_holiday`."""

from __future__ import annotations

import duckdb
import jpholiday
import pyarrow as pa

from warehouse.model_file import Header
from warehouse.schema.calendar import DIM_HOLIDAY
from warehouse.schema.table import to_arrow_schema

HEADER = Header(
    purpose="the public holidays of Japan, for telling quiet days from quiet topics",
    grain="one row per holiday",
    counts="nothing; holidays by the law of their year, substitute days (振替休日) included",
    days="calendar days in Asia/Tokyo, from 1 January of the first post's year to 31 December of the last's",
)
INPUTS = ("posts",)

YEARS = "select year(min(posted_date)), year(max(posted_date)) from posts"
"""The first and the last year whose holidays are wanted; null without a post that has a day."""


def list_holidays(con: duckdb.DuckDBPyConnection) -> pa.Table:
    """The holidays of every year that has a post, in their order."""
    ((first, last),) = con.execute(YEARS).fetchall()
    years = [] if first is None else range(first, last + 1)
    # A hundred times as fast as jpholiday.between, which asks every day.
    found = sorted(holiday for year in years for holiday in jpholiday.year_holidays(year))
    days, names = zip(*found, strict=True) if found else ((), ())
    return pa.Table.from_arrays(
        [pa.array(days, pa.date32()), pa.array(names, pa.string())],
        schema=to_arrow_schema(DIM_HOLIDAY.columns),
    )
