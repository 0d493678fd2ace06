"""Figures: functions from runs to a picture, shared by report, app and notebooks."""

from marchland.view.figures.areas import people_by_country_and_state, stranded_figure
from marchland.view.figures.events import timeline_figure
from marchland.view.figures.fans import fan_chart
from marchland.view.figures.map import people_map
from marchland.view.figures.uncertainty import influence_figure, spread_figure

__all__ = [
    "fan_chart",
    "influence_figure",
    "people_by_country_and_state",
    "people_map",
    "spread_figure",
    "stranded_figure",
    "timeline_figure",
]
