"""The gas page of the app: what a cut would do, for the cuts that a network can name."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from flask import Flask, Response, request

from marchland.errors import MarchlandError, RequestError
from marchland.gas.cuts import tags
from marchland.gas.network import network_of
from marchland.gas.options import Options
from marchland.gas.outcomes import paired
from marchland.gas.simulate import simulate
from marchland.language import say
from marchland.model.scenario import Scenario
from marchland.view.app.desk import Desk
from marchland.view.app.guard import refusal
from marchland.view.app.hearing import links_home
from marchland.view.app.offer import Offer
from marchland.view.app.wish import Wish
from marchland.view.gas.write import page

MEMBERS = 10
"""Members of each page: it is there within some seconds."""
DEMANDS = (-10, 0, 10)
"""Changes of demand that the page offers, in percent."""


def add_gas(server: Flask, offer: Offer, desk: Desk, seed: int) -> None:
    """Add the page ``/gas``, with the scenario, the cut and the change of demand in its address."""

    def made(scenario: Scenario, name: str, cut: str, demand: int, home: str) -> str:
        how, cuts = Options(demand=1 + demand / 100), [cut] if cut else []
        sides = [simulate(scenario, one, MEMBERS, seed, how) for one in ([], cuts)]
        return page(paired(*sides), scenario, home + _links(scenario, name, cut, demand))

    @server.get("/gas")
    def gas() -> Response:
        try:
            name = request.args.get("scenario") or _first(offer)
            scenario = known_scenario(offer, name)
            demand = _percent(request.args.get("demand", "0"))
        except MarchlandError as error:
            return refusal(error)
        cut = request.args.get("cut", "")
        key = ("gas", name, scenario.digest, cut, demand)
        home = links_home(say("To the people of the crisis"), f"/{Wish(name).search}")
        return desk.page(key, lambda: made(scenario, name, cut, demand, home))


def _first(offer: Offer) -> str:
    """Return the first crisis that has a gas network, or else the first."""
    for name in offer.names:
        scenario, _ = offer.scenario(name)
        if scenario is not None and len(scenario.nodes):
            return name
    return offer.names[0]


def known_scenario(offer: Offer, name: str) -> Scenario:
    """Return a scenario that is offered, or say why it cannot be had."""
    if name not in offer.names:
        raise RequestError(say("'{name}' is not offered here", name=name))
    scenario, _ = offer.scenario(name)
    if scenario is None:
        raise RequestError(
            say("{name} cannot be used: see what is wrong with it on the first page", name=name)
        )
    return scenario


def _percent(text: str) -> int:
    try:
        change = int(text)
    except ValueError:
        raise RequestError(
            say("demand is '{text}', must be a whole number of percent", text=text)
        ) from None
    if not -50 <= change <= 100:
        raise RequestError(say("demand is {change} %, must be between -50 and 100", change=change))
    return change


def _changed(demand: int) -> str:
    """Say a change of demand, in percent."""
    return say("{change:+d} %", change=demand) if demand else say("as it was")


def _links(scenario: Scenario, name: str, cut: str, demand: int) -> str:
    """Return links to the other cuts and demands."""
    cuts = ["", *tags(network_of(scenario))]
    if cut not in cuts:
        cuts.append(cut)
    rows = [
        (say("Cut"), [(one or say("nothing"), one, demand, one == cut) for one in cuts]),
        (say("Demand"), [(_changed(d), cut, d, d == demand) for d in sorted({*DEMANDS, demand})]),
    ]
    return "".join(
        f'<nav aria-label="{label}">{say("{what}:", what=label)} '
        + " ".join(
            f'<a href="?{escape(urlencode({"scenario": name, "cut": c, "demand": d}))}"'
            f"{' aria-current=page' if here else ''}>{escape(text)}</a>"
            for text, c, d, here in several
        )
        + "</nav>"
        for label, several in rows
    )
