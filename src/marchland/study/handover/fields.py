"""Columns of what is handed over, declared once with type, meaning, unit and HXL hashtag."""

from __future__ import annotations

from typing import Final

from marchland.io.export.sheet import Field, Type
from marchland.language import mark

_DEGREES: Final = mark("degrees")
PLACE: Final = {
    "place": Field("text", mark("Id of the place, as in the scenario."), "#loc+id"),
    "place_name": Field("text", mark("Name of the place."), "#loc+name"),
    "country": Field("text", mark("Country, ISO 3166-1 alpha-3."), "#country+code+v_iso3"),
    "pcode": Field("text", mark("Place code of OCHA (P-code); blank: none."), "#loc+code+v_pcode"),
    "kind": Field("text", mark("Kind of place."), "#loc+type"),
    "lat": Field("number", mark("Latitude, WGS 84."), "#geo+lat", _DEGREES),
    "lon": Field("number", mark("Longitude, WGS 84."), "#geo+lon", _DEGREES),
}
"""What joins a place to anybody else's table."""

_LEVELS: Final = {
    "low90": mark("Lower end of the range that holds 90 % of the runs."),
    "low50": mark("Lower end of the range that holds 50 % of the runs."),
    "median": mark("Median of the runs."),
    "high50": mark("Upper end of the range that holds 50 % of the runs."),
    "high90": mark("Upper end of the range that holds 90 % of the runs."),
}


def bands(tag: str, unit: str = "", whole: bool = True) -> dict[str, Field]:
    """Declare the five columns of a band under one HXL hashtag."""
    kind: Type = "whole" if whole else "number"
    return {
        name: Field(kind, meaning, f"{tag}+{name}" if tag else "", unit)
        for name, meaning in _LEVELS.items()
    }


PERIOD: Final = {
    "date_from": Field("date", mark("First day of the period."), "#date+start"),
    "date_to": Field("date", mark("Last day of the period."), "#date+end"),
}
PEOPLE: Final = {
    "date": Field("date", mark("Day; people are counted at its end."), "#date"),
    **PLACE,
    **bands("#affected", mark("people")),
}
PEOPLE_WEEKLY: Final = PEOPLE | {
    "date": Field("date", mark("Last day of the week; people are counted at its end."), "#date")
}
NEEDS: Final = {
    "week": Field("date", mark("Monday of the week."), "#date+week+start"),
    **PLACE,
    "item": Field(
        "text", mark("What is needed; unmet_…: beyond recorded deliveries."), "#item+name"
    ),
    "unit": Field("text", mark("Unit of the figures."), "#item+unit"),
    **bands("#indicator+num+need", whole=False),
}
ROUTES: Final = {
    "route": Field("text", mark("Id of the route, as in the scenario."), "#meta+route+id"),
    "label": Field("text", mark("Where it leads from and to."), "#meta+route+name"),
    "mode": Field("text", mark("How people move."), "#meta+route+mode"),
    "lat_from": Field("number", mark("Latitude of its beginning."), "#geo+lat+origin", _DEGREES),
    "lon_from": Field("number", mark("Longitude of its beginning."), "#geo+lon+origin", _DEGREES),
    "lat_to": Field("number", mark("Latitude of its end."), "#geo+lat+dest", _DEGREES),
    "lon_to": Field("number", mark("Longitude of its end."), "#geo+lon+dest", _DEGREES),
}
FLOWS: Final = PERIOD | ROUTES | bands("#affected+flow", mark("people"))
BORDERS: Final = {
    **PERIOD,
    "border": Field("text", mark("Border and direction, BLR>POL."), "#meta+border"),
    "country_from": Field("text", mark("Country on the near side."), "#country+code+v_iso3+origin"),
    "country_to": Field("text", mark("Country on the far side."), "#country+code+v_iso3+dest"),
    "measure": Field("text", mark("What is counted: events, not persons."), "#indicator+name"),
    "unit": Field("text", mark("Unit of the figures."), "#indicator+unit"),
    **bands("#indicator+num"),
}
COUNTS: Final = {
    "series": Field("text", mark("Series the count belongs to."), "#indicator+name"),
    **PERIOD,
    "measure": Field("text", mark("What was counted."), "#indicator+type"),
    "where": Field("text", mark("Place, border, country or tag."), "#loc+id"),
    **{name: one for name, one in PLACE.items() if name != "place"},
    "count": Field(
        "whole", mark("The count; blank: fewer than ten, not shown."), "#indicator+num+count"
    ),
    "low": Field("whole", mark("Lowest figure of the sources."), "#indicator+num+lowest"),
    "high": Field("whole", mark("Highest figure of the sources."), "#indicator+num+highest"),
    "fewer_than_ten": Field(
        "flag", mark("Whether the count is too small to be shown."), "#meta+small"
    ),
    **bands("#indicator+num+model"),
    "use": Field("text", mark("Whether the model was fitted to the count."), "#meta+use"),
    "source": Field("text", mark("Who counted."), "#meta+source"),
}
SCORES: Final = {
    "series": Field("text", mark("Series of counts."), "#indicator+name"),
    "use": Field("text", mark("Whether the model was fitted to it."), "#meta+use"),
    "n": Field("whole", mark("Number of counts."), "#indicator+n", mark("counts")),
    "mean_count": Field("number", mark("Mean of the counts."), "#indicator+mean"),
    "mae": Field("number", mark("Mean absolute error of the median."), "#indicator+mae"),
    "bias": Field("number", mark("Mean of median less count."), "#indicator+bias"),
    "crps": Field("number", mark("Continuous ranked probability score."), "#indicator+crps"),
    "wis": Field("number", mark("Weighted interval score."), "#indicator+wis"),
    "cover50": Field(
        "number", mark("Share of counts within the 50 % range."), "#indicator+cover50"
    ),
    "cover90": Field(
        "number", mark("Share of counts within the 90 % range."), "#indicator+cover90"
    ),
    "within_sources": Field(
        "number", mark("Share of medians within what the sources give."), "#indicator+within"
    ),
    "n_persistence": Field(
        "whole", mark("Counts with an earlier one in their series."), "#indicator+npersistence"
    ),
    "crps_persistence": Field(
        "number", mark("The same score of repeating the earlier count."), "#indicator+persistence"
    ),
    "ratio": Field(
        "number", mark("Score of the model over that of repeating: below 1 the model is better."),
        "#indicator+ratio",
    ),
}  # fmt: skip
LONG: Final = {
    "table": Field("text", mark("Table that the row is of."), "#meta+table"),
    "measure": Field("text", mark("What the figure is of."), "#indicator+name"),
    "date": Field("date", mark("Day, or first day of the period."), "#date"),
    "month": Field("text", mark("Month, YYYY-MM."), "#date+month"),
    **PLACE,
    "level": Field("text", mark("Median, or an end of a range of the runs."), "#indicator+level"),
    "value": Field("number", mark("The figure."), "#indicator+num"),
    "unit": Field("text", mark("Unit of the figure."), "#indicator+unit"),
}
