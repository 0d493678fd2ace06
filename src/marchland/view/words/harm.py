"""Cold, injury and death in words: what the model expects, never as one bare number."""

from __future__ import annotations

from collections.abc import Iterable
from math import isnan

from marchland.study.measures.cold import KNOWN_COLD, KNOWN_RAIN, Cold, Rate, Weather
from marchland.study.measures.harm import Record
from marchland.view.words.dates import period
from marchland.view.words.numbers import in_band
from marchland.view.words.text import joined
from marchland.view.words.where import country_names

FOUNDED = (
    "Founded: the two slopes, from people without a home in Toronto (Zhang et al. 2019), and the "
    "share of severe cases that end in death. Assumed: that they hold here, the level (from 0.1 to "
    "2 deaths for 10,000 nights, fitted to nothing), and what clothes, shelter and wind do. "
    "Hunger, exhaustion and weeks outdoors have no published hazard and are left out. Not for the "
    "risk of a person, a forecast of a night, or a clinical decision."
)
PICTURE = (
    "People in strips and forests, the day's lowest temperature and rain, and deaths that the "
    "model expects in each month, on one time axis. Bands hold 50 % and 90 % of the runs. People "
    "beyond a line are shown as the mean of the month."
)
FOLDED = "By month: deaths by country, mortality and injuries"
RECORDS = "Compared with the records"
RECORD_TABLE = "Deaths recorded and expected"
RECORD_HEADS = ("where", "period", "cause", "recorded", "the model expects", "record in 90 % band")
BY_COUNTRY = "Deaths that the model expects, by month and country, 90 % bands"
BY_MONTH = "By month, all countries together, 90 % bands"
MONTH_HEADS = (
    "month",
    "nights in the open",
    "below 0 °C",
    "severe injuries",
    "non-freezing injuries",
    "deaths for 10,000 a day",
    "runs above 1 (emergency)",
)


def harm_in_words(cold: Cold | None) -> list[str]:
    """Return sentences on deaths, injuries and nights in the open; none where there are none."""
    if cold is None:
        return []
    total = cold.total
    return [
        f"In the open the model expects {in_band(total.deaths)} deaths of exposure, sickness or "
        f"unknown cause and {in_band(total.severe)} severe cold injuries; their level is an "
        "assumption within a range",
        f"Nights people spent in the open: {in_band(total.open_nights)}; below 0 °C: "
        f"{in_band(total.frost_nights)}; non-freezing injuries the model expects: "
        f"{in_band(total.non_freezing)}",
    ]


def record_row(one: Record) -> tuple[str, ...]:
    """Return a record compared with the model as a row of a table."""
    unknown = isnan(one.recorded)
    return (
        country_names(one.where) if one.where else "together",
        period(one.since, one.until),
        one.cause or "all",
        "fewer than ten" if unknown else f"{one.recorded:.0f}",
        in_band(one.band),
        "–" if unknown else "within" if one.within else "outside",
    )


def records_in_words(records: Iterable[Record]) -> str:
    """Say what records are, and where they lie outside the model's band."""
    far = [one for one in records if not isnan(one.recorded) and not one.within]
    outside = [country_names(one.where) for one in far if one.where]
    lead = (
        "Records are a lower bound, of all causes where none is named, violence, drowning and "
        "traffic among them; the model has only deaths of exposure, sickness or unknown cause. "
        "Nothing was fitted to them. Months and countries with fewer than ten are merged."
    )
    if outside:
        lead += (
            f" For {joined(outside)} the record lies outside the model's band: the model says "
            "little about the country in which people die."
        )
    return lead


def rate_in_words(rate: Rate | None) -> tuple[str, str]:
    """Return mortality with its band, and the share of runs above the threshold."""
    if rate is None:
        return "–", "–"
    band = f"{rate.median:.2g} ({rate.low90:.2g} to {rate.high90:.2g})"
    return band, f"{rate.share_emergency:.0%}"


def weather_in_words(weather: Weather) -> str:
    """Say on how many days the weather lies beyond what the hazard is known for."""
    low, high = KNOWN_COLD
    told = (
        f"Of {weather.days:,} days of the stations {weather.far} are outside "
        f"−{-low:g} to +{high:g} °C and {weather.wet} have more than {KNOWN_RAIN:g} mm of "
        "precipitation: there the slopes are extrapolated or capped."
    )
    if weather.missing:
        told += (
            f" {weather.missing} days were not measured; other days of the season are used instead."
        )
    return told + _wind(weather)


def _wind(weather: Weather) -> str:
    if not weather.windy:
        return " Wind was not measured and changes nothing."
    slowest, fastest = weather.winds
    return (
        f" Wind is known on {weather.windy:,} days and acts as degrees, which is assumed; "
        f"{weather.calm_or_storm} are outside {slowest:g} to {fastest:g} m/s, where its shift is "
        "held constant."
    )
