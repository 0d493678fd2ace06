"""The answers: what the page shows when somebody opens it, pulls a lever, or waits."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from dash import html, no_update, set_props
from dash.exceptions import PreventUpdate

from marchland.errors import Problem
from marchland.language import say, spoken
from marchland.model.acting import has_weather
from marchland.model.kinds import PLACE_KINDS
from marchland.model.levers import Pull
from marchland.model.scenario import Scenario
from marchland.study.compare.paired import leading
from marchland.view.app import controls, panels
from marchland.view.app.game import address, declares_game
from marchland.view.app.jobs import Done, Job, Part, cut
from marchland.view.app.offer import Offer
from marchland.view.app.payloads import Chosen, Numbers, Opened, Progress, Token
from marchland.view.app.runner import Runner
from marchland.view.app.wish import Wish, granted, read_wish
from marchland.view.words import app as words
from marchland.view.words.card import first_paragraph
from marchland.view.words.crisis import describe
from marchland.view.words.hardships import MEANINGS, PEOPLE
from marchland.view.words.levers import command_of

_KEPT = 64
FIRST_CARDS = 4
"""Outcomes that the page shows before anything is unfolded."""
FIRST_SERIES = 4
"""Series of counts that are shown before anybody chooses."""
LONGEST = 120.0
"""Seconds that a file waits for runs that were forgotten."""
PATIENCE = 4.0
"""Seconds that a page waits for the quick ensemble before it shows progress instead."""


MOMENT = 0.3
"""Seconds that the page's clock waits for more: it hears of it at once, and asks again soon."""


@dataclass(frozen=True)
class Shown:
    """What a page shows: two ensembles of as many members, without and with levers."""

    base: Done
    now: Done
    members: int
    scenario: Scenario


class Answers:
    """Answers the page's questions from scenarios and runs.

    Parameters
    ----------
    offer
        Scenarios that may be opened.
    runner
        What runs them.
    seed
        Seed of chance, for the command line.
    """

    def __init__(self, offer: Offer, runner: Runner, seed: int) -> None:
        self._offer, self._runner, self._seed = offer, runner, seed
        self._kept = lru_cache(maxsize=_KEPT)(_granted_in)

    def wish(self, search: str) -> Wish:
        """Read an address."""
        return read_wish(search, self._offer.names)

    def made(self, wish: Wish) -> Scenario | None:
        """Return the scenario of a wish with its levers pulled, None where it cannot be used."""
        scenario, found = self._offer.scenario(wish.scenario)
        return None if scenario is None else self._granted(scenario, found, wish.pulls)[0]

    def _granted(
        self, scenario: Scenario, found: tuple[Problem, ...], pulls: tuple[Pull, ...]
    ) -> tuple[Scenario, str]:
        """Return what :func:`granted` does, warnings and message in the language spoken."""
        return self._kept(scenario, found, pulls, spoken())

    def open(self, search: str) -> Opened:
        """Return what belongs to the crisis in the address: title, levers, checks."""
        wish = self.wish(search)
        scenario, found = self._offer.scenario(wish.scenario)
        if scenario is None:
            return self._broken(wish, found)
        series = series_of(scenario)
        nobody = not any(PLACE_KINDS[one].setting for one in scenario.places.kind)
        return Opened(
            scenario=wish.scenario,
            crises=self._nav(wish.scenario),
            title=scenario.title,
            lead=_lead(first_paragraph(scenario.card)),
            levers=controls.levers(scenario, wish),
            closed=False,
            broken=[],
            sound=True,
            checks=_checks(self._granted(scenario, found, ())[0], found),
            series=series,
            chosen=[one["value"] for one in series[:FIRST_SERIES]],
            without_cold=not has_weather(scenario),
            without_needs=nobody,
            without_counts=not series,
            without_events=not len(scenario.timeline) and not scenario.reactions,
            without_gas=not len(scenario.nodes),
            no_needs=nobody,
            no_counts=not series,
            gas="/gas?" + urlencode({"scenario": wish.scenario}),
            ahead="/forecast?" + urlencode({"scenario": wish.scenario}),
            without_game=not declares_game(scenario),
            game=address(wish.scenario),
        )

    def _broken(self, wish: Wish, found: Sequence[Problem]) -> Opened:
        """Return what is wrong with a crisis that cannot be used."""
        told = [
            html.P(say(words.BROKEN)),
            html.Div(panels.problems(found), className="table"),
            html.P(html.A(say(words.AGAIN), href=wish.search)),
        ]
        return Opened(
            scenario=wish.scenario,
            crises=self._nav(wish.scenario),
            title=wish.scenario,
            lead="",
            levers=[],
            closed=True,
            broken=told,
            sound=False,
            checks=[],
            series=[],
            chosen=[],
        )

    def _nav(self, current: str) -> list[Any]:
        if len(self._offer.names) < 2:
            return []
        links = []
        for name in self._offer.names:
            here = {"aria-current": "page"} if name == current else {}
            links.append(html.A(name, href=Wish(name).search, **here))
        return [html.Span(say(words.CRISES), className="note"), *links]

    def choose(
        self,
        page: str,
        name: str,
        day: str,
        switches: Sequence[Any],
        dates: Sequence[Any],
        strong: Sequence[Any],
    ) -> Chosen:
        """Begin the wish that the controls stand for, and return it with their labels."""
        scenario, found = self._offer.scenario(name)
        if scenario is None:
            return Chosen(no_update, no_update, no_update, [], [], [], "")
        levers = [one for one in scenario.levers.values()]
        by_kind = _in_order(scenario)
        on, since, how = (
            dict(zip(by_kind, given, strict=False)) for given in (switches, dates, strong)
        )
        pulls = tuple(
            Pull(
                one.name,
                controls.day_of(scenario, since.get(one.name), one),
                controls.chosen_of(one, how.get(one.name)),
            )
            for one in levers
            if on.get(one.name)
        )
        made, message = self._granted(scenario, found, pulls)
        search = Wish(name, pulls, day).search
        labels = [scenario.levers[lever] for lever in by_kind]
        return Chosen(
            wish=Wish(name, made.pulls).search,
            written=search,
            address=search,
            off=[not on.get(one.name) for one in labels],
            dates=[
                controls.told_date(controls.day_of(scenario, since.get(one.name), one))
                for one in labels
            ],
            strengths=[
                controls.told_strength(one, controls.chosen_of(one, how.get(one.name)))
                for one in labels
                if one.strength
            ],
            message=message,
        )

    def begin(self, made: Scenario, page: str, patience: float = PATIENCE) -> None:
        """Begin what a page wants, and wait a moment for its first picture."""
        bare = made.pulled(())
        base = self._runner.want(bare, page, beside=made)
        job = self._runner.want(made, page, beside=bare) if made.pulls else base
        few = self._runner.stages[0]
        base.wait(few, patience)
        job.wait(few, patience)

    def jobs(self, made: Scenario) -> tuple[Job | None, Job | None]:
        """Return the jobs of the crisis without levers, and with them."""
        return self._runner.job(made.pulled(())), self._runner.job(made)

    def ready(self, made: Scenario) -> Shown | None:
        """Return the largest ensembles that are done both without and with levers."""
        base, job = self.jobs(made)
        if base is None or job is None:
            return None
        members = min(base.most(), job.most())
        if not members:
            return None
        return Shown(_of(base, members), _of(job, members), members, made)

    def shown(self, token: Token | None) -> Shown | None:
        """Return what a page shows by its token.

        None where it is kept no more: it has been begun anew then, and the page waits for it.

        Raises
        ------
        PreventUpdate
            Where there is nothing that it could be of.
        """
        made = self.made(self.wish(token["search"])) if token else None
        if made is None or token is None:
            raise PreventUpdate
        found = self.ready(made)
        if found is None:
            self.again(made, token["page"])
        return found

    def shown_later(self, token: Token | None) -> Shown | None:
        """Return what :meth:`shown` does, for what is looked at later."""
        self.give_way()
        return self.shown(token)

    def again(self, made: Scenario, page: str) -> None:
        """Begin anew what was forgotten, and let the page wait for it."""
        self.begin(made, page, 0.0)
        set_props("clock", {"disabled": False})

    def taken(self, made: Scenario, page: str) -> Shown | None:
        """Return what a page shows; what is kept no more is waited for.

        None where it was stopped.
        """
        if self.ready(made) is None:
            self.again(made, page)
            for one in self.jobs(made):
                if one is not None:
                    one.wait(self._runner.stages[-1], LONGEST)
        return self.ready(made)

    def waited(self, made: Scenario, page: str) -> Progress:
        """Return how far the ensembles are that a page waits for."""
        self._runner.hear(page)
        if None in self.jobs(made):
            self.begin(made, page, 0.0)
        return self.status(made)

    def wait(self, made: Scenario, seen: int) -> None:
        """Wait a moment for more members than a page has seen."""
        until = time.monotonic() + MOMENT
        for one in self.jobs(made):
            if one is not None:
                more = min(seen + 1, self._runner.stages[-1])
                one.wait(more, max(0.0, until - time.monotonic()))

    def status(self, made: Scenario) -> Progress:
        """Return how far the ensembles of a crisis are."""
        base, job = self.jobs(made)
        most = self._runner.stages[-1]
        for one in (job, base):
            if one is not None and one.failed:
                return Progress(
                    words.failed(say(one.failed)), "0", "1", True, True, say(words.STOP)
                )
        if base is None or job is None:
            return Progress(say(words.STARTING), "0", "1", True, False, say(words.STOP))
        ready = min(base.most(), job.most())
        if ready >= most:
            told = words.all_done(most, bool(made.pulls))
            return Progress(told, "1", "1", True, True, say(words.STOP))
        busy = next((one for one in (base, job) if one.most() < most), job)
        if not busy.running:
            return Progress(words.stopped(ready), "0", "1", False, True, say(words.RESUME))
        members = busy.members if busy.members > ready else most
        if before := self._runner.before(busy):
            told = words.waiting(ready, before)
            return Progress(told, "0", "1", False, False, say(words.STOP))
        told = words.computing(ready, members, busy is base and bool(made.pulls))
        return Progress(told, str(busy.day), str(busy.days), False, False, say(words.STOP))

    def stop(self, made: Scenario, page: str) -> None:
        """Stop what runs, or run on what was stopped."""
        jobs = [one for one in self.jobs(made) if one is not None]
        if any(one.running for one in jobs):
            for one in jobs:
                self._runner.stop(one.scenario, page)
            return
        self.begin(made, page)

    def numbers(self, shown: Shown, token: Token) -> Numbers:
        """Return cards, pictures by day and command of what is shown."""
        made, base, now = shown.scenario, shown.base.reading, shown.now.reading
        night = token["night"]
        since = sorted({str(pull.date) for pull in made.pulls})
        on = bool(made.pulls)
        lead = leading(base, now)
        stranded = panels.hardship_figure(base, now, on, since, lead)
        change = panels.change_figure(base, now, since, lead) if on else None
        return Numbers(
            cards=_cards(panels.headline(base, now, on)),
            led=words.by_day(say(PEOPLE[lead])),
            meaning=say(MEANINGS[lead]),
            stranded=panels.picture(stranded, night),
            change=panels.picture(change, night) if change else no_update,
            unchanged=not on,
            command=self.command(self.wish(token["search"]), made),
            headed=token,
        )

    def first(self) -> AbstractContextManager[None]:
        """Answer what is looked at first: all else gives way to it."""
        return self._runner.first()

    def give_way(self) -> None:
        """Wait until what is looked at first is answered, but not for long."""
        self._runner.give_way()

    def whole(self, shown: Shown) -> bool:
        """Whether no more members are to come."""
        return shown.members >= self._runner.stages[-1]

    def command(self, wish: Wish, made: Scenario) -> str:
        """Return the command line that makes the same result."""
        source = self._offer.source(wish.scenario)
        return command_of(source, made.pulls, self._runner.stages[-1], self._seed, "run")


def _granted_in(
    scenario: Scenario, found: tuple[Problem, ...], pulls: tuple[Pull, ...], _language: str
) -> tuple[Scenario, str]:
    """Return what :func:`granted` does, to be kept by the language that its message is in."""
    return granted(replace(scenario, warnings=found), pulls)


def _cards(every: list[html.Div]) -> list[Any]:
    """Return the first cards, and the others folded behind them."""
    first, others = every[:FIRST_CARDS], every[FIRST_CARDS:]
    more = html.Details(
        [html.Summary(say(words.MORE_CARDS)), html.Div(others, className="cards")],
        className="more-cards",
    )
    return [html.Div(first, className="cards"), *([more] if others else [])]


def _checks(scenario: Scenario, found: Sequence[Problem]) -> list[Any]:
    """Return what the checks found in a crisis that can be run, and the crisis in words."""
    checks: list[Any] = [html.P(say(words.NO_PROBLEM))]
    if found:
        checks = [html.P(say(words.WARNINGS)), html.Div(panels.problems(found), className="table")]
    return [
        *checks,
        html.Details([html.Summary(say(words.IN_WORDS)), html.Pre(describe(scenario))]),
    ]


def _lead(text: str, most: int = 230) -> list[Any]:
    """Return a text, folded behind its first sentences where it is long."""
    if len(text) <= most:
        return [text]
    end = text.rfind(". ", 0, most) + 1 or most
    return [text[:end], html.Details([html.Summary(say("More")), html.Span(text[end:].strip())])]


def _of(job: Job, members: int) -> Done:
    """Return an ensemble of so many members, cut from a larger one where that is all there is."""
    if members in job.done:
        return job.done[members]
    whole = job.done[job.most()]
    few = whole.runs.isel(member=slice(members))
    return Done(job.scenario, [Part(few, cut(whole, members))])


def _in_order(scenario: Scenario) -> list[str]:
    """Return the levers in the order in which their switches stand on the page."""
    return [
        one.name for kind in words.KINDS for one in scenario.levers.values() if one.kind == kind
    ]


def series_of(scenario: Scenario) -> list[dict[str, str]]:
    """Return the series of counts that can be shown, as options."""
    table = scenario.observations
    kept = dict.fromkeys(
        series
        for series, measure in zip(table.series, table.measure, strict=True)
        if measure != "deaths"
    )
    return [{"label": one.replace("_", " "), "value": one} for one in kept]
