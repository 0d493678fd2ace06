"""Make ``src/marchland/model/data/outlines.json``: countries of the world, small enough to ship.

Run once, by hand, when Natural Earth moves::

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz && pip install pycountry
    python tools/outlines.py package/countries-10m.json src/marchland/model/data/outlines.json

The source is Natural Earth's Admin 0 countries at 1:10 million (public domain,
https://www.naturalearthdata.com), in the TopoJSON copy of the npm package ``world-atlas``. Arcs
are simplified (Douglas and Peucker 1973, doi:10.3138/FM57-6770-U75U-7727), finely in and around
Europe and coarsely elsewhere; because neighbours share their arcs, no gap opens between them.
"""

from __future__ import annotations

import json
import math
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pycountry

Point = tuple[float, float]

FINE_BOX = (-12.0, 25.0, 60.0, 62.0)
"""West, south, east, north of the area that is drawn finely, in degrees."""
FINE, COARSE = 0.007, 0.03
"""Largest distance of a dropped point from the line that is kept, in degrees."""
SMALLEST = {True: 0.06, False: 0.4}
"""Islands narrower than this many degrees are dropped (True: inside the fine area)."""
STEP = 0.005
"""Grid on which points are rounded, in degrees."""
WITHOUT_NUMBER = {
    "Kosovo": "XKX",
    "Somaliland": "SOM",
    "N. Cyprus": "CYP",
    "Siachen Glacier": "IND",
}
"""Areas to which Natural Earth gives no ISO number; the code only serves to name them."""
RENAMED = {"Macedonia": "North Macedonia"}
"""Names that changed since the outlines were made."""
MOVED = (("RUS", "UKR", (32.0, 44.2, 36.8, 46.4)),)
"""Rings drawn with another country than in Natural Earth, which draws who holds the ground: from,
to, and the box they lie in. Crimea: General Assembly resolution 68/262."""


def main(source: str, target: str) -> None:
    """Read world-atlas, simplify, and write the outlines."""
    topology = json.loads(Path(source).read_text("utf-8"))
    arcs = [simplified(points) for points in decoded(topology)]
    kept = [
        shape for g in topology["objects"]["countries"]["geometries"] if (shape := country(g, arcs))
    ]
    for giver, taker, box in MOVED:
        move(kept, giver, taker, box, arcs)
    numbers = sorted({abs_index(a) for c in kept for ring in c["rings"] for a in ring})
    place = {old: new for new, old in enumerate(numbers)}
    for shape in kept:
        shape["rings"] = [[place[a] if a >= 0 else ~place[~a] for a in r] for r in shape["rings"]]
    written = {
        "source": "Natural Earth, Admin 0 countries, 1:10m, version 4.1.0 (public domain), "
        "by way of npm world-atlas 2.0.2; simplified by tools/outlines.py",
        "step": STEP,
        "countries": kept,
        "arcs": [deltas(arcs[old]) for old in numbers],
    }
    Path(target).write_text(json.dumps(written, separators=(",", ":"), ensure_ascii=False), "utf-8")


def abs_index(arc: int) -> int:
    """Return the number of an arc, whichever way it is followed (TopoJSON writes ~i for back)."""
    return arc if arc >= 0 else ~arc


def decoded(topology: dict[str, Any]) -> list[list[Point]]:
    """Return each arc as longitudes and latitudes, from TopoJSON's running differences."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    return arcs


def fine(points: list[Point]) -> bool:
    """Tell whether a line touches the area that is drawn finely."""
    west, south, east, north = FINE_BOX
    return any(west <= x <= east and south <= y <= north for x, y in points)


def simplified(points: list[Point]) -> list[Point]:
    """Drop points that lie within the tolerance of the line, keeping both ends."""
    tolerance = FINE if fine(points) else COARSE
    keep = {0, len(points) - 1}
    if points[0] == points[-1]:
        keep.add(max(range(len(points)), key=lambda i: math.dist(points[i], points[0])))
    corners = sorted(keep)
    stack = list(pairwise(corners))
    while stack:
        first, last = stack.pop()
        inner = range(first + 1, last)
        worst = max(inner, key=lambda i: offset(points[i], points[first], points[last]), default=0)
        if worst and offset(points[worst], points[first], points[last]) > tolerance:
            keep.add(worst)
            stack += [(first, worst), (worst, last)]
    return [points[i] for i in sorted(keep)]


def offset(point: Point, start: Point, end: Point) -> float:
    """Return the distance of a point from a segment, in degrees of latitude."""
    shrink = math.cos(math.radians(point[1]))
    ax, ay = (end[0] - start[0]) * shrink, end[1] - start[1]
    bx, by = (point[0] - start[0]) * shrink, point[1] - start[1]
    length = ax * ax + ay * ay
    along = min(1.0, max(0.0, (ax * bx + ay * by) / length)) if length else 0.0
    return math.hypot(bx - along * ax, by - along * ay)


def country(geometry: dict[str, Any], arcs: list[list[Point]]) -> dict[str, Any] | None:
    """Return code, name and rings of one country, or None where nothing of it is left."""
    name = geometry["properties"]["name"]
    if name == "Antarctica" or not geometry.get("type"):
        return None
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    rings = [ring for polygon in polygons for ring in polygon if worth_drawing(ring, arcs)]
    found = pycountry.countries.get(numeric=geometry.get("id", "").zfill(3))
    code = found.alpha_3 if found else WITHOUT_NUMBER.get(name, "")
    return {"code": code, "name": RENAMED.get(name, name), "rings": rings} if rings else None


def move(
    shapes: list[dict[str, Any]],
    giver: str,
    taker: str,
    box: tuple[float, float, float, float],
    arcs: list[list[Point]],
) -> None:
    """Move the rings within a box from one country to another."""
    (one,) = [shape for shape in shapes if shape["code"] == giver]
    (other,) = [shape for shape in shapes if shape["code"] == taker]
    west, south, east, north = box
    for ring in list(one["rings"]):
        points = [p for a in ring for p in arcs[abs_index(a)]]
        if all(west <= x <= east and south <= y <= north for x, y in points):
            one["rings"].remove(ring)
            other["rings"].append(ring)


def worth_drawing(ring: list[int], arcs: list[list[Point]]) -> bool:
    """Tell whether a ring is large enough to be seen."""
    points = [p for a in ring for p in arcs[abs_index(a)]]
    wide = max(x for x, _ in points) - min(x for x, _ in points)
    high = max(y for _, y in points) - min(y for _, y in points)
    return max(wide, high) >= SMALLEST[fine(points)]


def deltas(points: list[Point]) -> list[int]:
    """Return a line as running differences on the grid: x, y, dx, dy, dx, dy, …"""
    grid = [(round(x / STEP), round(y / STEP)) for x, y in points]
    flat = list(grid[0])
    for (x0, y0), (x1, y1) in pairwise(grid):
        if (x0, y0) != (x1, y1):
            flat += [x1 - x0, y1 - y0]
    return flat


if __name__ == "__main__":
    main(*sys.argv[1:])
