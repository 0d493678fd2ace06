"""What the comparison page says."""

from __future__ import annotations

from marchland.language import mark, say, say_n
from marchland.study.compare.paired import difference
from marchland.study.compare.whatif import WhatIf, ranking
from marchland.view.words.dates import day_name
from marchland.view.words.hardships import PEOPLE, summed
from marchland.view.words.levers import change, label, sure
from marchland.view.words.text import capital

PROTECTIVE_TABLE = mark("Protective measures, by harm reduced")
ORDER, ORDER_TABLE = mark("The order by each harm"), mark("By each harm")
NEUTRAL = mark(
    "These change who arrives where, and can close a way out to people in "
    "danger. They are compared, and not ranked."
)
NEUTRAL_TABLE = mark("Neutral measures")
STRESS = mark(
    "A stress is shown at one strength, and only together with measures that "
    "protect people from it. It is never ranked."
)
STRESS_TABLE = mark("A stress, and measures against it")
BARS_NOTE = mark("Dots are median differences between paired runs, lines their 90 % bands.")
BAND_HEAD = mark("change (90 % band)")
PAIRS_TABLE, EXCLUDED = mark("Pairs"), mark("exclude each other")
OUTCOME_TABLE = mark("All outcomes")
OUTCOME_HEADS = (mark("outcome"), mark("without"), mark("with"), mark("change"), "")
PLACES = mark(
    "The change on the last day, place by place, largest first: moving people "
    "away from a crowded place makes it less crowded there and fuller where "
    "they come to."
)
PLACE_TABLE = mark("Change on the last day (90 % band)")
PLACE_HEADS = {"people": mark("people there"), "over_capacity": mark("people over capacity there")}
UNMOVED = mark("Not changed by it: {names}.")
LEVER_TABLE = mark("The levers")
LEVER_HEADS = (
    mark("lever"),
    mark("kind"),
    mark("what it does"),
    mark("who could pull it"),
    mark("side effects"),
    mark("source"),
)


def title(crisis: str) -> str:
    """Name the page."""
    return say("What if: {crisis}", crisis=crisis)


def note(found: WhatIf) -> str:
    """Say what was run, and how figures are to be read."""
    return say(
        "Each lever was pulled alone, and the crisis run {members} times with the "
        "same chance as without it. What is shown is the difference, run by run; a "
        "“90 % band” holds 90 % of the runs.",
        members=found.base.attrs.get("members"),
    )


def dates(found: WhatIf) -> str:
    """Flag levers that begin on different days; blank where all begin on one."""
    days = sorted({pull.date for case in found.cases for pull in case.pulls if pull.date})
    if len(days) < 2:
        return ""
    return say(
        "These levers begin on different days, from {first} to {last}: "
        "one that begins earlier has longer to act, so compare their sizes with "
        "care. Give all one date (--lever NAME@DATE) to compare them alike.",
        first=day_name(days[0]),
        last=day_name(days[-1]),
    )


def protective(lead: str) -> str:
    """Say what protective measures are ranked by."""
    return say(
        "They are ranked by how much they reduce {harm}, and by nothing else. "
        "Left of the line there is less harm.",
        harm=summed(lead),
    )


def bars(lead: str) -> str:
    """Name the picture of the change by lever."""
    return say("Change in {harm}, whole period", harm=summed(lead))


def daily(lead: str) -> str:
    """Name the pictures of the change by day."""
    return say("Change in {people}, day by day, all on one scale", people=say(PEOPLE[lead]))


def daily_note(lead: str) -> str:
    """Say how a picture of the change by day is read."""
    return say(
        "Fewer {people} below the line, more above it; dotted: the lever's date.",
        people=say(PEOPLE[lead]),
    )


def pairs(lead: str) -> str:
    """Say what the table of pairs holds."""
    return say(
        "Change in {harm} (90 % band) with both pulled; on the diagonal, one alone.",
        harm=summed(lead),
    )


def best(found: WhatIf) -> str:
    """Say which protective measure surely avoids most harm, blank where there is no such measure.

    What is sure comes first: a larger median whose band holds zero is no answer.
    """
    cases, lead = ranking(found), found.lead
    if not cases:
        return ""
    effects = [difference(found.base, case.reading, lead) for case in cases]
    held = [
        (case, effect)
        for case, effect in zip(cases, effects, strict=True)
        if sure(effect) and effect.any()
    ]
    if not held:
        return say(
            "No protective measure surely reduces {harm}: each 90 % band holds no change.",
            harm=summed(lead),
        )
    case, effect = held[0]
    name, others = label(found.scenario, case.pulls, False), len(cases) - len(held)
    unsure = (
        say_n(
            " Of {n} other measures it is not sure whether they help.",
            " Of {n} other measures it is not sure whether they help.",
            others,
        )
        if others
        else ""
    )
    return say(
        "Of the protective measures whose effect is sure, “{name}” changes "
        "{harm} most: {change}. {people} are fewer with it in {share:.0f} % of "
        "the runs.{unsure}",
        name=name,
        harm=summed(lead),
        change=change(effect),
        people=capital(say(PEOPLE[lead])),
        share=(effect < 0).mean() * 100,
        unsure=unsure,
    )
