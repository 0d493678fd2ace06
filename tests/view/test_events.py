"""Which events a lever makes is known by the timeline without it, not by how a label begins."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

import marchland as ml
from marchland.model.tables import Timeline
from marchland.view.figures.events import told_events
from marchland.view.words.levers import brief, change


def test_a_label_that_begins_like_a_lever_is_no_lever() -> None:
    crisis = ml.read("belarus-2021")
    rows = list(crisis.timeline.rows())
    rows[0] = {**rows[0], "label": "Lever: so they say"}
    names = Timeline.columns()
    table = Timeline.from_columns({name: [row[name] for row in rows] for name in names})
    told = told_events(replace(crisis, timeline=table))
    assert "Lever: so they say" in set(told["label"]) and not told["own"].any()


def test_what_a_pulled_lever_makes_is_its_own() -> None:
    told = told_events(ml.read("belarus-2021").pull("corridor"))
    assert told["own"].sum() == 1


def test_a_brief_change_is_the_change_without_the_name_of_the_band() -> None:
    values = np.array([-30.0, -20.0, -10.0, 10.0])
    assert change(values).replace("90 % band ", "") == brief(values) != change(values)
    same = np.array([5.0, 5.0])
    assert brief(same) == change(same)
