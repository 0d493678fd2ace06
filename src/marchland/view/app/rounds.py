"""Rounds: games that are run in the background, shown as they come, dropped when nobody asks."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from threading import Condition, Lock

import numpy as np

from marchland.errors import MarchlandError
from marchland.game.compose import Board
from marchland.game.profiles import Plan, Profiles
from marchland.language import kept_speaking
from marchland.model.scenario import Scenario
from marchland.view.app.lanes import Lane, give_back

STAGES = (3, 12)
"""Runs of each profile: few first, so that there is something to see within seconds."""
SILENCE = 10.0
"""Seconds after which a game that nobody asks for is dropped; who waits asks each second."""
KEPT = 4
"""Games that are kept; those asked for longest ago are forgotten."""
MOST_WAITING = 10
"""Games that may wait for their turn."""


class Dropped(Exception):  # noqa: N818 - nothing went wrong
    """Nobody asks for the game any more."""


@dataclass(eq=False)
class Round:
    """A game on its way.

    Parameters
    ----------
    scenario
        The crisis.
    number
        A number that no other game has.
    found
        What is shown: all profiles of the last stage done, or what is there of the first.
    whole
        Members of the last stage of which every profile has been run; 0: none yet.
    members, done, every
        The stage on its way: its members, and how many of its runs are done.
    failed
        What went wrong, blank where nothing did.
    """

    scenario: Scenario
    number: int
    found: Profiles | None = None
    whole: int = 0
    members: int = STAGES[0]
    done: int = 0
    every: int = 0
    failed: str = ""
    running: bool = False
    asked: float = 0.0
    plan: Plan | None = None
    changed: Condition = field(default_factory=Condition)

    @property
    def version(self) -> str:
        """What changes whenever there is more to show."""
        shown = 0 if self.found is None else int(np.isfinite(self.found.values[0, 0]).sum())
        return f"{self.whole}.{shown}"

    @property
    def left(self) -> bool:
        """Whether nobody asked for it lately."""
        return time.monotonic() - self.asked > SILENCE

    def wait(self, seconds: float) -> None:
        """Wait until there is something to show, or nothing more will come."""
        with self.changed:
            self.changed.wait_for(lambda: self.found is not None or not self.running, seconds)


class Rounds:
    """Runs games for any number of pages, one at a time.

    Parameters
    ----------
    seed
        Seed of chance.
    stages
        Runs of each profile, few first.
    """

    def __init__(self, seed: int, stages: Sequence[int] = STAGES) -> None:
        self._seed, self.stages = seed, tuple(stages)
        self._numbers = count()
        self._rounds: OrderedDict[str, Round] = OrderedDict()
        self._lane: Lane[Round] = Lane("games", 1)
        self._lock = Lock()

    def want(self, scenario: Scenario) -> Round | None:
        """Return the game of a crisis, begun or resumed if it is not done; None: too many wait."""
        key = f"{scenario.source} {scenario.digest}"
        with self._lock:
            one = self._rounds.get(key)
            if one is None or one.failed or one.scenario is not scenario:  # read anew: other files
                one = self._rounds[key] = Round(scenario, next(self._numbers))
            self._rounds.move_to_end(key)
            one.asked = time.monotonic()
            if not one.running and one.whole < self.stages[-1]:
                if len(self._lane) >= MOST_WAITING:
                    self._forget()
                    return None
                one.running = True
                self._lane.put(one, kept_speaking(self._play), one)
            self._forget()
        return one

    def before(self, one: Round) -> int:
        """Return how many games come before one that waits."""
        return self._lane.before(one, lambda other: not other.left)

    def _forget(self) -> None:
        idle = [key for key, one in self._rounds.items() if not one.running]
        for key in idle[: max(0, len(self._rounds) - KEPT)]:
            del self._rounds[key]
            give_back()

    def _play(self, one: Round) -> None:
        """Run what is missing of a game, stage by stage."""
        try:
            board = Board.of(one.scenario)
            for members in self.stages:
                if members > one.whole:
                    self._stage(one, board, members)
        except Dropped:
            pass
        except MarchlandError as error:
            one.failed = str(error)
        except Exception as error:  # what a page must tell
            one.failed = f"{type(error).__name__}: {error}"
        with self._lock:
            one.running = False
        with one.changed:
            one.changed.notify_all()

    def _stage(self, one: Round, board: Board, members: int) -> None:
        """Run all profiles with so many members; of the first stage single moves come first."""
        if one.plan is None or one.plan.how.members != members:
            one.plan = Plan.of(board, members, self._seed, only=board.single())
        one.members = members
        if not one.whole:
            self._runs(one, one.plan)
        if not all(one.plan.keys):
            whole = Plan.of(board, members, self._seed)
            one.plan = replace(whole, store=one.plan.store)
        self._runs(one, one.plan)
        found = one.plan.found()
        with one.changed:
            one.found, one.whole, one.plan = found, members, None
            one.changed.notify_all()

    def _runs(self, one: Round, plan: Plan) -> None:
        if one.left:
            raise Dropped
        jobs = plan.jobs()
        one.every, one.done = len(plan.made), len(plan.made) - len(jobs)
        for job in jobs:
            if one.left:
                raise Dropped
            job.run(None)
            one.done += 1
            if not one.whole:
                with one.changed:
                    one.found = plan.found(gas=False)
                    one.changed.notify_all()
