"""Pieces of a game's page: chips, bars, and the card of a move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import sqrt

from marchland.game.ledger import Entry, Ledger
from marchland.game.payoffs import PROXIES
from marchland.language import say
from marchland.model.actors import Move
from marchland.study.measures.bands import Band
from marchland.view.page import html
from marchland.view.words import contest as words
from marchland.view.words import game as said
from marchland.view.words.numbers import brief, signed
from marchland.view.words.text import labelled


def chip(text: str, kind: str) -> str:
    """Return a word with a colour of its own."""
    return f'<span class="chip {escape(kind)}">{escape(text)}</span>'


def simulated() -> str:
    """Return the chip of what is computed."""
    return chip(say(words.SIMULATED), "simulated")


def judged() -> str:
    """Return the chip of what people put in."""
    return chip(say(words.JUDGED), "judged")


def both() -> str:
    """Return the chips of what rests on both."""
    return f"{simulated()} {judged()}"


def kind_of(move: Move) -> str:
    """Return the kind of a move as a chip; of the recorded one that it is what happened."""
    if move.recorded:
        return "" if words.RECORDED in move.label else chip(say(words.RECORDED), "recorded")
    return chip(say(words.KINDS[move.kind]), move.kind)


def meaning() -> str:
    """Say what is simulated and what is judged, by colour and word."""
    items = (
        f"<li>{one} {escape(say(text))}</li>"
        for one, text in ((simulated(), words.SIMULATED_MEANS), (judged(), words.JUDGED_MEANS))
    )
    return f'<ul class="meaning">{"".join(items)}</ul>'


@dataclass(frozen=True)
class Bars:
    """The scale that all bars of a list share: square roots, from none to the most.

    Parameters
    ----------
    most
        The largest number that is drawn.
    mark
        A number that is marked on every bar.
    """

    most: float
    mark: float

    def at(self, value: float) -> float:
        """Return where a number is, in percent of the width."""
        return 100 * sqrt(max(value, 0.0) / self.most) if self.most > 0 else 0.0

    def draw(self, band: Band) -> str:
        """Draw a band and its median; for eyes alone, the numbers stand beside it."""
        low, high = self.at(band.low90), self.at(band.high90)
        return (
            '<span class="bar" aria-hidden="true">'
            f'<i class="band" style="left:{low:.1f}%;width:{max(high - low, 0.6):.1f}%"></i>'
            f'<i class="mid" style="left:{self.at(band.median):.1f}%"></i>'
            f'<i class="was" style="left:{self.at(self.mark):.1f}%"></i></span>'
        )


def move_line(move: Move, band: Band, bars: Bars, notes: Sequence[str]) -> str:
    """Return a move with what comes of it: its name, a bar, numbers, notes."""
    small = "".join(f"<small>{escape(note)}</small>" for note in notes)
    return (
        f'<li class="{escape(move.kind)}"><span class="name">{escape(move.label)} '
        f'{kind_of(move)}</span>{bars.draw(band)}<span class="told"><b>{escape(brief(band))}</b>'
        f"{small}</span></li>"
    )


def entry_card(found: Ledger, one: Entry, with_sides: bool) -> str:
    """Return the card of a move: people first, then sides, then the cost, a stress answered."""
    move, scenario = one.move, found.found.board.scenario
    sides = (
        f"<h4>{escape(say(words.SIDES))} {both()}</h4>{sides_of(found, one)}{gain_of(found, one)}"
        if with_sides
        else ""
    )
    cost = _labelled(words.COST, move.cost) if move.cost else ""
    return (
        f'<article class="entry {escape(move.kind)}" id="move-{escape(move.name)}">'
        f"<h3>{escape(labelled(said.label(scenario, move.actor), move.label))}</h3>"
        f"<p>{kind_of(move)}</p><p>{escape(move.explanation)}</p>"
        f"<h4>{escape(say(words.PEOPLE))} {simulated()}</h4>"
        f"{people_of(found, one)}{sides}{cost}</article>"
    )


def people_of(found: Ledger, one: Entry) -> str:
    """List what a move changes for people, the harm first."""
    names = said.people(found.found)
    rows = [
        change_line(one.changes[name], what, name in PROXIES)
        for name, what in names.items()
        if said.changed(found.found, one.changes, name)
    ]
    if not rows:
        return html.paragraphs([say(words.NO_CHANGE)])
    return f'<ul class="changes">{"".join(rows)}</ul>'


def change_line(band: Band, what: str, harm: bool) -> str:
    """Return a difference with its band; what is sure is coloured, by whether it harms."""
    sure = band.high90 < 0 or band.low90 > 0
    mark = ("more" if band.median > 0 else "less") if sure and harm else ""
    low, high = signed(band.low90), signed(band.high90)
    return (
        f'<li><b class="{mark}">{signed(band.median)}</b> {escape(what)} '
        f"<small>({escape(say('{low} to {high}', low=low, high=high))})</small></li>"
    )


def sides_of(found: Ledger, one: Entry) -> str:
    """List who is better and worse off by a move; the mover of a stress is told with the harm."""
    scenario, hidden = found.found.board.scenario, one.move.kind == "stress"
    nobody = words.NOBODY_ELSE if hidden else words.NOBODY
    same = words.untouched(one.gains, one.loses)
    rows = "".join(
        side_line(said.label(scenario, actor), better, one.loses[actor])
        for actor, better in one.gains.items()
        if actor not in same and not (hidden and actor == one.move.actor)
    )
    return f'<ul class="sides">{rows}</ul>' if rows else f"<p>{escape(say(nobody))}</p>"


def side_line(label: str, better: float, worse: float) -> str:
    """Return an actor with the shares of draws in which it is better and worse off."""
    return (
        f'<li><span>{escape(label)}</span><span class="split" aria-hidden="true">'
        f'<i class="better" style="width:{100 * better:.0f}%"></i>'
        f'<i class="worse" style="width:{100 * worse:.0f}%"></i></span>'
        f"<span>{escape(words.side(better, worse))}</span></li>"
    )


def gain_of(found: Ledger, one: Entry) -> str:
    """Name the gain of a stress with its harm and with who could take it away (rule R4)."""
    told = said.with_its_harm(found, one)
    return _labelled(words.GAIN, told, ' class="answer"') if told else ""


def _labelled(label: str, text: str, attributes: str = "") -> str:
    """Return a paragraph behind a label, which is marked."""
    head = say("{label}:", label=say(label))
    return f"<p{attributes}><b>{escape(head)}</b> {escape(text)}</p>"
