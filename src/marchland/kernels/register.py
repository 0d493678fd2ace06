"""Register and tally: stocks, stranded people by cause, people beyond capacity."""

from __future__ import annotations

from marchland.kernels.choose import way_out
from marchland.kernels.jit import law
from marchland.kernels.layout import (
    ALWAYS,
    BY_CLOSED,
    BY_NO_DESTINATION,
    BY_QUOTA,
    BY_STRIP,
    CAPACITY,
    INJURED,
    NEVER,
    ON_THE_WAY,
    OVER_CAPACITY,
    PLACE_SLOT,
    READY,
    RESTING,
    STRANDED,
    STRANDS,
    TRAVELLING,
    WAITING,
    Atlas,
    Member,
    Tally,
    Ways,
)


@law
def register(atlas: Atlas, ways: Ways, member: Member, tally: Tally) -> None:
    """Write down the end of the day."""
    people = member.people
    for p in range(people.shape[1]):
        slot, total = atlas.place[PLACE_SLOT, p], 0
        for g in range(people.shape[2]):
            here = people[READY, p, g] + people[RESTING, p, g] + people[INJURED, p, g]
            if here == 0:
                continue
            total += here
            stranded, cause = strand(atlas, ways, member, p, g, here)
            tally.day[cause] += stranded
            if slot >= 0:
                tally.place[STRANDED, slot] += stranded
                if tally.stock.shape[1] > 0:
                    tally.stock[slot, g if tally.stock.shape[1] > 1 else 0] += here
        if total > member.settings[CAPACITY, p]:
            tally.day[OVER_CAPACITY] += total - int(member.settings[CAPACITY, p])
    tally.day[ON_THE_WAY] = member.status[TRAVELLING]


@law
def strand(atlas: Atlas, ways: Ways, member: Member, p: int, g: int, here: int) -> tuple[int, int]:
    """Tell how many people of a group at a place have no way on, and for which cause."""
    if atlas.place[STRANDS, p] == NEVER:
        return 0, BY_STRIP
    if atlas.place[STRANDS, p] == ALWAYS:
        return here, BY_STRIP
    found, weighty = way_out(atlas, ways, member, p, g)
    if weighty:
        return min(here, member.people[WAITING, p, g]), BY_QUOTA
    return here, BY_NO_DESTINATION if found else BY_CLOSED
