"""The verb ``serve``: the address that it says is the one that the browser opens."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest

from marchland.cli import main, serve

pytest.importorskip("dash", reason="the extra 'app' is not installed")


class Stopped:
    """A server that is stopped as soon as it serves."""

    port = 4711

    def serve_forever(self) -> None:
        raise KeyboardInterrupt


@pytest.mark.parametrize(("more", "shown"), [([], True), (["--no-browser"], False)])
def test_the_browser_opens_the_address_unless_told_not_to(
    more: list[str], shown: bool, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    opened: list[str] = []
    server, serving = (import_module(f"marchland.view.app.{n}") for n in ("server", "serving"))
    monkeypatch.setattr(server, "make_app", lambda *_, **__: SimpleNamespace(server=None))
    monkeypatch.setattr(serving, "serving", lambda *_: Stopped())
    monkeypatch.setattr(serve, "compile_first", lambda: None)
    monkeypatch.setattr(serve, "shown", opened.append)
    assert main(["serve", *more]) == 0
    address = "http://127.0.0.1:4711/"
    assert f"Marchland is at {address} " in capsys.readouterr().out
    assert opened == [address] * shown
