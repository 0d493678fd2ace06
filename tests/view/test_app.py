"""The app without a browser: addresses, running, files, and who may ask."""

from __future__ import annotations

import io
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import xarray as xr

from marchland.io.skeleton import write_skeleton
from marchland.model.levers import Change, Lever, LeverKind, Pull
from marchland.model.parameters import Parameter
from marchland.model.scenario import Scenario
from view.synthetic import crisis, runs

pytest.importorskip("dash", reason="the extra 'app' is not installed")

from marchland.study.compare.paired import Reading, reading
from marchland.view.app import controls, files, panels
from marchland.view.app.answers import Answers
from marchland.view.app.begun import likely, run_first
from marchland.view.app.guard import is_loopback
from marchland.view.app.offer import Offer
from marchland.view.app.runner import Runner
from marchland.view.app.server import make_app
from marchland.view.app.wish import Wish, granted, read_wish

Progress = Callable[[int, int], None]


def lever(name: str, kind: LeverKind, *answers: str) -> Lever:
    return Lever(
        name,
        name.capitalize(),
        "x",
        "x",
        kind,
        date(2021, 10, 1),
        (Change("note"),),
        answers=answers,
    )


@pytest.fixture(scope="module")
def levered() -> Scenario:
    every = [lever("help", "protective"), lever("harm", "stress", "help")]
    return replace(crisis(), levers={one.name: one for one in every})


@pytest.fixture(scope="module")
def ensemble() -> xr.Dataset:
    return runs(crisis(), members=8)


def quick(ensemble: xr.Dataset) -> Callable[[Scenario, int, Progress, int], xr.Dataset]:
    def run(scenario: Scenario, members: int, progress: Progress, first: int) -> xr.Dataset:
        progress(1, 1)
        return ensemble.isel(member=slice(first, first + members)).assign_attrs(members=members)

    return run


def test_an_address_is_read_as_it_is_written() -> None:
    wish = Wish("b", (Pull("help", date(2021, 10, 1), 2.5), Pull("harm")), "2021-11-16")
    assert read_wish(wish.search, ["a", "b"]) == wish


@pytest.mark.parametrize(
    "search", ["", "?", "?scenario=../../etc", "?lever=@@@&lever=", "?%ff=%00", "?a=b&&&=" * 5]
)
def test_a_strange_address_leads_to_the_first_crisis(search: str) -> None:
    assert read_wish(search, ["a"]) == Wish("a")


def test_a_name_leads_only_to_what_is_offered(tmp_path: Path) -> None:
    offer = Offer([str(tmp_path)])
    assert offer.names[0] == tmp_path.name
    answers = Answers(offer, Runner(lambda *_: xr.Dataset(), (1,)), 1)
    assert answers.wish("?scenario=/etc").scenario == tmp_path.name


def test_a_broken_scenario_gives_its_problems(tmp_path: Path) -> None:
    offer = Offer([str(tmp_path)])
    scenario, problems = offer.scenario(tmp_path.name)
    assert scenario is None
    assert any("scenario.yaml" in str(one) for one in problems)
    answers = Answers(offer, Runner(lambda *_: xr.Dataset(), (1,)), 1)
    assert "cannot be run yet" in str(answers.open(""))


def test_what_is_mended_is_read_again_wherever_it_lies(tmp_path: Path) -> None:
    flee = shutil.copytree(Path(__file__).parents[1] / "flee_tiny", tmp_path / "flee")
    offer = Offer([str(flee)])
    before, _ = offer.scenario("flee")
    assert before is not None
    assert offer.scenario("flee")[0] is before, "what is as it was is not read again"
    routes = flee / "input_csv" / "routes.csv"
    routes.write_text("".join(routes.read_text().splitlines(True)[:-1]))
    after, _ = offer.scenario("flee")
    assert after is not None and after is not before
    (flee / "input_csv" / "astray").symlink_to("nothing")
    broken, problems = offer.scenario("flee")
    assert broken is None
    assert any("astray" in str(one) for one in problems)


def test_what_is_changed_is_run_anew(tmp_path: Path, ensemble: xr.Dataset) -> None:
    folder = write_skeleton(tmp_path / "mine")
    offer, runner = Offer([str(folder)]), Runner(quick(ensemble), (2,))
    before, _ = offer.scenario("mine")
    people = folder / "displaced.csv"
    people.write_text("".join(people.read_text().splitlines(True)[:-1]))
    after, _ = offer.scenario("mine")
    assert before is not None and after is not None
    assert runner.want(after, "page") is not runner.want(before, "page")
    assert runner.want(before.pulled([]), "page") is runner.want(before, "page")


def test_a_stress_is_not_run_alone(levered: Scenario) -> None:
    alone, why = granted(levered, (Pull("harm"),))
    assert alone.pulls == ()
    assert "“Help”" in why
    both, why = granted(levered, (Pull("harm"), Pull("help")))
    assert (len(both.pulls), why) == (2, "")
    nothing, why = granted(levered, (Pull("hurt"),))
    assert nothing.pulls == ()
    assert "hurt" in why


def test_few_members_come_first_and_all_later(levered: Scenario, ensemble: xr.Dataset) -> None:
    gate = threading.Event()

    def run(scenario: Scenario, members: int, progress: Progress, first: int) -> xr.Dataset:
        if first:
            assert gate.wait(10)
        return quick(ensemble)(scenario, members, progress, first)

    runner = Runner(run, (2, 8))
    job = runner.want(levered, "page")
    assert job.wait(2, 10)
    assert job.most() == 2
    gate.set()
    assert job.wait(8, 10)
    assert runner.want(levered, "other page") is job


def test_few_members_of_the_first_crisis_are_run_before_anybody_asks(
    tmp_path: Path, ensemble: xr.Dataset
) -> None:
    folder = write_skeleton(tmp_path / "first")
    asked = []

    def run(scenario: Scenario, members: int, progress: Progress, first: int) -> xr.Dataset:
        asked.append((scenario.source, first, members))
        return quick(ensemble)(scenario, members, progress, first)

    offer, runner = Offer([str(folder)]), Runner(run, (2, 8))
    run_first(offer, runner)
    scenario, _ = offer.scenario("first")
    assert scenario is not None
    job = runner.job(scenario)
    assert job is not None and job.done.keys() == {2}
    assert job.deserted, "nobody waits for the rest"
    assert runner.want(scenario, "page").wait(8, 10)
    assert asked == [(str(folder), 0, 2), (str(folder), 2, 6)]


def test_each_lever_that_may_be_pulled_alone_is_likely_to_be(levered: Scenario) -> None:
    (found,) = likely(levered.pulled([Pull("harm"), Pull("help")]))
    assert [pull.lever for pull in found.pulls] == ["help"]
    assert found.pulls == granted(levered, (Pull("help"),))[0].pulls


def test_what_a_page_no_longer_wants_stops_unless_another_does(
    levered: Scenario, ensemble: xr.Dataset
) -> None:
    begun, gate = threading.Event(), threading.Event()

    def run(scenario: Scenario, members: int, progress: Progress, first: int) -> xr.Dataset:
        if len(scenario.pulls) == 1:
            begun.set()
            assert gate.wait(10)
        return quick(ensemble)(scenario, members, progress, first)

    runner = Runner(run, (8,))
    helped = levered.pull("help")
    first = runner.want(helped, "one")
    assert begun.wait(10)
    runner.want(helped, "two")
    runner.want(levered, "one")
    still_wanted = first.stopped
    runner.want(levered, "two")
    assert (still_wanted, first.stopped) == (False, True)
    gate.set()
    assert not first.wait(8, 10)
    assert runner.want(helped, "three").wait(8, 10)


def test_a_run_that_fails_says_so(levered: Scenario) -> None:
    def run(*_: object) -> xr.Dataset:
        raise RuntimeError("no room")

    job = Runner(run, (2,)).want(levered, "page")
    job.wait(2, 10)
    assert job.failed == "RuntimeError: no room"


def test_a_workbook_can_be_opened_and_holds_no_formula(ensemble: xr.Dataset) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    one = reading(ensemble)
    raw = files.workbook(
        ensemble, crisis(), one, one, {"Crisis": "=1+1", "Command": "marchland run x"}
    )
    book = openpyxl.load_workbook(io.BytesIO(raw))
    assert book.sheetnames == [
        "About", "Comparison", "Needs by week", "People by week", "Events at borders", "Last day",
        "Columns",
    ]  # fmt: skip
    assert book["People by week"]["A2"].is_date and book["People by week"].freeze_panes == "A2"
    items = {row[1] for row in book["Needs by week"].iter_rows(values_only=True)}
    assert {"item", "water", "toilets"} <= items
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    texts = {str(cell.value) for cell in cells}
    assert not any("permeability" in text for text in texts)


def test_tables_tell_crossings_by_border_and_month_only(ensemble: xr.Dataset) -> None:
    rows = [row.split(",") for row in files.daily_csv(ensemble).splitlines()]
    crossed = [(row[3], row[1][:7]) for row in rows if row[0] == "crossed"]
    assert len(set(crossed)) == len(crossed)


def test_steps_of_a_slider_are_round() -> None:
    assert [controls.step_of(0, high) for high in (1, 50, 430, 2000)] == [0.01, 0.5, 5, 50]


def test_a_share_is_told_in_per_cent() -> None:
    strength = Parameter(0.6, 0.0, 1.0, meaning="Share reached.")
    share = replace(lever("help", "protective"), strength=strength)
    assert controls.told_strength(share, 0.55) == "55 %"
    seats = replace(share, strength=Parameter(60, 10, 300, unit="people/day"))
    assert controls.told_strength(seats, 60) == "60 people/day"


def test_what_does_not_protect_is_folded_until_it_is_pulled(levered: Scenario) -> None:
    protect, harm = controls.levers(levered, Wish("a"))
    assert (type(protect).__name__, type(harm).__name__) == ("Fieldset", "Details")
    assert harm.open is False
    assert controls.levers(levered, Wish("a", (Pull("harm"),)))[1].open is True


def test_without_levers_a_table_has_no_column_for_them(ensemble: xr.Dataset) -> None:
    one = reading(ensemble)
    heads = [
        [
            cell.children
            for cell in panels.outcome_table(one, one, pulled).children[0].children.children
        ]
        for pulled in (False, True)
    ]
    assert [len(row) for row in heads] == [2, 4]


def test_an_unsure_change_says_so(ensemble: xr.Dataset) -> None:
    one = reading(ensemble)
    told = one.outcomes.copy()
    told["turned_back"] += [(-1) ** i * 5 for i in range(len(told))]
    told["held_nights"] -= 3
    other = Reading(told, one.daily, one.attrs)
    cards = {card.id: card for card in panels.headline(one, other, True)}
    assert cards["card-turned_back"].children[3].children[1] == " with the levers, not sure"
    assert cards["card-held_nights"].children[3].children[1] == " with the levers"
    assert cards["card-held_nights"].children[3].className == "change fewer"


def test_only_this_machine_is_loopback() -> None:
    assert all(map(is_loopback, ("localhost", "127.0.0.1", "127.8.8.8", "::1")))
    assert not any(map(is_loopback, ("0.0.0.0", "example.org", "192.168.1.2", "")))


def test_pages_are_given_only_to_who_asks_by_a_name_of_this_machine() -> None:
    client = make_app().server.test_client()
    assert client.get("/", headers={"Host": "localhost:8050"}).status_code == 200
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 403
    policy = client.get("/", headers={"Host": "127.0.0.1"}).headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy


def test_other_machines_need_the_token() -> None:
    client = make_app(host="0.0.0.0", token="secret").server.test_client()
    assert client.get("/").status_code == 403
    assert client.get("/?token=wrong").status_code == 403
    assert client.get("/?token=secret").status_code == 302
    assert client.get("/").status_code == 200


def test_a_request_that_is_too_large_is_refused() -> None:
    client = make_app().server.test_client()
    answer = client.post(
        "/_dash-update-component", data=b"x" * 3_000_000, headers={"Host": "localhost"}
    )
    assert answer.status_code >= 400


def test_the_page_loads_nothing_from_elsewhere() -> None:
    text = make_app().server.test_client().get("/", headers={"Host": "localhost"}).text
    assert "https://" not in text
    assert 'lang="en"' in text
