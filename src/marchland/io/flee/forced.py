"""Forced redirections: which way they send people on, and what is shut by them and by closures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from marchland.io.flee.closures import NEVER, Closure, Span, Way, union, ways_of
from marchland.io.flee.findings import Findings
from marchland.io.flee.graph import FleeLink, FleePlace
from marchland.language import say


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


def forced_ways(
    places: Mapping[str, FleePlace],
    links: Sequence[FleeLink],
    closures: Sequence[Closure],
    counted: Collection[str],
    findings: Findings,
) -> dict[Way, list[Span]]:
    """Return the ways by which people are sent on, and when.

    Flee's code reads 1 as from the first place to the second and 2 as the other way; its manual has
    it the other way round. A row that would so empty an open camp into a hub, or into a camp that
    is not open yet, or against a row of ``closures.csv`` that ends the redirection, is turned
    round; so is one without which a counted camp could be reached by nobody.
    """
    removed = {c.names: c for c in closures if c.kind == "remove_forced_redirection"}
    shut_camps = {c.names[0] for c in closures if c.kind.endswith("camp") and c.start == 0}
    ways: dict[str, Way] = {}
    for link in links:
        if not link.forced:
            continue
        literal = way = _literal(link)
        if literal not in removed and _empties_a_camp(literal, places, removed, shut_camps):
            way = literal[::-1]
            findings.correct(
                link.where,
                say(
                    "forced_redirection {number} would send people from the camp {camp} to "
                    "{there}; read as from {origin} to {to}",
                    number=link.forced,
                    camp=literal[0],
                    there=literal[1],
                    origin=way[0],
                    to=way[1],
                ),
            )
        ways[link.where] = way
    fixed = {where for where, way in ways.items() if way in removed}
    ways = _turned_to_reach(places, links, ways, fixed, counted, findings)
    for names in removed.keys() - set(ways.values()):
        findings.ignore(
            removed[names].where,
            say("no redirection is forced from {origin} to {to}", origin=names[0], to=names[1]),
        )
    return {
        way: _without(removed[way].start, removed[way].end) if way in removed else [(0, NEVER)]
        for way in ways.values()
    }


def _literal(link: FleeLink) -> Way:
    return link.ends if link.forced == 1 else link.ends[::-1]


def _empties_a_camp(
    way: Way, places: Mapping[str, FleePlace], removed: Mapping[Way, Closure], shut_camps: set[str]
) -> bool:
    open_camp = places[way[0]].kind == "camp" and way[0] not in shut_camps
    not_open = places[way[1]].kind != "camp" or way[1] in shut_camps
    return way[::-1] in removed or (open_camp and not_open)


def _without(start: int, end: int) -> list[Span]:
    return [span for span in ((0, start), (end, NEVER)) if span[0] < span[1]]


def _turned_to_reach(
    places: Mapping[str, FleePlace],
    links: Sequence[FleeLink],
    ways: Mapping[str, Way],
    fixed: Collection[str],
    counted: Collection[str],
    findings: Findings,
) -> dict[str, Way]:
    """Turn redirections round, one after the other, while more counted camps can be reached."""
    best = dict(ways)
    cut = unreached(places, links, best.values(), counted)
    for where in [where for where in ways if where not in fixed]:
        if not cut:
            break
        tried = best | {where: best[where][::-1]}
        left = unreached(places, links, tried.values(), counted)
        if len(left) < len(cut):
            old, best, gained, cut = best[where], tried, sorted(cut - left), left
            findings.correct(
                where,
                say(
                    "a redirection from {origin} to {to} would cut off {camps}, where people "
                    "were counted; read as from {to} to {origin}",
                    origin=old[0],
                    to=old[1],
                    camps=", ".join(gained),
                ),
            )
    return best


def unreached(
    places: Mapping[str, FleePlace],
    links: Sequence[FleeLink],
    forced: Iterable[Way],
    counted: Collection[str],
) -> set[str]:
    """Return the counted camps that no way leads to from where a conflict may be.

    Redirections hold all the time here and closures do not.
    """
    ahead: dict[str, set[str]] = defaultdict(set)
    for link in links:
        a, b = link.ends
        ahead[a].add(b)
        ahead[b].add(a)
    for origin, some in _grouped(forced).items():
        ahead[origin] = set(some)
    edge = [name for name, place in places.items() if place.onset is not None]
    edge = edge or [name for name, place in places.items() if place.kind == "settlement"]
    reached = set(edge)
    while edge:
        new = ahead[edge.pop()] - reached
        reached |= new
        edge.extend(new)
    return set(counted) - reached


def _grouped(forced: Iterable[Way]) -> dict[str, list[str]]:
    """Return the places that each place sends people on to."""
    ahead: dict[str, list[str]] = defaultdict(list)
    for origin, to in forced:
        ahead[origin].append(to)
    return ahead


def restrictions(
    places: Mapping[str, FleePlace],
    links: Sequence[FleeLink],
    closures: Sequence[Closure],
    counted: Collection[str],
    findings: Findings,
) -> Restrictions:
    """Work out from closures and forced redirections what is shut, and when.

    Where a place sends people on by several ways, all of them stay open.
    """
    shut: dict[Way, list[Span]] = defaultdict(list)
    refusing: dict[str, list[Span]] = defaultdict(list)
    sending: dict[str, list[Span]] = defaultdict(list)
    for closure in closures:
        for way in ways_of(closure, places, links):
            shut[way].append((closure.start, closure.end))
        if closure.kind.endswith("camp"):
            refusing[closure.names[0]].append((closure.start, closure.end))
    one_way = set()
    forced = forced_ways(places, links, closures, counted, findings)
    for (origin, _), spans in forced.items():
        for link in links:
            if origin not in link.ends:
                continue
            one_way.add(frozenset(link.ends))
            other = link.ends[1] if link.ends[0] == origin else link.ends[0]
            shut[origin, other] += _less(spans, forced.get((origin, other), []))
        sending[origin] += spans
        if places[origin].kind == "camp":
            refusing[origin] += spans
    for camp in sorted(unreached(places, links, forced, counted)):
        findings.doubt(
            places[camp].where,
            say("people were counted at {camp}, but no way leads there", camp=camp),
        )
    return Restrictions(
        {way: union(spans) for way, spans in shut.items() if spans},
        {place: union(spans) for place, spans in refusing.items()},
        {place: union(spans) for place, spans in sending.items()},
        frozenset(one_way),
    )


def _less(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """Return spans of days without those of others."""
    left = list(spans)
    for first, end in taken:
        parts = ((max(a, end), b) for a, b in left)
        left = [(a, min(b, first)) for a, b in left if a < min(b, first)]
        left += [(a, b) for a, b in parts if a < b]
    return left
