"""How a scenario is run: how many members, from which seed, what varies, and what is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import KW_ONLY, dataclass, field, fields
from numbers import Integral
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt

from marchland.errors import RequestError
from marchland.language import say
from marchland.model.kinds import PLACE_KINDS
from marchland.model.limits import LIMITS
from marchland.model.near import hint
from marchland.model.scenario import Scenario

Floats = npt.NDArray[np.float64]

PARAMETERS: Final = "parameters"
"""The component of uncertainty of whatever is given as a range."""

SOURCES: Final = (PARAMETERS, "place_effect", "chance")
"""The components of uncertainty of a run."""

STOCKS: Final = ("group", "place", "none")
"""How people by place may be kept."""

_LEAST: Final = {"members": 1, "seed": 0, "days": 1, "first": 0}
_MOST: Final = 2**63 - 1
"""Numbers are of 64 bits in the kernels."""

MOST_MEMBERS: Final = 10_000_000
"""Members of the largest ensemble."""


@dataclass(frozen=True)
class Keep:
    """What is kept of a run: by default the stock by place and group, and the flow by route.

    Parameters
    ----------
    stock
        ``group`` by place and group, ``place`` by place only, ``none``.
    flow
        Whether to keep the flow by route.
    kinds
        Kinds of places to keep; empty: all.

    Raises
    ------
    RequestError
        With all that is wrong.
    """

    stock: str = "group"
    flow: bool = True
    kinds: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "kinds", _listed(self.kinds))
        wrong = []
        if self.stock not in STOCKS:
            wrong.append(
                say(
                    "stock is {stock!r}, must be {levels} or none",
                    stock=self.stock,
                    levels=", ".join(STOCKS[:-1]),
                )
            )
        if self.flow not in (True, False):
            wrong.append(say("flow is {flow!r}, must be True or False", flow=self.flow))
        if fault := _names_fault("kinds", self.kinds, PLACE_KINDS):
            wrong.append(fault)
        if wrong:
            raise RequestError("; ".join(f"keep: {one}" for one in wrong))


@dataclass(frozen=True, eq=False)
class Design:
    """How a scenario is run; :meth:`of` takes what is not said from the scenario.

    Parameters
    ----------
    members
        Members of the ensemble, at least 1.
    seed
        Seed, 0 or more. Member m is the same in an ensemble of any size.
    days
        Days to run, at least 1.
    first
        Number of the first member, 0 or more: a part of a large ensemble can be run by itself.
    uncertainty
        Which components of uncertainty are on, some of ``sources``; by default all.
    keep
        What to keep.
    given
        Values of parameters by name (m), in place of what would be drawn.
    sources
        The components that there are: those of people on their way unless it is gas that is run.

    Raises
    ------
    RequestError
        With all that is wrong.
    """

    members: int
    seed: int
    days: int
    _: KW_ONLY
    first: int = 0
    uncertainty: tuple[str, ...] | None = None
    keep: Keep = field(default_factory=Keep)
    given: Mapping[str, Floats] = field(default_factory=dict, repr=False)
    sources: tuple[str, ...] = field(default=SOURCES, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "uncertainty", _listed(self.uncertainty))
        wrong = list(_faults({one.name: getattr(self, one.name) for one in fields(self)}))
        if wrong:
            raise RequestError("; ".join(wrong))
        on = self.sources if self.uncertainty is None else self.uncertainty
        given = {name: np.asarray(values, np.float64) for name, values in self.given.items()}
        for name in _LEAST:
            object.__setattr__(self, name, int(getattr(self, name)))
        object.__setattr__(self, "uncertainty", tuple(sorted(set(on))))
        object.__setattr__(self, "given", given)

    @property
    def on(self) -> frozenset[str]:
        """The components of uncertainty that are on."""
        return frozenset(self.uncertainty or ())

    @classmethod
    def of(
        cls,
        scenario: Scenario | Any,
        design: Design | None = None,
        also: Mapping[str, object] | None = None,
        sources: tuple[str, ...] = SOURCES,
        **parts: Any,
    ) -> Self:
        """Return the design of a run of a scenario.

        Parameters
        ----------
        scenario
            A checked scenario, as :func:`marchland.read` returns it; it says how many members,
            which seed and how many days, where nobody else does.
        design
            A whole design, in place of parts.
        also
            Further whole numbers of at least 1 that are asked for, None where one is not.
        sources
            The components of uncertainty that there are.
        parts
            Parameters of the class; None where one is left to the scenario or to its default.

        Raises
        ------
        RequestError
            With all that is wrong, or if both a design and parts are given.
        """
        if not isinstance(scenario, Scenario):
            raise RequestError(_unread(scenario))
        said = {name: _listed(one) for name, one in parts.items() if one is not None}
        wrong = [whole(name, n, 1) for name, n in (also or {}).items() if n is not None]
        if design is not None:
            if said:
                wrong.append(
                    say(
                        "{names} and a design are given: give one or the other",
                        names=", ".join(said),
                    )
                )
            said = {one.name: getattr(design, one.name) for one in fields(cls)}
        asked = scenario.ensemble
        usual = {"members": asked.members, "seed": asked.seed, "days": scenario.days}
        said = {**usual, **said, "sources": sources}
        wrong += [*_faults(said), *_unknown(scenario, said.get("given"))]
        if told := [one for one in wrong if one]:
            raise RequestError("; ".join(told))
        return cls(**said)


def _unread(scenario: object) -> str:
    """Say that what was given in place of a scenario must be read first."""
    if isinstance(scenario, (str, Path)):
        return say(
            "the scenario is a name, '{scenario}': read it first, with read('{scenario}')",
            scenario=scenario,
        )
    kind = type(scenario).__name__
    return say("the scenario is of type {kind}, must be what read() returns", kind=kind)


def whole(name: str, value: Any, least: int) -> str:
    """Return what is wrong with a whole number, nothing where it is one."""
    if isinstance(value, bool) or not isinstance(value, Integral):
        return say("{name} is {value!r}, must be a whole number", name=name, value=value)
    if int(value) < least:
        return say(
            "{name} is {value}, must be at least {least}", name=name, value=value, least=least
        )
    if int(value) > _MOST:
        return say("{name} is {value}, must be below 2^63", name=name, value=value)
    return ""


def _faults(said: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the parts of a design, whatever scenario it is for."""
    numbers = {name: whole(name, said[name], n) for name, n in _LEAST.items() if name in said}
    yield from filter(None, numbers.values())
    if "members" in said and not numbers["members"] and said["members"] > MOST_MEMBERS:
        yield say(
            "members is {members}, must be {most:,} or fewer",
            members=said["members"],
            most=MOST_MEMBERS,
        )
    on, keep, given = said.get("uncertainty"), said.get("keep"), said.get("given")
    if on is not None and (fault := _names_fault("uncertainty", on, said.get("sources", SOURCES))):
        yield fault
    if keep is not None and not isinstance(keep, Keep):
        yield say(
            "keep is {keep!r}, must be made by Keep, as Keep(stock='place', flow=False)", keep=keep
        )
    if given is not None and not isinstance(given, Mapping):
        yield say("parameters must be values by name, as {'pace': [1.0, 1.2]}")
    elif given and not numbers["members"]:
        faults = (_values_fault(values, said["members"]) for values in given.values())
        yield from (
            f"parameters: {name} {fault}"
            for name, fault in zip(given, faults, strict=True)
            if fault
        )


def _unknown(scenario: Scenario, given: object) -> Iterator[str]:
    """Yield which of the given parameters the scenario does not have."""
    names = given if isinstance(given, Mapping) else ()
    for name in sorted(set(names) - set(scenario.parameters), key=str):
        yield say(
            "parameters has '{name}', which the scenario does not have{hint}",
            name=name,
            hint=hint(str(name), scenario.parameters),
        )
    for name in sorted(set(names) & set(LIMITS)):
        least, most = LIMITS[name]
        with suppress(TypeError, ValueError):  # what is no number is told elsewhere
            values = np.asarray(given[name], np.float64)  # type: ignore[index]
            if wrong := values[~((values >= least) & (values <= most))].tolist():
                yield say(
                    "parameters: {name} has {value}, must be from {low} to {high}",
                    name=name,
                    value=f"{wrong[0]:g}",
                    low=f"{least:g}",
                    high=f"{most:g}",
                )


def _listed(given: Any) -> Any:
    """Return names as a tuple, so that they can be gone through twice; all else as it is."""
    many = isinstance(given, Iterable) and not isinstance(given, (str, Mapping))
    return tuple(given) if many else given


def _values_fault(values: Any, members: int) -> str:
    """Return what is wrong with a parameter's values, nothing where each member has a number."""
    try:
        found = np.asarray(values, np.float64)
    except (TypeError, ValueError):
        return say("has values that are not numbers")
    if found.shape != (members,):
        return say(
            "has {size} values, must have one for each of {members} members",
            size=found.size,
            members=members,
        )
    return "" if np.isfinite(found).all() else say("has values that are not finite")


def _names_fault(what: str, given: Any, known: Iterable[str]) -> str:
    """Return what is wrong with a list of names, nothing where each of them is known."""
    known = tuple(known)
    if isinstance(given, str):
        return say(
            "{what} is {given!r}, must be a list of names, as {names}",
            what=what,
            given=given,
            names=[given],
        )
    if not isinstance(given, Iterable):
        return say("{what} is {given!r}, must be a list of names", what=what, given=given)
    wrong = [one for one in given if one not in known]
    if not wrong:
        return ""
    told = ", ".join(f"{one!r}{hint(str(one), known)}" for one in wrong)
    return say(
        "{what} has {wrong}, may have {known}", what=what, wrong=told, known=", ".join(known)
    )
