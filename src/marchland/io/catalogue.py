"""The catalogue: what comes with Marchland, each scenario with its title and a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from marchland.io.manifest import read_manifest
from marchland.io.native import CARD
from marchland.io.read import built_in, find
from marchland.io.reading import read_text

_SHOWS = re.compile(r"^## What it shows\s+(.+?[.!?])(?=\s|$)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Entry:
    """A built-in scenario.

    Parameters
    ----------
    name
        What ``read`` and the command line call it.
    title
        What a person calls the crisis.
    about
        The first sentence of its data card under "What it shows".
    """

    name: str
    title: str
    about: str


def catalogue() -> tuple[Entry, ...]:
    """Return the scenarios that come with Marchland, by name."""
    return tuple(_entry(name) for name in built_in())


def _entry(name: str) -> Entry:
    folder = find(name)
    card = read_text(folder / CARD, CARD)
    found = _SHOWS.search(card) if isinstance(card, str) else None
    about = " ".join(found[1].split()) if found else ""
    return Entry(name, read_manifest(folder, name).title, about)
