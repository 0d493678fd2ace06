"""The verb ``gas``: what a cut of gas would do, country by country, through a winter."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from marchland.cli.parse import LEVER, Verbs, add_scenario, natural, positive, verb
from marchland.cli.progress import progress_bar
from marchland.errors import RequestError

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

    from marchland.gas.options import Options
    from marchland.model.scenario import Scenario

MEMBERS = 20
_LINES = 12


CUT: dict[str, Any] = {
    "action": "append",
    "default": [],
    "metavar": "CUT",
    "help": "gas that is cut, as NAME or NAME@DATE: a tag (yamal, belarus, all-russia), an entry, "
    "or a border (POL>DEU); may be given several times",
}
"""How an option that cuts gas is declared."""


def add(verbs: Verbs) -> None:
    """Add the verb ``gas``."""
    parser = verb(verbs, "gas", _gas, "follow the gas behind a crisis through its winter")
    add_scenario(parser)
    parser.add_argument("--cut", **CUT)
    parser.add_argument("--lever", **LEVER)
    parser.add_argument(
        "--demand", default="0%", metavar="CHANGE", help="change of all demand, as +10%% or -5%%"
    )
    parser.add_argument(
        "--members", type=positive, default=MEMBERS, help=f"members (default: {MEMBERS})"
    )
    parser.add_argument("--seed", type=natural, default=1, help="seed of the members' figures")
    parser.add_argument("--out", type=Path, help="folder of the result (default: none is written)")
    parser.add_argument(
        "--no-sharing", action="store_true", help="nobody passes gas on while own users go short"
    )
    parser.add_argument(
        "--floor", type=float, metavar="SHARE", help="share of every store that is never taken out"
    )
    parser.add_argument(
        "--horizon", type=positive, default=30, metavar="DAYS", help="days ahead that are known"
    )
    parser.add_argument("--daily", action="store_true", help="steps of a day, not of a week")
    parser.add_argument(
        "--validate", action="store_true", help="hold the network against what is known instead"
    )


def _gas(options: argparse.Namespace) -> int:
    from marchland.cli.levers import with_levers
    from marchland.gas.options import Options
    from marchland.gas.program import check_solver
    from marchland.io.read import read
    from marchland.io.results import check_target

    check_solver()
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
        return _validate(scenario, options.members)
    if options.out:
        check_target(options.out)
    cut, members = options.cut, options.members
    runs = seasons(scenario, cut, members, options.seed, how, options.command)
    for line in in_words(scenario, runs):
        print(line)
    if options.out:
        _write(scenario, runs, options.out)
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
        raise RequestError(f"--demand is '{text}', must be a change such as +10% or -5%")
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
    with progress_bar(total, "season") as progress:
        for i, (side, cut) in enumerate(sides):
            further = partial(_further, progress, i * members, total)
            runs.append(simulate(side, cut, members, seed, how, progress=further, command=command))
    return paired(runs[0], runs[-1])


def _further(show: Callable[[int, int], None], before: int, total: int, done: int, _: int) -> None:
    """Show how far the second of two runs is."""
    show(before + done, total)


def in_words(scenario: Scenario, runs: xr.Dataset) -> Iterator[str]:
    """Yield what the runs say, human cost first: who goes short, and what nobody knows."""
    from marchland.gas.outcomes import assumed, countries, full_pipes, replacement, weekly

    table = countries(runs)
    cut = runs.attrs["cuts"] or "nothing"
    yield f"{runs.attrs['title']}; cut: {cut}; members: {runs.attrs['members']}"
    yield ""
    yield from _short(table)
    yield from _weeks(weekly(runs), table)
    yield from _stores(table)
    full = full_pipes(runs)
    yield "Pipes that are full, with the number of weeks (without the cut): " + (
        ", ".join(f"{p.border} {p.weeks} ({p.weeks_without})" for p in full.itertuples()) or "none"
    )
    if runs.attrs["cuts"]:
        cost = replacement(runs)
        yield (
            f"To replace: {_told(cost['twh'])} TWh, {_told(cost['eur_bn'])} billion EUR at the "
            f"price of that winter; of it {_told(cost['unserved'])} TWh lost to users"
        )
    rows = assumed(scenario)
    names: dict[str, list[str]] = {}
    for file, name, _ in rows:
        names.setdefault(file, []).append(name)
    yield ""
    yield "Assumed, with ranges in the tables (members draw from them):"
    yield from (f"  {file}: {', '.join(several)}" for file, several in names.items())
    yield (
        "This is a lower bound on shortage: countries share, nothing breaks, nobody hoards, and no "
        "price is known beyond an order of who loses first."
    )


def _short(table: pd.DataFrame) -> Iterator[str]:
    from marchland.gas.outcomes import SPARED, UNDETERMINED

    short = table[table["outcome"] != SPARED]
    if table["members"].iloc[0] == 1:
        yield "One member, every figure as it stands in the tables: it tells nothing of certainty."
    if not len(short):
        yield "Nobody loses gas in more than one member in twenty."
    else:
        yield "Who loses gas (median and 90 % band, each member against itself without the cut):"
    for row in short.itertuples():
        yield (
            f"  {row.name:<24}{row.lost_twh:7.2f} TWh ({row.lost_twh_low:.2f} to "
            f"{row.lost_twh_high:.2f}), {row.lost_share:.1%} of demand, in {row.lost_in} of "
            f"{row.members} members, at the earliest in the week of {row.first_week}"
        )
    undetermined = table[table["outcome"] == UNDETERMINED]["name"]
    if len(undetermined):
        yield f"Undetermined, since members disagree: {', '.join(undetermined)}"


def _weeks(table: pd.DataFrame, order: pd.DataFrame) -> Iterator[str]:
    """Yield the weeks in which somebody goes short, the largest losses of each country."""
    from marchland.gas.outcomes import SPARED

    losing = order.loc[order["outcome"] != SPARED, "node"]
    lost = table[
        (table["measure"] == "unserved")
        & (table["case"] == "with the cut")
        & (table["high"] > 10)
        & table["node"].isin(losing)
    ]
    if not len(lost):
        return
    yield "When (GWh a week that go unserved, median and 90 % band):"
    names = dict(zip(order["node"], order["name"], strict=True))
    worst = lost.sort_values(["value", "high"], ascending=False)
    for row in worst.head(_LINES).sort_values(["week", "node"]).itertuples():
        yield (
            f"  {row.week:%Y-%m-%d}  {names[row.node]:<24}{row.value:8,.0f} "
            f"({row.low:,.0f} to {row.high:,.0f})"
        )
    if len(worst) > _LINES:
        yield f"  and {len(worst) - _LINES} more weeks of countries in gas.csv (--out)"


def _stores(table: pd.DataFrame) -> Iterator[str]:
    lost = table[table["stock_lost_twh"].abs() > 0.1].sort_values("stock_lost_twh", ascending=False)
    total, least = table["stock_twh"].sum(), table["stock_lost_twh"].sum()
    yield f"In store at the end: {total:.0f} TWh, {least:.0f} TWh less than without the cut"
    for row in lost.head(_LINES).itertuples():
        yield (
            f"  {row.name:<24}{row.stock_twh:7.1f} TWh ({row.stock_twh_low:.1f} to "
            f"{row.stock_twh_high:.1f}), less by {row.stock_lost_twh:.1f}"
        )


def _told(values: object) -> str:
    import numpy as np

    low, middle, high = np.quantile(np.asarray(values), [0.05, 0.5, 0.95])
    return f"{middle:.1f} ({low:.1f} to {high:.1f})"


def _write(scenario: Scenario, runs: xr.Dataset, out: Path) -> None:
    """Write the dataset, the tidy table and the page."""
    from marchland.gas.outcomes import weekly
    from marchland.io.results import write_results
    from marchland.view.gas.write import write_page

    write_results(
        runs,
        out,
        tables={"gas.csv": weekly(runs)},
        pages={"gas.html": lambda path: write_page(runs, scenario, path)},
    )
    for name in ("gas.html", "gas.csv", "runs.nc"):
        print(out / name)


def _validate(scenario: Scenario, members: int) -> int:
    from marchland.gas.validation import as_markdown, table

    with progress_bar(1, "part") as progress:
        rows = table(scenario, members, progress)
    print(as_markdown(rows))
    return 0
