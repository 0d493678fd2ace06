"""Settings: period, groups, laws and ensemble, as scenario.yaml gives them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from marchland.errors import Problem
from marchland.language import language, languages, mark, say
from marchland.model.checks.case import MANIFEST, Case
from marchland.model.near import hint
from marchland.model.scenario import CAPACITIES, DETERRENCES, DISPLACEMENTS, Rules

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", re.ASCII)
_REACH = re.compile(r"next|(?:refuge|hops):[1-9]\d{0,5}", re.ASCII)
MOST_DAYS = 36600
_MOST_TICKS = 24
_SEED_ABOVE = mark("seed is {seed}, must be below 2^63")
_SEED_BELOW = mark("seed is {seed}, must be 0 or more")


def check_settings(case: Case) -> Iterator[Problem]:
    """Name, period, groups, laws and ensemble can be meant as they stand."""
    scenario = case.scenario
    if not NAME.fullmatch(scenario.name):
        yield case.key(
            "name",
            say(
                "name '{name}' must be letters, digits, dots, dashes and underscores only "
                "(the title may be anything)",
                name=scenario.name,
            ),
        )
    if not 1 <= scenario.days <= MOST_DAYS:
        yield case.key(
            "days",
            say(
                "{name} is {value}, must be between 1 and {most}",
                name="days",
                value=scenario.days,
                most=MOST_DAYS,
            ),
        )
    if scenario.language not in ("", *languages()):
        known = ", ".join(f"{code} ({language(code).forms.name})" for code in languages())
        yield case.key(
            "language",
            say(
                "{name} '{value}' must be one of {choices}{hint}",
                name="language",
                value=scenario.language,
                choices=known,
                hint="",
            ),
        )
    yield from _groups(case)
    yield from _rules(case, scenario.rules)
    if scenario.ensemble.members < 1:
        yield case.key(
            "ensemble.members",
            say("members is {members}, must be 1 or more", members=scenario.ensemble.members),
        )
    if not 0 <= scenario.ensemble.seed < 2**63:
        words = _SEED_ABOVE if scenario.ensemble.seed > 0 else _SEED_BELOW
        yield case.key("ensemble.seed", say(words, seed=scenario.ensemble.seed))


def _groups(case: Case) -> Iterator[Problem]:
    groups = case.scenario.groups
    if not groups and MANIFEST not in case.unread:
        yield case.key("groups", say("groups is empty, must name at least one group of people"))
    for name, number in Counter(groups).items():
        if number > 1:
            yield case.key(
                "groups",
                say("group '{name}' is named {times} times, must be once", name=name, times=number),
            )
        if not name or ";" in name or name != name.strip():
            yield case.key(
                "groups",
                say(
                    "group '{name}' must be a name without semicolons or spaces around it",
                    name=name,
                ),
            )


def _rules(case: Case, rules: Rules) -> Iterator[Problem]:
    if not _REACH.fullmatch(rules.reach):
        yield case.key(
            "rules.reach",
            say(
                "reach '{reach}' must be refuge:k, hops:k (k a whole number from 1) or next",
                reach=rules.reach,
            ),
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
                say(
                    "{name} '{value}' must be one of {choices}{hint}",
                    name=name,
                    value=value,
                    choices=", ".join(choices),
                    hint=hint(value, choices),
                ),
            )
    if not 1 <= rules.ticks_per_day <= _MOST_TICKS:
        yield case.key(
            "rules.ticks_per_day",
            say(
                "{name} is {value}, must be between 1 and {most}",
                name="ticks_per_day",
                value=rules.ticks_per_day,
                most=_MOST_TICKS,
            ),
        )
