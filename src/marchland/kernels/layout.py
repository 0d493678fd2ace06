"""How state, network and settings lie in memory: a few bare arrays, with named rows.

Axes are written with the house's letters: m member, p place, r route, g group, d day, and besides
them c gate (a crossing or a route with seats), s network state, k class of groups to whom the same
routes are open, l label (an option of a place in one network state), t term (a destination of an
option), b border, o cohort. Places, routes and groups lie in the order of their ids, so that the
order of rows in a file changes nothing. An axis written in capitals is indexed by the constants
below that bear its name. Few arrays are passed about, since each costs time to compile.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int32]

ONWARD_WAYS, REGISTER_WAYS = range(2)
"""Uses of ways: to where people choose to go, and to where those found are registered."""

TRIES, PASSING, GATHERS, STRANDS, COUNTRY, HARD, FOREST_STRIP, FOREST_BORDER, PLACE_SLOT = range(9)
"""PLACE facts. What its kind declares (:class:`marchland.model.kinds.PlaceKind`): whether people
there try a line, are found or taken on behind one, follow those who went before, and are stranded.
The strip and the border that people are pushed back to, and the position in the output, are −1
where there is none."""

NEVER, WITHOUT_WAY, ALWAYS = range(3)
"""STRANDS of a place, as :class:`marchland.model.kinds.Strands` numbers them."""

ORIGIN, END, AIR, GATE, ROUTE_SLOT, TRANSFER_SLOT, FOOT = range(7)
"""ROUTE facts. Gate and positions in the output are −1 where there is none."""

GATE_ROUTE, CROSSING, BORDER = range(3)
"""GATE facts. The border of a gate that is no crossing is −1."""

WAY_END, WAY_GATE, WAY_ROUTE, WAY_NEXT, WAY_TERM = range(5)
"""LABEL facts: place where the way ends, gate it leads to (−1: a direct destination), first route
(−1: none, the gate is here), label of the rest of the way, first term."""

LEAVE, PUSH, CAPACITY, TRY_RATE, PICK_UP, PUSH_BACK, ONWARD, EFFECT, ROOM = range(9)
HOSPITAL, SHELTERED, REACHED, KITS, SERVED, CHILL, WALK, RELATIVE = range(9, 17)
"""SETTINGS of a place; an unlimited capacity is infinite. Of the cold: chance that somebody injured
comes to a hospital today, shares of people under a heated roof and reached by aid, people for whom
kits were delivered there, share that access or kits reach tonight, logarithm of tonight's hazard of
death for people there and for people on foot from there (−infinity: none), and the factor on it of
those there (0: nobody is in the open)."""

PERMEABILITY, PER_DAY, MOVED = range(3)
"""LINE settings of a route: permeability, people a day (infinite: no limit), transfer today."""

(
    PARTY,
    PACE,
    RESUME,
    LAW,
    POWER,
    SOFTENING,
    SCALE,
    KM_EQUIVALENT,
    DISPERSION,
    FOLLOWING,
    FOLLOWING_BASE,
    ODDS,
    HEAL,
    RELIEF,
) = range(14)
"""TRAITS of a member. ODDS: severe injuries for one death by cold, below 0 where there is no
weather. HEAL: chance on a day that somebody injured can go on. RELIEF: factor on the hazard of
those whom aid reaches."""

POWER_LAW, EXPONENTIAL_LAW = range(2)
"""Laws of deterrence."""

READY, RESTING, ARRIVING, SURPLUS, WAITING, RESTED, INJURED, IN_HOSPITAL, WALKING = range(9)
"""PEOPLE of a place and group: there and ready, there and resting, and within a day: arriving now,
too many for a hard place, turned away by a quota, resting since before today; then there and
injured, in a hospital near it, and (within a day) on foot from it at nightfall."""

NETWORK, TODAY, PHASE, SHORT, FREE, USED, TRAVELLING, AHEAD = range(8)
"""STATUS of a member: network state, index of its day, how far the day has come, cohorts for which
room is missing, first free cohort, cohorts in use, people on the way, and whether it waits for its
choices to be made ahead, by place (ASKED), or has them (MADE)."""

ASKED, MADE = 1, 2
"""States of AHEAD; 0: choices are made as people decide."""

JOURNEY, GROUP, SIZE, DEPARTS, ARRIVES, LEGS, GOAL, ORGANISED, NEXT = range(9)
"""COHORT: label of the journey or −1 − r for a single route, group, people, ticks of departure and
arrival, routes to travel (WHOLE: all), place where it ends, whether it is 1 a
transfer (which no closing stops) or 2 people brought to be registered, next cohort in the
bucket (of a free cohort: how far beyond the one behind it the next free one is, so that memory full
of zeros is a list of free cohorts that nobody had to write)."""

WHOLE = -1

OPTION, CHOSEN, ORDER, CELL, TAKEN = range(5)
"""WORK rows: labels to choose from, people who chose each, the options in the order of their draws,
counts to share, what each got."""

WEIGHT, SUM = range(2)
"""WEIGHTS of options, and their sums from each one's place in the order on."""

STRANDED, ARRIVED = range(2)
"""Tally by PLACE."""

FLOW, TRANSFERRED = range(2)
"""Tally by ROUTE."""

BY_STRIP, BY_CLOSED, BY_NO_DESTINATION, BY_QUOTA, ON_THE_WAY, OVER_CAPACITY, TURNED_AROUND = range(
    7
)
"""Tally of a DAY: people stranded by cause, and others."""

FIRST_SIDE = 7
DIED, INJURED_TODAY, SIDE_ROWS = range(3)
"""Tally of a DAY, from FIRST_SIDE on SIDE_ROWS for each country (by COUNTRY): people who died
there, and people severely injured by cold."""

ATTEMPTS, TURNED_BACK, PUSHED_BACK, CROSSED = range(4)
"""Tally by BORDER, events of the day."""


class Atlas(NamedTuple):
    """What stays as it is during a run."""

    place: Ints  # PLACE, p
    route: Ints  # ROUTE, r
    gate: Ints  # GATE, c
    place_key: Keys  # p
    group_key: Keys  # g
    route_key: Keys  # r
    route_days: Floats  # r: at pace 1
    serves: Bools  # r, g: whom a route is for


class Ways(NamedTuple):
    """Every option of every place in each network state met so far; it only grows.

    Notes
    -----
    The options of place p in state s for class k and use u are the labels from ``row[i]`` to before
    ``row[i + 1]``, with i = ``start[s, 2 * k + u] + 2 * p``, in the order of the ids of what they
    lead to. Labels that only continue another place's way stand behind them.
    """

    start: Ints  # s, 2k + u
    row: Ints
    group_class: Ints  # s, g, and the state's first label and first term at the end
    passable: Bools  # s, r, g
    label: Ints  # l, LABEL
    label_key: Keys  # l: of the destination or the gate
    label_days: Floats  # l: travel time at pace 1
    term_place: Ints  # t: destination
    term_cost: Floats  # t: km, without the first gate's own cost


class Member(NamedTuple):
    """One member, or (with a leading axis m) all: what it believes, and where people are."""

    key: Keys  # one: seed, member (and day) absorbed
    traits: Floats  # TRAITS
    settings: Floats  # SETTINGS, p
    pull: Floats  # p, g: attraction
    line: Floats  # LINE, r
    status: Ints  # STATUS
    people: Ints  # PEOPLE, p, g
    inbound: Ints  # p: people on the way there
    calendar: Ints  # bucket: index of the first cohort, −1 where there is none
    cohort: Ints  # o, COHORT
    queue: Ints  # c, g and the seats left today at the end
    toll: Floats  # c: a gate's own cost in km, below 0 where not yet known
    known: Floats  # t of the state: weight of a term, below 0 where not yet known
    work: Ints  # WORK, i
    work_key: Keys  # i
    weight: Floats  # WEIGHTS, i
    left: Ints  # p, g: people who leave in this tick, made ahead
    sent: Ints  # g, l of the state: of them, who chose an option


class Tally(NamedTuple):
    """What is kept of one member's day, or (with axes m, d in front) of all."""

    stock: Counts  # p, g
    place: Counts  # STRANDED or ARRIVED, p
    route: Counts  # FLOW or TRANSFERRED, r
    day: Counts  # DAY
    border: Counts  # BORDER, b
    entered: Counts  # g
