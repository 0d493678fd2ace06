"""What is said after files were read into a scenario."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from marchland.io.imports.into import Imported
from marchland.io.imports.made import TARGETS
from marchland.io.imports.merging import Revision

_SHOWN: Final = 12
"""Lines of a list that a terminal shows; how many more there are is said."""


def imports_in_words(found: Sequence[Imported]) -> str:
    """Return what each file became, what was revised, and what could not be joined."""
    return "\n".join(line for one in found for line in _lines(one))


def _lines(one: Imported) -> Iterator[str]:
    form, merged, made = one.facts.format, one.merged, one.made
    file = TARGETS[made.target].FILE
    yield f"{one.facts.source}"
    yield (
        f"  {file}: {merged.added} rows added, {len(merged.revised)} figures revised, "
        f"{merged.same} rows as before"
    )
    if not form.ships:
        yield f"  terms: {form.licence}. Do not pass these rows on without asking the publisher."
    for note in (*one.facts.notes, *made.notes):
        yield f"  {note}"
    yield from _list("revised", [_revision(r) for r in merged.revised])
    yield from _list("written by a person, left as it is", [_revision(r) for r in merged.kept])
    if made.joined is None:
        return
    ways = ", ".join(f"{n} by {how}" for how, n in made.joined.by.items())
    yield f"  areas joined: {ways or 'none'}"
    far = [f"{what} to {place}, {km:.1f} km away" for what, place, km in made.joined.far]
    yield from _list("joined by distance", far)
    lost = [f"{u.what} ({u.rows} rows){u.near}" for u in made.joined.unjoined]
    yield from _list("joined to no place, left out", lost)


def _revision(one: Revision) -> str:
    return f"{one.what}: {one.column} {one.before} is now {one.after}"


def _list(title: str, lines: Sequence[str]) -> Iterator[str]:
    """Yield a titled list, cut where it is long."""
    if lines:
        yield f"  {title}:"
        yield from (f"    {line}" for line in lines[:_SHOWN])
        if len(lines) > _SHOWN:
            yield f"    and {len(lines) - _SHOWN} more"
