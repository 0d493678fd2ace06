"""Compile what a run needs before it asks: from the start of a day, or from its end."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from marchland.engine.displacement import Displacement
from marchland.engine.network import Network
from marchland.engine.parameters import Draws
from marchland.engine.plan import Plan
from marchland.engine.simulate import simulate
from marchland.engine.state import State, tally
from marchland.engine.timeline import Settings
from marchland.engine.world import World
from marchland.kernels.compiling import compile_phases
from marchland.model.design import Keep
from marchland.model.scenario import Scenario


def compile_all(scenario: Scenario) -> None:
    """Compile all that a run needs, the kernels of a day first; of any scenario: types agree."""
    for _ in _Day(scenario).compiled(1):
        pass
    simulate(scenario, members=1, days=1)


def compile_from_the_end(scenario: Scenario) -> Iterator[str]:
    """Compile the search for ways, then the kernels of a day, the last first; yield their names."""
    day = _Day(scenario)
    day.search()
    yield from day.compiled(-1)


class _Day:
    """What the kernels of a day are called with, of one member.

    Parameters
    ----------
    scenario
        Any.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._plan = Plan(scenario, Keep())
        self._draws = Draws(scenario, 1, 0, frozenset())
        self._settings, self._atlas = Settings(self._plan, self._draws), self._plan.atlas()
        self._network = Network(self._plan, self._atlas)

    def search(self) -> None:
        """Search the ways that are open on the first day."""
        passable, feared = self._settings.passable[0], self._settings.feared()[0]
        self._network.state(World(passable, np.zeros(self._atlas.gate.shape[1]), feared))

    def compiled(self, step: int) -> Iterator[str]:
        """Compile the kernels in their order, or with -1 the last first, and yield their names."""
        plan, draws, settings = self._plan, self._draws, self._settings
        return compile_phases(
            self._atlas,
            self._network.ways,
            State(plan, draws, settings).member,
            tally(plan, 1, 1),
            Displacement(plan, draws).over(0, 1, settings.departures),
            step,
        )
