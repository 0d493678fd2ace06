"""What is asked of a result: that it is one."""

from __future__ import annotations

from collections.abc import Mapping

from marchland.errors import RequestError
from marchland.language import say
from marchland.model.scenario import Scenario


def check_runs(given: object, asker: str) -> None:
    """Refuse what are no runs.

    Raises
    ------
    RequestError
        If it is no dataset with members and days.
    """
    import xarray as xr  # heavy, and a scenario is checked without it

    if not isinstance(given, xr.Dataset) or not {"member", "day"} <= set(given.dims):
        raise RequestError(
            say(
                "{asker} takes runs, as ml.simulate or ml.read_results gives them, not {named}",
                asker=asker,
                named=_named(given),
            )
        )


def check_answered(attrs: Mapping[str, object]) -> None:
    """Refuse to show runs with a stress to which no protective answer was pulled.

    Parameters
    ----------
    attrs
        How the runs were made.

    Raises
    ------
    RequestError
        Naming the stress and its answers.
    """
    if alone := attrs.get("unanswered"):
        raise RequestError(str(alone))


def check_scenario(given: object, asker: str) -> None:
    """Refuse what is no scenario.

    Raises
    ------
    RequestError
        If it is none.
    """
    if not isinstance(given, Scenario):
        raise RequestError(
            say(
                "{asker} takes a scenario, as ml.read gives it, not {named}",
                asker=asker,
                named=_named(given),
            )
        )


def _named(given: object) -> str:
    """Say what was given: a name as it stands, else its type."""
    return f"'{given}'" if isinstance(given, str) else f"a {type(given).__name__}"
