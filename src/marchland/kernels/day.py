"""A day of every member, in its one visible order."""

from __future__ import annotations

from marchland.kernels.border import cross, forest, resume
from marchland.kernels.choose import fill_tolls, labels
from marchland.kernels.draws import rounded
from marchland.kernels.exposure import expose
from marchland.kernels.fate import transfer
from marchland.kernels.jit import kernel, law, part
from marchland.kernels.keys import SEATS_TODAY, absorb
from marchland.kernels.layout import (
    AHEAD,
    ARRIVING,
    ASKED,
    GATE_ROUTE,
    MOVED,
    ONWARD_WAYS,
    PASSING,
    PER_DAY,
    PHASE,
    READY,
    REGISTER_WAYS,
    RESTED,
    RESTING,
    SHORT,
    TODAY,
    USED,
    WAITING,
    Atlas,
    Bools,
    Floats,
    Ints,
    Member,
    Tally,
    Ways,
)
from marchland.kernels.leave import UNLIMITED, board, choose_at, decide, displace, look, settle
from marchland.kernels.register import register
from marchland.kernels.travel import arrive, turn_back


@kernel
def advance(
    atlas: Atlas,
    ways: Ways,
    everyone: Member,
    tally: Tally,
    first: int,
    last: int,
    day: int,
    until: int,
    ticks: int,
    rerouted: Bools,
    begin: Ints,
    place: Ints,
    group: Ints,
    mean: Floats,
    law: int,
    ahead: bool,
) -> None:
    """Carry the members from ``first`` to before ``last`` through days on which nothing is set.

    Parameters
    ----------
    atlas, ways
        The network.
    everyone, tally
        State and output of all members; changed in place.
    day, until, ticks
        Index of the first day and of the one after the last, ticks a day.
    rerouted
        Whether the network state of a member changed on the first day (m).
    begin, place, group, mean
        Where how many people are displaced: first row of each day, and the end of the last; place
        and group (row), people (m, row).
    law
        How they are drawn: 0 given, 1 Poisson, 2 negative binomial.
    ahead
        Whether members stop before people decide, for :func:`choose_ahead` to choose for them.

    Notes
    -----
    A member goes through all the days before the next one begins, so that its state stays near the
    processor. One whose cohorts need more room than there is stops between two phases, with the
    number in its status SHORT; give it room, set that to 0 and call again: members whose day is
    ``until`` already do nothing.
    """
    for m in range(first, last):
        member = one(everyone, m)
        while member.status[SHORT] == 0 and member.status[TODAY] < until and not waits(member):
            now = member.status[TODAY]
            today = Tally(
                tally.stock[m, now],
                tally.place[m, now],
                tally.route[m, now],
                tally.day[m, now],
                tally.border[m, now],
                tally.entered[m, now],
            )
            key = absorb(member.key[0], now)
            if member.status[PHASE] == 0:
                if now == day and rerouted[m]:
                    fill_tolls(atlas.gate, member.line, member.traits, member.toll)
                    member.known[:] = -1.0
                    turn_back(atlas, ways, member, today, now * ticks, ticks)
                opening = absorb(key, 0)
                open_day(atlas, member, opening)
                rows = slice(begin[now - day], begin[now - day + 1])
                who, means = today.entered, mean[m, rows]
                displace(atlas, member, who, opening, place[rows], group[rows], means, law)
                member.status[PHASE] = 1
            while goes_on(member, ticks):
                next_phase(atlas, ways, member, today, key, now, ticks, ahead)
            if member.status[PHASE] == 2 * ticks + 2:
                member.status[TODAY], member.status[PHASE] = now + 1, 0


@kernel
def choose_ahead(atlas: Atlas, ways: Ways, alone: Member, begin: int, end: int) -> None:
    """Make the choices that a member waits for, at the places from ``begin`` to before ``end``.

    Several threads may do it for other places at once, each with room to work in of its own:
    ``alone`` is that one member, with such room.
    """
    member = one(alone, 0)
    tick = (member.status[PHASE] - 1) // 2
    key = absorb(absorb(member.key[0], member.status[TODAY]), tick)
    choose_at(atlas, ways, member, key, begin, end, tick == 0)


@law
def one(everyone: Member, m: int) -> Member:
    """Return one member of all."""
    return Member(
        everyone.key[m : m + 1],
        everyone.traits[m],
        everyone.settings[m],
        everyone.pull[m],
        everyone.line[m],
        everyone.status[m],
        everyone.people[m],
        everyone.inbound[m],
        everyone.calendar[m],
        everyone.cohort[m],
        everyone.queue[m],
        everyone.toll[m],
        everyone.known[m],
        everyone.work[m],
        everyone.work_key[m],
        everyone.weight[m],
        everyone.left[m],
        everyone.sent[m],
    )


@law
def goes_on(member: Member, ticks: int) -> bool:
    """Whether the day of a member has a next phase, and nothing that it must wait for."""
    unfinished = member.status[PHASE] < 2 * ticks + 2
    return bool(member.status[SHORT] == 0 and unfinished and not waits(member))


@law
def waits(member: Member) -> bool:
    """Whether a member waits for its choices to be made ahead."""
    return bool(member.status[AHEAD] == ASKED)


@part
def next_phase(
    atlas: Atlas,
    ways: Ways,
    member: Member,
    today: Tally,
    key: int,
    day: int,
    ticks: int,
    ahead: bool,
) -> None:
    """Carry one member through its next phase, if there is room for the cohorts it may need."""
    step = member.status[PHASE] - 1
    tick = step // 2
    now, tick_key = day * ticks + tick, absorb(key, tick)
    if step == 2 * ticks:
        if not has_room(member, cohorts_at_end(atlas, ways, member)):
            return
        end_day(atlas, ways, member, today, tick_key, now - 1, ticks)
    elif step % 2 == 0:
        arrive(atlas, ways, member, today, now)
        settle(atlas, member, tick_key)
        look(atlas, member)
    else:
        if not has_room(member, cohorts_to_leave(atlas, ways, member, tick == 0)):
            return
        if ahead and member.status[AHEAD] == 0:
            member.status[AHEAD] = ASKED
            return
        decide(atlas, ways, member, tick_key, now, ticks, tick == 0)
        member.status[AHEAD] = 0
        board(atlas, member, tick_key, now, ticks)
    member.status[PHASE] += 1


@part
def end_day(
    atlas: Atlas, ways: Ways, member: Member, today: Tally, key: int, tick: int, ticks: int
) -> None:
    """Forest, crossing, rest, fate and tally: what happens once a day."""
    note_rested(member.people)
    look(atlas, member)
    forest(atlas, ways, member, today, key, tick, ticks)
    board(atlas, member, key, tick, ticks)
    cross(atlas, ways, member, today, key)
    resume(atlas, member, key)
    transfer(atlas, member, today, key, tick, ticks)
    expose(atlas, ways, member, today, key, tick, ticks)
    look(atlas, member)
    register(atlas, ways, member, today)


@law
def note_rested(people: Ints) -> None:
    """Note who has been resting since before what happens today."""
    for p in range(people.shape[1]):
        for g in range(people.shape[2]):
            people[RESTED, p, g] = people[RESTING, p, g]


@law
def open_day(atlas: Atlas, member: Member, key: int) -> None:
    """Set out today's seats, and forget yesterday's queues."""
    member.people[WAITING] = 0
    for c in range(atlas.gate.shape[1]):
        route = atlas.gate[GATE_ROUTE, c]
        quota = member.line[PER_DAY, route]
        seats = 1 << 62
        if quota < UNLIMITED:
            seats = rounded(absorb(absorb(key, SEATS_TODAY), atlas.route_key[route]), quota)
        member.queue[c, -1] = seats


@law
def has_room(member: Member, needed: int) -> bool:
    """Whether so many more cohorts can be held; if not, say how many are needed."""
    if member.status[USED] + needed <= len(member.cohort):
        return True
    member.status[SHORT] = member.status[USED] + needed
    return False


@law
def cohorts_to_leave(atlas: Atlas, ways: Ways, member: Member, first: bool) -> int:
    """Bound the cohorts that may set out in a tick: one an option, and no more than people."""
    people, needed = member.people, 0
    for p in range(people.shape[1]):
        if atlas.place[PASSING, p] == 0:
            for g in range(people.shape[2]):
                deciding = people[READY if first else ARRIVING, p, g]
                if deciding > 0:
                    start, stop = labels(ways, member.status, p, g, ONWARD_WAYS)
                    needed += min(deciding, stop - start)
    return needed


@law
def cohorts_at_end(atlas: Atlas, ways: Ways, member: Member) -> int:
    """Bound the cohorts that may set out at the end of a day, from forests and by transfer."""
    people, needed = member.people, 0
    for p in range(people.shape[1]):
        if atlas.place[PASSING, p] == 1:
            for g in range(people.shape[2]):
                if people[READY, p, g] > 0:
                    start, stop = labels(ways, member.status, p, g, ONWARD_WAYS)
                    needed += stop - start
                    start, stop = labels(ways, member.status, p, g, REGISTER_WAYS)
                    needed += stop - start
    for r in range(member.line.shape[1]):
        if member.line[MOVED, r] > 0.0:
            needed += people.shape[2]
    return needed
