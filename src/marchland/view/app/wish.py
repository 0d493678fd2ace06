"""The wish: which crisis, with which levers, as the address of the page says it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from marchland.errors import RequestError
from marchland.model.levers import Pull
from marchland.model.pulling import unanswered
from marchland.model.scenario import Scenario

_LONGEST = 4000
_MOST = 40


@dataclass(frozen=True)
class Wish:
    """What one looks at.

    Parameters
    ----------
    scenario
        Name under which the app offers a crisis.
    pulls
        Levers to pull.
    day
        Day that the map shows, YYYY-MM-DD; blank: the worst night.
    """

    scenario: str
    pulls: tuple[Pull, ...] = ()
    day: str = ""

    @property
    def search(self) -> str:
        """The part of the address behind the path, in which it is read again."""
        pairs = [("scenario", self.scenario), *(("lever", str(pull)) for pull in self.pulls)]
        pairs += [("day", self.day)] if self.day else []
        return "?" + urlencode(pairs, safe="@:")


def read_wish(search: str, offered: list[str]) -> Wish:
    """Read a wish from an address; what cannot be read is left out."""
    pairs = parse_qsl((search or "")[:_LONGEST].lstrip("?"), max_num_fields=_MOST)
    given = dict(pairs)
    scenario = given.get("scenario", "")
    pulls = []
    for key, text in pairs:
        if key == "lever":
            try:
                pulls.append(Pull.of(text))
            except ValueError:
                continue
    name = scenario if scenario in offered else offered[0]
    return Wish(name, tuple(pulls), given.get("day", ""))


def granted(scenario: Scenario, pulls: tuple[Pull, ...]) -> tuple[Scenario, str]:
    """Return the scenario with the levers that can be pulled, and what keeps the others out.

    A stress without a protective answer is not pulled.
    """
    try:
        made = scenario.pulled(pulls)
    except RequestError as error:
        return scenario.pulled(()), str(error)
    if alone := unanswered(made.pulls, made.levers):
        stress = {p.lever for p in pulls if scenario.levers[p.lever].kind == "stress"}
        without = tuple(pull for pull in pulls if pull.lever not in stress)
        return scenario.pulled(without), _plainly(scenario, alone)
    return made, ""


def _plainly(scenario: Scenario, text: str) -> str:
    """Write the names of levers in a message as people call them."""
    for name, lever in scenario.levers.items():
        text = text.replace(f"'{name}'", f"“{lever.label}”").replace(
            f" {name}", f" “{lever.label}”"
        )
    return text
