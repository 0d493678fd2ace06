"""Displacement crises as working models: people counted over places and routes.

Names are imported when they are first used, so that ``import marchland`` is quick.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from marchland.engine.simulate import simulate
    from marchland.errors import MarchlandError, ScenarioError
    from marchland.io.native import write_scenario
    from marchland.io.read import check, read
    from marchland.model.scenario import Scenario
    from marchland.model.words import describe

_HOMES = {
    "read": "marchland.io.read",
    "check": "marchland.io.read",
    "describe": "marchland.model.words",
    "simulate": "marchland.engine.simulate",
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
    "write_scenario",
    "Scenario",
    "MarchlandError",
    "ScenarioError",
]

try:
    __version__ = version("marchland")
except PackageNotFoundError:  # a source tree that is not installed
    __version__ = "0+unknown"


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'marchland' has no attribute '{name}'")
    found = getattr(import_module(_HOMES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
