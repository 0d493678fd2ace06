"""The tables of a gas network: countries, pipes between them, what enters, what is stored, used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from marchland.language import mark
from marchland.model.columns import Dates, Flags, NameLists, Numbers, Table, Texts, column

NODE_ROLES = ("demand", "origin", "boundary")
SUPPLY_KINDS = ("pipeline", "production", "lng", "boundary")

_ASSUMED = mark(
    "Whether no source stands behind the figure: it is drawn between low and high then."
)
_LOW, _HIGH = (
    mark("Lowest figure where it is assumed."),
    mark("Highest figure where it is assumed."),
)
_SOURCE = mark("Where the figure is from, or on what it is assumed.")
_DEFINITION = mark("What the figure means, since sources define it differently.")


@dataclass(frozen=True, eq=False, repr=False)
class Nodes(Table):
    """Countries of the gas network: users, origins of gas, and neighbours at its edge."""

    FILE: ClassVar[str] = "gas/nodes.csv"

    id: Texts = column(
        "id", mark("Short name by which the gas tables call it."), required=True, unique=True
    )
    name: Texts = column("text", mark("Name as people know it; blank: the id."))
    role: Texts = column(
        "choice",
        mark(
            "Whether gas is used there (demand), only comes from there (origin), or is "
            "exchanged with a country whose own use is not told (boundary)."
        ),
        choices=NODE_ROLES,
        default="demand",
    )
    country: Texts = column("text", mark("Country, ISO 3166-1 alpha-3."), required=True)
    eu: Flags = column(
        "flag", mark("Whether it is a member state of the European Union."), default="no"
    )
    lat: Numbers = column("number", mark("Latitude on the map."), low=-90, high=90, unit="degrees")
    lon: Numbers = column(
        "number", mark("Longitude on the map."), low=-180, high=180, unit="degrees"
    )
    weather_station: Texts = column(
        "id",
        mark(
            "Station in weather.csv whose degree days spread the use of a month over "
            "its days; blank: spread evenly."
        ),
        refers="station",
    )
    source: Texts = column("text", _SOURCE)


@dataclass(frozen=True, eq=False, repr=False)
class Pipes(Table):
    """What can flow from one country to the next; each direction has a row of its own."""

    FILE: ClassVar[str] = "gas/pipes.csv"

    id: Texts = column("id", mark("Short name, POL-DEU for instance."), required=True, unique=True)
    origin: Texts = column("id", mark("Where gas leaves."), required=True, refers="node")
    destination: Texts = column("id", mark("Where gas arrives."), required=True, refers="node")
    capacity_gwhd: Numbers = column(
        "number", mark("Most that can flow in a day."), required=True, low=0, unit="GWh/day"
    )
    low: Numbers = column("number", _LOW, low=0, unit="GWh/day")
    high: Numbers = column("number", _HIGH, low=0, unit="GWh/day")
    tags: NameLists = column("names", mark("Names under which a cut can name several."))
    definition: Texts = column("text", _DEFINITION)
    assumed: Flags = column("flag", _ASSUMED, default="no")
    source: Texts = column("text", _SOURCE, required=True)


@dataclass(frozen=True, eq=False, repr=False)
class Supply(Table):
    """What enters the network, and where: by pipe from outside, from the ground, from ships."""

    FILE: ClassVar[str] = "gas/supply.csv"

    entry: Texts = column("id", mark("Name of the entry; one row for each period."), required=True)
    node: Texts = column("id", mark("Country where it enters."), required=True, refers="node")
    kind: Texts = column("choice", mark("How it comes."), required=True, choices=SUPPLY_KINDS)
    from_country: Texts = column("text", mark("Country the gas is from, ISO alpha-3; blank: many."))
    date_from: Dates = column("date", mark("First day."), required=True)
    date_to: Dates = column("date", mark("Last day."), required=True)
    gwhd: Numbers = column(
        "number",
        mark("What comes in a day, gross calorific value."),
        required=True,
        low=0,
        unit="GWh/day",
    )
    low: Numbers = column("number", _LOW, low=0, unit="GWh/day")
    high: Numbers = column("number", _HIGH, low=0, unit="GWh/day")
    most_gwhd: Numbers = column(
        "number", mark("Technical capacity of the entry; blank: not known."), low=0, unit="GWh/day"
    )
    of_total: Texts = column(
        "id",
        mark(
            "Name of a measured total that the row is a share of: drawn shares are "
            "scaled so that the total stays."
        ),
    )
    tags: NameLists = column("names", mark("Names under which a cut can name several."))
    lat: Numbers = column("number", mark("Latitude on the map."), low=-90, high=90, unit="degrees")
    lon: Numbers = column(
        "number", mark("Longitude on the map."), low=-180, high=180, unit="degrees"
    )
    definition: Texts = column("text", _DEFINITION)
    assumed: Flags = column("flag", _ASSUMED, default="no")
    source: Texts = column("text", _SOURCE, required=True)


@dataclass(frozen=True, eq=False, repr=False)
class Storage(Table):
    """What each country can store, and what it has stored on the first day."""

    FILE: ClassVar[str] = "gas/storage.csv"

    node: Texts = column("id", mark("Country."), required=True, unique=True, refers="node")
    date: Dates = column("date", mark("Day of the fill, the first of the season."), required=True)
    fill: Numbers = column(
        "number", mark("Share of the volume that is full."), required=True, low=0, high=1
    )
    working_twh: Numbers = column(
        "number", mark("Volume that can be used."), required=True, low=0, above=True, unit="TWh"
    )
    low: Numbers = column("number", mark("Smallest volume where it is assumed."), low=0, unit="TWh")
    high: Numbers = column("number", mark("Largest volume where it is assumed."), low=0, unit="TWh")
    withdraw_gwhd: Numbers = column(
        "number",
        mark("Most that can be taken out in a day, when full."),
        required=True,
        low=0,
        unit="GWh/day",
    )
    inject_gwhd: Numbers = column(
        "number",
        mark("Most that can be put in in a day, when empty."),
        required=True,
        low=0,
        unit="GWh/day",
    )
    floor: Numbers = column(
        "number",
        mark("Share held back unless users would go short (a duty to hold)."),
        low=0,
        high=1,
    )
    definition: Texts = column("text", _DEFINITION)
    assumed: Flags = column("flag", _ASSUMED, default="no")
    source: Texts = column("text", _SOURCE, required=True)


@dataclass(frozen=True, eq=False, repr=False)
class Demand(Table):
    """What each country uses, by month, and the part of it that follows the cold."""

    FILE: ClassVar[str] = "gas/demand.csv"

    node: Texts = column("id", mark("Country."), required=True, refers="node")
    date_from: Dates = column("date", mark("First day."), required=True)
    date_to: Dates = column("date", mark("Last day."), required=True)
    gwhd: Numbers = column(
        "number",
        mark("Mean use in a day, gross calorific value."),
        required=True,
        low=0,
        unit="GWh/day",
    )
    base_gwhd: Numbers = column(
        "number",
        mark("Part that the cold does not change; blank: all of it."),
        low=0,
        unit="GWh/day",
    )
    low: Numbers = column("number", _LOW, low=0, unit="GWh/day")
    high: Numbers = column("number", _HIGH, low=0, unit="GWh/day")
    firm: Flags = column(
        "flag",
        mark(
            "Whether it must be met in full, as a contract with a country beyond the "
            "network: what cannot meet it is an error, not a shortage."
        ),
        default="no",
    )
    definition: Texts = column("text", _DEFINITION)
    assumed: Flags = column("flag", _ASSUMED, default="no")
    source: Texts = column("text", _SOURCE, required=True)


@dataclass(frozen=True, eq=False, repr=False)
class Stored(Table):
    """What was seen in the stores, to hold the model against; nothing is computed from it."""

    FILE: ClassVar[str] = "gas/stored.csv"

    node: Texts = column("id", mark("Country."), required=True, refers="node")
    date: Dates = column("date", mark("Day at whose end it was there."), required=True)
    twh: Numbers = column("number", mark("Gas in store."), required=True, low=0, unit="TWh")
    source: Texts = column("text", _SOURCE, required=True)


GAS_TABLES: tuple[type[Table], ...] = (Nodes, Pipes, Supply, Storage, Demand, Stored)
