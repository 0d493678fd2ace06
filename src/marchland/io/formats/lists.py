"""JSON as tables: every list of records in a file, and the matrix of a routing engine."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from marchland.errors import Problem
from marchland.io.reading import number_text, text_of
from marchland.io.reasons import reason
from marchland.language import say

Row = tuple[int, Sequence[str]]
_DEEP: Final = 4
"""Levels of a file within which a list of records is looked for."""
OSRM: Final = ("origin_lon", "origin_lat", "destination_lon", "destination_lat", "distance_m")
"""Columns of a table of distances, as OSRM gives them in a matrix."""


def lists_in(path: Path) -> list[tuple[str, list[Row]]] | Problem:
    """Return the lists of records in a JSON file, each with its name, or what is wrong with it."""
    text = text_of(path.read_bytes(), path.name)
    if isinstance(text, Problem):
        return text
    try:
        document = json.loads(text, object_pairs_hook=_once)
        found = [("", _matrix(document))] if _is_matrix(document) else list(_lists(document))
    except (ValueError, RecursionError) as error:
        return Problem(
            path.name,
            say("is no JSON that can be read ({reason}), was it cut off?", reason=reason(error)),
        )
    except (KeyError, TypeError, IndexError):
        return Problem(
            path.name,
            say("is a table of distances whose sources, destinations and distances do not agree"),
        )
    if not any(records for _, records in found):
        return Problem(path.name, say("has no list of records in its JSON"))
    several = len(found) > 1
    return [(f"{path.name} ({key})" if several else path.name, _rows(r)) for key, r in found]


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Return a record whose keys stand once each."""
    twice = [key for key, number in Counter(key for key, _ in pairs).items() if number > 1]
    if twice:
        raise ValueError(say("'{key}' stands twice in one record, must once", key=twice[0]))
    return dict(pairs)


def _lists(found: Any, key: str = "", depth: int = 0) -> Iterator[tuple[str, Sequence[Any]]]:
    """Yield every list of records at or below a value, with the keys that lead to it."""
    if isinstance(found, list) and found and all(isinstance(one, dict) for one in found):
        yield key, found
    elif isinstance(found, dict) and depth <= _DEEP:
        for name, one in found.items():
            yield from _lists(one, f"{key}.{name}" if key else str(name), depth + 1)


def _rows(records: Sequence[Mapping[str, Any]]) -> list[Row]:
    header = list(dict.fromkeys(key for one in records for key in one))
    rows = [[str(key) for key in header], *([_text(one.get(k)) for k in header] for one in records)]
    return list(enumerate(rows, start=1))


def _is_matrix(document: Any) -> bool:
    """Whether a document is a table of OSRM, with distances."""
    return isinstance(document, dict) and {"distances", "sources", "destinations"} <= set(document)


def _matrix(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return one record for each pair of points that a way joins."""
    ends = [[(float(x), float(y)) for x, y in (one["location"] for one in document[side])]
            for side in ("sources", "destinations")]  # fmt: skip
    return [
        dict(zip(OSRM, (*start, *end, document["distances"][i][j]), strict=True))
        for i, start in enumerate(ends[0])
        for j, end in enumerate(ends[1])
        if start != end and document["distances"][i][j] is not None
    ]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    return unicodedata.normalize("NFC", str(value)).strip()
