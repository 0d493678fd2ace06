"""What a new scenario can be like: apart from what writes it, so that asking for help is quick."""

from __future__ import annotations

from collections.abc import Mapping

from marchland.language import mark

LIKE: Mapping[str, str] = {
    "camps": mark("a town under fire, a site at the border, and camps to which people are moved"),
    "corridor": mark("people who come by air and road, and a closed line with people between"),
    "outflow": mark("a war outflow by rail over open border posts, with queues"),
    "blank": mark("one place to leave and one to go to, and nothing else"),
}
"""Kinds of crisis that a skeleton can be like, each with what it has in it."""
