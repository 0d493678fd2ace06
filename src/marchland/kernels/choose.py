"""Choice of journeys: the weight of each option, and people shared out over them."""

from __future__ import annotations

import math

from marchland.kernels.jit import kernel, law
from marchland.kernels.keys import absorb, absorb_spread
from marchland.kernels.layout import (
    USES,
    Atlas,
    Deterrence,
    Floats,
    Ints,
    Kept,
    Label,
    Line,
    Member,
    OfGate,
    OfPlace,
    Setting,
    Status,
    Trait,
    Use,
    Ways,
    Who,
)
from marchland.kernels.multinomial import share_parties

UNLIMITED = 1e300


@kernel
def deterrence(traits: Floats, cost: float) -> float:
    """Return how much attraction is left over a cost in km: (softening + cost)^−power, or exp."""
    if int(traits[Trait.LAW]) == Deterrence.POWER:
        return math.pow(traits[Trait.SOFTENING] + cost, -traits[Trait.POWER])
    return math.exp(-cost / traits[Trait.SCALE])


@kernel
def fill_tolls(gate: Ints, line: Floats, traits: Floats, toll: Floats) -> None:
    """Set every gate's own cost in km: km_equivalent · −ln(permeability), 0 if no crossing."""
    for c in range(len(toll)):
        permeability = line[Line.PERMEABILITY, gate[OfGate.ROUTE, c]]
        if gate[OfGate.CROSSING, c] == 0:
            toll[c] = 0.0
        elif permeability <= 0.0:
            toll[c] = math.inf
        else:
            toll[c] = -math.log(permeability) * traits[Trait.KM_EQUIVALENT]


@law
def option_weight(atlas: Atlas, ways: Ways, member: Member, i: int, p: int, g: int) -> float:
    """Return the weight of an option (label i) of people at p: the sum over its destinations.

    Notes
    -----
    ``known`` keeps effect · deterrence of a destination, worked out once in a network state. A
    gate in another strip weighs by the pull of that strip.
    """
    end, pull, known = ways.label[i, Label.END], member.pull, member.known
    base = ways.group_class[member.status[Status.NETWORK], -1]
    total = 0.0
    for term in range(ways.label[i, Label.TERM], ways.label[i + 1, Label.TERM]):
        d = ways.term_place[term]
        drawn = pull[d, g] * member.settings[Setting.ROOM, d]
        if d != p and drawn > 0.0:
            if known[term - base] < 0.0:
                get_to_know(ways, member, i, term)
            total += drawn * known[term - base]
    if beyond_line(atlas, ways, i, p):
        total *= pull[end, g] * member.settings[Setting.EFFECT, end]
    return total


@law
def get_to_know(ways: Ways, member: Member, i: int, term: int) -> None:
    """Work out effect · deterrence of a destination of label i."""
    d, c = ways.term_place[term], ways.label[i, Label.GATE]
    cost = ways.term_cost[term] + (member.toll[c] if c >= 0 else 0.0)
    slot = term - ways.group_class[member.status[Status.NETWORK], -1]
    member.known[slot] = member.settings[Setting.EFFECT, d] * deterrence(member.traits, cost)


@law
def beyond_line(atlas: Atlas, ways: Ways, i: int, p: int) -> bool:
    """Whether label i leads people at p to a gate in another strip."""
    end, c = ways.label[i, Label.END], ways.label[i, Label.GATE]
    return bool(c >= 0 and end != p and atlas.place[OfPlace.TRIES, end] == 1)


@law
def offered(atlas: Atlas, ways: Ways, p: int, i: int, use: int, at_line: bool) -> bool:
    """Whether label i is an option for people who choose at p."""
    end, c = ways.label[i, Label.END], ways.label[i, Label.GATE]
    here = c >= 0 and end == p and atlas.gate[OfGate.CROSSING, c] == 1
    if use == Use.REGISTER:
        return bool(
            end != p and atlas.place[OfPlace.COUNTRY, end] == atlas.place[OfPlace.COUNTRY, p]
        )
    if at_line:
        return bool(here)
    return not here and (c >= 0 or end != p)


@law
def options(
    atlas: Atlas, ways: Ways, member: Member, p: int, g: int, use: int, at_line: bool
) -> tuple[int, int]:
    """Return where the options of people at a place lie: the first, and the end.

    Notes
    -----
    None has a weight below 0; where none has one above, the end is the first. They are kept until
    the timeline or a reaction sets something. Where weights change with the people who are
    elsewhere, what does not change of them is kept (decision 6).
    """
    row = Kept.BEGIN
    if use == Use.REGISTER:
        row = Kept.REGISTER_BEGIN
    elif at_line:
        row = Kept.LINE_BEGIN
    begin, end = member.kept[row, p, g], member.kept[row + 1, p, g]
    changing = end < 0
    if end == 0:
        begin = member.status[Status.KEPT]
        keeps = begin + 2 * member.work.shape[1] <= member.status[Status.ROOM]
        changing = keeps and varies(atlas, ways, member, p, g, use)
        end = weigh(atlas, ways, member, Who(p, g, begin), use, at_line, changing)
        if keeps:
            member.kept[row, p, g], member.kept[row + 1, p, g] = begin, -end if changing else end
            member.status[Status.KEPT] = end
    elif changing:
        end = -end
    if changing and not weigh_again(atlas, ways, member, Who(p, g, begin), end):
        return begin, begin
    return begin, end


@law
def weigh(
    atlas: Atlas, ways: Ways, member: Member, who: Who, use: int, at_line: bool, changing: bool
) -> int:
    """List the options with weight of people at a place from a position on; return their end.

    Where weights change, those are listed, without weights, that may have one.
    """
    first, last = labels(ways, member.status, who.p, who.g, use)
    end = who.people
    for i in range(first, last):
        if offered(atlas, ways, who.p, i, use, at_line):
            if changing:
                listed = note_draw(atlas, ways, member, i, Who(who.p, who.g, end))
            else:
                member.option_weight[end] = option_weight(atlas, ways, member, i, who.p, who.g)
                listed = member.option_weight[end] > 0.0
            if listed:
                member.option[end], member.option_key[end] = i, ways.label_key[i]
                end += 1
    return end


@law
def note_draw(atlas: Atlas, ways: Ways, member: Member, i: int, who: Who) -> bool:
    """Note what of the weight of label i does not change; return whether it may have any.

    Notes
    -----
    An option with one destination weighs by the pull and room of that and by what is noted; any
    other is weighed whole each time.
    """
    term = ways.label[i, Label.TERM]
    d = int(ways.term_place[term])
    lone = ways.label[i + 1, Label.TERM] == term + 1 and not beyond_line(atlas, ways, i, who.p)
    member.option_place[who.people] = d if lone else -1
    if not lone:
        return True
    if d == who.p or not member.pull[d, who.g] > 0.0:
        return False
    slot = term - ways.group_class[member.status[Status.NETWORK], -1]
    if member.known[slot] < 0.0:
        get_to_know(ways, member, i, term)
    member.option_draw[who.people] = member.known[slot]
    return True


@law
def weigh_again(atlas: Atlas, ways: Ways, member: Member, who: Who, end: int) -> bool:
    """Weigh the options that are listed from a position on; return whether any has weight."""
    room, found = member.settings[Setting.ROOM], False
    for j in range(who.people, end):
        d = member.option_place[j]
        if d >= 0:
            weight = member.pull[d, who.g] * room[d] * member.option_draw[j]
        else:
            weight = option_weight(atlas, ways, member, member.option[j], who.p, who.g)
        member.option_weight[j] = weight
        found = found or weight > 0.0
    return found


@law
def varies(atlas: Atlas, ways: Ways, member: Member, p: int, g: int, use: int) -> bool:
    """Whether the weight of an option of people at p changes with the people who are elsewhere."""
    first, last = labels(ways, member.status, p, g, use)
    following = member.traits[Trait.FOLLOWING] > 0.0
    for term in range(ways.label[first, Label.TERM], ways.label[last, Label.TERM]):
        d = ways.term_place[term]
        capacity = member.settings[Setting.CAPACITY, d]
        filling = 0.0 < capacity <= UNLIMITED or (
            following and atlas.place[OfPlace.GATHERS, d] == 1
        )
        if filling and d != p and member.pull[d, g] > 0.0:
            return True
    return False


@law
def labels(ways: Ways, status: Ints, p: int, g: int, use: int) -> tuple[int, int]:
    """Return the first label of a place in the member's network state, and the end of its last."""
    state = status[Status.NETWORK]
    row = ways.start[state, USES * ways.group_class[state, g] + use] + 2 * p
    return ways.row[row], ways.row[row + 1]


@law
def choose(
    atlas: Atlas, ways: Ways, member: Member, key: int, who: Who, use: int, at_line: bool
) -> tuple[int, int]:
    """Share people out over the options of a place; the counts are left in the row CHOSEN.

    Returns
    -------
    start, stop
        Where the options lie; nothing lies there where none has weight (people stay).
    """
    start, stop = options(atlas, ways, member, who.p, who.g, use, at_line)
    if start < stop:
        share_parties(member, key, who.people, int(member.traits[Trait.PARTY]), start, stop)
    return start, stop


@law
def way_out(atlas: Atlas, ways: Ways, member: Member, p: int, g: int) -> tuple[bool, bool]:
    """Tell whether any option, here or elsewhere, is open to people at p, and if any has weight."""
    if member.kept[Kept.END, p, g] >= 0:
        begin, end = options(atlas, ways, member, p, g, Use.ONWARD, False)
        if begin < end:
            return True, True
    first, last = labels(ways, member.status, p, g, Use.ONWARD)
    found = False
    for i in range(first, last):
        if ways.label[i, Label.GATE] >= 0 or ways.label[i, Label.END] != p:
            found = True
            if option_weight(atlas, ways, member, i, p, g) > 0.0:
                return True, True
    return found, False


@law
def only_full(atlas: Atlas, ways: Ways, member: Member, p: int, g: int) -> bool:
    """Whether people at a place would have somewhere to go, were it not full."""
    first, last = labels(ways, member.status, p, g, Use.ONWARD)
    for i in range(first, last):
        if would_draw(atlas, ways, member, i, p, g):
            return True
    return False


@law
def would_draw(atlas: Atlas, ways: Ways, member: Member, i: int, p: int, g: int) -> bool:
    """Whether an option (label i) of people at p would have weight, had every place room."""
    end, c = ways.label[i, Label.END], ways.label[i, Label.GATE]
    effect = member.settings[Setting.EFFECT]
    if beyond_line(atlas, ways, i, p) and not member.pull[end, g] * effect[end] > 0.0:
        return False
    toll = member.toll[c] if c >= 0 else 0.0
    for term in range(ways.label[i, Label.TERM], ways.label[i + 1, Label.TERM]):
        d = ways.term_place[term]
        drawn = d != p and member.pull[d, g] > 0.0
        if drawn and effect[d] * deterrence(member.traits, ways.term_cost[term] + toll) > 0.0:
            return True
    return False


@law
def cell_key(key: int, purpose: int, atlas: Atlas, p: int, g: int) -> int:
    """Return the key of a decision of one group at one place in one tick."""
    return at_cell(absorb(key, purpose), atlas, p, g)


@law
def at_cell(key: int, atlas: Atlas, p: int, g: int) -> int:
    """Return the key of a group at a place, from that of a purpose in one tick."""
    return absorb_spread(absorb_spread(key, atlas.place_word[p]), atlas.group_word[g])
