"""Marts whose every row is made from the facts of one group, as another mart puts facts together.

    -- groups: utterance_id of quote_utterances

A row of such a mart has the key of its group, here `utterance_id`. It depends on the facts to which the
other mart gives that key, and on their posts, and on nothing else: a night computes the groups that gained
or lost a fact, or have one in a month that changed (warehouse.group_builder), and takes over the others.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from warehouse.ddl import quote_name
from warehouse.model_file import Header
from warehouse.partition import FACT_OF_KEY, month_in
from warehouse.schema import TABLES

_GROUPS = re.compile(r"(\w+) of (\w+)")


class Groups(NamedTuple):
    """How a mart is made group by group.

    Attributes:
        key: the column that names the group, in the mart and among the members.
        members: the mart that says which facts are of which group; its key is that of the fact.
    """

    key: str
    members: str

    @property
    def member(self) -> str:
        """The key of the fact."""
        return TABLES[self.members].key[0]

    @property
    def fact(self) -> str:
        """The fact that is put together."""
        return FACT_OF_KEY[self.member]

    def tell_changed(self, months: set[int]) -> str:
        """A query of the groups that may come out otherwise than in the catalog `previous`, each once.

        Args:
            months: those of which any fact may be different.
        """
        key, member, members, fact = map(quote_name, (self.key, self.member, self.members, self.fact))
        # Rows are told by hashes of 64 bits: ten million of them join in a second.
        rows = f"select {key}, {member}, hash({key}, {member}) as row_hash from"
        return f"""
            with now as (
                {rows} analytics.{members}
            ),
            before as (
                {rows} previous.{members}
            )
            select {key} from now anti join before using (row_hash)
            union
            select {key} from before anti join now using (row_hash)
            union
            select now.{key}
            from analytics.{fact} as facts
            inner join now on facts.{member} = now.{member}
            where {month_in(months, "facts.posted_date")}
        """


def read_groups(header: Header) -> Groups | None:
    """What a header says; None where the mart is not made group by group.

    Raises:
        ValueError: it cannot be read; the message says what may stand there.
    """
    if not header.groups:
        return None
    found = _GROUPS.fullmatch(header.groups)
    groups = Groups(found[1], found[2]) if found else None
    if groups is None or not _has_groups(groups):
        raise ValueError("groups is <column> of <mart that gives each fact its group>")
    return groups


def _has_groups(groups: Groups) -> bool:
    table = TABLES.get(groups.members)
    return (
        table is not None
        and len(table.key) == 1
        and table.key[0] in FACT_OF_KEY
        and groups.key in {column.name for column in table.columns}
    )
