"""A profile that somebody chose: what it does to people and for whom, each stress answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marchland.errors import RequestError
from marchland.game.compose import Board, Profile
from marchland.game.payoffs import Payoffs
from marchland.game.profiles import Profiles
from marchland.language import say
from marchland.model.actors import Move
from marchland.model.near import hint
from marchland.study.measures.bands import Band


@dataclass(frozen=True)
class Answered:
    """A stress of a profile beside the answer with which there is least harm.

    Parameters
    ----------
    move, answer
        The stress, and a protective move of another; None where no such move is left to be made.
    harm
        The hardship that the stress changes.
    adds, answered
        Bands of what it adds to the same profile with its actor's recorded move: alone, and with
        the answer.
    """

    move: Move
    answer: Move | None
    harm: str
    adds: Band
    answered: Band


@dataclass(frozen=True)
class Choice:
    """What a profile does.

    Parameters
    ----------
    profile
        Names of moves, one an actor.
    values, changes
        Bands of each outcome, and of its difference from the recorded profile.
    harm
        The hardship that it is about: the first that it changes in most members.
    answered
        Its stresses with their answers.
    """

    profile: Profile
    values: dict[str, Band]
    changes: dict[str, Band]
    harm: str
    answered: tuple[Answered, ...]


def chosen(board: Board, given: Sequence[str]) -> Profile:
    """Return the profile of some moves; who is not named does as recorded.

    Raises
    ------
    RequestError
        With all that is wrong: a move that nobody has, two moves of one actor.
    """
    wrong = []
    of = {move.name: actor for actor, moves in board.moves.items() for move in moves}
    made: dict[str, str] = {}
    for name in dict.fromkeys(given):
        if name not in of:
            wrong.append(
                say("'{name}' is no move of who plays{hint}", name=name, hint=hint(name, of))
            )
        elif of[name] in made:
            wrong.append(
                say(
                    "'{name}' and '{other}' are both moves of {actor}",
                    name=name,
                    other=made[of[name]],
                    actor=of[name],
                )
            )
        else:
            made[of[name]] = name
    if wrong:
        raise RequestError("; ".join(wrong))
    pairs = zip(board.actors, board.recorded, strict=True)
    return tuple(made.get(actor, recorded) for actor, recorded in pairs)


def choice(found: Profiles, profile: Profile) -> Choice:
    """Return what a profile does; each of its stresses stands beside its best answer."""
    at = found.at(profile)
    changes = {name: Band.of(found.change(name)[:, at]) for name in found.names}
    values = {name: Band.of(found.of(name)[:, at]) for name in found.names}
    harm = next((name for name in found.hardships if changes[name].median), found.harm)
    moves = [found.board.scenario.moves[name] for name in profile]
    answered = tuple(_answered(found, profile, one) for one in moves if one.kind == "stress")
    return Choice(profile, values, changes, harm, answered)


def _answered(found: Profiles, profile: Profile, stress: Move) -> Answered:
    board = found.board
    moves = board.scenario.moves
    recorded = dict(zip(board.actors, board.recorded, strict=True))[stress.actor]
    without = found.at(board.answered(profile, recorded))

    def adds(name: str, made: Profile) -> Band:
        values = found.of(name)
        return Band.of(values[:, found.at(made)] - values[:, without])

    harm = next((name for name in found.hardships if adds(name, profile).median), found.harm)
    left = [n for n in stress.answers if moves[n].actor in board.moves and n not in profile]
    with_it = {name: adds(harm, board.answered(profile, name)) for name in left}
    best = min(left, key=lambda name: with_it[name].median, default="")
    alone = adds(harm, profile)
    return Answered(stress, moves.get(best), harm, alone, with_it.get(best, alone))


def sides(worth: Payoffs, profile: Profile) -> dict[str, tuple[float, float]]:
    """Return the share of draws and members in which each actor is better, and worse, off."""
    own = worth.worth[..., worth.found.at(profile)]
    return {
        actor: (float((own[:, :, i] > 0).mean()), float((own[:, :, i] < 0).mean()))
        for i, actor in enumerate(worth.actors)
    }
