"""Closures and forced redirections: what they do to routes and places, and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from marchland.io.flee.findings import Findings
from marchland.io.flee.folder import FleeFolder, Row, csv_rows, parse_number, split_header
from marchland.io.flee.graph import FleeLink, FleePlace, known_country
from marchland.model.near import hint

NEVER = 10**9
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


@dataclass(frozen=True)
class Restrictions:
    """When routes are shut and places send people on, by spans of days that do not overlap.

    Parameters
    ----------
    shut
        Spans in which a way (origin, destination) cannot be taken.
    refusing
        Spans in which a camp is none: nobody chooses it, and those there leave as from a town.
    sending_on
        Spans in which a place keeps nobody: all there are sent on by the one way left open.
    one_way
        Ways between which and their way back a difference is made.
    """

    shut: Mapping[Way, list[Span]]
    refusing: Mapping[str, list[Span]]
    sending_on: Mapping[str, list[Span]]
    one_way: frozenset[frozenset[str]]


def read_closures(
    folder: FleeFolder,
    places: Mapping[str, FleePlace],
    links: Sequence[FleeLink],
    findings: Findings,
) -> list[Closure]:
    """Read ``closures.csv``; rows that name nothing of the graph are left out, and told."""
    _, rows = split_header(csv_rows(folder.graph / "closures.csv", findings))
    closures = [_closure(row, findings) for row in rows]
    return [c for c in closures if c is not None and _meets(c, places, links, findings)]


def _closure(row: Row, findings: Findings) -> Closure | None:
    kind = row.cell(0).lower()
    days = [parse_number(row.cell(i) or "0") for i in (3, 4)]
    if kind not in KINDS:
        findings.refuse(
            row.where,
            f"closure_type '{kind}' is not known, must be one of "
            f"{', '.join(KINDS)}{hint(kind, KINDS)}",
        )
    if None in days:
        findings.refuse(
            row.where,
            f"start '{row.cell(3)}' and end '{row.cell(4)}' must be days from the start of the run",
        )
    if kind not in KINDS or days[0] is None or days[1] is None:
        return None
    start, end = max(0, int(days[0])), int(days[1]) if days[1] > 0 else NEVER
    if end <= start:
        findings.ignore(row.where, f"ends on day {end}, not after it starts on day {start}")
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
            closure.where, f"no place is called or lies in '{name}'{hint(name, places)}"
        )
    if not lost and not ways_of(closure, places, links) and closure.kind in ("country", "link"):
        findings.ignore(closure.where, f"no link joins {' and '.join(closure.names)}")
        return False
    if closure.kind.endswith("camp") and not lost and places[closure.names[0]].kind != "camp":
        findings.ignore(closure.where, f"{closure.names[0]} is no camp")
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


def forced_ways(
    places: Mapping[str, FleePlace],
    links: Sequence[FleeLink],
    closures: Sequence[Closure],
    findings: Findings,
) -> dict[Way, list[Span]]:
    """Return the ways by which people are sent on, and when.

    Flee's 1 means from the first place to the second, 2 the other way. A row that would so empty
    an open camp into a hub, or into a camp that is not open yet, or against a row of
    ``closures.csv`` that ends the redirection, is turned round.
    """
    removed = {c.names: c for c in closures if c.kind == "remove_forced_redirection"}
    shut_camps = {c.names[0] for c in closures if c.kind.endswith("camp") and c.start == 0}
    forced: dict[Way, list[Span]] = {}
    for link in links:
        if not link.forced:
            continue
        literal = link.ends if link.forced == 1 else link.ends[::-1]
        way = literal
        if literal not in removed and _empties_a_camp(literal, places, removed, shut_camps):
            way = literal[::-1]
            findings.correct(
                link.where,
                f"forced_redirection {link.forced} would send people from "
                f"the camp {literal[0]} to {literal[1]}; read as from "
                f"{way[0]} to {way[1]}",
            )
        end = removed.get(way)
        forced[way] = [(0, NEVER)] if end is None else _without(end.start, end.end)
    for names in removed.keys() - forced.keys():
        findings.ignore(
            removed[names].where, f"no redirection is forced from {names[0]} to {names[1]}"
        )
    return forced


def _empties_a_camp(
    way: Way, places: Mapping[str, FleePlace], removed: Mapping[Way, Closure], shut_camps: set[str]
) -> bool:
    open_camp = places[way[0]].kind == "camp" and way[0] not in shut_camps
    not_open = places[way[1]].kind != "camp" or way[1] in shut_camps
    return way[::-1] in removed or (open_camp and not_open)


def _without(start: int, end: int) -> list[Span]:
    return [span for span in ((0, start), (end, NEVER)) if span[0] < span[1]]


def restrictions(
    places: Mapping[str, FleePlace],
    links: Sequence[FleeLink],
    closures: Sequence[Closure],
    findings: Findings,
) -> Restrictions:
    """Work out from closures and forced redirections what is shut, and when."""
    shut: dict[Way, list[Span]] = defaultdict(list)
    refusing: dict[str, list[Span]] = defaultdict(list)
    sending: dict[str, list[Span]] = defaultdict(list)
    for closure in closures:
        for way in ways_of(closure, places, links):
            shut[way].append((closure.start, closure.end))
        if closure.kind.endswith("camp"):
            refusing[closure.names[0]].append((closure.start, closure.end))
    one_way = set()
    for (origin, to), spans in forced_ways(places, links, closures, findings).items():
        for link in links:
            if origin not in link.ends:
                continue
            one_way.add(frozenset(link.ends))
            other = link.ends[1] if link.ends[0] == origin else link.ends[0]
            if other != to:
                shut[origin, other] += spans
        sending[origin] += spans
        if places[origin].kind == "camp":
            refusing[origin] += spans
    return Restrictions(
        {way: union(spans) for way, spans in shut.items()},
        {place: union(spans) for place, spans in refusing.items()},
        {place: union(spans) for place, spans in sending.items()},
        frozenset(one_way),
    )


def union(spans: Iterable[Span]) -> list[Span]:
    """Return spans of days merged where they touch, in order."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
