"""Pure functions from bytes to records: no Prefect, no DuckDB, no clock, no network, no logging.

The walk: readers -> Document -> posts -> blocks -> notes and quotes -> rows of `transforms.records`.
"""

PARSER_VERSION = "4"
"""Version of everything in this package that decides a row; bump it when any row of any dump may change."""
