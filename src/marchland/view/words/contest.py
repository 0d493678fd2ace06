"""What people read on the page of a game, beside what the terminal says (:mod:`.game`)."""

from __future__ import annotations

from collections.abc import Mapping

from marchland.game.choice import Answered
from marchland.game.compose import Profile
from marchland.game.ledger import CLEAR
from marchland.game.payoffs import PROXIES
from marchland.game.play import Game
from marchland.game.profiles import Profiles
from marchland.language import mark, say, written
from marchland.model.actors import GAINS, Term
from marchland.model.amounts import Amount
from marchland.model.scenario import Scenario
from marchland.view.words.dates import day_name
from marchland.view.words.game import band, label
from marchland.view.words.hardships import summed
from marchland.view.words.numbers import percent
from marchland.view.words.text import parted

SIMULATED, JUDGED, BOTH = mark("simulated"), mark("judged by people"), mark("simulated and judged")
"""What is computed, what people put in, and what rests on both."""
SIMULATED_MEANS = mark("computed by the model from the moves, in every run")
JUDGED_MEANS = mark("a low and a high that people put in, with a source or marked assumed")
KINDS = {"protective": mark("protects"), "neutral": mark("neutral"), "stress": mark("stress")}
RECORDED = mark("as recorded")
HARM = mark("Harm by move")
HARM_LEAD = mark(
    "What each move does to people, and whether that holds whatever the others "
    "do. No weight and no judgement enters here."
)
BARS = mark(
    "Bars: 90 % of the runs, with the median, where all others do as recorded. "
    "Lengths are square roots, so that what is small can be seen beside what "
    "is large. The line across: the median of what was recorded."
)
EVERY = mark("Harm of every combination of moves")
EVERY_NOTE = mark(
    "In the order of the declaration, which is no ranking. Moves that change "
    "nothing for people are one line."
)
LEDGER = mark("What one move would change, all others doing as recorded")
LEDGER_NOTE = mark(
    "In the order of the declaration, which is no ranking: harm first, then "
    "who would count it as a gain or a loss, then what it would cost who makes "
    "it. A stress stands with the protective answer that leaves least harm."
)
PEOPLE, SIDES, COST = (
    mark("People"),
    mark("Who would be better or worse off"),
    mark("Cost to who makes it"),
)
NO_CHANGE = mark("No change for people.")
NOBODY, NOBODY_ELSE = mark("Nobody."), mark("Nobody else.")
GAIN = mark("Gain, with its harm")
DECIDES = mark("What decides")
ALONE = mark("What changes the equilibria by itself")
ALONE_HEADS = (mark("weight, judged value or scale"), mark("share of runs"))
DECIDES_HEADS = (mark("counted otherwise"), mark("equilibria that stay the same"))
REGRET = mark("What each could regret")
REGRET_HEADS = (
    mark("actor"), mark("move"),
    mark("most harm beyond the least of its moves (median, 90 % band)"),
    mark("at worst short of its best, own payoff"), mark("always worse than another of its moves"),
)  # fmt: skip
REGRET_NOTE = mark(
    "The first column counts people and rests on no weight. The payoff is in "
    "units of each actor's own scale and compares with no other's; a stress "
    "has none."
)
WEAK = mark("How weak the rest is")
WEAK_NOTE = mark(
    "An equilibrium is a combination from which nobody would turn alone. It "
    "depends on weights that are assumed, and is shown for its weakness: look "
    "at the back-test first."
)
WEAK_HEADS = (
    mark("share of games"),
    mark("moves beside what was recorded"),
    mark("change for people"),
)
ACTORS = mark("Who decides, and what each says")
ACTORS_NOTE = mark("What a side says it wants is a claim, not a fact.")
ACTOR_PARTS = {
    "says": mark("Says"),
    "gains": mark("Counts as gain"),
    "losses": mark("Counts as loss"),
    "constraint": mark("Bound by"),
    "outside": mark("Seen from outside"),
    "source": mark("Source"),
}
TERMS = mark("What counts for whom")
TERMS_NOTE = mark(
    "Signs are fixed where they are declared, and no weight turns them: harm "
    "is nobody's gain. Weights are drawn within their ranges, and those of an "
    "actor add up to one."
)
TERM_HEADS = (
    mark("what"), mark("is"), mark("counts as"), mark("one is"), mark("weights"), mark("source"),
)  # fmt: skip
JUDGED_TABLE = mark("Judged values")
JUDGED_HEADS = (
    mark("what"), mark("for"), mark("if"), mark("low"), mark("high"), mark("source"),
)  # fmt: skip
MOVES = mark("What each side could do")
MOVES_NOTE = mark(
    "This crisis declares moves of several sides. What each would change for "
    "people, and for whom it would be a gain or a loss, is on a page of its "
    "own, harm first:"
)
MOVE_HEADS = (
    mark("who"), mark("move"), mark("is"), mark("what it does"), mark("cost to who makes it"),
    mark("protective answers"),
)  # fmt: skip
COMING = mark("Coming: {done} of {every} combinations are there.")
TITLE = mark("{title}: what each side gains")
TO_PEOPLE = mark("To the people of the crisis")
CHOOSE = mark("Choose a move for each side")
CHOICE = mark("Your combination")
CHOICE_IS_RECORD = mark(
    "This is what was recorded. Choose another move above to see what it would change."
)
CHOICE_COMES = mark("Coming: this combination has not been run yet.")
WEIGHTS = mark("How much each thing counts for whom")
WEIGHTS_NOTE = mark(
    "Weights are assumed. Until you move a slider a weight is drawn anew in "
    "each game, from the range that is declared. Zero means that it does not "
    "count. No weight turns harm into a gain."
)
DECLARED, YOURS = mark("declared"), mark("yours")
AS_RECORDED = mark("Back to what was recorded and declared")
WAY = mark("Runs of the game")
LOST = mark("The app does not answer. It is asked again.")
REFUSED = mark("No gains are shown: {why}.")
USE = mark("Responsible use")
AGAIN = mark("How to make this again")
ANY = mark(
    "Whatever others do: medians of {low:,} to {high:,}; the least of its moves in {share} of runs."
)
LESS = mark("Fewer than with its recorded move in {share} of runs.")


def opening(found: Profiles, members: int) -> str:
    """Say what was run, in a sentence or two; without members while they are still to come."""
    board = found.board
    run = (
        mark(
            "{actors} sides choose one move each from {day} on. Every combination ({profiles:,}) "
            "is run {members} times with the same chance, and compared with what was recorded."
        )
        if members
        else mark(
            "{actors} sides choose one move each from {day} on. Every combination ({profiles:,}) "
            "is run with the same chance, and compared with what was recorded."
        )
    )
    values = {"members": members} if members else {}
    return say(
        run,
        actors=len(board.actors),
        day=day_name(board.day),
        profiles=len(board.profiles),
        **values,
    )


def counts_as(term: Term) -> str:
    """Say which sign a term has, and of what kind a gain is."""
    if term.sign == "gain":
        return say("gain ({kind})", kind=say(GAINS[term.gain]))
    return say("cost (harm)") if term.of in PROXIES else say("cost")


def weight(drawn: Amount) -> str:
    """Write the range of a weight: ``0.2 to 0.8``."""
    if drawn.low == drawn.high:
        return written(drawn.low, "g")
    return say("{low:g} to {high:g}", low=drawn.low, high=drawn.high)


def weights(scenario: Scenario, term: Term) -> str:
    """Write the weights of a term by actor."""
    told = [f"{label(scenario, actor)} {weight(drawn)}" for actor, drawn in term.weights.items()]
    return parted(told)


def side(better: float, worse: float) -> str:
    """Say whether an actor is better or worse off, by share of draws."""
    if better >= CLEAR:
        return say("better off ({share} of draws)", share=percent(better))
    if worse >= CLEAR:
        return say("worse off ({share} of draws)", share=percent(worse))
    return say(
        "not clear: better in {better}, worse in {worse} of draws",
        better=percent(better),
        worse=percent(worse),
    )


def untouched(gains: Mapping[str, float], loses: Mapping[str, float]) -> list[str]:
    """Return the actors for whom nothing changes in any draw."""
    return [actor for actor in gains if gains[actor] == 0 and loses[actor] == 0]


def decides(found: Game) -> list[tuple[str, str]]:
    """Return how far another weighing has the same equilibria."""
    return [(say(name), percent(found.overlap(name))) for name in found.other]


def moves_fold(number: int) -> str:
    """Say how many moves are listed."""
    return say("All {number} moves, in the order of the declaration", number=number)


def of_harm(found: Profiles) -> str:
    """Name what is counted as harm: ``person-nights stranded``."""
    return summed(found.harm)


def combined(found: Profiles, profile: Profile) -> str:
    """Name the moves of a combination that were not recorded, by actor."""
    board, rows = found.board, zip(found.board.actors, profile, found.board.recorded, strict=True)
    told = [
        say(
            "{actor}: {move}",
            actor=label(board.scenario, actor),
            move=board.scenario.moves[name].label,
        )
        for actor, name, before in rows
        if name != before
    ]
    return f"{parted(told)}."


def answered(found: Profiles, one: Answered, better: float | None) -> str:
    """Name what a stress of a combination adds, what its mover gains, and what is left of it."""
    scenario = found.board.scenario
    mover = label(scenario, one.move.actor)
    move = one.move.label
    if one.adds.median:
        told = say(
            "{move} adds {band} {harm}.", move=move, band=band(one.adds), harm=summed(one.harm)
        )
    else:
        told = say("{move} adds no change for people.", move=move)
    if better:
        told += say(
            " {actor}: better off with this combination in {share} of draws.",
            actor=mover,
            share=percent(better),
        )
    elif better is not None:
        told += say(" {actor}: better off with this combination in no draw.", actor=mover)
    if one.answer is None:
        return told + say(" The answers that are declared are made already.")
    return told + say(
        " Answered by {actor} ({move}): {band}.",
        actor=label(scenario, one.answer.actor),
        move=one.answer.label,
        band=band(one.answered),
    )


def progress(whole: int, members: int, done: int, every: int, last: bool) -> str:
    """Say how far the runs of a game are."""
    if last:
        return say("All done: each combination was run {whole} times.", whole=whole)
    there = say("Shown: each combination run {whole} times. ", whole=whole) if whole else ""
    return there + say(
        "On the way: {done} of {every} different runs, {members} times each.",
        done=done,
        every=every,
        members=members,
    )


def weight_told(drawn: Amount, yours: bool) -> str:
    """Write a weight and whose it is."""
    return f"{weight(drawn)} ({say(YOURS if yours else DECLARED)})"
