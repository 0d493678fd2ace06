"""Register and tally: stocks, stranded people by cause, people beyond capacity."""

from __future__ import annotations

from marchland.kernels.choose import way_out
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
            stranded, cause = strand(atlas, ways, member, p, g, here)
            tally.day[cause] += stranded
            if slot >= 0:
                tally.place[PlaceTally.STRANDED, slot] += stranded
                if tally.stock.shape[1] > 0:
                    tally.stock[slot, g if tally.stock.shape[1] > 1 else 0] += here
        if total > member.settings[Setting.CAPACITY, p]:
            tally.day[DayTally.OVER_CAPACITY] += total - int(member.settings[Setting.CAPACITY, p])
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
    return here, DayTally.BY_NO_DESTINATION if found else DayTally.BY_CLOSED
