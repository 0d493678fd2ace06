"""What each side could do, for the report: the moves of a crisis, without what comes of them."""

from __future__ import annotations

from marchland.language import say
from marchland.model.actors import moves_of
from marchland.model.scenario import Scenario
from marchland.view.page import html
from marchland.view.words import contest as words
from marchland.view.words import game as said
from marchland.view.words.text import heads, parted


def moves(scenario: Scenario, command: str) -> str:
    """List who could do what, at what cost, a stress with its answers; blank where nobody could.

    Parameters
    ----------
    scenario
        A crisis.
    command
        The command that runs its game.
    """
    whole = scenario.base or scenario
    by_actor = moves_of(whole.moves)
    rows = [
        (
            said.label(whole, actor),
            move.label,
            say(words.RECORDED if move.recorded else words.KINDS[move.kind]),
            move.explanation,
            move.cost,
            parted(whole.moves[name].label for name in move.answers),
        )
        for actor, several in by_actor.items()
        for move in several
    ]
    if not rows:
        return ""
    return (
        html.paragraphs([say(words.MOVES_NOTE)])
        + html.command(command)
        + html.details(
            words.moves_fold(len(rows)), html.table(say(words.MOVES), heads(words.MOVE_HEADS), rows)
        )
    )
