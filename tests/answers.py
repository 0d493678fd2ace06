"""Reactions of one member in plain Python, for ``twin.py``: what it saw, and what it does then."""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from crisis import Crisis
from marchland.model.expression import Node, Quantity
from marchland.model.reactions import Reaction

SIGNS: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "and": lambda a, b: a and b,
    "or": lambda a, b: a or b,
}


class Answers:
    """The reactions of one member, and the days on which they happened."""

    def __init__(self, crisis: Crisis) -> None:
        self.crisis = crisis
        self.reactions = list(crisis.scenario.reactions.values())
        self.days: list[Counter[Any]] = []
        self.streak: Counter[str] = Counter()
        self.happened: dict[str, int] = {}

    def answer(self, day: int) -> None:
        """Ask of the day before, and make the changes of today."""
        for one in self.reactions if day else ():
            self.ask(one, day)
        for one in self.reactions:
            for change in one.changes:
                if self.happened.get(one.name, -1) + change.after == day and (
                    one.name in self.happened and change.what != "note"
                ):
                    value = self.crisis.amount(change.value)
                    self.crisis.react(change.what, change.where, change.group, value)

    def ask(self, one: Reaction, day: int) -> None:
        yesterday = self.crisis.scenario.start + timedelta(days=day - 1)
        asked = (one.since or yesterday) <= yesterday <= (one.until or yesterday)
        so = asked and self.value(one.when.root)
        self.streak[one.name] = self.streak[one.name] + 1 if so else 0
        if self.streak[one.name] >= one.days:
            self.happened.setdefault(one.name, day)

    def see(self, count: Counter[Any], people: Counter[str]) -> None:
        """Remember a day: its counts, and people by place at its end."""
        seen = Counter({("people", place): number for place, number in people.items()})
        self.days.append(count + seen)

    def value(self, node: Node) -> Any:
        """Return what an expression says at the end of yesterday."""
        parts = [self.value(part) for part in node.parts]
        if node.sign == "not":
            return not parts[0]
        if node.sign == "neg":
            return -parts[0]
        if node.sign:
            return SIGNS[node.sign](*parts)
        if isinstance(node.leaf, Quantity):
            past = self.days[-node.leaf.days :]
            return sum(self.counted(node.leaf, day) for day in past) / len(past)
        return self.crisis.parameter(node.leaf) if isinstance(node.leaf, str) else node.leaf

    def counted(self, asked: Quantity, day: Counter[Any]) -> int:
        """Return a quantity of a day."""
        if asked.what == "people":
            return sum(day["people", p] for p in self.crisis.named(asked.where, "capacity"))
        name = f"{asked.what}_cause" if asked.what in ("stranded", "waiting") else asked.what
        return sum(
            number
            for key, number in day.items()
            if key[0] == name and (not asked.where or key[1:] == (asked.where,))
        )
