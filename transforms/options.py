"""What a dump does not say and its owner knows: settings that decide rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from transforms.dates import TOKYO


@dataclass(frozen=True)
class ParseOptions:
    """How to take what dumps leave open; can be pickled for the reading processes.

    Attributes:
        zone: the clock of stated times that name no zone.
        sister_hosts: other hosts of a site, each with the host it counts as; both in lower case.
    """

    zone: ZoneInfo = TOKYO
    sister_hosts: Mapping[str, str] = field(default_factory=dict)


DEFAULT_OPTIONS = ParseOptions()
