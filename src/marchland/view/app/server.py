"""The app: a page on which a planner pulls levers and sees what they change."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dash import Dash

from marchland.view.app import layout
from marchland.view.app.ahead import add_forecast
from marchland.view.app.begun import Begun, begin
from marchland.view.app.desk import Desk
from marchland.view.app.game import add_game
from marchland.view.app.gas import add_gas
from marchland.view.app.guard import protect
from marchland.view.app.hearing import hear
from marchland.view.app.rounds import Rounds
from marchland.view.app.runner import KEPT_BYTES, Runner
from marchland.view.app.wiring import answer


def make_app(
    sources: Sequence[str] = (),
    *,
    members: int = 100,
    seed: int = 1,
    host: str = "127.0.0.1",
    token: str = "",
    memory: int = KEPT_BYTES,
    language: str = "",
    begun: Begun | None = None,
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
    begun
        What answers, where it has begun already with the same sources, members, seed and memory.
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
    offer, runner = begun or begin(sources, members, seed, memory)
    answer(app, offer, runner, seed)
    _hear_of_leaving(app, runner)
    desk = Desk()
    add_gas(app.server, offer, desk, seed)
    add_forecast(app.server, offer, desk, seed)
    add_game(app.server, offer, desk, Rounds(seed))
    return app


def _hear_of_leaving(app: Dash, runner: Runner) -> None:
    """Drop what a page wanted as soon as it is closed."""

    @app.server.post("/left/<page>")
    def left(page: str) -> tuple[str, int]:
        runner.leave(page)
        return "", 204
