"""What the tables were made with beside dumps, noted in the manifest: a run sees when it changed."""

from __future__ import annotations

from collections.abc import Mapping

from flows.settings import Settings
from warehouse.fingerprints import hash_files, hash_program
from warehouse.snapshots import Snapshot

_FACT = "inputs"
_LAYERS = ("staging", "core", "marts", "macros", "checks")
_WORDS = {
    "seeds": "the reviewed names",
    "models": "the SQL",
    "program": "the program",
    "source_window_days": "HATSUGEN_SOURCE_WINDOW_DAYS",
}


def note_inputs(settings: Settings) -> dict[str, dict[str, str]]:
    """What a manifest says of reviewed names, SQL, our own code and the settings that decide rows.

    How dumps are read is not among it: that holds for new ones, and for old ones after a backfill.
    """
    return {
        _FACT: {
            "seeds": hash_files([settings.seeds]),
            "models": hash_files(settings.sql_root / layer for layer in _LAYERS),
            "program": hash_program(),
            "source_window_days": str(settings.source_window_days),
        }
    }


def list_changed_inputs(settings: Settings, snapshot: Snapshot | None) -> tuple[str, ...]:
    """In words, what is not as it was when a snapshot was made; all of it where the snapshot does not say.

    Nothing is asked of the tables: a few hundred small files are hashed.
    """
    if snapshot is None:
        return ()
    noted = snapshot.manifest.facts.get(_FACT)
    known = noted if isinstance(noted, Mapping) else {}
    now = note_inputs(settings)[_FACT]
    return tuple(words for name, words in _WORDS.items() if known.get(name) != now[name])
