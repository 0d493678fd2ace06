"""Who is stranded at the lines of a crisis, and who waits far from them."""

from __future__ import annotations

import numpy as np
import xarray as xr

from marchland.study.measures.read import read as findings
from marchland.study.measures.stranded import near_a_line, person_nights, stranded, stranded_by_part
from marchland.view.words.runs import runs_in_words
from view.synthetic import crisis, runs


def waiting_in_baghdad() -> xr.Dataset:
    """Runs in which, in a hub abroad, 500 people have no way on and 300 wait for a seat."""
    ds = runs(crisis(), members=4)
    ds["waiting"].loc[{"place": "baghdad"}] = 300
    ds["stranded"].loc[{"place": "baghdad"}] = 500
    return ds


def test_people_who_wait_in_a_hub_abroad_are_not_in_the_headline() -> None:
    before, ds = runs(crisis(), members=4), waiting_in_baghdad()
    assert stranded(ds).equals(stranded(before))
    assert person_nights(ds).equals(person_nights(before))
    words = runs_in_words(findings(ds, crisis()))
    assert "elsewhere, with no way on                500" in words
    assert "waiting for a seat or for room           300" in words


def test_parts_add_up_to_everybody_who_is_stranded() -> None:
    ds = waiting_in_baghdad()
    assert (stranded_by_part(ds).sum("part") == ds["stranded"].sum("place")).all()
    assert (stranded_by_part(ds).sel(part="far") == 500).all()


def test_without_a_line_everybody_stranded_counts() -> None:
    ds = waiting_in_baghdad().isel(border=[])
    assert near_a_line(ds).all()
    assert np.array_equal(stranded(ds), ds["stranded"].sum("place"))
