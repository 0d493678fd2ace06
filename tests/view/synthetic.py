"""A small crisis at a border and made-up runs of it, with the schema of `marchland.simulate`.

The numbers are invented to exercise pictures and scores; they say nothing about any crisis. Persons
balance: whoever entered is at a place or on the way.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import numpy as np
import xarray as xr

from marchland.model.causes import CAUSES, WAITS
from marchland.model.parameters import DEFAULTS
from marchland.model.scenario import Scenario
from marchland.model.tables import Displaced, Observations, Places, Routes, Timeline

GROUPS = ("IRQ", "SYR")
PLACES = (
    # id, name, country, lat, lon, kind
    ("baghdad", "Baghdad", "IRQ", 33.26, 44.23, "hub"),
    ("minsk", "Minsk", "BLR", 53.90, 27.57, "settlement"),
    ("kuznica_strip", "Strip at Kuźnica", "BLR", 53.51, 23.65, "strip"),
    ("bialowieza_strip", "Strip at Białowieża", "BLR", 52.70, 23.90, "strip"),
    ("kuznica_forest", "Forest west of Kuźnica", "POL", 53.50, 23.50, "forest"),
    ("bialowieza_forest", "Forest of Białowieża", "POL", 52.72, 23.70, "forest"),
    ("bruzgi", "Bruzgi logistics centre", "BLR", 53.52, 23.70, "camp"),
    ("pl_centre", "Guarded centres", "POL", 53.10, 22.90, "centre"),
    ("germany", "Germany", "DEU", 52.35, 14.55, "destination"),
    ("iraq_home", "Home in Iraq", "IRQ", 36.19, 44.01, "home"),
)
ROUTES = (
    # id, origin, destination, km, mode
    ("bgw_msq", "baghdad", "minsk", 2900, "air"),
    ("minsk_kuznica", "minsk", "kuznica_strip", 290, "road"),
    ("minsk_bialowieza", "minsk", "bialowieza_strip", 330, "road"),
    ("kuznica_bruzgi", "kuznica_strip", "bruzgi", 2, "foot"),
    ("kuznica_line", "kuznica_strip", "kuznica_forest", 1, "crossing"),
    ("bialowieza_line", "bialowieza_strip", "bialowieza_forest", 1, "crossing"),
    ("kuznica_germany", "kuznica_forest", "germany", 700, "road"),
    ("bialowieza_germany", "bialowieza_forest", "germany", 720, "road"),
    ("return_flight", "minsk", "iraq_home", 2900, "air"),
)
EVENTS = (
    ("2021-08-06", "close", "bgw_msq", "Iraq stops all flights to Minsk."),
    ("2021-09-02", "push_back", "BLR>POL", "Poland declares a state of emergency at the border."),
    ("2021-11-08", "note", "", "Some two thousand people walk to the crossing of Kuźnica."),
    ("2021-11-16", "open", "kuznica_bruzgi", "The logistics centre of Bruzgi opens."),
    ("2021-11-18", "transfer", "return_flight", "First return flight to Iraq."),
)
COUNTS = (
    # series, from, to, measure, where, cumulative, value, low, high, reporting
    ("pl_attempts", "2021-09-01", "2021-09-30", "attempts", "BLR>POL", 0, 7700, None, None, None),
    (
        "pl_attempts",
        "2021-10-01",
        "2021-10-31",
        "attempts",
        "BLR>POL",
        0,
        17447,
        17300,
        17500,
        None,
    ),
    ("pl_attempts", "2021-11-01", "2021-11-30", "attempts", "BLR>POL", 0, 8900, None, None, None),
    (
        "frontex",
        "2021-10-01",
        "2021-10-31",
        "detected",
        "BLR>POL",
        0,
        780,
        600,
        780,
        "frontex_share",
    ),
    ("de_arrivals", "2021-10-01", "2021-10-31", "registered", "DEU", 0, 5294, 5285, 5294, None),
    ("bruzgi", "2021-11-17", None, "stock", "bruzgi", 0, 1007, 1000, 2000, None),
    ("bruzgi", "2021-12-20", None, "stock", "bruzgi", 0, 1000, None, None, None),
    ("returns", "2021-11-18", "2021-11-30", "transferred", "IRQ", 1, 1900, 1800, 2000, None),
    ("returns", "2021-11-18", "2021-12-15", "transferred", "IRQ", 1, 3556, None, None, None),
    ("deaths_pl", "2021-10-01", "2021-10-31", "deaths", "POL", 0, 7, None, None, None),
)
CARD = """# Border

A made-up crisis at a border, for tests. It has *one* paragraph.

## What it cannot show
Anything.
"""


def crisis(days: int = 214) -> Scenario:
    """Return the small crisis."""
    names = ("id", "name", "country", "lat", "lon", "kind")
    places = Places.from_columns(dict(zip(names, zip(*PLACES, strict=True), strict=True)))
    routes = Routes.from_columns(
        dict(
            zip(
                ("id", "origin", "destination", "length_km", "mode"),
                zip(*ROUTES, strict=True),
                strict=True,
            )
        )
    )
    when, what, where, label = zip(*EVENTS, strict=True)
    return Scenario(
        name="border",
        title="A crisis at a border",
        start=date(2021, 6, 1),
        days=days,
        groups=GROUPS,
        places=places,
        routes=routes,
        displaced=Displaced.from_columns(
            {
                "date": ["2021-06-01"],
                "place": ["baghdad"],
                "group": ["IRQ"],
                "people": ["10-30"],
                "source": ["assumed"],
            }
        ),
        timeline=Timeline.from_columns(
            {
                "date": when,
                "what": what,
                "where": where,
                "label": label,
                "source": ["a made-up source"] * len(when),
            }
        ),
        observations=observations(),
        parameters=dict(DEFAULTS),
        card=CARD,
        source="border",
        digest="0" * 64,
    )


def observations() -> Observations:
    """Return made-up counts, one series for each operator."""
    names = (
        "series",
        "date_from",
        "date_to",
        "measure",
        "where",
        "cumulative",
        "value",
        "low",
        "high",
        "reporting",
    )
    table = dict(zip(names, zip(*COUNTS, strict=True), strict=True))
    return Observations.from_columns(table | {"source": ["a made-up office"] * len(COUNTS)})


def runs(scenario: Scenario, members: int = 20, seed: int = 1) -> xr.Dataset:
    """Return made-up runs of a scenario with the variables that `marchland.simulate` gives."""
    rng = np.random.default_rng(seed)
    axes = _axes(scenario, members)
    shape = {name: len(values) for name, values in axes.items()}
    wave = np.exp(-0.5 * ((np.arange(scenario.days) - 150) / 35.0) ** 2)
    scale = rng.lognormal(0.0, 0.3, (members, 1))
    stock, travelling, entered = _people(scenario, rng, wave, scale)
    strip = np.array([k == "strip" for k in scenario.places.kind])
    stranded = (stock.sum(-1) * strip).astype(np.int32)
    tries = rng.poisson(500 * (wave * scale)[..., None], (members, scenario.days, shape["border"]))
    passed = rng.binomial(np.maximum(tries, 0), 0.05)
    flow = rng.poisson(30 * (wave * scale)[..., None], (members, scenario.days, shape["route"]))
    arrived = rng.poisson(60 * (wave * scale)[..., None], (members, scenario.days, shape["place"]))
    transferred = np.where(np.array(axes["route"]) == "return_flight", flow, 0)
    months = np.array(axes["day"], "datetime64[M]").astype(str)
    crossed = np.stack([passed[:, months == m].sum(1) for m in axes["month"]], 1)
    cause = np.zeros((members, scenario.days, len(CAUSES)), np.int32)
    cause[..., 0] = stranded.sum(-1)
    cause[..., 1] = cause[..., 0] // 9
    zero = np.zeros((members, scenario.days), np.int32)
    nobody = np.zeros_like(stranded)
    data = {
        "stock": (("member", "day", "place", "group"), stock),
        "travelling": (("member", "day"), travelling),
        "entered": (("member", "day", "group"), entered),
        "flow": (("member", "day", "route"), flow),
        "arrived": (("member", "day", "place"), arrived),
        "transferred": (("member", "day", "route"), transferred),
        "attempts": (("member", "day", "border"), tries),
        "turned_back": (("member", "day", "border"), tries - passed),
        "pushed_back": (("member", "day", "border"), (tries - passed) // 3),
        "crossed": (("member", "month", "border"), crossed),
        "stranded": (("member", "day", "place"), stranded),
        "stranded_cause": (("member", "day", "cause"), cause),
        "waiting": (("member", "day", "place"), nobody.copy()),
        "waiting_cause": (
            ("member", "day", "wait"),
            np.zeros((members, scenario.days, len(WAITS)), np.int32),
        ),
        "over_capacity": (("member", "day", "place"), nobody.copy()),
        "in_danger": (("member", "day", "place"), nobody.copy()),
        "turned_around": (("member", "day"), zero),
        "parameters": (("member", "parameter"), _parameters(scenario, rng, scale)),
        "place_effect": (("member", "place"), rng.lognormal(0, 1, (members, shape["place"]))),
    }
    return xr.Dataset(data, coords=_coords(scenario, axes), attrs=_attrs(scenario, members, seed))


def _people(
    scenario: Scenario, rng: np.random.Generator, wave: np.ndarray, scale: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return stock, travelling and entered that balance every day."""
    members, days, groups = len(scale), scenario.days, len(scenario.groups)
    entered = rng.poisson(60 * (wave * scale)[..., None], (members, days, groups)).astype(np.int32)
    total = entered.cumsum(1)
    parts = np.zeros((members, days, len(scenario.places), groups), np.int32)
    share = np.array(
        [{"strip": 0.2, "destination": 0.3, "home": 0.1}.get(k, 0.05) for k in scenario.places.kind]
    )
    parts[:] = (total[:, :, None] * (share / share.sum() * 0.98)[:, None]).astype(np.int32)
    travelling = (total - parts.sum(2)).sum(-1).astype(np.int32)
    return parts, travelling, entered


def _parameters(scenario: Scenario, rng: np.random.Generator, scale: np.ndarray) -> np.ndarray:
    drawn = [
        rng.uniform(p.low, p.high, len(scale)) if p.high > p.low else np.full(len(scale), p.value)
        for p in scenario.parameters.values()
    ]
    drawn[list(scenario.parameters).index("try_rate")] = 0.2 * scale[:, 0]
    return np.column_stack([*drawn, rng.uniform(0.02, 0.06, len(scale))])


def _axes(scenario: Scenario, members: int) -> dict[str, list[Any]]:
    first = np.datetime64(scenario.start, "ns")
    days = first + np.arange(scenario.days) * np.timedelta64(1, "D")
    kinds = dict(zip(scenario.places.id, scenario.places.country, strict=True))
    routes = scenario.routes
    crossings = {
        f"{kinds[a]}>{kinds[b]}"
        for a, b, m in zip(routes.origin, routes.destination, routes.mode, strict=True)
        if m == "crossing"
    }
    return {
        "member": list(range(members)),
        "day": list(days.astype("datetime64[ns]")),
        "place": list(scenario.places.id),
        "group": list(scenario.groups),
        "route": [i for i, m in zip(routes.id, routes.mode, strict=True) if m != "crossing"],
        "border": sorted(crossings),
        "month": sorted({str(scenario.start + timedelta(d))[:7] for d in range(scenario.days)}),
        "cause": list(CAUSES),
        "wait": list(WAITS),
        "parameter": [*scenario.parameters, "frontex_share"],
    }


def _coords(scenario: Scenario, axes: dict[str, list[Any]]) -> dict[str, object]:
    places, routes = scenario.places, scenario.routes
    row = {i: n for n, i in enumerate(routes.id)}
    at = [row[r] for r in axes["route"]]
    return axes | {
        "day": np.array(axes["day"], "datetime64[ns]"),
        "place_name": ("place", list(places.name)),
        "country": ("place", list(places.country)),
        "kind": ("place", list(places.kind)),
        "lat": ("place", places.lat),
        "lon": ("place", places.lon),
        "route_origin": ("route", [routes.origin[i] for i in at]),
        "route_destination": ("route", [routes.destination[i] for i in at]),
        "mode": ("route", [routes.mode[i] for i in at]),
    }


def _attrs(scenario: Scenario, members: int, seed: int) -> dict[str, object]:
    return {
        "title": scenario.title,
        "name": scenario.name,
        "seed": seed,
        "members": members,
        "marchland_version": "0.1.0",
        "input_digest": scenario.digest,
        "created": "2026-11-23T09:00:00Z",
        "command": f"marchland run {scenario.source} --members {members} --seed {seed} --out out",
        "uncertainty": "parameters,place_effect,chance",
        "provenance": json.dumps({"numpy": np.__version__}),
        "balance": "entered = there + travelling",
    }
