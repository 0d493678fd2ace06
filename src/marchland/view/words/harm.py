"""Cold, injury and death in words: what the model expects, never as one bare number."""

from __future__ import annotations

from collections.abc import Iterable
from math import isnan

from marchland.language import mark, say, written
from marchland.study.measures.cold import KNOWN_COLD, KNOWN_RAIN, Cold, Rate, Weather
from marchland.study.measures.harm import Record
from marchland.view.words.dates import period
from marchland.view.words.numbers import in_band
from marchland.view.words.text import joined
from marchland.view.words.where import country_names

FOUNDED = mark(
    "Founded: the two slopes, from people without a home in Toronto (Zhang et "
    "al. 2019), and the share of severe cases that end in death. Assumed: that "
    "they hold here, the level (from 0.1 to 2 deaths for 10,000 nights, fitted "
    "to nothing), and what clothes, shelter and wind do. Hunger, exhaustion "
    "and weeks outdoors have no published hazard and are left out. Not for the "
    "risk of a person, a forecast of a night, or a clinical decision."
)
PICTURE = mark(
    "People in strips and forests, the day's lowest temperature and rain, and "
    "deaths that the model expects in each month, on one time axis. Bands hold "
    "50 % and 90 % of the runs. People beyond a line are shown as the mean of "
    "the month."
)
FOLDED = mark("By month: deaths by country, mortality and injuries")
RECORDS = mark("Compared with the records")
RECORD_TABLE = mark("Deaths recorded and expected")
RECORD_HEADS = (
    mark("where"),
    mark("period"),
    mark("cause"),
    mark("recorded"),
    mark("the model expects"),
    mark("record in 90 % band"),
)
CAUSES = {
    "": mark("all"),
    "exposure": mark("exposure"),
    "sickness": mark("sickness"),
    "violence": mark("violence"),
    "drowning": mark("drowning"),
    "traffic": mark("traffic"),
    "unknown": mark("unknown"),
}
"""Causes of deaths that were recorded, in plain words."""
BY_COUNTRY = mark("Deaths that the model expects, by month and country, 90 % bands")
BY_MONTH = mark("By month, all countries together, 90 % bands")
MONTH_HEADS = (
    mark("month"),
    mark("nights in the open"),
    mark("below 0 °C"),
    mark("severe injuries"),
    mark("non-freezing injuries"),
    mark("deaths for 10,000 a day"),
    mark("runs above 1 (emergency)"),
)


def harm_in_words(cold: Cold | None) -> list[str]:
    """Return sentences on deaths, injuries and nights in the open; none where there are none."""
    if cold is None:
        return []
    total = cold.total
    return [
        say(
            "In the open the model expects {deaths} deaths of exposure, sickness or unknown cause "
            "and {severe} severe cold injuries; their level is an assumption within a range",
            deaths=in_band(total.deaths),
            severe=in_band(total.severe),
        ),
        say(
            "Nights people spent in the open: {nights}; below 0 °C: {frost}; non-freezing injuries "
            "the model expects: {injuries}",
            nights=in_band(total.open_nights),
            frost=in_band(total.frost_nights),
            injuries=in_band(total.non_freezing),
        ),
    ]


def record_row(one: Record) -> tuple[str, ...]:
    """Return a record compared with the model as a row of a table."""
    unknown = isnan(one.recorded)
    return (
        country_names(one.where) if one.where else say("together"),
        period(one.since, one.until),
        say(CAUSES[one.cause]),
        say("fewer than ten") if unknown else written(one.recorded, ".0f"),
        in_band(one.band),
        "–" if unknown else say("within") if one.within else say("outside"),
    )


def records_in_words(records: Iterable[Record]) -> str:
    """Say what records are, and where they lie outside the model's band."""
    far = [one for one in records if not isnan(one.recorded) and not one.within]
    outside = [country_names(one.where) for one in far if one.where]
    lead = say(
        "Records are a lower bound, of all causes where none is named, violence, "
        "drowning and traffic among them; the model has only deaths of exposure, "
        "sickness or unknown cause. Nothing was fitted to them. Months and "
        "countries with fewer than ten are merged."
    )
    if outside:
        lead += say(
            " For {countries} the record lies outside the model's band: the model says little "
            "about the country in which people die.",
            countries=joined(outside),
        )
    return lead


def rate_in_words(rate: Rate | None) -> tuple[str, str]:
    """Return mortality with its band, and the share of runs above the threshold."""
    if rate is None:
        return "–", "–"
    band = say(
        "{middle:.2g} ({low:.2g} to {high:.2g})",
        middle=rate.median,
        low=rate.low90,
        high=rate.high90,
    )
    return band, written(rate.share_emergency, ".0%")


def weather_in_words(weather: Weather) -> str:
    """Say on how many days the weather lies beyond what the hazard is known for."""
    low, high = KNOWN_COLD
    told = say(
        "Of {days:,} days of the stations {far} are outside −{low:g} to +{high:g} °C and {wet} "
        "have more than {rain:g} mm of precipitation: there the slopes are extrapolated or capped.",
        days=weather.days,
        far=weather.far,
        low=-low,
        high=high,
        wet=weather.wet,
        rain=KNOWN_RAIN,
    )
    if weather.missing:
        told += say(
            " {missing} days were not measured; other days of the season are used instead.",
            missing=weather.missing,
        )
    return told + _wind(weather)


def _wind(weather: Weather) -> str:
    if not weather.windy:
        return say(" Wind was not measured and changes nothing.")
    slowest, fastest = weather.winds
    return say(
        " Wind is known on {windy:,} days and acts as degrees, which is assumed; "
        "{outside} are outside {slowest:g} to {fastest:g} m/s, where its shift is held constant.",
        windy=weather.windy,
        outside=weather.calm_or_storm,
        slowest=slowest,
        fastest=fastest,
    )
