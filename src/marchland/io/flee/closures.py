"""Closures and forced redirections: what they do to routes and places, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from marchland.io.flee.findings import Findings
from marchland.io.flee.folder import FleeFolder
from marchland.io.flee.graph import FleeLink, FleePlace, known_country
from marchland.io.flee.rows import Row, csv_rows, parse_number, plainly, split_header
from marchland.language import say
from marchland.model.near import hint

NEVER = 10**9
_OPEN_END = -1
KINDS = ("country", "location", "link", "camp", "idpcamp", "remove_forced_redirection")
Span = tuple[int, int]
Way = tuple[str, str]


@dataclass(frozen=True)
class Closure:
    """A row of ``closures.csv``: from day ``start`` until before day ``end``."""

    where: str
    kind: str
    names: tuple[str, str]
    start: int
    end: int

    @property
    def words(self) -> str:
        """What happens when it begins, in plain words."""
        a, b = (name.replace("_", " ") for name in self.names)
        return {
            "country": f"The border between {a} and {b} closes",
            "location": f"{a} is closed: no way in or out",
            "link": f"The way between {a} and {b} closes",
            "camp": f"{a} takes nobody in",
            "idpcamp": f"{a} takes nobody in",
            "remove_forced_redirection": f"People are no longer sent on from {a} to {b}",
        }[self.kind]

    @property
    def words_at_end(self) -> str:
        """What happens when it ends, in plain words."""
        a, b = (name.replace("_", " ") for name in self.names)
        return {
            "country": f"The border between {a} and {b} opens",
            "location": f"{a} opens",
            "link": f"The way between {a} and {b} opens",
            "camp": f"{a} takes people in",
            "idpcamp": f"{a} takes people in",
            "remove_forced_redirection": f"People are sent on from {a} to {b} again",
        }[self.kind]


def read_closures(
    folder: FleeFolder,
    places: Mapping[str, FleePlace],
    links: Sequence[FleeLink],
    run: int,
    findings: Findings,
) -> list[Closure]:
    """Read ``closures.csv``; rows that name nothing of the graph are left out, and told.

    So are those that begin after the days of the run.
    """
    _, rows = split_header(csv_rows(folder.graph / "closures.csv", findings))
    for i, name in ((3, "closure_start"), (4, "closure_end")):
        rows = plainly(rows, i, name, findings)
    closures = [_closure(row, run, findings) for row in rows]
    return [c for c in closures if c is not None and _meets(c, places, links, findings)]


def _closure(row: Row, run: int, findings: Findings) -> Closure | None:
    kind = row.cell(0).lower()
    days = [parse_number(row.cell(i) or "0") for i in (3, 4)]
    if kind not in KINDS:
        findings.refuse(
            row.where,
            say(
                "closure_type '{kind}' is not known, must be one of {kinds}{hint}",
                kind=kind,
                kinds=", ".join(KINDS),
                hint=hint(kind, KINDS),
            ),
        )
    if None in days or any(day is not None and day % 1 for day in days):
        findings.refuse(
            row.where,
            say(
                "start '{start}' and end '{end}' must be whole numbers of days from the "
                "start of the run",
                start=row.cell(3),
                end=row.cell(4),
            ),
        )
        return None
    if kind in KINDS and not row.cell(4):
        findings.correct(row.where, say("has no end; closed for good"))
    if kind not in KINDS or days[0] is None or days[1] is None:
        return None
    if days[1] < _OPEN_END:
        findings.ignore(row.where, say("ends on day {day:g}, before the run starts", day=days[1]))
        return None
    if days[0] < days[1] == _OPEN_END:
        findings.refuse(
            row.where,
            say(
                "starts on day {day:g} and ends on day -1: over before the run, or "
                "without an end? Take the row out, or write 0 as the start",
                day=days[0],
            ),
        )
    start, end = max(0, int(days[0])), int(days[1]) if days[1] > 0 else NEVER
    if start >= run:
        findings.ignore(
            row.where,
            say("starts on day {start}, after the {run} days of the run", start=start, run=run),
        )
        return None
    if end <= start:
        findings.ignore(
            row.where,
            say("ends on day {end}, not after it starts on day {start}", end=end, start=start),
        )
        return None
    return Closure(row.where, kind, (row.cell(1), row.cell(2)), start, end)


def _meets(
    closure: Closure, places: Mapping[str, FleePlace], links: Sequence[FleeLink], findings: Findings
) -> bool:
    """Tell whether a closure concerns something of the graph; if not, note why."""
    if closure.kind == "country":
        lost = [n for n in closure.names if known_country(n, list(places.values())) is None]
    else:
        pair = closure.kind in ("link", "remove_forced_redirection")
        lost = [n for n in closure.names[: 2 if pair else 1] if n not in places]
    for name in lost:
        findings.ignore(
            closure.where,
            say("no place is called or lies in '{name}'{hint}", name=name, hint=hint(name, places)),
        )
    if not lost and not ways_of(closure, places, links) and closure.kind in ("country", "link"):
        findings.ignore(
            closure.where, say("no link joins {names}", names=say(" and ").join(closure.names))
        )
        return False
    if closure.kind.endswith("camp") and not lost and places[closure.names[0]].kind != "camp":
        findings.ignore(closure.where, say("{name} is no camp", name=closure.names[0]))
        return False
    return not lost


def ways_of(
    closure: Closure, places: Mapping[str, FleePlace], links: Sequence[FleeLink]
) -> list[Way]:
    """Return the ways, in both directions, that a closure shuts; camps shut none."""
    ways = [way for link in links for way in (link.ends, link.ends[::-1])]
    if closure.kind == "country":
        sides = {known_country(name, list(places.values())) for name in closure.names}
        return [
            (a, b)
            for a, b in ways
            if {places[a].country, places[b].country} == sides and len(sides) > 1
        ]
    if closure.kind == "location":
        return [way for way in ways if closure.names[0] in way]
    if closure.kind == "link":
        return [way for way in ways if set(way) == set(closure.names)]
    return []


def union(spans: Iterable[Span]) -> list[Span]:
    """Return spans of days merged where they touch, in order."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
