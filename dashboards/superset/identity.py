"""Who is who in Superset: UUIDs from keys, so that a new title or file name is still the same chart."""

from __future__ import annotations

import uuid
from enum import StrEnum

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:hatsugen:superset")
DATABASE_KEY = "hatsugen"
DASHBOARD_KEY = "hatsugen"


class Kind(StrEnum):
    """What Superset imports; the value is the folder of its files."""

    DATABASE = "databases"
    DATASET = "datasets"
    CHART = "charts"
    DASHBOARD = "dashboards"


def derive_uuid(kind: Kind, key: str) -> str:
    """The UUID of an asset; the same for ever, whatever its title.

    >>> derive_uuid(Kind.CHART, "topics_daily") == derive_uuid(Kind.CHART, "topics_daily")
    True
    """
    return str(uuid.uuid5(NAMESPACE, f"{kind.value}/{key}"))
