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
from itertools import dropwhile

from marchland.language import ENGLISH, forms, language, languages, mark, say, spoken
from marchland.model.near import hint

_ALPHA_3 = re.compile(r"[A-Z]{3}", re.ASCII)
_FORMS = frozenset(
    {"republic", "state", "kingdom", "union", "federal", "federative", "islamic", "democratic"}
    | {"people", "peoples", "socialist", "arab", "united", "commonwealth", "principality"}
    | {"sultanate", "grand", "duchy", "plurinational", "bolivarian", "hashemite", "eastern"}
)
"""Words before a country's short name that say what kind of state it is."""
CALLED: Mapping[str, str] = {
    "BLR": mark("Belarus"),
    "COD": mark("Dem. Rep. Congo"),
    "COG": mark("Congo"),
    "MMR": mark("Myanmar"),
    "PSE": mark("Palestine"),
}
"""Countries that the United Nations call otherwise than the CLDR does in some language."""
_SEVERAL = frozenset({"congo", "korea", "china"})
"""Short names that are those of several states, or were."""
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

    @property
    def said(self) -> str:
        """Its name in the language spoken."""
        if spoken() == ENGLISH:
            return self.name
        return say(CALLED[self.code]) if self.code in CALLED else forms().countries[self.code]

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
    letters = re.sub(r"\b(\w)\.(?=\w\b)", r"\1", letters)  # d.r.c. is one word, as drc is
    words = re.findall(r"[a-z0-9]+", letters.replace("'", "").replace("\u2019", ""))
    return " ".join(word for word in words if word not in ("the", "of"))


@cache
def _codes_abroad() -> Mapping[str, str]:
    """Return codes by the names of countries in the languages that texts are said in."""
    found: dict[str, str] = {}
    for each in map(language, languages()):
        named = [*each.forms.countries.items()]
        named += [(code, each.texts.gettext(name)) for code, name in CALLED.items()]
        found |= {_bare(name): code for code, name in named if code in countries()}
    return {name: code for name, code in found.items() if name not in _SEVERAL}


def country_code(name: str) -> str | None:
    """Return the code of three letters of a country by its name or code, None if not known.

    Capitals, accents, underscores and punctuation count for nothing in a name.
    """
    if _ALPHA_3.fullmatch(name) and name in countries():
        return name
    bare = _bare(name)
    return _codes().get(bare) or _by_short_name(bare) or _codes_abroad().get(bare)


def _by_short_name(bare: str) -> str | None:
    """Return the code of a country by its full name: the Republic of the Niger."""
    words = bare.split()
    short = list(dropwhile(_FORMS.__contains__, words))
    if len(short) == len(words) or " ".join(short) in _SEVERAL:
        return None
    return _codes().get(" ".join(short))


_SHORTEST = 5
"""Letters from which a name may be misspelt: of shorter ones too many are a letter apart."""


def near_country(name: str) -> str | None:
    """Return the code of the one country whose name is a slip away from a name; None if not one.

    A slip is a letter too many, too few or another, or two letters that changed places; spaces
    count for nothing.
    """
    meant = _bare(name).replace(" ", "")
    if len(meant) < _SHORTEST:
        return None
    named = [(bare.replace(" ", ""), code) for bare, code in _codes().items()]
    for most in (0, 1):
        found = {code for bare, code in named if _slips(meant, bare) <= most}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _slips(one: str, other: str) -> int:
    """Return how many slips are between two words: 0, 1, or 2 for any more."""
    if one == other:
        return 0
    if abs(len(one) - len(other)) > 1:
        return 2
    i = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    i = min(len(one), len(other)) if i is None else i
    rest, others = one[i:], other[i:]
    swapped = rest[:2] == others[:2][::-1] and rest[2:] == others[2:]
    one_off = rest[1:] == others[1:] or rest[1:] == others or rest == others[1:]
    return 1 if swapped or one_off else 2


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
