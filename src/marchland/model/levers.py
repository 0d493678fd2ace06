"""Levers: named what-ifs of a scenario, and what it means to pull one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, Self, get_args

from marchland import language
from marchland.language import say
from marchland.model.amounts import Amount, plain
from marchland.model.parameters import Parameter

LeverKind = Literal["protective", "neutral", "stress"]
LEVER_KINDS: tuple[str, ...] = get_args(LeverKind)
BLANK = Amount()
STRENGTH = "strength"
"""Word by which a change calls its lever's strength."""

_CHANGE = re.compile(
    r"(?P<what>[a-z_]+)(?:\s+(?P<where>(?!for\s|=|after\s).+?))?(?:\s+for\s+(?P<group>[^=]+?))?"
    r"(?:\s*=\s*(?P<value>.+?))?(?:\s+after\s+(?P<after>\d{1,4})\s+days?)?"
)
_PULL = re.compile(
    r"(?P<lever>[^@:]+?)(?:@(?P<date>\d{4}-\d{2}-\d{2}))?(?::(?P<strength>\d+(?:\.\d+)?))?",
    re.ASCII,
)


@dataclass(frozen=True)
class Change:
    """One row that a lever writes into the timeline.

    Parameters
    ----------
    what, where, group, value
        As in ``timeline.csv``; the value may be the lever's strength or a multiple of it.
    after
        Days from the lever's date to the change's.
    """

    what: str
    where: str = ""
    group: str = ""
    value: Amount = BLANK
    after: int = 0

    @classmethod
    def of(cls, text: str) -> Self:
        """Read a change: ``WHAT [WHERE] [for GROUP] [= VALUE] [after N days]``.

        Raises
        ------
        ValueError
            If the text has another form, or its value is no amount.
        """
        found = _CHANGE.fullmatch(text.strip())
        if not found:
            raise ValueError(
                say(
                    "'{text}' is not a change (write WHAT WHERE, for instance 'open north_road', "
                    "then where needed: for GROUP, = VALUE, after N days)",
                    text=text,
                )
            )
        value = Amount.of(found["value"]) if found["value"] else Amount()
        where, group = (found["where"] or "").strip(), (found["group"] or "").strip()
        return cls(found["what"], where, group, value, int(found["after"] or 0))

    def __str__(self) -> str:
        parts = [self.what, self.where, f"for {self.group}" if self.group else ""]
        parts += [f"= {self.value}" if not self.value.blank else ""]
        parts += [f"after {self.after} days" if self.after else ""]
        return " ".join(part for part in parts if part)


@dataclass(frozen=True)
class Lever:
    """A named what-if: what somebody could do, and what it changes.

    Parameters
    ----------
    name
        Word by which it is pulled.
    label, explanation
        What a person calls it, and what it does, in plain words.
    who
        Who could pull it.
    kind
        ``protective``: it can reduce harm, and is ranked by the harm that it reduces. ``neutral``:
        compared, not ranked. ``stress``: harms; fixed, never ranked, and shown only beside one of
        its ``answers``.
    date
        Day on which it is pulled unless another is given.
    changes
        Rows that it writes into the timeline.
    strength
        How strongly it can be pulled: value unless another is given, and the range; None where
        there is nothing to choose.
    side_effects
        What else it does, to people who take another way for instance.
    excludes
        Levers that cannot be pulled with it.
    answers
        Protective levers that a stress is shown with.
    source
        Where its effect is from, or the word assumed.
    cuts
        Gas that it cuts: tags, entries or borders of the gas tables.
    """

    name: str
    label: str
    explanation: str
    who: str
    kind: LeverKind
    date: date
    changes: tuple[Change, ...]
    strength: Parameter | None = None
    side_effects: str = ""
    excludes: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    source: str = ""
    cuts: tuple[str, ...] = ()

    def strongly(self, strength: float | None) -> str:
        """Return a strength with its unit, ``200 people/day``; blank where there is none."""
        if self.strength is None or strength is None:
            return ""
        whole = float(strength).is_integer()
        shown = language.written(strength, ",.0f" if whole else "")
        return f"{shown} {say(self.strength.unit)}".rstrip()


@dataclass(frozen=True)
class Pull:
    """A lever as it was pulled: from when, and how strongly (None where it has no strength)."""

    lever: str
    date: date | None = None
    strength: float | None = None

    @classmethod
    def of(cls, text: str) -> Self:
        """Read a pull: ``corridor``, ``corridor@2021-11-12``, ``corridor@2021-11-12:200``.

        Raises
        ------
        ValueError
            If the text has another form, or its date is none.
        """
        found = _PULL.fullmatch(text.strip())
        if not found:
            raise ValueError(
                say(
                    "'{text}' is not a lever (write NAME, NAME@YYYY-MM-DD or "
                    "NAME@YYYY-MM-DD:STRENGTH)",
                    text=text,
                )
            )
        try:
            day = date.fromisoformat(found["date"]) if found["date"] else None
        except ValueError:
            raise ValueError(
                say("'{text}' is not a date (write YYYY-MM-DD)", text=found["date"])
            ) from None
        strength = float(found["strength"]) if found["strength"] else None
        return cls(found["lever"].strip(), day, strength)

    def __str__(self) -> str:
        day = f"@{self.date.isoformat()}" if self.date else ""
        return f"{self.lever}{day}" + ("" if self.strength is None else f":{plain(self.strength)}")


def written(pulls: Iterable[Pull]) -> str:
    """Return pulls as one text, in which :func:`Pull.of` reads each part."""
    return ", ".join(map(str, pulls))
