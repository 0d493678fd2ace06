"""Fate: transfers with seats a day, such as return flights, evacuation and relocation."""

from __future__ import annotations

from marchland.kernels.draws import rounded, share
from marchland.kernels.jit import law
from marchland.kernels.keys import TRANSFER, absorb
from marchland.kernels.layout import (
    CELL,
    END,
    MOVED,
    ORIGIN,
    PACE,
    READY,
    RESTING,
    TAKEN,
    TRANSFER_SLOT,
    TRANSFERRED,
    Atlas,
    Member,
    Tally,
)
from marchland.kernels.travel import depart, in_ticks


@law
def transfer(atlas: Atlas, member: Member, tally: Tally, key: int, tick: int, ticks: int) -> None:
    """Move people along every route with seats for a transfer today."""
    for r in range(len(atlas.route_key)):
        if member.line[MOVED, r] > 0.0:
            draw_key = absorb(absorb(key, TRANSFER), atlas.route_key[r])
            take(atlas, member, draw_key, r)
            duration = in_ticks(atlas.route_days[r], member.traits[PACE], ticks)
            slot = atlas.route[TRANSFER_SLOT, r]
            for g in range(len(atlas.group_key)):
                people = member.work[TAKEN, g]
                if people > 0:
                    depart(
                        member.status,
                        member.inbound,
                        member.calendar,
                        member.cohort,
                        -1 - r,
                        g,
                        people,
                        atlas.route[END, r],
                        tick,
                        duration,
                        1,
                    )
                    if slot >= 0:
                        tally.route[TRANSFERRED, slot] += people


@law
def take(atlas: Atlas, member: Member, key: int, r: int) -> None:
    """Take up to the given number, ready or resting, of the groups that the route serves."""
    people, work, keys = member.people, member.work, member.work_key
    origin, groups = atlas.route[ORIGIN, r], len(atlas.group_key)
    for g in range(groups):
        serves = atlas.serves[r, g]
        work[CELL, g] = people[READY, origin, g] if serves else 0
        work[CELL, groups + g] = people[RESTING, origin, g] if serves else 0
        keys[g] = atlas.group_key[g]
        keys[groups + g] = absorb(atlas.group_key[g], TRANSFER)
    seats = rounded(key, member.line[MOVED, r])
    cells = 2 * groups
    share(key, work[CELL, :cells], keys[:cells], seats, work[TAKEN, :cells])
    for g in range(groups):
        people[READY, origin, g] -= work[TAKEN, g]
        people[RESTING, origin, g] -= work[TAKEN, groups + g]
        work[TAKEN, g] += work[TAKEN, groups + g]
