"""The game page of the app: a move for each side, weights as sliders, harm on top as it comes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from math import isfinite
from threading import Lock
from urllib.parse import urlencode

from flask import Flask, Response, request

from marchland.errors import MarchlandError, RequestError
from marchland.game.choice import choice, chosen, sides
from marchland.game.compose import Board, Profile
from marchland.game.ledger import Ledger, entries
from marchland.game.payoffs import payoffs
from marchland.game.play import Game, play
from marchland.game.profiles import Profiles
from marchland.game.rules import check_over
from marchland.language import say, spoken
from marchland.model.amounts import Amount
from marchland.model.scenario import Scenario
from marchland.view.app.desk import Desk, waiting
from marchland.view.app.gas import known_scenario
from marchland.view.app.hearing import links_home
from marchland.view.app.offer import Offer
from marchland.view.app.rounds import Round, Rounds
from marchland.view.app.wish import Wish
from marchland.view.game.combined import controls, most
from marchland.view.game.write import DONE, STILL, Shown, Way, page, part, state
from marchland.view.words import app as app_words
from marchland.view.words import contest as words

DRAWS = 200
"""Draws of weights and judged values of each page."""
PATIENCE = 2.5
"""Seconds that an answer waits for the first numbers."""
_KEPT = 8
Weights = tuple[tuple[str, str, float], ...]
"""Weights that somebody set: actor, term, value."""


@dataclass(frozen=True)
class Asked:
    """What an address asks for."""

    name: str
    profile: Profile
    weights: Weights

    @property
    def given(self) -> dict[tuple[str, str], float]:
        """Weights by actor and term."""
        return {(actor, term): value for actor, term, value in self.weights}


@dataclass(frozen=True, eq=False)
class _Weighed:
    """What comes of weights: the ledger, the game, and who is better or worse off by profile."""

    book: Ledger | None
    game: Game | None
    refused: str
    sides: Mapping[Profile, dict[str, tuple[float, float]]]


def add_game(server: Flask, offer: Offer, desk: Desk, rounds: Rounds) -> None:
    """Add the page ``/game``, with scenario, moves and weights in its address."""
    weigh = _Scales()

    def made(one: Round, asked: Asked, fragment: bool, home: str = "") -> str:
        found, way = one.found, _way(one, rounds)
        assert found is not None
        shown = replace(_shown(found, weigh.of(one, asked.weights), asked.profile), way=way)
        if fragment:
            return part(shown)
        moves = controls(found.board, asked.profile, asked.given, " ".join(STILL))
        return page(shown, f"{home}{moves}")

    @server.get("/game")
    def game() -> Response:
        name = request.args.get("scenario") or _first(offer)
        try:
            scenario = known_scenario(offer, name)
            asked = _asked(Board.of(scenario), name)
        except MarchlandError as error:
            return _refused(str(error))
        one = rounds.want(scenario)
        if one is None:
            return Response(
                say(app_words.TOO_MANY), 503, {"Retry-After": "60"}, mimetype="text/plain"
            )
        one.wait(PATIENCE)
        if one.failed:
            return _refused(say(one.failed))
        if one.found is None:
            return waiting(rounds.before(one))
        fragment, way = "part" in request.args, _way(one, rounds)
        if fragment and request.args.get("seen") == way.seen:
            return Response(state(way), mimetype="text/html")
        home = links_home(say(words.TO_PEOPLE), f"/{Wish(name).search}")
        if not one.whole:  # what comes next is another page
            return Response(made(one, asked, fragment, home), mimetype="text/html")
        key = ("game", one.number, asked, way, fragment)
        return desk.page(key, lambda: made(one, asked, fragment, home))


def _way(one: Round, rounds: Rounds) -> Way:
    """Say how far a game is."""
    last = one.whole == rounds.stages[-1]
    told = words.progress(one.whole, one.members, one.done, one.every, last)
    return Way(DONE if last else one.version, told, one.done, max(one.every, 1))


class _Scales:
    """Weighs games, and keeps what was weighed last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[object, _Weighed] = OrderedDict()
        self._lock = Lock()

    def of(self, one: Round, weights: Weights) -> _Weighed:
        """Return what comes of some weights; while profiles are missing no gain is told."""
        found, whole = one.found, one.whole
        assert found is not None
        if not whole:
            return _unweighed(found, "")
        key = (one.number, whole, weights, spoken())
        with self._lock:
            if key not in self._kept:
                self._kept[key] = _weighed(found, weights)
            self._kept.move_to_end(key)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return self._kept[key]


def _weighed(found: Profiles, weights: Weights) -> _Weighed:
    """Weigh a game, or say why it is refused."""
    found = _reweighed(found, weights)
    try:
        check_over(found.board.scenario, date.today())
        game = play(found, DRAWS)
    except MarchlandError as error:
        return _unweighed(found, str(error))
    worth = payoffs(found, DRAWS)
    of = {profile: sides(worth, profile) for profile in found.board.profiles}
    return _Weighed(game.ledger, game, "", of)


def _unweighed(found: Profiles, why: str) -> _Weighed:
    try:
        book = entries(payoffs(found, 1))
    except MarchlandError as error:
        return _Weighed(None, None, why or str(error), {})
    return _Weighed(book, None, why, {})


def _reweighed(found: Profiles, weights: Weights) -> Profiles:
    """Return profiles whose terms have the weights that somebody set."""
    scenario = found.board.scenario
    terms = dict(scenario.terms)
    for actor, name, value in weights:
        own = {**terms[name].weights, actor: Amount.of(value)}
        terms[name] = replace(terms[name], weights=own)
    board = replace(found.board, scenario=replace(scenario, terms=terms))
    return replace(found, board=board)


def _shown(found: Profiles, weighed: _Weighed, profile: Profile) -> Shown:
    return Shown(
        found,
        weighed.book,
        weighed.game,
        weighed.refused,
        choice=choice(found, profile),
        sides=weighed.sides.get(profile),
    )


def _asked(board: Board, name: str) -> Asked:
    """Read the moves and weights of an address.

    Raises
    ------
    RequestError
        With all that is wrong.
    """
    profile = chosen(board, [one for one in request.args.getlist("move") if one])
    return Asked(name, profile, _weights(board, request.args.getlist("weight")))


def _weights(board: Board, given: Sequence[str]) -> Weights:
    found: dict[tuple[str, str], float] = {}
    for text in given:
        actor, term, value = _weight(board, text)
        found[actor, term] = value
    return tuple((actor, term, value) for (actor, term), value in sorted(found.items()))


def _weight(board: Board, text: str) -> tuple[str, str, float]:
    terms = board.scenario.terms
    actor, _, rest = text.partition(":")
    name, _, number = rest.partition(":")
    if actor not in board.moves or name not in terms or actor not in terms[name].weights:
        raise RequestError(say("'{text}' is no weight: write actor:term:number", text=text))
    try:
        value = float(number)
    except ValueError:
        value = float("nan")
    high = most(terms[name], actor)
    if not isfinite(value) or not 0 <= value <= high:
        raise RequestError(
            say("the weight '{text}' must be a number from 0 to {high:g}", text=text, high=high)
        )
    return actor, name, value


def _refused(why: str) -> Response:
    return Response(f"<p>{escape(why)}</p>", 400, mimetype="text/html")


def declares_game(scenario: Scenario) -> bool:
    """Whether a crisis has moves to choose."""
    return any(not move.recorded for move in scenario.moves.values())


def address(name: str) -> str:
    """Return the address of the game of a crisis."""
    return "/game?" + urlencode({"scenario": name})


def _first(offer: Offer) -> str:
    """Return the first crisis that has a game, or else the first."""
    for name in offer.names:
        scenario, _ = offer.scenario(name)
        if scenario is not None and declares_game(scenario):
            return name
    return offer.names[0]
