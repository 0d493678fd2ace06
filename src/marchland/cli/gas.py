"""The verb ``gas``: what a cut of gas would do, country by country, through a winter."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from marchland.cli.answer import add_json, answer, check_answer, records
from marchland.cli.parse import (
    Verbs,
    add_lever,
    add_members,
    add_scenario,
    add_several,
    natural,
    positive,
    verb,
)
from marchland.cli.progress import progress_bar
from marchland.cli.reports import of_scenario
from marchland.errors import RequestError
from marchland.language import say

if TYPE_CHECKING:
    import xarray as xr

    from marchland.gas.options import Options
    from marchland.model.scenario import Scenario

MEMBERS = 20


def add(verbs: Verbs) -> None:
    """Add the verb ``gas``."""
    parser = verb(verbs, "gas", _gas, say("follow the gas behind a crisis through its winter"))
    add_scenario(parser)
    add_cut(parser)
    add_lever(parser)
    parser.add_argument(
        "--demand",
        default="0%",
        metavar="CHANGE",
        help=say("change of all demand, as +10%% or -5%%"),
    )
    add_members(parser, MEMBERS)
    parser.add_argument("--seed", type=natural, default=1, help=say("seed of the drawn figures"))
    parser.add_argument(
        "--out", type=Path, help=say("folder of the result (default: none is written)")
    )
    parser.add_argument(
        "--no-sharing",
        action="store_true",
        help=say("nobody passes gas on while own users go short"),
    )
    parser.add_argument(
        "--floor",
        type=float,
        metavar="SHARE",
        help=say("share of every store that is never taken out"),
    )
    parser.add_argument(
        "--horizon",
        type=positive,
        default=30,
        metavar="DAYS",
        help=say("days ahead that are known"),
    )
    parser.add_argument("--daily", action="store_true", help=say("steps of a day, not of a week"))
    parser.add_argument(
        "--validate",
        action="store_true",
        help=say("compare the network with what is known instead"),
    )
    add_json(parser)


def add_cut(parser: argparse.ArgumentParser) -> None:
    """Add the option that cuts gas."""
    text = say(
        "gas that is cut, as NAME or NAME@DATE: a tag (yamal, belarus, all-russia), an entry, or "
        "a border (POL>DEU); may be given several times"
    )
    add_several(parser, "--cut", text)


def _gas(options: argparse.Namespace) -> int:
    from marchland.cli.levers import with_levers
    from marchland.gas.options import Options
    from marchland.gas.outcomes import countries
    from marchland.gas.program import check_solver
    from marchland.io.read import read
    from marchland.io.results import claimed
    from marchland.view.words.gas import gas_in_words

    check_solver()
    check_answer(options)
    scenario = read(options.scenario, options.source_data)
    how = Options(
        horizon_days=options.horizon,
        daily=options.daily,
        sharing=not options.no_sharing,
        floor=options.floor,
        demand=_factor(options.demand),
    )
    scenario = with_levers(scenario, options.lever)
    if options.validate:
        return _validate(options, scenario)
    cut, members = options.cut, options.members
    with claimed(options.out):
        runs = seasons(scenario, cut, members, options.seed, how, options.command)
        with of_scenario(options, scenario):
            files = _write(scenario, runs, options.out) if options.out else []
    words = "\n".join([*gas_in_words(scenario, runs), *files])
    answer(options, words, {"countries": records(countries(runs)), "files": files})
    return 0


def _factor(text: str) -> float:
    """Read a change of demand, ``+10%``, as a factor.

    Raises
    ------
    RequestError
        If it is none.
    """
    found = re.fullmatch(r"([+-]?\d+(?:\.\d+)?)\s*%?", text.strip())
    if not found or float(found[1]) <= -100:
        raise RequestError(
            say("--demand is '{text}', must be a change such as +10% or -5%", text=text)
        )
    return 1 + float(found[1]) / 100


def seasons(
    scenario: Scenario, cuts: Sequence[str], members: int, seed: int, how: Options, command: str
) -> xr.Dataset:
    """Run the season without and with what is cut, member by member with the same figures."""
    from marchland.gas.outcomes import paired
    from marchland.gas.simulate import simulate

    sides: list[tuple[Scenario, Sequence[str]]] = [(scenario.base or scenario, ())]
    sides += [(scenario, cuts)] if cuts or scenario.pulls else []
    total, runs = members * len(sides), []
    with progress_bar(total, say("season")) as progress:
        for i, (side, cut) in enumerate(sides):
            further = partial(_further, progress, i * members, total)
            runs.append(simulate(side, cut, members, seed, how, progress=further, command=command))
    return paired(runs[0], runs[-1])


def _further(show: Callable[[int, int], None], before: int, total: int, done: int, _: int) -> None:
    """Show how far the second of two runs is."""
    show(before + done, total)


def _write(scenario: Scenario, runs: xr.Dataset, out: Path) -> list[str]:
    """Write the dataset, the tidy table and the page; return where they are."""
    from marchland.gas.outcomes import weekly
    from marchland.io.results import write_results
    from marchland.view.gas.write import write_page

    write_results(
        runs,
        out,
        tables={"gas.csv": weekly(runs)},
        pages={"gas.html": lambda path: write_page(runs, scenario, path)},
    )
    return [str(out / name) for name in ("gas.html", "gas.csv", "runs.nc")]


def _validate(options: argparse.Namespace, scenario: Scenario) -> int:
    from marchland.gas.validation import table
    from marchland.view.words.gas import as_markdown

    with progress_bar(1, say("part")) as progress:
        rows = table(scenario, options.members, progress)
    answer(options, as_markdown(rows), {"checks": records(rows)})
    return 0
