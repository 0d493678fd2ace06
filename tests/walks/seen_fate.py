"""What a new cause of being stranded must show by itself: run in the copy with the walk made."""

from __future__ import annotations

from dataclasses import replace

import marchland as ml
from marchland.model.expression import Expression
from marchland.model.reactions import Reaction
from marchland.study.measures.summary import summary
from marchland.view.figures.areas import stranded_figure
from verify.cases import crisis, enter, event, place, route


def danger() -> ml.Scenario:
    """Return a town in danger without a way out."""
    return crisis(
        [place("town", "settlement", lat=1.0, lon=1.0), place("camp", "camp", lat=2.0, lon=2.0)],
        [route("town-camp", 50)],
        [enter("town", 40)],
        [event(0, "close", "camp"), event(0, "push", "town", 0.5)],
    )


def test_result_figure_and_table_have_it() -> None:
    runs = ml.simulate(danger(), members=2, seed=1)
    assert int(runs["stranded_cause"].sel(cause="danger").isel(day=0).min()) > 0
    assert int(runs["turned_around"].sum()) == 0  # the rows behind it are still their own
    names = [trace["name"] for trace in stranded_figure(runs).data]
    assert "no way out of danger" in names
    told = summary(runs)
    assert "danger" in set(told.loc[told["variable"] == "stranded_cause", "where"])


def test_a_reaction_counts_it_among_the_stranded() -> None:
    asked = Reaction(
        "alarm", "Alarm", Expression.of("stranded() >= 10"), 1, (), None, None, "made up"
    )
    runs = ml.simulate(replace(danger(), reactions={"alarm": asked}), members=2, seed=1)
    assert (runs["fired"] >= 0).all()
