"""Where: what a name in a cell stands for, resolved once into a typed value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, get_args

from marchland.errors import RequestError
from marchland.language import say, say_in
from marchland.model.near import hint

Sort = Literal["everywhere", "country", "tag", "border", "place", "route"]
SORTS: tuple[Sort, ...] = get_args(Sort)
"""What a name can stand for, the general before the particular: the latter has the last word."""
BACK = ":back"
"""How the name of a way back ends; no route may have such an id of its own."""


class Where(NamedTuple):
    """What a cell of ``where`` stands for.

    Parameters
    ----------
    sort
        What sort of thing it names; ``everywhere`` for a blank cell.
    name
        Its name: the id of a place or route, a country, a tag, or a border as it is written.
    back
        Of a route: whether it is the way back alone (True), or both directions (None).
    """

    sort: Sort
    name: str = ""
    back: bool | None = None

    @property
    def rank(self) -> int:
        """How particular it is, from 0 for everywhere."""
        return SORTS.index(self.sort)


class Direction(NamedTuple):
    """A route in one of its directions: as it is written, or back."""

    route: str
    back: bool = False

    def __str__(self) -> str:
        return direction_name(self.route, self.back)


def direction_name(route: str, back: bool) -> str:
    """Return what a direction of a route is called: the id, with ``:back`` for the way back.

    Chance is keyed by this text, and results carry it as a label; so it stays as it is. No code
    takes it apart: whoever needs the direction has a :class:`Direction`.
    """
    return route + BACK if back else route


def border_name(near: str, far: str) -> str:
    """Return how a border from one country to another is written, ``BLR>POL``."""
    return f"{near}>{far}"


def border_sides(border: str) -> tuple[str, str]:
    """Return the countries on the near and on the far side of a border that is known to be one."""
    near, far = border.split(">")
    return near, far


class Names:
    """What every name of a scenario, or of a result, can stand for.

    Parameters
    ----------
    places, routes, borders, countries, tags
        The names of each sort; blank ones are left out.
    backs
        Routes that have a way back, which the rows of a pulled lever may name alone.
    """

    def __init__(
        self,
        places: Iterable[str],
        routes: Iterable[str] = (),
        borders: Iterable[str] = (),
        countries: Iterable[str] = (),
        tags: Iterable[str] = (),
        backs: Iterable[str] = (),
    ) -> None:
        named: tuple[tuple[Sort, Iterable[str]], ...] = (
            ("place", places),
            ("route", routes),
            ("border", borders),
            ("country", countries),
            ("tag", tags),
        )
        self._every: dict[str, tuple[Where, ...]] = {"": (Where("everywhere"),)}
        for sort, names in named:
            for name in set(names) - {""}:
                self._every[name] = (*self._every.get(name, ()), Where(sort, name))
        for route in backs:
            self._every[direction_name(route, True)] = (Where("route", route, True),)

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._every if name)

    def every(self, name: str) -> tuple[Where, ...]:
        """Return all that a name can stand for, none where it is not known."""
        return self._every.get(name, ())

    def get(self, name: str) -> Where | None:
        """Return what a name stands for, None where it is not known."""
        return next(iter(self.every(name)), None)

    def find(self, name: str) -> Where:
        """Return what a name stands for.

        Raises
        ------
        RequestError
            If it is not known.
        """
        found = self.get(name)
        if found is None:
            raise RequestError(no_such_place(name, self))
        return found


def no_such_place(name: str, known: Names) -> str:
    """Say that a name stands for nothing that is there."""
    return say(
        "where '{name}' is no place, route, border, country or tag{hint}",
        name=name,
        hint=hint(name, known),
    )


def sort_name(sort: str) -> str:
    """Return what people call a sort of thing that a name can stand for."""
    names = {
        "everywhere": say_in("a sort of thing", "everywhere"),
        "country": say_in("a sort of thing", "country"),
        "tag": say_in("a sort of thing", "tag"),
        "border": say_in("a sort of thing", "border"),
        "place": say_in("a sort of thing", "place"),
        "route": say_in("a sort of thing", "route"),
    }
    return names[sort]
