"""The gas of a game: what a cut costs, in the winter that the people have."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from marchland.gas.outcomes import paired, replacement
from marchland.gas.simulate import simulate
from marchland.model.scenario import Scenario

SHARED = ("shares",)
"""What gas members draw: not the winter, which is that of ``weather.csv`` for gas and people."""


def gas_cost(before: Scenario, after: Scenario, members: int, seed: int) -> npt.NDArray[np.float64]:
    """Return billion EUR that it takes to replace the gas that is cut, by member.

    Parameters
    ----------
    before, after
        A scenario with a gas network, and the same with a lever pulled that cuts gas.
    members, seed
        As the people have them: member m of one is member m of the other.
    """
    how = {"members": members, "seed": seed, "uncertainty": SHARED}
    seasons = (simulate(one, **how) for one in (before, after))  # type: ignore[arg-type]
    return np.asarray(replacement(paired(*seasons))["eur_bn"])
