"""Hypothesis: tables from the declared columns, and small scenarios from tables.

``tables(Kind)`` needs nothing but the declaration. ``scenarios()`` are valid: they read, write and
run; they have several kinds of places, gates, crossings with forests behind, and a timeline.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any, TypeVar

from hypothesis import strategies as st

from marchland.model.amounts import Amount
from marchland.model.columns import Column, Table
from marchland.model.events import EVENTS, EventKind
from marchland.model.kinds import PLACE_KINDS
from marchland.model.parameters import DEFAULTS, Parameter
from marchland.model.scenario import Ensemble, Rules, Scenario
from marchland.model.tables import Composition, Displaced, Observations, Places, Routes, Timeline

T = TypeVar("T", bound=Table)
Values = st.SearchStrategy[Any]

START = date(2021, 6, 1)
SHARE = "share_of_all"
_NAMES = (
    "=SUM(A1)", "-x", "+48 22", "@all", "'=x", "''", "O'Brien", 'say "so"', "a, b", "Kuźnica", "中",
    "12", "1-2", "NO", "null", "2021-06-01", "a>b", "x:back",
)  # fmt: skip
_TEXTS = (*_NAMES, "two\nlines", "a;b", "#1", "5 to 10", '"', "yes", "NaN")
_OWN = {
    SHARE: Parameter(0.5, 0.2, 0.9, "uniform", "", "A share that tests call."),
    "arrivals": Parameter(20, 10, 40, "loguniform", "people/day", "Arrivals.", "made up"),
}


def texts() -> st.SearchStrategy[str]:
    """Text that a careless reader or writer would change."""
    return st.sampled_from(_TEXTS)


def names(most: int = len(_NAMES)) -> st.SearchStrategy[str]:
    """Names that other files may call, formulas and quotation marks among them."""
    return st.sampled_from([name for name in _NAMES if ">" not in name][:most])


def numbers(one: Column, most: float = 1000.0) -> Values:
    """Numbers within a column's bounds."""
    low = -most if one.low is None else one.low
    high = most if one.high is None else one.high
    return st.floats(low, high, allow_nan=False, exclude_min=one.above) | st.integers(
        int(low) + one.above, int(high)
    ).map(float)


def amounts(one: Column, parameters: Sequence[str] = ()) -> Values:
    """Numbers, ranges and parameters within a column's bounds."""
    pairs = st.tuples(numbers(one), numbers(one)).map(lambda two: Amount(min(two), max(two)))
    if not parameters:
        return pairs | numbers(one).map(Amount.of)
    called = st.builds(
        lambda factor, name: Amount(factor, factor, name),
        st.sampled_from([1.0, 0.5, 0.1]),
        st.sampled_from(parameters),
    )
    return pairs | numbers(one).map(Amount.of) | called


@cache
def cells(one: Column) -> Values:
    """Values of a column, None where it may be blank."""
    dates = st.dates(START, START + timedelta(days=400))
    given: Values = {
        "id": names(),
        "text": texts(),
        "choice": st.sampled_from(one.choices or ("",)),
        "number": numbers(one),
        "integer": numbers(one).map(round),
        "date": dates,
        "flag": st.booleans(),
        "amount": amounts(one),
        "names": st.lists(names(), max_size=3, unique=True).map(tuple),
    }[one.kind]
    return given if one.required else given | st.none()


@st.composite
def tables(
    draw: st.DrawFn,
    kind: type[T],
    rows: int | None = None,
    given: Mapping[str, Values | Sequence[Any]] | None = None,
) -> T:
    """Draw a table from its declared columns.

    Parameters
    ----------
    draw
        Hypothesis' own.
    kind
        The table.
    rows
        Number of rows; any small number where None.
    given
        Values of a column, row by row, or the strategy that they come from.
    """
    number = draw(st.integers(0, 4)) if rows is None else rows
    columns: dict[str, list[Any]] = {}
    for name, one in kind.columns().items():
        how = (given or {}).get(name, cells(one))
        if isinstance(how, st.SearchStrategy) and one.unique:
            how = draw(st.lists(how, min_size=number, max_size=number, unique=True))
        elif isinstance(how, st.SearchStrategy):
            how = [draw(how) for _ in range(number)]
        columns[name] = list(how)
    return kind.from_columns(columns)


GROUND = (
    "settlement", "hub", "border_post", "transit", "landing", "spontaneous_site", "host_community",
    "camp", "reception", "destination", "home", "centre",
)  # fmt: skip


@st.composite
def scenarios(draw: st.DrawFn, *, most_days: int = 12, borders: bool = True) -> Scenario:
    """Draw a small scenario that is valid.

    Parameters
    ----------
    draw
        Hypothesis' own.
    most_days
        Days that it lasts at most.
    borders
        Whether there may be a strip with a line and a post beside each other.
    """
    days = draw(st.integers(1, most_days))
    groups = tuple(draw(st.lists(names(), min_size=1, max_size=3, unique=True)))
    kinds = ["settlement", *draw(st.lists(st.sampled_from(GROUND), min_size=1, max_size=4))]
    border = borders and draw(st.booleans())
    kinds += ["strip", "forest", "centre"] if border else []
    places = draw(_places(kinds, border))
    routes = draw(_routes(places, groups, border))
    return Scenario(
        name=draw(st.sampled_from(["a", "tiny-2", "T.x_9"])),
        title=draw(texts()),
        start=START,
        days=days,
        groups=groups,
        places=places,
        routes=routes,
        displaced=draw(_displaced(places, groups, days)),
        timeline=draw(_timeline(places, routes, groups, days)),
        composition=draw(_composition(groups)),
        observations=draw(_observations(places, groups, days)),
        rules=draw(_RULES),
        ensemble=draw(st.builds(Ensemble, st.integers(1, 8), st.integers(0, 2**62))),
        parameters={**DEFAULTS, **_OWN, **draw(_given_anew())},
        card=draw(texts()),
        language=draw(st.sampled_from(["", "en", "fr"])),
    )


def _given_anew() -> st.SearchStrategy[dict[str, Parameter]]:
    """Draw some of the model's parameters with other values."""
    try_rate = st.floats(0.3, 0.5).map(lambda high: Parameter(0.25, 0.2, high, "uniform"))
    power = st.floats(0.5, 3).map(lambda v: Parameter(v, v, v, "fixed", source="made up"))
    return st.fixed_dictionaries({}, optional={"try_rate": try_rate, "deterrence_power": power})


_CHANCE = amounts(Column("amount", "", low=0, high=1), (SHARE,))
_SEATS = amounts(Column("amount", "", low=0, high=200), ("arrivals",))
_PEOPLE = amounts(Column("amount", "", low=0, high=2000), ("arrivals",))
_COUNT = st.integers(0, 300).map(lambda n: Amount.of(float(n)))
_ROADS = st.sampled_from(["foot", "road", "truck", "rail", "river", "sea", "air"])
_RULES = st.builds(
    Rules,
    st.sampled_from(["refuge:30", "refuge:2", "hops:2", "next"]),
    st.sampled_from(["power", "exponential"]),
    st.sampled_from(["given", "poisson", "negative_binomial"]),
    st.integers(1, 6),
    st.sampled_from(["crowding", "flee"]),
)


@st.composite
def _places(draw: st.DrawFn, kinds: list[str], border: bool) -> Places:
    """Draw places of the given kinds; the last two are behind the line where there is one."""
    number = len(kinds)
    abroad = ["BBB"] * 2 if border else []
    hard = [draw(st.booleans()) for _ in kinds]
    capacity = [float(draw(st.integers(0, 500))) if one else None for one in hard]
    located = draw(st.booleans())
    given: dict[str, Values | Sequence[Any]] = {
        "kind": kinds,
        "country": ["AAA"] * (number - len(abroad)) + abroad,
        "id": [f"p{i}" for i in draw(st.permutations(range(number)))],
        "capacity": capacity,
        "soft_or_hard": ["hard" if one and draw(st.booleans()) else "soft" for one in hard],
        "weather_station": st.none(),
        "tags": st.lists(st.sampled_from(["north", "south"]), max_size=2, unique=True).map(tuple),
    }
    given |= {} if located else {"lat": st.none(), "lon": st.none()}
    given |= {"lat": st.floats(-90, 90), "lon": st.floats(-180, 180)} if located else {}
    return draw(tables(Places, number, given))


@st.composite
def _routes(draw: st.DrawFn, places: Places, groups: tuple[str, ...], border: bool) -> Routes:
    """Draw roads between places on this side, and a line and a post where there is a border."""
    ground = [p for p, k in zip(places.id, places.kind, strict=True) if k not in ("forest",)]
    ends = draw(
        st.lists(
            st.tuples(st.sampled_from(ground), st.sampled_from(ground)).filter(
                lambda two: two[0] != two[1]
            ),
            min_size=1,
            max_size=6,
        )
    )
    roads = len(ends)
    crossings = list(zip([places.id[-3]] * 2, places.id[-2:], strict=True)) if border else []
    limited = [draw(st.booleans()) for _ in ends]
    return draw(
        tables(
            Routes,
            roads + len(crossings),
            {
                "id": [f"r{i}" for i in range(roads + len(crossings))],
                "origin": [a for a, _ in ends + crossings],
                "destination": [b for _, b in ends + crossings],
                "length_km": st.floats(0, 500) | st.integers(1, 2000).map(float),
                "mode": [draw(_ROADS) for _ in ends] + ["crossing"] * len(crossings),
                "both_ways": [not one and draw(st.booleans()) for one in limited]
                + [False] * len(crossings),
                "permeability": [None] * roads + [draw(_CHANCE) for _ in crossings],
                "per_day": [draw(_SEATS) if one else None for one in limited]
                + [draw(_SEATS | st.none()) for _ in crossings],
                "groups": st.lists(st.sampled_from(groups), max_size=2, unique=True).map(tuple),
            },
        )
    )


@st.composite
def _displaced(draw: st.DrawFn, places: Places, groups: tuple[str, ...], days: int) -> Displaced:
    number = draw(st.integers(1, 4))
    starting = [p for p, k in zip(places.id, places.kind, strict=True) if k == "settlement"]
    first = [START + timedelta(days=draw(st.integers(0, days - 1))) for _ in range(number)]
    return draw(
        tables(
            Displaced,
            number,
            {
                "date": first,
                "date_to": [draw(st.none() | st.just(day + timedelta(days=2))) for day in first],
                "place": st.sampled_from(starting),
                "group": st.sampled_from(groups),
                "people": [Amount.of(25.0), *(draw(_PEOPLE) for _ in first[1:])],
            },
        )
    )


def _event(places: Places, routes: Routes) -> st.SearchStrategy[tuple[str, str, Any]]:
    """Draw what happens, to what, with which value: any kind of event that is declared."""
    kinds = {kind: _said_of(kind, places, routes) for kind in EVENTS.values()}
    drawn = [
        st.tuples(st.just(kind.name), st.sampled_from(names), _value_of(kind))
        for kind, names in kinds.items()
        if names
    ]
    return st.one_of(*drawn)


def _said_of(kind: EventKind, places: Places, routes: Routes) -> list[str]:
    """Name some of what a kind of event can be said of."""
    rows = list(routes.rows())
    lines = [row["id"] for row in rows if row["mode"] == "crossing"]
    passed = [row["id"] for row in rows if not (kind.gate and row["both_ways"])]
    names = [""] if kind.everywhere else []
    if "place" in kind.targets:
        names += [
            place
            for place, sort in zip(places.id, places.kind, strict=True)
            if not kind.homes or PLACE_KINDS[sort].returns
        ]
    if "route" in kind.targets:
        names += lines if kind.at_line else passed
    if "border" in kind.targets and lines and not kind.gate:
        names.append("AAA>BBB")
    return names


def _value_of(kind: EventKind) -> st.SearchStrategy[Any]:
    """Draw a value that a kind of event can have."""
    if kind.value is None:
        return st.none()
    return _COUNT if kind.value.unit.startswith("people") else _CHANCE


@st.composite
def _timeline(
    draw: st.DrawFn, places: Places, routes: Routes, groups: tuple[str, ...], days: int
) -> Timeline:
    events: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for what, where, value in draw(st.lists(_event(places, routes), max_size=6)):
        day = START + timedelta(days=draw(st.integers(0, days - 1)))
        of_all = not EVENTS[what].by_group or not EVENTS[what].sets
        group = "" if of_all else draw(st.sampled_from(["", *groups]))
        events[day, EVENTS[what].sets, where, group] = (day, what, where, group, value)
    rows = list(events.values())
    columns = dict(
        zip(("date", "what", "where", "group", "value"), zip(*rows, strict=True), strict=False)
    ) or dict.fromkeys(("date", "what", "where", "group"), ())
    return draw(tables(Timeline, len(rows), {**columns} if rows else {}))


@st.composite
def _composition(draw: st.DrawFn, groups: tuple[str, ...]) -> Composition:
    chosen = draw(st.lists(st.sampled_from(["", *groups]), unique=True, max_size=2))
    women = [draw(st.floats(0, 0.5)) for _ in chosen]
    men = [draw(st.floats(0, 0.5)) for _ in chosen]
    return draw(
        tables(
            Composition,
            len(chosen),
            {
                "group": chosen,
                "women": women,
                "men": men,
                "children": [1 - w - m for w, m in zip(women, men, strict=True)],
            },
        )
    )


@st.composite
def _observations(
    draw: st.DrawFn, places: Places, groups: tuple[str, ...], days: int
) -> Observations:
    number = draw(st.integers(0, 3))
    last = START + timedelta(days=days - 1)
    return draw(
        tables(
            Observations,
            number,
            {
                "series": [f"series {i}" for i in range(number)],
                "date_from": st.dates(START, last),
                "date_to": st.none() | st.just(last),
                "measure": st.sampled_from(["stock", "held", "registered"]),
                "where": st.sampled_from([*places.id, *places.country]),
                "group": st.sampled_from(["", *groups]),
                "cause": st.none(),
                "value": st.integers(20, 1000).map(float),
                "low": st.none() | st.floats(0, 20),
                "high": st.none() | st.floats(1000, 1e5),
                "reporting": _CHANCE | st.none(),
            },
        )
    )
