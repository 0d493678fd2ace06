"""The language of what is written: a scenario's own, where the command line asks for no other."""

from __future__ import annotations

import argparse
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from marchland.language import speaking

if TYPE_CHECKING:
    from marchland.model.scenario import Scenario


def of_scenario(
    options: argparse.Namespace, scenario: Scenario | None
) -> AbstractContextManager[None]:
    """Speak the language of a scenario's reports while they are written."""
    if scenario is None or not scenario.language or "lang" in options:
        return nullcontext()
    return speaking(scenario.language)
