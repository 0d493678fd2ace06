"""Reviews: which inputs can be reviewed, what is said of each, and whose views hold in a run.

The elicitation follows the IDEA protocol as far as a file can: each reviewer gives a lowest, a
highest and a best value with a reason, sees the others' and may review again, and the views are
pooled with equal weights (Hemming et al. 2018, doi:10.1111/2041-210X.12857).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from marchland.errors import RequestError
from marchland.language import mark, say
from marchland.model.acting import acts
from marchland.model.amounts import Amount, plain
from marchland.model.columns import Table
from marchland.model.events import EVENTS
from marchland.model.ground import Ground
from marchland.model.near import hint
from marchland.model.parameters import DEFAULTS
from marchland.model.scenario import Scenario
from marchland.model.tables import Displaced, Judged, Observations, Reviews, Timeline
from marchland.model.views import NONE, POOL, Reviewed, View

Key = tuple[str, str]
"""What a review is about: what sort of input, and which."""
Standing = Literal["undisputed", "doubted", "open"]

_ENTER_ON = mark("People a day who enter at {place} ({group}), {date}.")
_ENTER_FROM = mark("People a day who enter at {place} ({group}), {date} to {date_to}.")
_MEASURED = {
    "attempts": mark("attempts"),
    "turned_back": mark("turned back"),
    "detected": mark("detected"),
    "registered": mark("registered"),
    "held": mark("held"),
    "stock": mark("stock"),
    "entered": mark("entered"),
    "transferred": mark("transferred"),
    "deaths": mark("deaths"),
}
_CALLED: Mapping[type[Table], tuple[str, tuple[str, ...]]] = {
    Timeline: ("event", ("date", "what", "where", "group")),
    Displaced: ("displaced", ("date", "place", "group")),
    Observations: ("count", ("series", "date_from", "date_to", "where", "group", "cause")),
    Judged: ("judged", ("term", "actor", "move", "beside")),
}
"""By which cells a row of a table is called."""


@dataclass(frozen=True)
class Input:
    """An input that can be reviewed.

    Parameters
    ----------
    of, about
        What sort of input, and which, as a review calls it.
    says
        What it says, in plain words.
    now
        Its value as it stands, blank where it has none.
    unit, source
        Its unit, and where it is from.
    drawn
        Name under which it is drawn in a run, blank where no run draws it.
    fixed
        Why its number cannot be replaced by a review, blank where it can.
    moves
        Whether anything in a run or a game can depend on it.
    assumed
        Whether no source stands behind it.
    """

    of: str
    about: str
    says: str
    now: str
    unit: str
    source: str
    drawn: str = ""
    fixed: str = ""
    moves: bool = True
    assumed: bool = False


@dataclass(frozen=True)
class Opinion:
    """What one reviewer says of one input; of several by one, the latest."""

    row: int
    date: np.datetime64
    reviewer: str
    verdict: str
    view: View
    reason: str


def inputs(scenario: Scenario) -> dict[Key, Input]:
    """Return every input that can be reviewed, in the order of the files.

    Single crossings are left out: how permeable one is, is shown to nobody.
    """
    base = scenario.base or scenario
    found: dict[Key, Input] = {}
    every = (_parameters(base), _events(base), _displaced(base), _counts(base), _judged(base))
    for several in every:
        for one in several:
            found.setdefault((one.of, one.about), one)
    return found


def called(table: type[Table], row: Mapping[str, Any]) -> Key:
    """Return how a review calls a row of a table."""
    of, names = _CALLED[table]
    cells = (str(row[name]) for name in names)
    return of, " ".join(cell for cell in cells if cell not in ("", "NaT"))


def opinions(scenario: Scenario) -> dict[Key, tuple[Opinion, ...]]:
    """Return what is said of each input that was reviewed, by reviewer; the latest of each."""
    latest: dict[tuple[Key, str], Opinion] = {}
    for row, one in enumerate(scenario.reviews.rows()):
        key = (one["of"], one["about"])
        own = one["verdict"] == "replace"
        numbers = (one["low"], one["best"], one["high"]) if own else ()
        view = View(one["reviewer"], *map(float, numbers))
        said = Opinion(row, one["date"], one["reviewer"], one["verdict"], view, one["reason"])
        before = latest.get((key, said.reviewer))
        if before is None or said.date >= before.date:
            latest[key, said.reviewer] = said
    found: dict[Key, list[Opinion]] = {}
    for key, reviewer in sorted(latest):
        found.setdefault(key, []).append(latest[key, reviewer])
    return {key: tuple(several) for key, several in found.items()}


def standing(said: tuple[Opinion, ...]) -> Standing:
    """Return how an input stands: open where nobody has reviewed it."""
    if not said:
        return "open"
    return "undisputed" if all(one.verdict == "agree" for one in said) else "doubted"


def with_reviews(scenario: Scenario, chosen: str = POOL) -> Scenario:
    """Return a scenario in which reviewers' views hold; the given one stays as it is.

    Parameters
    ----------
    scenario
        A scenario, with levers pulled or not.
    chosen
        ``pool``: each member takes the view of one who agrees or replaces, all with the same
        chance; a reviewer's initials or role: that one's alone; ``none``: nobody's.

    Returns
    -------
    Scenario
        A new one whose ``reviewed`` says whose views hold. Where a reviewer agrees, or doubts
        without a number, the scenario's own range holds.

    Raises
    ------
    RequestError
        If there are no reviews, or none of this reviewer.
    """
    if not isinstance(scenario, Scenario):
        raise RequestError(say("reviews are of a scenario: read it first, with read()"))
    base = scenario.base or scenario
    made = replace(base, reviewed=None if chosen == NONE else _reviewed(base, chosen))
    made = replace(made, digest=made.content_digest() if base.digest else "")
    return made.pulled(scenario.pulls) if scenario.pulls else made


def _reviewed(base: Scenario, chosen: str) -> Reviewed:
    """Return the views that hold."""
    reviewers = sorted(set(base.reviews.reviewer))
    if not reviewers:
        raise RequestError(
            say("{name} has no reviews: make a form with marchland review", name=base.name)
        )
    if chosen != POOL and chosen not in reviewers:
        raise RequestError(
            say(
                "'{chosen}' has reviewed nothing of {name}{hint}; give pool, none or one of "
                "{reviewers}",
                chosen=chosen,
                name=base.name,
                hint=hint(chosen, reviewers),
                reviewers=", ".join(reviewers),
            )
        )
    known, views = inputs(base), {}
    for key, said in opinions(base).items():
        held = tuple(
            one.view for one in said if one.verdict != "doubt" and chosen in (POOL, one.reviewer)
        )
        if key in known and known[key].drawn and any(not view.own for view in held):
            views[known[key].drawn] = held
    return Reviewed(chosen, views)


def until(scenario: Scenario, day: np.datetime64) -> Scenario:
    """Return a scenario as it was reviewed up to a day: what was said later is not known."""
    rows = [row for row in scenario.reviews.rows() if row["date"] <= day]
    columns = {name: [_number(row[name]) for row in rows] for name in scenario.reviews.columns()}
    made = replace(scenario, reviews=Reviews.from_columns(columns), reviewed=None)
    if scenario.reviewed is None or not rows:
        return made
    chosen = scenario.reviewed.chosen
    if chosen != POOL and chosen not in made.reviews.reviewer:
        return made
    return replace(made, reviewed=_reviewed(made, chosen))


def _number(cell: Any) -> Any:
    """Return None for a number that is not there, which no table takes."""
    return None if isinstance(cell, float) and np.isnan(cell) else cell


def only(scenario: Scenario, key: Key) -> Scenario:
    """Return a scenario in which, of the views that hold, those of one input alone hold."""
    base = scenario.base or scenario
    assert base.reviewed is not None
    drawn = inputs(base)[key].drawn
    views = {name: held for name, held in base.reviewed.views.items() if name == drawn}
    made = replace(base, reviewed=replace(base.reviewed, views=views))
    made = replace(made, digest=made.content_digest() if base.digest else "")
    return made.pulled(scenario.pulls) if scenario.pulls else made


def _parameters(base: Scenario) -> Iterator[Input]:
    acting = acts(base)
    called_by_moves = {
        change.value.parameter for move in base.moves.values() for change in move.changes
    }
    for name, one in base.parameters.items():
        ranged = _ends(one.low, one.high) if one.low < one.high else ""
        usual = DEFAULTS.get(name)
        fixed = say("it is one number for all runs, change it in scenario.yaml")
        yield Input(
            "parameter",
            name,
            say(one.meaning) or name,
            f"{plain(one.value)}{ranged}",
            one.unit,
            one.source or "assumed",
            drawn=name,
            fixed=fixed if usual is not None and usual.law == "fixed" else "",
            moves=name in acting or name in called_by_moves,
            assumed=one.assumed and one.low < one.high,
        )


def _events(base: Scenario) -> Iterator[Input]:
    ground = Ground(base.places, base.routes)
    for row in base.timeline.rows():
        kind, at = EVENTS.get(row["what"]), ground.names.get(row["where"])
        if kind is None or at is None or at.sort in kind.withheld:
            continue
        of, about = called(Timeline, row)
        name = f"timeline:{row['date']}:{row['what']}:{row['where']}:{row['group']}"
        said = row["label"] or say(kind.meaning)
        fixed = "" if kind.value is not None and not row["value"].blank else say("it has no number")
        unit = kind.value.unit if kind.value is not None else ""
        yield _of_row(of, about, said, row, (unit, row["value"]), name, fixed, bool(kind.sets))


def _displaced(base: Scenario) -> Iterator[Input]:
    for row in base.displaced.rows():
        of, about = called(Displaced, row)
        words = _ENTER_ON if np.isnat(row["date_to"]) else _ENTER_FROM
        cells = {name: row[name] for name in ("place", "group", "date", "date_to")}
        said = say(words, **cells)
        name = f"displaced:{row['date']}:{row['place']}:{row['group']}"
        yield _of_row(of, about, said, row, ("people/day", row["people"]), name)


def _counts(base: Scenario) -> Iterator[Input]:
    for row in base.observations.rows():
        of, about = called(Observations, row)
        low, high = row["low"], row["high"]
        ends = "" if np.isnan(low + high) else _ends(low, high)
        measure = say(_MEASURED[row["measure"]])
        yield Input(
            of,
            about,
            say("Counted: {measure} at {where}.", measure=measure, where=row["where"]),
            f"{plain(row['value'])}{ends}",
            say("people or events"),
            row["source"],
            moves=False,
        )


def _judged(base: Scenario) -> Iterator[Input]:
    for row in base.judged.rows():
        of, about = called(Judged, row)
        term, move = base.terms.get(row["term"]), base.moves.get(row["move"])
        worth, by = term.label if term else row["term"], move.label if move else row["move"]
        said = say("{worth} to {actor}, by the move: {by}.", worth=worth, actor=row["actor"], by=by)
        amount = Amount(float(row["low"]), float(row["high"]))
        yield _of_row(of, about, said, row, (say("of the term's scale"), amount), f"judged:{about}")


def _ends(low: float, high: float) -> str:
    return say(" ({low} to {high})", low=plain(low), high=plain(high))


def _of_row(
    of: str,
    about: str,
    said: str,
    row: Mapping[str, Any],
    number: tuple[str, Amount],
    drawn: str,
    fixed: str = "",
    moves: bool = True,
) -> Input:
    unit, amount = number
    source = str(row["source"])
    assumed = source.strip().lower().startswith("assumed") or not source
    return Input(of, about, said, str(amount), unit, source, drawn, fixed, moves, assumed)
