"""A forecast as of a day: strict, coherent, kept, and scored later."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from marchland.cli import main
from marchland.errors import RequestError, ScenarioError
from marchland.io.forecasts import read_counts, read_forecasts, write_forecasts
from marchland.study.forecast.hierarchy import drawn, sums
from marchland.study.forecast.predict import ask_ahead, predict
from marchland.study.forecast.prior import read_prior
from marchland.study.forecast.questions import answered, origins
from marchland.study.forecast.roll import roll
from marchland.study.forecast.series import Record, series
from marchland.study.forecast.sources import read_record
from marchland.study.forecast.table import table_rows
from marchland.study.scores.kept import score_kept
from marchland.study.scores.quantiles import LEVELS
from marchland.study.validate.rolling import score_record
from marchland.study.validate.together import sums_held
from study.forecast.records import START, flow, noise_after, record

DAY = START + 30 + 14 * 12


def test_counts_of_later_change_no_bit_of_a_forecast() -> None:
    one = record()
    first, second = predict(one, DAY), predict(noise_after(one, DAY), DAY)
    assert first.rolled.people.tobytes() == second.rolled.people.tobytes()
    assert first.past.people.tobytes() == second.past.people.tobytes()
    assert sums(first).people.tobytes() == sums(second).people.tobytes()


@pytest.mark.parametrize("as_of", ["2021-08-31", "2021-10-31", "2021-11-15"])
def test_counts_of_later_change_no_bit_for_a_built_in_crisis(as_of: str) -> None:
    one = read_record("belarus-2021")
    day = int(np.datetime64(as_of, "D").astype(np.int64))
    first, second = predict(one, day), predict(noise_after(one, day), day)
    assert first.rolled.people.tobytes() == second.rolled.people.tobytes()


def test_a_forecast_is_what_the_rolling_one_of_that_day_is() -> None:
    one = record()
    found = predict(one, DAY)
    at = origins(one)
    past = answered(one, at, nearest=False)
    asked = ask_ahead(one.known(DAY), DAY, (7, 30, 90))
    rolled = roll(one, asked, past, read_prior())
    assert rolled.people.tobytes() == found.rolled.people.tobytes()


def test_a_delay_hides_the_last_counts() -> None:
    one = record()
    found = predict(one.delayed(40), DAY)
    assert (found.rolled.last_day <= DAY - 40).all()
    named = one.delayed({"north": 40})
    assert [s.delay for s in named.series[:3]] == [40, 0, 5]


def test_periods_to_come_are_as_long_as_those_before() -> None:
    months = np.arange("2020-01", "2021-01", dtype="datetime64[M]")
    first = months.astype("datetime64[D]").astype(np.int64)
    last = (months + np.timedelta64(1, "M")).astype("datetime64[D]").astype(np.int64) - 1
    one = series("coast", "flow", first, last, np.full(12, 900.0))
    both = Record("flows", (one, flow("weekly", 5, 7, 60)), None, int(first[0]), int(last[-1]))
    asked = ask_ahead(both, int(last[-1]), (30, 60))
    monthly = asked.take(asked.series == 0)
    assert monthly.first.astype("datetime64[D]").astype(str).tolist() == [
        "2021-01-01",
        "2021-02-01",
    ]
    assert monthly.last.astype("datetime64[D]").astype(str).tolist() == ["2021-01-31", "2021-02-28"]
    weekly = asked.take(asked.series == 1)
    assert (weekly.last - weekly.first + 1 == 7).all()


def test_sums_are_those_of_their_parts_in_every_draw() -> None:
    found = predict(record(), DAY)
    added = sums(found)
    assert set(added.names) == {"AAA", "BBB", "all"}
    parts = added.people[[added.names.index(n) for n in ("AAA", "BBB")]]
    whole = added.people[added.names.index("all")]
    assert (whole[:, -1] <= parts.sum(axis=0)[:, -1]).all()
    lone = added.names.index("BBB")
    row = np.flatnonzero((found.rolled.questions.series == 2) & (found.ahead == 30))[0]
    np.testing.assert_allclose(added.people[lone, 1], found.rolled.people[row], rtol=0.02, atol=3)


def test_dependence_widens_a_sum() -> None:
    found = predict(record(), DAY)
    every = [sums(found, rank) for rank in (0.0, 0.25, 1.0)]
    width = [np.ptp(one.people[one.names.index("all"), 1, [1, 37]]) for one in every]
    assert width[0] < width[1] < width[2]


def test_draws_follow_the_quantiles_and_stay_above_zero() -> None:
    quantiles = np.maximum(np.round(1000 * (LEVELS - 0.2)), 0)
    people = drawn(quantiles, (np.arange(4000) + 0.5) / 4000)
    assert people.min() == 0
    np.testing.assert_allclose(np.quantile(people, LEVELS), quantiles, atol=3)


def test_bands_widen_without_jumps_from_week_to_week() -> None:
    found = predict(record(), DAY, range(7, 98, 7))
    for i in range(3):
        rows = found.rolled.questions.series == i
        people = found.rolled.people[rows]
        width = np.diff(np.log(people[:, [1, 37]] + 50), axis=1)[:, 0]
        assert (np.abs(np.diff(width)) < 0.12 * width.max()).all()
        assert width[-1] > width[0]


def test_nothing_known_is_refused() -> None:
    with pytest.raises(RequestError, match="no count above 0 that was published by"):
        predict(record(), START - 10)


def test_a_kept_table_comes_back_and_is_scored_as_it_was(tmp_path: Path) -> None:
    found = predict(record(), DAY)
    path = tmp_path / "forecasts.csv"
    write_forecasts(path, table_rows(found, sums(found)))
    kept, odd = read_forecasts(path)
    assert not odd
    assert kept == list(table_rows(found, sums(found)))
    one = found.record.series[0]
    (tmp_path / "counts.csv").write_text(
        "series,date_from,date_to,value\n"
        + f"north,{np.datetime64(DAY + 31, 'D')},,{one.people[-1]:.0f}\n",
        encoding="utf-8",
    )
    scores = score_kept(kept, read_counts(tmp_path / "counts.csv")[0])
    assert {(s.model, s.location, s.horizon, s.off) for s in scores} == {
        ("marchland", "north", 30, 1),
        ("persistence", "north", 30, 1),
    }
    assert all(s.crps > 0 and s.in90 for s in scores)


def test_a_count_answers_the_forecast_that_is_nearest_to_it(tmp_path: Path) -> None:
    kept = list(table_rows(predict(record(), DAY, (7, 14))))
    path = tmp_path / "counts.csv"
    path.write_text(
        f"series,date_from,date_to,value\nnorth,{np.datetime64(DAY + 8, 'D')},,900\n", "utf-8"
    )
    scores = score_kept(kept, read_counts(path)[0])
    assert {(one.horizon, one.off) for one in scores} == {(7, 1)}


def test_the_command_line_forecasts_and_scores(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    asked = ["forecast", "belarus-2021", "--as-of", "2021-10-31", "--members", "3"]
    assert main([*asked, "--out", str(out)]) == 0
    told = capsys.readouterr().out
    assert "| pl attempts, in the period | 30 | 1 to 30 Nov 2021 |" in told
    counts = tmp_path / "counts.csv"
    counts.write_text(
        "series,date_from,date_to,value\npl_attempts,2021-11-01,2021-11-30,8900\n", "utf-8"
    )
    target = tmp_path / "scores.json"
    kept = str(out / "forecasts.csv")
    assert main(["score-forecasts", kept, str(counts), "--json", str(target)]) == 0
    assert "8,900" in capsys.readouterr().out
    assert '"location": "pl_attempts"' in target.read_text("utf-8")


def test_every_problem_of_a_kept_table_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "kept.csv"
    path.write_text(
        "origin_date,target,horizon,target_end_date,location,output_type,output_type_id,value\n"
        "2021-13-01,stock,7,2021-11-01,a,quantile,0.5,10\n"
        "2021-10-01,stock,7,2021-11-01,a,quantile,1.5,-10\n",
        "utf-8",
    )
    with pytest.raises(ScenarioError) as caught:
        read_forecasts(path)
    text = str(caught.value)
    assert "3 problems" in text
    assert "kept.csv:2" in text
    assert "origin_date '2021-13-01' is not a date (write YYYY-MM-DD)" in text
    assert "output_type_id is 1.5, must be between 0 and 1" in text
    assert "value is -10, must be 0 or more" in text


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kept.csv"
    path.write_text("orgin_date,value\n2021-01-01,3\n", "utf-8")
    with pytest.raises(ScenarioError, match=r"has no column 'origin_date'.*did you mean"):
        read_forecasts(path)


HEAD = "origin_date,target,horizon,target_end_date,location,output_type,output_type_id,value\n"
KEPT = "2021-10-01,stock,7,2021-10-08,a,{kind},{level},{value}\n"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("quantile", 0.5, 10), ("quantile", 0.5, 12)], "given twice for one forecast, with two"),
        ([("quantile", 0.1, 10), ("quantile", 0.9, 9)], "falls although the level rises"),
        ([("mean", "", 10)], "output_type is 'mean', must be quantile"),
        ([("quantile", 0.5, "1e400")], "too large a number"),
        ([("quantile", 0.5, "1_000")], "'1_000' is not a number"),
        ([("quantile", 0.5, "nan")], "'nan' is not a number"),
    ],
)
def test_forecasts_of_two_readings_or_none_are_refused(
    tmp_path: Path, rows: list[tuple[object, ...]], words: str
) -> None:
    path = tmp_path / "kept.csv"
    body = [KEPT.format(kind=kind, level=level, value=value) for kind, level, value in rows]
    path.write_text(HEAD + "".join(body), "utf-8")
    with pytest.raises(ScenarioError, match=words):
        read_forecasts(path)


def test_forecasts_and_counts_are_read_as_every_table_is(tmp_path: Path) -> None:
    path = tmp_path / "counts.csv"
    path.write_text("series;date;value\na;15.10.2021;3 000,5\na;16.10.2021;\n", "utf-8")
    rows, odd = read_counts(path)
    assert [(row.location, str(row.last), row.people) for row in rows] == [
        ("a", "2021-10-15", 3000.5)
    ]
    lines = [str(problem) for problem in odd]
    assert any("semicolons" in line for line in lines)
    assert any("1 row without a count" in line for line in lines)
    assert any("with a decimal comma" in line for line in lines)
    path.write_text("series,date,value\n" + "a,x,1\n" * 5000 + "a,2021-10-15,\n", "utf-8")
    with pytest.raises(ScenarioError, match=r"'x' is not a date.*and 4996 more\)") as caught:
        read_counts(path)
    assert len(str(caught.value)) < 500
    path.write_text("series,date,value\na,2021-10-15,1\na,2021-10-15,2\n", "utf-8")
    with pytest.raises(ScenarioError, match="another than a row before has for the same days"):
        read_counts(path)


def test_counts_that_answer_nothing_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "counts.csv"
    path.write_text("series,date_from,value\nelsewhere,2020-01-01,3\n", "utf-8")
    found = predict(record(), DAY)
    with pytest.raises(RequestError, match="no count answers any of the forecasts"):
        score_kept(list(table_rows(found)), read_counts(path)[0])


def test_sums_of_past_forecasts_hold_more_often_when_sites_go_together() -> None:
    tested = score_record(record(), read_prior())
    number, held = sums_held([tested], 30)
    assert number > 10
    assert 0 <= held[0] <= held[1] <= 1
