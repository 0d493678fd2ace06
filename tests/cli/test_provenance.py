"""Provenance says how a result was made, and nothing of who made it."""

from __future__ import annotations

import getpass
from pathlib import Path

import pytest

from marchland.cli.provenance import told


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "amina")
    monkeypatch.setattr(Path, "home", lambda: Path("/home/amina"))


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (["run", "belarus-2021", "--members", "5"], "marchland run belarus-2021 --members 5"),
        (["run", "/home/amina/crises/mali"], "marchland run mali"),
        (["run", "x", "--out=/home/amina/out"], "marchland run x --out=out"),
        (["check", "../amina/mali"], "marchland check '../~/mali'"),
        (["check", "C:\\Users\\amina\\mali"], "marchland check mali"),
        (["check", "/home/amina"], "marchland check '~'"),
        (["run", "x", "--lever", "corridor@2021-11-12"],
         "marchland run x --lever corridor@2021-11-12"),
    ],
)  # fmt: skip
def test_a_command_names_no_home_and_no_user(arguments: list[str], command: str) -> None:
    assert told(arguments) == command
