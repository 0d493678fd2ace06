"""What a game says, in words: harm first, then who gains or loses, then how weak the rest is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from marchland.game.choice import Answered, Choice, choice
from marchland.game.compose import Profile
from marchland.game.decides import Decider
from marchland.game.ledger import BESIDE, CLEAR, Entry, Ledger
from marchland.game.play import LEADS, Game, Safe
from marchland.game.profiles import Profiles
from marchland.model.actors import Actor, Move
from marchland.model.scenario import Scenario
from marchland.study.measures.bands import Band, rounded
from marchland.view.words.hardships import summed
from marchland.view.words.numbers import percent, signed

EXPLORES = (
    "This explores what was open to each side. It does not predict what anybody would do, and "
    "advises nobody."
)
ALWAYS = 0.995
"""Share from which on a move is said to hold in all runs."""
OFTEN = 0.05
"""Share of games from which on an equilibrium is listed."""
NO_SIDE = " better or worse off"
STANDS = "In equilibrium in at least 5 % of games, beside what was recorded (fixed order)"


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
        if keeps_low(one):
            share = in_runs(one.least)
            more = rounded(short[one.move.actor].median)
            raised = raises(found, one.move)
            yield (
                f"  {actor}: {one.move.label}, {share}; what was recorded has up to {more:,} more "
                f"(median of the runs){f'; but {raised}' if raised else ''}"
            )
        elif one.move.recorded and one.least >= ALWAYS:
            yield f"  {actor}: {one.move.label}; none of its other moves has fewer"


def in_runs(share: float) -> str:
    """Say in how many runs something holds."""
    return "in all runs" if share >= ALWAYS else f"in {percent(share)} of runs"


def keeps_low(one: Safe) -> bool:
    """Whether a move is among those that are named as keeping harm low."""
    return one.move.kind != "stress" and not one.move.recorded and one.least > 0 and one.less > 0


def raises(found: Game, move: Move) -> str:
    """Name the other hardships of which a move that lowers the harm makes more, blank for none."""
    changes = next((e.changes for e in found.ledger.entries if e.move.name == move.name), {})
    told = [
        f"{band(changes[name])} {summed(name)}"
        for name in found.found.hardships[1:]
        if name in changes and rounded(changes[name].median) > 0
    ]
    return "; ".join(told)


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
    band = changes[name]
    return name not in found.hardships[1:] or band.low50 > 0 or band.high50 < 0


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
    """Say who is better and who is worse off, by sign and share of draws.

    The mover of a stress is left out: its gain is named with the harm (:func:`with_its_harm`).
    """
    scenario = found.found.board.scenario
    left_out = {one.move.actor} if one.move.kind == "stress" else set()
    sure = {
        word: [a for a, share in shares.items() if share >= CLEAR and a not in left_out]
        for word, shares in (("better off:", one.gains), ("worse off:", one.loses))
    }
    told = [
        f"{word} {', '.join(label(scenario, a) for a in some)}"
        for word, some in sure.items()
        if some
    ]
    clear = {a for some in sure.values() for a in some} | left_out
    open_ = [
        f"{label(scenario, a)} (better in {percent(share)} of draws)"
        for a, share in one.gains.items()
        if a not in clear and (share > 0 or one.loses[a] > 0)
    ]
    told += [f"not clear: {', '.join(open_)}"] if open_ else []
    return "; ".join(told) or ("nobody else is" if left_out else "nobody is") + NO_SIDE


def with_its_harm(found: Ledger, one: Entry) -> str:
    """Name the gain of a stress together with its harm and with who could take it away."""
    if one.move.kind != "stress" or one.answer is None or one.answered is None:
        return ""
    scenario = found.found.board.scenario
    mover, other = (label(scenario, one_.actor) for one_ in (one.move, one.answer))
    share, more = one.gains[one.move.actor], one.changes[one.harm].median
    with_ = f"{signed(more)} {summed(one.harm)}" if more else "no change for people"
    gain = f"better off in {percent(share)} of draws" if share else "no gain"
    then = f"; the move still pays in {percent(one.taken)} of draws" if share else ""
    return (
        f"{mover}: {gain}, with {with_}. Answered by {other} ({one.answer.label}) the change is "
        f"{band(one.answered)}{then}."
    )


def weak(found: Game) -> Iterator[str]:
    """Yield how often profiles are equilibria, what decides, and the back-test."""
    yield from weakness(found)
    if told := stands(found):
        yield STANDS + ":"
        yield from (f"  {share}: {profile}; {change}" for share, profile, change in told)
    for name in found.other:
        yield f"With {name}: {percent(found.overlap(name))} of the equilibria stay."
    yield agreement(found)
    yield from decisive(found)


def decisive(found: Game) -> Iterator[str]:
    """Yield which weights, judged values and scales change the equilibria by themselves."""
    rows = deciders(found)
    yield f"{decisive_number(found)}, in the order of the files:"
    yield from (f"  {what}: in {share} of runs" for what, share in rows)


def decisive_number(found: Game) -> str:
    """Say how many weights, judged values and scales change the equilibria by themselves."""
    return (
        f"From the middle of all ranges, {len(deciders(found))} of {len(found.decides)} weights, "
        "judged values and scales change the equilibria by themselves"
    )


def deciders(found: Game) -> list[tuple[str, str]]:
    """Return what changes the equilibria by itself, and in how many runs."""
    return [(decider(found, one), percent(one.flips)) for one in found.decides if one.flips > 0]


def decider(found: Game, one: Decider) -> str:
    """Name a weight, a judged value or a scale as people call it."""
    scenario = found.found.board.scenario
    term = scenario.terms[one.term].label
    if one.what == "scale":
        return f"scale of {term}"
    moves = (one.move, one.beside)
    by = " with ".join(scenario.moves[name].label for name in moves if name)
    what = "judged value" if one.what == "judged" else one.what
    of = f"{what} of {term}, {label(scenario, one.actor)}"
    return f"{of} ({by})" if by else of


def weakness(found: Game) -> list[str]:
    """Say how many games there are, how often one has equilibria, and the back-test."""
    games = found.draws * found.found.members
    none, several = percent(found.standing.none), percent(found.standing.several)
    told = [
        f"{games:,} games: {found.draws} draws of weights and judged values, each run with each.",
        f"Back-test: what happened is an equilibrium in {percent(found.recorded, 1)} of games.",
        f"No pure equilibrium in {none}, several in {several} of games.",
    ]
    if always := worse_always(found):
        told.append(
            f"Always worse for who makes it than another of its moves: {'; '.join(always)}."
        )
    return told


def stands(found: Game) -> list[tuple[str, str, str]]:
    """Return what is an equilibrium in 5 % of games or more: share, moves, harm; fixed order.

    A stress stands with its best protective answer (rule R3).
    """
    board = found.found.board
    shares = zip(board.profiles[1:], found.standing.share[1:].tolist(), strict=True)
    rows = []
    for profile, share in shares:
        if share >= OFTEN:
            made = choice(found.found, profile)
            rows.append((percent(share), moves_in_words(found.found, profile), of_choice(made)))
    return rows


def moves_in_words(found: Profiles, profile: Profile) -> str:
    """Name the moves of a profile that are not what was recorded."""
    board = found.board
    pairs = zip(profile, board.recorded, strict=True)
    told = [board.scenario.moves[name].label for name, before in pairs if name != before]
    return ", ".join(told) or "as recorded"


def of_choice(made: Choice) -> str:
    """Say what a profile changes for people, and what is left where its stresses are answered."""
    what = summed(made.harm)
    told = f"{band(made.changes[made.harm])} {what}"
    for one in made.answered:
        told += f"; {of_answer(one)}"
    return told


def of_answer(one: Answered) -> str:
    """Say what a stress of a profile adds, and what is left of it with its best answer."""
    told = f"{one.move.label} adds {band(one.adds)} {summed(one.harm)}"
    return f"{told}, answered by {one.answer.label} {band(one.answered)}" if one.answer else told


def agreement(found: Game) -> str:
    """Say whether weights or chance decide more."""
    more, less = "weights", "chance"
    if found.weights_matter > found.chance_matters:
        more, less = less, more
    return (
        f"Within one run, {percent(found.weights_matter)} of the draws of weights give the same "
        f"equilibrium; within one draw, {percent(found.chance_matters)} of the runs do: {more} "
        f"decide{'s' if more == 'chance' else ''} more than {less}."
    )


def worse_always(found: Game) -> list[str]:
    """Name the moves that are always worse for who makes them than another of theirs."""
    board = found.found.board
    return [
        f"{label(board.scenario, move.actor)}, {move.label}"
        for moves in board.moves.values()
        for move in moves
        if found.dominated[move.name] >= ALWAYS
    ]


def verdict(found: Game) -> str:
    """Say in a sentence what the game says, also where it says nothing."""
    scenario = found.found.board.scenario
    safe = [one for one in found.safe if keeps_low(one) and one.least >= CLEAR]
    moves = "; ".join(
        f"{o.move.label} ({label(scenario, o.move.actor)}, {in_runs(o.least)})" for o in safe
    )
    first = (
        f"Whatever others do and whatever the weights, each of these leaves the least harm of its "
        f"actor's moves: {moves}."
        if safe
        else "No move surely leaves the least harm of its actor's moves whatever others do."
    )
    if found.says:
        return f"{first} One profile stands in most games, and it is what happened."
    why = (
        f"what happened is an equilibrium in {percent(found.recorded, 1)} of games"
        if found.recorded < LEADS
        else "no profile stands in most games"
    )
    return f"{first} What anybody would do the game does not say: {why}."
