"""Columns of what is handed over, declared once with type, meaning, unit and HXL hashtag."""

from __future__ import annotations

from typing import Final

from marchland.io.export.sheet import Field, Type

PLACE: Final = {
    "place": Field("text", "Id of the place, as in the scenario.", "#loc+id"),
    "place_name": Field("text", "Name of the place.", "#loc+name"),
    "country": Field("text", "Country, ISO 3166-1 alpha-3.", "#country+code+v_iso3"),
    "pcode": Field("text", "Place code of OCHA (P-code); blank: none.", "#loc+code+v_pcode"),
    "kind": Field("text", "Kind of place.", "#loc+type"),
    "lat": Field("number", "Latitude, WGS 84.", "#geo+lat", "degrees"),
    "lon": Field("number", "Longitude, WGS 84.", "#geo+lon", "degrees"),
}
"""What joins a place to anybody else's table."""

_LEVELS: Final = {
    "low90": "Lower end of the range that holds 90 % of the runs.",
    "low50": "Lower end of the range that holds 50 % of the runs.",
    "median": "Median of the runs.",
    "high50": "Upper end of the range that holds 50 % of the runs.",
    "high90": "Upper end of the range that holds 90 % of the runs.",
}


def bands(tag: str, unit: str = "", whole: bool = True) -> dict[str, Field]:
    """Declare the five columns of a band under one HXL hashtag."""
    kind: Type = "whole" if whole else "number"
    return {
        name: Field(kind, meaning, f"{tag}+{name}" if tag else "", unit)
        for name, meaning in _LEVELS.items()
    }


PERIOD: Final = {
    "date_from": Field("date", "First day of the period.", "#date+start"),
    "date_to": Field("date", "Last day of the period.", "#date+end"),
}
PEOPLE: Final = {
    "date": Field("date", "Day; people are counted at its end.", "#date"),
    **PLACE,
    **bands("#affected", "people"),
}
PEOPLE_WEEKLY: Final = PEOPLE | {
    "date": Field("date", "Last day of the week; people are counted at its end.", "#date")
}
NEEDS: Final = {
    "week": Field("date", "Monday of the week.", "#date+week+start"),
    **PLACE,
    "item": Field("text", "What is needed; unmet_…: beyond recorded deliveries.", "#item+name"),
    "unit": Field("text", "Unit of the figures.", "#item+unit"),
    **bands("#indicator+num+need", whole=False),
}
ROUTES: Final = {
    "route": Field("text", "Id of the route, as in the scenario.", "#meta+route+id"),
    "label": Field("text", "Where it leads from and to.", "#meta+route+name"),
    "mode": Field("text", "How people move.", "#meta+route+mode"),
    "lat_from": Field("number", "Latitude of its beginning.", "#geo+lat+origin", "degrees"),
    "lon_from": Field("number", "Longitude of its beginning.", "#geo+lon+origin", "degrees"),
    "lat_to": Field("number", "Latitude of its end.", "#geo+lat+dest", "degrees"),
    "lon_to": Field("number", "Longitude of its end.", "#geo+lon+dest", "degrees"),
}
FLOWS: Final = PERIOD | ROUTES | bands("#affected+flow", "people")
BORDERS: Final = {
    **PERIOD,
    "border": Field("text", "Border and direction, BLR>POL.", "#meta+border"),
    "country_from": Field("text", "Country on the near side.", "#country+code+v_iso3+origin"),
    "country_to": Field("text", "Country on the far side.", "#country+code+v_iso3+dest"),
    "measure": Field("text", "What is counted: events, not persons.", "#indicator+name"),
    "unit": Field("text", "Unit of the figures.", "#indicator+unit"),
    **bands("#indicator+num"),
}
COUNTS: Final = {
    "series": Field("text", "Series the count belongs to.", "#indicator+name"),
    **PERIOD,
    "measure": Field("text", "What was counted.", "#indicator+type"),
    "where": Field("text", "Place, border, country or tag.", "#loc+id"),
    **{name: one for name, one in PLACE.items() if name != "place"},
    "count": Field("whole", "The count; blank: fewer than ten, not shown.", "#indicator+num+count"),
    "low": Field("whole", "Lowest figure of the sources.", "#indicator+num+lowest"),
    "high": Field("whole", "Highest figure of the sources.", "#indicator+num+highest"),
    "fewer_than_ten": Field("flag", "Whether the count is too small to be shown.", "#meta+small"),
    **bands("#indicator+num+model"),
    "use": Field("text", "Whether the model was fitted to the count.", "#meta+use"),
    "source": Field("text", "Who counted.", "#meta+source"),
}
SCORES: Final = {
    "series": Field("text", "Series of counts.", "#indicator+name"),
    "use": Field("text", "Whether the model was fitted to it.", "#meta+use"),
    "n": Field("whole", "Number of counts.", "#indicator+n", "counts"),
    "mean_count": Field("number", "Mean of the counts.", "#indicator+mean"),
    "mae": Field("number", "Mean absolute error of the median.", "#indicator+mae"),
    "bias": Field("number", "Mean of median less count.", "#indicator+bias"),
    "crps": Field("number", "Continuous ranked probability score.", "#indicator+crps"),
    "wis": Field("number", "Weighted interval score.", "#indicator+wis"),
    "cover50": Field("number", "Share of counts within the 50 % range.", "#indicator+cover50"),
    "cover90": Field("number", "Share of counts within the 90 % range.", "#indicator+cover90"),
    "within_sources": Field(
        "number", "Share of medians within what the sources give.", "#indicator+within"
    ),
    "n_persistence": Field(
        "whole", "Counts with an earlier one in their series.", "#indicator+npersistence"
    ),
    "crps_persistence": Field(
        "number", "The same score of repeating the earlier count.", "#indicator+persistence"
    ),
    "ratio": Field(
        "number", "Score of the model over that of repeating: below 1 the model is better.",
        "#indicator+ratio",
    ),
}  # fmt: skip
LONG: Final = {
    "table": Field("text", "Table that the row is of.", "#meta+table"),
    "measure": Field("text", "What the figure is of.", "#indicator+name"),
    "date": Field("date", "Day, or first day of the period.", "#date"),
    "month": Field("text", "Month, YYYY-MM.", "#date+month"),
    **PLACE,
    "level": Field("text", "Median, or an end of a range of the runs.", "#indicator+level"),
    "value": Field("number", "The figure.", "#indicator+num"),
    "unit": Field("text", "Unit of the figure.", "#indicator+unit"),
}
