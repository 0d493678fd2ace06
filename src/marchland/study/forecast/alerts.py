"""Early warning: the chance that a number is passed by a day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from marchland.errors import RequestError
from marchland.language import say
from marchland.model.near import hint
from marchland.study.forecast.answer import Forecast, chance_above
from marchland.study.forecast.series import KINDS
from marchland.study.runs import protect

_ALERT = re.compile(
    r"(?:(?P<kind>stock|total|flow|sum|people)\s+)?(?P<where>\S.*?)\s*>\s*"
    r"(?P<people>\d[\d,]*(?:\.\d+)?)\s+by\s+(?P<days>\d{1,4})\s*d(?:ays?)?"
)
LIKELY = 0.5
"""Chance from which an alert is raised, unless another is given."""


@dataclass(frozen=True)
class Alert:
    """A question of early warning, ``stock adre > 100000 by 30d``.

    Parameters
    ----------
    kind
        ``stock``, ``total``, ``flow``: a series; ``sum``: a sum over sites; ``people``: people at a
        place by the simulator; blank: the first of these that there is.
    where
        Name of the series, of the place it is counted at, of the sum, or of the place.
    people
        The number that is passed.
    days
        Days ahead until which.
    """

    kind: str
    where: str
    people: float
    days: int

    @classmethod
    def of(cls, text: str) -> Alert:
        """Read an alert: ``[KIND] NAME > NUMBER by DAYSd``.

        Raises
        ------
        ValueError
            If the text has another form.
        """
        found = _ALERT.fullmatch(text.strip())
        if not found:
            raise ValueError(
                say(
                    "'{text}' is not an alert (write [stock|total|flow|sum|people] NAME > "
                    "NUMBER by DAYSd, for instance 'stock adre > 100000 by 30d')",
                    text=text,
                )
            )
        people = float(found["people"].replace(",", ""))
        return cls(found["kind"] or "", found["where"], people, int(found["days"]))

    def __str__(self) -> str:
        return f"{self.kind} {self.where} > {self.people:,.0f} by {self.days}d".strip()


@dataclass(frozen=True)
class Answered:
    """The chance that an alert asks for.

    Parameters
    ----------
    alert
        The question.
    chance
        Chance that the number is passed by then. Of a series it is the largest of the chances on
        single days or of single periods up to then, which the true one is not below; of the
        simulator it is the share of members that pass it on any day.
    by
        ``counts`` or ``simulator``.
    raised
        Whether the chance is at least that from which alerts are raised.
    """

    alert: Alert
    chance: float
    by: str
    raised: bool


def read_alerts(texts: Sequence[str]) -> list[Alert]:
    """Read alerts, all that is wrong with their form told at once.

    Raises
    ------
    RequestError
        If one has another form.
    """
    found, wrong = [], []
    for text in texts:
        try:
            found.append(Alert.of(text))
        except ValueError as error:
            wrong.append(f"--alert {error}")
    if wrong:
        raise RequestError("; ".join(wrong))
    return found


def answer(
    forecast: Forecast, alerts: Sequence[Alert], likely: float = LIKELY
) -> tuple[Answered, ...]:
    """Return the chances that alerts ask for.

    Raises
    ------
    RequestError
        If a name is not known, or an alert asks beyond the horizon.
    """
    found, wrong = [], []
    for one in alerts:
        try:
            chance, by = _chance(forecast, one)
            found.append(Answered(one, chance, by, chance >= likely))
        except RequestError as error:
            wrong.append(str(error))
    if wrong:
        raise RequestError("; ".join(wrong))
    return tuple(found)


def _chance(found: Forecast, alert: Alert) -> tuple[float, str]:
    """Return the chance that an alert asks for, and whose it is."""
    if alert.days > max(found.shown):
        raise RequestError(
            say(
                "'{alert}' asks {days} days ahead, the forecast is of {most}",
                alert=alert,
                days=alert.days,
                most=max(found.shown),
            )
        )
    for rows in (_of_series(found, alert), _of_sums(found, alert)):
        if len(rows):
            return max(chance_above(one, alert.people) for one in rows), "counts"
    daily = _of_places(found, alert)
    if daily is not None:
        return float((daily > alert.people).any(axis=1).mean()), "simulator"
    raise RequestError(_unknown(found, alert))


def _unknown(found: Forecast, alert: Alert) -> str:
    """Say that nothing answers an alert: of that name, or of that name and kind."""
    series = found.record.series
    kinds = sorted({one.kind for one in series if alert.where in (one.name, one.where)})
    if kinds and alert.kind:
        return say(
            "'{alert}': '{where}' is no {kind}; it is a {kinds}",
            alert=alert,
            where=alert.where,
            kind=alert.kind,
            kinds=say(" and a ").join(kinds),
        )
    names = [*(one.name for one in series), *found.sums.names]
    places = [] if found.simulated is None else found.simulated.scenario.places.id
    near = hint(alert.where, [*names, *places])
    return say(
        "'{alert}': nothing is called '{where}'{near}; there are {names}",
        alert=alert,
        where=alert.where,
        near=near,
        names=", ".join(names),
    )


def _of_series(found: Forecast, alert: Alert) -> np.ndarray:
    if alert.kind not in ("", *KINDS):
        return found.people[:0]
    asked, series = found.counts.rolled.questions, found.record.series
    named = [i for i, one in enumerate(series) if one.name == alert.where]
    named = named or [i for i, one in enumerate(series) if one.where == alert.where]
    named = [i for i in named if alert.kind in ("", series[i].kind)]
    rows = np.isin(asked.series, named[:1])
    upto = rows & (asked.last <= found.day + alert.days)
    first = rows & (asked.last == asked.last[rows].min(initial=0))
    return found.people[upto if upto.any() else first]


def _of_sums(found: Forecast, alert: Alert) -> np.ndarray:
    added = found.sums
    if alert.kind not in ("", "sum") or alert.where not in added.names:
        return found.people[:0]
    steps = [h for h, days in enumerate(added.ahead) if days <= alert.days] or [0]
    return np.asarray(added.people[added.names.index(alert.where)][steps])


def _of_places(found: Forecast, alert: Alert) -> np.ndarray | None:
    """Return people at a place on each day up to then (member, day)."""
    if found.simulated is None or alert.kind not in ("", "people"):
        return None
    people = protect.people(found.simulated.runs)
    if alert.where not in people["place"].values:
        return None
    days = people["day"].values.astype("datetime64[D]").astype(np.int64)
    ahead = (days > found.day) & (days <= found.day + alert.days)
    chosen = people.sel(place=alert.where).transpose("member", "day").values
    return np.asarray(chosen[:, ahead])
