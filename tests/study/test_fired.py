"""Reactions that happened are told as shares and dates."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from marchland.study.measures.fired import fired, fired_of
from marchland.view.words.reactions import fired_in_words


def runs(*days: int) -> xr.Dataset:
    return xr.Dataset(
        {"fired": (("member", "reaction"), np.array([[d, -1] for d in days]))},
        coords={
            "day": pd.date_range("2021-06-01", periods=10),
            "reaction": ["a", "b"],
            "reaction_label": ("reaction", ["First", "Second"]),
        },
    )


def test_shares_and_dates_are_of_the_members_in_which_it_happened() -> None:
    table = fired(runs(2, -1, 4, 3))
    assert table["share"].tolist() == [0.75, 0.0]
    assert table["median"].tolist() == ["2021-06-04", ""]
    assert (table["low90"][0], table["high90"][0]) == ("2021-06-03", "2021-06-05")


def test_words_tell_what_never_happened_too() -> None:
    assert fired_in_words(fired_of(runs(1, 1))) == [
        "First: in every run, on 2 June 2021 (90 % band 2 June 2021 to 2 June 2021)",
        "Second: in no run",
    ]
    assert fired_in_words(fired_of(xr.Dataset())) == []
