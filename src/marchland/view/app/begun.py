"""What answers a page, begun before there is one: crises that can be opened, and what runs them.

Nothing here needs Dash, so that the first crisis is read and run while Dash is imported.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import islice
from threading import Thread
from typing import NamedTuple

from marchland.model.design import Keep
from marchland.model.levers import Pull
from marchland.model.scenario import Scenario
from marchland.study.runs.onward import Onward
from marchland.view.app.offer import Offer
from marchland.view.app.runner import Runner
from marchland.view.app.wish import granted
from marchland.view.words import app as words

FEW = 12
"""Members of the first, quick ensemble: enough for a picture within a second."""
LONGEST = 120.0
"""Seconds that the first crisis has to be run before anybody opens the page."""
_NOBODY = "nobody yet"
"""The page for which the first ensemble is run before there is one."""


LIKELY = 8
"""Levers of a crisis that are run ahead, each alone, in the order of the page."""


class Begun(NamedTuple):
    """What can be opened, and what runs it."""

    offer: Offer
    runner: Runner


def begin(
    sources: Sequence[str], members: int, seed: int, memory: int, ahead: bool = False
) -> Begun:
    """Return what answers a page.

    Parameters
    ----------
    sources, members, seed, memory
        As for :func:`marchland.view.app.server.make_app`.
    ahead
        Whether to run the crisis that is shown first at once, before anybody opens the page.

    Raises
    ------
    RequestError
        If there is no crisis of a name.
    """
    stages = (FEW, members) if members > FEW else (members,)
    simulate = Onward(seed, Keep(stock="place"), os.cpu_count())
    begun = Begun(Offer(sources), Runner(simulate, stages, memory, likely))
    if ahead:
        Thread(target=run_first, args=begun, daemon=True).start()
    return begun


def likely(scenario: Scenario) -> list[Scenario]:
    """Return what is likely to be asked for next of a crisis: each lever alone, as the page has it.

    A stress is not pulled alone, and so not among them.
    """
    bare = scenario.pulled(())
    every = (one for kind in words.KINDS for one in bare.levers.values() if one.kind == kind)
    found = (granted(bare, (Pull(one.name),))[0] for one in every)
    return [*islice((one for one in found if one.pulls), LIKELY)]


def run_first(offer: Offer, runner: Runner) -> None:
    """Read the crisis that is shown first, and run few members of it for whoever comes."""
    scenario, _ = offer.scenario(offer.names[0])
    if scenario is not None:
        runner.want(scenario, _NOBODY).wait(runner.stages[0], LONGEST)
        runner.leave(_NOBODY)
