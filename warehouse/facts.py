"""Build the facts and the dimensions: from the whole lake, or upon those of the previous snapshot.

Where the lake only grew and the code is the same, posts whose newest revision is the one that stands are not
read again: the staging views show what stands of them, beside what is new. Where the reviewed names are the
same too, only the names of new posts are told, upon those that are kept (warehouse.resolve_kept), while
staging shows no others. The posts whose rows changed are replaced, the new ones and those whose names mean
somebody else now; which these are is known of kept names, and else follows from comparing what the core
models give, without the texts, with what stands. No model knows of it. What an actor or a topic is may change
without a row of a fact: that touches the months that name it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.carry import Previous
from warehouse.ddl import comment_table, describe_query, quote_name
from warehouse.fingerprints import hash_files, sum_rows
from warehouse.lake_view import view_lake
from warehouse.model_file import Layer, Model
from warehouse.models import build_model
from warehouse.months import list_months_naming_changed, list_months_of
from warehouse.resolve_actors import link_posts, resolve_actors
from warehouse.resolve_kept import carry_names, has_kept
from warehouse.resolve_topics import resolve_topics
from warehouse.schema import DIMENSIONS, FACTS, REJECTS, TABLES, Column, Table, Where
from warehouse.stopwatch import Stopwatch

# The posts whose newest revision is another one, and all whose rows differ.
_READ = "scratch.read_posts"
_TOUCHED = "scratch.touched_posts"
# Labels that mean another topic, or none, or one that is called otherwise.
_RENAMED_TOPICS = """
create table scratch.renamed_labels as
with now as (
    select aliases.surface, topics.topic_id, topics.topic
    from topic_aliases as aliases
    inner join topics on aliases.topic_id = topics.topic_id
),

before as (
    select aliases.surface, topics.topic_id, topics.topic
    from previous.topic_aliases as aliases
    inner join previous.topics as topics on aliases.topic_id = topics.topic_id
)

select surface from (from now except from before)
union
select surface from (from before except from now)
"""
_TOUCHED_BY_NAMES = f"""
select post_id from {_READ}
union
select post_id from scratch.renamed_posts
union
select post_id from staging.stg_topic_mentions
where coalesce(parent_label, label) in (select surface from scratch.renamed_labels)
union
select post_id from staging.stg_quotes
where topic in (select surface from scratch.renamed_labels)
"""
# Built upon what stands, comments and all, where names are kept.
_KEPT = (TABLES["actors"], TABLES["actor_aliases"])
_BY_POST = tuple(table for table in FACTS if table is not REJECTS)


@dataclass(frozen=True)
class FactInputs:
    """What facts and dimensions are built from.

    Attributes:
        lake_files: every lake file the snapshot reads.
        seeds: the folder of reviewed names.
        models: those of staging and core, in build order.
        code: a hash of what computes them.
    """

    lake_files: Sequence[Path]
    seeds: Path
    models: Sequence[Model]
    code: str


class FactBuilder:
    """Builds facts and dimensions on a build connection.

    Args:
        con: the build connection; where there is a previous snapshot it is attached.
        inputs: what to build from.
        watch: takes the time of the stages.
        clock: takes the time of the models.
    """

    def __init__(
        self, con: duckdb.DuckDBPyConnection, inputs: FactInputs, watch: Stopwatch, clock: Stopwatch
    ) -> None:
        self._con = con
        self._inputs = inputs
        self._watch = watch
        self._clock = clock
        self._staging = [model for model in inputs.models if model.layer is Layer.STAGING]
        self._core = [model for model in inputs.models if model.layer is Layer.CORE]

    def carry(self, previous: Previous) -> None:
        """Neither the lake nor the seeds nor the code changed: facts and dimensions stand as they are.

        Raises:
            PreviousError: the previous rows cannot be read.
        """
        with self._watch.stage("carry"):
            for table in (*FACTS, *DIMENSIONS):
                with self._clock.stage(table.name):
                    self._carry_table(previous, table)
            self._carry_names(previous)

    def build(self, previous: Previous | None) -> set[int] | None:
        """Build them all: staging, then the names that it shows, then what needs the names.

        Args:
            previous: what to build upon where that is possible.

        Returns:
            The months in which anything may differ from the previous snapshot; None where all may.

        Raises:
            ModelError: as for `build_model`.
            PreviousError: the previous rows cannot be read.
            SeedError: the reviewed names are not in order.
        """
        grown = previous if previous and self._only_grew(previous) else None
        view_lake(self._con, self._inputs.lake_files)
        with self._watch.stage(Layer.STAGING.value):
            self._run(self._staging)
            if grown:
                self._stage_new(grown)
        with self._watch.stage("resolve"):
            self._resolve_names(grown)
        with self._watch.stage(Layer.CORE.value):
            if grown:
                return self._update(grown)
            self._run(self._core)
        return None

    def _run(self, models: Iterable[Model]) -> None:
        for model in models:
            with self._clock.stage(model.relation):
                build_model(self._con, model)

    def _resolve_names(self, grown: Previous | None) -> None:
        """Tell all names, or those of new posts; list the posts that stand and may read otherwise."""
        seeds, seeds_hash = self._inputs.seeds, hash_files([self._inputs.seeds])
        is_kept = grown is not None and has_kept(self._con, seeds_hash)
        if grown and not is_kept:
            self._show_standing()
        resolve_actors(self._con, seeds, seeds_hash=seeds_hash, is_kept=is_kept)
        if is_kept:
            self._show_standing()
        resolve_topics(self._con, seeds)
        for table in DIMENSIONS:
            if not (is_kept and table in _KEPT):
                comment_table(self._con, table)
        if grown and is_kept:
            with grown.reading():
                self._con.execute(_RENAMED_TOPICS)
            self._con.execute(f"create table {_TOUCHED} as {_TOUCHED_BY_NAMES}")
            link_posts(self._con, _TOUCHED)
        elif grown:
            self._con.execute(f"create table {_TOUCHED} as {_find_touched(self._core)}")

    def _only_grew(self, previous: Previous) -> bool:
        """Whether what stands came from files that are read still, by the same code."""
        is_same_code = previous.fingerprints.code == self._inputs.code
        return is_same_code and previous.grew_into(self._inputs.lake_files)

    def _carry_table(self, previous: Previous, table: Table) -> None:
        notes = {model.name: model.header for model in self._core}
        previous.carry(self._con, table, notes.get(table.name))

    def _carry_names(self, previous: Previous) -> None:
        with previous.reading():
            carry_names(self._con)

    def _stage_new(self, previous: Previous) -> None:
        """Let the staging views show what is new, read once."""
        for table in (*FACTS, *_KEPT):
            self._carry_table(previous, table)
        self._carry_names(previous)
        names = ", ".join(quote_name(c.name) for c in TABLES["posts"].published_columns() if c.name != "text")
        self._con.execute(
            f"create table {_READ} as select distinct post_id "
            f"from (select {names} from staging.stg_posts except select {names} from posts)"
        )
        self._con.execute(
            f"delete from staging.stg_revisions where post_id not in (select post_id from {_READ})"
        )
        for model in self._staging:
            if not model.header.stored:
                new = f"scratch.{quote_name(model.name)}"
                self._con.execute(f"create table {new} as from {model.relation}")
                self._con.execute(f"create or replace view {model.relation} as from {new}")

    def _show_standing(self) -> None:
        """Let the staging views show what stands, too."""
        for model in self._staging:
            if not model.header.stored:
                fact = quote_name(model.name.removeprefix("stg_"))
                new = f"scratch.{quote_name(model.name)}"
                names = ", ".join(quote_name(name) for name, _ in describe_query(self._con, f"from {new}"))
                self._con.execute(
                    f"create or replace view {model.relation} as select {names} from analytics.{fact} "
                    f"where post_id not in (select post_id from {_READ}) union all select {names} from {new}"
                )

    def _update(self, previous: Previous) -> set[int]:
        """Replace what changed in the previous facts; returns the months that may differ."""
        touched = f"select post_id from {_TOUCHED}"
        months = list_months_of(self._con, touched)
        for model in self._core:
            with self._clock.stage(model.relation):
                self._compute(model, touched)
        # Only now, because the staging views read what stands.
        for model in self._core:
            self._replace(model, touched)
        months |= list_months_of(self._con, touched)
        with previous.reading():
            for name in ("actors", "topics"):
                months |= list_months_naming_changed(self._con, name)
        return months

    def _compute(self, model: Model, touched: str) -> None:
        name = quote_name(model.name)
        is_by_post = TABLES[model.name] in _BY_POST
        where = f"post_id in ({touched})" if is_by_post else f"dump_id not in (select dump_id from {name})"
        self._con.execute(f"create table scratch.{name} as select * from (\n{model.sql}\n) where {where}")

    def _replace(self, model: Model, touched: str) -> None:
        name = quote_name(model.name)
        if TABLES[model.name] in _BY_POST:
            self._con.execute(f"delete from {name} where post_id in ({touched})")
        self._con.execute(f"insert into {name} by name select * from scratch.{name}")


def _find_touched(core: Iterable[Model]) -> str:
    """A query of the posts whose rows are not those that stand.

    The rows of other posts than those of _READ have what was staged of them; what may differ is what the core
    models add, and what they add of the post itself does not.
    """
    parts = [f"select post_id from {_READ}"]
    of_post = {column.name for column in TABLES["posts"].columns}
    for model in core:
        table = TABLES[model.name]
        added = {c.name for c in table.columns if c.where is Where.PUBLISHED and c.name not in of_post}
        if table in _BY_POST and added:
            compared = [column for column in table.columns if column.name in {*table.key, *added}]
            now, stands = (_sum_by_post(compared, one) for one in (f"(\n{model.sql}\n)", table.name))
            parts.append(f"select post_id from (({now}) except ({stands}))")
    return " union ".join(parts)


def _sum_by_post(columns: Sequence[Column], relation: str) -> str:
    """A query of each post and a sum that tells its rows: far cheaper to compare than the rows themselves."""
    return f"select post_id, {sum_rows(columns)} from {relation} group by post_id"
