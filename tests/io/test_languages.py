"""What is read and written is the same in every language; only what people are told is not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from io_broken import FILES, found, written
from marchland.errors import OutputError
from marchland.io.atomic import write_folder
from marchland.io.flee.read import read_flee_with_report
from marchland.io.imports.into import import_files
from marchland.io.imports.made import Asked
from marchland.io.skeleton import write_skeleton
from marchland.io.yamltext import parse
from marchland.language import speaking
from marchland.model.unfinished import unwritten

TINY = Path(__file__).parents[1] / "flee_tiny"
BROKEN = {
    "cells": {"places": FILES["places.csv"].replace("Grodno", "Grodno,x,y")},
    "amounts": {"displaced": FILES["displaced.csv"].replace("15", '"1,500"')},
    "columns": {"timeline": FILES["timeline.csv"].replace("value", "vlaue")},
    "many": {"places": FILES["places.csv"] + "".join(f"p{n},BLR,hbu,{n}x,\n" for n in range(40))},
    "empty": {"routes": ""},
}


@pytest.mark.parametrize("case", BROKEN)
def test_problems_stand_in_the_same_order_in_every_language(tmp_path: Path, case: str) -> None:
    folder = written(tmp_path / "a", **BROKEN[case])
    english = found(folder)
    with speaking("fr"):
        french = found(folder)
    assert [one.where for one in french] == [one.where for one in english]
    assert [one.message for one in french] != [one.message for one in english]


def test_a_flee_folder_is_the_same_crisis_in_every_language() -> None:
    english, told = read_flee_with_report(TINY)
    with speaking("fr"):
        french, rapport = read_flee_with_report(TINY)
        assert str(rapport).startswith("Lu\u00a0:")
    assert str(told).startswith("Read:")
    assert french.digest == english.digest
    assert [one.where for one in french.warnings] == [one.where for one in english.warnings]


def test_what_was_imported_in_one_language_is_known_in_another(tmp_path: Path) -> None:
    folder = write_skeleton(tmp_path / "mine")
    events = tmp_path / "events.csv"
    events.write_text(
        "event_id_cnty,event_date,event_type,country,admin1,location,latitude,longitude,"
        "fatalities\nX1,2021-10-03,Battles,,,Camp,,,12\n",
        "utf-8",
    )
    (first,) = import_files([events], folder, "", Asked(), today=date(2026, 1, 2))
    with speaking("fr"):
        (again,) = import_files([events], folder, "", Asked(), today=date(2026, 1, 3))
    assert (first.merged.added, again.merged.added, again.merged.same) == (1, 0, 1)


def test_a_new_crisis_explains_itself_in_the_language_spoken(tmp_path: Path) -> None:
    with speaking("fr"):
        folder = write_skeleton(tmp_path / "crise", "camps")
    card = (folder / "README.md").read_text("utf-8")
    assert "À écrire" in card
    assert unwritten(card) == 3, "known as unfinished to readers in English, too"
    assert "# Où les personnes peuvent se trouver." in (folder / "places.csv").read_text("utf-8")


def test_the_reasons_of_others_are_said(tmp_path: Path) -> None:
    with speaking("fr"):
        (problem,) = parse("a: b: c\n", "x.yaml").problems
        assert "un deux-points n’est pas permis ici" in problem.message
        (tmp_path / "a").write_text("", "utf-8")
        with pytest.raises(OutputError, match="existe déjà et reste tel quel"):
            write_folder(tmp_path / "a", {})
