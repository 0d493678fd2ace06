"""A small crisis as plain files, for tests to break in every way that people break files."""

from __future__ import annotations

from pathlib import Path

from marchland.errors import Problem
from marchland.io.read import check

MANIFEST = """\
title: A border
start: 2021-06-01
days: 60
groups: [IRQ, SYR]
parameters:
  through: {value: 0.2, low: 0.1, high: 0.4, meaning: Chance at the line.}
"""
PLACES = """\
id,country,kind,capacity,tags
Minsk,BLR,hub,,
Grodno,BLR,settlement,500,
Bruzgi,BLR,strip,,
Forest,POL,forest,,
Centre,POL,centre,,
Berlin,DEU,destination,,
"""
ROUTES = """\
id,origin,destination,length_km,mode,both_ways,permeability,per_day
m1,Minsk,Grodno,280,road,yes,,
m2,Grodno,Bruzgi,20,road,yes,,
line,Bruzgi,Forest,1,crossing,no,through,
west,Forest,Berlin,750,road,no,,
"""
DISPLACED = """\
date,date_to,place,group,people
2021-06-01,2021-06-30,Minsk,IRQ,20 to 40
2021-06-01,,Grodno,SYR,15
"""
TIMELINE = """\
date,what,where,group,value
2021-06-10,close,m2,,
2021-06-20,open,m2,,
"""
OBSERVATIONS = """\
series,date_from,date_to,measure,where,cause,value,low,high,source
tries,2021-06-01,2021-06-30,attempts,BLR>POL,,300,,,made up
"""
FILES = {
    "scenario.yaml": MANIFEST,
    "places.csv": PLACES,
    "routes.csv": ROUTES,
    "displaced.csv": DISPLACED,
    "timeline.csv": TIMELINE,
    "observations.csv": OBSERVATIONS,
}


def written(folder: Path, **changed: str | bytes | None) -> Path:
    """Write the small crisis with some files changed, or left out where None.

    Files are called by their name without its ending: ``places``, ``scenario``.
    """
    folder.mkdir(exist_ok=True)
    files: dict[str, str | bytes | None] = dict(FILES)
    for stem, text in changed.items():
        files["scenario.yaml" if stem == "scenario" else f"{stem}.csv"] = text
    for name, content in files.items():
        if content is not None:
            raw = content.encode() if isinstance(content, str) else content
            (folder / name).write_bytes(raw)
    return folder


def found(folder: Path) -> list[Problem]:
    """Return every problem of a folder."""
    return list(check(folder)[1])


def told(folder: Path) -> list[str]:
    """Return every problem of a folder as it is told."""
    return [str(problem) for problem in found(folder)]
