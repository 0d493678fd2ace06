"""Kinds of places, states and causes hang together, and a kind is known by its traits alone."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

import marchland as ml
from conftest import tiny
from marchland.errors import Problem, ScenarioError
from marchland.kernels import layout
from marchland.model import kinds
from marchland.model.causes import CAUSES, WAITS
from marchland.model.cells import read_cell
from marchland.model.choosing import OTHER_WORDS, families
from marchland.model.kinds import PLACE_KINDS, SETTINGS, STATES, Shown, Strands
from marchland.model.near import bare
from marchland.model.parameters import DEFAULTS
from marchland.model.shelter import SHELTERS
from marchland.model.tables import Places


@pytest.mark.parametrize("kind", PLACE_KINDS.values(), ids=PLACE_KINDS)
def test_a_kind_refers_to_what_is_declared(kind: kinds.PlaceKind) -> None:
    assert kind.state in STATES
    assert kind.shelter in SHELTERS
    assert not kind.setting or kind.setting in SETTINGS
    assert kind.setting or not kind.needs_aid
    assert not kind.leave or kind.leave in DEFAULTS
    assert not kind.stay or (DEFAULTS[kind.stay].unit == "days" and not kind.leave)
    assert bool(kind.together) == (kind.shown is not Shown.DAILY)
    assert kind.choose.startswith(("a ", "an ", "the ")) and not kind.choose.endswith(".")


def test_people_behind_a_line_are_never_shown_by_day() -> None:
    assert all(kind.shown is Shown.MONTHLY for kind in PLACE_KINDS.values() if kind.passing)


def test_ids_are_unique_and_every_state_has_a_kind() -> None:
    for declared in (PLACE_KINDS, STATES, CAUSES):
        assert [one.id for one in declared.values()] == list(declared)
    assert {kind.state for kind in PLACE_KINDS.values()} == set(STATES)
    assert len({state.color for state in STATES.values()}) == len(STATES)


def test_the_kernels_number_traits_and_causes_as_they_are_declared() -> None:
    numbered = [(one.name, int(one)) for one in layout.Strand]
    assert [(one.name, int(one)) for one in Strands] == numbered
    causes = [layout.DayTally[f"BY_{cause.upper()}"] for cause in [*CAUSES, *WAITS]]
    assert causes == list(range(len(CAUSES) + len(WAITS)))


def test_places_csv_takes_every_kind_and_no_other() -> None:
    assert Places.columns()["kind"].choices == tuple(PLACE_KINDS)


def test_a_kind_with_the_traits_of_another_gives_the_same_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(PLACE_KINDS, "campsite", replace(PLACE_KINDS["camp"], id="campsite"))
    roads = {("town", "hub"): 40.0, ("hub", "near"): 60.0, ("hub", "far"): 90.0}
    places = {"town": "settlement", "hub": "hub", "far": "camp"}
    runs = [
        ml.simulate(tiny("line", places | {"near": kind}, roads, 1000), members=3, seed=1)
        for kind in ("camp", "campsite")
    ]
    assert runs[1]["kind"].sel(place="near").item() == "campsite"
    for name in runs[0].data_vars:
        assert np.array_equal(runs[0][name].values, runs[1][name].values), name
    assert int(runs[1]["stock"].sel(place="near").sum()) > 0


@pytest.mark.parametrize("trait", [one.name for one in fields(kinds.PlaceKind)][6:])
def test_no_trait_is_the_same_everywhere(trait: str) -> None:
    assert len({getattr(kind, trait) for kind in PLACE_KINDS.values()}) > 1


def test_no_module_knows_a_kind_by_its_name() -> None:
    source = Path(ml.__file__).parent
    names = "|".join(PLACE_KINDS)
    known = re.compile(rf"kinds?\b(?!\.).{{0,30}}(==|!=|\bin\b|isin)\W.{{0,20}}[\"']({names})[\"']")
    told = [
        f"{path.relative_to(source)}: {line.strip()}"
        for path in source.rglob("*.py")
        if "flee" not in path.parts  # the peer's own kinds
        for line in path.read_text("utf-8").splitlines()
        if known.search(line)
    ]
    assert told == []


def test_every_kind_is_in_one_family_and_other_words_name_kinds() -> None:
    grouped = [kind.id for kinds_of in families().values() for kind in kinds_of]
    assert sorted(grouped) == sorted(PLACE_KINDS)
    assert not set(OTHER_WORDS) & set(PLACE_KINDS)
    assert {bare(word) for word in OTHER_WORDS} == set(OTHER_WORDS)
    assert {kind for meant in OTHER_WORDS.values() for kind in meant} <= set(PLACE_KINDS)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("City", "must be settlement (a city, town or village"),
        ("Poste-frontière", "must be border_post (a post"),
        ("centre d’accueil", "must be reception ("),
        ("transit centre", "must be transit (a transit or reception site at a border"),
        ("site", "or spontaneous_site ("),
        ("cmap", "did you mean 'camp'?"),
    ],
)
def test_a_near_word_gets_the_kind_that_is_meant(written: str, told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        read_cell(Places.columns()["kind"], written)


def test_a_word_that_nobody_knows_gets_every_kind_with_its_sentence() -> None:
    with pytest.raises(ValueError, match="choose one of these") as raised:
        read_cell(Places.columns()["kind"], "xyzzy")
    for kind in PLACE_KINDS.values():
        assert f"{kind.id:<17} {kind.choose}" in str(raised.value)


def test_what_explains_several_problems_is_said_once() -> None:
    told = ScenarioError("x", [Problem(f"places.csv:{i}", "odd\nlist of kinds") for i in (2, 3)])
    assert str(told).count("list of kinds") == 1 and str(told).count("odd") == 2
