"""Every format that can be read; of two that fit alike, the earlier is taken."""

from __future__ import annotations

from typing import Final

from marchland.io.formats import (
    aged,
    areas,
    conflict,
    hapi,
    idmc,
    iom,
    tagged,
    unhcr,
    ways,
    weather,
)
from marchland.io.formats.format import Format

FORMATS: Final[tuple[Format, ...]] = (
    *tagged.FORMATS[:1],
    *hapi.FORMATS,
    *iom.FORMATS,
    *idmc.FORMATS,
    *conflict.FORMATS,
    *areas.FORMATS,
    *weather.FORMATS,
    *ways.FORMATS,
    *unhcr.FORMATS,
    *tagged.FORMATS[1:],
)


def formats_for(target: str) -> tuple[Format, ...]:
    """Return the formats that can become a table: those by age and sex only where asked for."""
    return aged.AGED if target == "composition" else FORMATS
