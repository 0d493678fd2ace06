"""What people read on the page of a game, beside what the terminal says (:mod:`.game`)."""

from __future__ import annotations

from collections.abc import Mapping

from marchland.game.choice import Answered
from marchland.game.compose import Profile
from marchland.game.ledger import CLEAR
from marchland.game.payoffs import PROXIES
from marchland.game.play import Game
from marchland.game.profiles import Profiles
from marchland.model.actors import GAINS, Term
from marchland.model.amounts import Amount
from marchland.model.scenario import Scenario
from marchland.view.words.dates import day_name
from marchland.view.words.game import band, label
from marchland.view.words.hardships import summed
from marchland.view.words.numbers import percent

SIMULATED, JUDGED, BOTH = "simulated", "judged by people", "simulated and judged"
"""What is computed, what people put in, and what rests on both."""
SIMULATED_MEANS = "computed by the model from the moves, in every run"
JUDGED_MEANS = "a low and a high that people put in, with a source or marked assumed"
KINDS = {"protective": "protects", "neutral": "neutral", "stress": "stress"}
RECORDED = "as recorded"
HARM = "Harm by move"
HARM_LEAD = (
    "What each move does to people, and whether that holds whatever the others do. No weight and "
    "no judgement enters here."
)
BARS = (
    "Bars: 90 % of the runs, with the median, where all others do as recorded. Lengths are square "
    "roots, so that what is small can be seen beside what is large. The line across: the median of "
    "what was recorded."
)
EVERY = "Harm of every combination of moves"
EVERY_NOTE = (
    "In the order of the declaration, which is no ranking. Moves that change nothing for people "
    "are one line."
)
LEDGER = "What one move would change, all others doing as recorded"
LEDGER_NOTE = (
    "In the order of the declaration, which is no ranking: harm first, then who would count it as "
    "a gain or a loss, then what it would cost who makes it. A stress stands with the protective "
    "answer that leaves least harm."
)
PEOPLE, SIDES, COST = "People", "Who would be better or worse off", "Cost to who makes it"
NO_CHANGE = "No change for people."
NOBODY, NOBODY_ELSE = "Nobody.", "Nobody else."
GAIN = "Gain, with its harm"
DECIDES = "What decides"
ALONE = "What changes the equilibria by itself"
ALONE_HEADS = ("weight, judged value or scale", "share of runs")
DECIDES_HEADS = ("counted otherwise", "equilibria that stay the same")
REGRET = "What each could regret"
REGRET_HEADS = (
    "actor", "move", "most harm beyond the least of its moves (median, 90 % band)",
    "at worst short of its best, own payoff", "always worse than another of its moves",
)  # fmt: skip
REGRET_NOTE = (
    "The first column counts people and rests on no weight. The payoff is in units of each actor's "
    "own scale and compares with no other's; a stress has none."
)
WEAK = "How weak the rest is"
WEAK_NOTE = (
    "An equilibrium is a combination from which nobody would turn alone. It depends on weights "
    "that are assumed, and is shown for its weakness: look at the back-test first."
)
WEAK_HEADS = ("share of games", "moves beside what was recorded", "change for people")
VERDICT = "What the game says"
ACTORS = "Who decides, and what each says"
ACTORS_NOTE = "What a side says it wants is a claim, not a fact."
ACTOR_PARTS = {
    "says": "Says",
    "gains": "Counts as gain",
    "losses": "Counts as loss",
    "constraint": "Bound by",
    "outside": "Seen from outside",
    "source": "Source",
}
TERMS = "What counts for whom"
TERMS_NOTE = (
    "Signs are fixed where they are declared, and no weight turns them: harm is nobody's gain. "
    "Weights are drawn within their ranges, and those of an actor add up to one."
)
TERM_HEADS = ("what", "is", "counts as", "one is", "weights", "source")
JUDGED_TABLE = "Judged values"
JUDGED_HEADS = ("what", "for", "if", "low", "high", "source")
MOVES = "What each side could do"
MOVES_NOTE = (
    "This crisis declares moves of several sides. What each would change for people, and for whom "
    "it would be a gain or a loss, is on a page of its own, harm first:"
)
MOVE_HEADS = ("who", "move", "is", "what it does", "cost to who makes it", "protective answers")
COMING = "Coming: {done} of {every} combinations are there."
TITLE = "{title}: what each side gains"
TO_PEOPLE = "To the people of the crisis"
CHOOSE = "Choose a move for each side"
CHOICE = "Your combination"
CHOICE_IS_RECORD = (
    "This is what was recorded. Choose another move above to see what it would change."
)
CHOICE_COMES = "Coming: this combination has not been run yet."
WEIGHTS = "How much each thing counts for whom"
WEIGHTS_NOTE = (
    "Weights are assumed. Until you move a slider a weight is drawn anew in each game, from the "
    "range that is declared. Zero means that it does not count. No weight turns harm into a gain."
)
DECLARED, YOURS = "declared", "yours"
AS_RECORDED = "Back to what was recorded and declared"
WAY = "Runs of the game"
LOST = "The app does not answer. It is asked again."
REFUSED = "No gains are shown: {why}."
USE = "Responsible use"
AGAIN = "How to make this again"
ANY = (
    "Whatever others do: medians of {low:,} to {high:,}; the least of its moves in {share} of runs."
)
LESS = "Fewer than with its recorded move in {share} of runs."


def opening(found: Profiles, members: int) -> str:
    """Say what was run, in a sentence or two; without members while they are still to come."""
    board = found.board
    often = f" {members} times" if members else ""
    return (
        f"{len(board.actors)} sides choose one move each from {day_name(board.day)} on. Every "
        f"combination ({len(board.profiles):,}) is run{often} with the same chance, and compared "
        "with what was recorded."
    )


def counts_as(term: Term) -> str:
    """Say which sign a term has, and of what kind a gain is."""
    if term.sign == "gain":
        return f"gain ({GAINS[term.gain]})"
    return "cost (harm)" if term.of in PROXIES else "cost"


def weight(drawn: Amount) -> str:
    """Write the range of a weight: ``0.2 to 0.8``."""
    return f"{drawn.low:g}" if drawn.low == drawn.high else f"{drawn.low:g} to {drawn.high:g}"


def weights(scenario: Scenario, term: Term) -> str:
    """Write the weights of a term by actor."""
    told = [f"{label(scenario, actor)} {weight(drawn)}" for actor, drawn in term.weights.items()]
    return "; ".join(told)


def side(better: float, worse: float) -> str:
    """Say whether an actor is better or worse off, by share of draws."""
    if better >= CLEAR:
        return f"better off ({percent(better)} of draws)"
    if worse >= CLEAR:
        return f"worse off ({percent(worse)} of draws)"
    return f"not clear: better in {percent(better)}, worse in {percent(worse)} of draws"


def untouched(gains: Mapping[str, float], loses: Mapping[str, float]) -> list[str]:
    """Return the actors for whom nothing changes in any draw."""
    return [actor for actor in gains if gains[actor] == 0 and loses[actor] == 0]


def decides(found: Game) -> list[tuple[str, str]]:
    """Return how far another weighing has the same equilibria."""
    return [(name, percent(found.overlap(name))) for name in found.other]


def moves_fold(number: int) -> str:
    """Say how many moves are listed."""
    return f"All {number} moves, in the order of the declaration"


def of_harm(found: Profiles) -> str:
    """Name what is counted as harm: ``person-nights stranded``."""
    return summed(found.harm)


def combined(found: Profiles, profile: Profile) -> str:
    """Name the moves of a combination that were not recorded, by actor."""
    board, rows = found.board, zip(found.board.actors, profile, found.board.recorded, strict=True)
    told = [
        f"{label(board.scenario, actor)}: {board.scenario.moves[name].label}"
        for actor, name, before in rows
        if name != before
    ]
    return "; ".join(told) + "."


def answered(found: Profiles, one: Answered, better: float | None) -> str:
    """Name what a stress of a combination adds, what its mover gains, and what is left of it."""
    scenario = found.board.scenario
    mover = label(scenario, one.move.actor)
    more = f"{band(one.adds)} {summed(one.harm)}" if one.adds.median else "no change for people"
    told = f"{one.move.label} adds {more}."
    if better is not None:
        draws = f"{percent(better)} of draws" if better else "no draw"
        told += f" {mover}: better off with this combination in {draws}."
    if one.answer is None:
        return f"{told} The answers that are declared are made already."
    other = label(scenario, one.answer.actor)
    return f"{told} Answered by {other} ({one.answer.label}): {band(one.answered)}."


def progress(whole: int, members: int, done: int, every: int, last: bool) -> str:
    """Say how far the runs of a game are."""
    if last:
        return f"All done: each combination was run {whole} times."
    there = f"Shown: each combination run {whole} times. " if whole else ""
    return f"{there}On the way: {done} of {every} different runs, {members} times each."


def weight_told(drawn: Amount, yours: bool) -> str:
    """Write a weight and whose it is."""
    return f"{weight(drawn)} ({YOURS if yours else DECLARED})"
