"""What a game says, in words: harm first, then who gains or loses, then how weak the rest is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from marchland.game.choice import Answered, Choice, choice
from marchland.game.compose import Profile
from marchland.game.decides import Decider
from marchland.game.ledger import BESIDE, CLEAR, Entry, Ledger
from marchland.game.play import LEADS, Game, Safe
from marchland.game.profiles import Profiles
from marchland.language import mark, say
from marchland.model.actors import Actor, Move
from marchland.model.scenario import Scenario
from marchland.study.measures.bands import Band, rounded
from marchland.view.words.hardships import summed
from marchland.view.words.numbers import percent, signed
from marchland.view.words.text import labelled, parted

EXPLORES = mark(
    "This explores what was open to each side. It does not predict what "
    "anybody would do, and advises nobody."
)
ALWAYS = 0.995
"""Share from which on a move is said to hold in all runs."""
OFTEN = 0.05
"""Share of games from which on an equilibrium is listed."""
KINDS = {"protective": mark("protective"), "neutral": mark("neutral"), "stress": mark("stress")}
"""Kinds of moves in plain words."""
STANDS = mark("In equilibrium in at least 5 % of games, beside what was recorded (fixed order)")


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
        say("How weak the rest is"),
        *(f"  {one}" for one in weak(found)),
        "",
        verdict(found),
        say(EXPLORES),
    ]
    return "\n".join(lines)


def robust(found: Game) -> Iterator[str]:
    """Yield the moves that keep harm low whatever others do and whatever the weights."""
    scenario = found.found.board.scenario
    short = {one.move.actor: one.regret for one in found.safe if one.move.recorded}
    yield say(
        "Fewest {people}, whatever others do and whatever the weights",
        people=summed(found.found.harm),
    )
    for one in found.safe:
        actor = label(scenario, one.move.actor)
        if keeps_low(one):
            share = in_runs(one.least)
            more = rounded(short[one.move.actor].median)
            raised = raises(found, one.move)
            told = say(
                "{actor}: {move}, {share}; what was recorded has up to {more:,} more "
                "(median of the runs)",
                actor=actor,
                move=one.move.label,
                share=share,
                more=more,
            )
            but = [say("but {raised}", raised=raised)] if raised else []
            yield f"  {parted([told, *but])}"
        elif one.move.recorded and one.least >= ALWAYS:
            yield say(
                "  {actor}: {move}; none of its other moves has fewer",
                actor=actor,
                move=one.move.label,
            )


def in_runs(share: float) -> str:
    """Say in how many runs something holds."""
    if share >= ALWAYS:
        return say("in all runs")
    return say("in {share} of runs", share=percent(share))


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
    return parted(told)


def ledger_in_words(found: Ledger) -> str:
    """Return the ledger as text: a paragraph a move, in the order of the declaration."""
    lines = [say("What one move would change, all others doing as recorded")]
    for one in found.entries:
        lines += [f"  {text}" for text in of_entry(found, one)]
    return "\n".join(lines)


def of_entry(found: Ledger, one: Entry) -> Iterator[str]:
    """Yield what a move would change: harm, then who gains or loses, then its cost."""
    scenario = found.found.board.scenario
    kind = say(KINDS[one.move.kind])
    yield labelled(label(scenario, one.move.actor), f"{one.move.label} ({kind})")
    yield say("  harm: {harm}", harm=harm(found.found, one))
    yield f"  {sides(found, one)}"
    if one.move.cost:
        yield say("  cost to the mover: {cost}", cost=one.move.cost)
    if gain := with_its_harm(found, one):
        yield f"  {gain}"


def harm(found: Profiles, one: Entry) -> str:
    """Say what a move does to people, the harm first."""
    told = [
        f"{band(one.changes[name])} {what}"
        for name, what in people(found).items()
        if changed(found, one.changes, name)
    ]
    return parted(told) or say("no change for people")


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
    return say(
        "{middle} ({low} to {high})",
        middle=signed(one.median),
        low=signed(one.low90),
        high=signed(one.high90),
    )


def sides(found: Ledger, one: Entry) -> str:
    """Say who is better and who is worse off, by sign and share of draws.

    The mover of a stress is left out: its gain is named with the harm (:func:`with_its_harm`).
    """
    scenario = found.found.board.scenario
    left_out = {one.move.actor} if one.move.kind == "stress" else set()
    sure = {
        word: [a for a, share in shares.items() if share >= CLEAR and a not in left_out]
        for word, shares in ((say("better off:"), one.gains), (say("worse off:"), one.loses))
    }
    told = [
        f"{word} {', '.join(label(scenario, a) for a in some)}"
        for word, some in sure.items()
        if some
    ]
    clear = {a for some in sure.values() for a in some} | left_out
    open_ = [
        say("{actor} (better in {share} of draws)", actor=label(scenario, a), share=percent(share))
        for a, share in one.gains.items()
        if a not in clear and (share > 0 or one.loses[a] > 0)
    ]
    told += [say("not clear: {actors}", actors=", ".join(open_))] if open_ else []
    if left_out:
        return parted(told) or say("nobody else is better or worse off")
    return parted(told) or say("nobody is better or worse off")


def with_its_harm(found: Ledger, one: Entry) -> str:
    """Name the gain of a stress together with its harm and with who could take it away."""
    if one.move.kind != "stress" or one.answer is None or one.answered is None:
        return ""
    scenario = found.found.board.scenario
    mover, other = (label(scenario, one_.actor) for one_ in (one.move, one.answer))
    share, more = one.gains[one.move.actor], one.changes[one.harm].median
    people = f"{signed(more)} {summed(one.harm)}" if more else say("no change for people")
    gain, then = say("no gain"), list[str]()
    if share:
        gain = say("better off in {share} of draws", share=percent(share))
        then = [say("the move still pays in {share} of draws", share=percent(one.taken))]
    return say(
        "{mover}: {gain}, with {people}. Answered by {other} ({answer}) the change is {change}.",
        mover=mover,
        gain=gain,
        people=people,
        other=other,
        answer=one.answer.label,
        change=parted([band(one.answered), *then]),
    )


def weak(found: Game) -> Iterator[str]:
    """Yield how often profiles are equilibria, what decides, and the back-test."""
    yield from weakness(found)
    if told := stands(found):
        yield say("{label}:", label=say(STANDS))
        for share, profile, change in told:
            yield f"  {labelled(share, parted([profile, change]))}"
    for name in found.other:
        yield say(
            "With {name}: {share} of the equilibria stay.",
            name=say(name),
            share=percent(found.overlap(name)),
        )
    yield agreement(found)
    yield from decisive(found)


def decisive(found: Game) -> Iterator[str]:
    """Yield which weights, judged values and scales change the equilibria by themselves."""
    rows = deciders(found)
    yield say("{told}, in the order of the files:", told=decisive_number(found))
    yield from (
        say("  {decider}: in {share} of runs", decider=what, share=share) for what, share in rows
    )


def decisive_number(found: Game) -> str:
    """Say how many weights, judged values and scales change the equilibria by themselves."""
    return say(
        "From the middle of all ranges, {deciding} of {all} weights, judged values and scales "
        "change the equilibria by themselves",
        deciding=len(deciders(found)),
        all=len(found.decides),
    )


def deciders(found: Game) -> list[tuple[str, str]]:
    """Return what changes the equilibria by itself, and in how many runs."""
    return [(decider(found, one), percent(one.flips)) for one in found.decides if one.flips > 0]


def decider(found: Game, one: Decider) -> str:
    """Name a weight, a judged value or a scale as people call it."""
    scenario = found.found.board.scenario
    term = scenario.terms[one.term].label
    if one.what == "scale":
        return say("scale of {term}", term=term)
    actor = label(scenario, one.actor)
    if one.what == "weight":
        of = say("weight of {term}, {actor}", term=term, actor=actor)
    else:
        of = say("judged value of {term}, {actor}", term=term, actor=actor)
    moves = [scenario.moves[name].label for name in (one.move, one.beside) if name]
    if not moves:
        return of
    by = (
        moves[0]
        if len(moves) == 1
        else say("{first} with {second}", first=moves[0], second=moves[1])
    )
    return f"{of} ({by})"


def weakness(found: Game) -> list[str]:
    """Say how many games there are, how often one has equilibria, and the back-test."""
    games = found.draws * found.found.members
    none, several = percent(found.standing.none), percent(found.standing.several)
    told = [
        say(
            "{games:,} games: {draws} draws of weights and judged values, each run with each.",
            games=games,
            draws=found.draws,
        ),
        say(
            "Back-test: what happened is an equilibrium in {share} of games.",
            share=percent(found.recorded, 1),
        ),
        say(
            "No pure equilibrium in {none}, several in {several} of games.",
            none=none,
            several=several,
        ),
    ]
    if always := worse_always(found):
        told.append(
            say(
                "Always worse for who makes it than another of its moves: {moves}.",
                moves=parted(always),
            )
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
    return ", ".join(told) or say("as recorded")


def of_choice(made: Choice) -> str:
    """Say what a profile changes for people, and what is left where its stresses are answered."""
    what = summed(made.harm)
    return parted([f"{band(made.changes[made.harm])} {what}", *map(of_answer, made.answered)])


def of_answer(one: Answered) -> str:
    """Say what a stress of a profile adds, and what is left of it with its best answer."""
    told = say(
        "{move} adds {more} {people}",
        move=one.move.label,
        more=band(one.adds),
        people=summed(one.harm),
    )
    if one.answer is None:
        return told
    return say(
        "{told}, answered by {answer} {change}",
        told=told,
        answer=one.answer.label,
        change=band(one.answered),
    )


def agreement(found: Game) -> str:
    """Say whether weights or chance decide more."""
    shares = {"draws": percent(found.weights_matter), "runs": percent(found.chance_matters)}
    if found.weights_matter > found.chance_matters:
        return say(
            "Within one run, {draws} of the draws of weights give the same equilibrium; within "
            "one draw, {runs} of the runs do: chance decides more than weights.",
            **shares,
        )
    return say(
        "Within one run, {draws} of the draws of weights give the same equilibrium; within one "
        "draw, {runs} of the runs do: weights decide more than chance.",
        **shares,
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
    moves = parted(
        f"{o.move.label} ({label(scenario, o.move.actor)}, {in_runs(o.least)})" for o in safe
    )
    first = (
        say(
            "Whatever others do and whatever the weights, each of these leaves the "
            "least harm of its actor's moves: {moves}.",
            moves=moves,
        )
        if safe
        else say("No move surely leaves the least harm of its actor's moves whatever others do.")
    )
    if found.says:
        return say(
            "{first} One profile stands in most games, and it is what happened.", first=first
        )
    why = (
        say("what happened is an equilibrium in {share} of games", share=percent(found.recorded, 1))
        if found.recorded < LEADS
        else say("no profile stands in most games")
    )
    return say("{first} What anybody would do the game does not say: {why}.", first=first, why=why)
