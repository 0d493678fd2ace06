"""Reactions: what they ask of is there, and what they change each member has for itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from marchland.errors import Problem
from marchland.language import say
from marchland.model.amounts import NAME
from marchland.model.checks.case import MANIFEST, Case
from marchland.model.checks.events import limited
from marchland.model.checks.levers import faults
from marchland.model.checks.people import period
from marchland.model.events import EVENTS
from marchland.model.expression import Quantity
from marchland.model.levers import STRENGTH
from marchland.model.near import either, hint
from marchland.model.reactions import Reaction
from marchland.model.where import Sort, sort_name

_ASKED_OF: dict[str, tuple[Sort, ...]] = {
    "attempts": ("border",),
    "turned_back": ("border",),
    "people": ("place", "country", "tag"),
}
"""What a quantity can be asked of; the others are of everywhere."""


def check_reactions(case: Case) -> Iterator[Problem]:
    """Reactions can be asked and carried out as they stand."""
    reactions = case.scenario.reactions
    for name, one in reactions.items():
        for key, message in (*_plain(one, case), *_when(one, case), *_then(one, case)):
            path = f"{name}.{key}" if key else name
            yield case.reaction(path, f"{path} {message}")


def _plain(one: Reaction, case: Case) -> Iterator[tuple[str, str]]:
    if not re.fullmatch(NAME, one.name, re.ASCII):
        yield "", say("must be letters, digits and underscores, a letter first")
    if one.days < 1:
        yield "days", say("is {days}, must be 1 or more", days=one.days)
    if MANIFEST in case.unread:
        return
    first, last = map(str, period(case))
    for key, day in (("since", one.since), ("until", one.until)):
        if day and not first <= day.isoformat() <= last:
            yield (
                key,
                say("{day} must be between {first} and {last}", day=day, first=first, last=last),
            )
    if one.since and one.until and one.until < one.since:
        yield "until", say("{until} is before since {since}", until=one.until, since=one.since)


def _when(one: Reaction, case: Case) -> Iterator[tuple[str, str]]:
    for leaf in one.when.leaves():
        if isinstance(leaf, str) and leaf not in case.scenario.parameters:
            if MANIFEST not in case.unread:
                near = hint(leaf, case.scenario.parameters)
                yield (
                    "when",
                    say(
                        "'{name}' is no parameter{hint}; a quantity has parentheses",
                        name=leaf,
                        hint=near,
                    ),
                )
        elif isinstance(leaf, Quantity) and leaf.where:
            yield from (("when", fault) for fault in _asked_of(leaf, case))


def _asked_of(leaf: Quantity, case: Case) -> Iterator[str]:
    """Tell what is wrong with where a quantity is asked of."""
    may = _ASKED_OF.get(leaf.what, ())
    sorts = {found.sort for found in case.names.every(leaf.where)}
    if not may:
        yield say("{what} is of everywhere, write {what}()", what=leaf.what)
    elif case.network_known and not sorts:
        yield say(
            "'{where}' is no {sorts}{hint}",
            where=leaf.where,
            sorts=either(map(sort_name, may)),
            hint=hint(leaf.where, case.names),
        )
    elif case.network_known and not sorts & set(may):
        yield say("{what} must be of a {sorts}", what=leaf, sorts=either(map(sort_name, may)))


def _then(one: Reaction, case: Case) -> Iterator[tuple[str, str]]:
    for change in one.changes:
        if change.value.parameter == STRENGTH:
            yield "then", say("'{change}': a reaction has no strength", change=change)
        for fault in faults(change, case):
            yield "then", f"'{change}': {fault}"
        gate = change.what in EVENTS and EVENTS[change.what].gate
        if gate and change.where not in limited(case):
            yield (
                "then",
                say(
                    "'{change}': '{where}' must be a route with {what}, or a crossing",
                    change=change,
                    where=change.where,
                    what=change.what,
                ),
            )
