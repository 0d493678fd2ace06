"""What reviewers said of a crisis, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from marchland.model.reviews import Input, Opinion, inputs, opinions, standing
from marchland.model.scenario import Scenario
from marchland.view.words.text import joined

_MOST = 12
PLURAL = {
    "parameter": "parameters",
    "event": "events",
    "displaced": "rows of people who set out",
    "count": "counts",
    "judged": "judged values",
}
"""Sorts of inputs as people call several of them."""


def reviews_in_words(scenario: Scenario) -> str:
    """Say what stands undisputed, what is doubted, and what nobody has looked at."""
    known, said = inputs(scenario), opinions(scenario)
    by: dict[str, list[Input]] = {"undisputed": [], "doubted": [], "open": []}
    for key, one in known.items():
        by[standing(said.get(key, ()))].append(one)
    people = sorted(set(scenario.reviews.reviewer))
    lines = [
        f"Reviewed by {joined(people)}." if people else "Nobody has reviewed it yet.",
        "",
        f"Doubted: {len(by['doubted'])}",
        *(f"  {line}" for one in by["doubted"] for line in doubted(one, said[one.of, one.about])),
        f"Undisputed: {len(by['undisputed'])}",
        *(f"  {line}" for line in _named(by["undisputed"])),
        f"Open: {len(by['open'])} ({_counted(by['open'])})",
        *(f"  {line}" for line in _named([one for one in by["open"] if one.assumed and one.moves])),
    ]
    return "\n".join(lines)


def doubted(one: Input, said: Sequence[Opinion]) -> Iterator[str]:
    """Yield a line for an input, and one for each who reviewed it."""
    now = f", {one.now} {one.unit}".rstrip() if one.now else ""
    yield f"{one.about} ({one.of}{now})"
    for each in said:
        yield f"  {opinion(each)}"


def opinion(said: Opinion) -> str:
    """Say what one reviewer said: ``AK: replace by 0.1 (0.05 to 0.2), I was there``."""
    number = str(said.view).removeprefix(f"{said.reviewer} ")
    verdict = f"replace by {number}" if said.verdict == "replace" else said.verdict
    return f"{said.reviewer}: {verdict}{', ' * bool(said.reason)}{said.reason}"


def _counted(several: Sequence[Input]) -> str:
    numbers = Counter(one.of for one in several)
    parts = [f"{n} {PLURAL[of] if n != 1 else of}" for of, n in numbers.items()]
    assumed = sum(one.assumed and one.moves for one in several)
    return f"{joined(parts) or 'nothing'}; assumed, and a run depends on them: {assumed}"


def _named(several: Sequence[Input]) -> Iterator[str]:
    yield from (f"{one.about} ({one.of}): {one.says}" for one in several[:_MOST])
    if len(several) > _MOST:
        yield f"and {len(several) - _MOST} more, all in the form (--form review.xlsx)"


def document(scenario: Scenario) -> dict[str, Any]:
    """Return the same for programs: every input with how it stands and what was said of it."""
    said = opinions(scenario)
    rows = []
    for key, one in inputs(scenario).items():
        own = said.get(key, ())
        rows.append(
            {
                "of": one.of,
                "about": one.about,
                "now": one.now,
                "unit": one.unit,
                "assumed": one.assumed,
                "moves": one.moves,
                "standing": standing(own),
                "said": [
                    {
                        "date": str(each.date),
                        "reviewer": each.reviewer,
                        "verdict": each.verdict,
                        "low": each.view.low,
                        "best": each.view.best,
                        "high": each.view.high,
                        "reason": each.reason,
                    }
                    for each in own
                ],
            }
        )
    return {"scenario": scenario.name, "inputs": rows}
