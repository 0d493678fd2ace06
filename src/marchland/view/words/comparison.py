"""What the comparison page says."""

from __future__ import annotations

from marchland.study.compare.paired import difference
from marchland.study.compare.whatif import WhatIf, ranking
from marchland.view.words.dates import day_name
from marchland.view.words.hardships import PEOPLE, summed
from marchland.view.words.levers import change, label, sure
from marchland.view.words.text import capital

PROTECTIVE_TABLE = "Protective measures, by harm reduced"
ORDER, ORDER_TABLE = "The order by each harm", "By each harm"
NEUTRAL = (
    "These change who arrives where, and can close a way out to people in danger. They are "
    "compared, and not ranked."
)
NEUTRAL_TABLE = "Neutral measures"
STRESS = (
    "A stress is shown at one strength, and only together with measures that protect people from "
    "it. It is never ranked."
)
STRESS_TABLE = "A stress, and measures against it"
BARS_NOTE = "Dots are median differences between paired runs, lines their 90 % bands."
BAND_HEAD = "change (90 % band)"
PAIRS_TABLE, EXCLUDED = "Pairs", "exclude each other"
OUTCOME_TABLE, OUTCOME_HEADS = "All outcomes", ("outcome", "without", "with", "change", "")
PLACES = (
    "The change on the last day, place by place, largest first: moving people away from a crowded "
    "place makes it less crowded there and fuller where they come to."
)
PLACE_TABLE = "Change on the last day (90 % band)"
PLACE_HEADS = {"people": "people there", "over_capacity": "people over capacity there"}
UNMOVED = "Not changed by it: "
LEVER_TABLE = "The levers"
LEVER_HEADS = ("lever", "kind", "what it does", "who could pull it", "side effects", "source")


def title(crisis: str) -> str:
    """Name the page."""
    return f"What if: {crisis}"


def note(found: WhatIf) -> str:
    """Say what was run, and how figures are to be read."""
    return (
        f"Each lever was pulled alone, and the crisis run {found.base.attrs.get('members')} times "
        "with the same chance as without it. What is shown is the difference, run by run; a "
        "“90 % band” holds 90 % of the runs."
    )


def dates(found: WhatIf) -> str:
    """Flag levers that begin on different days; blank where all begin on one."""
    days = sorted({pull.date for case in found.cases for pull in case.pulls if pull.date})
    if len(days) < 2:
        return ""
    return (
        f"These levers begin on different days, from {day_name(days[0])} to {day_name(days[-1])}: "
        "one that begins earlier has longer to act, so compare their sizes with care. Give all one "
        "date (--lever NAME@DATE) to compare them alike."
    )


def protective(lead: str) -> str:
    """Say what protective measures are ranked by."""
    return (
        f"They are ranked by how much they reduce {summed(lead)}, and by nothing else. Left of the "
        "line there is less harm."
    )


def bars(lead: str) -> str:
    """Name the picture of the change by lever."""
    return f"Change in {summed(lead)}, whole period"


def daily(lead: str) -> str:
    """Name the pictures of the change by day."""
    return f"Change in {PEOPLE[lead]}, day by day, all on one scale"


def daily_note(lead: str) -> str:
    """Say how a picture of the change by day is read."""
    return f"Fewer {PEOPLE[lead]} below the line, more above it; dotted: the lever's date."


def pairs(lead: str) -> str:
    """Say what the table of pairs holds."""
    return f"Change in {summed(lead)} (90 % band) with both pulled; on the diagonal, one alone."


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
        return (
            f"No protective measure surely reduces {summed(lead)}: each 90 % band holds no change."
        )
    case, effect = held[0]
    name, others = label(found.scenario, case.pulls, False), len(cases) - len(held)
    unsure = f" Of {others} other measures it is not sure whether they help." if others else ""
    return (
        f"Of the protective measures whose effect is sure, “{name}” changes {summed(lead)} most: "
        f"{change(effect)}. {capital(PEOPLE[lead])} are fewer with it in "
        f"{(effect < 0).mean() * 100:.0f} % of the runs.{unsure}"
    )
