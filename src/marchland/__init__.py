"""Displacement crises as working models: people counted over places and routes.

Names are imported when they are first used, so that ``import marchland`` is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from marchland.errors import MarchlandError, RequestError, ScenarioError
    from marchland.game.ledger import ledger
    from marchland.game.play import play
    from marchland.game.profiles import profiles
    from marchland.gas.outcomes import countries as gas_by_country
    from marchland.gas.outcomes import paired as compare_gas
    from marchland.gas.simulate import simulate as simulate_gas
    from marchland.io.building.build import build
    from marchland.io.imports.into import import_files
    from marchland.io.native import write_scenario
    from marchland.io.read import check, read
    from marchland.io.results import read_results, write_results
    from marchland.io.skeleton import write_skeleton
    from marchland.model.altered import with_parameters
    from marchland.model.answered import pull
    from marchland.model.design import Design, Keep
    from marchland.model.reviews import with_reviews
    from marchland.model.scenario import Scenario
    from marchland.study.compare.paired import compare
    from marchland.study.fit.calibration import calibrate
    from marchland.study.forecast.answer import Forecast, forecast
    from marchland.study.measures.needed import by_week as needs_by_week
    from marchland.study.measures.outcomes import outcomes
    from marchland.study.measures.summary import summary
    from marchland.study.runs.ensemble import simulate
    from marchland.study.runs.scale import ensemble
    from marchland.study.scores.score import score
    from marchland.study.validate.validation import validate
    from marchland.view.export.write import export
    from marchland.view.figures.areas import people_by_country_and_state as people_figure
    from marchland.view.figures.areas import stranded_figure
    from marchland.view.figures.events import timeline_figure
    from marchland.view.figures.map import people_map
    from marchland.view.report.write import write_report
    from marchland.view.words.crisis import describe

    __version__: str

_HOMES = {
    "read": "marchland.io.read:read",
    "check": "marchland.io.read:check",
    "describe": "marchland.view.words.crisis:describe",
    "with_parameters": "marchland.model.altered:with_parameters",
    "pull": "marchland.model.answered:pull",
    "with_reviews": "marchland.model.reviews:with_reviews",
    "write_skeleton": "marchland.io.skeleton:write_skeleton",
    "write_scenario": "marchland.io.native:write_scenario",
    "import_files": "marchland.io.imports.into:import_files",
    "build": "marchland.io.building.build:build",
    "Scenario": "marchland.model.scenario:Scenario",
    "Design": "marchland.model.design:Design",
    "Keep": "marchland.model.design:Keep",
    "simulate": "marchland.study.runs.ensemble:simulate",
    "ensemble": "marchland.study.runs.scale:ensemble",
    "read_results": "marchland.io.results:read_results",
    "write_results": "marchland.io.results:write_results",
    "summary": "marchland.study.measures.summary:summary",
    "outcomes": "marchland.study.measures.outcomes:outcomes",
    "needs_by_week": "marchland.study.measures.needed:by_week",
    "compare": "marchland.study.compare.paired:compare",
    "score": "marchland.study.scores.score:score",
    "people_map": "marchland.view.figures.map:people_map",
    "people_figure": "marchland.view.figures.areas:people_by_country_and_state",
    "stranded_figure": "marchland.view.figures.areas:stranded_figure",
    "timeline_figure": "marchland.view.figures.events:timeline_figure",
    "write_report": "marchland.view.report.write:write_report",
    "export": "marchland.view.export.write:export",
    "forecast": "marchland.study.forecast.answer:forecast",
    "Forecast": "marchland.study.forecast.answer:Forecast",
    "calibrate": "marchland.study.fit.calibration:calibrate",
    "validate": "marchland.study.validate.validation:validate",
    "simulate_gas": "marchland.gas.simulate:simulate",
    "compare_gas": "marchland.gas.outcomes:paired",
    "gas_by_country": "marchland.gas.outcomes:countries",
    "profiles": "marchland.game.profiles:profiles",
    "ledger": "marchland.game.ledger:ledger",
    "play": "marchland.game.play:play",
    "MarchlandError": "marchland.errors:MarchlandError",
    "ScenarioError": "marchland.errors:ScenarioError",
    "RequestError": "marchland.errors:RequestError",
}
"""Where each public name is at home; whatever else the package holds is private and may move."""

__all__ = [
    # A crisis
    "read",
    "check",
    "describe",
    "with_parameters",
    "with_reviews",
    "pull",
    "write_skeleton",
    "write_scenario",
    "import_files",
    "build",
    "Scenario",
    # Runs
    "Design",
    "Keep",
    "simulate",
    "ensemble",
    "read_results",
    "write_results",
    # Tables
    "summary",
    "outcomes",
    "needs_by_week",
    "compare",
    "score",
    # Figures and pages
    "people_map",
    "people_figure",
    "stranded_figure",
    "timeline_figure",
    "write_report",
    "export",
    # Ahead
    "forecast",
    "Forecast",
    # Against the record
    "calibrate",
    "validate",
    # Gas
    "simulate_gas",
    "compare_gas",
    "gas_by_country",
    # What each side gains
    "profiles",
    "ledger",
    "play",
    # Errors
    "MarchlandError",
    "ScenarioError",
    "RequestError",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    if name == "__version__":
        found: Any = _version()
    elif name in _HOMES:
        home, _, own = _HOMES[name].partition(":")
        found = getattr(import_module(home), own)
    else:
        raise AttributeError(f"module 'marchland' has no attribute '{name}'")
    globals()[name] = found
    return found


def _version() -> str:
    """Return the installed version; a source tree that is not installed has none."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("marchland")
    except PackageNotFoundError:
        return "0+unknown"


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
