"""What a dump does not say and its owner knows: settings that decide rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from transforms.dates import TOKYO
from transforms.identity import make_id


@dataclass(frozen=True)
class ParseOptions:
    """How to take what dumps leave open; can be pickled for the reading processes.

    Attributes:
        zone: the clock of stated times that name no zone.
        sister_hosts: other hosts of a site, each with the host it counts as; both in lower case.
        with_reported: whether indirect speech in articles becomes quotes of form `reported`.
    """

    zone: ZoneInfo = TOKYO
    sister_hosts: Mapping[str, str] = field(default_factory=dict)
    with_reported: bool = True

    @property
    def options_id(self) -> str:
        """Names these options: dumps read with equal options and an equal parser have equal rows.

        >>> ParseOptions().options_id, ParseOptions(ZoneInfo("UTC")).options_id
        ('2ad6d7ce', '75e8c4f3')
        """
        hosts = [f"{other}={main}" for other, main in sorted(self.sister_hosts.items())]
        switches = [] if self.with_reported else ["without reported"]
        return make_id("options", self.zone.key, *hosts, *switches)[:8]


DEFAULT_OPTIONS = ParseOptions()
