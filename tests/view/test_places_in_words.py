"""Countries and borders in words, as people name them."""

from __future__ import annotations

import numpy as np

from marchland.view.words.counts import named
from marchland.view.words.where import country_names, number_in


def test_borders_and_countries_are_named_and_codes_are_not_shown() -> None:
    assert country_names("POL, BLR") == "Poland and Belarus"
    assert country_names("GRC>MKD") == "Greece to North Macedonia"
    assert number_in(1200, "POL") == "1,200 in Poland"
    assert number_in(5, "TUR>GRC") == "5 between Turkey and Greece"


def test_a_series_says_over_what_time_it_counts() -> None:
    from marchland.io.read import read
    from marchland.study.runs.ensemble import simulate

    crisis = read("balkan-2015")
    runs = simulate(crisis, members=1, seed=1)
    names = named(runs, crisis.observations)
    assert names["into_mkd"] == "People who entered, Greece to North Macedonia, by week"
    assert names["people_lesvos"].endswith("Lesvos (Mytilini, Moria)")
    assert len(set(names.values())) == len(names) == len(np.unique(crisis.observations.series)) - 1
