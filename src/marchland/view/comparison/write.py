"""The comparison page: what each lever changes, human cost first; one file, no network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from html import escape
from pathlib import Path

import numpy as np
import pandas as pd

from marchland.language import mark, say, written
from marchland.study.compare.paired import by_place, compared, daily, difference, happening
from marchland.study.compare.whatif import Case, WhatIf, ranking
from marchland.study.measures.bands import rounded
from marchland.study.measures.outcomes import OUTCOMES, declared
from marchland.view.figures.differences import difference_fan, effect_bars, reach_of
from marchland.view.page import html
from marchland.view.page.shell import Section, document
from marchland.view.words import comparison as words
from marchland.view.words.basis import MADE, PROVENANCE_HEADS, PROVENANCE_TABLE
from marchland.view.words.levers import UNSURE, brief, label, sure
from marchland.view.words.numbers import signed
from marchland.view.words.places import shown_names
from marchland.view.words.text import heads, parted
from marchland.view.words.use import RESPONSIBLE_USE

MOST_PLACES = 12
"""Places that are shown of each lever, those that change most."""


def write_comparison(found: WhatIf, path: str | Path, command: str = "") -> Path:
    """Write the comparison of some levers as one self-contained HTML file.

    Parameters
    ----------
    found
        The what-ifs.
    path
        File to write; what stands there is replaced.
    command
        The command that makes the same page.
    """
    target = Path(path)
    target.write_text(page(found, command), encoding="utf-8")
    return target


def page(found: WhatIf, command: str = "") -> str:
    """Return the comparison page as text."""
    again = Section[WhatIf](
        "provenance",
        mark("How to make this again"),
        partial(_provenance, command),
        mark("Make it again"),
    )
    sections = (*SECTIONS, again, Section("use", mark("Responsible use"), _responsible))
    return document(words.title(found.scenario.title), _opening(found), sections, found)


def _provenance(command: str, found: WhatIf) -> str:
    rows = [
        (say(MADE[name]), str(found.base.attrs[name]))
        for name in ("name", "members", "seed", "marchland_version", "input_digest")
        if name in found.base.attrs
    ]
    code = html.command(command)
    return code + html.table(say(PROVENANCE_TABLE), heads(PROVENANCE_HEADS), rows)


def _responsible(_: WhatIf) -> str:
    return html.paragraphs([say(RESPONSIBLE_USE)])


def _opening(found: WhatIf) -> str:
    lead = words.best(found)
    return (
        f"<h1>{escape(words.title(found.scenario.title))}</h1>"
        + html.paragraphs([lead] if lead else [], "lead")
        + html.paragraphs([one for one in (words.note(found), words.dates(found)) if one], "note")
    )


def _protective(found: WhatIf) -> str:
    """Rank what protects by the harm that it reduces, and draw it day by day."""
    best = ranking(found)
    if not best:
        return ""
    return (
        html.paragraphs([words.protective(found.lead)])
        + _bars(found, "protective", best)
        + _table(found, say(words.PROTECTIVE_TABLE), best)
        + _rankings(found)
        + _multiples(found, "protective", best)
    )


def _rankings(found: WhatIf) -> str:
    """Return the order of the levers by each harm that they are ranked by, most reduced first."""
    there = happening(found.base, *(case.reading for case in found.cases))
    best = ranking(found)
    harms = [
        one
        for one in OUTCOMES
        if one.ranks and one.name in there and _changed(found, best, one.name)
    ]
    if len(harms) < 2:
        return ""
    orders = [ranking(found, one.name) for one in harms]
    rows = [
        (
            f"{place}.",
            *(
                say(
                    "{lever}: {change}",
                    lever=label(found.scenario, case.pulls, False),
                    change=brief(difference(found.base, case.reading, one.name)),
                )
                for one, case in zip(harms, cases, strict=True)
            ),
        )
        for place, cases in enumerate(zip(*orders, strict=True), start=1)
    ]
    columns = (
        "",
        *(
            say("{label} ({unit}; 90 % band)", label=say(one.label), unit=say(one.unit))
            for one in harms
        ),
    )
    return html.heading(say(words.ORDER)) + html.table(say(words.ORDER_TABLE), columns, rows)


def _changed(found: WhatIf, cases: Sequence[Case], name: str) -> bool:
    """Return whether any of some what-ifs changes an outcome."""
    return any(difference(found.base, case.reading, name).any() for case in cases)


def _neutral(found: WhatIf) -> str:
    cases = found.of_kind("neutral")
    if not cases:
        return ""
    return (
        html.paragraphs([say(words.NEUTRAL)])
        + _bars(found, "neutral", cases)
        + _table(found, say(words.NEUTRAL_TABLE), cases)
        + _multiples(found, "neutral", cases)
    )


def _stress(found: WhatIf) -> str:
    """Show each stress beside its protective answers, never ranked."""
    stresses = found.of_kind("stress")
    parts = []
    for number, case in enumerate(stresses):
        both = [case, *found.answers(case)]
        parts += [
            f"<h3>{escape(label(found.scenario, case.pulls))}</h3>",
            _bars(found, f"stress-{number}", both),
            _table(found, say(words.STRESS_TABLE), both),
        ]
    if not parts:
        return ""
    return html.paragraphs([say(words.STRESS)]) + "".join(parts)


def _bars(found: WhatIf, name: str, cases: Sequence[Case]) -> str:
    ends = [
        tuple(np.quantile(difference(found.base, case.reading, found.lead), [0.05, 0.5, 0.95]))
        for case in cases
    ]
    names = [_folded(label(found.scenario, case.pulls, False)) for case in cases]
    unit = say(declared(found.lead).unit)
    return html.figure(
        f"bars-{name}", effect_bars(names, ends, unit), say(words.BARS_NOTE), words.bars(found.lead)
    )


def _folded(text: str, width: int = 30) -> str:
    """Break a label into lines that fit beside a picture."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "<br>".join(escape(line) for line in lines)


def _table(found: WhatIf, caption: str, cases: Sequence[Case]) -> str:
    """Return the outcomes of human cost of some what-ifs, one row each."""
    names = [
        one
        for one in OUTCOMES
        if one.human_cost
        and all(one.name in case.reading.outcomes for case in cases)
        and _changed(found, cases, one.name)
    ]
    rows = [
        (
            label(found.scenario, case.pulls),
            *(brief(difference(found.base, case.reading, one.name)) for one in names),
        )
        for case in cases
    ]
    columns = (say(words.BAND_HEAD), *(f"{say(one.label)} ({say(one.unit)})" for one in names))
    return html.table(caption, columns, rows)


def _multiples(found: WhatIf, name: str, cases: Sequence[Case]) -> str:
    changes = [daily(found.base, case.reading, found.lead) for case in cases]
    reach = reach_of(changes)
    cards = [
        html.figure(
            f"daily-{name}-{number}",
            difference_fan(one, str(case.pulls[0].date), reach),
            words.daily_note(found.lead),
            label(found.scenario, case.pulls, False),
        )
        for number, (case, one) in enumerate(zip(cases, changes, strict=True))
    ]
    return html.heading(words.daily(found.lead)) + html.grid(cards)


def _matrix(found: WhatIf) -> str:
    """Return nights stranded by pair of levers, as a table of medians and bands."""
    if not found.pairs:
        return ""
    alone = {case.pulls[0].lever: case for case in found.cases if len(case.pulls) == 1}
    names = [name for name, case in alone.items() if case.kind != "stress"]
    of = {frozenset(pull.lever for pull in case.pulls): case for case in found.pairs}

    def cell(one: str, other: str) -> str:
        case = alone[one] if one == other else of.get(frozenset((one, other)))
        if case is None:
            return say(words.EXCLUDED)
        return brief(difference(found.base, case.reading, found.lead))

    rows = [
        (found.scenario.levers[one].label, *(cell(one, other) for other in names)) for one in names
    ]
    columns = ("", *(found.scenario.levers[name].label for name in names))
    return html.paragraphs([words.pairs(found.lead)]) + html.table(
        say(words.PAIRS_TABLE), columns, rows
    )


def _everything(found: WhatIf) -> str:
    return "".join(
        html.details(label(found.scenario, case.pulls), *_moved(compared(found.base, case.reading)))
        for case in found.cases
    )


def _moved(table: pd.DataFrame) -> list[str]:
    """Return what a what-if changes, what is sure before what is not, and name the rest."""
    still = (table["low90"] == 0) & (table["high90"] == 0)
    moved = table[~still]
    sure = (moved["low90"] > 0) | (moved["high90"] < 0)
    order = np.lexsort((~sure, ~moved["human_cost"].astype(bool)))
    names = parted(say(one) for one in table.loc[still, "label"])
    rows = _rows(moved.iloc[order])
    return [
        html.table(say(words.OUTCOME_TABLE), heads(words.OUTCOME_HEADS), rows) if rows else "",
        html.paragraphs([say(words.UNMOVED, names=names)], "note") if still.any() else "",
    ]


def _rows(table: pd.DataFrame) -> list[tuple[str, ...]]:
    return [
        (
            f"{say(row['label'])} ({say(row['unit'])})",
            written(rounded(row["before"])),
            written(rounded(row["after"])),
            say(
                "{middle} (90 % band {low} to {high})",
                middle=signed(row["median"]),
                low=signed(row["low90"]),
                high=signed(row["high90"]),
            ),
            "" if row["low90"] > 0 or row["high90"] < 0 else say(UNSURE),
        )
        for row in table.to_dict("records")
    ]


def _places(found: WhatIf) -> str:
    """Show by place what each what-if moves: fewer people here, more there."""
    parts = [
        html.details(label(found.scenario, case.pulls), _moved_places(found, case, moved))
        for case in found.cases
        if (moved := by_place(found.base, case.reading))
    ]
    return html.paragraphs([say(words.PLACES)]) + "".join(parts) if parts else ""


def _moved_places(
    found: WhatIf, case: Case, moved: Sequence[tuple[str, Mapping[str, np.ndarray]]]
) -> str:
    """Return the places that a what-if moves most, as a table."""
    people = found.base.places["people"]
    names = shown_names(people)
    columns = [one for one in words.PLACE_HEADS if any(change[one].any() for _, change in moved)]
    rows = [
        (names[key], *(f"{brief(change[one])}{_unsure(change[one])}" for one in columns))
        for key, change in moved[:MOST_PLACES]
    ]
    return html.table(
        say(words.PLACE_TABLE), ("", *(say(words.PLACE_HEADS[one]) for one in columns)), rows
    )


def _unsure(change: np.ndarray) -> str:
    return "" if sure(change) else f", {say(UNSURE)}"


def _levers(found: WhatIf) -> str:
    pulled = dict.fromkeys(pull.lever for case in found.cases for pull in case.pulls)
    rows = [
        (one.label, say(one.kind), one.explanation, one.who, one.side_effects, one.source)
        for one in (found.scenario.levers[name] for name in pulled)
    ]
    return html.table(say(words.LEVER_TABLE), heads(words.LEVER_HEADS), rows)


SECTIONS: tuple[Section[WhatIf], ...] = (
    Section("says", mark("Protective measures"), _protective),
    Section("neutral", mark("Measures that change routes"), _neutral, mark("Neutral")),
    Section("stress", mark("Stress, and measures against it"), _stress, mark("Stress")),
    Section("pairs", mark("Two at once"), _matrix),
    Section(
        "all", mark("Every outcome of every lever, human cost first"), _everything, mark("Outcomes")
    ),
    Section("places", mark("Where people are then, place by place"), _places, mark("Places")),
    Section("levers", mark("The levers"), _levers),
)
"""Sections of the page in the order in which they are read."""
