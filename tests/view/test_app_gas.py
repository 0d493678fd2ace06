"""The gas page of the app: cuts by address, wrong addresses refused, nothing put in unescaped."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("scipy")
pytest.importorskip("dash", reason="the extra 'app' is not installed")

from flask import Flask

from marchland.view.app import desk, gas
from marchland.view.app.offer import Offer


@pytest.fixture(scope="module")
def client() -> Any:
    server = Flask("test")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gas, "MEMBERS", 1)
        patch.setattr(desk, "PATIENCE", 600)
        gas.add_gas(server, Offer(), desk.Desk(), seed=1)
        yield server.test_client()


def test_a_cut_is_in_the_address(client: Any) -> None:
    answer = client.get("/gas?scenario=belarus-2021&cut=yamal@2021-11-12&demand=10")
    assert answer.status_code == 200
    assert "If gas is cut: yamal@2021-11-12" in answer.text
    assert "aria-current=page>yamal@2021-11-12" in answer.text
    assert "cut=all-russia&amp;demand=10" in answer.text


@pytest.mark.parametrize(
    ("search", "told"),
    [
        ("scenario=../etc", "is not offered here"),
        ("demand=lots", "must be a whole number"),
        ("demand=900", "must be between"),
        ("cut=<script>", "&lt;script&gt;"),
    ],
)
def test_wrong_addresses_are_refused(client: Any, search: str, told: str) -> None:
    answer = client.get(f"/gas?{search}")
    assert answer.status_code == 400
    assert told in answer.text and "<script>" not in answer.text
