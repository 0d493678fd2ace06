"""What a game says, in words: harm first, then who gains or loses, then how weak the rest is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from marchland.game.ledger import BESIDE, CLEAR, Entry, Ledger
from marchland.game.play import LEADS, Game
from marchland.game.profiles import Profiles
from marchland.model.actors import Actor
from marchland.model.scenario import Scenario
from marchland.study.measures.bands import Band, rounded
from marchland.view.words.hardships import summed
from marchland.view.words.numbers import signed

EXPLORES = (
    "This explores what was open to each side. It does not predict what anybody would do, and "
    "advises nobody."
)
ALWAYS = 0.995
"""Share from which on a move is said to hold in all runs."""


def label(scenario: Scenario, actor: str) -> str:
    """Return what a person calls an actor."""
    one: Actor | None = scenario.actors.get(actor)
    return one.label if one else actor


def game_in_words(found: Game) -> str:
    """Return all that a game says, as the command line prints it."""
    lines = [
        *robust(found),
        "",
        ledger_in_words(found.ledger),
        "",
        "How weak the rest is",
        *(f"  {one}" for one in weak(found)),
        "",
        verdict(found),
        EXPLORES,
    ]
    return "\n".join(lines)


def robust(found: Game) -> Iterator[str]:
    """Yield the moves that keep harm low whatever others do and whatever the weights."""
    scenario = found.found.board.scenario
    short = {one.move.actor: one.regret for one in found.safe if one.move.recorded}
    yield f"Fewest {summed(found.found.harm)}, whatever others do and whatever the weights"
    for one in found.safe:
        actor = label(scenario, one.move.actor)
        if one.move.kind != "stress" and one.least > 0 and one.less > 0:
            share = "in all runs" if one.least >= ALWAYS else f"in {one.least:.0%} of runs"
            yield (
                f"  {actor}: {one.move.label}, {share}; what was recorded has up to "
                f"{rounded(short[one.move.actor].median):,} more (median of the runs)"
            )
        elif one.move.recorded and one.least >= ALWAYS:
            yield f"  {actor}: {one.move.label}; none of its other moves has fewer"


def ledger_in_words(found: Ledger) -> str:
    """Return the ledger as text: a paragraph a move, in the order of the declaration."""
    lines = ["What one move would change, all others doing as recorded"]
    for one in found.entries:
        lines += [f"  {text}" for text in of_entry(found, one)]
    return "\n".join(lines)


def of_entry(found: Ledger, one: Entry) -> Iterator[str]:
    """Yield what a move would change: harm, then who gains or loses, then its cost."""
    scenario = found.found.board.scenario
    yield f"{label(scenario, one.move.actor)}: {one.move.label} ({one.move.kind})"
    yield f"  harm: {harm(found.found, one)}"
    yield f"  {sides(found, one)}"
    if one.move.cost:
        yield f"  cost to the mover: {one.move.cost}"
    if gain := with_its_harm(found, one):
        yield f"  {gain}"


def harm(found: Profiles, one: Entry) -> str:
    """Say what a move does to people, the harm first."""
    told = [
        f"{band(one.changes[name])} {what}"
        for name, what in people(found).items()
        if changed(found, one.changes, name)
    ]
    return "; ".join(told) or "no change for people"


def changed(found: Profiles, changes: Mapping[str, Band], name: str) -> bool:
    """Whether a change of an outcome is worth a line: a hardship beside the harm in most runs."""
    if name not in changes or not any(map(rounded, changes[name].levels)):
        return False
    return name not in found.hardships[1:] or rounded(changes[name].median) != 0


def people(found: Profiles) -> dict[str, str]:
    """Name what is told of people by a game, the harm first: what is shown of each move."""
    told = {name: summed(name) for name in found.hardships}
    told |= {name: summed(name) for name in BESIDE if name in found.names}
    return told


def band(one: Band) -> str:
    """Return the median and the 90 % band of a difference."""
    ends = f"{signed(one.low90)} to {signed(one.high90)}"
    return f"{signed(one.median)} ({ends})"


def sides(found: Ledger, one: Entry) -> str:
    """Say who is better and who is worse off, by sign and share of draws."""
    scenario = found.found.board.scenario
    better = [a for a, share in one.gains.items() if share >= CLEAR]
    worse = [a for a, share in one.loses.items() if share >= CLEAR]
    open_ = [
        a
        for a, share in one.gains.items()
        if a not in better and a not in worse and (share > 0 or one.loses[a] > 0)
    ]
    told = [
        f"{word} {', '.join(label(scenario, a) for a in some)}"
        for word, some in (("better off:", better), ("worse off:", worse))
        if some
    ]
    told += [
        "not clear: "
        + ", ".join(f"{label(scenario, a)} (better in {one.gains[a]:.0%} of draws)" for a in open_)
    ] * bool(open_)
    return "; ".join(told) or "nobody is better or worse off"


def with_its_harm(found: Ledger, one: Entry) -> str:
    """Name the gain of a stress together with its harm and with who could take it away."""
    if one.move.kind != "stress" or one.answer is None or one.answered is None:
        return ""
    scenario = found.found.board.scenario
    mover, other = (label(scenario, one_.actor) for one_ in (one.move, one.answer))
    share, more = one.gains[one.move.actor], one.changes[one.harm].median
    with_ = f"{signed(more)} {summed(one.harm)}" if more else "no change for people"
    then = f", and {mover} is better off in {one.taken:.0%} of draws" if share else ""
    gain = f"{mover} is better off in {share:.0%} of draws" if share else f"{mover} gains nothing"
    return (
        f"{gain}, with {with_}. Answered by "
        f"{other} ({one.answer.label}) the change is {band(one.answered)}{then}."
    )


def weak(found: Game) -> Iterator[str]:
    """Yield how often profiles are equilibria, what decides, and the back-test."""
    board, standing = found.found.board, found.standing
    scenario = board.scenario
    games = found.draws * found.found.members
    yield f"{games:,} games: {found.draws} draws of weights and judged values, each run with each."
    told = [
        f"{share:.0%}: "
        + ", ".join(
            next(m.label for m in board.moves[a] if m.name == name)
            for a, name in zip(board.actors, profile, strict=True)
            if name != board.recorded[board.actors.index(a)]
        )
        for profile, share in zip(board.profiles[1:], standing.share[1:].tolist(), strict=True)
        if share >= 0.05
    ]
    if told:
        yield "In equilibrium in at least 5 % of games, beside what was recorded (fixed order):"
        yield from (f"  {one}" for one in told)
    yield f"No pure equilibrium in {standing.none:.0%}, several in {standing.several:.0%} of games."
    yield f"Back-test: what happened is an equilibrium in {found.recorded:.1%} of games."
    for name in found.other:
        yield f"With {name}: {found.overlap(name):.0%} of the equilibria stay."
    yield (
        f"For one run, {found.weights_matter:.0%} of draws agree with their commonest equilibrium; "
        f"for one draw, {found.chance_matters:.0%} of runs do."
    )
    always = [
        f"{label(scenario, m.actor)}, {m.label}"
        for moves in board.moves.values()
        for m in moves
        if found.dominated[m.name] >= ALWAYS
    ]
    if always:
        yield f"Always worse for who makes it than another of its moves: {'; '.join(always)}."


def verdict(found: Game) -> str:
    """Say in a sentence what the game says, also where it says nothing."""
    safe = [o for o in found.safe if o.least >= ALWAYS and o.less >= ALWAYS]
    scenario = found.found.board.scenario
    moves = "; ".join(f"{o.move.label} ({label(scenario, o.move.actor)})" for o in safe)
    first = (
        f"Whatever others do and whatever the weights, harm is least by: {moves}."
        if safe
        else "No move keeps harm lowest whatever others do."
    )
    if found.says:
        return f"{first} One profile stands in most games, and it is what happened."
    why = (
        f"what happened is an equilibrium in {found.recorded:.1%} of games"
        if found.recorded < LEADS
        else "no profile stands in most games"
    )
    return f"{first} What anybody would do the game does not say: {why}."
