"""Kinds of shelter and what each does to the cold, declared once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from marchland.language import mark
from marchland.model.kinds import PLACE_KINDS


@dataclass(frozen=True)
class Shelter:
    """What people have over their heads.

    Parameters
    ----------
    label
        Plain words.
    outdoors
        Whether the night can harm people there.
    shift
        Name of the parameter by which it is warmer in effect, out of the wind, in °C; blank: not at
        all, and in the wind.
    """

    label: str
    outdoors: bool
    shift: str = ""

    @property
    def windy(self) -> bool:
        """Whether the wind of the day reaches people there."""
        return self.outdoors and not self.shift


SHELTERS: Mapping[str, Shelter] = {
    "open": Shelter(mark("in the open, as people were in this crisis"), True),
    "wind_break": Shelter(
        mark("tents without heating, plastic sheets, hollows"), True, "wind_break_shift"
    ),
    "heated": Shelter(mark("heated tents and halls"), False),
    "building": Shelter(mark("houses"), False),
}
"""``open`` is the crisis's own mix of people, clothes, fires and branches: the level of the hazard
is that of this mix, and everything else shifts from there."""


def shelter_of(kind: str, given: str) -> Shelter:
    """Return the shelter at a place of a kind, whose column ``shelter`` says ``given``."""
    return SHELTERS[given or PLACE_KINDS[kind].shelter]
