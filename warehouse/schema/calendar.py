"""The calendar that daily tables join."""

from __future__ import annotations

from warehouse.schema.shared import DAY, FLAG, INT, TEXT, column
from warehouse.schema.table import Layer, Table

DIM_DATE = Table(
    "dim_date",
    Layer.MART,
    "The calendar from the first to the last posted_date, without gaps.",
    "one row per day",
    ("posted_date",),
    (
        column("posted_date", DAY, "calendar day in Asia/Tokyo"),
        column("year", INT, "year"),
        column("month", INT, "month, 1 to 12"),
        column("day", INT, "day of the month"),
        column("iso_year", INT, "ISO 8601 week year"),
        column("iso_week", INT, "ISO 8601 week, 1 to 53"),
        column("iso_weekday", INT, "1 Monday to 7 Sunday"),
        column("weekday_ja", TEXT, "月 to 日"),
        column("is_weekend", FLAG, "Saturday or Sunday"),
        column("month_start_date", DAY, "first day of the month"),
        column("week_start_date", DAY, "Monday of the ISO week"),
    ),
)
