"""The skeleton that ``marchland new`` writes: a small crisis, commented, that runs as it is."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from marchland.errors import RequestError
from marchland.io.atomic import write_folder
from marchland.io.native import CARD
from marchland.model.checks.case import LEVERS, MANIFEST
from marchland.model.checks.settings import NAME
from marchland.model.tables import Aid, Displaced, Observations, Places, Routes, Timeline, Weather

_MANIFEST = """\
# What the crisis is called and how long it lasts. Lines that begin with # are comments.
name: {name}
title: A made-up crisis to be replaced by yours
start: 2021-10-01      # first day
days: 60               # or 'end: 2021-11-29', the last day

# Groups of people who may move differently, by country of origin for instance.
groups: [inland, abroad]

# Which laws hold; docs/model.md says what they mean. These are the ones of the model.
rules: {{reach: 'refuge:30', deterrence: power, displacement: poisson, ticks_per_day: 4}}

# How many members a run has, and its seed, unless the command line says otherwise.
ensemble: {{members: 100, seed: 1}}

# A parameter of the model may be given anew, by a number or by some of its fields.
# One of your own needs value, low and high, or a value and its source; cells can call it by name.
parameters:
  flights:
    value: 40
    low: 20
    high: 80
    unit: people/day
    meaning: People who fly in each day while flights are open.
  permeability_line:
    value: 0.2
    low: 0.1
    high: 0.4
    meaning: Chance that a try at the line succeeds.
"""

_PLACES = """\
# Where people can be. kind decides what they do there.,,,,,,,,,,
# shelter is what they have over their heads: open or wind_break or heated or building.,,,,,,,,,,
# Blank: open in a strip or a forest; a building anywhere else. Cold and wet harm people,,,,,,,,,,
# who are in the open or behind a wind_break: there name a weather_station.,,,,,,,,,,
id,name,country,lat,lon,kind,capacity,tags,weather_station,shelter,source
village,Village,AAA,54.2,24.6,settlement,,,,,made up
city,City,AAA,54.0,25.0,hub,,,,,made up
camp,Camp,AAA,53.9,24.7,camp,1500,,,heated,made up
strip,Strip at the line,AAA,53.8,23.9,strip,,zone,airfield,,made up
forest,Forest behind the line,XBB,53.8,23.7,forest,,zone,airfield,open,made up
centre,Centre,XBB,53.6,23.2,centre,,,,,made up
abroad,Onward abroad,XCC,52.5,13.4,destination,,,,,made up
"""

_ROUTES = """\
# How they can move. A crossing leads from a strip over a closed line.,,,,,,,,
id,origin,destination,length_km,mode,both_ways,permeability,groups,source
village-city,village,city,40,road,yes,,,made up
city-camp,city,camp,25,road,yes,,,made up
city-strip,city,strip,75,road,yes,,abroad,made up
strip-camp,strip,camp,80,road,no,,,assumed
line,strip,forest,3,crossing,no,permeability_line,,assumed
forest-abroad,forest,abroad,750,road,no,,,made up
"""

_DISPLACED = """\
# Who enters where and when: a number or a range or a parameter of people a day.,,,,,
date,date_to,place,group,people,source
2021-10-01,2021-10-20,village,inland,30 to 60,assumed
2021-10-01,2021-11-15,city,abroad,flights,assumed
"""

_TIMELINE = """\
# What happens from outside on its date.,,,,,,
date,what,where,group,value,label,source
2021-10-25,permeability,line,,0.5*permeability_line,More guards along the line,made up
2021-11-08,close,city-strip,,,The road to the line is closed,made up
2021-11-10,kits,strip,,150,Dry clothes and blankets for 150 people reach the strip,made up
2021-11-15,capacity,camp,,3000,A second camp opens beside the first,made up
"""

_WEATHER = """\
# The weather of each day and station. Take the file away and no night harms anybody.,,,,,,
# A day that is missing is told; each run takes another day of that season for it.,,,,,,
# Blank wind_ms: wind moves nothing. t_mean_c is for food in the cold and may be blank.,,,,,,
date,station,t_min_c,t_mean_c,precip_mm,wind_ms,source
"""

_AID = """\
# What was delivered or is planned: the report tells how much of the need it covers.,,,,,
# water in L or m³; food in t or kg; blankets in blankets; shelter in m²; toilets in toilets.,,,,,
date,place,item,quantity,unit,source
2021-10-05,camp,food,12,t,made up
2021-10-12,strip,blankets,200,blankets,made up
2021-10-20,camp,shelter,3500,m²,made up
"""

_OBSERVATIONS = """\
# What was counted; the model is read the same way.,,,,,,,,,,
series,date_from,date_to,measure,where,group,value,low,high,use,source
Camp,2021-10-31,,stock,camp,,1100,1000,1200,score,made up
Tries at the line,2021-10-01,2021-10-31,attempts,AAA>XBB,,2500,,,score,made up
"""

_LEVERS = """\
# What somebody could do, and what it would change: marchland run {name} --lever shuttle
# kind is protective, neutral or stress; only a protective lever has a strength to choose.
shuttle:
  label: A shuttle from the line to the camp
  explanation: Buses take people from the strip to the camp, up to so many a day.
  who: The authorities, with an aid organisation
  kind: protective
  date: 2021-10-20
  strength: {{value: 50, low: 10, high: 200, unit: people/day, meaning: People taken a day.}}
  changes:
    - transfer_per_day strip-camp = strength
  side_effects: People may leave the camp for the line again.
  source: assumed
"""

_CARD = """\
# {name}

This is the data card. Say here what the scenario shows, where its numbers are from, what is
assumed, and what is missing. As it stands everything is made up: replace it.

- `marchland check {name}` lists every problem at once.
- `marchland show {name}` tells the crisis in words.
- `marchland run {name}` runs it.
- docs/data-dictionary.md tells what every column means.
"""


def _weather(days: int = 60) -> str:
    """Return made-up weather that gets colder, for every day of the skeleton."""
    first, rows = date(2021, 10, 1), []
    for day in range(days):
        t_min = 6.0 - 0.2 * day + (0.0, 2.0, -1.0, 1.0)[day % 4]
        rain, wind = (0.0, 0.0, 4.5, 1.0, 0.0)[day % 5], (2.0, 3.5, 5.0)[day % 3]
        when = first + timedelta(days=day)
        rows.append(f"{when},airfield,{t_min:.1f},{t_min + 4:.1f},{rain},{wind},made up\n")
    return _WEATHER + "".join(rows)


def write_skeleton(folder: str | Path) -> Path:
    """Write a commented scenario folder that passes every check, to be filled with a crisis.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    RequestError
        If the folder's name cannot be a scenario's.
    OutputError
        If something is there already, or the folder cannot be made; nothing is changed then.
    """
    path = Path(folder)
    name = path.resolve().name
    if not NAME.fullmatch(name):
        raise RequestError(
            f"'{name}' cannot be a scenario's name; use letters, digits, dots, dashes and "
            "underscores"
        )
    write_folder(
        path,
        {
            MANIFEST: _MANIFEST.format(name=name),
            Places.FILE: _PLACES,
            Routes.FILE: _ROUTES,
            Displaced.FILE: _DISPLACED,
            Timeline.FILE: _TIMELINE,
            Weather.FILE: _weather(),
            Aid.FILE: _AID,
            Observations.FILE: _OBSERVATIONS,
            LEVERS: _LEVERS.format(name=name),
            CARD: _CARD.format(name=name),
        },
    )
    return path
