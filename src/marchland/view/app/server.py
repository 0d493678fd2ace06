"""The app: a page on which a planner pulls levers and sees what they change."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from threading import Thread

from dash import Dash

from marchland.model.design import Keep
from marchland.study.runs.onward import Onward
from marchland.view.app import layout
from marchland.view.app.ahead import add_forecast
from marchland.view.app.answers import LONGEST
from marchland.view.app.desk import Desk
from marchland.view.app.game import add_game
from marchland.view.app.gas import add_gas
from marchland.view.app.guard import protect
from marchland.view.app.hearing import hear
from marchland.view.app.offer import Offer
from marchland.view.app.rounds import Rounds
from marchland.view.app.runner import KEPT_BYTES, Runner
from marchland.view.app.wiring import answer

FEW = 12
"""Members of the first, quick ensemble: enough for a picture within a second."""
_NOBODY = "nobody yet"
"""The page for which the first ensemble is run before there is one."""


def make_app(
    sources: Sequence[str] = (),
    *,
    members: int = 100,
    seed: int = 1,
    host: str = "127.0.0.1",
    token: str = "",
    memory: int = KEPT_BYTES,
    language: str = "",
    ahead: bool = False,
) -> Dash:
    """Make the app.

    Parameters
    ----------
    sources
        Scenarios to offer before the built-in ones; the first is shown first.
    members
        Members of the full ensemble.
    seed
        Seed of chance.
    host
        Address that it will bind to.
    token
        Token that requests must bring; blank: none.
    memory
        Bytes of runs that are kept, so that they need not be made again.
    language
        Language of all pages, ISO 639-1; blank: that of each reader's browser.
    ahead
        Whether to run the crisis that is shown first at once, before anybody opens the page.
    """
    app = Dash(
        "marchland",
        title="Marchland",
        update_title=None,
        assets_folder=str(Path(__file__).with_name("assets")),
        serve_locally=True,
        suppress_callback_exceptions=True,
        enable_mcp=False,
        add_log_handler=False,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    app.layout = layout.page
    app.interpolate_index = layout.index
    hear(app.server, language)
    protect(app.server, host, token)
    stages = (FEW, members) if members > FEW else (members,)
    offer, runner = (
        Offer(sources),
        Runner(Onward(seed, Keep(stock="place"), os.cpu_count()), stages, memory),
    )
    if ahead:
        Thread(target=run_first, args=(offer, runner), daemon=True).start()
    answer(app, offer, runner, seed)
    _hear_of_leaving(app, runner)
    desk = Desk()
    add_gas(app.server, offer, desk, seed)
    add_forecast(app.server, offer, desk, seed)
    add_game(app.server, offer, desk, Rounds(seed))
    return app


def run_first(offer: Offer, runner: Runner) -> None:
    """Read the crisis that is shown first, and run few members of it for whoever comes."""
    scenario, _ = offer.scenario(offer.names[0])
    if scenario is not None:
        runner.want(scenario, _NOBODY).wait(runner.stages[0], LONGEST)
        runner.leave(_NOBODY)


def _hear_of_leaving(app: Dash, runner: Runner) -> None:
    """Drop what a page wanted as soon as it is closed."""

    @app.server.post("/left/<page>")
    def left(page: str) -> tuple[str, int]:
        runner.leave(page)
        return "", 204
