"""Pulling levers: their rows go into the timeline, and have the last word on what they set.

From its date on, what a lever sets stays set: later rows of the timeline about the same thing are
left out where the lever covers all they concern, and overruled where it covers a part. Of two
levers that set the same thing, the more particular has the last word there; two that are equally
particular and say different things are a conflict.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from marchland.errors import RequestError
from marchland.language import mark, say
from marchland.model.amounts import Amount, plain
from marchland.model.events import EventKind, kind_of
from marchland.model.ground import Ground, Part
from marchland.model.levers import STRENGTH, Change, Lever, Pull
from marchland.model.near import hint
from marchland.model.tables import Timeline
from marchland.model.where import Direction

Row = dict[str, Any]
LABEL = mark("Lever: {label}")
"""Label of the first row of a lever in the timeline, in English like all that is stored."""
SOURCE = mark("lever {name}; {source}")
"""Source of every row of a lever, in English too."""
_NO_SUCH_LEVER = mark("'{lever}' is no lever of {scenario}{hint}; it has {levers}")
_NO_LEVER = mark("'{lever}' is no lever of {scenario}; it has none")


@dataclass(frozen=True)
class _Setting:
    """A change of a pulled lever: what it sets, of what and of whom, from when on."""

    lever: Lever
    change: Change
    since: date
    value: Amount
    targets: frozenset[Part]

    @property
    def kind(self) -> EventKind:
        return kind_of(self.change.what)

    @property
    def thing(self) -> str:
        """What it sets: opening and closing set the same."""
        return self.kind.sets

    def row(self, day: date, where: str, label: str = "") -> Row:
        return {
            "date": day,
            "what": self.change.what,
            "where": where,
            "group": self.change.group,
            "value": self.value,
            "by": "",
            "label": label,
            "source": SOURCE.format(name=self.lever.name, source=self.lever.source),
        }


def completed(
    pulls: Iterable[Pull], levers: Mapping[str, Lever], first: date, last: date, name: str
) -> tuple[Pull, ...]:
    """Return pulls with the date and the strength of their levers where none is given.

    Parameters
    ----------
    pulls
        Levers by name.
    levers
        The levers of the scenario.
    first, last
        Days between which they can be pulled.
    name
        What the scenario is called.

    Raises
    ------
    RequestError
        With all that is wrong: a lever that is not there or is named twice, a date or a strength
        out of range, levers that exclude each other.
    """
    given = list(pulls)
    complete = [_complete(pull, levers, first, last, name) for pull in given]
    wrong = [told for _, told in complete if told]
    wrong += [
        say("lever '{lever}' is pulled {times} times, once is enough", lever=lever, times=number)
        for lever in dict.fromkeys(pull.lever for pull in given)
        if (number := sum(pull.lever == lever for pull in given)) > 1
    ]
    if wrong:
        raise RequestError("; ".join(wrong))
    return tuple(pull for pull, _ in complete)


def rewritten(
    timeline: Timeline, pulls: Sequence[Pull], levers: Mapping[str, Lever], ground: Ground
) -> Timeline:
    """Return the timeline with the levers' rows, which have the last word.

    Parameters
    ----------
    timeline
        What happens without levers.
    pulls
        What is pulled, complete with dates and strengths.
    levers
        The levers of the scenario.
    ground
        Its places and routes.

    Raises
    ------
    RequestError
        If levers exclude or contradict each other.
    """
    settings = list(_settings(pulls, levers, ground))
    if clashes := [*_excluded(pulls, levers), *_contradictions(settings)]:
        raise RequestError("; ".join(dict.fromkeys(clashes)))
    return _with(timeline, settings, ground)


def on_day(given: date | str | None) -> date | None:
    """Return a date that may be given as text.

    Raises
    ------
    RequestError
        If the text is no date.
    """
    try:
        return date.fromisoformat(given) if isinstance(given, str) else given
    except ValueError:
        raise RequestError(say("'{text}' is not a date (write YYYY-MM-DD)", text=given)) from None


def _complete(
    pull: Pull, levers: Mapping[str, Lever], first: date, last: date, name: str
) -> tuple[Pull, str]:
    """Return a pull with date and strength, and what is wrong with it."""
    lever = levers.get(pull.lever)
    if lever is None:
        words = _NO_SUCH_LEVER if levers else _NO_LEVER
        near, there = hint(pull.lever, levers), ", ".join(levers)
        return pull, say(words, lever=pull.lever, scenario=name, hint=near, levers=there)
    day = pull.date or lever.date
    strength = pull.strength
    if not first <= day <= last:
        return pull, (
            say(
                "lever '{lever}' is pulled on {day}, must be between {first} and {last}",
                lever=pull.lever,
                day=day,
                first=first,
                last=last,
            )
        )
    if lever.strength is None:
        if strength is not None:
            return pull, say(
                "lever '{lever}' has no strength to choose; leave it out", lever=pull.lever
            )
        return Pull(lever.name, day), ""
    chosen = lever.strength.value if strength is None else float(strength)
    if not lever.strength.low <= chosen <= lever.strength.high:
        return pull, say(
            "lever '{lever}' has strength {strength}, must be between {low} and {high} {unit}",
            lever=pull.lever,
            strength=plain(chosen),
            low=plain(lever.strength.low),
            high=plain(lever.strength.high),
            unit=say(lever.strength.unit),
        ).rstrip()
    return Pull(lever.name, day, chosen), ""


def _settings(
    pulls: Sequence[Pull], levers: Mapping[str, Lever], ground: Ground
) -> Iterator[_Setting]:
    for pull in pulls:
        lever = levers[pull.lever]
        for change in lever.changes:
            assert pull.date is not None
            value = change.value
            if value.parameter == STRENGTH and pull.strength is not None:
                value = Amount.of(value.low * pull.strength)
            targets = ground.concerned(kind_of(change.what), change.where)
            yield _Setting(lever, change, pull.date + timedelta(days=change.after), value, targets)


def _excluded(pulls: Sequence[Pull], levers: Mapping[str, Lever]) -> Iterator[str]:
    names = [pull.lever for pull in pulls]
    for name in names:
        for other in levers[name].excludes:
            if other in names:
                yield say(
                    "levers '{name}' and '{other}' exclude each other, pull one of them",
                    name=name,
                    other=other,
                )


def _contradictions(settings: Sequence[_Setting]) -> Iterator[str]:
    """Tell levers that set the same of the same differently, neither more particular."""
    for i, one in enumerate(settings):
        for other in settings[i + 1 :]:
            if one.lever is other.lever or one.thing != other.thing or not one.kind.lasts:
                continue
            both = one.targets & other.targets
            if not both or _groups_apart(one.change.group, other.change.group):
                continue
            if (one.change.what, one.value) == (other.change.what, other.value):
                continue
            if one.targets < other.targets or other.targets < one.targets:
                continue
            if one.targets == other.targets and one.change.group != other.change.group:
                continue
            yield say(
                "levers '{name}' and '{other}' both set {thing} of {parts} and differ, pull one of "
                "them",
                name=one.lever.name,
                other=other.lever.name,
                thing=one.thing,
                parts=", ".join(sorted(map(str, both))[:3]),
            )


def _groups_apart(one: str, other: str) -> bool:
    return bool(one and other and one != other)


def _with(timeline: Timeline, settings: Sequence[_Setting], ground: Ground) -> Timeline:
    """Return the timeline with what the levers set."""
    ordered = sorted(settings, key=lambda s: (-len(s.targets), bool(s.change.group)))
    kept = [row for row in timeline.rows() if not _dropped(row, ordered, ground)]
    own, labelled = [], set()
    for setting in ordered:
        own_label = LABEL.format(label=setting.lever.label)
        label = "" if setting.lever.name in labelled else own_label
        labelled.add(setting.lever.name)
        own.append(setting.row(setting.since, setting.change.where, label))
    again: dict[tuple[Any, ...], Row] = {}
    for setting in ordered:
        if not setting.kind.lasts:
            continue
        wider = [row for row, other in zip(own, ordered, strict=True) if _wider(other, setting)]
        for row in (*kept, *wider):
            for place in _overruled(row, setting, ground):
                day = _day(row["date"])
                again[day, setting.thing, place, setting.change.group] = setting.row(day, place)
    there = {(row["date"], kind_of(row["what"]).sets, row["where"], row["group"]) for row in own}
    rows = [*kept, *own, *(row for key, row in again.items() if key not in there)]
    return Timeline.from_columns({name: [r.get(name) for r in rows] for name in Timeline.columns()})


def _wider(other: _Setting, setting: _Setting) -> bool:
    """Whether another lever's setting takes in more than this one, which then rules its part."""
    return other.lever is not setting.lever and setting.targets < other.targets


def _dropped(row: Row, settings: Sequence[_Setting], ground: Ground) -> bool:
    """Whether a row of the timeline would only undo what a lever has set."""
    kind = kind_of(row["what"])
    return any(
        kind.sets == setting.thing
        and setting.kind.lasts
        and _day(row["date"]) >= setting.since
        and ground.concerned(kind, row["where"]) <= setting.targets
        and setting.change.group in ("", row["group"])
        for setting in settings
    )


def _overruled(row: Row, setting: _Setting, ground: Ground) -> Iterator[str]:
    """Yield the places or routes on which a row and an earlier setting of a lever meet."""
    kind = kind_of(row["what"])
    if kind.sets != setting.thing or _day(row["date"]) < setting.since:
        return
    if _groups_apart(row["group"], setting.change.group):
        return
    both = ground.concerned(kind, row["where"]) & setting.targets
    for part in sorted(both, key=str):
        there = isinstance(part, Direction) and part.back and Direction(part.route) in both
        if not there:  # the route's own name takes in its way back
            yield str(part)


def _day(value: Any) -> date:
    return value if isinstance(value, date) else np.datetime64(value, "D").astype(date)


def label_said(label: str) -> str:
    """Return the label of a row as people read it: a lever's begins in the language spoken."""
    before = LABEL.partition("{")[0]
    own = label.startswith(before)
    return say(LABEL, label=label.removeprefix(before)) if own else label


def source_said(source: str) -> str:
    """Return the source of a row as people read it: a lever's in the language spoken."""
    before = SOURCE.partition("{")[0]
    name, semicolon, rest = source.removeprefix(before).partition("; ")
    own = source.startswith(before) and semicolon
    return say(SOURCE, name=name, source=rest) if own else source


def unanswered(pulls: Sequence[Pull], levers: Mapping[str, Lever]) -> str:
    """Return what is wrong where a stress was pulled with none of its protective answers."""
    names = {pull.lever for pull in pulls}
    alone = [
        say(
            "'{name}' is a stress and is shown only beside a protective answer; pull with it one "
            "of {answers}",
            name=name,
            answers=", ".join(levers[name].answers),
        )
        for name in sorted(names)
        if levers[name].kind == "stress" and not names & set(levers[name].answers)
    ]
    return "; ".join(alone)
