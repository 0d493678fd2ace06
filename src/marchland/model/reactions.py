"""Reactions: levers that answer events, in each member by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from marchland.model.expression import Expression
from marchland.model.levers import Change


@dataclass(frozen=True)
class Reaction:
    """When something has been so for some days, then something changes, once in a member.

    Parameters
    ----------
    name
        Short name.
    label
        What a person calls it.
    when
        What must be so at the end of a day.
    days
        For how many days on end; the changes hold from the start of the next day.
    changes
        What changes then; ``after`` counts from that day.
    since, until
        First and last day at whose end it is asked; None: of the whole period.
    source
        Where it is from, or the word assumed.
    """

    name: str
    label: str
    when: Expression
    days: int
    changes: tuple[Change, ...]
    since: date | None = None
    until: date | None = None
    source: str = ""
