"""What the rows of a drawn corpus are made of: actors, topics, and the words of statements."""

from __future__ import annotations

import hashlib

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.marts.corpus import Size
from benchmarks.marts.words import Speech, mix, name_actors, name_topics, tell_kinds, to_hex


class Vocabulary:
    """Columns by the numbers that a corpus draws.

    Attributes:
        actor_ids: of each actor.
        names: likewise.
        kinds: likewise.
        media: the numbers of the actors that are media.
        topic_ids: of each topic.
        labels: likewise.
        bare: likewise, the hash of the label alone.
        speech: the words of statements.
    """

    def __init__(self, size: Size) -> None:
        """Make the words for so many actors and topics."""
        self.actor_ids = to_hex(mix(np.arange(size.actors), 1))
        self.names = pa.array(name_actors(size.actors))
        self.kinds = tell_kinds(size.actors)
        self.media = np.flatnonzero(np.asarray(pc.equal(self.kinds, "media")))
        self.topic_ids = to_hex(mix(np.arange(size.topics), 2))
        labels = name_topics(size.topics)
        self.labels = pa.array(labels)
        self.bare = pa.array([hashlib.sha256(f"#{label}".encode()).hexdigest() for label in labels])
        self.speech = Speech()
