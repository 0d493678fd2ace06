"""Still pictures for paper, drawn by matplotlib: no browser and no network is needed."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from textwrap import shorten
from typing import Any, Final

import numpy as np
import pandas as pd
import xarray as xr

from marchland.io.export.extras import needed
from marchland.language import say, written
from marchland.model.kinds import PLACE_KINDS, STATES
from marchland.study.measures.bands import bands
from marchland.study.measures.stranded import any_stranded, shown_first, stranded
from marchland.study.measures.whereabouts import by_state
from marchland.study.runs import protect
from marchland.view.export.gather import Handover
from marchland.view.figures.ground import views
from marchland.view.figures.map import placed
from marchland.view.page import theme
from marchland.view.page.outlines import Box, eastward, name_of, seam, within
from marchland.view.words.dates import short_day_of_month
from marchland.view.words.handover import FIGURES
from marchland.view.words.places import place

Axes = Any
_MOST_MARK: Final = 900.0
"""Area of the largest mark of the map, in points squared."""
_NAMED: Final = 8
"""Places that the map names: those with the most people."""
_LONGEST = 40
"""Letters of a name that the map has room for."""
_MAP: Final = (6.7, 3.7)
"""Width and height of the map in inches."""
_TICKS: Final = 2
"""Days named under a picture."""
_ROOM: Final = (0.25, 0.05)
"""Shares of the map's width and height that a name takes."""
_COLOURS: Final = tuple(state.color for state in STATES.values())
_WORLD: Final[Box] = (-180.0, -60.0, 180.0, 80.0)


def picture(draw: Callable[[Axes], None], width: float, height: float) -> bytes:
    """Return a picture as PNG: ``draw`` is given the axes, sizes are in inches."""
    figure = needed("matplotlib.figure", "export").Figure(
        (width, height), dpi=200, layout="constrained"
    )
    axes = figure.add_subplot()
    axes.tick_params(labelsize=7, colors=theme.INK)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    draw(axes)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()


def the_map(ds: xr.Dataset) -> bytes:
    """Draw where people are on the day to look at first: the worst night, or the last day."""
    people = protect.people(ds).isel(day=shown_first(ds))
    lon = eastward(people["lon"].values, seam(ds["lon"].values))
    people = people.assign_coords(lon=("place", lon))
    known = np.isfinite(people["lat"].values) & np.isfinite(people["lon"].values)
    box = views(placed(ds))[0].box if known.any() else _WORLD
    west, south, east, north = box
    with np.errstate(invalid="ignore"):
        known &= (people["lon"].values >= west) & (people["lon"].values <= east)
        known &= (people["lat"].values >= south) & (people["lat"].values <= north)
    people = people.isel(place=np.flatnonzero(known))
    return picture(lambda axes: _map(axes, people, box), *_MAP)


def _map(axes: Axes, people: xr.DataArray, box: Box) -> None:
    west, south, east, north = box = _filling(box, _MAP[0] / _MAP[1])
    axes.set(xlim=(west, east), ylim=(south, north), xticks=[], yticks=[], facecolor=theme.SEA)
    axes.set_aspect(1 / _shrink(box))
    codes = set(people["country"].values.astype(str))
    for others, colour in ((True, theme.LAND), (False, theme.NEAR_LAND)):
        for ring in within(codes, box, others):
            axes.fill(ring[:, 0], ring[:, 1], facecolor=colour, edgecolor=theme.BORDER, lw=0.6)
    middle = np.median(people.values, axis=0)
    _marks(axes, people, middle)
    _names(axes, people, middle, box)


def _shrink(box: Box) -> float:
    """Return how long a degree of longitude is beside one of latitude, in the middle of a box."""
    return max(0.2, float(np.cos(np.radians((box[1] + box[3]) / 2))))


def _filling(box: Box, ratio: float) -> Box:
    """Return a box made wider or higher until it fills a picture of that ratio."""
    west, south, east, north = box
    across, up = (east - west) * _shrink(box), north - south
    more_x = max(0.0, up * ratio - across) / _shrink(box) / 2
    more_y = max(0.0, across / ratio - up) / 2
    return west - more_x, south - more_y, east + more_x, north + more_y


def _marks(axes: Axes, people: xr.DataArray, middle: Any) -> None:
    """Draw places by people, coloured by where they stay."""
    kinds = people["kind"].values.astype(str)
    for kind in dict.fromkeys(kinds[middle > 0]):
        at = (kinds == kind) & (middle > 0)
        size = np.maximum(_MOST_MARK * middle[at] / max(1.0, middle.max()), 4)
        lon, lat = people["lon"].values[at], people["lat"].values[at]
        state = STATES[PLACE_KINDS[kind].state]
        colour, label = state.color, say(state.label)
        axes.scatter(lon, lat, s=size, c=colour, alpha=0.75, lw=0.5, ec=theme.INK, label=label)
    _legend(axes)


def _names(axes: Axes, people: xr.DataArray, middle: Any, box: Box) -> None:
    """Write the names of the places with the most people, where they have room."""
    west, south, east, north = box
    named: list[tuple[float, float]] = []
    for i in np.argsort(-middle)[: 3 * _NAMED]:
        lon, lat = float(people["lon"].values[i]), float(people["lat"].values[i])
        at = ((lon - west) / (east - west), (lat - south) / (north - south))
        room = all(abs(at[0] - x) > _ROOM[0] or abs(at[1] - y) > _ROOM[1] for x, y in named)
        if middle[i] > 0 and room and len(named) < _NAMED:
            named.append(at)
            name = shorten(place(str(people["place_name"].values[i])), _LONGEST, placeholder=" …")
            told = axes.annotate(
                name, (lon, lat), fontsize=6, color=theme.INK, ha="center", va="center"
            )
            told.set_parse_math(False)  # a name may hold dollars
            told.set_in_layout(False)


def _legend(axes: Axes) -> None:
    """Say what the colours are, with marks of one size."""
    handles, labels = axes.get_legend_handles_labels()
    if not labels:
        return
    named = dict(zip(labels, handles, strict=True))
    legend = axes.legend(named.values(), named.keys(), fontsize=6, loc="best", framealpha=0.85)
    for handle in legend.legend_handles:
        handle.set_sizes([24])


def figures(handover: Handover) -> list[tuple[str, bytes]]:
    """Return three pictures with their titles: what is worst, where people are, what they need."""
    ds = handover.ds
    first = "stranded" if any_stranded(ds) else "entered"
    entered = ds["entered"].sum("group").cumsum("day")
    values = stranded(ds) if first == "stranded" else entered
    drawn: list[tuple[str, Callable[[Axes], None]]] = [
        (say(FIGURES[first]), lambda axes: _fan(axes, values)),
        (say(FIGURES["people"]), lambda axes: _countries(axes, ds)),
    ]
    if len(_in_need(handover)):
        drawn.append((say(FIGURES["needs"]), lambda axes: _needs(axes, handover)))
    elif first != "entered":
        drawn.append((say(FIGURES["entered"]), lambda axes: _fan(axes, entered)))
    return [(title, picture(draw, 2.2, 1.7)) for title, draw in drawn]


def _fan(axes: Axes, values: xr.DataArray) -> None:
    """Draw the bands and the median over the days."""
    found, days = bands(values), pd.DatetimeIndex(values["day"].values)
    for low, high, alpha in (("low90", "high90", 0.18), ("low50", "high50", 0.4)):
        axes.fill_between(
            days, found.sel(band=low), found.sel(band=high), color=theme.FAN, alpha=alpha, lw=0
        )
    axes.plot(days, found.sel(band="median"), color=theme.FAN, lw=1.2)
    _dated(axes)


def _countries(axes: Axes, ds: xr.Dataset) -> None:
    """Draw people by country over the days, the countries with the most first: medians."""
    people = by_state(protect.people(ds)).sum("state")
    middle = people.median("member")
    days = pd.DatetimeIndex(people["day"].values)
    order = np.argsort(-middle.max("day").values)[:5]
    for i, colour in zip(order, _COLOURS, strict=False):
        name = name_of(str(middle["country"].values[i]))
        axes.plot(days, middle.isel(country=i), color=colour, lw=1.2, label=name)
    _named(axes, columns=2)
    _dated(axes)


def _in_need(handover: Handover) -> pd.DataFrame:
    """Return people in need by week and place, where the result has needs."""
    if "needs" not in handover.sheets:
        return pd.DataFrame()
    table = handover.sheets["needs"].frame
    return table[table["item"] == "people"]


def _needs(axes: Axes, handover: Handover) -> None:
    """Draw people in need by week and by where they stay, stacked: medians."""
    table = _in_need(handover)
    table = table.assign(state=[PLACE_KINDS[str(kind)].state for kind in table["kind"]])
    wide = table.pivot_table(
        index="week", columns="state", values="median", aggfunc="sum", fill_value=0
    )
    states = [state for state in STATES.values() if wide.get(state.id, pd.Series([0])).max() >= 1]
    labels, colours = [say(one.label) for one in states], [one.color for one in states]
    stacked = wide[[one.id for one in states]].to_numpy().T
    axes.stackplot(wide.index, stacked, labels=labels, colors=colours)
    _named(axes, columns=1)
    _dated(axes)


def _named(axes: Axes, columns: int) -> None:
    """Say below a picture what its colours are."""
    axes.figure.legend(loc="outside lower left", fontsize=5, ncols=columns, frameon=False)


def _dated(axes: Axes) -> None:
    """Label days as ``1 Nov 21``, and figures with thousands marked."""
    dates = needed("matplotlib.dates", "export")
    first, last = (dates.num2date(one) for one in axes.get_xlim())
    axes.set_xticks(pd.date_range(first, last, periods=_TICKS + 2)[1:-1].normalize())
    axes.xaxis.set_major_formatter(lambda at, _: _short(dates.num2date(at)))
    axes.yaxis.set_major_formatter(lambda value, _: written(value, ",.0f"))
    axes.set_ylim(bottom=0)
    axes.grid(axis="y", color=theme.GRID, lw=0.5)


def _short(day: datetime) -> str:
    return f"{short_day_of_month(day)} {day:%y}"
