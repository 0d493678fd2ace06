"""Points lie where the map has them: in their country, near a line, at sea, over the date line."""

from __future__ import annotations

import numpy as np
import pytest

from marchland.model.outlines import country_at, km_outside, lie_in

TOWNS = [
    ("SDN", 15.60, 32.53), ("TCD", 12.11, 15.04), ("POL", 52.23, 21.01), ("BLR", 53.90, 27.56),
    ("RUS", 67.50, 64.03), ("RUS", 68.05, 166.45), ("RUS", 66.32, -179.12), ("FJI", -16.43, 179.37),
    ("UKR", 44.95, 34.10), ("CHL", -33.45, -70.67), ("NZL", -41.29, 174.78),
]  # fmt: skip


@pytest.mark.parametrize(("code", "lat", "lon"), TOWNS)
def test_towns_lie_in_their_countries(code: str, lat: float, lon: float) -> None:
    assert country_at(lat, lon) == code
    assert km_outside(code, lat, lon) == 0
    assert lie_in(code, np.array([lat, np.nan]), np.array([lon, np.nan])).tolist() == [True, False]


def test_the_distance_to_a_country_is_that_on_the_ground() -> None:
    east_of_poland = km_outside("POL", 52.10, 24.70)  # 1 degree of longitude beyond the Bug
    assert east_of_poland == pytest.approx(68, abs=6)
    assert km_outside("POL", 52.08, 23.67) < 3  # at the line
    assert country_at(0, -30) == ""
    assert np.isnan(km_outside("XXA", 0, 0))
