"""The sections on harm and needs: cold, injury and death that the model expects; what it takes."""

from __future__ import annotations

from marchland.language import say, written
from marchland.model.acting import has_weather
from marchland.model.kinds import STATES
from marchland.study.measures.bands import Band, rounded
from marchland.study.measures.cold import Cold
from marchland.study.measures.needed import Needed
from marchland.study.measures.read import Findings
from marchland.study.measures.standards import OF_COLD, standards
from marchland.study.runs.places import kinds
from marchland.view.figures.beside import week_figure
from marchland.view.figures.harm import cold_figure
from marchland.view.page import html
from marchland.view.words import harm as words
from marchland.view.words import needs as need_words
from marchland.view.words.numbers import BANDS, brief, in_band
from marchland.view.words.places import of_places
from marchland.view.words.text import capital, heads
from marchland.view.words.where import country_names

NOTHING = Band(0.0, 0.0, 0.0, 0.0, 0.0)
"""What is needed of an item where nobody needs it."""


def cold(found: Findings) -> str:
    """Show deaths, injuries and nights in the open; nothing where no night can harm anybody."""
    if found.cold is None:
        return ""
    sentences = [f"{one}." for one in words.harm_in_words(found.cold)]
    limits = [say(words.FOUNDED), words.weather_in_words(found.cold.weather)]
    return (
        html.paragraphs(sentences)
        + html.figure("cold-plot", cold_figure(found.runs), say(words.PICTURE))
        + _records(found.cold)
        + html.details(say(words.FOLDED), _by_country(found.cold), _months(found.cold))
        + html.paragraphs(limits, "note")
    )


def _records(cold: Cold) -> str:
    """Compare the records with the model, and say where they disagree."""
    if not cold.records:
        return ""
    rows = map(words.record_row, cold.records)
    return (
        html.heading(say(words.RECORDS))
        + html.paragraphs([words.records_in_words(cold.records)])
        + html.table(say(words.RECORD_TABLE), heads(words.RECORD_HEADS), rows)
    )


def _by_country(cold: Cold) -> str:
    """Show expected deaths by month and country, for countries with people in the open."""
    rows = [(one.month, *map(in_band, one.deaths)) for one in cold.months]
    columns = (say(words.MONTH_HEADS[0]), *map(country_names, cold.countries))
    return html.table(say(words.BY_COUNTRY), columns, rows)


def _months(cold: Cold) -> str:
    """Show nights, injuries and mortality by month."""
    rows = []
    for one in cold.months:
        harm = one.harm
        bands = (harm.open_nights, harm.frost_nights, harm.severe, harm.non_freezing)
        rows.append((one.month, *map(in_band, bands), *words.rate_in_words(one.rate)))
    return html.table(say(words.BY_MONTH), heads(words.MONTH_HEADS), rows)


def needed(found: Findings) -> str:
    """Show what people need in the week of most need, and by week."""
    needed = found.needs
    if needed is None:
        return ""
    tonnes = [(week, *band.levels) for week, band in needed.tonnes]
    return (
        html.paragraphs([need_words.lead(needed, _settings(found))])
        + html.table(say(need_words.WORST), heads(("", need_words.UNIT, *BANDS)), _worst(needed))
        + _pictured(needed)
        + _covered(found, needed)
        + html.details(say(need_words.BY_PLACE_FOLD), _by_place(found, needed))
        + html.details(
            say(need_words.TONNES_FOLD),
            html.table(say(need_words.TONNES_TABLE), heads((need_words.WEEK_HEAD, *BANDS)), tonnes),
        )
        + html.details(say(need_words.STANDARDS_FOLD), _standards(found))
    )


def _worst(needed: Needed) -> list[tuple[object, ...]]:
    found = {one.item: one for one in needed.most}
    return [
        (say(label), say(found[item].unit), *map(rounded, found[item].amount.levels))
        for item, label in need_words.ITEMS.items()
        if item in found
    ]


def _by_place(found: Findings, needed: Needed) -> str:
    """Show the needs of the week of most need by place, as places are shown."""
    names, there = of_places(found.runs), set().union(*needed.by_place.values())
    items = {item: unit for item, unit in need_words.BY_PLACE.items() if item in there}
    rows = [
        (names[place], *(brief(of.get(item, NOTHING)) for item in items))
        for place, of in needed.by_place.items()
    ]
    columns = [f"{say(need_words.ITEMS[item])} ({say(unit)})" for item, unit in items.items()]
    return html.table(say(need_words.BY_PLACE_TABLE), (say(need_words.PLACE), *columns), rows)


def _pictured(needed: Needed) -> str:
    """Draw what is needed by week, item by item."""
    cards = [
        html.figure(
            f"need-{item}",
            week_figure(needed.weekly[item]),
            need_words.picture(needed.weekly[item]),
            capital(say(need_words.ITEMS[item])),
        )
        for item in need_words.drawn(needed.weekly)
    ]
    return html.heading(say(need_words.WEEKLY)) + html.grid(cards)


def _covered(found: Findings, needed: Needed) -> str:
    """Show how far deliveries cover the needs, and what is lacking, where there are any."""
    if not needed.covered:
        return ""
    rows = [
        (
            say(need_words.DELIVERED[one.item]),
            _amount(one.delivered, one.unit if one.unit != one.item else ""),
            *(round(level, 1) for level in one.share.levels),
        )
        for one in needed.covered
    ]
    columns = heads((*need_words.COVERED_HEADS, *BANDS))
    table = html.table(say(need_words.COVERED_TABLE), columns, rows)
    fold = html.details(say(need_words.LACKING_FOLD), _lacking(found, needed))
    return html.heading(say(need_words.COVERED)) + table + fold


def _amount(number: float, unit: str) -> str:
    return f"{written(number, ',.0f')} {say(unit)}".strip()


def _lacking(found: Findings, needed: Needed) -> str:
    """Show what is needed beyond deliveries, by place."""
    names, units = of_places(found.runs), {one.item: one.unit for one in needed.covered}
    columns = [
        say(need_words.DELIVERED[item]) + ("" if unit == item else f" ({say(unit)})")
        for item, unit in units.items()
    ]
    rows = [
        (names[place], *(brief(of[item]) for item in units)) for place, of in needed.lacking.items()
    ]
    return html.table(say(need_words.LACKING_TABLE), (say(need_words.PLACE), *columns), rows)


def _settings(found: Findings) -> list[str]:
    """Name the states of people whose needs are counted."""
    there = {one.state for one in kinds(found.runs) if one.setting}
    return [say(state.label) for state in STATES.values() if state.id in there]


def _standards(found: Findings) -> str:
    """Show the standards with their sources, as they were published: those that serve here."""
    idle = [] if has_weather(found.scenario) else list(OF_COLD)
    table = standards().drop(index=idle).reset_index()
    table["value"] = [written(value, ",g") for value in table["value"]]
    for told in ("unit", "meaning"):
        table[told] = table[told].map(say)
    rows = [tuple(row) for row in table[list(need_words.STANDARD_HEADS)].to_numpy().tolist()]
    columns = heads(need_words.STANDARD_HEADS.values())
    return html.table(say(need_words.STANDARDS_TABLE), columns, rows)
