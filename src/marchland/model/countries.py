"""Countries: their ISO 3166-1 codes, the names that UNHCR, M49 and others give them, and bounds.

One table serves every reader. Names are those of the UN's standard M49 and of UNHCR's statistics,
with common others. Bounds are those of Natural Earth's outlines (public domain), blank for the
smallest.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from marchland.model.near import hint

_ALPHA_3 = re.compile(r"[A-Z]{3}", re.ASCII)
_USERS = re.compile(r"AA[A-Z]|Q[M-Z][A-Z]|X[A-Z]{2}|ZZ[A-Z]", re.ASCII)


@dataclass(frozen=True)
class Country:
    """A country.

    Parameters
    ----------
    code, alpha_2
        ISO 3166-1 codes of three and of two letters (XKX and XK for Kosovo).
    name
        Its name by M49.
    other_names
        Names that others give it.
    bounds
        West, south, east and north in degrees; None where not known.
    """

    code: str
    alpha_2: str
    name: str
    other_names: tuple[str, ...]
    bounds: tuple[float, float, float, float] | None

    def holds(self, lat: float, lon: float, margin: float) -> bool:
        """Whether a point is within the country's bounds, or nearer to them than a margin.

        Parameters
        ----------
        lat, lon, margin
            In degrees.
        """
        if self.bounds is None:
            return True
        west, south, east, north = self.bounds
        return west - margin <= lon <= east + margin and south - margin <= lat <= north + margin


@cache
def countries() -> Mapping[str, Country]:
    """Return every country by its code of three letters."""
    text = files("marchland.model").joinpath("data", "countries.csv").read_text("utf-8")
    return {row["code"]: _country(row) for row in csv.DictReader(text.splitlines())}


def _country(row: Mapping[str, str]) -> Country:
    sides = [row[side] for side in ("west", "south", "east", "north")]
    west, south, east, north = (float(side or "nan") for side in sides)
    return Country(
        row["code"],
        row["alpha_2"],
        row["name"],
        tuple(filter(None, row["other_names"].split(";"))),
        (west, south, east, north) if all(sides) else None,
    )


@cache
def _codes() -> Mapping[str, str]:
    named = {
        _bare(name): one.code
        for one in countries().values()
        for name in (one.name, *one.other_names)
    }
    return named


def _bare(name: str) -> str:
    """Return a name without capitals, accents, marks, and the words that vary."""
    plain = unicodedata.normalize("NFKD", name.replace("_", " ").replace("&", " and "))
    letters = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    words = re.findall(r"[a-z0-9]+", letters.replace("'", "").replace("\u2019", ""))
    return " ".join(word for word in words if word not in ("the", "of"))


def country_code(name: str) -> str | None:
    """Return the code of three letters of a country by its name or code, None if not known.

    Capitals, accents, underscores and punctuation count for nothing in a name.
    """
    if _ALPHA_3.fullmatch(name) and name in countries():
        return name
    return _codes().get(_bare(name)) if name else None


@cache
def _by_alpha_2() -> Mapping[str, str]:
    return {one.alpha_2: one.code for one in countries().values() if one.alpha_2}


def alpha_3(code: str) -> str:
    """Return the code of three letters of a code of two or three, blank if not known."""
    upper = code.upper()
    return upper if upper in countries() else _by_alpha_2().get(upper, "")


def country_hint(name: str) -> str:
    """Return ``" (did you mean 'Syria'?)"`` for a name that is near to a country's."""
    every = [name for one in countries().values() for name in (one.name, *one.other_names)]
    return hint(name, every)


def is_users(code: str) -> bool:
    """Whether ISO 3166-1 leaves a code to its users, for areas that have none."""
    return bool(_USERS.fullmatch(code))
