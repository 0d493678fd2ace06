"""Rules that keep a game from advising harm; where one is broken there is no game.

R1 (harm is only ever a cost) is checked where a scenario is read and where payoffs are made.
R2 and R5 are checked here. R3 and R4 are kept by what :mod:`marchland.game` can be asked at all.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from marchland.errors import RequestError
from marchland.game.payoffs import Payoffs
from marchland.language import say
from marchland.model.scenario import Scenario

Floats = npt.NDArray[np.float64]
MOST_WITH_HARM = 0.3
"""Rank correlation with harm over profiles that a gain may have at most."""
DRAWS_AGAINST_HARM = 0.95
"""Share of draws in which a payoff may not go with harm."""
ROUNDING = 1e-9


def check_over(scenario: Scenario, today: date) -> None:
    """Refuse a crisis that goes on, unless nothing is judged (rule R5).

    Raises
    ------
    RequestError
        If its last day is today or later, and judged.csv has rows.
    """
    last = scenario.start + timedelta(days=scenario.days - 1)
    if last >= today and len(scenario.judged):
        raise RequestError(
            say(
                "{name} lasts until {last}: no game is played over a crisis that goes on; "
                "leave judged.csv empty to see harm by profile alone",
                name=scenario.name,
                last=last,
            )
        )


def check_against_harm(worth: Payoffs) -> None:
    """Refuse a game in which a gain goes with harm (rule R2).

    Raises
    ------
    RequestError
        Naming each gain whose rank correlation with harm over the profiles is above 0.3 in the
        median, and each actor whose payoff rises with harm in more than 5 % of draws.
    """
    wrong = [
        say(
            "the gain '{name}' of {actor} goes with harm ({of}) over the profiles (rank "
            "correlation {found:.2f}, at most {most})",
            name=name,
            actor=actor,
            of=of,
            found=found,
            most=MOST_WITH_HARM,
        )
        for of in worth.found.hardships
        for (name, actor), found in with_harm(worth, of).items()
        if found > MOST_WITH_HARM
    ]
    for actor, share in against_harm(worth).items():
        if share < DRAWS_AGAINST_HARM:
            rising = ", ".join(f"'{name}'" for name in rising_with_harm(worth, actor))
            wrong.append(
                say(
                    "the payoff of {actor} goes with harm in {share:.0%} of draws, at most "
                    "{most:.0%}, by its terms {terms}",
                    actor=actor,
                    share=1 - share,
                    most=1 - DRAWS_AGAINST_HARM,
                    terms=rising or say("together"),
                )
            )
    if wrong:
        raise RequestError(say("no game: {reasons} (rule R2)", reasons="; ".join(wrong)))


def with_harm(worth: Payoffs, of: str = "") -> dict[tuple[str, str], float]:
    """Return the rank correlation of each gain with harm over profiles, by term and actor.

    It is that of the medians over members and draws; 0 where one of the two never changes. Harm is
    the hardship ``of``, by default that of the game.
    """
    harm = np.median(worth.found.change(of or worth.found.harm), axis=0)
    return {
        (term.name, actor): rank_correlation(np.median(worth.part(term, actor), axis=0), harm)
        for term in worth.terms
        if term.sign == "gain"
        for actor in worth.actors
        if actor in term.weights
    }


def against_harm(worth: Payoffs) -> dict[str, float]:
    """Return the share of draws in which each actor's payoff does not rise with harm.

    Payoffs and harm are means over members, so that a draw is one set of weights.
    """
    harm = worth.found.change(worth.found.harm).mean(axis=0)
    mean = worth.worth.mean(axis=1)
    return {
        actor: float(np.mean([rank_correlation(one, harm) <= ROUNDING for one in mean[:, i]]))
        for i, actor in enumerate(worth.actors)
    }


def rising_with_harm(worth: Payoffs, actor: str) -> list[str]:
    """Return the terms whose values to an actor rise with harm over profiles, costs among them."""
    harm = np.median(worth.found.change(worth.found.harm), axis=0)
    return [
        term.name
        for term in worth.terms
        if actor in term.weights
        and rank_correlation(np.median(worth.part(term, actor), axis=0), harm) > ROUNDING
    ]


def rank_correlation(one: Floats, other: Floats) -> float:
    """Return Spearman's rank correlation, ties at their mean rank; 0 where one never changes."""
    a, b = _ranks(one), _ranks(other)
    a, b = a - a.mean(), b - b.mean()
    size = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / size if size > 0 else 0.0


def _ranks(values: Floats) -> Floats:
    """Return ranks from 0, ties at their mean; differences of rounding are ties."""
    rounded = np.round(values / max(float(np.abs(values).max()), 1e-300), 9)
    _, index, count = np.unique(rounded, return_inverse=True, return_counts=True)
    ends = np.cumsum(count)
    return np.asarray((ends - (count + 1) / 2)[index])
