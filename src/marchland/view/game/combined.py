"""A combination of moves that somebody chose, and the controls to choose it with."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from math import isnan

from marchland.game.choice import Choice
from marchland.game.compose import Board, Profile
from marchland.game.payoffs import PROXIES
from marchland.game.profiles import Profiles
from marchland.language import say
from marchland.model.actors import Term
from marchland.model.amounts import Amount
from marchland.view.game.parts import both, change_line, judged, side_line, simulated
from marchland.view.page import html
from marchland.view.words import contest as words
from marchland.view.words import game as said
from marchland.view.words.numbers import brief

Sides = Mapping[str, tuple[float, float]]
"""By actor the shares of draws in which it is better, and worse, off."""
STEP = 0.05
"""How far a slider of a weight goes at a time."""


def combined(found: Profiles, made: Choice, sides: Sides | None) -> str:
    """Show what a combination changes for people, and for whom; each stress with its answer."""
    if made.profile == found.board.recorded:
        return html.paragraphs([say(words.CHOICE_IS_RECORD)])
    told = f"<p><b>{escape(words.combined(found, made.profile))}</b></p>"
    if isnan(made.changes[made.harm].median):
        return told + html.paragraphs([say(words.CHOICE_COMES)])
    names = said.people(found)
    rows = "".join(
        change_line(made.changes[name], what, name in PROXIES)
        for name, what in names.items()
        if said.changed(found, made.changes, name)
    )
    total = f"{brief(made.values[found.harm])} {names[found.harm]}"
    people = f'<ul class="changes">{rows}</ul>' if rows else html.paragraphs([say(words.NO_CHANGE)])
    return (
        f"{told}<h3>{escape(say(words.PEOPLE))} {simulated()}</h3><p>{escape(total)}</p>{people}"
        + _sides(found, made, sides)
        + _answers(found, made, sides)
    )


def _sides(found: Profiles, made: Choice, sides: Sides | None) -> str:
    """List who is better and worse off; who makes a stress is told with the harm (rule R4)."""
    if sides is None:
        return ""
    hidden = {one.move.actor for one in made.answered}
    rows = "".join(
        side_line(said.label(found.board.scenario, actor), *shares)
        for actor, shares in sides.items()
        if actor not in hidden and any(shares)
    )
    nobody = words.NOBODY_ELSE if hidden else words.NOBODY
    told = f'<ul class="sides">{rows}</ul>' if rows else html.paragraphs([say(nobody)])
    return f"<h3>{escape(say(words.SIDES))} {both()}</h3>{told}"


def _answers(found: Profiles, made: Choice, sides: Sides | None) -> str:
    told = [
        words.answered(found, one, None if sides is None else sides[one.move.actor][0])
        for one in made.answered
    ]
    return html.paragraphs(told, "answer")


def controls(
    board: Board, profile: Profile, given: Mapping[tuple[str, str], float], still: str
) -> str:
    """Return a list of moves for each side, and a slider for each weight.

    Parameters
    ----------
    board
        Who plays.
    profile
        The moves that are chosen.
    given
        Weights that somebody set, by actor and term.
    still
        Ids of the sections that they leave as they are.
    """
    scenario = board.scenario
    lists = "".join(
        f'<label class="side">{escape(said.label(scenario, actor))} '
        f'<select name="move">{_options(board, actor, name)}</select></label>'
        for actor, name in zip(board.actors, profile, strict=True)
    )
    weights = "".join(_weights(board, actor, given) for actor in board.actors)
    return (
        f'<form id="choose" class="choose" data-scenario="{escape(scenario.name)}" '
        f'data-lost="{escape(say(words.LOST))}" data-yours="{escape(say(words.YOURS))}" '
        f'data-still="{still}">'
        f"<fieldset><legend>{escape(say(words.CHOOSE))}</legend>{lists}</fieldset>"
        f"<details{' open' if given else ''}><summary>{escape(say(words.WEIGHTS))}</summary>"
        f'<p class="note">{escape(say(words.WEIGHTS_NOTE))}</p>{weights}</details>'
        f'<button type="button" id="recorded">{escape(say(words.AS_RECORDED))}</button></form>'
    )


def _options(board: Board, actor: str, chosen: str) -> str:
    return "".join(
        f'<option value="{"" if move.recorded else escape(move.name)}"'
        f"{' selected' if move.name == chosen else ''}>{escape(move.label)}"
        f"{'' if move.recorded else f' ({escape(say(words.KINDS[move.kind]))})'}</option>"
        for move in board.moves[actor]
    )


def _weights(board: Board, actor: str, given: Mapping[tuple[str, str], float]) -> str:
    terms = [one for one in board.scenario.terms.values() if actor in one.weights]
    if not terms:
        return ""
    rows = "".join(_slider(actor, term, given.get((actor, term.name))) for term in terms)
    label = escape(said.label(board.scenario, actor))
    return f'<fieldset class="weights"><legend>{label}</legend>{rows}</fieldset>'


def _slider(actor: str, term: Term, yours: float | None) -> str:
    declared = term.weights[actor]
    middle = (declared.low + declared.high) / 2
    name, blank = escape(f"{actor}:{term.name}"), escape(words.weight_told(declared, False))
    told = blank if yours is None else escape(words.weight_told(Amount.of(yours), True))
    at, kind = middle if yours is None else yours, judged() if term.judged else simulated()
    return (
        f'<label class="weight"><span>{escape(term.label)} {kind}'
        f'</span><input type="range" name="weight" data-of="{name}" min="0" '
        f'max="{most(term, actor):g}" step="{STEP:g}" value="{at:g}"'
        f' data-declared="{middle:g}" data-told="{blank}"'
        f"{' data-yours' if yours is not None else ''}><output>{told}</output></label>"
    )


def most(term: Term, actor: str) -> float:
    """Return the largest weight that can be set."""
    return max(1.0, term.weights[actor].high)
