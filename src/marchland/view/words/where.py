"""Names of countries, borders and places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from marchland.model.tables import Places
from marchland.model.where import border_sides
from marchland.view.page.outlines import name_of
from marchland.view.words.text import joined


def country_names(where: str) -> str:
    """Name one or several countries or borders: ``Poland and Belarus``, ``Belarus to Poland``."""
    sides = [border_sides(one) if ">" in one else (one,) for one in where.split(", ")]
    return joined([" to ".join(map(name_of, one)) for one in sides])


def of_table(places: Places) -> dict[str, str]:
    """Name each place of a scenario: its name, else its id."""
    return {id: name or id for id, name in zip(places.id, places.name, strict=True)}


def at(where: str, names: Mapping[str, str]) -> str:
    """Name a place, a border, a country or a tag, given the names of places."""
    return names.get(where) or country_names(where).replace("_", " ")


def in_place(where: str) -> str:
    """Say in which countries or between which: ``in Poland``, ``between Turkey and Greece``."""
    if ">" in where and ", " not in where:
        return "between " + " and ".join(map(name_of, border_sides(where)))
    return f"in {country_names(where)}"


def at_the_lines(countries: Sequence[str]) -> str:
    """Say where the stranded are, by code of country: `` in Belarus and at its borders``."""
    if not countries:
        return ""
    named = joined([name_of(code) for code in countries])
    return f" in {named} and at {'its' if len(countries) == 1 else 'their'} borders"
