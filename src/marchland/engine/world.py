"""What ways depend on: what is open to whom, what gates cost, and what lies in danger."""

from __future__ import annotations

from typing import NamedTuple

from marchland.engine.plan import Plan
from marchland.kernels.layout import Bools, Floats


class World(NamedTuple):
    """What the ways that people choose from depend on.

    Parameters
    ----------
    passable
        Which routes are open to whom (r, g).
    toll
        Cost of each gate in km beyond its length, at the default values (c).
    feared
        Places that ways into count longer, for the danger there (p).
    """

    passable: Bools
    toll: Floats
    feared: Bools

    @property
    def name(self) -> bytes:
        """The same for the same world."""
        return b"".join(one.tobytes() for one in self)

    def kept(self) -> World:
        """Return it as it is now, whatever becomes of the arrays it was made of."""
        return World(self.passable.copy(), self.toll.copy(), self.feared.copy())

    def of(self, g: int) -> World:
        """Return the world as people of one group have it, with routes (r) open to them."""
        return self._replace(passable=self.passable[:, g].copy())


def danger_of(plan: Plan) -> float:
    """Return how much longer ways into danger count, as a share: one value for all members."""
    return plan.scenario.parameters["danger"].value
