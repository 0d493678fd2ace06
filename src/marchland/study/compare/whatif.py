"""What if: a crisis run without levers, with each, and with pairs, all with the same chance."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import pandas as pd
import xarray as xr

from marchland.errors import RequestError
from marchland.language import say
from marchland.model.levers import Pull
from marchland.model.scenario import Scenario
from marchland.study.compare.paired import Reading, compared, leading, reading
from marchland.study.measures.outcomes import declared

Run = Callable[[Scenario], xr.Dataset]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class Case:
    """One what-if: the levers that were pulled, the kind of the whole, and what came of it.

    Parameters
    ----------
    pulls
        The levers, with their dates and strengths.
    kind
        ``protective`` where all are; ``stress`` where one is; else ``neutral``.
    against
        Name of the stress that this answers, blank where it answers none.
    reading
        What came of it.
    """

    pulls: tuple[Pull, ...]
    kind: str
    against: str
    reading: Reading

    @property
    def name(self) -> str:
        """Names of the levers, joined."""
        return " + ".join(pull.lever for pull in self.pulls)


@dataclass(frozen=True, eq=False)
class WhatIf:
    """A crisis without levers, and each what-if beside it."""

    scenario: Scenario
    base: Reading
    cases: tuple[Case, ...]
    pairs: tuple[Case, ...] = ()

    @property
    def lead(self) -> str:
        """The hardship that the what-ifs are compared by first: name of its outcome."""
        return leading(self.base, *(case.reading for case in self.cases))

    def of_kind(self, kind: str) -> list[Case]:
        """Return the what-ifs of a kind, answers to a stress apart."""
        return [case for case in self.cases if case.kind == kind and not case.against]

    def answers(self, stress: Case) -> list[Case]:
        """Return a stress with each of its protective answers pulled too."""
        return [case for case in self.cases if case.against == stress.name]

    def table(self) -> pd.DataFrame:
        """Return every comparison with the base as one table: :func:`compare` by what-if."""
        parts = []
        for case in (*self.cases, *self.pairs):
            found = compared(self.base, case.reading)
            found.insert(0, "levers", ", ".join(map(str, case.pulls)))
            found.insert(1, "kind", case.kind)
            parts.append(found)
        return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def what_if(
    scenario: Scenario,
    pulls: Sequence[Pull],
    run: Run,
    *,
    matrix: bool = False,
    progress: Progress | None = None,
) -> WhatIf:
    """Run a crisis without levers and with each of some levers.

    Parameters
    ----------
    scenario
        The crisis; levers pulled already are let go.
    pulls
        The levers to compare. A stress is run alone and with each of its protective answers.
    run
        What simulates a scenario; the same members and seed each time.
    matrix
        Whether to run every pair of the levers that are no stress, too.
    progress
        Called after each run with the number of runs done and of all.

    Raises
    ------
    RequestError
        If a lever cannot be pulled so.
    """
    base = scenario.base or scenario
    plans = list(_plans(base, pulls))
    both = _pairs(base, pulls) if matrix else []
    every = [base, *(made for _, _, made in plans), *both]
    readings = []
    for done, made in enumerate(every, start=1):
        readings.append(reading(run(made), made))
        if progress is not None:
            progress(done, len(every))
    cases = [
        Case(made.pulls, kind, against, one)
        for (kind, against, made), one in zip(plans, readings[1:], strict=False)
    ]
    pairs = [
        Case(made.pulls, _kind(made), "", one)
        for made, one in zip(both, readings[1 + len(plans) :], strict=True)
    ]
    return WhatIf(base, readings[0], tuple(cases), tuple(pairs))


def _plans(scenario: Scenario, pulls: Sequence[Pull]) -> Iterator[tuple[str, str, Scenario]]:
    """Yield kind, the stress answered, and the scenario of each what-if."""
    for pull in pulls:
        made = scenario.pulled([pull])
        yield _kind(made), "", made
        if _kind(made) == "stress":
            for answer in scenario.levers[pull.lever].answers:
                chosen = next((p for p in pulls if p.lever == answer), Pull(answer))
                yield "stress", pull.lever, scenario.pulled([pull, chosen])


def _pairs(scenario: Scenario, pulls: Sequence[Pull]) -> list[Scenario]:
    """Return each pair of levers that can be pulled together and holds no stress."""
    found = []
    for one, other in combinations(pulls, 2):
        try:
            made = scenario.pulled([one, other])
        except RequestError:
            continue
        if _kind(made) != "stress":
            found.append(made)
    return found


def _kind(scenario: Scenario) -> str:
    kinds = {scenario.levers[pull.lever].kind for pull in scenario.pulls}
    if "stress" in kinds:
        return "stress"
    return "protective" if kinds == {"protective"} else "neutral"


def ranking(found: WhatIf, outcome: str = "") -> list[Case]:
    """Return the protective what-ifs by the harm that they reduce, most first; no others.

    Parameters
    ----------
    found
        The what-ifs.
    outcome
        The harm: an outcome that levers are ranked by; by default that which leads.

    Raises
    ------
    RequestError
        If levers are not ranked by this outcome.
    """
    outcome = outcome or found.lead
    if not declared(outcome).ranks:
        raise RequestError(
            say("levers are ranked by harm reduced, not by {outcome}", outcome=outcome)
        )
    return sorted(found.of_kind("protective"), key=lambda case: _change(found, case, outcome))


def _change(found: WhatIf, case: Case, outcome: str) -> float:
    table = compared(found.base, case.reading).set_index("outcome")
    return float(table["median"].get(outcome, 0.0))
