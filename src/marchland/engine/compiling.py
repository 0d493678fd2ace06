"""Compile what a run needs before it asks: as a run does, or from the other end of a day."""

from __future__ import annotations

from collections.abc import Iterator

from marchland.engine.displacement import Displacement
from marchland.engine.network import Network
from marchland.engine.parameters import Draws
from marchland.engine.plan import Plan
from marchland.engine.simulate import simulate
from marchland.engine.state import State, tally
from marchland.engine.timeline import Settings
from marchland.kernels.compiling import compile_back_to_front
from marchland.model.design import Keep
from marchland.model.scenario import Scenario


def compile_all(scenario: Scenario) -> None:
    """Compile all that a run needs, by a day of one member; of any scenario, since types agree."""
    simulate(scenario, members=1, days=1)


def compile_from_the_end(scenario: Scenario) -> Iterator[str]:
    """Compile the kernels of a day, the last first, and yield the name of each."""
    plan = Plan(scenario, Keep())
    draws = Draws(scenario, 1, 0, frozenset())
    settings, atlas = Settings(plan, draws), plan.atlas()
    yield from compile_back_to_front(
        atlas,
        Network(plan, atlas).ways,
        State(plan, draws, settings).member,
        tally(plan, 1, 1),
        Displacement(plan, draws).over(0, 1, settings.departures),
    )
