"""The built-in scenarios in words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING

from marchland.language import say

if TYPE_CHECKING:
    from marchland.io.catalogue import Entry

_WIDTH = 96


def listing(entries: Iterable[Entry]) -> str:
    """Return each built-in scenario: its name, its title, and a sentence on what it shows."""
    return "\n\n".join(
        "\n".join([f"{one.name}: {one.title}", *_sentence(one.about)]) for one in entries
    )


def which(entries: Iterable[Entry]) -> str:
    """Return what to answer to somebody who did not say which scenario."""
    names = ", ".join(one.name for one in entries)
    return say(
        "give the name of a built-in scenario ({names}) or a scenario folder; "
        "marchland scenarios says what each one shows",
        names=names,
    )


def _sentence(about: str) -> list[str]:
    return textwrap.wrap(about, _WIDTH, initial_indent="  ", subsequent_indent="  ")
