"""Posts that were taken down: a salted hash of each is kept, so that none of them is ever read in again.

takedowns.json          {"salt": "…", "posts": [{"hash": "…", "reason": "…", "at": "…"}]}, for good
takedown-pending.json   what a takedown that is not proven yet still has to find; removed when it is proven
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from warehouse.durable import Disk
from warehouse.layout import Layout, SnapshotError

TAKEDOWNS_NAME = "takedowns.json"
PENDING_NAME = "takedown-pending.json"


@dataclass(frozen=True)
class Takedown:
    """One post that was taken down.

    Attributes:
        hash: SHA-256 over the salt and the post_id, 64 hex digits.
        reason: why, in the words of who asked for it.
        at: when (UTC), in ISO 8601.
    """

    hash: str
    reason: str
    at: str


@dataclass(frozen=True)
class Takedowns:
    """The posts that must not be read in; can be pickled for the reading processes.

    Attributes:
        salt: random, made with the first takedown; empty before.
        posts: in the order of their takedown.
    """

    salt: str = ""
    posts: tuple[Takedown, ...] = ()

    def has(self, post_id: str) -> bool:
        """Whether a post was taken down."""
        return bool(self.posts) and self._hash(post_id) in {post.hash for post in self.posts}

    def add(self, post_ids: Collection[str], *, reason: str, now: dt.datetime) -> Takedowns:
        """These takedowns and more; a post that is among them already keeps its reason."""
        salted = self if self.salt else Takedowns(secrets.token_hex(16))
        at = now.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
        new = (
            Takedown(salted._hash(post_id), reason, at)
            for post_id in sorted(post_ids)
            if not salted.has(post_id)
        )
        return Takedowns(salted.salt, (*salted.posts, *new))

    def _hash(self, post_id: str) -> str:
        return hashlib.sha256(f"{self.salt}:{post_id}".encode()).hexdigest()


NO_TAKEDOWNS = Takedowns()


@dataclass(frozen=True)
class Pending:
    """What a takedown has to remove and to look for.

    Attributes:
        post_ids: the posts.
        urls: their addresses, as given and as stored.
        texts: every text they had, where the lake knows them.
    """

    post_ids: tuple[str, ...]
    urls: tuple[str, ...]
    texts: tuple[str, ...]


def read_takedowns(layout: Layout) -> Takedowns:
    """The posts that were taken down.

    Raises:
        SnapshotError: the file is damaged.
        OSError: it cannot be read.
    """
    fields = _read_json(layout.root / TAKEDOWNS_NAME)
    if fields is None:
        return Takedowns()
    try:
        return Takedowns(str(fields["salt"]), tuple(Takedown(**post) for post in fields["posts"]))
    except (KeyError, TypeError) as error:
        raise _damage(layout.root / TAKEDOWNS_NAME, error) from error


def write_takedowns(disk: Disk, layout: Layout, takedowns: Takedowns) -> None:
    """Replace the list of posts that were taken down, durably. Raises OSError."""
    _write_json(disk, layout.root / TAKEDOWNS_NAME, asdict(takedowns))


def read_pending(layout: Layout) -> Pending | None:
    """The takedown that was begun and not proven, if there is one.

    Raises:
        SnapshotError: the file is damaged.
        OSError: it cannot be read.
    """
    fields = _read_json(layout.root / PENDING_NAME)
    if fields is None:
        return None
    try:
        return Pending(*(tuple(fields[name]) for name in ("post_ids", "urls", "texts")))
    except (KeyError, TypeError) as error:
        raise _damage(layout.root / PENDING_NAME, error) from error


def write_pending(disk: Disk, layout: Layout, pending: Pending) -> None:
    """Note what a takedown has to do, durably, before it does anything. Raises OSError."""
    _write_json(disk, layout.root / PENDING_NAME, asdict(pending))


def remove_pending(disk: Disk, layout: Layout) -> None:
    """Forget a takedown that is proven, durably. Raises OSError."""
    disk.unlink(layout.root / PENDING_NAME)
    disk.sync_folder(layout.root)


def _write_json(disk: Disk, path: Path, value: object) -> None:
    partial = path.with_name(f".{path.name}.part")
    partial.unlink(missing_ok=True)
    disk.write_private_file(partial, [f"{json.dumps(value, ensure_ascii=False, indent=2)}\n".encode()])
    disk.sync_file(partial)
    disk.rename(partial, path)
    disk.sync_folder(path.parent)


def _read_json(path: Path) -> dict[str, Any] | None:
    try:
        fields = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise _damage(path, error) from error
    if not isinstance(fields, dict):
        raise _damage(path, "not an object")
    return fields


def _damage(path: Path, error: object) -> SnapshotError:
    return SnapshotError(
        path, f"is damaged ({error})", "restore it from a backup: it keeps posts from coming back"
    )
