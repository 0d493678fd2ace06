"""What reviewers said of a crisis, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from marchland.language import mark, say, say_n
from marchland.model.reviews import Input, Key, Opinion, inputs, opinions, standing
from marchland.model.scenario import Scenario
from marchland.model.views import POOL
from marchland.study.compare.doubts import MOST, Moved
from marchland.view.words.hardships import summed
from marchland.view.words.levers import change
from marchland.view.words.text import joined, labelled, parted

_MOST = 12
HEADING = mark("Who doubted what")
TABLE = mark("What reviewers doubt or replace")
HEADS = (
    mark("Input"),
    mark("As it stands"),
    mark("Reviewer"),
    mark("Verdict"),
    mark("In its place"),
    mark("Why"),
    mark("By itself"),
)
SORTS = {
    "parameter": mark("parameter"),
    "event": mark("event"),
    "displaced": mark("displaced"),
    "count": mark("count"),
    "judged": mark("judged"),
}
"""Sorts of inputs as people call them."""
VERDICTS = {"agree": mark("agree"), "doubt": mark("doubt"), "replace": mark("replace")}
"""Verdicts as people call them."""


def reviews_in_words(scenario: Scenario) -> str:
    """Say what stands undisputed, what is doubted, and what nobody has looked at."""
    known, said = inputs(scenario), opinions(scenario)
    by: dict[str, list[Input]] = {"undisputed": [], "doubted": [], "open": []}
    for key, one in known.items():
        by[standing(said.get(key, ()))].append(one)
    people = sorted(set(scenario.reviews.reviewer))
    lines = [
        say("Reviewed by {people}.", people=joined(people))
        if people
        else say("Nobody has reviewed it yet."),
        "",
        say("Doubted: {n}", n=len(by["doubted"])),
        *(f"  {line}" for one in by["doubted"] for line in doubted(one, said[one.of, one.about])),
        say("Undisputed: {n}", n=len(by["undisputed"])),
        *(f"  {line}" for line in _named(by["undisputed"])),
        say("Open: {n} ({counted})", n=len(by["open"]), counted=_counted(by["open"])),
        *(f"  {line}" for line in _named([one for one in by["open"] if one.assumed and one.moves])),
    ]
    return "\n".join(lines)


def doubted(one: Input, said: Sequence[Opinion]) -> Iterator[str]:
    """Yield a line for an input, and one for each who reviewed it."""
    now = f", {one.now} {say(one.unit)}".rstrip() if one.now else ""
    yield f"{one.about} ({say(SORTS[one.of])}{now})"
    for each in said:
        yield f"  {opinion(each)}"


def doubts(scenario: Scenario) -> Iterator[str]:
    """Yield a line for each input that is doubted, with what each reviewer said."""
    known = inputs(scenario)
    for key, said in opinions(scenario).items():
        if standing(said) == "doubted" and key in known:
            first, *rest = doubted(known[key], said)
            yield labelled(first, parted(line.strip() for line in rest))


def opinion(said: Opinion) -> str:
    """Say what one reviewer said: ``AK: replace by 0.1 (0.05 to 0.2), I was there``."""
    number = str(said.view).removeprefix(f"{said.reviewer} ")
    verdict = say(VERDICTS[said.verdict])
    if said.verdict == "replace":
        verdict = say("replace by {number}", number=number)
    return labelled(said.reviewer, f"{verdict}{', ' * bool(said.reason)}{said.reason}")


def _counted(several: Sequence[Input]) -> str:
    numbers = Counter(one.of for one in several)
    parts = [_several(of, n) for of, n in numbers.items()]
    assumed = sum(one.assumed and one.moves for one in several)
    return say(
        "{inputs}; assumed, and a run depends on them: {assumed}",
        inputs=joined(parts) or say("nothing"),
        assumed=assumed,
    )


def _several(of: str, number: int) -> str:
    """Say how many inputs of a sort there are."""
    match of:
        case "parameter":
            return say_n("{n} parameter", "{n} parameters", number)
        case "event":
            return say_n("{n} event", "{n} events", number)
        case "count":
            return say_n("{n} count", "{n} counts", number)
        case "judged":
            return say_n("{n} judged", "{n} judged values", number)
    return say_n("{n} displaced", "{n} rows of people who set out", number)


def _named(several: Sequence[Input]) -> Iterator[str]:
    yield from (
        labelled(f"{one.about} ({say(SORTS[one.of])})", say(one.says)) for one in several[:_MOST]
    )
    if len(several) > _MOST:
        yield say("and {n} more, all in the form (--form review.xlsx)", n=len(several) - _MOST)


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


def moved_in_words(scenario: Scenario, moved: Moved) -> list[str]:
    """Say how far the reviews that hold move the hardship that changes."""
    assert scenario.reviewed is not None
    chosen = scenario.reviewed.chosen
    whose = (
        say("all reviews pooled")
        if chosen == POOL
        else say("the reviews of {chosen}", chosen=chosen)
    )
    told = say(
        "With {whose}, compared run by run with none: {harm} {change}.",
        whose=whose,
        harm=summed(moved.harm),
        change=change(moved.whole),
    )
    more = say(
        "{left} inputs beyond the first {most} were not run by themselves.",
        left=moved.left,
        most=MOST,
    )
    return [told, *([more] if moved.left else [])]


def lead(scenario: Scenario, moved: Moved | None) -> list[str]:
    """Say whose reviews hold in runs, and how far they move them."""
    people = joined(sorted(set(scenario.reviews.reviewer)))
    if moved is None:
        return [
            say(
                "Reviewed by {people}. These runs draw from none of the reviews: run with "
                "--reviews pool to draw from all, and to see how far they move the "
                "outcomes.",
                people=people,
            )
        ]
    few = next((len(values) for values in moved.each.values()), 0)
    return [
        " ".join([say("Reviewed by {people}.", people=people), *moved_in_words(scenario, moved)]),
        say(
            "The last column is the same for one input alone, in {few} runs. A doubt "
            "without a number moves nothing.",
            few=few,
        ),
    ]


def doubted_rows(scenario: Scenario, moved: Moved | None) -> list[tuple[str, ...]]:
    """Return a row for each review that is no agreement: input, its value, who, what and why."""
    known, rows = inputs(scenario), []
    for key, said in opinions(scenario).items():
        if standing(said) == "doubted" and key in known:
            told = [_doubt(known[key], key, one, moved) for one in said]
            rows += [told[0], *(("", "", *row[2:-1], "") for row in told[1:])]
    return rows


def _doubt(one: Input, key: Key, said: Opinion, moved: Moved | None) -> tuple[str, ...]:
    number = str(said.view).removeprefix(f"{said.reviewer} ") if said.verdict == "replace" else ""
    alone = change(moved.each[key]) if moved is not None and key in moved.each else ""
    now = f"{one.now} {say(one.unit)}".strip()
    about = labelled(one.about, say(one.says))
    return about, now, said.reviewer, say(VERDICTS[said.verdict]), number, said.reason, alone


def counted(scenario: Scenario) -> str:
    """Say how many inputs stand undisputed, doubted and open."""
    said = opinions(scenario)
    numbers = Counter(standing(said.get(key, ())) for key in inputs(scenario))
    return say(
        "{doubted} inputs are doubted, {undisputed} undisputed, and nobody has reviewed {open}.",
        doubted=numbers["doubted"],
        undisputed=numbers["undisputed"],
        open=numbers["open"],
    )
