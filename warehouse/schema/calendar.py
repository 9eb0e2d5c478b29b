"""The calendar that daily tables join."""

from __future__ import annotations

from warehouse.schema.shared import DAY, FLAG, INT, TEXT, column
from warehouse.schema.table import Layer, Table

DIM_HOLIDAY = Table(
    "dim_holiday",
    Layer.MART,
    "The public holidays of Japan in the years of the posts.",
    "one row per holiday",
    ("holiday_date",),
    (
        column("holiday_date", DAY, "calendar day in Asia/Tokyo"),
        column("holiday_ja", TEXT, "name, e.g. 元日; of a substitute day the holiday's and 振替休日"),
    ),
)

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
        column("is_holiday", FLAG, "a public holiday of Japan, substitute days included"),
        column("holiday_ja", TEXT, "its name", null=True),
        column("month_start_date", DAY, "first day of the month"),
        column("week_start_date", DAY, "Monday of the ISO week"),
    ),
)
