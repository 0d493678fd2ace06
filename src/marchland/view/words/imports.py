"""What is said after files were read into a scenario."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from marchland.io.imports.into import Imported
from marchland.io.imports.made import TARGETS
from marchland.io.imports.merging import Revision
from marchland.language import mark, say, say_in, say_n

_BY: Final = {
    "P-code": mark("{n} by P-code"),
    "name": mark("{n} by name"),
    "country": mark("{n} by country"),
    "distance": mark("{n} by distance"),
}
"""By what areas were joined."""
_SHOWN: Final = 12
"""Lines of a list that a terminal shows; how many more there are is said."""


def imports_in_words(found: Sequence[Imported]) -> str:
    """Return what each file became, what was revised, and what could not be joined."""
    return "\n".join(line for one in found for line in _lines(one))


def _lines(one: Imported) -> Iterator[str]:
    form, merged, made = one.facts.format, one.merged, one.made
    file = TARGETS[made.target].FILE
    yield f"{one.facts.source}"
    yield say(
        "  {file}: {added} rows added, {revised} figures revised, {same} rows as before",
        file=file,
        added=merged.added,
        revised=len(merged.revised),
        same=merged.same,
    )
    if not form.ships:
        yield say(
            "  terms: {licence}. Do not pass these rows on without asking the publisher.",
            licence=say(form.licence),
        )
    for note in (*one.facts.notes, *made.notes):
        yield f"  {note}"
    yield from _list(say("revised"), [_revision(r) for r in merged.revised])
    yield from _list(say("written by a person, left as it is"), [_revision(r) for r in merged.kept])
    if made.joined is None:
        return
    ways = ", ".join(say(_BY[how], n=n) for how, n in made.joined.by.items())
    yield say("  areas joined: {ways}", ways=ways or say_in("areas", "none"))
    far = [
        say("{area} to {place}, {km:.1f} km away", area=area, place=place, km=km)
        for area, place, km in made.joined.far
    ]
    yield from _list(say("joined by distance"), far)
    lost = [
        say_n("{area} ({n} row){near}", "{area} ({n} rows){near}", u.rows, area=u.what, near=u.near)
        for u in made.joined.unjoined
    ]
    yield from _list(say("joined to no place, left out"), lost)


def _revision(one: Revision) -> str:
    return say(
        "{row}: {column} {before} is now {after}",
        row=one.what,
        column=one.column,
        before=one.before,
        after=one.after,
    )


def _list(title: str, lines: Sequence[str]) -> Iterator[str]:
    """Yield a titled list, cut where it is long."""
    if lines:
        yield say("  {title}:", title=title)
        yield from (f"    {line}" for line in lines[:_SHOWN])
        if len(lines) > _SHOWN:
            yield say("    and {more} more", more=len(lines) - _SHOWN)
