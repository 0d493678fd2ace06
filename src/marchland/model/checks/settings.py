"""Settings: period, groups, laws and ensemble, as scenario.yaml gives them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from marchland.errors import Problem
from marchland.language import language, languages
from marchland.model.checks.case import MANIFEST, Case
from marchland.model.near import hint
from marchland.model.scenario import CAPACITIES, DETERRENCES, DISPLACEMENTS, Rules

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", re.ASCII)
_REACH = re.compile(r"next|(?:refuge|hops):[1-9]\d{0,5}", re.ASCII)
MOST_DAYS = 36600
_MOST_TICKS = 24


def check_settings(case: Case) -> Iterator[Problem]:
    """Name, period, groups, laws and ensemble can be meant as they stand."""
    scenario = case.scenario
    if not NAME.fullmatch(scenario.name):
        yield case.key(
            "name",
            f"name '{scenario.name}' must be letters, digits, dots, dashes and "
            "underscores only (the title may be anything)",
        )
    if not 1 <= scenario.days <= MOST_DAYS:
        yield case.key("days", f"days is {scenario.days}, must be between 1 and {MOST_DAYS}")
    if scenario.language not in ("", *languages()):
        known = ", ".join(f"{code} ({language(code).forms.name})" for code in languages())
        yield case.key("language", f"language '{scenario.language}' must be one of {known}")
    yield from _groups(case)
    yield from _rules(case, scenario.rules)
    if scenario.ensemble.members < 1:
        yield case.key(
            "ensemble.members", f"members is {scenario.ensemble.members}, must be 1 or more"
        )
    if not 0 <= scenario.ensemble.seed < 2**63:
        bound = "below 2^63" if scenario.ensemble.seed > 0 else "0 or more"
        yield case.key("ensemble.seed", f"seed is {scenario.ensemble.seed}, must be {bound}")


def _groups(case: Case) -> Iterator[Problem]:
    groups = case.scenario.groups
    if not groups and MANIFEST not in case.unread:
        yield case.key("groups", "groups is empty, must name at least one group of people")
    for name, number in Counter(groups).items():
        if number > 1:
            yield case.key("groups", f"group '{name}' is named {number} times, must be once")
        if not name or ";" in name or name != name.strip():
            yield case.key(
                "groups", f"group '{name}' must be a name without semicolons or spaces around it"
            )


def _rules(case: Case, rules: Rules) -> Iterator[Problem]:
    if not _REACH.fullmatch(rules.reach):
        yield case.key(
            "rules.reach",
            f"reach '{rules.reach}' must be refuge:k, hops:k (k a whole number from 1) or next",
        )
    for name, choices in (
        ("deterrence", DETERRENCES),
        ("displacement", DISPLACEMENTS),
        ("capacity", CAPACITIES),
    ):
        value = getattr(rules, name)
        if value not in choices:
            yield case.key(
                f"rules.{name}",
                f"{name} '{value}' must be one of {', '.join(choices)}{hint(value, choices)}",
            )
    if not 1 <= rules.ticks_per_day <= _MOST_TICKS:
        yield case.key(
            "rules.ticks_per_day",
            f"ticks_per_day is {rules.ticks_per_day}, must be between 1 and {_MOST_TICKS}",
        )
