"""Choice of journeys: the weight of each option, and people shared out over them."""

from __future__ import annotations

import math

from marchland.kernels.draws import multinomial_parties
from marchland.kernels.jit import law, njit
from marchland.kernels.keys import absorb
from marchland.kernels.layout import (
    CHOSEN,
    COUNTRY,
    CROSSING,
    EFFECT,
    GATE_ROUTE,
    KIND,
    KM_EQUIVALENT,
    LAW,
    NETWORK,
    ONWARD_WAYS,
    OPTION,
    PARTY,
    PERMEABILITY,
    POWER,
    POWER_LAW,
    REGISTER_WAYS,
    ROOM,
    SCALE,
    SOFTENING,
    STRIP,
    WAY_END,
    WAY_GATE,
    WAY_TERM,
    Atlas,
    Floats,
    Ints,
    Keys,
    Member,
    Ways,
)


@njit(cache=True)
def deterrence(traits: Floats, cost: float) -> float:
    """Return how much attraction is left over a cost in km: (softening + cost)^−power, or exp."""
    if traits[LAW] == POWER_LAW:
        return math.pow(traits[SOFTENING] + cost, -traits[POWER])
    return math.exp(-cost / traits[SCALE])


@njit(cache=True)
def fill_tolls(gate: Ints, line: Floats, traits: Floats, toll: Floats) -> None:
    """Set every gate's own cost in km: km_equivalent · −ln(permeability), 0 if no crossing."""
    for c in range(len(toll)):
        permeability = line[PERMEABILITY, gate[GATE_ROUTE, c]]
        if gate[CROSSING, c] == 0:
            toll[c] = 0.0
        elif permeability <= 0.0:
            toll[c] = math.inf
        else:
            toll[c] = -math.log(permeability) * traits[KM_EQUIVALENT]


@law
def option_weight(
    first: int,
    last: int,
    base: int,
    toll: float,
    p: int,
    g: int,
    term_place: Ints,
    term_cost: Floats,
    known: Floats,
    traits: Floats,
    settings: Floats,
    pull: Floats,
) -> float:
    """Sum the weights of an option's destinations, the terms from ``first`` to ``last``.

    Notes
    -----
    ``known`` keeps effect · deterrence of a term, worked out once in a network state.
    """
    total = 0.0
    for term in range(first, last):
        d = term_place[term]
        drawn = pull[d, g] * settings[ROOM, d]
        if d != p and drawn > 0.0:
            slot = term - base
            if known[slot] < 0.0:
                known[slot] = settings[EFFECT, d] * deterrence(traits, term_cost[term] + toll)
            total += drawn * known[slot]
    return total


@law
def offered(place: Ints, gate: Ints, p: int, end: int, c: int, use: int, at_line: bool) -> bool:
    """Whether a way to ``end`` (for gate c, −1: none) is an option for people who choose at p."""
    here = c >= 0 and end == p and gate[CROSSING, c] == 1
    if use == REGISTER_WAYS:
        return end != p and place[COUNTRY, end] == place[COUNTRY, p]
    if at_line:
        return here
    return not here and (c >= 0 or end != p)


@law
def weigh(
    atlas: Atlas, ways: Ways, member: Member, p: int, g: int, use: int, at_line: bool
) -> tuple[int, float]:
    """List the options of a place with their weights in the work rows; return number and sum."""
    first, last = labels(ways, member.status, p, g, use)
    base = ways.group_class[member.status[NETWORK], -1]
    options, total = 0, 0.0
    for i in range(first, last):
        end, c = ways.label[i, WAY_END], ways.label[i, WAY_GATE]
        if not offered(atlas.place, atlas.gate, p, end, c, use, at_line):
            continue
        weight = option_weight(
            ways.label[i, WAY_TERM],
            ways.label[i + 1, WAY_TERM],
            base,
            member.toll[c] if c >= 0 else 0.0,
            p,
            g,
            ways.term_place,
            ways.term_cost,
            member.known,
            member.traits,
            member.settings,
            member.pull,
        )
        if c >= 0 and end != p and atlas.place[KIND, end] == STRIP:
            weight *= member.pull[end, g] * member.settings[EFFECT, end]
        member.work[OPTION, options] = i
        member.work_key[options] = ways.label_key[i]
        member.weight[options] = weight
        total += weight
        options += 1
    return options, total


@law
def labels(ways: Ways, status: Ints, p: int, g: int, use: int) -> tuple[int, int]:
    """Return the first label of a place in the member's network state, and the end of its last."""
    state = status[NETWORK]
    row = ways.start[state, 2 * ways.group_class[state, g] + use] + 2 * p
    return ways.row[row], ways.row[row + 1]


@law
def choose(
    atlas: Atlas,
    ways: Ways,
    member: Member,
    key: int,
    p: int,
    g: int,
    people: int,
    use: int,
    at_line: bool,
) -> int:
    """Share people out over the options of a place; the counts are left in the row CHOSEN.

    Returns
    -------
    int
        Number of options, 0 where none has weight (people stay).
    """
    options, total = weigh(atlas, ways, member, p, g, use, at_line)
    if not total > 0.0:
        return 0
    multinomial_parties(
        key,
        people,
        int(member.traits[PARTY]),
        member.weight[:options],
        member.work_key[:options],
        member.work[CHOSEN, :options],
    )
    return options


@law
def way_out(atlas: Atlas, ways: Ways, member: Member, p: int, g: int) -> tuple[bool, bool]:
    """Tell whether any option is open to people at a place, and whether any has weight."""
    options, total = weigh(atlas, ways, member, p, g, ONWARD_WAYS, False)
    if total > 0.0:
        return True, True
    crossings, through = weigh(atlas, ways, member, p, g, ONWARD_WAYS, True)
    return options + crossings > 0, through > 0.0


@law
def cell_key(key: int, purpose: int, place_key: Keys, group_key: Keys, p: int, g: int) -> int:
    """Return the key of a decision of one group at one place in one tick."""
    return absorb(absorb(absorb(key, purpose), place_key[p]), group_key[g])
