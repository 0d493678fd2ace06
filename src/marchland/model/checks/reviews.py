"""Reviews: by initials or role, of inputs that there are, with numbers that these can have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from marchland.errors import Problem
from marchland.language import say
from marchland.model.amounts import Amount, plain
from marchland.model.checks.case import MANIFEST, Case
from marchland.model.checks.numbers import check_amounts, check_parameters, value_fault
from marchland.model.events import EVENTS
from marchland.model.near import hint
from marchland.model.parameters import Parameter
from marchland.model.reviews import Input, Key, inputs
from marchland.model.tables import Reviews
from marchland.model.views import NONE, POOL, SUBJECTS, VERDICTS

_INITIALS = re.compile(r"(?:[^\W\d_]\.?-?){1,4}")
_CONTACT = re.compile(r"\S@\S|https?://|(?:\+|\b00)?\d[\d ()/-]{7,}\d")
_MOST = 60


def check_reviews(case: Case) -> Iterator[Problem]:
    """Reviews name no person and one input each, and their numbers can be drawn."""
    table = case.scenario.reviews
    if not len(table) or Reviews.FILE in case.unread:
        return
    known = inputs(case.scenario) if case.network_known and MANIFEST not in case.unread else None
    seen: dict[tuple[str, str, str, str], int] = {}
    for row, one in enumerate(table.rows()):
        if not case.sound(Reviews, row):
            continue
        for complaint in _complaints(one):
            yield case.problem(Reviews, row, complaint)
        same = (str(one["date"]), one["reviewer"], one["of"], one["about"])
        if same in seen:
            at = case.line(Reviews, seen[same])
            message = say(
                "{reviewer} has reviewed '{about}' on that day on line {at} already: leave one, or "
                "give another day",
                reviewer=one["reviewer"],
                about=one["about"],
                at=at,
            )
            yield case.problem(Reviews, row, message)
        seen.setdefault(same, row)
        if known is not None:
            for complaint in _of_input(one, known, case):
                yield case.problem(Reviews, row, complaint)


def _complaints(one: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a review by itself."""
    if complaint := person_fault(one["reviewer"]):
        yield say("reviewer {complaint}", complaint=complaint)
    if one["verdict"] in ("doubt", "replace") and not one["reason"].strip():
        yield say("verdict {verdict} needs a reason, in a sentence", verdict=one["verdict"])
    if _CONTACT.search(one["reason"]):
        yield say("reason holds an address or a number to call; leave out what leads to a person")
    numbers = [one[name] for name in ("low", "best", "high")]
    given = [not np.isnan(number) for number in numbers]
    if one["verdict"] == "replace":
        if not all(given):
            yield say("verdict replace needs low, best and high")
        elif not numbers[0] <= numbers[1] <= numbers[2]:
            told = ", ".join(plain(number) for number in numbers)
            yield say("low, best and high are {numbers}, must rise from low to high", numbers=told)
    elif one["verdict"] in VERDICTS and any(given):
        yield say(
            "verdict {verdict} has numbers: write replace, or take them out", verdict=one["verdict"]
        )


def person_fault(reviewer: str) -> str:
    """Return what is wrong with a reviewer's word: it must be initials or a role, no name."""
    if reviewer in (POOL, NONE):
        return say(
            "'{reviewer}' is a word with a meaning of its own, give initials or a role",
            reviewer=reviewer,
        )
    if len(reviewer) > _MOST or any(c.isdigit() for c in reviewer) or "@" in reviewer:
        return say(
            "'{reviewer}' must be initials (AK) or a role (protection officer), nothing else",
            reviewer=reviewer,
        )
    letters = [c for c in reviewer if c.isalpha()]
    if not letters:
        return say(
            "'{reviewer}' has no letter, give initials (AK) or a role (protection officer)",
            reviewer=reviewer,
        )
    if any(not c.isupper() and not c.islower() for c in letters):
        return say(
            "'{reviewer}' is in letters without capitals, so a role cannot be told from a name: "
            "give initials or a role in Latin letters",
            reviewer=reviewer,
        )
    if reviewer.isupper() and _INITIALS.fullmatch(reviewer):
        return ""
    for word in re.findall(r"[^\W\d_]+", reviewer):
        if not word.islower() and not word.isupper():
            return say(
                "'{reviewer}' looks like a name: give initials (AK), or a role in small letters "
                "(protection officer)",
                reviewer=reviewer,
            )
    if any(c.islower() for c in letters):
        return ""
    return say("'{reviewer}' is longer than initials are", reviewer=reviewer)


def _of_input(one: dict[str, Any], known: dict[Key, Input], case: Case) -> Iterator[str]:
    """Yield what is wrong with a review of the input that it names."""
    of, about = one["of"], one["about"]
    if of not in SUBJECTS:
        return
    found = known.get((of, about))
    if found is None:
        near = hint(about, [name for sort, name in known if sort == of])
        yield say(
            "about '{about}' is no {of} that can be reviewed{near}; write {form}",
            about=about,
            of=of,
            near=near,
            form=say(SUBJECTS[of]),
        )
        return
    numbers = [float(one[name]) for name in ("low", "best", "high")]
    if one["verdict"] != "replace" or np.isnan(numbers).any():
        return
    if found.fixed:
        yield say("'{about}' cannot be replaced: {fixed}", about=about, fixed=found.fixed)
    elif of == "parameter":
        yield from _of_parameter(about, numbers[0], numbers[2], case)
    elif of == "event":
        what = about.split()[1]
        if fault := value_fault(EVENTS[what], Amount(numbers[0], numbers[2]), None):
            yield say("the value {fault}", fault=fault)
    if of != "parameter" and numbers[0] < 0:
        yield say("low is {low}, must be 0 or more", low=plain(numbers[0]))


def _of_parameter(name: str, low: float, high: float, case: Case) -> Iterator[str]:
    """Yield what a parameter's range would make wrong, in itself and where it is used."""
    old = case.scenario.parameters[name]
    least, most = min(low, old.low), max(high, old.high)
    wider: Parameter = replace(old, low=least, high=most, law="uniform")
    scenario = replace(case.scenario, parameters={**case.scenario.parameters, name: wider})
    before = {one.told for check in (check_parameters, check_amounts) for one in check(case)}
    other = replace(case, scenario=scenario)
    for check in (check_parameters, check_amounts):
        for problem in check(other):
            if problem.told not in before and not problem.warning:
                yield say(
                    "with {low} to {high}: {told}",
                    low=plain(low),
                    high=plain(high),
                    told=problem.told,
                )
