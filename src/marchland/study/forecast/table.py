"""A forecast as rows that can be kept, combined with others, and scored later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from marchland.io.forecasts import KeptRow
from marchland.study.forecast.hierarchy import Sums
from marchland.study.forecast.predict import Predicted
from marchland.study.forecast.series import Floats
from marchland.study.scores.quantiles import LEVELS

MIX, REPEATED, SIMULATOR = "marchland", "persistence", "simulator"
"""Names of the models in a table: the mix, persistence with bands, and the simulator alone."""


def table_rows(
    found: Predicted, added: Sums | None = None, simulated: Floats | None = None
) -> Iterator[KeptRow]:
    """Yield every quantile of a forecast, of persistence with bands, and of sums over sites.

    Parameters
    ----------
    found
        The forecast.
    added
        Sums over its sites, called ``sum:`` and their name.
    simulated
        What the simulator alone says (question, level), NaN where the model has no such series.
    """
    asked = found.rolled.questions
    models = [(MIX, found.rolled.people), (REPEATED, found.rolled.repeated)]
    models += [] if simulated is None else [(SIMULATOR, simulated)]
    for model, people in models:
        for k, days in enumerate(found.ahead.tolist()):
            one = found.record.series[int(asked.series[k])]
            first, last = day_of(int(asked.first[k])), day_of(int(asked.last[k]))
            about = (one.kind, days, first, last, one.name)
            yield from _quantiles(model, found.day, about, people[k])
    for n, name in enumerate(added.names if added else ()):
        assert added is not None
        for h, days in enumerate(added.ahead):
            last = day_of(found.day + days)
            about = ("stock", days, last, last, f"sum:{name}")
            yield from _quantiles(MIX, found.day, about, added.people[n, h])


def day_of(number: int) -> date:
    """Return the date that is so many days after 1970-01-01."""
    return date(1970, 1, 1) + timedelta(days=number)


def _quantiles(
    model: str, origin: int, about: tuple[str, int, date, date, str], people: Floats
) -> Iterator[KeptRow]:
    for level, value in zip(LEVELS.tolist(), people.tolist(), strict=True):
        kind, days, first, last, location = about
        yield KeptRow(model, day_of(origin), kind, days, first, last, location, level, value)
