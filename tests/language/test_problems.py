"""What is wrong with a scenario is said in the language spoken, in the same order and groups."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from io_broken import DISPLACED, MANIFEST, PLACES, ROUTES, TIMELINE, written
from marchland.errors import ScenarioError
from marchland.io.read import check
from marchland.language import FOLDER, speaking
from marchland.model.cells import read_cell
from marchland.model.events import EVENTS
from marchland.model.kinds import PLACE_KINDS
from marchland.model.levers import Change
from marchland.model.tables import TABLES, Places, Timeline

LANGUAGES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
ENGLISH = re.compile(r"\b(?:must|is|are|has|not|the|and|of|with|which|leave|write|give)\b")
"""Words by which a sentence is known as English."""
ALIKE = {"Latitude, WGS 84.", "Longitude, WGS 84.", "Observation operator."}
"""Meanings that may be the same in another language."""

MISTAKES = {
    "scenario": MANIFEST.replace("title", "titel").replace("value: 0.2", "value: 0.9"),
    "places": PLACES.replace("hub", "foo").replace("settlement", "city").replace("DEU", "Germany"),
    "routes": ROUTES.replace("280", "-35").replace("Grodno,Bruzgi", "Grodna,Bruzgi"),
    "timeline": TIMELINE.replace("2021-06-20", "2021-13-01")
    + "2021-06-11,fighting,m2,,\n2021-06-12,close,m2,,3\n2022-06-12,close,m9,,\n",
    "displaced": DISPLACED
    + "".join(f"2021-06-01,,Minks,IRQ,{number}\n" for number in (-5, -50, -500, -5000, -50000)),
}


def crowded(number: int) -> dict[str, str]:
    """Return places that more people leave than live there, by tens, hundreds, thousands."""
    rows = range(1, number + 1)
    places = "".join(f"t{i},BLR,settlement,,,{10**i}\n" for i in rows)
    routes = "".join(f"r{i},t{i},Berlin,500,road,no,,\n" for i in rows)
    displaced = "".join(f"2021-06-01,,t{i},IRQ,{3 * 10**i}\n" for i in rows)
    first, *others = PLACES.splitlines()
    lived = "\n".join([f"{first},population", *(f"{row}," for row in others)])
    return {
        "places": f"{lived}\n{places}",
        "routes": ROUTES + routes,
        "displaced": DISPLACED + displaced,
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("changed", [MISTAKES, crowded(6)], ids=["mistakes", "crowded"])
def test_problems_are_the_same_in_every_language(
    tmp_path: Path, language: str, changed: dict[str, str]
) -> None:
    folder = written(tmp_path / "broken", **changed)
    _, english = check(folder)
    with speaking(language):
        _, other = check(folder)
    assert [(p.where, p.warning, p.also) for p in other] == [
        (p.where, p.warning, p.also) for p in english
    ]
    left = [p.message for p in other if ENGLISH.search(re.sub(r"'[^']*'", "", p.message))]
    assert not left


def test_thousands_do_not_part_what_is_of_one_kind(tmp_path: Path) -> None:
    folder = written(tmp_path / "crowded", **crowded(6))
    with speaking("fr"):
        told = [str(one) for one in check(folder)[1]]
    assert sum("quittent 't1'" in one for one in told) == 1
    assert not any("quittent 't4'" in one for one in told)


def test_a_refusal_is_a_french_text(tmp_path: Path) -> None:
    with speaking("fr"):
        folder = written(tmp_path / "broken", displaced=DISPLACED.replace("20 to 40", "-3"))
        _, found = check(folder)
        told = str(ScenarioError("x", found))
    assert told.splitlines()[0] == "1 problème dans x"
    assert "people vaut -3, doit être de 0 ou plus" in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_columns_and_choices_explain_themselves(language: str) -> None:
    english = {kind.name: kind.explained for kind in EVENTS.values()}
    with speaking(language):
        for table in TABLES:
            for name, one in table.columns().items():
                assert one.said != one.meaning or one.meaning in ALIKE, (table.FILE, name)
        for kind in EVENTS.values():
            assert kind.explained != english[kind.name]
        with pytest.raises(ValueError) as raised:
            read_cell(Places.columns()["kind"], "xyzzy")
        with pytest.raises(ValueError) as other:
            read_cell(Timeline.columns()["what"], "xyzzy")
    told = f"{raised.value}{other.value}"
    assert not [kind.choose for kind in PLACE_KINDS.values() if kind.choose in told]
    assert not ENGLISH.search(re.sub(r"\n    \w+", "", told))


def test_what_files_hold_is_english_in_every_language() -> None:
    text = "per_day exit for IRQ = 20 after 3 days"
    with speaking("fr"):
        assert str(Change.of(text)) == text


def test_what_is_declared_is_english_whenever_it_is_imported() -> None:
    code = (
        "from marchland.language import speaking\n"
        "with speaking('fr'):\n"
        "    from marchland.model.tables import Incidents, Timeline\n"
        "print(Timeline.columns()['group'].meaning, Incidents.columns()['rung'].meaning)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Group it concerns (")
    assert "2 harassment" in done.stdout
