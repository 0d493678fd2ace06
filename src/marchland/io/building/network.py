"""Routes between places that nobody has drawn: near ones, so that every place can be reached."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from marchland.io.building.candidates import Candidate
from marchland.io.imports.joining import distance_km

NEIGHBOURS: Final = 3
"""Nearest places that each place has a road to; assumed."""
FACTOR: Final = 1.4
"""Length of a road over the straight line. Assumed; 1.2 to 1.6 is usual between towns."""


def pairs(places: Sequence[Candidate]) -> list[tuple[int, int, float]]:
    """Return pairs of places to join, with the straight line between them in km.

    Each place is joined to its nearest ones; what is still apart is joined by the shortest lines.
    """
    lat, lon = np.array([p.lat for p in places]), np.array([p.lon for p in places])
    km = np.stack([distance_km(lat, lon, p.lat, p.lon) for p in places])
    np.fill_diagonal(km, np.inf)
    chosen = {
        (min(i, int(j)), max(i, int(j)))
        for i in range(len(places))
        for j in np.argsort(km[i], kind="stable")[: min(NEIGHBOURS, len(places) - 1)]
    }
    chosen |= _bridges(km, chosen)
    return [(i, j, float(km[i, j])) for i, j in sorted(chosen)]


def _bridges(km: np.ndarray, chosen: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return the shortest further pairs that make one network of all parts (Kruskal)."""
    part = list(range(len(km)))

    def root(i: int) -> int:
        while part[i] != i:
            i = part[i]
        return i

    for i, j in chosen:
        part[root(i)] = root(j)
    added: set[tuple[int, int]] = set()
    rows, columns = np.triu_indices(len(km), 1)
    for k in np.argsort(km[rows, columns], kind="stable"):
        i, j = int(rows[k]), int(columns[k])
        if root(i) != root(j):
            part[root(i)] = root(j)
            added.add((i, j))
    return added
