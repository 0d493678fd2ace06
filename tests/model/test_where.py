"""What a ``where`` stands for: one resolution, for the model, the engine and the runs."""

from __future__ import annotations

import pytest

from crisis import Crisis
from marchland.engine.plan import Plan
from marchland.errors import RequestError
from marchland.model.design import Keep
from marchland.model.events import EVENTS
from marchland.model.ground import Ground
from marchland.model.where import Direction, Names, Where, border_name, border_sides
from verify import cases

NAMES = Names(
    ["camp", "POL"], ["north"], [border_name("BLR", "POL")], ["BLR", "POL"], ["line"], ["north"]
)


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("", Where("everywhere")),
        ("BLR", Where("country", "BLR")),
        ("line", Where("tag", "line")),
        ("BLR>POL", Where("border", "BLR>POL")),
        ("camp", Where("place", "camp")),
        ("north", Where("route", "north")),
        ("north:back", Where("route", "north", True)),
    ],
)
def test_a_name_stands_for_one_thing(name: str, where: Where) -> None:
    assert NAMES.find(name) == where


def test_the_particular_has_a_higher_rank_than_the_general() -> None:
    ranks = [NAMES.find(name).rank for name in ("", "BLR", "line", "BLR>POL", "camp", "north")]
    assert ranks == sorted(set(ranks))


def test_a_name_of_two_things_has_both() -> None:
    assert [one.sort for one in NAMES.every("POL")] == ["place", "country"]


def test_a_name_that_is_not_known_is_refused_with_the_nearest() -> None:
    assert NAMES.get("cmap") is None
    with pytest.raises(RequestError, match=r"where 'cmap' is no place.*did you mean 'camp'"):
        NAMES.find("cmap")


def test_a_direction_has_the_name_by_which_chance_knows_it() -> None:
    assert [str(Direction("north")), str(Direction("north", True))] == ["north", "north:back"]
    assert border_sides(border_name("BLR", "POL")) == ("BLR", "POL")


@pytest.mark.parametrize("case", cases.CASES)
def test_what_a_name_concerns_is_what_the_twin_says_for_model_and_engine(case: str) -> None:
    scene = cases.CASES[case]()
    ground, plan, twin = (
        Ground(scene.places, scene.routes),
        Plan(scene, Keep()),
        Crisis(scene, {}, {}),
    )
    labels = {"places": plan.places, "routes": tuple(way.id for way in plan.ways)}
    for kind in EVENTS.values():
        if kind.concerns not in labels:
            continue
        for name in ["", *ground.names]:
            if name.endswith(":back"):
                continue  # written by levers alone, and not by hand
            told = twin.named(name, kind.name)
            assert set(map(str, ground.concerned(kind, name))) == told, (kind.name, name)
            found = plan.concerned(kind, name).tolist()
            assert [labels[kind.concerns][i] for i in found] == sorted(told), (kind.name, name)


def test_a_transfer_goes_the_way_that_is_named_and_not_back() -> None:
    ground = Ground((scene := cases.hard()).places, scene.routes)
    assert ground.concerned(EVENTS["transfer"], "full-next") == {Direction("full-next")}
    assert ground.concerned(EVENTS["close"], "full-next") == {
        Direction("full-next"),
        Direction("full-next", True),
    }
