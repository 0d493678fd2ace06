"""The forecast page of the app, of which nothing is imported before somebody asks for it."""

from __future__ import annotations

from flask import Flask, Response

from marchland.view.app.desk import Desk
from marchland.view.app.offer import Offer


def add_forecast(server: Flask, offer: Offer, desk: Desk, seed: int) -> None:
    """Add the page ``/forecast``, with scenario, day and levers in its address."""

    @server.get("/forecast")
    def ahead() -> Response:
        from marchland.view.app.forecasting import answer

        return answer(offer, desk, seed)
