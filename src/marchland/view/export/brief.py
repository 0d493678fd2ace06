"""The brief: two pages in Word's format, for those who will not open a browser."""

from __future__ import annotations

import io
from typing import Any, Final

import pandas as pd

from marchland.io.export.extras import needed
from marchland.language import say, spoken
from marchland.study.measures.stranded import shown_first
from marchland.view.export.gather import Handover
from marchland.view.export.pictures import figures, the_map
from marchland.view.page.outlines import ATTRIBUTION, DISCLAIMER
from marchland.view.words.dates import day_name
from marchland.view.words.handover import (
    BRIEF_ITEMS,
    HOW_SURE,
    caveats,
    headline,
    how_people_are,
    needs_of,
    rough,
    what_it_is,
)
from marchland.view.words.needs import ITEMS, weekly
from marchland.view.words.places import place as called
from marchland.view.words.text import capital

_MOST_PLACES: Final = 10
_PAGE_CM: Final = (21.0, 29.7)
_MARGIN_CM: Final = 1.8


def as_brief(handover: Handover) -> bytes:
    """Return the brief as a Word document.

    Raises
    ------
    RequestError
        Where python-docx or matplotlib is not installed.
    """
    document = needed("docx", "export").Document()
    _paper(document)
    ds = handover.ds
    document.add_heading(str(ds.attrs.get("title", "")), level=1)
    _line(document, what_it_is(ds))
    _key_figures(document, handover)
    day = ds["day"].values[shown_first(ds)]
    _picture(document, the_map(ds), 16.5, how_people_are(day_name(day)))
    _line(document, f"{say(DISCLAIMER)} {say(ATTRIBUTION)}", small=True)
    _three(document, figures(handover))
    _needs(document, handover)
    document.add_heading(say(HOW_SURE), level=2)
    scores = handover.sheets["scores"].frame if "scores" in handover.sheets else None
    for text in caveats(ds, scores):
        document.add_paragraph(text, style="List Bullet")
    _line(document, say("Made by: {command}", command=ds.attrs.get("command", "")), small=True)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _paper(document: Any) -> None:
    """Set A4, narrow margins, small type, the language and what the file says of itself."""
    cm, pt = (getattr(needed("docx.shared", "export"), name) for name in ("Cm", "Pt"))
    section = document.sections[0]
    section.page_width, section.page_height = map(cm, _PAGE_CM)
    for side in ("left", "right", "top", "bottom"):
        setattr(section, f"{side}_margin", cm(_MARGIN_CM))
    for name, size, after in (("Normal", 9, 3), ("List Bullet", 9, 1), ("Heading 1", 18, 2)):
        style = document.styles[name]
        style.font.size, style.paragraph_format.space_after = pt(size), pt(after)
    document.core_properties.author = "Marchland"
    name = needed("docx.oxml.ns", "export").qn
    for language in document.styles.element.iter(name("w:lang")):
        language.set(name("w:val"), spoken())


def _line(document: Any, text: str, small: bool = False) -> None:
    run = document.add_paragraph().add_run(text)
    if small:
        run.font.size = needed("docx.shared", "export").Pt(7)


def _key_figures(document: Any, handover: Handover) -> None:
    """Put the first figures beside each other."""
    told = headline(handover.ds)
    cells = document.add_table(rows=1, cols=len(told)).rows[0].cells
    for cell, (figure, what, span) in zip(cells, told, strict=True):
        first = cell.paragraphs[0].add_run(figure)
        first.bold, first.font.size = True, needed("docx.shared", "export").Pt(16)
        cell.add_paragraph(f"{what}. {capital(span)}.")


def _picture(place: Any, png: bytes, width_cm: float, words: str) -> None:
    """Add a picture with its title under it, which is its text for those who cannot see it too."""
    run = (place.add_paragraph() if hasattr(place, "add_paragraph") else place).add_run()
    shape = run.add_picture(io.BytesIO(png), width=needed("docx.shared", "export").Cm(width_cm))
    shape._inline.docPr.set("descr", words)
    _line(place, words, small=True)


def _three(document: Any, pictures: list[tuple[str, bytes]]) -> None:
    """Put the figures beside each other."""
    cells = document.add_table(rows=1, cols=len(pictures)).rows[0].cells
    for cell, (title, png) in zip(cells, pictures, strict=True):
        _picture(cell, png, 5.5, title)


def _needs(document: Any, handover: Handover) -> None:
    """Add what is needed at the places with the most people, in the week of most need."""
    if "needs" not in handover.sheets:
        return
    table = handover.sheets["needs"].frame
    people = table[table["item"] == "people"]
    if people.empty:
        return
    week = people.groupby("week")["median"].sum().idxmax()
    there = people[people["week"] == week].nlargest(_MOST_PLACES, "median")
    document.add_heading(needs_of(day_name(week)), level=2)
    now = table[table["week"] == week].set_index(["place", "item"])
    items = [one for one in BRIEF_ITEMS if one in set(now.index.get_level_values("item"))]
    grid = document.add_table(rows=1, cols=1 + len(items), style="Light List Accent 1")
    for cell, text in zip(
        grid.rows[0].cells, [say("Place"), *map(_headed(now), items)], strict=True
    ):
        cell.text = text
    for place, name in zip(there["place"], there["place_name"], strict=True):
        cells = grid.add_row().cells
        cells[0].text = called(str(name))
        for cell, item in zip(cells[1:], items, strict=True):
            cell.text = _need(now, place, item)


def _headed(now: pd.DataFrame) -> Any:
    """Return how an item heads its column: in plain words, with its unit."""
    units = now.groupby("item")["unit"].first()
    return lambda item: (
        say(ITEMS[item]) + ("" if units[item] in (item, "people") else f" ({weekly(units[item])})")
    )


def _need(now: pd.DataFrame, place: str, item: str) -> str:
    """Write a need as its median and the ends of the 90 % range."""
    if (place, item) not in now.index:
        return "0"
    low, middle, high = (
        rough(float(now[name].loc[(place, item)])) for name in ("low90", "median", "high90")
    )
    return say("{middle} ({low} to {high})", middle=middle, low=low, high=high)
