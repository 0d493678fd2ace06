"""Nobody stays under fire while a way out is open, nobody is lost: made-up edges, and chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import xarray as xr

from marchland.engine.simulate import simulate
from marchland.model.kinds import PLACE_KINDS
from marchland.model.scenario import Scenario
from marchland.study.measures.whereabouts import unaccounted
from verify.cases import crisis, enter, event, place, route

DAYS = 25
LATELY = 12
"""Days after which hardly anybody is still where danger drives out seven in ten a day."""
HARD = {"soft_or_hard": "hard"}
KINDS = [name for name, kind in PLACE_KINDS.items() if not (kind.tries or kind.passing)]
STAY = ("destination", "home")
"""Kinds that nobody leaves for want of a reason; danger is one."""


def under_fire(
    places: Mapping[str, Mapping[str, Any]], routes: list[Any], *events: Any, **more: Any
) -> Scenario:
    """Build places of which ``a`` is under fire from the first day on, and 60 people in it."""
    rows = [place(name, **{"kind": "settlement", **what}) for name, what in places.items()]
    start = more.pop("start", "a")
    return crisis(
        rows, routes, [enter(start, 20, last=2)], [event(0, "push", "a", 0.6), *events], days=DAYS
    )


CAMP = {"kind": "camp"}
FULL = CAMP | HARD | {"capacity": 10}
EDGES = {
    "every refuge is hard and full": under_fire(
        {"a": {}, "b": FULL, "c": FULL}, [route("a-b", 40), route("a-c", 60)]
    ),
    "the only refuge takes nobody": under_fire(
        {"a": {}, "b": CAMP | {"capacity": 0}}, [route("a-b", 40)]
    ),
    "the only refuge is hard and takes nobody": under_fire(
        {"a": {}, "b": CAMP | HARD | {"capacity": 0}}, [route("a-b", 40)]
    ),
    "the only refuge is closed, a town is beside it": under_fire(
        {"a": {}, "b": CAMP, "town": {}},
        [route("a-b", 40), route("a-town", 20)],
        event(0, "close", "a-b"),
    ),
    "a post without seats, and a town": under_fire(
        {"a": {}, "b": CAMP, "town": {}}, [route("a-b", 10, per_day=0), route("a-town", 30)]
    ),
    "a post with few seats, and a town": under_fire(
        {"a": {}, "b": CAMP, "town": {}}, [route("a-b", 10, per_day=2), route("a-town", 30)]
    ),
    "nobody is drawn anywhere": under_fire(
        {"a": {}, "b": CAMP | {"attraction": 0}}, [route("a-b", 40)]
    ),
    "danger as far as one can see": under_fire(
        {"a": {}, "b": {}, "c": {}, "town": {}},
        [route("a-b", 20), route("b-c", 20), route("c-town", 20)],
        event(0, "push", "b", 0.6),
        event(0, "push", "c", 0.6),
    ),
    "danger comes to where people wait for room": under_fire(
        {"a": {}, "hub": {"kind": "hub"}, "b": FULL, "town": {}},
        [route("a-hub", 20), route("hub-b", 20), route("hub-town", 50)],
        event(6, "push", "hub", 0.6),
    ),
    "people wait for trucks, and danger comes": under_fire(
        {"a": {}, "site": {"kind": "transit"}, "b": CAMP, "town": {"attraction": 0}},
        [route("site-b", 40, opened=False, mode="truck"), route("site-town", 30)],
        event(0, "leave", "site", 0.0),
        event(6, "push", "site", 0.6),
        start="site",
    ),
} | {
    f"danger comes to a {kind}": under_fire(
        {"a": {}, "b": {"kind": kind}, "town": {}},
        [route("b-town", 30)],
        event(6, "push", "b", 0.6),
        start="b",
    )
    for kind in KINDS
}


@pytest.mark.parametrize("edge", EDGES)
def test_nobody_stays_under_fire_while_a_way_is_open(edge: str) -> None:
    runs = simulate(EDGES[edge], members=5, seed=1)
    assert int(runs["entered"].sum(["day", "group"]).min()) == 60
    assert int(runs["in_danger"].isel(day=-1).max()) == 0
    assert not unaccounted(runs).any()


def test_who_is_turned_away_waits_at_the_gate_and_not_under_fire() -> None:
    scene = under_fire({"a": {}, "b": FULL}, [route("a-b", 40)])
    runs = simulate(scene, members=5, seed=1)
    last = runs["stock"].isel(day=-1, group=0)
    assert (last.sel(place="b") == 60).all()
    assert (runs["over_capacity"].isel(day=-1).sel(place="b") == 50).all()


def test_a_place_with_room_comes_before_a_full_one_that_is_nearer() -> None:
    none = CAMP | HARD | {"capacity": 0}
    scene = under_fire({"a": {}, "b": none, "town": {}}, [route("a-b", 10), route("a-town", 90)])
    last = simulate(scene, members=5, seed=1)["stock"].isel(day=-1, group=0)
    assert (last.sel(place="town") == 60).all()


def test_who_has_no_open_way_stays_and_is_counted_in_danger() -> None:
    scene = under_fire({"a": {}, "b": CAMP}, [route("a-b", 40)], event(0, "close", "a-b"))
    runs = simulate(scene, members=3, seed=1)
    assert (runs["in_danger"].isel(day=-1).sel(place="a") == 60).all()
    assert (runs["stranded"].isel(day=-1).sel(place="a") == 60).all()


@dataclass(frozen=True)
class Drawn:
    """A made-up crisis, and what a second look at it needs."""

    scene: Scenario
    danger: frozenset[str]
    roads: tuple[tuple[str, str], ...]


def drawn(seed: int) -> Drawn:
    """Draw a crisis of few places, some in danger, some full, some ways shut or with few seats."""
    rng = np.random.default_rng(seed)
    names = [f"p{i}" for i in range(int(rng.integers(3, 7)))]
    rows = []
    for name in names:
        kind = str(rng.choice([kind for kind in KINDS if kind not in STAY]))
        room: dict[str, Any] = {"capacity": int(rng.integers(0, 40))} if rng.random() < 0.6 else {}
        hard: dict[str, Any] = HARD if room and rng.random() < 0.5 else {}
        rows.append(place(name, kind, attraction=float(rng.choice([0, 1, 2])), **room, **hard))
    danger = frozenset([names[0], *(n for n in names[1:] if rng.random() < 0.3)])
    routes, roads, shut = [], [], []
    for one in names:
        for other in names:
            if one != other and rng.random() < 0.45:
                seats = {"per_day": int(rng.integers(0, 4))} if rng.random() < 0.3 else {}
                way = route(f"{one}-{other}", float(rng.integers(5, 60)), **seats)
                routes.append(way)
                if rng.random() < 0.2:
                    shut.append(event(0, "close", str(way["id"])))
                elif not seats:
                    roads.append((one, other))
    events = [event(0, "push", name, 0.7) for name in sorted(danger)]
    people = [enter(name, 15) for name in names if rng.random() < 0.6] or [enter(names[0], 15)]
    scene = crisis(rows, routes, people, [*events, *shut], days=DAYS)
    return Drawn(scene, danger, tuple(roads))


def ways_out(one: Drawn) -> set[str]:
    """Return the places in danger from which open roads lead out of it."""
    out = {name for name in one.scene.places.id if name not in one.danger}
    for _ in one.scene.places.id:
        out |= {origin for origin, end in one.roads if end in out and origin in one.danger}
    return out & one.danger


@pytest.mark.parametrize("seed", range(60))
def test_whatever_the_crisis_nobody_stays_under_fire_with_a_way_out(seed: int) -> None:
    one = drawn(seed)
    runs: xr.Dataset = simulate(one.scene, members=3, seed=seed)
    assert not unaccounted(runs).any()
    left, came = runs["in_danger"].isel(day=-1), runs["arrived"].isel(day=slice(-LATELY, None))
    for name in ways_out(one):  # who came lately may be about to leave; nobody else is there
        assert (left.sel(place=name) <= came.sel(place=name).sum("day")).all(), name
