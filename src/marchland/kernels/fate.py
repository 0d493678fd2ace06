"""Fate: transfers with seats a day, such as return flights, evacuation and relocation."""

from __future__ import annotations

from marchland.kernels.draws import rounded, share
from marchland.kernels.jit import law
from marchland.kernels.keys import Purpose, absorb
from marchland.kernels.layout import (
    Atlas,
    Clock,
    Line,
    Member,
    OfRoute,
    People,
    RouteTally,
    Tally,
    Trait,
    Trip,
    Why,
    Work,
)
from marchland.kernels.travel import depart, in_ticks


@law
def transfer(atlas: Atlas, member: Member, tally: Tally, key: int, clock: Clock) -> None:
    """Move people along every route with seats for a transfer today."""
    for r in range(len(atlas.route_key)):
        if member.line[Line.MOVED, r] > 0.0:
            draw_key = absorb(absorb(key, Purpose.TRANSFER), atlas.route_key[r])
            take(atlas, member, draw_key, r)
            duration = in_ticks(atlas.route_days[r], member.traits[Trait.PACE], clock.ticks)
            slot = atlas.route[OfRoute.TRANSFER_SLOT, r]
            for g in range(len(atlas.group_key)):
                people = member.work[Work.TAKEN, g]
                if people > 0:
                    end = atlas.route[OfRoute.END, r]
                    trip = Trip(-1 - r, g, people, end, duration, Why.TRANSFERRED)
                    depart(member, trip, clock.tick)
                    if slot >= 0:
                        tally.route[RouteTally.TRANSFERRED, slot] += people


@law
def take(atlas: Atlas, member: Member, key: int, r: int) -> None:
    """Take up to the given number, ready or resting, of the groups that the route serves."""
    people, work, keys = member.people, member.work, member.work_key
    origin, groups = atlas.route[OfRoute.ORIGIN, r], len(atlas.group_key)
    for g in range(groups):
        serves = atlas.serves[r, g]
        work[Work.CELL, g] = people[People.READY, origin, g] if serves else 0
        work[Work.CELL, groups + g] = people[People.RESTING, origin, g] if serves else 0
        keys[g] = atlas.group_key[g]
        keys[groups + g] = absorb(atlas.group_key[g], Purpose.TRANSFER)
    seats = rounded(key, member.line[Line.MOVED, r])
    cells = 2 * groups
    share(key, work[Work.CELL, :cells], keys[:cells], seats, work[Work.TAKEN, :cells])
    for g in range(groups):
        people[People.READY, origin, g] -= work[Work.TAKEN, g]
        people[People.RESTING, origin, g] -= work[Work.TAKEN, groups + g]
        work[Work.TAKEN, g] += work[Work.TAKEN, groups + g]
