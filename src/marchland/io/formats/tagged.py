"""Any table with HXL tags, and Marchland's own table of counts."""

from __future__ import annotations

from typing import Final

from marchland.io.formats.format import Format
from marchland.io.formats.shapes import by_admin
from marchland.language import mark

_AREA: Final = {
    "country": ("#country+code", "#country+code+v_iso3", "#country+code+iso3"),
    "country_name": ("#country+name", "#country"),
    "admin1": ("#adm1+code", "#adm1+code+pcode", "#adm1+code+v_pcode"),
    "admin1_name": ("#adm1+name", "#adm1"),
    "admin2": ("#adm2+code", "#adm2+code+pcode", "#adm2+code+v_pcode"),
    "admin2_name": ("#adm2+name", "#adm2"),
    "pcode": ("#loc+code+v_pcode", "#loc+code", "#adm3+code", "#adm4+code"),
    "name": ("#loc+name", "#loc", "#adm3+name", "#adm4+name"),
    "lat": ("#geo+lat",),
    "lon": ("#geo+lon",),
    "origin": ("#country+code+origin", "#origin+code"),
}
PEOPLE: Final = Format(
    id="hxl",
    title=mark("table with HXL tags"),
    publisher="a table with HXL tags",
    licence=mark("terms not known"),
    ships=False,
    gives="counts",
    columns=_AREA
    | {
        "date": ("#date+reported", "#date", "#date+occurred", "#date+end"),
        "people": (
            "#affected+idps",
            "#affected+idps+ind",
            "#affected+refugees",
            "#affected+returnees",
            "#affected+ind",
            "#affected",
        ),
    },
    required=("date", "people"),
    counting="ask",
    shape=by_admin,
)
COUNTS: Final = Format(
    id="marchland-counts",
    title=mark("counts of Marchland"),
    publisher="Marchland",
    licence=mark("terms of the sources named in it"),
    ships=True,
    gives="counts",
    columns={
        "series": ("series",),
        "date": ("date_from",),
        "date_to": ("date_to",),
        "measure": ("measure",),
        "where": ("where",),
        "people": ("count",),
        "low": ("low",),
        "high": ("high",),
        "use": ("use",),
        "source": ("source",),
    },
    required=("series", "date", "measure", "where", "people", "source"),
)
FORMATS: Final = (COUNTS, PEOPLE)
