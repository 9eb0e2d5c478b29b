"""The contract with whoever queries the tables: its version, its columns, and what a change of them asks for.

The version is that of semver.org: a column or table that goes, or changes its type, raises the first number
and must have been announced (`Column.deprecated`) in the version before; a new one raises the second. The
contract is written down in tests/golden/contract.txt, one line a column; each manifest names its version.
"""

from __future__ import annotations

from enum import IntEnum

from warehouse.ddl import duckdb_type
from warehouse.schema import TABLES

CONTRACT_VERSION = "1.1.0"
_DEPRECATED = " deprecated"


class Change(IntEnum):
    """What part of the version a change of the contract raises, from the last to the first."""

    NONE = 0
    MINOR = 1
    MAJOR = 2


def render_contract() -> str:
    """The version, then every published column with its type, a line each."""
    lines = [f"contract {CONTRACT_VERSION}"]
    for table in TABLES.values():
        for column in table.published_columns():
            null = "" if column.nullable else " not null"
            gone = _DEPRECATED if column.deprecated else ""
            lines.append(f"{table.name}.{column.name} {duckdb_type(column.type)}{null}{gone}")
    return "\n".join(lines) + "\n"


def compare_contracts(old: str, new: str) -> Change:
    r"""How far a contract is from an older one.

    Args:
        old: as `render_contract` gave it.
        new: as it gives it now.

    >>> compare_contracts("contract 1.0.0\na.b DATE", "contract 1.0.0\na.b DATE\na.c DATE")
    <Change.MINOR: 1>
    >>> compare_contracts("contract 1.0.0\na.b DATE", "contract 1.0.0\na.b VARCHAR")
    <Change.MAJOR: 2>
    """
    before, after = _read_columns(old), _read_columns(new)
    if any(after.get(name) != type_ for name, type_ in before.items()):
        return Change.MAJOR
    return (
        Change.MINOR if after != before or old.count(_DEPRECATED) != new.count(_DEPRECATED) else Change.NONE
    )


def find_unannounced(old: str, new: str) -> list[str]:
    """The columns that are gone though the older contract did not announce it."""
    announced = {line.split(" ")[0] for line in old.splitlines() if line.endswith(_DEPRECATED)}
    return sorted(_read_columns(old).keys() - _read_columns(new).keys() - announced)


def is_raised_enough(old: str, new: str) -> bool:
    """Whether the version of a contract says how far it is from an older one."""
    before, after = _read_version(old), _read_version(new)
    needed = compare_contracts(old, new)
    if needed is Change.NONE:
        return after >= before
    if needed is Change.MINOR:
        return after[:2] > before[:2]
    return after[0] > before[0]


def _read_columns(contract: str) -> dict[str, str]:
    parts = (line.removesuffix(_DEPRECATED).partition(" ") for line in contract.splitlines()[1:])
    return {name: type_ for name, _, type_ in parts}


def _read_version(contract: str) -> tuple[int, ...]:
    return tuple(int(part) for part in contract.splitlines()[0].removeprefix("contract ").split("."))
