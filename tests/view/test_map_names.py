"""Names on the map, views chosen from the data, and the key of its sizes."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from marchland.view.figures.ground import views, whole_area
from marchland.view.figures.labels import _meet, _placed
from marchland.view.figures.map import people_map, placed
from marchland.view.figures.moments import size_key
from marchland.view.page.outlines import eastward, seam, within
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


def test_places_on_both_sides_of_the_date_line_are_drawn_side_by_side(ds: xr.Dataset) -> None:
    lon = np.linspace(176.0, 186.0, ds.sizes["place"])
    over = ds.assign_coords(lon=("place", np.where(lon > 180, lon - 360, lon)))
    assert np.allclose(placed(over)["lon"].values, lon)
    west, _, east, _ = whole_area(placed(over))
    assert 170 < west < 176 and 186 < east < 190
    drawn = people_map(over)
    marks = [x for trace in drawn.data if trace.get("mode") == "markers" for x in trace["x"]]
    assert marks and min(marks) > 170
    assert np.array_equal(placed(ds)["lon"].values, ds["lon"].values)


def test_the_seam_is_where_the_gap_is_widest() -> None:
    assert seam([10.0, 20.0, -30.0]) == seam([5.0]) == seam([np.nan]) == -180
    west_of = seam([178.4, -179.9, -175.2])
    assert eastward([178.4, -179.9, -175.2], west_of).tolist() == pytest.approx(
        [178.4, 180.1, 184.8]
    )


def test_land_goes_on_over_the_date_line() -> None:
    for ring in within(["FJI"], (176.0, -20.0, 186.0, -15.0)):
        assert np.abs(np.diff(ring[:, 0])).max() < 5
    assert within(["TON"], (180.0, -25.0, 190.0, -15.0)) or within(
        ["FJI"], (180.0, -20.0, 183.0, -15.0)
    )


def test_a_crisis_of_one_place_has_an_area_around_it(ds: xr.Dataset) -> None:
    (view,) = views(ds.isel(place=[6]))
    west, south, east, north = view.box
    assert 0.1 < east - west < 2 and 0.05 < north - south < 2
