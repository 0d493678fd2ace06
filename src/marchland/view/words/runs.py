"""What runs say, for a terminal."""

from __future__ import annotations

import pandas as pd

from marchland.model.kinds import AWAY, STATES
from marchland.study.measures.bands import rounded
from marchland.study.measures.headline import Moment
from marchland.study.measures.read import Findings
from marchland.view.page.outlines import name_of
from marchland.view.words.basis import COMPONENTS
from marchland.view.words.dates import day_name
from marchland.view.words.numbers import brief, in_band
from marchland.view.words.where import at_the_lines

LEAST_SHARE = 0.01
"""Share of the largest figure below which the words for a terminal leave a state out."""


def runs_in_words(found: Findings) -> str:
    """Return what the runs say in a few lines for a terminal, each figure with its 90 % band."""
    stranded, days = found.stranded, found.days
    cost = [f"Person-nights stranded{at_the_lines(stranded.countries)}: {in_band(stranded.nights)}"]
    worst = _moment(found, found.worst_night, "Worst night") if stranded.matters else []
    lines = [
        f"{found.scenario.title}: {found.members} runs, "
        f"{day_name(days[0])} to {day_name(days[-1])}",
        *(cost if stranded.matters else []),
        *_components(found.spread),
        *_borders(found),
        *worst,
        *_moment(found, found.last_day, "Last day"),
        "Balance of people: " + balance_in_words(found),
    ]
    return "\n".join(lines)


def _borders(found: Findings) -> list[str]:
    """Return attempts and push-backs, where there is a border."""
    if found.borders is None:
        return []
    tries, back = found.borders.attempts, found.borders.turned_back
    return [
        f"Attempts at a border: {in_band(tries)}; turned back: {in_band(back)} (events, not people)"
    ]


def _components(spread: pd.DataFrame | None) -> list[str]:
    """Return the 90 % bands of the first outcome with one component of uncertainty at a time."""
    if spread is None:
        return []
    first = spread[spread["outcome"] == spread["outcome"].iloc[0]]
    parts = [
        f"{COMPONENTS[source]} {rounded(low):,} to {rounded(high):,}"
        for source, low, high in zip(first["source"], first["low90"], first["high90"], strict=True)
    ]
    label = first["label"].iloc[0]
    return [f"{label}, by component of uncertainty: {'; '.join(parts)}"]


def _moment(found: Findings, moment: Moment, name: str) -> list[str]:
    """Return people by country and state on a day, largest first, leaving out the empty."""
    told = [(f"stranded{at_the_lines(found.stranded.countries)}", moment.stranded)]
    if not found.stranded.matters:
        told = []
    for label, amount in (
        ("elsewhere, with no way on", moment.elsewhere),
        ("waiting for a seat or for room", moment.waiting),
    ):
        if amount.high90 >= 1:
            told.append((label, amount))
    most = max((one.people.high90 for one in moment.standing), default=0.0)
    told += [
        (f"{STATES[one.state].label}, {name_of(one.country)}", one.people)
        for one in moment.standing
        if one.people.high90 >= most * LEAST_SHARE
    ]
    told.append((AWAY["travelling"].label, moment.travelling))
    width = max(len(label) for label, _ in told)
    rows = [f"  {label:{width}}  {in_band(amount)}" for label, amount in told]
    return [f"{name}, {day_name(moment.day)}", *rows]


def balance_in_words(found: Findings) -> str:
    """Say where everyone who entered is on the last day, and whether anyone is missing."""
    balance, states = found.balance, {**STATES, **AWAY}
    sure = "nobody missing in any run"
    if balance.missing:
        sure = f"BROKEN by up to {balance.missing:,} people"
    told = " + ".join(
        f"{states[name].label} {brief(band)}" for name, band in balance.states if band.high90 >= 1
    )
    return f"entered {brief(balance.entered)} = {told}; {sure}"
