"""Words of the app."""

from __future__ import annotations

from marchland.view.page.outlines import ATTRIBUTION, DISCLAIMER

SKIP = "Skip to the map"
ORIENT = (
    "A model of this crisis, run many times: where people are day by day, and what would change if "
    "somebody acted."
)
PARTS, TO_PEOPLE, TO_NEEDS, TO_COUNTS = "Parts", "People", "Needs", "Counts"
TO_TAKE = "Downloads"
UNDO, NO_LEVER, MORE_CARDS = "Undo", "Without levers", "More figures"
TRIED, TRIED_LEVERS = "What you tried", "Levers"
TRIED_NOTE = (
    "Each what-if of this visit, with the median and the 90 % band. Choose one to see it again."
)
WHAT_IF = "What if"
LEVERS = (
    "Switch a lever on: the crisis is run again with the same chance, and what differs is due to "
    "it."
)
NO_LEVERS = "This crisis has no levers."
KINDS = {
    "protective": ("Protective measures", "They can reduce harm."),
    "neutral": (
        "Measures that change routes",
        "They change who arrives where; they may close a way out.",
    ),
    "stress": (
        "Stress",
        "At one strength, and only together with a measure that protects people from it.",
    ),
}
"""Title and note of each kind of lever."""
WHAT_IT_DOES, WHO, EFFECTS, SOURCE = "What it does", "Who could: ", "Side effects: ", "Source: "
NONE_KNOWN = "none known"

NUMBERS = (
    "Numbers are medians of many runs of the model, and a band holds 90 % of the runs: each draws "
    "its own values of what is uncertain."
)
STARTING, STOP, RESUME = "Starting …", "Stop", "Resume"
BY_DAY = "Day by day"
"""Heading of the picture by day before anybody knows of what it is."""
CHANGE = "Change from without levers"
BANDS = "Shaded: 50 % and 90 % of the runs. Dotted: the day of a lever."
MAP = "Where people are, and what changes"
PLAY, DAY = "Play", "Day on the map"
WHICH = {"change": "what changes", "now": "with levers", "base": "without levers"}
BEYOND = "What lies beyond a closed line is shown by country, as the mean of the month."
MAP_NOTE = f"{ATTRIBUTION} {DISCLAIMER}"
NOWHERE = "No place has coordinates."
MARKS = "Marks are sized by the median of people; lines by people a day."
FEWER, MORE = "fewer people with the levers", "more people with the levers"
CHANGES = (
    "Sized and coloured by the median change, run by run. Dark rim: at least 90 % of the runs "
    "agree that there are fewer, or more. No mark: no change."
)
HARM = "Harm that the model expects"
HARM_NOTE = (
    "By month, all countries together. Bars hold 50 % and 90 % of the runs: read the bar, and how "
    "the levers change it. How deadly a night is, is an assumption with a range of twenty to one, "
    "not fitted to any count."
)
HARMS = {"deaths_expected": "deaths", "severe_expected": "severe cold injuries"}
"""What the model expects of the cold."""
NO_HARM = "No night of this crisis can harm anybody by cold: it has no weather."
NEEDS = "What people need"
NEEDS_NOTE = (
    "What displaced people need wherever they are, all together, by week. Shaded: 50 % and 90 % of "
    "the runs; grey and dashed: without levers."
)
NO_NEEDS = "No place of this crisis has people whose needs are counted."
COUNTS = "The model compared with counts"
COUNTS_NOTE = (
    "Bands hold 50 % and 90 % of the runs, with the levers that are pulled; diamonds are counts "
    "from the field, where no lever was pulled."
)
COUNTS_SHOWN = "Counts shown"
EVENTS, AS_LIST = "What happened, and when", "As a list"
DOWNLOADS = "Downloads"
MAKING = "The file is being made: it takes some seconds. It is saved when it is ready."
COMMAND = "The same from the command line:"
ADDRESS = "The address of this page holds what you see: send it to anybody who runs the app."
CHECKS, NO_PROBLEM = "Checks and warnings", "No problem was found."
WARNINGS = "It can be run, with these warnings:"
BROKEN = "This crisis cannot be run yet. Correct this in its files:"
AGAIN = "Check again"
IN_WORDS = "The crisis in words"
AHEAD, GAME, GAS = "Look ahead", "Each side’s moves", "Gas"
USE = "Responsible use"
CRISES = "Crises:"


def by_day(people: str) -> str:
    """Say who is shown day by day."""
    return f"{people[0].upper()}{people[1:]}, by day"


def all_done(most: int, pulled: bool) -> str:
    """Say that all runs are done."""
    return f"{most} runs without levers" + (f", {most} with" if pulled else "")


def stopped(ready: int) -> str:
    """Say that the runs were stopped."""
    return f"{_shown(ready)}stopped."


def computing(ready: int, runs: int, base: bool) -> str:
    """Say which runs are being computed."""
    return f"{_shown(ready)}computing {runs} runs{' without levers' if base else ''} …"


PAGE_COMES = "This page is being made"
TOO_MANY = "Too many wait for their turn here: try again in a minute."


def in_turn(before: int) -> str:
    """Say how many other pages are made first."""
    first = {0: "It is computed now", 1: "One other is computed first"}
    return f"{first.get(before, f'{before} others are computed first')}. It comes by itself."


def waiting(ready: int, before: int) -> str:
    """Say how many other runs are made first."""
    first = "one other is" if before == 1 else f"{before} others are"
    return f"{_shown(ready)}waiting: {first} computed first …"


def _shown(ready: int) -> str:
    return f"{ready} runs shown; " if ready else ""


def failed(why: str) -> str:
    """Say that a run failed."""
    return f"The run failed: {why}"


def expected(band: str, change: str) -> str:
    """Say what harm the model expects, and how the levers change it."""
    return f"In all the model expects {band}." + changed(change)


def changed(change: str) -> str:
    """Say how the levers change a number; nothing where none is pulled."""
    return f" The levers change that by {change}." if change else ""
