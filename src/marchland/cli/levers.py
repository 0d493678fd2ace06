"""Levers and reviews as the command line names them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from marchland.errors import RequestError

if TYPE_CHECKING:
    from marchland.model.levers import Pull
    from marchland.model.scenario import Scenario


def read_pulls(texts: Sequence[str]) -> list[Pull]:
    """Read levers, all that is wrong with their form told at once.

    Raises
    ------
    RequestError
        If a text is not NAME, NAME@DATE or NAME@DATE:STRENGTH.
    """
    from marchland.model.levers import Pull

    pulls, wrong = [], []
    for text in texts:
        try:
            pulls.append(Pull.of(text))
        except ValueError as error:
            wrong.append(f"--lever {error}")
    if wrong:
        raise RequestError("; ".join(wrong))
    return pulls


def with_levers(scenario: Scenario, texts: Sequence[str]) -> Scenario:
    """Return the scenario with these levers pulled; a stress only beside its answer.

    Raises
    ------
    RequestError
        If the levers cannot be pulled so, or a stress stands alone.
    """
    from marchland.model.pulling import unanswered

    if not texts:
        return scenario
    made = scenario.pulled(read_pulls(texts))
    if wrong := unanswered(made.pulls, made.levers):
        raise RequestError(wrong)
    return made


def with_whose(scenario: Scenario, reviews: str) -> Scenario:
    """Return the scenario in which these reviews hold; as it is for ``none``.

    Raises
    ------
    RequestError
        If there are none of theirs.
    """
    if reviews == "none":
        return scenario
    from marchland.model.reviews import with_reviews

    return with_reviews(scenario, reviews)
