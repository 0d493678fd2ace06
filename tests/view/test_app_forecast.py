"""The app's forecast page: day and levers in the address, wrong addresses refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("flask")

from flask import Flask

from marchland.view.app import ahead, desk, forecasting
from marchland.view.app.offer import Offer


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    server = Flask("test")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forecasting, "MEMBERS", 4)
        patch.setattr(desk, "PATIENCE", 600)
        ahead.add_forecast(server, Offer(), desk.Desk(), seed=1)
        yield server.test_client()


@pytest.mark.compiled
def test_a_day_and_a_lever_are_in_the_address(client: Any) -> None:
    answer = client.get("/forecast?scenario=balkan-2015&as_of=2016-02-15&lever=relocation")
    assert answer.status_code == 200
    text = answer.text
    assert "Forecast from 15 February 2016" in text
    assert 'id="as-of"' in text and 'data-start="2015-10-01"' in text and 'value="137"' in text
    assert "aria-current=true" in text and "What levers change" in text
    assert "Not forecast: nobody counts any more" in text  # Hungary shut in October
    assert "People who entered, Serbia to Croatia" in text


@pytest.mark.parametrize(
    ("search", "told"),
    [
        ("scenario=../etc", "is not offered here"),
        ("scenario=balkan-2015&as_of=soon", "must be a date"),
        ("scenario=balkan-2015&as_of=2019-01-01", "must be from 2015-10-01 to 2016-05-31"),
        ("scenario=balkan-2015&as_of=2016-02-15&lever=<b>", "&lt;b&gt;"),
    ],
)
def test_wrong_addresses_are_refused(client: Any, search: str, told: str) -> None:
    answer = client.get(f"/forecast?{search}")
    assert answer.status_code == 400
    assert told in answer.text and "<b>" not in answer.text
