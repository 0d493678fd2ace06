"""What runs say, for a terminal."""

from __future__ import annotations

import pandas as pd

from marchland.language import mark, say
from marchland.model.kinds import AWAY, STATES
from marchland.study.measures.bands import rounded
from marchland.study.measures.headline import Moment
from marchland.study.measures.read import Findings
from marchland.view.page.outlines import name_of
from marchland.view.words.basis import COMPONENTS
from marchland.view.words.dates import day_name
from marchland.view.words.numbers import brief, in_band
from marchland.view.words.text import parted
from marchland.view.words.where import at_the_lines

LEAST_SHARE = 0.01
"""Share of the largest figure below which the words for a terminal leave a state out."""


def runs_in_words(found: Findings) -> str:
    """Return what the runs say in a few lines for a terminal, each figure with its 90 % band."""
    stranded, days = found.stranded, found.days
    cost = [
        say(
            "Person-nights stranded{where}: {nights}",
            where=at_the_lines(stranded.countries),
            nights=in_band(stranded.nights),
        )
    ]
    worst = (
        _moment(found, found.worst_night, mark("Worst night, {day}")) if stranded.matters else []
    )
    lines = [
        say(
            "{title}: {members} runs, {first} to {last}",
            title=found.scenario.title,
            members=found.members,
            first=day_name(days[0]),
            last=day_name(days[-1]),
        ),
        *(cost if stranded.matters else []),
        *_components(found.spread),
        *_borders(found),
        *worst,
        *_moment(found, found.last_day, mark("Last day, {day}")),
        say("Balance of people: {balance}", balance=balance_in_words(found)),
    ]
    return "\n".join(lines)


def _borders(found: Findings) -> list[str]:
    """Return attempts and push-backs, where there is a border."""
    if found.borders is None:
        return []
    tries, back = found.borders.attempts, found.borders.turned_back
    return [
        say(
            "Attempts at a border: {attempts}; turned back: {back} (events, not people)",
            attempts=in_band(tries),
            back=in_band(back),
        )
    ]


def _components(spread: pd.DataFrame | None) -> list[str]:
    """Return the 90 % bands of the first outcome with one component of uncertainty at a time."""
    if spread is None:
        return []
    first = spread[spread["outcome"] == spread["outcome"].iloc[0]]
    parts = [
        say(
            "{component} {low:,} to {high:,}",
            component=say(COMPONENTS[source]),
            low=rounded(low),
            high=rounded(high),
        )
        for source, low, high in zip(first["source"], first["low90"], first["high90"], strict=True)
    ]
    label = say(first["label"].iloc[0])
    return [
        say("{outcome}, by component of uncertainty: {parts}", outcome=label, parts=parted(parts))
    ]


def _moment(found: Findings, moment: Moment, head: str) -> list[str]:
    """Return people by country and state on a day, largest first, leaving out the empty.

    ``head`` is marked: it names the day.
    """
    told = []
    if found.stranded.matters:
        where = at_the_lines(found.stranded.countries)
        told = [(say("stranded{where}", where=where), moment.stranded)]
    for label, amount in (
        (say("elsewhere, with no way on"), moment.elsewhere),
        (say("waiting for a seat or for room"), moment.waiting),
    ):
        if amount.high90 >= 1:
            told.append((label, amount))
    most = max((one.people.high90 for one in moment.standing), default=0.0)
    told += [
        (f"{say(STATES[one.state].label)}, {name_of(one.country)}", one.people)
        for one in moment.standing
        if one.people.high90 >= most * LEAST_SHARE
    ]
    told.append((say(AWAY["travelling"].label), moment.travelling))
    width = max(len(label) for label, _ in told)
    rows = [f"  {label:{width}}  {in_band(amount)}" for label, amount in told]
    return [say(head, day=day_name(moment.day)), *rows]


def balance_in_words(found: Findings) -> str:
    """Say where everyone who entered is on the last day, and whether anyone is missing."""
    balance, states = found.balance, {**STATES, **AWAY}
    sure = say("nobody missing in any run")
    if balance.missing:
        sure = say("BROKEN by up to {missing:,} people", missing=balance.missing)
    told = " + ".join(
        f"{say(states[name].label)} {brief(band)}"
        for name, band in balance.states
        if band.high90 >= 1
    )
    return say(
        "entered {entered} = {told}; {sure}", entered=brief(balance.entered), told=told, sure=sure
    )
