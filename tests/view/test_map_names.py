"""Names on the map, views chosen from the data, and the key of its sizes."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from marchland.view.figures.ground import views, whole_area
from marchland.view.figures.labels import _meet, _placed
from marchland.view.figures.moments import size_key
from view.synthetic import crisis, runs


@pytest.fixture(scope="module")
def ds() -> xr.Dataset:
    return runs(crisis(days=20), members=3)


def _many(ds: xr.Dataset, number: int) -> xr.Dataset:
    """Return runs with so many camps in one country, far from the rest."""
    rng = np.random.default_rng(1)
    camps = ds.isel(place=[6] * number)
    return camps.assign_coords(
        place=[f"c{i}" for i in range(number)],
        place_name=("place", [f"Camp number {i}" for i in range(number)]),
        lat=("place", rng.uniform(52.0, 53.0, number)),
        lon=("place", rng.uniform(23.0, 24.0, number)),
    )


def test_no_name_runs_into_another(ds: xr.Dataset) -> None:
    crowd = _many(ds, 60)
    places = np.column_stack([crowd["lon"].values, crowd["lat"].values])
    names = _placed(crowd, places, whole_area(crowd))
    assert 5 < len(names) <= 40
    for i, one in enumerate(names):
        assert not any(_meet(one.covers, other.covers) for other in names[i + 1 :])


def test_places_are_named_and_those_beyond_a_line_are_not(ds: xr.Dataset) -> None:
    text = " ".join(name for view in views(ds) for name in view.labels["text"])
    assert "Minsk" in text
    assert "Germany" in text
    assert "Forest" not in text


def test_a_country_with_many_sites_has_a_view_of_its_own(ds: xr.Dataset) -> None:
    assert [view.name for view in views(ds)] == ["At the border", "Whole area"]
    camps = xr.concat([ds, _many(ds, 5)], "place", data_vars="minimal", coords="minimal")
    assert "In Belarus" in [view.name for view in views(camps)]


@pytest.mark.parametrize(
    ("most", "key"),
    [(190_000, [1000, 10_000, 100_000]), (640, [5, 50, 500]), (3, [2]), (1, [1]), (0.4, [1])],
)
def test_the_size_key_spans_the_marks(most: float, key: list[int]) -> None:
    assert size_key(most) == key
