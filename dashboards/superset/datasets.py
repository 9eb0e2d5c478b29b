"""What the charts stand on: published marts, and two queries where the filters need other columns.

A physical dataset has the columns of its table in `warehouse.schema`; English descriptions come from there.
Metrics are saved in the dataset, so that a chart somebody draws later counts the same way.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dashboards.superset.labels import COLUMNS, FORMS, KINDS, translate_sql
from warehouse.ddl import duckdb_type
from warehouse.schema import TABLES

SQL_ROOT = Path(__file__).parent / "sql"


@dataclass(frozen=True)
class Metric:
    """A saved aggregate.

    Attributes:
        name: its English key, by which charts name it.
        label: its Japanese name, in legends and table heads.
        description: what it counts, in English.
        expression: the SQL.
        format: how numbers are shown, in D3's notation.
    """

    name: str
    label: str
    description: str
    expression: str
    format: str = ",d"


@dataclass(frozen=True)
class Field:
    """A column of a dataset: of the table, or calculated where it has an expression."""

    name: str
    label: str
    description: str
    type: str
    expression: str | None = None


@dataclass(frozen=True)
class Dataset:
    """A table or a query, as charts see it.

    Attributes:
        name: the table's name, or that of the file of the query in sql/.
        description: what it holds, in English.
        fields: its columns.
        metrics: its saved aggregates.
        time_column: the day that the filter of days narrows; None: it does not.
        sql: the query; None for a table.
    """

    name: str
    description: str
    fields: tuple[Field, ...]
    metrics: tuple[Metric, ...]
    time_column: str | None = "posted_date"
    sql: str | None = None

    def field(self, name: str) -> Field:
        """A column by name. Raises StopIteration where there is none."""
        return next(each for each in self.fields if each.name == name)

    def metric(self, name: str) -> Metric:
        """A metric by name. Raises StopIteration where there is none."""
        return next(each for each in self.metrics if each.name == name)


def _say(name: str, column: str, label: str, description: str, words: dict[str, str]) -> Field:
    return Field(name, label, description, "VARCHAR", translate_sql(column, words))


def _sum(name: str, column: str, label: str, description: str) -> Metric:
    return Metric(name, label, description, f"sum({column})")


def _table(
    name: str, *metrics: Metric, time_column: str | None = "posted_date", extra: tuple[Field, ...] = ()
) -> Dataset:
    table = TABLES[name]
    fields = tuple(
        Field(column.name, COLUMNS[column.name], column.comment, duckdb_type(column.type))
        for column in table.published_columns()
    )
    return Dataset(name, f"{table.description} Grain: {table.grain}.", fields + extra, metrics, time_column)


def _query(
    name: str, description: str, origins: dict[str, str], *metrics: Metric, extra: tuple[Field, ...] = ()
) -> Dataset:
    """A dataset of sql/<name>.sql; `origins` says for each column whose type and description it has."""
    fields = []
    for column, origin in origins.items():
        table, _, source = origin.partition(".")
        found = next(each for each in TABLES[table].published_columns() if each.name == source)
        fields.append(Field(column, COLUMNS[column], found.comment, duckdb_type(found.type)))
    sql = (SQL_ROOT / f"{name}.sql").read_text("utf-8")
    return Dataset(name, description, (*fields, *extra), metrics, sql=sql)


_PAIR = "speaker_co_mentions"
_ONCE = "count(distinct (posted_date, unit, actor_id_a, actor_id_b)) / count(*)"
"""What turns a sum over speaker_pair_days into one over pairs: there a pair stands under both its names."""


def _of_quotes(name: str, column: str, label: str, description: str) -> Metric:
    # A day without quotes has no share, rather than an error or a zero.
    return Metric(name, label, description, f"sum({column}) / nullif(sum(quote_count), 0)", ".1%")


DATASETS = (
    _table(
        "daily_topic_frequencies",
        _sum("tags", "mention_count", "タグ数", "tags with the topic"),
        _sum("new_tags", "new_mention_count", "新しいタグ数", "tags without notes repeated verbatim"),
        _sum("topic_posts", "post_count", "話題のべ記事数", "posts, once for each of their topics"),
        Metric("top_burst", "最大の急増度", "highest burst score", "max(burst_score)", ".1f"),
    ),
    _table(
        "daily_speaker_quotes",
        _sum("quotes", "quote_count", "発言数", "quotes with a speaker, indirect speech included"),
        _sum("reported_quotes", "reported_quote_count", "間接話法", "of these, indirect speech"),
        Metric(
            "direct_quotes",
            "かぎ括弧の発言",
            "of these, words in brackets",
            "sum(quote_count - reported_quote_count)",
        ),
        Metric("speakers", "話者数", "distinct speakers", "count(distinct actor_id)"),
    ),
    _query(
        "speaker_pair_days",
        "Which speakers are quoted in the same note or post, per day; each pair twice, once under each name.",
        {
            "posted_date": f"{_PAIR}.posted_date",
            "unit": f"{_PAIR}.unit",
            "actor_id_a": f"{_PAIR}.actor_id_a",
            "actor_a": f"{_PAIR}.actor_a",
            "actor_kind_a": f"{_PAIR}.actor_kind_a",
            "actor_id_b": f"{_PAIR}.actor_id_b",
            "actor_b": f"{_PAIR}.actor_b",
            "actor_kind_b": f"{_PAIR}.actor_kind_b",
            "co_mention_count": f"{_PAIR}.co_mention_count",
            "post_count": f"{_PAIR}.post_count",
            "actor": "quotes.actor",
        },
        Metric(
            "units_together",
            "同席数",
            "notes or posts that quote both; group it by pair and choose one unit",
            f"cast(sum(co_mention_count) * {_ONCE} as bigint)",
        ),
        Metric(
            "posts_together",
            "記事数",
            "posts that hold such a unit; likewise",
            f"cast(sum(post_count) * {_ONCE} as bigint)",
        ),
        Metric("days_together", "日数", "days with such a unit; likewise", "count(distinct posted_date)"),
        extra=(
            _say("kind_a", "actor_kind_a", "話者Aの種別", "actor_kind_a in Japanese", KINDS),
            _say("kind_b", "actor_kind_b", "話者Bの種別", "actor_kind_b in Japanese", KINDS),
        ),
    ),
    _table(
        "utterances",
        Metric("statements", "発言の数", "distinct statements", "count(*)"),
        _sum("copies", "copy_count", "掲載数", "copies of statements"),
        time_column="first_date",
    ),
    _table(
        "source_types",
        _sum("quotes", "quote_count", "発言数", "quotes, with or without a speaker"),
        extra=(_say("kind", "source_kind", "情報源の種別", "source_kind in Japanese", KINDS),),
    ),
    _table(
        "outlet_share",
        Metric(
            "named_relays",
            "実名の発言を伝達",
            "quotes of named speakers that the medium relays",
            "sum(relayed_quote_count - anonymous_quote_count)",
        ),
        _sum(
            "anonymous_relays",
            "anonymous_quote_count",
            "匿名の発言を伝達",
            "quotes of unnamed sources it relays",
        ),
        _sum("own_quotes", "own_quote_count", "媒体自身の発言", "quotes the medium speaks itself"),
        Metric(
            "outlet_quotes",
            "発言数",
            "quotes it relays or speaks",
            "sum(relayed_quote_count + own_quote_count)",
        ),
        time_column=None,
    ),
    _table(
        "data_quality_daily",
        _sum("posts", "post_count", "記事数", "posts"),
        _of_quotes(
            "doubtful_rate", "doubtful_quote_count", "確信度0.8未満", "quotes with a confidence below 0.8"
        ),
        _of_quotes("speakerless_rate", "speakerless_quote_count", "話者不明", "quotes without a speaker"),
        _of_quotes(
            "unknown_rate",
            "unknown_kind_quote_count",
            "話者の種別が不明",
            "quotes with a speaker of unknown kind",
        ),
        _of_quotes(
            "provisional_rate", "provisional_quote_count", "未確認の話者", "quotes by actors nobody reviewed"
        ),
    ),
    _query(
        "dated_quotes",
        "Every quote of a dated post, with its topic, speaker and outlet.",
        {
            "quote_id": "quotes.quote_id",
            "posted_date": "quotes.posted_date",
            "topic": "topics.topic",
            "actor": "quotes.actor",
            "actor_kind": "quotes.actor_kind",
            "outlet": "outlet_share.outlet",
            "form": "quotes.form",
            "text": "quotes.text",
            "confidence": "quotes.confidence",
            "site": "posts.site",
            "url": "quotes.url",
        },
        Metric("quotes", "発言数", "quotes, with or without a speaker", "count(*)"),
        extra=(
            _say("kind", "actor_kind", "話者の種別", "actor_kind in Japanese", KINDS),
            _say("form_ja", "form", "発言の形", "form in Japanese", FORMS),
        ),
    ),
)
"""Every dataset, in the order of the dashboard."""


def find_dataset(name: str) -> Dataset:
    """A dataset by name. Raises StopIteration where there is none."""
    return next(each for each in DATASETS if each.name == name)
