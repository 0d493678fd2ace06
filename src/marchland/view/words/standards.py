"""What the shipped standards mean, as their file says it: said where a standard is shown."""

from __future__ import annotations

from marchland.language import mark

MEANINGS = (
    mark("Water to survive"),
    mark("Water in the first emergency"),
    mark("Water to live on"),
    mark("Food"),
    mark(
        "More food for each 5 °C of the day's mean below 20 °C; below 0 °C the rule is carried on"
    ),
    mark("Weight of a ration of 2100 kcal"),
    mark("Covered floor"),
    mark("Covered floor where the month's mean is below 10 °C (the limit is assumed)"),
    mark("Insulation that somebody at rest outdoors out of the wind needs at 0 °C"),
    mark("More insulation for each degree colder"),
    mark("Insulation of the clothes people wear (1.5 clo)"),
    mark("Insulation of a high-thermal blanket"),
    mark("Lowest temperature in the rooms of towns and hosts; it counts for blankets"),
    mark("Weight of a high-thermal blanket"),
    mark("People who share a toilet"),
    mark("People who share a toilet where stays are short and many arrive at once"),
    mark("Share of toilets for women and girls (3 to 1)"),
    mark("People for one basic health post"),
    mark("Load of a truck of 8 t on bad roads"),
    mark("More trucks than the load needs"),
    mark("Crude mortality that is an emergency"),
    mark("Crude mortality that is out of control"),
    mark("Crude mortality that is a major catastrophe"),
)
