"""A day of every member, in its one visible order."""

from __future__ import annotations

from marchland.kernels.back import cohorts_back, go_back
from marchland.kernels.border import cross, forest, resume
from marchland.kernels.choose import UNLIMITED, fill_tolls, labels
from marchland.kernels.draws import rounded
from marchland.kernels.exposure import expose, fall, reckon
from marchland.kernels.fate import transfer
from marchland.kernels.fetch import address, fetch
from marchland.kernels.jit import kernel, law, part
from marchland.kernels.keys import Purpose, absorb
from marchland.kernels.layout import (
    Ahead,
    Atlas,
    Bools,
    Cell,
    Clock,
    Days,
    Entry,
    Ints,
    Line,
    Member,
    OfGate,
    OfPlace,
    People,
    Span,
    Status,
    Tally,
    Use,
    Watch,
    Ways,
)
from marchland.kernels.leave import (
    all_decide,
    board,
    choose_at,
    cohorts_an_option,
    decide,
    displace,
    look,
    settle,
)
from marchland.kernels.reference import refer
from marchland.kernels.register import register
from marchland.kernels.travel import arrive, turn_back


@kernel
def advance(
    atlas_: Atlas,
    ways_: Ways,
    everyone: Member,
    tally: Tally,
    span: Span,
    rerouted: Bools,
    days: Days,
) -> None:
    """Carry members through days on which nothing is set.

    Parameters
    ----------
    atlas_, ways_
        The network.
    everyone, tally
        State and output of all members; changed in place.
    span
        Which members, through which days. Members that stop before people decide wait for
        :func:`choose_ahead`.
    rerouted
        Whether the network state of a member changed on the first day (m).
    days
        Who is displaced on these days, what their nights are like, and whom reactions ask for.

    Notes
    -----
    A member goes through all the days before the next one begins, so that its state stays near the
    processor. One whose cohorts need more room than there is stops between two phases, with the
    number in its status SHORT; give it room, set that to 0 and call again: members whose day is
    ``until`` already do nothing.
    """
    atlas, ways = refer(atlas_), refer(ways_)
    entry, weather, watch = refer(days.entry), refer(days.weather), refer(days.watch)
    for m in range(span.first, span.last):
        member = refer(one(everyone, m))
        if not span.ahead:
            bring(member)
        while (
            member.status[Status.SHORT] == 0
            and member.status[Status.TODAY] < span.until
            and not waits(member)
        ):
            now = member.status[Status.TODAY]
            today = refer(on(tally, m, now))
            key = absorb(member.key[0], now)
            if member.status[Status.PHASE] == 0:
                if now == span.day and rerouted[m]:
                    fill_tolls(atlas.gate, member.line, member.traits, member.toll)
                    member.known[:] = -1.0
                    turn_back(atlas, ways, member, today, Clock(now * span.ticks, span.ticks))
                fall(weather, member, m, now)
                opening = absorb(key, 0)
                open_day(atlas, member, opening)
                displace(atlas, member, today.entered, opening, of_day(entry, m, now - span.day))
                member.status[Status.PHASE] = 1
            while goes_on(member, span.ticks):
                next_phase(atlas, ways, member, today, key, now, span)
            if member.status[Status.PHASE] == 2 * span.ticks + 2:
                reckon(weather, member, m, now)
                see(watch, member.people, m, now - span.day)
                member.status[Status.TODAY], member.status[Status.PHASE] = now + 1, 0


@law
def see(watch: Watch, people: Ints, m: int, d: int) -> None:
    """Note how many people are at the places that reactions ask for."""
    for w in range(watch.people.shape[2]):
        there = 0
        for row in range(watch.begin[w], watch.begin[w + 1]):
            for g in range(people.shape[2]):
                there += people[People.READY, watch.place[row], g]
                there += people[People.RESTING, watch.place[row], g]
        watch.people[m, d, w] = there


@law
def bring(member: Member) -> None:
    """Have what a member's day needs brought near: where people are, what is set, what is kept."""
    fetch(address(member.people), 8 * member.people.size)
    fetch(address(member.settings), 8 * member.settings.size)
    fetch(address(member.inbound), 8 * member.inbound.size)
    fetch(address(member.queue), 8 * member.queue.size)
    fetch(address(member.due), 4 * member.status[Status.USED])
    fetch(address(member.size), 8 * member.status[Status.USED])
    fetch(address(member.cohort), 4 * member.cohort.shape[1] * member.status[Status.USED])
    fetch(address(member.kept), 8 * 2 * member.kept.shape[1] * member.kept.shape[2])
    kept = 8 * member.status[Status.KEPT]
    fetch(address(member.option), kept)
    fetch(address(member.option_key), kept)
    fetch(address(member.option_weight), kept)


@kernel
def choose_ahead(atlas_: Atlas, ways_: Ways, alone: Member, begin: int, end: int) -> None:
    """Make the choices that a member waits for, at the places from ``begin`` to before ``end``.

    Several threads may do it for other places at once, each with room to work in of its own:
    ``alone`` is that one member, with such room.
    """
    atlas, ways, member = refer(atlas_), refer(ways_), refer(one(alone, 0))
    tick = (member.status[Status.PHASE] - 1) // 2
    key = absorb(absorb(member.key[0], member.status[Status.TODAY]), tick)
    choose_at(atlas, ways, member, key, begin, end, tick == 0)


@law
def on(tally: Tally, m: int, day: int) -> Tally:
    """Return one member's day of all."""
    return Tally(
        tally.stock[m, day],
        tally.place[m, day],
        tally.route[m, day],
        tally.day[m, day],
        tally.border[m, day],
        tally.entered[m, day],
    )


@law
def of_day(entry: Entry, m: int, i: int) -> Entry:
    """Return who is displaced in one member on the i-th day."""
    rows = slice(entry.begin[i], entry.begin[i + 1])
    return Entry(entry.begin, entry.place[rows], entry.group[rows], entry.mean[m, rows], entry.law)


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
        everyone.due[m],
        everyone.size[m],
        everyone.cohort[m],
        everyone.queue[m],
        everyone.toll[m],
        everyone.known[m],
        everyone.work[m],
        everyone.work_key[m],
        everyone.sums[m],
        everyone.cells[m],
        everyone.kept[m],
        everyone.option[m],
        everyone.option_key[m],
        everyone.option_weight[m],
        everyone.option_place[m],
        everyone.option_draw[m],
        everyone.left[m],
        everyone.sent[m],
        everyone.flight_km[m],
        everyone.flight[m],
    )


@law
def goes_on(member: Member, ticks: int) -> bool:
    """Whether the day of a member has a next phase, and nothing that it must wait for."""
    unfinished = member.status[Status.PHASE] < 2 * ticks + 2
    return bool(member.status[Status.SHORT] == 0 and unfinished and not waits(member))


@law
def waits(member: Member) -> bool:
    """Whether a member waits for its choices to be made ahead."""
    return bool(member.status[Status.AHEAD] == Ahead.ASKED)


@part
def next_phase(
    atlas: Atlas, ways: Ways, member: Member, today: Tally, key: int, day: int, span: Span
) -> None:
    """Carry one member through its next phase, if there is room for the cohorts it may need."""
    step = member.status[Status.PHASE] - 1
    tick = step // 2
    now, tick_key = day * span.ticks + tick, absorb(key, tick)
    if step == 2 * span.ticks:
        if not has_room(member, cohorts_at_end(atlas, ways, member)):
            return
        end_day(atlas, ways, member, today, tick_key, Clock(now - 1, span.ticks))
    elif step % 2 == 0:
        arrive(atlas, ways, member, today, now)
        settle(atlas, member, tick_key)
        if tick == 0:
            all_decide(member)
        look(atlas, member)
    else:
        if span.ahead and member.status[Status.AHEAD] == Ahead.NOT:
            member.status[Status.AHEAD] = Ahead.ASKED
            return
        if not has_room(member, cohorts_to_leave(atlas, ways, member, tick == 0)):
            return
        decide(atlas, ways, member, tick_key, Clock(now, span.ticks), tick == 0)
        member.status[Status.AHEAD] = Ahead.NOT
        board(atlas, ways, member, tick_key, Clock(now, span.ticks))
    member.status[Status.PHASE] += 1


@part
def end_day(atlas: Atlas, ways: Ways, member: Member, today: Tally, key: int, clock: Clock) -> None:
    """Forest, crossing, rest, fate and tally: what happens once a day."""
    note_rested(member.people)
    look(atlas, member)
    forest(atlas, ways, member, today, key, clock)
    board(atlas, ways, member, key, clock)
    cross(atlas, ways, member, today, key)
    resume(atlas, member, key)
    go_back(atlas, ways, member, key, clock)
    transfer(atlas, member, today, key, clock)
    expose(atlas, ways, member, today, key, clock)
    look(atlas, member)
    register(atlas, ways, member, today)


@law
def note_rested(people: Ints) -> None:
    """Note who has been resting since before what happens today."""
    for p in range(people.shape[1]):
        for g in range(people.shape[2]):
            people[People.RESTED, p, g] = people[People.RESTING, p, g]


@law
def open_day(atlas: Atlas, member: Member, key: int) -> None:
    """Set out today's seats, and forget yesterday's queues."""
    member.people[People.WAITING] = 0
    for c in range(atlas.gate.shape[1]):
        route = atlas.gate[OfGate.ROUTE, c]
        quota = member.line[Line.PER_DAY, route]
        seats = 1 << 62
        if quota < UNLIMITED:
            seats = rounded(absorb(absorb(key, Purpose.SEATS_TODAY), atlas.route_key[route]), quota)
        member.queue[c, -1] = seats


@law
def has_room(member: Member, needed: int) -> bool:
    """Whether so many more cohorts can be held; if not, say how many are needed."""
    if member.status[Status.USED] + needed <= len(member.cohort):
        return True
    member.status[Status.SHORT] = member.status[Status.USED] + needed
    return False


@law
def cohorts_to_leave(atlas: Atlas, ways: Ways, member: Member, first: bool) -> int:
    """Bound the cohorts that may set out in a tick: those of each option, no more than people."""
    if member.status[Status.AHEAD] == Ahead.MADE:
        return int(member.status[Status.LEAVING])
    needed = 0
    for i in range(member.status[Status.CELLS]):
        p, g = member.cells[Cell.PLACE, i], member.cells[Cell.GROUP, i]
        if atlas.place[OfPlace.PASSING, p] == 0:
            deciding = member.people[People.READY if first else People.ARRIVING, p, g]
            start, stop = labels(ways, member.status, p, g, Use.ONWARD)
            needed += min(deciding, max(1, cohorts_an_option(member, p) * (stop - start)))
    return needed


@law
def cohorts_at_end(atlas: Atlas, ways: Ways, member: Member) -> int:
    """Bound the cohorts that may set out at the end of a day, from forests and by transfer."""
    people, needed = member.people, 0
    for p in range(people.shape[1]):
        if atlas.place[OfPlace.PASSING, p] == 1:
            for g in range(people.shape[2]):
                if people[People.READY, p, g] > 0:
                    start, stop = labels(ways, member.status, p, g, Use.ONWARD)
                    needed += 2 * (stop - start)
                    start, stop = labels(ways, member.status, p, g, Use.REGISTER)
                    needed += stop - start
    for r in range(member.line.shape[1]):
        if member.line[Line.MOVED, r] > 0.0:
            needed += people.shape[2]
    return needed + cohorts_back(atlas, ways, member)
