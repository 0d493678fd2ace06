"""Cuts: what stops flowing, and from which day on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

import numpy as np
import numpy.typing as npt

from marchland.errors import RequestError
from marchland.gas.network import Network
from marchland.language import say
from marchland.model.near import hint
from marchland.model.scenario import Scenario

Flags = npt.NDArray[np.bool_]

_CUT = re.compile(r"(?P<name>[^@]+?)(?:@(?P<date>\d{4}-\d{2}-\d{2}))?", re.ASCII)


@dataclass(frozen=True)
class Cut:
    """What is cut (a tag, an entry, a pipe, a border), and since when (None: the whole season)."""

    name: str
    date: date | None = None

    @classmethod
    def of(cls, text: str) -> Self:
        """Read ``yamal@2021-11-12`` or ``all-russia``.

        Raises
        ------
        RequestError
            If the text has another form, or its date is none.
        """
        found = _CUT.fullmatch(text.strip())
        if not found:
            raise RequestError(
                say("'{text}' is not a cut (write NAME or NAME@YYYY-MM-DD)", text=text)
            )
        try:
            day = date.fromisoformat(found["date"]) if found["date"] else None
        except ValueError:
            raise RequestError(
                say("cut '{text}': '{date}' is not a date", text=text, date=found["date"])
            ) from None
        return cls(found["name"].strip(), day)

    def __str__(self) -> str:
        return f"{self.name}@{self.date.isoformat()}" if self.date else self.name


def of_levers(scenario: Scenario) -> list[Cut]:
    """Return the cuts of the levers that are pulled in a scenario."""
    return [
        Cut(name, pull.date) for pull in scenario.pulls for name in scenario.levers[pull.lever].cuts
    ]


@dataclass(frozen=True, eq=False)
class Stop:
    """A cut in the network's own numbers: from which day, which entries and pipes."""

    day: int
    entries: Flags
    pipes: Flags


def stops(network: Network, cuts: Iterable[Cut | str]) -> tuple[Stop, ...]:
    """Return what cuts stop, the earliest first.

    Raises
    ------
    RequestError
        With every name that is not in the network and every day outside its season.
    """
    found, wrong = [], []
    for given in cuts:
        cut = Cut.of(given) if isinstance(given, str) else given
        entries, pipes = _named(network, cut.name)
        day = (
            0 if cut.date is None else int((np.datetime64(cut.date) - network.days[0]).astype(int))
        )
        if not (entries.any() or pipes.any()):
            known = sorted(names(network))
            near = hint(cut.name, known) or say("; known are {names}", names=", ".join(known))
            wrong.append(say("'{name}' is nothing that can be cut{hint}", name=cut.name, hint=near))
        elif not 0 <= day < len(network.days):
            wrong.append(
                say(
                    "cut '{cut}' must be between {first} and {last}, the season",
                    cut=cut,
                    first=network.days[0],
                    last=network.days[-1],
                )
            )
        else:
            found.append(Stop(day, entries, pipes))
    if wrong:
        raise RequestError("; ".join(wrong))
    return tuple(sorted(found, key=lambda one: one.day))


def names(network: Network) -> set[str]:
    """Return the names of what is usually cut: tags and entries (pipes go by POL>DEU)."""
    return {*tags(network), *network.entries}


def tags(network: Network) -> list[str]:
    """Return the tags under which a cut can name several entries or pipes."""
    several = (*network.entry_tags, *network.pipe_tags)
    return sorted({tag for some in several for tag in some})


def _named(network: Network, name: str) -> tuple[Flags, Flags]:
    entries = [
        name == entry or name in own
        for entry, own in zip(network.entries, network.entry_tags, strict=True)
    ]
    ends = [
        f"{network.nodes[a]}>{network.nodes[b]}"
        for a, b in zip(network.origin, network.destination, strict=True)
    ]
    pipes = [
        name in (pipe, end) or name in own
        for pipe, end, own in zip(network.pipes, ends, network.pipe_tags, strict=True)
    ]
    return np.array(entries, bool), np.array(pipes, bool)
