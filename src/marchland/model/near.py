"""Near names: what somebody may have meant who wrote a name that is not there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

from marchland.language import say


def hint(name: str, known: Iterable[str]) -> str:
    """Return ``" (did you mean 'Grodno'?)"``, or nothing where no known name is near.

    Capitals count for nothing in the comparison, since spreadsheets change them.
    """
    by_lower = {one.lower(): one for one in known}
    found = get_close_matches(name.lower(), list(by_lower), n=1, cutoff=0.6)
    return say(" (did you mean '{name}'?)", name=by_lower[found[0]]) if found else ""


def bare(text: str) -> str:
    """Return a word that somebody wrote without accents or capitals, with ``_`` for what parts."""
    letters = unicodedata.normalize("NFKD", text.strip().lower())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[\s'’-]+", "_", plain)


def either(choices: Iterable[str]) -> str:
    """Return choices as one text: ``place or route or tag``."""
    return say(" or ").join(choices)
