"""How gas is shared out: foresight, steps, sharing, floors, and the numbers without a source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from marchland.errors import RequestError
from marchland.language import mark, say
from marchland.model.parameters import Parameter

TRANCHES = (0.05, 0.05, 0.05, 0.05, 0.1, 0.1, 0.6)
"""Shares of a country's demand that go unserved one after the other, so that all lose the first
before any loses the second."""

SOURCES = ("shares", "winter")
"""Where members differ: assumed rows of the tables, and the winter with its imports."""

PARAMETERS: Mapping[str, Parameter] = {
    "gas_cold": Parameter(
        1.0, 0.9, 1.15, "uniform", "", mark("Factor on the part of demand that follows the cold.")
    ),
    "gas_lng": Parameter(
        1.0, 0.85, 1.15, "uniform", "", mark("Factor on the gas that comes by ship.")
    ),
    "gas_other": Parameter(
        1.0,
        0.95,
        1.05,
        "uniform",
        "",
        mark("Factor on gas from the ground and from Norway and Africa."),
    ),
    "gas_lng_more": Parameter(
        0.15,
        0.0,
        0.3,
        "uniform",
        "",
        mark("Share of the gas by ship that could come in addition where somebody is short."),
    ),
    "gas_withdraw_empty": Parameter(
        0.3,
        0.15,
        0.5,
        "uniform",
        "",
        mark("Share of the withdrawal limit that an empty store has left."),
    ),
    "gas_price": Parameter(
        94.3,
        65.0,
        180.0,
        "uniform",
        "EUR/MWh",
        mark(
            "Price of the gas that replaces what was cut; the Dutch hub on 24 January "
            "2022, the range of that winter assumed."
        ),
        "TASS, 24 January 2022",
    ),
}
"""Parameters of the gas network; those without a source are assumptions."""

WINTER = ("gas_cold", "gas_lng", "gas_other", "gas_lng_more")
"""Parameters drawn with the winter; the others are drawn with the shares."""


@dataclass(frozen=True)
class Options:
    """How a season is computed.

    Parameters
    ----------
    horizon_days
        Days ahead that are known when gas is shared out; 30 by default, since perfect foresight
        drains stores that in fact were held back. The length of the season or more is perfect
        foresight.
    daily
        Whether steps are days, not weeks: finer and slower.
    sharing
        False where no country passes gas on while its own users go short.
    floor
        Share of each store below which nothing is taken out, come what may; None: what there is
        a duty to hold is given up before users go short.
    demand
        Factor on all demand.
    """

    horizon_days: int = 30
    daily: bool = False
    sharing: bool = True
    floor: float | None = None
    demand: float = 1.0

    def __post_init__(self) -> None:
        wrong = []
        if self.horizon_days < 1:
            wrong.append(
                say("the horizon is {days} days, must be 1 or more", days=self.horizon_days)
            )
        if self.floor is not None and not 0 <= self.floor <= 1:
            wrong.append(say("the floor is {floor:g}, must be between 0 and 1", floor=self.floor))
        if not self.demand > 0:
            wrong.append(
                say("the factor on demand is {demand:g}, must be above 0", demand=self.demand)
            )
        if wrong:
            raise RequestError("; ".join(wrong))
