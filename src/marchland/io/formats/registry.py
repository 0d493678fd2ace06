"""Every format that can be read; of two that fit alike, the earlier is taken."""

from __future__ import annotations

from typing import Final

from marchland.io.formats import areas, conflict, hapi, idmc, iom, tagged, unhcr, weather
from marchland.io.formats.format import Format

FORMATS: Final[tuple[Format, ...]] = (
    *tagged.FORMATS[:1],
    *hapi.FORMATS,
    *iom.FORMATS,
    *idmc.FORMATS,
    *conflict.FORMATS,
    *areas.FORMATS,
    *weather.FORMATS,
    *unhcr.FORMATS,
    *tagged.FORMATS[1:],
)
