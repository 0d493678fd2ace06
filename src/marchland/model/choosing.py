"""Choosing a kind of place: the words that people use for places, and kinds side by side."""

from __future__ import annotations

from collections.abc import Mapping

from marchland.language import mark, say
from marchland.model.kinds import PLACE_KINDS, PlaceKind

OTHER_WORDS: Mapping[str, tuple[str, ...]] = {
    "city": ("settlement", "host_community"),
    "town": ("settlement", "host_community"),
    "village": ("settlement", "host_community"),
    "conflict_zone": ("settlement",),
    "origin": ("settlement",),
    "host": ("host_community",),
    "community": ("host_community",),
    "station": ("hub",),
    "airport": ("hub",),
    "port": ("landing", "hub"),
    "island": ("landing",),
    "border": ("border_post", "transit"),
    "checkpoint": ("border_post",),
    "crossing": ("border_post",),
    "crossing_point": ("border_post",),
    "transit_site": ("transit",),
    "transit_centre": ("transit",),
    "transit_center": ("transit",),
    "reception_site": ("transit",),
    "reception_centre": ("reception", "transit"),
    "reception_center": ("reception", "transit"),
    "site": ("camp", "spontaneous_site", "transit"),
    "informal_site": ("spontaneous_site",),
    "informal_settlement": ("spontaneous_site",),
    "settlement_site": ("camp", "spontaneous_site"),
    "makeshift": ("spontaneous_site",),
    "refugee_camp": ("camp",),
    "idp_camp": ("camp",),
    "idp_site": ("camp", "spontaneous_site"),
    "prison": ("detention",),
    "jail": ("detention",),
    "closed_centre": ("centre", "detention"),
    "country": ("destination",),
    "return": ("home",),
    **dict.fromkeys(("ville", "village", "localite"), ("settlement", "host_community")),
    **dict.fromkeys(("origine", "zone_de_conflit"), ("settlement",)),
    **dict.fromkeys(("communaute", "communaute_d_accueil", "famille"), ("host_community",)),
    **dict.fromkeys(("gare", "aeroport", "carrefour"), ("hub",)),
    **dict.fromkeys(("ile", "debarquement"), ("landing",)),
    "frontiere": ("border_post", "transit"),
    **dict.fromkeys(("poste_frontiere", "point_de_passage", "poste"), ("border_post",)),
    "site_de_transit": ("transit",),
    "centre_d_accueil": ("reception", "transit"),
    "site_spontane": ("spontaneous_site",),
    **dict.fromkeys(("camp_de_refugies", "camp_de_deplaces"), ("camp",)),
    "site_de_deplaces": ("camp", "spontaneous_site"),
    "centre_ferme": ("centre", "detention"),
    "pays": ("destination",),
    "foret": ("forest",),
    **dict.fromkeys(("foyer", "retour", "domicile"), ("home",)),
}
"""Words that people use for places, without accents, and the kinds that they may mean."""


def by_family() -> Mapping[str, Mapping[str, str]]:
    """Return when to choose each kind, under what kinds have in common."""
    return {
        say(heading): {kind.id: say(kind.choose) for kind in kinds}
        for heading, kinds in families().items()
    }


def families() -> Mapping[str, tuple[PlaceKind, ...]]:
    """Return all kinds in groups, by a heading that says what they have in common."""
    found: dict[str, list[PlaceKind]] = {}
    for kind in PLACE_KINDS.values():
        found.setdefault(_family(kind), []).append(kind)
    return {heading: tuple(kinds) for heading, kinds in found.items()}


def _family(kind: PlaceKind) -> str:
    if kind.tries or kind.passing:
        return mark("at a closed line")
    if kind.holds:
        return mark("where people are held")
    if not kind.receives:
        return mark("where people set out or pass through")
    came = kind.leave or kind.stay
    return mark("where displaced people come to") if came else mark("where people stay")
