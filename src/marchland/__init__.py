"""Displacement crises as working models: people counted over places and routes.

Names are imported when they are first used, so that ``import marchland`` is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from marchland.engine.simulate import simulate
    from marchland.errors import MarchlandError, ScenarioError
    from marchland.io.native import write_scenario
    from marchland.io.read import check, read
    from marchland.model.scenario import Scenario
    from marchland.model.words import describe
    from marchland.study.compare import compare
    from marchland.study.validation import validate

    __version__: str

_HOMES = {
    "read": "marchland.io.read",
    "check": "marchland.io.read",
    "describe": "marchland.model.words",
    "simulate": "marchland.engine.simulate",
    "compare": "marchland.study.compare",
    "validate": "marchland.study.validation",
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
    "compare",
    "validate",
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
