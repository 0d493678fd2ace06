"""What makes rows of a format the common ones: sums, periods, merged cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import pandas as pd

LEAST: Final = 10
"""Deaths of fewer than this are merged upward."""
_MONTHS: Final = {
    name: i
    for i, name in enumerate(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september",
         "october", "november", "december"), start=1)
}  # fmt: skip
Shape = Callable[[pd.DataFrame], pd.DataFrame]


def first_of(frame: pd.DataFrame, roles: Sequence[str]) -> pd.Series:
    """Return the first of some roles that is filled in each row, blank where none is."""
    found = pd.Series("", index=frame.index, dtype=object)
    for role in reversed(roles):
        if role in frame:
            found = frame[role].where(frame[role].ne(""), found)
    return found


def by_admin(frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows with the P-code and name of the lowest area that each names."""
    out = frame.copy()
    out["pcode"] = first_of(frame, ("pcode", "admin2", "admin1"))
    out["name"] = first_of(frame, ("name", "admin2_name", "admin1_name"))
    return out


def summed(frame: pd.DataFrame, over: Sequence[str] = ()) -> pd.DataFrame:
    """Return people added up over all roles but place, date, group and what ``over`` names.

    A sum with a missing part is missing.
    """
    keys = [
        role
        for role in ("pcode", "name", "country", "lat", "lon", "date", "date_to", "origin", *over)
        if role in frame
    ]
    marked = frame.assign(missing=frame["people"].isna())
    grouped = marked.groupby(keys, dropna=False, sort=False, observed=True)
    found = grouped.agg(
        people=("people", "sum"), missing=("missing", "any"), line=("line", "min")
    ).reset_index()
    found["people"] = found["people"].where(~found["missing"])
    return found.drop(columns="missing")


def one_assessment(frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows of one type of assessment a place, the one with most rows, summed over causes.

    Baseline and site assessments count the same people; adding them would count twice.
    """
    out = by_admin(frame)
    if "assessment" in out and out["assessment"].nunique() > 1:
        order = out["assessment"].value_counts()
        rank = out["assessment"].map({name: i for i, name in enumerate(order.index)})
        out = out[rank.eq(rank.groupby([out["country"], out["pcode"]]).transform("min"))]
    return summed(out, ("operation",))


def of_year(frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows dated at the end of their year."""
    return frame.assign(date=_in_year(frame["year"], "12-31"))


def in_year(frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows over the whole of their year."""
    year = frame["year"]
    return frame.assign(date=_in_year(year, "01-01"), date_to=_in_year(year, "12-31"))


def _in_year(years: pd.Series, day: str) -> pd.Series:
    """Return a day of each year, none where the year is not known."""
    return pd.to_datetime(years.map(lambda year: f"{int(year)}-{day}", na_action="ignore"))


def in_month(frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows over the whole of the month that they name in words or as a number."""
    number = frame["month"].map(
        lambda text: _MONTHS.get(text.casefold(), 0) or (int(text) if text.isdigit() else 0)
    )
    known = number.between(1, 12) & frame["year"].notna()
    out = by_admin(frame[known])
    parts = {"year": out["year"].astype(int), "month": number[known], "day": 1}
    first = pd.to_datetime(pd.DataFrame(parts))
    return out.assign(date=first, date_to=first + pd.offsets.MonthEnd(0))


def spread_over_days(frame: pd.DataFrame) -> pd.DataFrame:
    """Return figures of displacement with a last day; a figure is of all its days together."""
    end = frame["date_to"] if "date_to" in frame else frame["date"]
    return frame.assign(date_to=end.fillna(frame["date"]))


def merged_deaths(frame: pd.DataFrame) -> pd.DataFrame:
    """Return deaths by route and month, then year, then all: in cells of ten or more, or none."""
    total = frame["deaths"].fillna(0)
    out = frame.assign(deaths=total, name=first_of(frame, ("name", "country_name")))
    out = out[out["date"].notna()]
    told = []
    left = out
    for period in ("M", "Y"):
        cut = left["date"].dt.to_period(period)
        cells = left.groupby(["name", cut], sort=False)["deaths"].transform("sum")
        told.append(_cells(left[cells >= LEAST], period))
        left = left[cells < LEAST]
    rest = left.groupby("name", sort=False)["deaths"].transform("sum")
    told.append(_cells(left[rest >= LEAST], ""))
    return pd.concat(told, ignore_index=True)


def _cells(rows: pd.DataFrame, period: str) -> pd.DataFrame:
    """Return one row a name and period, with the whole period as its dates."""
    cut = rows["date"].dt.to_period(period) if period else pd.Series(0, index=rows.index)
    grouped = rows.groupby(["name", cut], sort=True)
    found = grouped.agg(deaths=("deaths", "sum"), line=("line", "min"), date=("date", "min"),
                        date_to=("date", "max")).reset_index(level=0)  # fmt: skip
    if period:
        spans = pd.PeriodIndex(found.index)
        found["date"] = spans.start_time.normalize()
        found["date_to"] = spans.end_time.normalize()
    return found.reset_index(drop=True)


def daily_weather(frame: pd.DataFrame) -> pd.DataFrame:
    """Return hourly values in K and m (ERA5) as days in °C, mm and m/s."""
    days = frame.assign(date=frame["date"].dt.normalize())
    keys = [role for role in ("lat", "lon", "name", "date") if role in days]
    grouped = days.groupby(keys, sort=False)
    kelvin = 273.15
    found = pd.DataFrame({"line": grouped["line"].min()})
    for role, how in (("t_min_c", "min"), ("t_mean_c", "mean"), ("t_max_c", "max")):
        if "t_mean_c" in days:
            found[role] = grouped["t_mean_c"].agg(how) - kelvin
    if "precip_mm" in days:
        found["precip_mm"] = grouped["precip_mm"].sum() * 1000
    return found.reset_index()


def to_ms(frame: pd.DataFrame) -> pd.DataFrame:
    """Return wind given in km/h as m/s."""
    return frame.assign(wind_ms=frame["wind_ms"] / 3.6) if "wind_ms" in frame else frame


def then(*shapes: Shape) -> Shape:
    """Return shapes one after another."""

    def shape(frame: pd.DataFrame) -> pd.DataFrame:
        for one in shapes:
            frame = one(frame)
        return frame

    return shape


def unknown_capacity(frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows with a capacity of zero as not known: lists of camps write it so."""
    return frame.assign(capacity=frame["capacity"].where(frame["capacity"] > 0, np.nan))
