"""Names of countries, borders and places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from marchland.language import forms, say, say_in, say_n
from marchland.model.tables import Places
from marchland.model.where import border_sides
from marchland.view.page.outlines import name_of
from marchland.view.words.text import joined


def country_names(where: str) -> str:
    """Name one or several countries or borders: ``Poland and Belarus``, ``Belarus to Poland``."""
    sides = [border_sides(one) if ">" in one else (one,) for one in where.split(", ")]
    return joined([between(*one) if len(one) == 2 else name_of(*one) for one in sides])


def between(one: str, other: str) -> str:
    """Name a border by the codes of the countries it leads from and to."""
    return say_in("a border", "{one} to {other}", one=name_of(one), other=name_of(other))


def node_name(node: str, name: str) -> str:
    """Name a node of the gas network: a country in the language spoken, another as it is named."""
    return name_of(node) if node in forms().countries else name


def of_table(places: Places) -> dict[str, str]:
    """Name each place of a scenario: its name, else its id."""
    return {id: name or id for id, name in zip(places.id, places.name, strict=True)}


def at(where: str, names: Mapping[str, str]) -> str:
    """Name a place, a border, a country or a tag, given the names of places."""
    return names.get(where) or country_names(where).replace("_", " ")


def number_in(number: float, where: str) -> str:
    """Say how many in which countries or between which: ``5 between Turkey and Greece``."""
    if ">" in where and ", " not in where:
        one, other = map(name_of, border_sides(where))
        return say("{n:,.0f} between {one} and {other}", n=number, one=one, other=other)
    return say("{n:,.0f} in {countries}", n=number, countries=country_names(where))


def at_the_lines(countries: Sequence[str]) -> str:
    """Say where the stranded are, by code of country: `` in Belarus and at its borders``."""
    if not countries:
        return ""
    named = joined([name_of(code) for code in countries])
    return say_n(
        " in {named} and at its borders",
        " in {named} and at their borders",
        len(countries),
        named=named,
    )
