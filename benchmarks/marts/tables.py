"""Put drawn numbers into the published tables, as Parquet files of some weeks each."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.marts.columns import fill
from benchmarks.marts.corpus import Corpus, Size, draw_corpus
from benchmarks.marts.rows import Part
from benchmarks.marts.vocabulary import Vocabulary
from warehouse.schema import TABLES, to_arrow_schema

TABLE_NAMES = ("posts", "blocks", "quotes", "topic_mentions", "actor_mentions", "actors", "topics")
_POSTS_A_FILE = 20_000


def write_tables(size: Size, folder: Path) -> None:
    """Draw a corpus into `<folder>/<table>/<part>.parquet`, on two processes.

    The folder appears when it is complete, so that a run that was stopped is drawn again.
    """
    draft = folder.with_name(f".{folder.name}.draft")
    for name in TABLE_NAMES:
        (draft / name).mkdir(parents=True, exist_ok=True)
    writer = TableWriter(draw_corpus(size), draft)
    writer.write_dimensions()
    starts = range(0, size.posts, _POSTS_A_FILE)
    # Forked, so that the numbers are shared and not copied.
    with multiprocessing.get_context("fork").Pool(2, _share, (writer,)) as pool:
        for _ in pool.imap_unordered(_write_part, starts):
            pass
    draft.rename(folder)


_shared: list[TableWriter] = []


def _share(writer: TableWriter) -> None:
    _shared.append(writer)


def _write_part(first_post: int) -> None:
    _shared[0].write_part(first_post, min(first_post + _POSTS_A_FILE, _shared[0].corpus.size.posts))


class TableWriter:
    """Writes the tables of one corpus.

    Attributes:
        corpus: what was drawn.
    """

    def __init__(self, corpus: Corpus, folder: Path) -> None:
        """Take a corpus and the folder of the tables' folders, which stand."""
        self.corpus = corpus
        self._folder = folder
        self._vocabulary = Vocabulary(corpus.size)

    def write_dimensions(self) -> None:
        """Write `actors` and `topics`."""
        words = self._vocabulary
        actors = {"actor_id": words.actor_ids, "name": words.names, "kind": words.kinds}
        topics = {"topic_id": words.topic_ids, "topic": words.labels}
        for name, columns in (("actors", actors), ("topics", topics)):
            count = len(next(iter(columns.values())))
            columns["is_reviewed"] = pa.array(np.arange(count) < count // 10)
            self._write(name, 0, columns)

    def write_part(self, start: int, stop: int) -> None:
        """Write the facts of the posts from start to stop."""
        part = Part(self.corpus, self._vocabulary, start, stop)
        self._write("posts", start, part.to_posts())
        self._write("blocks", start, part.to_blocks())
        self._write("quotes", start, part.to_quotes())
        self._write("topic_mentions", start, part.to_topic_mentions())
        self._write("actor_mentions", start, part.to_actor_mentions())

    def _write(self, name: str, part: int, columns: dict[str, pa.Array]) -> None:
        """Write a table; columns that nothing was drawn for are null, empty lists, 0 or empty texts."""
        schema = to_arrow_schema(TABLES[name].published_columns())
        count = len(next(iter(columns.values())))
        arrays = [
            (columns[field.name] if field.name in columns else fill(field, count)).cast(field.type)
            for field in schema
        ]
        table = pa.Table.from_arrays(arrays, schema=schema)
        path = self._folder / name / f"{part:08d}.parquet"
        pq.write_table(table, path, compression="zstd", compression_level=3, row_group_size=65_536)
