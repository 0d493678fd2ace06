"""What the comparison page says."""

from __future__ import annotations

from marchland.study.compare.paired import difference
from marchland.study.compare.whatif import WhatIf, ranking
from marchland.view.words.levers import NIGHTS, change, label

PROTECTIVE = (
    "They are ranked by the person-nights stranded that they avoid, and by nothing else. Left of "
    "the line there is less harm."
)
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
BARS = "Change in person-nights stranded, whole period"
BARS_NOTE = "Dots are median differences between paired runs, lines their 90 % bands."
BAND_HEAD = "change (90 % band)"
DAILY = "Change in people stranded, day by day, all on one scale"
DAILY_NOTE = "Fewer people stranded below the line, more above it; dotted: the lever's date."
PAIRS = "Change in person-nights stranded (90 % band) with both pulled; on the diagonal, one alone."
PAIRS_TABLE, EXCLUDED = "Pairs", "exclude each other"
OUTCOME_TABLE, OUTCOME_HEADS = "All outcomes", ("outcome", "without", "with", "change")
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


def best(found: WhatIf) -> str:
    """Say which protective measure avoids most person-nights stranded, blank where none is."""
    cases = ranking(found)
    if not cases:
        return ""
    effect = difference(found.base, cases[0].reading, NIGHTS)
    return (
        f"Of the protective measures, “{label(found.scenario, cases[0].pulls, False)}” avoids most "
        f"person-nights stranded, by the median: {change(effect)}. There are fewer with it in "
        f"{(effect < 0).mean() * 100:.0f} % of the runs."
    )
