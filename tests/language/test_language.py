"""Texts, numbers and dates come in the language spoken, and English is what the code says."""

from collections.abc import Iterator
from gettext import NullTranslations

import numpy as np
import pytest

from marchland import language
from marchland.language import Forms, Language, mark, say, say_n, speaking, written
from marchland.model.countries import CALLED, is_users
from marchland.model.outlines import outlines
from marchland.view.page.outlines import name_of
from marchland.view.words.dates import day_name, period, short_day
from marchland.view.words.numbers import percent
from marchland.view.words.where import node_name


class Loud(NullTranslations):
    """A made-up catalogue: every text in capitals, its values as they are."""

    def gettext(self, message: str) -> str:
        return (
            message.upper()
            .replace("{PEOPLE:,}", "{people:,}")
            .replace("{SHARE:.1F}", "{share:.1f}")
        )

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"{(msgid1 if n == 1 else msgid2).upper()}".replace("{N:,}", "{n:,}")


@pytest.fixture
def loud() -> Iterator[None]:
    months = tuple(f"M{n}" for n in range(1, 13))
    made = Language("xx", Forms("Loud", "rtl", "'", "·", "٪", months, months, {}), Loud())
    before = language._SPOKEN.set(made)
    yield
    language._SPOKEN.reset(before)


def test_english_is_what_the_code_says() -> None:
    assert say("{people:,} people, {share:.1f} of {what}", people=1234, share=0.25, what="all") == (
        "1,234 people, 0.2 of all"
    )
    assert say_n("{n:,} person", "{n:,} people", 1) == "1 person"
    assert say_n("{n:,} person", "{n:,} people", 1200) == "1,200 people"
    assert say("no {values} are put in where none are given") == (
        "no {values} are put in where none are given"
    )
    assert mark("as it is") == "as it is"
    assert say("") == ""


@pytest.mark.usefixtures("loud")
def test_another_language_brings_its_numbers() -> None:
    assert say("{people:,} people, {share:.1f}", people=np.int64(1234567), share=0.25) == (
        "1'234'567 PEOPLE, 0·2"
    )
    assert say_n("{n:,} person", "{n:,} people", -1200) == "-1'200 PEOPLE"
    assert written(1234.5, ",.1f") == "1'234·5"
    assert language.forms().direction == "rtl"
    assert language.spoken() == "xx"


def test_french_numbers_and_dates() -> None:
    with speaking("fr"):
        assert written(1234567) == "1\u202f234\u202f567"
        assert percent(0.361, 1) == "36,1\u00a0%"
        assert day_name("2021-11-12") == "12 novembre 2021"
        assert short_day("2021-11-12") == "12 nov. 2021"
        assert period("2021-08-03", "2021-08-06") == "3 au 6 août 2021"
    assert percent(0.361, 1) == "36.1 %"
    assert period("2021-08-03", "2021-08-06") == "3 to 6 August 2021"


def test_a_language_is_found_by_what_people_ask_for() -> None:
    assert language.nearest(["de-CH", "fr-TD", "en"]) == "fr"
    assert language.nearest(language.wanted_here({"LANG": "fr_CD.UTF-8"})) == "fr"
    assert language.nearest(language.wanted_here({"LANGUAGE": "sw:fr", "LANG": "en_GB"})) == "fr"
    assert language.nearest(["tlh"]) is None
    assert language.wanted_here({}) == ()
    with pytest.raises(LookupError, match="there are: en, fr"):
        language.speaking("tlh")


def test_countries_have_the_names_of_the_language() -> None:
    with speaking("fr"):
        assert [name_of(code) for code in ("TCD", "CAF", "XKX")] == [
            "Tchad",
            "République centrafricaine",
            "Kosovo",
        ]
        named = {one.code for one in outlines() if one.code} - set(CALLED)
        assert named <= set(language.forms().countries)
        users = {code for code in language.forms().countries if is_users(code)}
        assert users == {"XKK", "XKX"}, "both stand for Kosovo"
        assert written(0.125, ".1%") == "12,5\u00a0%"
        assert [node_name("BLR", "Belarus"), node_name("KGD", "here")] == ["Bélarus", "here"]
    assert [name_of(code) for code in ("TCD", "COD")] == ["Chad", "Dem. Rep. Congo"]
    assert node_name("BLR", "Belarus (north)") == "Belarus (north)"
