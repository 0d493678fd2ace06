"""What a scenario folder holds, table by table: every column declared once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from marchland.language import mark, say
from marchland.model.aid import ITEMS, units
from marchland.model.choosing import OTHER_WORDS, by_family
from marchland.model.columns import Amounts, Dates, Flags, NameLists, Numbers, Table, Texts, column
from marchland.model.events import EVENTS, by_lane, names
from marchland.model.events import OTHER_WORDS as EVENT_WORDS
from marchland.model.gas import GAS_TABLES
from marchland.model.kinds import PLACE_KINDS
from marchland.model.near import either
from marchland.model.shelter import SHELTERS
from marchland.model.views import SUBJECTS, VERDICTS

MODE_WORDS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("bus", "buses", "lorry", "convoy", "trucks"), ("truck",)),
    **dict.fromkeys(("car", "cars", "taxi", "vehicle", "drive", "driving"), ("road",)),
    **dict.fromkeys(("walk", "walking", "on_foot", "path", "trail", "pedestrian"), ("foot",)),
    **dict.fromkeys(("train", "railway"), ("rail",)),
    **dict.fromkeys(("boat", "ship", "ferry", "vessel"), ("river", "sea")),
    **dict.fromkeys(("plane", "flight", "airplane", "helicopter"), ("air",)),
    **dict.fromkeys(("border", "fence", "line"), ("crossing",)),
    **dict.fromkeys(("camion", "camions", "autobus", "convoi"), ("truck",)),
    **dict.fromkeys(("voiture", "route", "vehicule"), ("road",)),
    **dict.fromkeys(("a_pied", "pied", "marche", "sentier"), ("foot",)),
    "chemin_de_fer": ("rail",),
    **dict.fromkeys(("bateau", "navire", "pirogue"), ("river", "sea")),
    **dict.fromkeys(("fleuve", "riviere"), ("river",)),
    "mer": ("sea",),
    **dict.fromkeys(("avion", "vol", "helicoptere"), ("air",)),
    **dict.fromkeys(("passage", "frontiere", "ligne", "cloture"), ("crossing",)),
}
"""Words that people use for modes, without accents, and what they may mean."""
MODES = ("foot", "road", "truck", "rail", "river", "sea", "air", "crossing")
MEASURES = (
    "attempts",
    "turned_back",
    "detected",
    "registered",
    "held",
    "stock",
    "entered",
    "transferred",
    "deaths",
)
CAUSES = ("exposure", "sickness", "violence", "drowning", "traffic", "unknown")
QUALITIES = ("high", "medium", "low")
RUNGS = (
    mark("none"),
    mark("protest notes"),
    mark("harassment"),
    mark("arms aimed, armed intrusion or a non-lethal shot"),
    mark("show of force"),
    mark("shots with casualties"),
    mark("fighting"),
    mark("war"),
)
"""Rungs of incidents, from 0; an order, no more."""


@dataclass(frozen=True, eq=False, repr=False)
class Places(Table):
    """Where people can be."""

    FILE: ClassVar[str] = "places.csv"
    REQUIRED: ClassVar[bool] = True

    id: Texts = column(
        "id", mark("Short name by which other files call the place."), required=True, unique=True
    )
    name: Texts = column("text", mark("Name as people know it; blank: the id."))
    country: Texts = column(
        "text", mark("Country whose ground it is, ISO 3166-1 alpha-3."), required=True
    )
    lat: Numbers = column("number", mark("Latitude, WGS 84."), low=-90, high=90, unit="degrees")
    lon: Numbers = column("number", mark("Longitude, WGS 84."), low=-180, high=180, unit="degrees")
    kind: Texts = column(
        "choice",
        mark("What sort of place it is; it decides what people do there."),
        required=True,
        choices=tuple(PLACE_KINDS),
        explains=by_family,
        other_words=OTHER_WORDS,
    )
    capacity: Numbers = column(
        "number", mark("People it can take; blank: no limit."), low=0, unit="people"
    )
    soft_or_hard: Texts = column(
        "choice",
        mark("Whether people beyond the capacity stay (soft) or must choose again (hard)."),
        choices=("soft", "hard"),
        default="soft",
    )
    attraction: Amounts = column(
        "amount",
        mark("Factor on what draws people there, beside what the timeline sets; blank: 1."),
        low=0,
        high=1e12,
    )
    population: Numbers = column(
        "number", mark("People who live there; told, not moved."), low=0, unit="people"
    )
    pcode: Texts = column("text", mark("Place code of OCHA's common operational data sets."))
    tags: NameLists = column(
        "names", mark("Labels under which the timeline can name several places.")
    )
    weather_station: Texts = column(
        "id", mark("Station in weather.csv that stands for the place."), refers="station"
    )
    shelter: Texts = column(
        "choice",
        mark(
            "What people there have over their heads; blank: open in a strip or a "
            "forest, a building anywhere else."
        ),
        choices=tuple(SHELTERS),
    )
    source: Texts = column("text", mark("Where position, kind and capacity are from."))


@dataclass(frozen=True, eq=False, repr=False)
class Routes(Table):
    """How people can move between places."""

    FILE: ClassVar[str] = "routes.csv"
    REQUIRED: ClassVar[bool] = True

    id: Texts = column(
        "id",
        mark("Short name of the route; two routes may join the same places."),
        required=True,
        unique=True,
    )
    origin: Texts = column("id", mark("Place where it begins."), required=True, refers="place")
    destination: Texts = column("id", mark("Place where it ends."), required=True, refers="place")
    length_km: Numbers = column(
        "number",
        mark("Length along the way; blank: the straight line times a stated factor by mode."),
        low=0,
        high=1_000_000,
        unit="km",
    )
    mode: Texts = column(
        "choice",
        mark("How people move; a crossing leads over a closed line."),
        choices=MODES,
        other_words=MODE_WORDS,
        default="road",
    )
    both_ways: Flags = column(
        "flag",
        mark(
            "Whether it can be taken in both directions; a crossing and a route with "
            "seats have one direction."
        ),
        default="no",
    )
    permeability: Amounts = column(
        "amount",
        mark("Chance that a try at a crossing succeeds; give it by border, not by sector."),
        low=0,
        high=1,
    )
    per_day: Amounts = column(
        "amount", mark("Seats or quota a day; blank: no limit."), low=0, unit="people/day"
    )
    groups: NameLists = column(
        "names", mark("Groups that may take it; blank: all."), refers="group"
    )
    opened: Flags = column(
        "flag", mark("Whether it is open on the first day, before the timeline."), default="yes"
    )
    source: Texts = column("text", mark("Where length and terms are from, or the word assumed."))


@dataclass(frozen=True, eq=False, repr=False)
class Displaced(Table):
    """Who leaves home, where and when."""

    FILE: ClassVar[str] = "displaced.csv"
    REQUIRED: ClassVar[bool] = True

    date: Dates = column("date", mark("First day on which they enter."), required=True)
    date_to: Dates = column(
        "date", mark("Last day on which they enter; blank: the first day only.")
    )
    place: Texts = column("id", mark("Place where they enter."), required=True, refers="place")
    group: Texts = column("id", mark("Group they belong to."), required=True, refers="group")
    people: Amounts = column(
        "amount", mark("People a day."), required=True, low=0, unit="people/day"
    )
    by: Texts = column(
        "id", mark("Actor who decided it; blank: nobody that is named."), refers="actor"
    )
    source: Texts = column("text", mark("Where the number is from, or the word assumed."))


@dataclass(frozen=True, eq=False, repr=False)
class Timeline(Table):
    """What happens from outside, on its date: one long table for every kind of event."""

    FILE: ClassVar[str] = "timeline.csv"

    date: Dates = column("date", mark("Day from whose start it holds."), required=True)
    what: Texts = column(
        "choice",
        mark("Kind of event."),
        required=True,
        choices=tuple(EVENTS),
        explains=by_lane,
        other_words=EVENT_WORDS,
    )
    where: Texts = column(
        "id",
        lambda: say(
            "Place, route, border (BLR>POL), country or tag, as the kind of event allows; blank: "
            "everywhere ({kinds} only).",
            kinds=names(everywhere=True),
        ),
        refers="where",
    )
    group: Texts = column(
        "id",
        lambda: say("Group it concerns ({kinds} only); blank: all.", kinds=names(by_group=True)),
        refers="group",
    )
    value: Amounts = column(
        "amount",
        lambda: say(
            "New value, as the kind of event has it; blank for {kinds}.", kinds=names(value=None)
        ),
        low=0,
    )
    by: Texts = column(
        "id", mark("Actor who decided it; blank: nobody that is named."), refers="actor"
    )
    label: Texts = column(
        "text",
        mark(
            "What happened, in plain words, for the list of events; rows without a "
            "label are not listed."
        ),
    )
    announced: Dates = column(
        "date",
        mark(
            "Day from which it was known that this would come; blank: its own date. A "
            "forecast knows what had happened or was announced by its day."
        ),
    )
    source: Texts = column("text", mark("Where date and effect are from, or the word assumed."))


@dataclass(frozen=True, eq=False, repr=False)
class Composition(Table):
    """Shares of women, men and children: they split counts in the output, and change none."""

    FILE: ClassVar[str] = "composition.csv"

    group: Texts = column(
        "id",
        mark("Group; blank: all groups without a row of their own."),
        unique=True,
        refers="group",
    )
    women: Numbers = column("number", mark("Share of women."), required=True, low=0, high=1)
    men: Numbers = column("number", mark("Share of men."), required=True, low=0, high=1)
    children: Numbers = column(
        "number", mark("Share of people under 18."), required=True, low=0, high=1
    )
    source: Texts = column("text", mark("Where the shares are from, or the word assumed."))


@dataclass(frozen=True, eq=False, repr=False)
class Weather(Table):
    """Daily weather by station."""

    FILE: ClassVar[str] = "weather.csv"

    date: Dates = column("date", mark("Day."), required=True)
    station: Texts = column("id", mark("Station, as places.csv calls it."), required=True)
    t_min_c: Numbers = column(
        "number", mark("Lowest air temperature."), low=-90, high=60, unit="°C"
    )
    t_mean_c: Numbers = column("number", mark("Mean air temperature."), low=-90, high=60, unit="°C")
    t_max_c: Numbers = column(
        "number", mark("Highest air temperature."), low=-90, high=60, unit="°C"
    )
    precip_mm: Numbers = column("number", mark("Precipitation."), low=0, high=2000, unit="mm")
    wind_ms: Numbers = column(
        "number", mark("Mean wind at 10 m; blank: as usual."), low=0, high=120, unit="m/s"
    )
    source: Texts = column("text", mark("Who measured it."))


@dataclass(frozen=True, eq=False, repr=False)
class Aid(Table):
    """Aid that was delivered or is planned."""

    FILE: ClassVar[str] = "aid.csv"

    date: Dates = column("date", mark("Day of delivery."), required=True)
    place: Texts = column("id", mark("Place it reaches."), required=True, refers="place")
    item: Texts = column(
        "text",
        lambda: say(
            "What is delivered: {items}; anything else is listed and serves no need.",
            items="; ".join(
                say("{item} in {units}", item=item, units=either(units(item))) for item in ITEMS
            ),
        ),
        required=True,
    )
    quantity: Numbers = column("number", mark("How much of it."), required=True, low=0)
    unit: Texts = column("text", mark("Unit of the quantity."), required=True)
    source: Texts = column("text", mark("Where it is from."))


@dataclass(frozen=True, eq=False, repr=False)
class Observations(Table):
    """What was counted in the field, with the operator that the model is read with."""

    FILE: ClassVar[str] = "observations.csv"

    series: Texts = column(
        "id", mark("Name of the series the count belongs to; one picture a series."), required=True
    )
    date_from: Dates = column(
        "date", mark("First day counted (a stock: the day itself)."), required=True
    )
    date_to: Dates = column("date", mark("Last day counted; blank: the first."))
    measure: Texts = column(
        "choice", mark("Observation operator."), required=True, choices=MEASURES
    )
    where: Texts = column(
        "id",
        mark("Place, route, border, country or tag it was counted at."),
        required=True,
        refers="where",
    )
    group: Texts = column("id", mark("Group it counts; blank: all."), refers="group")
    cause: Texts = column(
        "choice", mark("Cause group of deaths; blank: all causes."), choices=CAUSES
    )
    cumulative: Flags = column(
        "flag", mark("Whether it counts from the series' first date_from on."), default="no"
    )
    value: Numbers = column(
        "number", mark("The count."), required=True, low=0, unit=mark("people or events")
    )
    low: Numbers = column("number", mark("Lowest figure where sources disagree."), low=0)
    high: Numbers = column("number", mark("Highest figure where sources disagree."), low=0)
    reporting: Amounts = column(
        "amount", mark("Share of the events that enter this count; blank: all."), low=0
    )
    quality: Texts = column(
        "choice", mark("How far the source can be trusted."), choices=QUALITIES, default="medium"
    )
    use: Texts = column(
        "choice",
        mark("Whether the count may be fitted to, is kept for the score, or is only shown."),
        choices=("fit", "score", "show"),
        default="score",
    )
    source: Texts = column("text", mark("Who counted, and where it was published."), required=True)


@dataclass(frozen=True, eq=False, repr=False)
class Judged(Table):
    """What people judge that a move is worth to an actor, where nothing is simulated."""

    FILE: ClassVar[str] = "judged.csv"

    term: Texts = column("id", mark("Term of terms.yaml."), required=True, refers="term")
    actor: Texts = column(
        "id", mark("Actor to whom it is worth that."), required=True, refers="actor"
    )
    move: Texts = column("id", mark("Move by which it comes."), required=True, refers="move")
    beside: Texts = column(
        "id",
        mark("Move of another that must be made, too; blank: whatever others do."),
        refers="move",
    )
    low: Numbers = column(
        "number", mark("Lowest value, in the term's scale."), required=True, low=0
    )
    high: Numbers = column(
        "number", mark("Highest value, in the term's scale."), required=True, low=0
    )
    source: Texts = column(
        "text", mark("Where it is from, or the word assumed with the reason."), required=True
    )


@dataclass(frozen=True, eq=False, repr=False)
class Incidents(Table):
    """Incidents between armed sides by date and rung: an order, never added or averaged."""

    FILE: ClassVar[str] = "incidents.csv"

    date: Dates = column("date", mark("Day."), required=True)
    rung: Numbers = column(
        "integer",
        lambda: say(
            "Rung: {rungs}.", rungs="; ".join(f"{i} {say(rung)}" for i, rung in enumerate(RUNGS))
        ),
        required=True,
        low=0,
        high=len(RUNGS) - 1,
    )
    where: Texts = column(
        "choice",
        mark("Whether at the line itself, or beside it, elsewhere."),
        choices=("line", "beside"),
        default="line",
    )
    label: Texts = column("text", mark("What happened, in plain words."), required=True)
    claimed_by: Texts = column("text", mark("Who says so; blank: several sides agree."))
    source: Texts = column("text", mark("Where it was published."), required=True)


@dataclass(frozen=True, eq=False, repr=False)
class Forces(Table):
    """Armed forces that were told of, with ranges: to be shown, never to decide anything."""

    FILE: ClassVar[str] = "forces.csv"

    date: Dates = column("date", mark("Day or first day for which it is told."), required=True)
    label: Texts = column("text", mark("Whose forces, and where."), required=True)
    low: Numbers = column("number", mark("Lowest figure; blank: not known."), low=0, unit="people")
    high: Numbers = column(
        "number", mark("Highest figure; blank: not known."), low=0, unit="people"
    )
    confidence: Texts = column(
        "choice", mark("How far the figure can be trusted."), choices=QUALITIES, default="medium"
    )
    source: Texts = column("text", mark("Where it was published."), required=True)


@dataclass(frozen=True, eq=False, repr=False)
class Reviews(Table):
    """What people who know the crisis say of its inputs; a run draws from it where asked to."""

    FILE: ClassVar[str] = "reviews.csv"

    date: Dates = column(
        "date", mark("Day of the review; the latest of a reviewer holds."), required=True
    )
    reviewer: Texts = column(
        "id",
        mark(
            "Initials in capitals (AK) or role in small letters (protection officer), never a name."
        ),
        required=True,
    )
    of: Texts = column("choice", mark("What it is about."), required=True, choices=tuple(SUBJECTS))
    about: Texts = column(
        "text",
        lambda: say(
            "Which, with spaces between and blanks left out: {subjects}. The form of marchland "
            "review has it.",
            subjects="; ".join(
                say("for {subject} {cells}", subject=name, cells=say(cells))
                for name, cells in SUBJECTS.items()
            ),
        ),
        required=True,
    )
    verdict: Texts = column(
        "choice",
        mark(
            "agree: it stands as it is; doubt: it may be wrong, without another "
            "number; replace: low, best and high hold in its place."
        ),
        required=True,
        choices=VERDICTS,
    )
    low: Numbers = column("number", mark("For replace: the lowest value that is possible."))
    best: Numbers = column("number", mark("For replace: the best guess."))
    high: Numbers = column("number", mark("For replace: the highest value that is possible."))
    reason: Texts = column(
        "text", mark("Why, in plain words, unless you agree; nothing that leads to a person.")
    )


TABLES: tuple[type[Table], ...] = (
    Places,
    Routes,
    Displaced,
    Timeline,
    Composition,
    Weather,
    Aid,
    Observations,
    Judged,
    Incidents,
    Forces,
    Reviews,
    *GAS_TABLES,
)
