"""Displacement crises as working models: people counted over places and routes.

Names are imported when they are first used, so that ``import marchland`` is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from marchland.errors import MarchlandError, ScenarioError
    from marchland.io.native import write_scenario
    from marchland.io.read import check, read
    from marchland.io.results import read_results, write_results
    from marchland.model.scenario import Scenario
    from marchland.study.compare.paired import compare
    from marchland.study.fit.calibration import calibrate
    from marchland.study.measures.summary import summary
    from marchland.study.runs.ensemble import simulate
    from marchland.study.runs.scale import ensemble
    from marchland.study.scores.score import score
    from marchland.study.validate.validation import validate
    from marchland.view.report.write import write_report
    from marchland.view.words.crisis import describe

    __version__: str

_HOMES = {
    "read": "marchland.io.read",
    "check": "marchland.io.read",
    "describe": "marchland.view.words.crisis",
    "simulate": "marchland.study.runs.ensemble",
    "ensemble": "marchland.study.runs.scale",
    "summary": "marchland.study.measures.summary",
    "score": "marchland.study.scores.score",
    "compare": "marchland.study.compare.paired",
    "calibrate": "marchland.study.fit.calibration",
    "validate": "marchland.study.validate.validation",
    "write_results": "marchland.io.results",
    "read_results": "marchland.io.results",
    "write_report": "marchland.view.report.write",
    "write_scenario": "marchland.io.native",
    "Scenario": "marchland.model.scenario",
    "MarchlandError": "marchland.errors",
    "ScenarioError": "marchland.errors",
}

__all__ = [
    "read",
    "check",
    "describe",
    "simulate",
    "ensemble",
    "summary",
    "score",
    "compare",
    "calibrate",
    "validate",
    "write_results",
    "read_results",
    "write_report",
    "write_scenario",
    "Scenario",
    "MarchlandError",
    "ScenarioError",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    if name == "__version__":
        found: Any = _version()
    elif name in _HOMES:
        found = getattr(import_module(_HOMES[name]), name)
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
    return sorted({*globals(), *_HOMES, "__version__"})
