"""How state, network and settings lie in memory: a few bare arrays, with named rows.

Axes are written with the house's letters: m member, p place, r route, g group, d day, and besides
them c gate (a crossing or a route with seats), s network state, k class of groups to whom the same
routes are open, l label (an option of a place in one network state), t term (a destination of an
option), b border, o cohort. Places, routes and groups lie in the order of their ids, so that the
order of rows in a file changes nothing. An axis named by an enumeration below is indexed by its
members, and is as long as it. Few arrays are passed about, since each costs time to compile.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int32]
Ids = npt.NDArray[np.int32]


class Use(IntEnum):
    """What ways are for."""

    ONWARD = 0
    """To where people choose to go."""
    REGISTER = 1
    """To where those found are registered."""


class OfPlace(IntEnum):
    """Facts of a place.

    The first four are what its kind declares (:class:`marchland.model.kinds.PlaceKind`): whether
    people there try a line, are found or taken on behind one, follow those who went before, and are
    stranded (:class:`Strand`). The strip and the border that people are pushed back to, and the
    position in the output, are −1 where there is none.
    """

    TRIES = 0
    PASSING = 1
    GATHERS = 2
    STRANDS = 3
    COUNTRY = 4
    HARD = 5
    FOREST_STRIP = 6
    FOREST_BORDER = 7
    SLOT = 8
    RETURNS = 9
    """Whether people go back to it for good."""


class Strand(IntEnum):
    """Whether people at a place are stranded, as :class:`marchland.model.kinds.Strands` says."""

    NEVER = 0
    WITHOUT_WAY = 1
    ALWAYS = 2


class OfRoute(IntEnum):
    """Facts of a route; gate and positions in the output are −1 where there is none."""

    ORIGIN = 0
    END = 1
    AIR = 2
    GATE = 3
    SLOT = 4
    TRANSFER_SLOT = 5
    FOOT = 6


class OfGate(IntEnum):
    """Facts of a gate; the border of one that is no crossing is −1."""

    ROUTE = 0
    CROSSING = 1
    BORDER = 2


class Label(IntEnum):
    """Facts of an option of a place, or of the rest of a way."""

    END = 0
    """Place where the way ends."""
    GATE = 1
    """Gate that it leads to; −1: a direct destination."""
    ROUTE = 2
    """First route; −1: none, the gate is here."""
    NEXT = 3
    """Label of the rest of the way."""
    TERM = 4
    """First term."""


class Setting(IntEnum):
    """What is set for a place today."""

    LEAVE = 0
    PUSH = 1
    CAPACITY = 2
    """People; infinite where it is not limited."""
    TRY_RATE = 3
    PICK_UP = 4
    PUSH_BACK = 5
    ONWARD = 6
    EFFECT = 7
    ROOM = 8
    HOSPITAL = 9
    """Chance that somebody injured comes to a hospital today."""
    SHELTERED = 10
    """Share of people under a heated roof."""
    REACHED = 11
    """Share of people reached by aid."""
    KITS = 12
    """People for whom kits were delivered there."""
    SERVED = 13
    """Share of people that access or kits reach tonight."""
    CHILL = 14
    """Logarithm of tonight's hazard of death for people there; −infinity: none."""
    WALK = 15
    """The same for people on foot from there."""
    RELATIVE = 16
    """Factor on the hazard of those there; 0: nobody is in the open."""
    RETURN = 17
    """Chance that somebody who is displaced sets out for there today."""
    TAKEN = 18
    """People there or on the way when it was last looked at."""
    FOLLOWED = 19
    """Factor on its room by those."""


class Line(IntEnum):
    """What is set for a route today."""

    PERMEABILITY = 0
    PER_DAY = 1
    """People a day; infinite where it is not limited."""
    MOVED = 2
    """People to be transferred today."""


class Trait(IntEnum):
    """What a member believes for the whole run."""

    PARTY = 0
    PACE = 1
    RESUME = 2
    LAW = 3
    POWER = 4
    SOFTENING = 5
    SCALE = 6
    KM_EQUIVALENT = 7
    DISPERSION = 8
    FOLLOWING = 9
    FOLLOWING_BASE = 10
    ODDS = 11
    """Severe injuries for one death by cold, below 0 where there is no weather."""
    HEAL = 12
    """Chance on a day that somebody injured can go on."""
    RELIEF = 13
    """Factor on the hazard of those whom aid reaches."""
    ROOM_FLOOR = 14
    """Part of its pull that a soft place keeps when full; 0: Flee's rule."""


class Deterrence(IntEnum):
    """Laws of deterrence, in the trait LAW."""

    POWER = 0
    EXPONENTIAL = 1


class People(IntEnum):
    """States of people of a group at a place; some of them within a day only."""

    READY = 0
    RESTING = 1
    ARRIVING = 2
    """Arriving in this tick."""
    SURPLUS = 3
    """Of those, too many for a hard place."""
    WAITING = 4
    """Turned away today, by a quota or by a place that takes no more."""
    RESTED = 5
    """Resting since before today."""
    INJURED = 6
    IN_HOSPITAL = 7
    """In a hospital near the place."""
    WALKING = 8
    """On foot from the place at nightfall."""


class Status(IntEnum):
    """How far a member has come."""

    NETWORK = 0
    """Network state that it is in."""
    TODAY = 1
    """Index of its day."""
    PHASE = 2
    """How far the day has come."""
    SHORT = 3
    """Cohorts for which room is missing."""
    USED = 4
    """Cohorts in use."""
    TRAVELLING = 5
    """People on the way."""
    AHEAD = 6
    """Whether choices are made ahead, by place (:class:`Ahead`)."""
    FLIGHT = 7
    """Whether the ways out of danger are known in this tick."""
    CELLS = 8
    """How many cells people decide in, in this tick."""
    KEPT = 9
    """End of the options whose weights are kept."""
    ROOM = 10
    """End of the room for options."""
    LEAVING = 11
    """Cohorts that may set out by the choices made ahead."""


class Cell(IntEnum):
    """Where people decide in a tick: a place and a group, each pair once."""

    PLACE = 0
    GROUP = 1


class Kept(IntEnum):
    """Where the options are kept of people of a group at a place.

    The end is 0 where they are not known. Where weights change with the people who are elsewhere it
    is below 0, its number less, and only what does not change of them is kept.
    """

    BEGIN = 0
    END = 1
    LINE_BEGIN = 2
    """The same of those who try the line."""
    LINE_END = 3
    REGISTER_BEGIN = 4
    """The same of those who are registered."""
    REGISTER_END = 5


class Ahead(IntEnum):
    """Whether a member waits for its choices to be made ahead, or has them."""

    NOT = 0
    ASKED = 1
    MADE = 2


class Cohort(IntEnum):
    """Facts of people on the way together, of whom ``due`` and ``size`` tell when and how many."""

    JOURNEY = 0
    """Label of the journey, or −1 − r for a single route."""
    GROUP = 1
    DEPARTS = 2
    """Tick of departure."""
    LEGS = 3
    """Routes to travel; WHOLE: all."""
    GOAL = 4
    """Place where the journey ends."""
    WHY = 5
    """Why they travel (:class:`Why`)."""


class Why(IntEnum):
    """Why people travel together; the numbers enter the keys of their nights."""

    CHOSEN = 0
    TRANSFERRED = 1
    """Moved by somebody: no closing stops them."""
    REGISTERED = 2
    """Brought to be registered."""


class Work(IntEnum):
    """Rows to work in."""

    CHOSEN = 0
    """People who chose each option."""
    ORDER = 1
    """The options in the order of their draws."""
    CELL = 2
    """Counts to share."""
    TAKEN = 3
    """What each got."""


class PlaceTally(IntEnum):
    """What is counted of a place on a day."""

    STRANDED = 0
    ARRIVED = 1
    WAITING = 2
    OVER_CAPACITY = 3
    IN_DANGER = 4


class RouteTally(IntEnum):
    """What is counted of a route on a day."""

    FLOW = 0
    TRANSFERRED = 1


class DayTally(IntEnum):
    """What is counted of a day: people stranded by cause, people who wait by cause, and others."""

    BY_STRIP = 0
    BY_CLOSED = 1
    BY_NO_DESTINATION = 2
    BY_QUOTA = 3
    BY_FULL = 4
    ON_THE_WAY = 5
    TURNED_AROUND = 6


class SideTally(IntEnum):
    """What is counted of a country on a day, behind what is counted of the day."""

    DIED = 0
    INJURED_TODAY = 1
    """People severely injured by cold."""


class Expected(IntEnum):
    """What is expected of nights, by month and country; nights are person-nights."""

    DEATHS = 0
    SEVERE = 1
    NON_FREEZING = 2
    OPEN_NIGHTS = 3
    FROST_NIGHTS = 4
    UNREACHED_NIGHTS = 5


class Harmed(IntEnum):
    """What non-freezing injuries go by: people in the open who have one, and all, last night."""

    INJURED = 0
    OUTSIDE = 1


class BorderTally(IntEnum):
    """Events at a border on a day."""

    ATTEMPTS = 0
    TURNED_BACK = 1
    PUSHED_BACK = 2
    CROSSED = 3


USES = len(Use)
FIRST_SIDE = len(DayTally)
SIDE_ROWS = len(SideTally)
"""Where the counts of countries (by COUNTRY) begin in those of a day, and how many each has."""

WHOLE = -1
"""All routes of a journey."""


class Clock(NamedTuple):
    """What time it is: ticks since the first day began, and ticks a day."""

    tick: int
    ticks: int


class Who(NamedTuple):
    """So many people of a group at a place."""

    p: int
    g: int
    people: int


class Trip(NamedTuple):
    """A journey that people of a group set out on."""

    journey: int  # label, or −1 − r for a single route
    g: int
    people: int
    end: int
    duration: int  # ticks
    why: int  # Why


class Span(NamedTuple):
    """Members from ``first`` to before ``last``, and days from ``day`` to before ``until``."""

    first: int
    last: int
    day: int
    until: int
    ticks: int  # a day
    ahead: bool  # whether members stop before people decide, for others to choose for them


class Entry(NamedTuple):
    """Who is displaced, where and how many, on the days of a span."""

    begin: Ints  # first row of each day, and the end of the last
    place: Ints  # row
    group: Ints  # row
    mean: Floats  # m, row; without m for one member
    law: int  # how people are drawn: 0 given, 1 Poisson, 2 negative binomial


class Weather(NamedTuple):
    """The nights of some days at places where they can harm people, and what is expected of them.

    The hazards are logarithms of the chance of death in a night; −infinity: none.
    """

    begin: int  # index of the first day
    place: Ints  # i
    side: Ints  # i: country
    outdoors: Bools  # i: whether people there are in the open, as far as nothing shelters them
    chill: Floats  # m, d, i: for people there
    walk: Floats  # m, d, i: for people on foot from there
    frost: Bools  # m, d, i: whether it freezes
    soaks: Bools  # m, d, i: whether it is cold and wet enough for non-freezing injuries
    month: Ints  # d
    catches: Floats  # m: chance of such an injury on such a night
    harmed: Floats  # m, Harmed
    hospital: Ints  # m, every day of the run: people in hospital after the night
    expected: Floats  # m, Expected, month, side


class Watch(NamedTuple):
    """People at some places together, after each day of a span."""

    begin: Ints  # w: first row of each, and the end of the last
    place: Ints  # row
    people: Ints  # m, d, w


class Days(NamedTuple):
    """What the days of a span are like, and what is asked of them."""

    entry: Entry
    weather: Weather
    watch: Watch


class Atlas(NamedTuple):
    """What stays as it is during a run."""

    place: Ints  # OfPlace, p
    route: Ints  # OfRoute, r
    gate: Ints  # OfGate, c
    place_key: Keys  # p
    group_key: Keys  # g
    route_key: Keys  # r
    place_word: Keys  # p: what a key absorbs of the place's
    group_word: Keys  # g
    route_days: Floats  # r: at pace 1
    route_km: Floats  # r
    serves: Bools  # r, g: whom a route is for


class Ways(NamedTuple):
    """Every option of every place in each network state met so far; it only grows.

    Notes
    -----
    The options of place p in state s for class k and use u are the labels from ``row[i]`` to before
    ``row[i + 1]``, with i = ``start[s, USES * k + u] + 2 * p``, in the order of the ids of what
    they lead to. Labels that only continue another place's way stand behind them.
    """

    start: Ints  # s, USES k + u
    row: Ints
    group_class: Ints  # s, g, and the state's first label and first term at the end
    passable: Bools  # s, r, g
    label: Ids  # l, Label
    label_key: Keys  # l: of the destination or the gate
    label_days: Floats  # l: travel time at pace 1
    term_place: Ids  # t: destination
    term_cost: Floats  # t: km, without the first gate's own cost


class Member(NamedTuple):
    """One member, or (with a leading axis m) all: what it believes, and where people are."""

    key: Keys  # one: seed, member (and day) absorbed
    traits: Floats  # Trait
    settings: Floats  # Setting, p
    pull: Floats  # p, g: attraction
    line: Floats  # Line, r
    status: Ints  # Status
    people: Ints  # People, p, g
    inbound: Ints  # p: people on the way there
    due: Ids  # o: tick of arrival; the cohorts in use come first, in no order
    size: Ints  # o: people
    cohort: Ids  # o, Cohort
    queue: Ints  # c, g and the seats left today at the end
    toll: Floats  # c: a gate's own cost in km, below 0 where not yet known
    known: Floats  # t of the state: weight of a term, below 0 where not yet known
    work: Ints  # Work, i
    work_key: Keys  # i
    sums: Floats  # i: weights from each option's place in the order on
    cells: Ints  # Cell, i: where people decide in this tick
    kept: Ints  # Kept, p, g; no places where nothing is kept
    option: Ints  # j: label of an option; those kept, and behind them room for others
    option_key: Keys  # j
    option_weight: Floats  # j
    option_place: Ids  # j: destination whose pull and room change the weight, −1: not one alone
    option_draw: Floats  # j: weight for each unit of these
    left: Ints  # p, g: people who leave in this tick, made ahead
    sent: Ints  # g, l of the state: of them, who chose an option
    flight_km: Floats  # g, p: to the nearest place out of danger
    flight: Ints  # g, p: first route of the way there, −1 where there is none


class Options(NamedTuple):
    """Options to share people out over, and room to work in, named as a member's are."""

    option_weight: Floats  # i
    option_key: Keys  # i: name keys
    work: Ints  # Work, i; at least the rows CHOSEN and ORDER
    work_key: Keys  # i
    sums: Floats  # i


class Tally(NamedTuple):
    """What is kept of one member's day, or (with axes m, d in front) of all."""

    stock: Counts  # p, g
    place: Counts  # PlaceTally, p
    route: Counts  # RouteTally, r
    day: Counts  # DayTally, and SideTally of each country
    border: Counts  # BorderTally, b
    entered: Counts  # g
