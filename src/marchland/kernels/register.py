"""Register and tally: stocks, stranded people by cause, people beyond capacity."""

from __future__ import annotations

from marchland.kernels.choose import only_full, way_out
from marchland.kernels.jit import law
from marchland.kernels.layout import (
    Atlas,
    DayTally,
    Member,
    OfPlace,
    People,
    PlaceTally,
    Setting,
    Status,
    Strand,
    Tally,
    Ways,
)


@law
def register(atlas: Atlas, ways: Ways, member: Member, tally: Tally) -> None:
    """Write down the end of the day."""
    people = member.people
    for p in range(people.shape[1]):
        slot, total = atlas.place[OfPlace.SLOT, p], 0
        for g in range(people.shape[2]):
            here = (
                people[People.READY, p, g]
                + people[People.RESTING, p, g]
                + people[People.INJURED, p, g]
            )
            if here == 0:
                continue
            total += here
            stuck, cause = strand(atlas, ways, member, p, g, here)
            tally.day[cause] += stuck
            if slot >= 0:
                waits = cause == DayTally.BY_QUOTA or cause == DayTally.BY_FULL
                tally.place[PlaceTally.WAITING if waits else PlaceTally.STRANDED, slot] += stuck
                if tally.stock.shape[1] > 0:
                    tally.stock[slot, g if tally.stock.shape[1] > 1 else 0] += here
        if slot >= 0 and total > member.settings[Setting.CAPACITY, p]:
            over = total - int(member.settings[Setting.CAPACITY, p])
            tally.place[PlaceTally.OVER_CAPACITY, slot] = over
        if slot >= 0 and member.settings[Setting.PUSH, p] > 0.0:
            tally.place[PlaceTally.IN_DANGER, slot] = total
    tally.day[DayTally.ON_THE_WAY] = member.status[Status.TRAVELLING]


@law
def strand(atlas: Atlas, ways: Ways, member: Member, p: int, g: int, here: int) -> tuple[int, int]:
    """Tell how many people of a group at a place have no way on, and for which cause."""
    if atlas.place[OfPlace.STRANDS, p] == Strand.NEVER:
        return 0, DayTally.BY_STRIP
    if atlas.place[OfPlace.STRANDS, p] == Strand.ALWAYS:
        return here, DayTally.BY_STRIP
    found, weighty = way_out(atlas, ways, member, p, g)
    if weighty:
        return min(here, member.people[People.WAITING, p, g]), DayTally.BY_QUOTA
    if not found:
        return here, DayTally.BY_CLOSED
    full = only_full(atlas, ways, member, p, g)
    return here, DayTally.BY_FULL if full else DayTally.BY_NO_DESTINATION
