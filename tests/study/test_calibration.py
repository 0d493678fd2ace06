"""Calibration against crises whose truth is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from conftest import tiny
from marchland.cli import main
from marchland.engine.simulate import simulate
from marchland.errors import OutputError, RequestError, ScenarioError
from marchland.io.native import write_scenario
from marchland.io.posterior import check_replaceable, read_origin, read_posterior, write_posterior
from marchland.io.read import read
from marchland.model.amounts import Amount
from marchland.model.parameters import DEFAULTS, Parameter
from marchland.model.posterior import Posterior
from marchland.model.scenario import Scenario
from marchland.model.tables import Displaced, Observations, Timeline
from marchland.study.fit.calibration import calibrate, fitted, input_digest, to_fit
from marchland.study.fit.fitted import at_bounds, met, pairs, ranges, unreached, withheld
from marchland.study.fit.targets import DAY_ERROR, QUALITY_ERROR, targets
from marchland.study.measures.observe import observed
from marchland.view.words.fit import fit_in_words

pytest.importorskip("iterative_ensemble_smoother", reason="the extra 'calibrate' is not installed")

SOURCE = "made up for tests"
ARRIVALS = Parameter(150, 50, 500, "loguniform", "people/day", "People who come in a day.")
SHARE = Parameter(0.5, 0.2, 1.0, "uniform", "", "Share of them that is counted.")
LATER = Parameter(5, 1, 10, "uniform", "", "What happens after the last count.")


def count(first: str, last: str, value: float, **more: Any) -> dict[str, Any]:
    """Return a count of people registered at the camp."""
    return {
        "series": "camp",
        "date_from": date.fromisoformat(first),
        "date_to": date.fromisoformat(last),
        "measure": "registered",
        "where": "camp",
        "value": value,
        "reporting": "share",
        "quality": "high",
        "use": "fit",
        "source": SOURCE,
    } | more


def crisis(*counts: Mapping[str, Any]) -> Scenario:
    """Return one way to a camp, where a share of those who come is counted.

    ::

        town --40-- hub --60-- camp
    """
    made = tiny(
        "line",
        {"town": "settlement", "hub": "hub", "camp": "camp"},
        {("town", "hub"): 40, ("hub", "camp"): 60},
        0,
    )
    names = dict.fromkeys(name for row in counts for name in row)  # in their order, once each
    rows = Displaced.from_columns(
        {
            "date": [date(2021, 6, 1)],
            "date_to": [date(2021, 6, 10)],
            "place": ["town"],
            "group": ["all"],
            "people": [Amount.of("arrivals")],
            "source": [SOURCE],
        }
    )
    events = Timeline.from_columns(
        {
            "date": [date(2021, 6, 9)],
            "what": ["attraction"],
            "where": ["camp"],
            "value": [Amount.of("later")],
            "source": [SOURCE],
        }
    )
    return replace(
        made,
        displaced=rows,
        timeline=events,
        observations=Observations.from_columns(
            {name: [row.get(name) for row in counts] for name in names}
        ),
        parameters=dict(DEFAULTS) | {"arrivals": ARRIVALS, "share": SHARE, "later": LATER},
    )


WINDOWS = (("2021-06-01", "2021-06-04"), ("2021-06-05", "2021-06-08"))


def counted(arrivals: float, share: float, seed: int) -> Scenario:
    """Return the crisis with counts made by a run of which arrivals and share are known."""
    blank = crisis(*(count(first, last, 0) for first, last in WINDOWS))
    runs = simulate(
        blank, 1, seed, parameters={"arrivals": np.array([arrivals]), "share": np.array([share])}
    )
    told = observed(runs, blank.observations).values[0]
    return crisis(*(count(*window, value) for window, value in zip(WINDOWS, told, strict=True)))


def product(draws: Any, names: tuple[str, ...]) -> Any:
    return draws[:, names.index("arrivals")] * draws[:, names.index("share")]


def test_what_the_counts_tell_is_recovered_and_the_rest_stays_open() -> None:
    fit = calibrate(counted(120, 0.6, seed=9), 100, 3, seed=1)
    names = fit.posterior.names
    before, after = product(fit.prior.draws, names), product(fit.posterior.draws, names)
    low, high = np.quantile(after, [0.05, 0.95])
    assert low < 120 * 0.6 < high
    assert np.log(after).std() < 0.5 * np.log(before).std()
    spread = ranges(counted(120, 0.6, seed=9), fit)["spread"]
    assert spread["share"] > 0.6  # known only together with arrivals
    told = pairs(fit).set_index(["one", "other"])["correlation"]
    assert told["arrivals", "share"] < -0.5
    assert fit.misfit[-1] < fit.misfit[0]


@pytest.mark.compiled
def test_nine_bands_of_ten_hold_the_truth() -> None:
    # with a chance of 0.9 each, fewer than 7 of 12 have a probability of 0.0005
    chance = np.random.default_rng(4)
    held = 0
    for seed in range(12):
        arrivals, share = float(np.exp(chance.uniform(4.2, 5.9))), float(chance.uniform(0.25, 0.95))
        # the counts are off by as much as they are said to be
        made = counted(arrivals, share, seed=seed + 100)
        error = targets(made.observations).errors[0]
        values = made.observations.value * np.exp(error * chance.standard_normal(2))
        off = crisis(*(count(*window, v) for window, v in zip(WINDOWS, values, strict=True)))
        fit = calibrate(off, 60, 3, seed=seed)
        low, high = np.quantile(product(fit.posterior.draws, fit.posterior.names), [0.05, 0.95])
        held += low < arrivals * share < high
    assert held >= 7


def test_equal_seeds_give_equal_draws_for_any_number_of_threads() -> None:
    made = counted(120, 0.6, seed=9)
    one, other = (calibrate(made, 20, 2, seed=5, threads=n) for n in (1, 2))
    assert np.array_equal(one.posterior.draws, other.posterior.draws)
    assert not np.array_equal(one.posterior.draws, calibrate(made, 20, 2, seed=6).posterior.draws)


def test_no_draw_leaves_its_prior_range() -> None:
    made = counted(490, 0.99, seed=9)  # the truth at the ends of both ranges
    fit = calibrate(made, 30, 4, seed=1)
    for i, name in enumerate(fit.posterior.names):
        one = made.parameters[name]
        assert one.low <= fit.posterior.draws[:, i].min()
        assert fit.posterior.draws[:, i].max() <= one.high


def test_what_the_counts_cannot_tell_of_is_left_out() -> None:
    past, _ = to_fit(counted(120, 0.6, seed=9))
    names = fitted(past)
    assert past.days == 8
    assert {"arrivals", "share"} < set(names)
    assert not {"later", "leave_strip", "deterrence_scale"} & set(names)


def test_running_totals_count_from_one_to_the_next() -> None:
    totals = targets(
        crisis(
            count("2021-06-01", "2021-06-04", 100, cumulative=True),
            count("2021-06-01", "2021-06-08", 160, cumulative=True),
        ).observations
    )
    assert totals.values == pytest.approx(np.log([110, 70]))
    assert totals.read(np.array([[50.0, 90.0]])) == pytest.approx(np.log([[60, 50]]))


def test_errors_grow_with_poor_quality_few_days_and_disagreement() -> None:
    found = targets(
        crisis(
            count("2021-06-01", "2021-06-04", 100),
            count("2021-06-05", "2021-06-05", 100),
            count("2021-06-01", "2021-06-04", 100, quality="low"),
            count("2021-06-01", "2021-06-04", 100, low=50, high=200),
        ).observations
    ).errors
    assert found[0] == pytest.approx(np.hypot(QUALITY_ERROR["high"], DAY_ERROR / 2))
    assert (found[1:] > found[0]).all()


def test_nothing_to_fit_and_too_few_members_are_refused() -> None:
    with pytest.raises(RequestError, match="no count is marked 'fit'"):
        calibrate(crisis(count(*WINDOWS[0], 10, use="score")))
    with pytest.raises(RequestError, match="at least 20 members"):
        calibrate(crisis(count(*WINDOWS[0], 10)), 5)


def test_the_digest_of_the_input_sees_what_a_fit_depends_on_and_no_words() -> None:
    made = counted(120, 0.6, seed=9)
    same = input_digest(made)
    assert input_digest(replace(made, card="other words", days=9)) == same
    later = {"later": replace(LATER, meaning="told otherwise")}
    assert input_digest(replace(made, parameters=dict(made.parameters) | later)) == same
    wider = {"share": replace(SHARE, high=0.9)}
    assert input_digest(replace(made, parameters=dict(made.parameters) | wider)) != same


def test_the_command_writes_draws_that_a_run_takes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_scenario(counted(120, 0.6, seed=9), tmp_path / "line")
    asked = ["calibrate", str(folder), "--members", "20", "--iterations", "2", "--seed", "3"]
    assert main(asked) == 0
    told = capsys.readouterr().out
    assert "arrivals" in told
    assert str(folder / "posterior.csv") in told
    first = (folder / "posterior.csv").read_bytes()
    made = read(folder)
    assert made.posterior is not None
    assert made.posterior.draws.shape[0] == 20
    runs = simulate(made, 8)
    drawn = runs["parameters"].sel(parameter="share").values
    assert set(drawn) <= set(made.posterior.draws[:, made.posterior.names.index("share")])
    more = simulate(made, 12)["parameters"].values
    assert np.array_equal(runs["parameters"].values, more[:8])  # whatever the ensemble's size
    assert main(asked) == 0  # draws are replaced by draws, and do not depend on those before
    assert (folder / "posterior.csv").read_bytes() == first
    origin = read_origin(folder / "posterior.csv")
    assert origin["command"] == "marchland calibrate line --members 20 --iterations 2 --seed 3"
    assert origin["input"] == input_digest(made)


def test_only_draws_are_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "notes.csv"
    other.write_text("mine\n1\n")
    with pytest.raises(OutputError, match="stays as it is"):
        check_replaceable(other)
    folder = write_scenario(counted(120, 0.6, seed=9), tmp_path / "line")
    assert main(["calibrate", str(folder), "--members", "20", "--out", str(other)]) == 2
    assert "stays as it is" in capsys.readouterr().err
    assert other.read_text() == "mine\n1\n"
    assert read_posterior(folder)[0] is None


def test_words_tell_the_draws() -> None:
    made = counted(120, 0.6, seed=9)
    told = fit_in_words(made, calibrate(made, 20, 1, seed=1))
    assert told.startswith("2 counts,")
    assert "20 draws" in told


def test_it_is_said_how_well_each_series_was_met_and_what_was_not_reached() -> None:
    near = count("2021-06-01", "2021-06-04", 200, series="near")
    far = count("2021-06-05", "2021-06-08", 900_000, series="far")
    made = crisis(near, far)
    fit = calibrate(made, 40, 2, seed=1)
    table = met(fit)
    assert list(table["counts"]) == [1, 1]
    assert table["after"]["far"] > 2 > table["ratio"]["far"]
    assert "far" in unreached(fit).index
    assert at_bounds(fit)["arrivals"] == "upper"
    told = fit_in_words(made, fit)
    assert "Not reached: far: the model has" in told
    assert "At a bound of their range: " in told
    assert "arrivals (upper end)" in told


def test_running_totals_on_one_day_count_from_the_same_total() -> None:
    rows = [
        count("2021-06-01", last, value, cumulative=True)
        for last, value in (("2021-06-08", 9), ("2021-06-04", 5), ("2021-06-08", 8))
    ]
    assert targets(crisis(*rows).observations).before.tolist() == [1, -1, 1]


def test_draws_of_another_scenario_are_refused(tmp_path: Path) -> None:
    folder = write_scenario(counted(120, 0.6, seed=9), tmp_path / "line")
    draws = "# Draws of fitted parameters\n# command: marchland calibrate {}\narrivals\n100\n"
    (folder / "posterior.csv").write_text(draws.format("other"))
    with pytest.raises(ScenarioError, match="fitted for 'other', and this scenario is"):
        read(folder)
    (folder / "posterior.csv").write_text(draws.format("line"))
    assert read(folder).posterior is not None


def test_draws_fitted_before_a_file_changed_are_warned_about(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_scenario(counted(120, 0.6, seed=9), tmp_path / "line")
    assert main(["calibrate", str(folder), "--members", "20", "--iterations", "1"]) == 0
    assert read(folder).warnings == ()
    text = (folder / "routes.csv").read_text("utf-8")
    (folder / "routes.csv").write_text(text.replace("made", "new"))
    assert read(folder).warnings == ()  # words count for nothing
    places = folder / "places.csv"
    rows = places.read_text("utf-8").splitlines()
    at = rows[0].split(",").index("capacity")
    last = rows[-1].split(",")
    last[at] = "777777"
    places.write_text("\n".join([*rows[:-1], ",".join(last)]) + "\n", "utf-8")
    (warning,) = (one for one in read(folder).warnings if one.where == "posterior.csv")
    assert "fitted before places.csv changed: fit anew" in warning.message
    capsys.readouterr()
    out = str(tmp_path / "out")
    assert main(["run", str(folder), "--members", "2", "--sources", "0", "--out", out]) == 0
    assert "before places.csv changed" in capsys.readouterr().err


def test_chances_to_cross_are_told_without_values() -> None:
    made = counted(120, 0.6, seed=9)
    events = replace(made.timeline, what=("permeability",))
    hard = replace(made, timeline=events, parameters=made.parameters)
    assert withheld(hard) == {"later"}
    fit = calibrate(made, 20, 1, seed=1)
    share = replace(events, value=(Amount.of("share"),))
    line = next(
        row
        for row in fit_in_words(replace(made, timeline=share), fit).splitlines()
        if "share " in row
    )
    assert line.split()[0] == "share"
    assert len(line.split()) == 2  # its name, and how wide it is


def test_draws_are_written_so_that_nobody_takes_them_for_thousands(tmp_path: Path) -> None:
    drawn = Posterior(("softening",), np.array([[311.702], [1.5], [998.004]]))
    (tmp_path / "posterior.csv").write_text(write_posterior(drawn))
    read, _, problems = read_posterior(tmp_path)
    assert not [one for one in problems if not one.warning]
    assert read is not None and (read.draws == drawn.draws).all()
