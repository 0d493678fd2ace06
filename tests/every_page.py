"""Every page that a verb writes, of crises so small that all are there within seconds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from game_small import contest
from gas_tiny import network
from marchland.game.play import play
from marchland.game.profiles import profiles
from marchland.model.levers import Pull
from marchland.model.scenario import Scenario
from marchland.study.compare.whatif import what_if
from marchland.study.forecast.answer import forecast
from marchland.study.measures.read import read
from marchland.study.runs.ensemble import simulate
from marchland.view.comparison.write import page as comparison_page
from marchland.view.forecast.write import Shown
from marchland.view.forecast.write import page as forecast_page
from marchland.view.game.write import of_game
from marchland.view.game.write import page as game_page
from marchland.view.report.write import page as report_page
from marchland.view.words.ahead import terminal
from marchland.view.words.game import game_in_words
from marchland.view.words.levers import levers_in_words


@dataclass(frozen=True)
class Written:
    """A page, what the command line says beside it, and the scenario that it is of."""

    page: str
    words: str
    of: Scenario


def report(crisis: Scenario) -> Written:
    """Write a report of runs with the first lever pulled."""
    made = crisis.pulled([Pull(name) for name in crisis.levers][:1])
    return Written(report_page(read(simulate(made, members=2), made)), "", made)


def comparison(crisis: Scenario) -> Written:
    """Write what each lever changes, and each pair of them."""
    pulls = [Pull(name) for name in crisis.levers]
    found = what_if(crisis, pulls, lambda one: simulate(one, members=2), matrix=True)
    return Written(comparison_page(found, "marchland compare"), levers_in_words(found), crisis)


def ahead(crisis: Scenario) -> Written:
    """Write a forecast with levers."""
    found = forecast(crisis, horizon=30, levers=tuple(crisis.levers), members=2, seed=1)
    return Written(forecast_page(Shown(found)), terminal(found, found.shown, ()), crisis)


def game(_: Scenario) -> Written:
    """Write a game of two sides."""
    tiny = contest()
    found = play(profiles(tiny, members=2), 20)
    return Written(game_page(of_game(found, "marchland game")), game_in_words(found), tiny)


def gas(_: Scenario) -> Written:
    """Write what a cut of gas does to two countries."""
    from marchland.gas.outcomes import paired
    from marchland.gas.simulate import simulate as season
    from marchland.view.gas.write import page
    from marchland.view.words.gas import gas_in_words

    tiny = network(store_twh=1.0)
    runs = paired(*(season(tiny, cuts, members=2) for cuts in ([], ["ground@2021-11-08"])))
    return Written(page(runs, tiny), "\n".join(gas_in_words(tiny, runs)), tiny)


PAGES: Mapping[str, Callable[[Scenario], Written]] = {
    "report": report,
    "comparison": comparison,
    "forecast": ahead,
    "game": game,
    "gas": gas,
}
"""What writes each page, of a crisis like the corridor of ``marchland new``."""


def write(name: str, crisis: Scenario, folder: Path) -> Path:
    """Write a page into a folder, and return where it is."""
    path = folder / f"{name}.html"
    path.write_text(PAGES[name](crisis).page, "utf-8")
    return path
