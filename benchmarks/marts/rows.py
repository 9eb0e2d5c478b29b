"""The rows of some posts of a drawn corpus, in the columns of the published tables."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.marts.columns import choose, null_where, repeat, where
from benchmarks.marts.corpus import Basis, Corpus, Item, Numbers
from benchmarks.marts.vocabulary import Vocabulary
from benchmarks.marts.words import mix, to_hex

FIRST_DAY = dt.date(2019, 1, 1)
_EPOCH_DAY = (FIRST_DAY - dt.date(1970, 1, 1)).days
_SITES = 20
_HANDLES = 700
_VIA_SHARE = 20
_JOINT_SHARE = 50
_BASES = pa.array([basis.name.lower() for basis in Basis])
_CONTEXTS = pa.array(["article", "embed", "note"])
_FORMS = pa.array(["direct", "direct", "direct", "partial", "reported"])


class Part:
    """The rows of the posts from start to stop."""

    def __init__(self, corpus: Corpus, vocabulary: Vocabulary, start: int, stop: int) -> None:
        self._corpus, self._vocabulary = corpus, vocabulary
        self._start, self._stop = start, stop
        first, last = np.searchsorted(corpus.item_post, [start, stop])
        self._post = corpus.item_post[first:last]
        self._block = corpus.item_block[first:last]
        self._kind = corpus.item_kind[first:last]
        self._statement = corpus.item_statement[first:last]
        self._variant = corpus.item_variant[first:last]
        self._actor = corpus.item_actor[first:last]
        self._topic = corpus.item_topic[first:last]
        self._note = corpus.item_note[first:last]
        self._opens = np.diff(self._post * 4096 + self._block, prepend=-1) != 0
        self._closes = np.append(self._opens[1:], True)
        self._post_ids = to_hex(mix(np.arange(start, stop), 3))
        self._is_quote = (self._kind == Item.ARTICLE_QUOTE) | (self._kind == Item.NOTE_QUOTE)
        self._write_texts()

    def _write_texts(self) -> None:
        """The words of every stretch, what stands before and behind them, and where they are."""
        kind, vocabulary = self._kind, self._vocabulary
        said = vocabulary.speech.to_texts(self._statement, self._variant)
        labels = vocabulary.labels.take(np.maximum(self._topic, 0))
        keywords = vocabulary.speech.to_keywords(self._statement)
        self._core = choose(kind, [said, labels, said, keywords])
        is_named = self._actor >= 0
        names = where(is_named, vocabulary.names.take(np.maximum(self._actor, 0)), "")
        in_article = pc.binary_join_element_wise(names, where(is_named, "氏は「", "「"), "")
        in_note = pc.binary_join_element_wise(names, "「", "")
        before = choose(kind, [in_article, "#", in_note, "・"])
        behind = choose(kind, ["」と述べた。", "(", "」", ""])
        is_article = kind == Item.ARTICLE_QUOTE
        end = where(self._closes, where(is_article, "\n", ")\n"), "")
        stretches = pc.binary_join_element_wise(before, self._core, behind, end, "")
        lengths = np.asarray(pc.utf8_length(stretches), dtype=np.int64)
        starts = np.cumsum(lengths) - lengths
        self._first = np.searchsorted(self._post, np.arange(self._start, self._stop + 1))
        base = np.append(starts, starts[-1] + lengths[-1])[self._first]
        self._lengths = np.diff(base)
        self._starts = starts - base[self._post - self._start]
        self._ends = self._starts + lengths - (self._closes & True)
        self._core_starts = self._starts + np.asarray(pc.utf8_length(before))
        self._core_ends = self._core_starts + np.asarray(pc.utf8_length(self._core))
        by_post = pa.ListArray.from_arrays(pa.array(self._first, pa.int32()), stretches)
        self._texts = pc.binary_join(by_post, "")

    def to_posts(self) -> dict[str, pa.Array]:
        """Columns of `posts`, by name; those that are missing hold nothing."""
        corpus, posts = self._corpus, np.arange(self._start, self._stop)
        day = corpus.post_day[posts] + _EPOCH_DAY
        basis = corpus.post_basis[posts]
        second = (mix(posts, 4) % np.uint64(86_400)).astype(np.int64) - 9 * 3600
        instant = pa.array((day * 86_400 + second) * 1_000_000).cast(pa.timestamp("us", tz="UTC"))
        return {
            "post_id": self._post_ids,
            "dump_id": to_hex(mix(posts // 550, 5)),
            "site": self._to_sites(posts),
            "url": self._to_urls(posts),
            "published_at": null_where(basis >= Basis.CRAWL, instant),
            "posted_date": self._to_dates(posts),
            "date_basis": _BASES.take(basis),
            "date_precision": where(basis == Basis.NONE, "none", "second"),
            "language": repeat("ja", len(posts)),
            "text": self._texts,
            "char_count": pa.array(self._lengths),
            "text_sha256": to_hex(*(mix(posts, salt) for salt in range(6, 10))),
            "revision": pa.array(np.ones(len(posts), np.int32)),
            "parser_version": repeat("1", len(posts)),
        }

    def to_blocks(self) -> dict[str, pa.Array]:
        """Columns of `blocks`, by name; those that are missing hold nothing."""
        opens, closes = np.flatnonzero(self._opens), np.flatnonzero(self._closes)
        return {
            "post_id": self._take_post_ids(opens),
            "block_no": pa.array(self._block[opens]),
            "kind": self._tell_contexts(opens),
            "char_start": pa.array(self._starts[opens]),
            "char_end": pa.array(self._ends[closes]),
            "handle": null_where(~self._is_embed(opens), self._to_handles(opens)),
        }

    def to_quotes(self) -> dict[str, pa.Array]:
        """Columns of `quotes`, by name; those that are missing hold nothing."""
        at = np.flatnonzero(self._is_quote)
        return self._to_spans(at) | self._to_speakers(at) | self._to_sources(at)

    def to_topic_mentions(self) -> dict[str, pa.Array]:
        """Columns of `topic_mentions`, by name; those that are missing hold nothing."""
        at = np.flatnonzero(~self._is_quote)
        vocabulary, is_label, topic = self._vocabulary, self._kind[at] == Item.LABEL, self._topic[at]
        hashes = to_hex(*(mix(self._note[at], salt) for salt in range(20, 24)))
        sources = self._to_sources(at)
        return {
            "post_id": sources.pop("post_id"),
            "block_no": pa.array(self._block[at]),
            "note_no": pa.array(np.zeros(len(at), np.int32)),
            "label": null_where(~is_label, self._core.take(at)),
            "parent_label": null_where(is_label, vocabulary.labels.take(topic)),
            "keyword": null_where(is_label, self._core.take(at)),
            "char_start": pa.array(self._core_starts[at]),
            "char_end": pa.array(self._core_ends[at]),
            "note_sha256": where(self._note[at] < 0, vocabulary.bare.take(topic), hashes),
            "posted_date": sources["posted_date"],
            "record_id": sources["record_id"],
            "topic_id": vocabulary.topic_ids.take(topic),
            "topic": vocabulary.labels.take(topic),
        }

    def to_actor_mentions(self) -> dict[str, pa.Array]:
        """Columns of `actor_mentions`, by name; those that are missing hold nothing."""
        at = np.flatnonzero(self._is_quote & (self._actor >= 0))
        vocabulary, actor = self._vocabulary, self._actor[at]
        names = vocabulary.names.take(actor)
        return {
            "post_id": self._take_post_ids(at),
            "block_no": pa.array(self._block[at]),
            "surface": names,
            "surface_full": names,
            "char_start": pa.array(self._starts[at]),
            "char_end": pa.array(self._starts[at] + np.asarray(pc.utf8_length(names))),
            "kind": vocabulary.kinds.take(actor),
            "is_speaker": pa.array(np.ones(len(at), np.bool_)),
            "quote_id": self._to_quote_ids(at),
            "posted_date": self._to_dates(self._post[at]),
            "actor_id": vocabulary.actor_ids.take(actor),
            "actor": names,
        }

    def _to_spans(self, at: Numbers) -> dict[str, pa.Array]:
        form = (mix(self._statement[at], 30) % np.uint64(len(_FORMS))).astype(np.int64)
        topic = np.maximum(self._topic[at], 0)
        is_outside = self._topic[at] < 0
        return {
            "quote_id": self._to_quote_ids(at),
            "post_id": self._take_post_ids(at),
            "block_no": pa.array(self._block[at]),
            "char_start": pa.array(self._core_starts[at]),
            "char_end": pa.array(self._core_ends[at]),
            "text": self._core.take(at),
            "context": self._tell_contexts(at),
            "form": _FORMS.take(form),
            "topic": null_where(is_outside, self._vocabulary.labels.take(topic)),
            "topic_id": null_where(is_outside, self._vocabulary.topic_ids.take(topic)),
        }

    def _to_speakers(self, at: Numbers) -> dict[str, pa.Array]:
        vocabulary, actor = self._vocabulary, np.maximum(self._actor[at], 0)
        is_unnamed = self._actor[at] < 0
        names = null_where(is_unnamed, vocabulary.names.take(actor))
        chance = mix(at + self._start * 64, 31)
        media = self._vocabulary.media[(chance % np.uint64(len(vocabulary.media))).astype(np.int64)]
        has_no_medium = chance >> np.uint64(32) >= np.uint64(2**32 // _VIA_SHARE)
        kinds = vocabulary.kinds.take(actor)
        return {
            "speaker": names,
            "speaker_start": null_where(is_unnamed, pa.array(self._starts[at])),
            "speaker_full": names,
            "speaker_kind": where(is_unnamed, "unknown", kinds),
            "evidence": repeat("before", len(at)),
            "confidence": pa.array(np.full(len(at), 0.9)),
            "actor_id": null_where(is_unnamed, vocabulary.actor_ids.take(actor)),
            "actor": names,
            "actor_kind": null_where(is_unnamed, kinds),
            "co_speakers": self._to_second_speakers(at, vocabulary.names, is_null=False),
            "co_actor_ids": self._to_second_speakers(at, vocabulary.actor_ids, is_null=True),
            "co_actors": self._to_second_speakers(at, vocabulary.names, is_null=True),
            "via_actor_id": null_where(has_no_medium, vocabulary.actor_ids.take(media)),
            "via_actor": null_where(has_no_medium, vocabulary.names.take(media)),
        }

    def _to_second_speakers(self, at: Numbers, names: pa.Array, *, is_null: bool) -> pa.Array:
        """One statement in fifty is a joint one: a list of its second speaker; else null or empty."""
        actor = self._actor[at]
        is_joint = (actor >= 0) & (mix(self._statement[at], 32) % np.uint64(_JOINT_SHARE) == 0)
        offsets = np.append(0, np.cumsum(is_joint)).astype(np.int32)
        second = names.take((actor[is_joint] + 1) % len(names))
        mask = pa.array(~is_joint) if is_null else None
        return pa.ListArray.from_arrays(pa.array(offsets), second, mask=mask)

    def _to_sources(self, at: Numbers) -> dict[str, pa.Array]:
        posts = self._post[at]
        return {
            "post_id": self._take_post_ids(at),
            "posted_date": self._to_dates(posts),
            "record_id": self._take_post_ids(at),
            "url": self._to_urls(posts),
        }

    def _to_quote_ids(self, at: Numbers) -> pa.Array:
        return to_hex(mix(self._post[at] * 65_536 + self._core_starts[at], 40))

    def _take_post_ids(self, at: Numbers) -> pa.Array:
        return self._post_ids.take(self._post[at] - self._start)

    def _is_embed(self, at: Numbers) -> Numbers:
        """One article paragraph in eight is a pasted tweet."""
        return (self._kind[at] == Item.ARTICLE_QUOTE) & ((self._post[at] + self._block[at]) % 8 == 0)

    def _to_handles(self, at: Numbers) -> pa.Array:
        numbers = pa.array(self._post[at] % _HANDLES).cast(pa.string())
        return pc.binary_join_element_wise("account", numbers, "")

    def _tell_contexts(self, at: Numbers) -> pa.Array:
        return _CONTEXTS.take(np.where(self._kind[at] == Item.ARTICLE_QUOTE, self._is_embed(at) * 1, 2))

    def _to_dates(self, posts: Numbers) -> pa.Array:
        corpus = self._corpus
        days = pa.array((corpus.post_day[posts] + _EPOCH_DAY).astype(np.int32)).cast(pa.date32())
        return null_where(corpus.post_basis[posts] == Basis.NONE, days)

    def _to_sites(self, posts: Numbers) -> pa.Array:
        sites = pa.array([f"news{site}.example" for site in range(_SITES)])
        return sites.take((mix(posts, 50) % np.uint64(_SITES)).astype(np.int64))

    def _to_urls(self, posts: Numbers) -> pa.Array:
        ids = self._post_ids.take(posts - self._start)
        return pc.binary_join_element_wise("https:/", self._to_sites(posts), ids, "/")
