"""Words of the app."""

from __future__ import annotations

from marchland.language import mark, say, say_n
from marchland.view.words.text import capital

SKIP = mark("Skip to the map")
ORIENT = mark(
    "A model of this crisis, run many times: where people are day by day, and "
    "what would change if somebody acted."
)
PARTS, TO_PEOPLE, TO_NEEDS = mark("Parts"), mark("People"), mark("Needs")
TO_COUNTS, TO_TAKE = mark("Counts"), mark("Downloads")
UNDO, NO_LEVER, MORE_CARDS = mark("Undo"), mark("Without levers"), mark("More figures")
TRIED, TRIED_LEVERS = mark("What you tried"), mark("Levers")
TRIED_NOTE = mark(
    "Each what-if of this visit, with the median and the 90 % band. Choose one to see it again."
)
WHAT_IF = mark("What if")
LEVERS = mark(
    "Switch a lever on: the crisis is run again with the same chance, and what "
    "differs is due to it."
)
NO_LEVERS = mark("This crisis has no levers.")
KINDS = {
    "protective": (mark("Protective measures"), mark("They can reduce harm.")),
    "neutral": (
        mark("Measures that change routes"),
        mark("They change who arrives where; they may close a way out."),
    ),
    "stress": (
        mark("Stress"),
        mark("At one strength, and only together with a measure that protects people from it."),
    ),
}
"""Title and note of each kind of lever."""
WHAT_IT_DOES, WHO, EFFECTS, SOURCE = (
    mark("What it does"),
    mark("Who could: "),
    mark("Side effects: "),
    mark("Source: "),
)
NONE_KNOWN = mark("none known")

NUMBERS = mark(
    "Numbers are medians of many runs of the model, and a band holds 90 % of "
    "the runs: each draws its own values of what is uncertain."
)
STARTING, STOP, RESUME = mark("Starting …"), mark("Stop"), mark("Resume")
BY_DAY = mark("Day by day")
"""Heading of the picture by day before anybody knows of what it is."""
CHANGE = mark("Change from without levers")
BANDS = mark("Shaded: 50 % and 90 % of the runs. Dotted: the day of a lever.")
MAP = mark("Where people are, and what changes")
PLAY, DAY = mark("Play"), mark("Day on the map")
WHICH = {"change": mark("what changes"), "now": mark("with levers"), "base": mark("without levers")}
BEYOND = mark("What lies beyond a closed line is shown by country, as the mean of the month.")
NOWHERE = mark("No place has coordinates.")
MARKS = mark("Marks are sized by the median of people; lines by people a day.")
FEWER, MORE = mark("fewer people with the levers"), mark("more people with the levers")
CHANGES = mark(
    "Sized and coloured by the median change, run by run. Dark rim: at least "
    "90 % of the runs agree that there are fewer, or more. No mark: no change."
)
HARM = mark("Harm that the model expects")
HARM_NOTE = mark(
    "By month, all countries together. Bars hold 50 % and 90 % of the runs: "
    "read the bar, and how the levers change it. How deadly a night is, is an "
    "assumption with a range of twenty to one, not fitted to any count."
)
HARMS = {"deaths_expected": mark("deaths"), "severe_expected": mark("severe cold injuries")}
"""What the model expects of the cold."""
NO_HARM = mark("No night of this crisis can harm anybody by cold: it has no weather.")
NEEDS = mark("What people need")
NEEDS_NOTE = mark(
    "What displaced people need wherever they are, all together, by week. "
    "Shaded: 50 % and 90 % of the runs; grey and dashed: without levers."
)
NO_NEEDS = mark("No place of this crisis has people whose needs are counted.")
COUNTS = mark("The model compared with counts")
COUNTS_NOTE = mark(
    "Bands hold 50 % and 90 % of the runs, with the levers that are pulled; "
    "diamonds are counts from the field, where no lever was pulled."
)
COUNTS_SHOWN = mark("Counts shown")
EVENTS, AS_LIST = mark("What happened, and when"), mark("As a list")
DOWNLOADS = mark("Downloads")
MAKING = mark("The file is being made: it takes some seconds. It is saved when it is ready.")
COMMAND = mark("The same from the command line:")
ADDRESS = mark("The address of this page holds what you see: send it to anybody who runs the app.")
CHECKS, NO_PROBLEM = mark("Checks and warnings"), mark("No problem was found.")
WARNINGS = mark("It can be run, with these warnings:")
BROKEN = mark("This crisis cannot be run yet. Correct this in its files:")
AGAIN = mark("Check again")
IN_WORDS = mark("The crisis in words")
AHEAD, GAME, GAS = mark("Look ahead"), mark("Each side’s moves"), mark("Gas")
USE = mark("Responsible use")
CRISES = mark("Crises:")


def by_day(people: str) -> str:
    """Say who is shown day by day."""
    return say("{people}, by day", people=capital(people))


def all_done(most: int, pulled: bool) -> str:
    """Say that all runs are done."""
    done = mark("{most} runs without levers, {most} with") if pulled else ""
    return say(done or mark("{most} runs without levers"), most=most)


def stopped(ready: int) -> str:
    """Say that the runs were stopped."""
    return say("{shown}stopped.", shown=_shown(ready))


def computing(ready: int, runs: int, base: bool) -> str:
    """Say which runs are being computed."""
    which = (
        mark("{shown}computing {runs} runs without levers …")
        if base
        else mark("{shown}computing {runs} runs …")
    )
    return say(which, shown=_shown(ready), runs=runs)


PAGE_COMES = mark("This page is being made")
TOO_MANY = mark("Too many wait for their turn here: try again in a minute.")


def parted(before: int) -> str:
    """Say how many other pages are made first."""
    if not before:
        return say("It is computed now. It comes by itself.")
    return say_n(
        "One other is computed first. It comes by itself.",
        "{n} others are computed first. It comes by itself.",
        before,
    )


def waiting(ready: int, before: int) -> str:
    """Say how many other runs are made first."""
    return say_n(
        "{shown}waiting: one other is computed first …",
        "{shown}waiting: {n} others are computed first …",
        before,
        shown=_shown(ready),
    )


def _shown(ready: int) -> str:
    return say_n("{n} run shown; ", "{n} runs shown; ", ready) if ready else ""


def failed(why: str) -> str:
    """Say that a run failed."""
    return say("The run failed: {why}", why=why)


def expected(band: str, change: str) -> str:
    """Say what harm the model expects, and how the levers change it."""
    return say("In all the model expects {band}.", band=band) + changed(change)


def changed(change: str) -> str:
    """Say how the levers change a number; nothing where none is pulled."""
    return say(" The levers change that by {change}.", change=change) if change else ""
