"""How delivered dumps are kept: a choice of the settings, which import no reader of dumps for it."""

from __future__ import annotations

from enum import StrEnum


class KeepRaw(StrEnum):
    """How dumps are kept."""

    LINK = "link"
    COPY = "copy"
    OFF = "off"
