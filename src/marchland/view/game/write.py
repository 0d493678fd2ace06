"""The page of a game: one HTML file that works with no network."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from html import escape

import numpy as np
import numpy.typing as npt

from marchland.game.choice import Choice
from marchland.game.ledger import Ledger
from marchland.game.play import Game
from marchland.game.profiles import GAS, Profiles
from marchland.game.solve import by_move
from marchland.language import mark, say, written
from marchland.model.actors import Actor, Move, Term
from marchland.study.measures.bands import Band, rounded
from marchland.study.measures.outcomes import OUTCOMES
from marchland.view.game.combined import Sides, combined
from marchland.view.game.parts import Bars, entry_card, judged, meaning, move_line, simulated
from marchland.view.game.strip import strip
from marchland.view.page import html
from marchland.view.page.shell import ASKS, HEAD, Section, document, pieces
from marchland.view.words import contest as words
from marchland.view.words import game as said
from marchland.view.words import strip as strip_words
from marchland.view.words.hardships import summed
from marchland.view.words.numbers import brief, percent
from marchland.view.words.text import capital, heads, joined
from marchland.view.words.use import RESPONSIBLE_USE

Flags = npt.NDArray[np.bool_]
STYLE, SCRIPT = "game.css", "game.js"
STILL = ("strip", "actors", "terms", "provenance", "use")
"""Sections that no move, weight or run changes."""


_COLUMNS = 4
"""Outcomes of the table of every profile."""
DONE = "all"
"""What a page has seen that needs to ask for no more."""


@dataclass(frozen=True)
class Way:
    """How far a game is that the app runs.

    Parameters
    ----------
    seen
        What the page shows: it changes whenever there is more; :data:`DONE` at the end.
    told
        The same in words; blank: nothing is run.
    done, every
        Runs done, and all of them.
    """

    seen: str = DONE
    told: str = ""
    done: int = 0
    every: int = 1


@dataclass(frozen=True, eq=False)
class Shown:
    """What the page shows.

    Parameters
    ----------
    found
        What comes of every profile, NaN where it has not been run.
    book
        One actor's move at a time; None where there are no terms.
    game
        All that the game says; None while profiles are missing, or where it is refused.
    refused
        Why no gains are shown, blank where they are.
    command
        The command that makes the same page.
    choice, sides
        A combination that somebody chose, and for whom it is better or worse; None: none was.
    way
        How far a game is that the app runs.
    """

    found: Profiles
    book: Ledger | None = None
    game: Game | None = None
    refused: str = ""
    command: str = ""
    choice: Choice | None = None
    sides: Sides | None = None
    way: Way = Way()

    @cached_property
    def done(self) -> Flags:
        """Whether each profile has been run."""
        return np.asarray(~np.isnan(self.found.values[0]).any(axis=0))


def of_game(game: Game, command: str = "") -> Shown:
    """Return what the page of a game shows."""
    return Shown(game.found, game.ledger, game, "", command)


def page(shown: Shown, controls: str = "") -> str:
    """Return the page as text, with controls (HTML) below its title: then it asks for its parts."""
    title = say(words.TITLE, title=shown.found.board.scenario.title)
    header = (
        f"<h1>{escape(title)}</h1>"
        + html.paragraphs(
            [words.opening(shown.found, 0 if controls else shown.found.members)], "lead"
        )
        + html.paragraphs([say(said.EXPLORES)], "note")
        + meaning()
        + controls
        + state(shown.way)
        + verdict(shown)
    )
    script, head = ((SCRIPT,), ASKS) if controls else ((), HEAD)
    return document(title, header, SECTIONS, shown, style=(STYLE,), script=script, head=head)


def part(shown: Shown) -> str:
    """Return what of a page changes with moves, weights and runs, as text."""
    return state(shown.way) + verdict(shown) + pieces(SECTIONS, shown, STILL)


def state(way: Way) -> str:
    """Say how far the runs of a game are."""
    if not way.told:
        return ""
    live = ' role="status"' if way.seen == DONE else ""
    bar = (
        ""
        if way.seen == DONE
        else f'<progress value="{way.done}" max="{way.every}" '
        f'aria-label="{escape(say(words.WAY))}"></progress>'
    )
    return (
        f'<div id="state" data-seen="{escape(way.seen)}"><p{live}>{escape(way.told)}</p>{bar}</div>'
    )


def verdict(shown: Shown) -> str:
    """Say what the game says, or why it is refused; blank while runs are missing."""
    told = [said.verdict(shown.game)] if shown.game else []
    if shown.refused:
        told = [say(words.REFUSED, why=shown.refused)]
    return f'<div id="verdict">{html.paragraphs(told, "verdict")}</div>'


def chosen(shown: Shown) -> str:
    """Show the combination that somebody chose."""
    if shown.choice is None:
        return ""
    return combined(shown.found, shown.choice, shown.sides)


def harm(shown: Shown) -> str:
    """Show what each move does to people, in the order of the declaration."""
    found = shown.found
    board, values = found.board, found.of(found.harm)
    alone = {board.recorded: 0} | {p: found.at(p) for p in board.deviations().values()}
    by_name = {
        move.name: alone[board.answered(board.recorded, move.name)]
        for moves in board.moves.values()
        for move in moves
    }
    bands = {name: Band.of(values[:, at]) for name, at in by_name.items() if shown.done[at]}
    bars = Bars(max(one.high90 for one in bands.values()), Band.of(values[:, 0]).median)
    sides = []
    for number, (actor, moves) in enumerate(board.moves.items()):
        lines = [
            move_line(move, bands[move.name], bars, _notes(shown, number, move, i))
            for i, move in enumerate(moves)
            if move.name in bands
        ]
        title = escape(said.label(board.scenario, actor))
        sides.append(f'<h3>{title}</h3><ul class="moves">{"".join(lines)}</ul>')
    unit = say("{harm}: median (90 % band)", harm=capital(words.of_harm(found)))
    return (
        html.paragraphs([say(words.HARM_LEAD)])
        + f'<p class="unit">{escape(unit)} {simulated()}</p>'
        + "".join(sides)
        + html.paragraphs([say(words.BARS)], "note")
        + _progress(shown)
        + html.details(
            say(words.EVERY), html.paragraphs([say(words.EVERY_NOTE)], "note"), _every(shown)
        )
    )


def _progress(shown: Shown) -> str:
    """Say how far the runs are, while some are missing."""
    if shown.done.all():
        return ""
    told = say(words.COMING, done=int(shown.done.sum()), every=len(shown.done))
    return html.paragraphs([told], "note")


def _notes(shown: Shown, actor: int, move: Move, place: int) -> list[str]:
    """Say what else a move changes, and whatever others do how surely it keeps harm low."""
    found = shown.found
    at = found.at(found.board.answered(found.board.recorded, move.name))
    changes = {name: Band.of(found.change(name)[:, at]) for name in found.hardships[1:]}
    notes = [
        f"{said.band(change)} {summed(name)}"
        for name, change in changes.items()
        if said.changed(found, changes, name)
    ]
    if shown.game is None:
        return notes
    own = by_move(np.median(found.of(found.harm), axis=0), found.board.shape, actor)[place]
    safe = next(one for one in shown.game.safe if one.move.name == move.name)
    low, high = rounded(float(own.min())), rounded(float(own.max()))
    notes.append(say(words.ANY, low=low, high=high, share=percent(safe.least)))
    return notes if move.recorded else [*notes, say(words.LESS, share=percent(safe.less))]


def _every(shown: Shown) -> str:
    """Return harm by profile, profiles in which people move alike in one line."""
    found = shown.found
    board = found.board
    names = [(n, what) for n, what in said.people(found).items() if _differs(shown, n)][:_COLUMNS]
    seen: dict[bytes, int] = {}
    rows = []
    for i in np.flatnonzero(shown.done).tolist():
        key = found.values[: len(found.names), :, i].tobytes()
        if key in seen:
            continue
        seen[key] = i
        told = said.moves_in_words(found, board.profiles[i])
        rows.append((told, *(brief(Band.of(found.of(name)[:, i])) for name, _ in names)))
    columns = (say("moves beside what was recorded"), *(what for _, what in names))
    return html.table(say(words.EVERY), columns, rows)


def _differs(shown: Shown, name: str) -> bool:
    """Whether an outcome is another by profile, by a tenth at least."""
    middle = np.median(shown.found.of(name)[:, shown.done], axis=0)
    return name == shown.found.harm or bool(np.ptp(middle) > max(0.1 * middle[0], 1.0))


def ledger(shown: Shown) -> str:
    """Show one actor's move at a time."""
    if shown.book is None:
        return ""
    cards = [
        entry_card(shown.book, one, shown.game is not None)
        for one in shown.book.entries
        if not np.isnan(one.changes[one.harm].median)
    ]
    return html.paragraphs([say(words.LEDGER_NOTE)]) + html.grid(cards, "entries")


def decides(shown: Shown) -> str:
    """Show what decides: weights, chance, and what is judged beside what is simulated."""
    if shown.game is None:
        return ""
    game, alone = shown.game, said.deciders(shown.game)
    return (
        html.paragraphs([said.agreement(game)])
        + html.table(say(words.DECIDES), heads(words.DECIDES_HEADS), words.decides(game))
        + html.paragraphs([f"{said.decisive_number(game)}."])
        + (html.table(say(words.ALONE), heads(words.ALONE_HEADS), alone) if alone else "")
    )


def regret(shown: Shown) -> str:
    """Show what each could regret, by harm and by its own payoff."""
    game = shown.game
    if game is None:
        return ""
    scenario = shown.found.board.scenario
    rows = [
        (
            said.label(scenario, one.move.actor),
            one.move.label,
            brief(one.regret),
            written(game.regret[one.move.name], ".2f") if one.move.name in game.regret else "–",
            percent(game.dominated[one.move.name]),
        )
        for one in game.safe
    ]
    table = html.table(say(words.REGRET), heads(words.REGRET_HEADS), rows)
    return html.paragraphs([say(words.REGRET_NOTE)]) + table


def weak(shown: Shown) -> str:
    """Show equilibria as the weak thing that they are."""
    game = shown.game
    if game is None:
        return ""
    lines = said.weakness(game)
    rows = said.stands(game)
    table = html.table(say(said.STANDS), heads(words.WEAK_HEADS), rows) if rows else ""
    return (
        html.paragraphs([say(words.WEAK_NOTE)])
        + html.points(lines)
        + (html.details(say(said.STANDS), table) if rows else "")
    )


def forces(shown: Shown) -> str:
    """Show incidents and forces beside the game; no run depends on them."""
    return strip(shown.found.board.scenario)


def actors(shown: Shown) -> str:
    """Say who decides, what each says, and how others see it."""
    scenario = shown.found.board.scenario
    folds = [html.details(one.label, _actor(one)) for one in scenario.actors.values()]
    return html.paragraphs([say(words.ACTORS_NOTE)]) + "".join(folds)


def _actor(one: Actor) -> str:
    parts = ((head, getattr(one, key)) for key, head in words.ACTOR_PARTS.items())
    rows = "".join(
        f"<dt>{escape(say(head))}</dt><dd>{escape(text)}</dd>" for head, text in parts if text
    )
    return f"<dl>{rows}</dl>"


def terms(shown: Shown) -> str:
    """Show what counts for whom, what is simulated and what is judged."""
    scenario = shown.found.board.scenario
    rows = "".join(_term(shown, one) for one in scenario.terms.values())
    head = "".join(f'<th scope="col">{escape(h)}</th>' for h in heads(words.TERM_HEADS))
    table = (
        f'<div class="table" tabindex="0" role="region" aria-label="{escape(say(words.TERMS))}">'
        "<table>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
    return html.paragraphs([say(words.TERMS_NOTE)]) + table + _judged(shown)


def _term(shown: Shown, one: Term) -> str:
    scenario = shown.found.board.scenario
    units = {known.name: known.unit for known in OUTCOMES} | {GAS: mark("billion EUR")}
    unit = "" if one.judged else say(units.get(one.of, ""))
    cells = (
        escape(one.label),
        judged() if one.judged else simulated(),
        escape(words.counts_as(one)),
        escape(f"{written(one.scale, ',g')} {unit}".strip()),
        escape(words.weights(scenario, one)),
        escape(one.source),
    )
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _judged(shown: Shown) -> str:
    scenario = shown.found.board.scenario
    if not len(scenario.judged):
        return ""
    moves = scenario.moves
    rows = [
        (
            scenario.terms[row["term"]].label,
            said.label(scenario, row["actor"]),
            joined([moves[n].label for n in (row["move"], row["beside"]) if n]),
            written(row["low"], "g"),
            written(row["high"], "g"),
            row["source"],
        )
        for row in scenario.judged.rows()
    ]
    title = say(words.JUDGED_TABLE)
    table = html.table(title, heads(words.JUDGED_HEADS), rows)
    return html.details(f"{title} ({len(rows)})", f"<p>{judged()}</p>", table)


def again(shown: Shown) -> str:
    """Name the command that makes the page."""
    return html.command(shown.command) if shown.command else ""


def use(_: Shown) -> str:
    """Say what it may be used for."""
    return html.paragraphs([say(said.EXPLORES), say(RESPONSIBLE_USE)])


SECTIONS: tuple[Section[Shown], ...] = (
    Section("choice", words.CHOICE, chosen),
    Section("harm", words.HARM, harm, mark("Harm")),
    Section("ledger", words.LEDGER, ledger, mark("One move at a time")),
    Section("weak", words.WEAK, weak, mark("Equilibria")),
    Section("decides", words.DECIDES, decides),
    Section("regret", words.REGRET, regret, mark("Regret")),
    Section("strip", strip_words.HEADING, forces, mark("Incidents")),
    Section("actors", words.ACTORS, actors, mark("Actors")),
    Section("terms", words.TERMS, terms, mark("Terms")),
    Section("provenance", words.AGAIN, again, mark("Make it again")),
    Section("use", words.USE, use),
)
"""Sections of the page in the order in which they are read."""
