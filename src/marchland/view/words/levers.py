"""What levers change, in words."""

from __future__ import annotations

import shlex
from collections.abc import Iterable

import numpy as np

from marchland.language import mark, say
from marchland.model.levers import Pull
from marchland.model.scenario import Scenario
from marchland.study.compare.paired import difference
from marchland.study.compare.whatif import Case, WhatIf, ranking
from marchland.view.words.dates import day_name
from marchland.view.words.hardships import summed
from marchland.view.words.numbers import signed
from marchland.view.words.text import labelled

DEATHS = "deaths_expected"
UNSURE = mark("not sure")


def label(scenario: Scenario, pulls: Iterable[Pull], dated: bool = True) -> str:
    """Name levers as people call them, with strength and date where asked."""
    told = []
    for pull in pulls:
        lever = scenario.levers[pull.lever]
        when = ""
        if dated:
            strong = lever.strongly(pull.strength)
            strong = f", {strong}" if strong else ""
            when = say(" (from {day}{strong})", day=day_name(pull.date), strong=strong)
        told.append(lever.label + when)
    return " + ".join(told)


def change(values: np.ndarray) -> str:
    """Write a paired difference: ``−320,000 (90 % band −690,000 to −67,000)``."""
    low, middle, high = _ends(values)
    if low == high:
        return middle
    return say("{middle} (90 % band {low} to {high})", middle=middle, low=low, high=high)


def sure(values: np.ndarray) -> bool:
    """Return whether the 90 % band of a paired difference is on one side of zero, or all zero."""
    low, high = np.quantile(values, [0.05, 0.95])
    return bool(low > 0 or high < 0 or low == high == 0)


def brief(values: np.ndarray) -> str:
    """Write a paired difference for a table whose head says what the band is."""
    low, middle, high = _ends(values)
    if low == high:
        return middle
    return say("{middle} ({low} to {high})", middle=middle, low=low, high=high)


def _ends(values: np.ndarray) -> tuple[str, str, str]:
    low, middle, high = np.quantile(values, [0.05, 0.5, 0.95])
    return signed(low), signed(middle), signed(high)


def command_of(scenario: str, pulls: Iterable[Pull], members: int, seed: int, verb: str) -> str:
    """Return the command line that makes the same result."""
    parts = ["marchland", verb, scenario]
    for pull in pulls:
        parts += ["--lever", str(pull)]
    return shlex.join([*parts, "--members", str(members), "--seed", str(seed)])


def levers_in_words(found: WhatIf) -> str:
    """Return the change in what leads and in deaths by lever, what protects first by harm."""
    lines = [say("Change in {people}, whole period", people=summed(found.lead))]
    for title, cases in (
        (say("Protective measures, by harm reduced"), ranking(found)),
        (say("Measures that change routes (not ranked)"), found.of_kind("neutral")),
        (say("Stress, and measures against it (not ranked)"), _with_answers(found)),
    ):
        lines += [title] if cases else []
        for case in cases:
            effect = difference(found.base, case.reading, found.lead)
            told = f"{change(effect)}{'' if sure(effect) else f', {say(UNSURE)}'}"
            lines.append(f"  {labelled(label(found.scenario, case.pulls, dated=False), told)}")
            if DEATHS in case.reading.outcomes:
                lost = change(difference(found.base, case.reading, DEATHS))
                lines.append(say("    deaths that the model expects: {lost}", lost=lost))
    return "\n".join(lines)


def _with_answers(found: WhatIf) -> list[Case]:
    return [one for case in found.of_kind("stress") for one in (case, *found.answers(case))]
