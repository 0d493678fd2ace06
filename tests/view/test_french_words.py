"""Texts put together of parts read as a language has them."""

from __future__ import annotations

import pytest

from marchland.language import say, speaking
from marchland.model.scenario import Scenario
from marchland.view.words.card import MISSING, from_card
from marchland.view.words.crisis import describe
from marchland.view.words.text import parted
from marchland.view.words.where import node_name


@pytest.mark.parametrize("code", ["en", "fr"])
def test_a_built_card_is_read_whatever_language_it_was_built_in(code: str) -> None:
    with speaking(code):
        card = f"# A crisis\n\n## {say(MISSING)}\n\n- Weather.\n- Aid.\n"
    assert from_card(card, "missing") == ["Weather.", "Aid."]
    assert from_card(card, "assumed") == []


def test_a_crisis_is_described_in_french(line: Scenario) -> None:
    with speaking("fr"):
        words = describe(line)
    assert "Du 1er juin 2021 au 10 juin 2021\N{NO-BREAK SPACE}: 10 jours, 1 groupe (all)." in words
    assert "Lieux\n" in words
    assert "Places\n" in describe(line)


def test_parts_and_countries_are_named_as_the_language_does() -> None:
    assert parted(["road 3", "rail 1, 2"]) == "road 3; rail 1, 2"
    assert parted([]) == ""
    assert node_name("DEU", "Germany") == "Germany"
    with speaking("fr"):
        assert parted(["a", "b"]) == "a\N{NO-BREAK SPACE}; b"
        assert node_name("DEU", "Germany") == "Allemagne"
        assert node_name("KGD", "Kaliningrad (Russia)") == "Kaliningrad (Russia)"
