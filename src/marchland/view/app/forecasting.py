"""What the forecast page of the app shows: from which day, with which levers, within seconds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from urllib.parse import urlencode

from flask import Response, request

from marchland.errors import MarchlandError, RequestError
from marchland.language import say
from marchland.model.scenario import Scenario
from marchland.study.forecast.answer import forecast
from marchland.view.app.desk import Desk
from marchland.view.app.gas import known_scenario
from marchland.view.app.guard import refusal
from marchland.view.app.hearing import links_home
from marchland.view.app.offer import Offer
from marchland.view.forecast.write import Shown, page
from marchland.view.words.ahead import AS_OF, LEVERS, TO_PEOPLE
from marchland.view.words.dates import day_name

MEMBERS = 16
"""Members of each page: it is there within some seconds."""
HORIZON = 30


@dataclass(frozen=True)
class _Asked:
    """What an address asks for."""

    name: str
    day: date
    levers: tuple[str, ...]

    def search(self, **other: object) -> str:
        """Return the address with something else in it."""
        said = {"scenario": self.name, "as_of": self.day, "lever": self.levers} | other
        return "?" + urlencode(said, doseq=True)


def answer(offer: Offer, desk: Desk, seed: int) -> Response:
    """Answer what is asked for: the forecast of a crisis, as of a day, with levers."""
    name = request.args.get("scenario") or offer.names[0]
    try:
        scenario = known_scenario(offer, name)
        asked = _Asked(
            name,
            _day(scenario, request.args.get("as_of", "")),
            tuple(dict.fromkeys(request.args.getlist("lever"))),
        )
    except MarchlandError as error:
        return refusal(error)
    home = links_home(say(TO_PEOPLE), "/")
    key = ("forecast", asked, scenario.digest)
    return desk.page(key, lambda: _made(scenario, asked, seed, home))


def _made(scenario: Scenario, asked: _Asked, seed: int, home: str) -> str:
    found = forecast(
        scenario, as_of=asked.day, horizon=HORIZON, levers=asked.levers, members=MEMBERS, seed=seed
    )
    return page(Shown(found), home + _controls(scenario, asked))


def _day(scenario: Scenario, text: str) -> date:
    """Return the day of asking: as given, or that of the last count, within the crisis."""
    first, last = scenario.start, scenario.start + timedelta(days=scenario.days - 1)
    if not text:
        counted = scenario.observations.date_from
        return min(last, counted.max().astype(date)) if len(counted) else last
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise RequestError(
            say("as_of is '{text}', must be a date (write YYYY-MM-DD)", text=text)
        ) from None
    if not first <= day <= last:
        raise RequestError(
            say("as_of is {day}, must be from {first} to {last}", day=day, first=first, last=last)
        )
    return day


def _controls(scenario: Scenario, asked: _Asked) -> str:
    """Return a slider of days, and a link for each lever that does no harm."""
    at = (asked.day - scenario.start).days
    slider = (
        f'<p class="controls"><label for="as-of">{say(AS_OF)}</label> '
        f'<input type="range" id="as-of" min="0" max="{scenario.days - 1}" value="{at}" '
        f'data-start="{scenario.start}" data-search="{escape(asked.search())}"> '
        f'<output for="as-of">{day_name(asked.day)}</output></p>'
    )
    links = " ".join(
        f'<a href="{escape(asked.search(lever=_toggled(asked.levers, name)))}"'
        f"{' aria-current=true' if name in asked.levers else ''}>{escape(one.label)}</a>"
        for name, one in scenario.levers.items()
        if one.kind != "stress"
    )
    if not links:
        return slider
    head = say(LEVERS)
    return slider + f'<nav aria-label="{head}">{say("{what}:", what=head)} {links}</nav>'


def _toggled(levers: tuple[str, ...], name: str) -> tuple[str, ...]:
    """Return the levers with one more, or without it."""
    return tuple(one for one in levers if one != name) if name in levers else (*levers, name)
