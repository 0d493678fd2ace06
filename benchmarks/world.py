"""A synthetic world of any size: clusters of towns, roads, long routes, borders, refuges.

    python benchmarks/world.py [--places N] [--next] [--days D]

Countries are squares of a grid. Towns lie around cities whose sizes follow a power law; each is
joined to its nearest neighbours, and cities to the next cities by long routes, over borders too.
Refuges are towns drawn by chance. Borders close and open on the dates that make so many network
states.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
from measure import took

from marchland.engine.simulate import simulate
from marchland.model.design import Keep
from marchland.model.scenario import Rules, Scenario
from marchland.model.tables import Displaced, Places, Routes, Timeline

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

START = date(2030, 1, 1)
DETOUR = 1.3
KM_PER_DEGREE = 111.0


@dataclass(frozen=True)
class World:
    """What a world is made of.

    Parameters
    ----------
    places, routes
        Places, and routes in one direction.
    refuges, origins
        Camps, and towns that people leave.
    states
        Network states over the days.
    people
        People displaced in all, evenly over the days.
    side
        Countries along a side of the grid.
    """

    places: int = 100_000
    routes: int = 400_000
    refuges: int = 500
    origins: int = 1_000
    states: int = 10
    groups: int = 1
    days: int = 365
    people: float = 1e8
    side: int = 4
    ticks: int = 4
    reach: str = "refuge:30"
    seed: int = 1


def scenario(world: World) -> Scenario:
    """Build a world as a scenario in memory."""
    chance = np.random.default_rng(world.seed)
    at, city = _towns(world, chance)
    pairs, km = _roads(world, at, city, chance)
    kinds = np.full(world.places, "settlement", dtype=object)
    kinds[chance.permutation(world.places)[: world.refuges]] = "camp"
    country = _countries(world, at)
    names = [f"p{i:06d}" for i in range(world.places)]
    towns = np.flatnonzero(kinds == "settlement")
    origins = chance.choice(towns, min(world.origins, len(towns)), replace=False)
    groups = [f"g{i}" for i in range(world.groups)]
    each = world.people / (len(origins) * world.days * world.groups)
    return Scenario(
        name="world",
        title="A world for benchmarks",
        start=START,
        days=world.days,
        groups=tuple(groups),
        places=Places.from_columns(
            {
                "id": names,
                "country": country.tolist(),
                "kind": kinds.tolist(),
                "lat": (at[:, 1] / KM_PER_DEGREE).tolist(),
                "lon": (at[:, 0] / KM_PER_DEGREE).tolist(),
            }
        ),
        routes=Routes.from_columns(
            {
                "id": [f"r{i:06d}" for i in range(len(pairs))],
                "origin": [names[a] for a, _ in pairs.tolist()],
                "destination": [names[b] for _, b in pairs.tolist()],
                "length_km": km.tolist(),
                "both_ways": [True] * len(pairs),
            }
        ),
        displaced=Displaced.from_columns(
            {
                "date": [START] * len(origins) * world.groups,
                "date_to": [START + timedelta(world.days - 1)] * len(origins) * world.groups,
                "place": [names[p] for p in origins for _ in groups],
                "group": groups * len(origins),
                "people": [each] * len(origins) * world.groups,
            }
        ),
        timeline=_borders(world, country, pairs),
        rules=Rules(reach=world.reach, ticks_per_day=world.ticks),
    )


def _towns(world: World, chance: np.random.Generator) -> tuple[Floats, Ints]:
    """Return where places lie in km (p, 2), and the city around which each does."""
    width = 4.0 * np.sqrt(world.places)
    cities = max(world.side**2, world.places // 200)
    centre = chance.uniform(0, width, (cities, 2))
    size = chance.pareto(1.2, cities) + 1.0
    city = np.concatenate(
        [np.arange(cities), chance.choice(cities, world.places - cities, p=size / size.sum())]
    )
    spread = 3.0 * np.sqrt(np.bincount(city, minlength=cities))[city, None]
    at = centre[city] + chance.normal(0, 1, (world.places, 2)) * spread
    at[:cities] = centre
    return np.clip(at, 0, width), city.astype(np.int64)


def _roads(
    world: World, at: Floats, city: Ints, chance: np.random.Generator
) -> tuple[Ints, Floats]:
    """Return pairs of joined places (road, 2) and their length in km."""
    from scipy.spatial import cKDTree

    wanted, cities = world.routes // 2, int(city.max()) + 1
    tree = cKDTree(at[:cities])
    near = tree.query(at[:cities], k=min(7, cities))[1]
    long = np.stack([np.repeat(np.arange(cities), near.shape[1] - 1), near[:, 1:].ravel()], axis=1)
    home = np.stack([np.arange(cities, world.places), city[cities:]], axis=1)
    around = cKDTree(at).query(at, k=min(8, world.places))[1]
    local = np.stack(
        [np.repeat(np.arange(world.places), around.shape[1] - 1), around[:, 1:].ravel()], axis=1
    )
    local = local[chance.permutation(len(local))]
    pairs = np.sort(np.concatenate([long, home, local]), axis=1)
    _, first = np.unique(pairs, axis=0, return_index=True)
    pairs = pairs[np.sort(first)[:wanted]]
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    return pairs, DETOUR * np.hypot(*(at[pairs[:, 0]] - at[pairs[:, 1]]).T) + 0.1


def _countries(world: World, at: Floats) -> npt.NDArray[Any]:
    """Return the country of each place: its square of the grid."""
    square = np.minimum((at / at.max() * world.side).astype(int), world.side - 1)
    number = square[:, 0] * world.side + square[:, 1]
    return np.array([f"X{chr(65 + n // 26)}{chr(65 + n % 26)}" for n in range(world.side**2)])[
        number
    ]


def _borders(world: World, country: npt.NDArray[Any], pairs: Ints) -> Timeline:
    """Close a country's borders, and open them as the next one's close."""
    over = sorted(
        {c for a, b in pairs.tolist() for c in (country[a], country[b]) if country[a] != country[b]}
    )
    rows: dict[str, list[Any]] = {"date": [], "what": [], "where": []}
    for state in range(1, world.states):
        day = START + timedelta(state * world.days // world.states)
        for what, i in (("open", state - 1), ("close", state)):
            if over and (what == "close" or state > 1):
                rows["date"].append(day)
                rows["what"].append(what)
                rows["where"].append(over[i % len(over)])
    return Timeline.from_columns(rows) if rows["date"] else Timeline.empty()


def main() -> None:
    """Run one member of a world, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--places", type=int, default=100_000)
    parser.add_argument("--next", action="store_true", help="people see their neighbours only")
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--people", type=float, default=1e8)
    options = parser.parse_args()
    scale = options.places / 100_000
    world = World(
        places=options.places,
        routes=4 * options.places,
        refuges=max(1, round(500 * scale)),
        origins=max(1, round(1_000 * scale)),
        days=options.days,
        people=options.people,
        reach="next" if options.next else "refuge:30",
    )
    small = replace(world, places=200, routes=800, refuges=5, origins=5, days=3, states=2)
    simulate(scenario(small), 1, 1)
    crisis, keep = scenario(world), Keep(stock="place", flow=False, kinds=("camp",))
    took(lambda: simulate(crisis, 1, 1, keep=keep))[0].tell()


if __name__ == "__main__":
    main()
