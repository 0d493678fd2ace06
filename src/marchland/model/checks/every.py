"""Every check in the order in which the files stand in the folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from marchland.errors import Problem
from marchland.model.actors import DECLARED
from marchland.model.checks.actors import check_actors
from marchland.model.checks.card import check_card
from marchland.model.checks.case import LEVERS, MANIFEST, POSTERIOR, REACTIONS, Case
from marchland.model.checks.cells import check_cells
from marchland.model.checks.counts import check_observations
from marchland.model.checks.events import check_timeline
from marchland.model.checks.gas import check_gas
from marchland.model.checks.geography import check_geography
from marchland.model.checks.groups import first_of, grouped
from marchland.model.checks.levers import check_levers
from marchland.model.checks.names import check_duplicates, check_references
from marchland.model.checks.network import check_gates, check_places, check_reach, check_routes
from marchland.model.checks.numbers import check_amounts, check_parameters, check_posterior
from marchland.model.checks.people import check_composition, check_displaced
from marchland.model.checks.reactions import check_reactions
from marchland.model.checks.reviews import check_reviews
from marchland.model.checks.settings import check_settings
from marchland.model.checks.sums import check_sums
from marchland.model.checks.weather import check_weather
from marchland.model.scenario import Scenario
from marchland.model.tables import TABLES

RELATIONS: tuple[Callable[[Case], Iterator[Problem]], ...] = (
    check_settings,
    check_parameters,
    check_posterior,
    check_duplicates,
    check_references,
    check_amounts,
    check_places,
    check_routes,
    check_gates,
    check_reach,
    check_displaced,
    check_timeline,
    check_composition,
    check_weather,
    check_observations,
    check_levers,
    check_reactions,
    check_actors,
    check_reviews,
    check_gas,
    check_geography,
    check_sums,
    check_card,
)
"""The checks that look across rows and files; cells by themselves are checked as they are read."""

_FILES = (MANIFEST, *(table.FILE for table in TABLES), POSTERIOR, LEVERS, REACTIONS)
_FILES += tuple(one.FILE for one in DECLARED)
_MOST = 40


def problems(scenario: Scenario) -> tuple[Problem, ...]:
    """Return all that is wrong or odd in a scenario made in memory.

    Raises
    ------
    Nothing: a scenario is usable where every problem is a warning.
    """
    case = Case(scenario)
    return ordered([*check_cells(case), *relations(case)])


def relations(case: Case) -> list[Problem]:
    """Return what is wrong or odd across the rows and files of a case."""
    return [problem for check in RELATIONS for problem in check(case)]


def ordered(found: list[Problem]) -> tuple[Problem, ...]:
    """Return problems in the order of files and lines, those of one kind as one."""
    by_file: dict[str, list[Problem]] = {}
    for problem in sorted(grouped(sorted(found, key=_place)), key=_place):
        by_file.setdefault(_file(problem), []).append(problem)
    told: list[Problem] = []
    for file, every in by_file.items():
        told += first_of(every, file, _MOST)
    return tuple(told)


def _file(problem: Problem) -> str:
    name, _, line = problem.where.rpartition(":")
    return name if line.isdigit() else problem.where


def _place(problem: Problem) -> tuple[int, str, int]:
    """Return the order of a problem: declared files first, then others by name."""
    file = _file(problem)
    line = problem.where.removeprefix(file).lstrip(":")
    rank = _FILES.index(file) if file in _FILES else len(_FILES)
    return rank, file, int(line or 0)
