"""Tiny crises, one for each part of the model, with every amount and parameter certain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from marchland.model.columns import Table
from marchland.model.parameters import DEFAULTS, Parameter
from marchland.model.scenario import Rules, Scenario
from marchland.model.tables import Displaced, Places, Routes, Timeline, Weather

START = date(2021, 6, 1)
PLAIN = {
    "place_effect_spread": 0.0,
    "party_size": 1,
    "softening": 10,
    "deterrence_power": 1.5,
    "leave_settlement": 0.5,
    "leave_hub": 0.8,
    "leave_camp": 0.1,
    "following": 0.0,
    "crowding_scale": 0.0,
}

Row = Mapping[str, Any]
T = TypeVar("T", bound=Table)


def table(kind: type[T], rows: Iterable[Row]) -> T:
    """Build a table from rows; a column that a row does not name is blank."""
    rows = list(rows)
    names = [name for name in kind.columns() if any(name in row for row in rows)]
    return kind.from_columns({name: [row.get(name) for row in rows] for name in names})


def day(number: int) -> str:
    """Return the date of a day of the crisis."""
    return str(date.fromordinal(START.toordinal() + number))


def place(id: str, kind: str, country: str = "AAA", **more: Any) -> Row:
    return {"id": id, "kind": kind, "country": country, **more}


def route(id: str, km: float, **more: Any) -> Row:
    """Describe a route whose id tells its ends: ``a-b``, or ``a-b-something``."""
    origin, destination = id.split("-")[:2]
    return {"id": id, "origin": origin, "destination": destination, "length_km": km, **more}


def enter(
    place: str, people: int, group: str = "x", first: int = 0, last: int | None = None
) -> Row:
    return {
        "place": place,
        "group": group,
        "people": people,
        "date": day(first),
        "date_to": None if last is None else day(last),
    }


def event(number: int, what: str, where: str, value: float | None = None, group: str = "") -> Row:
    return {"date": day(number), "what": what, "where": where, "value": value, "group": group}


def crisis(
    places: Iterable[Row],
    routes: Iterable[Row],
    displaced: Iterable[Row],
    timeline: Iterable[Row] = (),
    *,
    days: int = 6,
    groups: tuple[str, ...] = ("x",),
    parameters: Mapping[str, float] | None = None,
    **rules: Any,
) -> Scenario:
    """Build a scenario whose parameters all stand at their values, plain unless given."""
    values = {name: one.value for name, one in DEFAULTS.items()} | PLAIN | dict(parameters or {})
    return Scenario(
        name="case",
        title="A tiny crisis",
        start=START,
        days=days,
        groups=groups,
        places=table(Places, places),
        routes=table(Routes, routes),
        displaced=table(Displaced, displaced),
        timeline=table(Timeline, timeline),
        rules=Rules(**rules),
        parameters={name: Parameter(v, v, v, "fixed") for name, v in values.items()},
    )


def line() -> Scenario:
    """Build a - b - c: two settlements and a camp."""
    return crisis(
        [place("a", "settlement"), place("b", "settlement"), place("c", "camp")],
        [route("a-b", 150), route("b-c", 90)],
        [enter("a", 60, last=2), enter("b", 20)],
    )


def fork() -> Scenario:
    """Build a settlement between a camp of 30 places, one of 200 and a far home."""
    return crisis(
        [
            place("a", "settlement"),
            place("near", "camp", capacity=30),
            place("far", "camp", capacity=200),
            place("home", "home"),
        ],
        [route("a-near", 50), route("a-far", 130), route("a-home", 400)],
        [enter("a", 40, last=2)],
    )


def ring() -> Scenario:
    """Build four places in a ring, two of them camps, with ways both ways and two groups."""
    return crisis(
        [place("a", "settlement"), place("b", "camp"), place("c", "hub"), place("d", "camp")],
        [
            route("a-b", 70, both_ways=True),
            route("b-c", 110, both_ways=True),
            route("c-d", 160, both_ways=True),
            route("d-a", 240, both_ways=True),
        ],
        [enter("a", 50), enter("c", 30, "y", 1, 2)],
        groups=("x", "y"),
    )


def neighbours() -> Scenario:
    """Build the ring with people who see neighbours only."""
    return crisis(
        [place("a", "settlement"), place("b", "settlement"), place("c", "hub"), place("d", "camp")],
        [
            route("a-b", 70, both_ways=True),
            route("b-c", 110, both_ways=True),
            route("c-d", 160, both_ways=True),
            route("d-a", 240, both_ways=True),
        ],
        [enter("a", 50), enter("c", 30)],
        reach="next",
    )


def hops() -> Scenario:
    """Build a line of five with a short cut of more routes, seen two routes far."""
    return crisis(
        [place(id, "settlement") for id in "abcd"] + [place("e", "camp")],
        [
            route("a-b", 30),
            route("b-c", 30),
            route("a-c", 100),
            route("c-d", 50),
            route("d-e", 20),
            route("b-e", 260, per_day=5),
        ],
        [enter("a", 60)],
        reach="hops:2",
    )


def gate_ahead() -> Scenario:
    """Build a full place with seats behind it: too far for who sees one route."""
    return crisis(
        [place("a", "settlement"), place("b", "settlement"), place("c", "camp")],
        [route("a-b", 10), route("b-c", 10, per_day=20)],
        [enter("a", 50)],
        [event(0, "capacity", "b", 0)],
        reach="next",
    )


def quota() -> Scenario:
    """Build two groups who want 20 seats a day, or else a long way round."""
    return crisis(
        [place("hub", "hub"), place("there", "reception"), place("round", "hub")],
        [
            route("hub-there-air", 900, mode="air", per_day=20),
            route("hub-round", 300),
            route("round-there", 500, groups=["y"]),
        ],
        [enter("hub", 60, "x", last=2), enter("hub", 40, "y", last=2)],
        groups=("x", "y"),
    )


def hard() -> Scenario:
    """Build a hard camp that fills, with a soft one behind it, and two groups."""
    return crisis(
        [
            place("a", "settlement"),
            place("full", "camp", capacity=25, soft_or_hard="hard"),
            place("next", "camp", capacity=90),
        ],
        [route("a-full", 40), route("full-next", 60, both_ways=True), route("a-next", 200)],
        [enter("a", 30, "x", last=1), enter("a", 20, "y", last=1)],
        groups=("x", "y"),
        parameters={"leave_settlement": 0.9},
    )


def turned_away() -> Scenario:
    """Build two roads to one hard camp that takes few: the others wait where the shorter begins."""
    return crisis(
        [
            place("a", "settlement"),
            place("b", "hub"),
            place("far", "hub"),
            place("camp", "camp", capacity=25, soft_or_hard="hard"),
        ],
        [
            route("a-b", 60),
            route("a-far", 60),
            route("b-camp", 30, both_ways=True),
            route("far-camp", 90),
        ],
        [enter("a", 40, "x", last=1), enter("a", 30, "y", last=1), enter("far", 10, "y")],
        groups=("x", "y"),
        parameters={"leave_settlement": 0.9},
    )


def besieged() -> Scenario:
    """Build two places under fire, a camp that is full at once, and a town beyond the danger."""
    return crisis(
        [
            place("a", "settlement"),
            place("b", "settlement"),
            place("camp", "camp", capacity=15, soft_or_hard="hard"),
            place("near", "settlement"),
            place("town", "settlement"),
            place("island", "settlement"),
        ],
        [
            route("a-b", 40, both_ways=True),
            route("b-camp", 50),
            route("b-near", 30),
            route("near-town", 30),
            route("a-town", 300, groups=("y",)),
            route("near-island", 10, per_day=5),
        ],
        [enter("a", 60, "x", last=1), enter("a", 20, "y"), enter("b", 10, "x")],
        [
            event(0, "push", "a", 0.8),
            event(0, "push", "b", 0.6),
            event(3, "push", "near", 0.5),
            event(4, "close", "b-near"),
            event(5, "push", "a", 0.0),
        ],
        groups=("x", "y"),
        days=8,
    )


def shut_in() -> Scenario:
    """Build a town under fire whose ways out are a full camp, a post with few seats, and a town."""
    return crisis(
        [
            place("a", "settlement"),
            place("b", "settlement"),
            place("c", "settlement"),
            place("camp", "camp", capacity=15, soft_or_hard="hard"),
            place("nil", "camp", capacity=0),
            place("over", "camp"),
            place("town", "settlement"),
        ],
        [
            route("a-camp", 40),
            route("b-nil", 50),
            route("c-over", 30, per_day=3),
            route("c-town", 60),
            route("a-b", 80, groups=("y",)),
        ],
        [
            enter("a", 30, "x", last=1),
            enter("b", 20, "y", last=2),
            enter("c", 30, "x", last=1),
            enter("c", 10, "y"),
        ],
        [event(0, "push", one, 0.7) for one in ("a", "b", "c")],
        groups=("x", "y"),
        days=8,
    )


def war_between() -> Scenario:
    """Build a camp behind a war, one by a detour, and a post into danger; the war moves on."""
    return crisis(
        [
            place("a", "settlement"),
            place("b", "settlement"),
            place("c", "settlement"),
            place("far", "settlement"),
            place("east", "camp"),
            place("west", "camp"),
            place("north", "camp"),
        ],
        [
            route("a-b", 60, both_ways=True),
            route("b-east", 50),
            route("a-far", 90, both_ways=True),
            route("far-east", 70),
            route("a-west", 160),
            route("a-c", 30),
            route("c-north", 80, per_day=6),
            route("far-north", 200),
        ],
        [enter("a", 40, "x", last=5), enter("b", 20, "y", last=3)],
        [
            event(0, "push", "a", 0.4),
            event(1, "push", "b", 0.6),
            event(3, "push", "north", 0.5),
            event(4, "push", "a", 0.0),
            event(5, "close", "a-far"),
            event(6, "push", "b", 0.0),
        ],
        groups=("x", "y"),
        days=9,
        parameters={"danger": 1.5, "party_size": 2},
    )


def filling() -> Scenario:
    """Build a soft camp that is crowded soon, beside one that is closed (takes nobody)."""
    return crisis(
        [
            place("a", "settlement"),
            place("crowded", "camp", capacity=20),
            place("closed", "camp", capacity=0),
            place("far", "camp", capacity=100),
        ],
        [route("a-crowded", 40), route("a-closed", 10), route("a-far", 150)],
        [enter("a", 40, last=3)],
        parameters={"room_floor": 0.3},
    )


def full_for_flee() -> Scenario:
    """Build the same by the rule of Flee, in danger: people stay when every camp is full."""
    return replace(
        filling(),
        rules=Rules(capacity="flee"),
        timeline=table(Timeline, [event(0, "push", "a", 0.9)]),
    )


def border(**parameters: float) -> Scenario:
    """Build a hub, two strips, a forest behind each, centre and reception, and a far country."""
    return crisis(
        [
            place("hub", "hub", "BLR"),
            place("s1", "strip", "BLR"),
            place("s2", "strip", "BLR"),
            place("f1", "forest", "POL"),
            place("f2", "forest", "POL"),
            place("held", "centre", "POL", capacity=40),
            place("open", "reception", "POL"),
            place("deu", "destination", "DEU"),
        ],
        [
            route("hub-s1", 200),
            route("hub-s2", 300),
            route("s1-f1", 2, mode="crossing", permeability=0.5),
            route("s2-f2", 2, mode="crossing", permeability=0.3),
            route("s2-f2-post", 1, mode="crossing", permeability=0.9, per_day=4),
            route("f1-held", 60),
            route("f1-open", 100),
            route("f2-open", 120),
            route("f1-deu", 500),
            route("f2-deu", 550),
        ],
        [enter("hub", 30, "x", last=1), enter("hub", 20, "y", last=1)],
        [event(3, "permeability", "BLR>POL", 0.2), event(4, "push_back", "f1", 0.5)],
        days=8,
        groups=("x", "y"),
        parameters={
            "try_rate": 0.6,
            "pick_up": 0.5,
            "onward": 0.4,
            "push_back_share": 0.6,
            "rest_days": 1.5,
            "km_equivalent": 100,
            **parameters,
        },
    )


def parties() -> Scenario:
    """Build the border with people who move in parties of three."""
    return border(party_size=3)


def transfer() -> Scenario:
    """Build a strip with daily transfers of ready and resting people, and one flight home."""
    return crisis(
        [
            place("s", "strip", "BLR"),
            place("f", "forest", "POL"),
            place("deu", "destination", "DEU"),
            place("iraq", "home", "IRQ"),
            place("camp", "camp", "BLR"),
        ],
        [
            route("s-f", 2, mode="crossing", permeability=0.2),
            route("f-deu", 300),
            route("s-camp", 10),
            route("camp-iraq", 3000, mode="air", groups=["x"], opened=False),
        ],
        [enter("s", 25, "x", last=1), enter("s", 15, "y", last=1)],
        [
            event(2, "transfer_per_day", "s-camp", 8),
            event(3, "transfer", "camp-iraq", 6),
            event(4, "close", "s-camp"),
        ],
        groups=("x", "y"),
        parameters={"try_rate": 0.7, "rest_days": 2, "leave_camp": 0.0},
    )


def closure() -> Scenario:
    """Build a long road that closes ahead of some, under others, and a flight that completes."""
    return crisis(
        [
            place("a", "settlement"),
            place("b", "hub"),
            place("c", "camp"),
            place("d", "camp"),
            place("fly", "camp"),
        ],
        [route("a-b", 320), route("b-c", 350), route("b-d", 900), route("a-fly", 9000, mode="air")],
        [enter("a", 40, "x", last=2), enter("a", 30, "y", last=2)],
        [
            event(2, "close", "b-c", group="x"),
            event(3, "close", "a-b"),
            event(3, "close", "a-fly"),
            event(5, "open", "a-b"),
        ],
        days=8,
        groups=("x", "y"),
    )


def cold() -> Scenario:
    """Build a border in a hard winter: strip, forest, a walk to a town, hospitals, aid and shelter.

    The hazard is hundreds of times that of any crisis, so that a few people show its law.
    """
    north = {"weather_station": "north"}
    scene = crisis(
        [
            place("hub", "hub", "BLR"),
            place("s", "strip", "BLR", **north),
            place("f", "forest", "POL", **north),
            place("tents", "camp", "BLR", shelter="wind_break", capacity=30, **north),
            place("town", "reception", "POL"),
            place("deu", "destination", "DEU"),
        ],
        [
            route("hub-s", 200),
            route("hub-tents", 210),
            route("s-f", 2, mode="crossing", permeability=0.5),
            route("f-town", 45, mode="foot"),
            route("town-deu", 400),
            route("tents-deu", 60, mode="foot"),
            route("f-deu", 90, mode="foot"),
        ],
        [enter("hub", 60, "x", last=1), enter("hub", 30, "y", last=1)],
        [
            event(2, "access", "s", 0.6),
            event(3, "kits", "s", 6),
            event(2, "kits", "f", 4),
            event(4, "kits", "f", 3),
            event(4, "shelter", "BLR", 0.5),
            event(3, "hospital", "f", 0.8),
            event(5, "close", "f-deu"),
        ],
        days=7,
        groups=("x", "y"),
        parameters={
            "try_rate": 0.5,
            "pick_up": 0.3,
            "onward": 0.3,
            "push_back_share": 0.4,
            "cold_level": 150.0,
            "case_fatality": 0.4,
            "hospital": 0.3,
            "injury_days": 2.0,
        },
    )
    winds = (2.0, None, 12.0, 5.0, 0.1, 3.0, 7.3)
    weather = [
        {
            "date": day(i),
            "station": "north",
            "t_min_c": 4.0 - 2.5 * i,
            "precip_mm": 7.0 * (i % 4),
            "wind_ms": wind,
        }
        for i, wind in enumerate(winds)
    ]
    return replace(scene, weather=table(Weather, weather))


def camps() -> Scenario:
    """Build a settlement before two camps side by side and one apart, to which people follow."""
    return crisis(
        [place("a", "settlement"), *(place(id, "camp") for id in ("near", "beside", "apart"))],
        [
            route("a-near", 80, both_ways=True),
            route("near-beside", 10, both_ways=True),
            route("a-apart", 120, both_ways=True),
        ],
        [enter("a", 40, last=3), enter("near", 20)],
        parameters={"following": 0.7, "following_base": 10, "crowding_scale": 30},
    )


def border_town() -> Scenario:
    """Build a town before a transit site, whose people go on after days by truck, and two camps."""
    return crisis(
        [
            place("a", "settlement"),
            place("post", "border_post", "BBB"),
            place("transit", "transit", "BBB", capacity=30, attraction=3.0),
            place("hosts", "host_community", "BBB", attraction=0.5),
            place("site", "spontaneous_site", "BBB"),
            place("camp", "camp", "BBB", capacity=60),
            place("cells", "detention", "BBB"),
        ],
        [
            route("a-post", 30),
            route("post-transit", 2),
            route("post-hosts", 5),
            route("post-site", 4),
            route("transit-camp", 60, mode="truck"),
        ],
        [enter("a", 30, "x", last=3), enter("a", 20, "y", last=2), enter("cells", 5, "y")],
        [
            event(2, "attraction", "transit", 2.0, "x"),
            event(4, "transfer_per_day", "transit-camp", 12),
        ],
        groups=("x", "y"),
        days=8,
        parameters={"transit_days": 4.0, "leave_host": 0.05},
    )


def returning() -> Scenario:
    """Build a town under fire that becomes safe: people go back, more leave, then fewer."""
    return crisis(
        [
            place("town", "settlement", tags=("area",)),
            place("village", "home", tags=("area",), attraction=0.0),
            place("farm", "home", attraction=0.0),
            place("hosts", "host_community"),
            place("camp", "camp"),
        ],
        [
            route("town-hosts", 20, both_ways=True),
            route("hosts-camp", 40, both_ways=True),
            route("hosts-village", 15),
            route("camp-farm", 30),
            route("town-village", 1),
        ],
        [enter("town", 40, "x", last=5), enter("town", 20, "y", last=3)],
        [
            event(0, "push", "area", 0.5),
            event(0, "return", "area", 0.3),
            event(2, "departures", "town", 1.5, "x"),
            event(3, "push", "area", 0.0),
            event(3, "drawn", "town", 0.5, "x"),
            event(4, "departures", "area", 0.0),
            event(4, "return", "farm", 0.4),
        ],
        groups=("x", "y"),
        days=8,
        parameters={"party_size": 2},
    )


CASES = {
    make.__name__: make
    for make in (
        line,
        fork,
        camps,
        border_town,
        returning,
        ring,
        neighbours,
        hops,
        gate_ahead,
        quota,
        hard,
        turned_away,
        besieged,
        shut_in,
        war_between,
        filling,
        full_for_flee,
        border,
        parties,
        transfer,
        closure,
        cold,
    )
}
