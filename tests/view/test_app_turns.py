"""Turns and memory of the app: so many runs at once, the rest in a queue, and no more kept than
there is room for.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
import xarray as xr

from marchland.errors import RequestError
from marchland.model.scenario import Scenario
from view.synthetic import crisis, runs

pytest.importorskip("dash", reason="the extra 'app' is not installed")

from flask import Flask

from marchland.view.app import desk as desks
from marchland.view.app import jobs
from marchland.view.app import runner as runners
from marchland.view.app.answers import Answers
from marchland.view.app.desk import Desk
from marchland.view.app.lanes import Lane
from marchland.view.app.offer import Offer
from marchland.view.app.runner import FEW_AT_ONCE, Runner

LONG = 20.0


class Gate:
    """A simulation that goes on when it is told to, and knows what it ran."""

    def __init__(self) -> None:
        self.open, self.run, self.now, self.most = threading.Event(), [""], 0, 0
        self.made = runs(crisis(), members=4)
        self._lock = threading.Lock()

    def __call__(self, scenario: Scenario, members: int, progress: Any, first: int) -> xr.Dataset:
        with self._lock:
            self.run.append(scenario.title)
            self.now += 1
            self.most = max(self.most, self.now)
        try:
            while not self.open.wait(0.01):
                progress(1, 2)
        finally:
            with self._lock:
                self.now -= 1
        made = self.made.isel(member=slice(first, first + members))
        return made.assign_attrs(members=members)


@pytest.fixture
def gate() -> Iterator[Gate]:
    one = Gate()
    yield one
    one.open.set()


def titled(number: int) -> Scenario:
    return replace(crisis(), title=f"crisis {number}", source=f"crisis {number}")


def until(said: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG
    while not said():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_so_many_run_at_once_and_the_rest_see_their_place(gate: Gate) -> None:
    runner = Runner(gate, (4,))
    every = [runner.want(titled(i), f"page {i}") for i in range(FEW_AT_ONCE + 3)]
    until(lambda: gate.now == FEW_AT_ONCE)
    places = [runner.before(job) for job in every]
    assert places == [0] * FEW_AT_ONCE + [FEW_AT_ONCE, FEW_AT_ONCE + 1, FEW_AT_ONCE + 2]
    runner.leave(f"page {FEW_AT_ONCE}")
    assert runner.before(every[-1]) == FEW_AT_ONCE + 1, "who has left no longer counts"
    gate.open.set()
    assert all(job.wait(4, LONG) for i, job in enumerate(every) if i != FEW_AT_ONCE)
    assert gate.most == FEW_AT_ONCE
    assert f"crisis {FEW_AT_ONCE}" not in gate.run, "what was left is never begun"


def test_the_page_says_how_many_come_first(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runners, "FEW_AT_ONCE", 1)
    runner = Runner(gate, (4,))
    runner.want(titled(0), "other")
    until(lambda: gate.now == 1)
    answers = Answers(Offer(), runner, 1)
    mine = crisis()
    answers.begin(mine, "mine", 0.0)
    assert answers.status(mine).words == "waiting: one other is computed first …"
    assert not answers.status(mine).done


def test_too_many_that_wait_are_asked_to_come_again(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runners, "MOST_WAITING", 3)
    runner = Runner(gate, (4,))
    every = []
    for i in range(FEW_AT_ONCE + 4):
        every.append(runner.want(titled(i), f"page {i}"))
        until(lambda: gate.now == min(len(every), FEW_AT_ONCE))
    assert [bool(job.failed) for job in every] == [False] * (FEW_AT_ONCE + 3) + [True]
    gate.open.set()
    assert every[0].wait(4, LONG)
    until(lambda: not any(job.running for job in every))
    assert runner.want(every[-1].scenario, "again").wait(4, LONG)


def test_a_page_that_falls_silent_waits_no_more(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = Runner(gate, (4,))
    silent, there = runner.want(titled(0), "silent"), runner.want(titled(1), "there")
    until(lambda: gate.now == 2)
    silent.wanted["silent"] -= 2 * jobs.SILENCE
    there.wanted["there"] -= 2 * jobs.SILENCE
    runner.hear("there")
    until(lambda: not silent.running)
    assert there.running and not silent.done
    gate.open.set()
    assert there.wait(4, LONG)


def test_what_is_wanted_again_while_it_stops_is_run_after_all(gate: Gate) -> None:
    runner = Runner(gate, (4,))
    for _ in range(30):
        job = runner.want(titled(0), "page")
        runner.leave("page")
    job = runner.want(titled(0), "page")
    gate.open.set()
    assert job.wait(4, LONG)


def test_two_pages_stop_nothing_of_each_other(gate: Gate) -> None:
    runner = Runner(gate, (4,))
    job = runner.want(crisis(), "one")
    runner.want(crisis(), "two")
    runner.stop(crisis(), "one")
    assert not job.stopped
    runner.stop(crisis(), "two")
    assert job.stopped


def test_no_more_runs_are_kept_than_there_is_room_for(gate: Gate) -> None:
    gate.open.set()
    first = Runner(gate, (4,)).want(titled(0), "page")
    assert first.wait(4, LONG)
    assert first.bytes > 0
    runner = Runner(gate, (4,), keep=3 * first.bytes)
    for i in range(12):
        assert runner.want(titled(i), "page").wait(4, LONG)
    kept = [i for i in range(12) if runner.job(titled(i)) is not None]
    assert kept == [9, 10, 11]


def test_a_crisis_too_large_for_the_room_is_kept_with_what_it_is_compared_with(gate: Gate) -> None:
    gate.open.set()
    runner = Runner(gate, (4,), keep=0)
    for i in range(5):
        assert runner.want(titled(i), "page").wait(4, LONG)
    assert [i for i in range(5) if runner.job(titled(i)) is not None] == [3, 4]


def test_further_members_run_in_parts_beside_each_other(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runners, "SMALLEST_PART", 1)
    runner = Runner(gate, (1, 4))
    job = runner.want(titled(0), "page")
    until(lambda: gate.now == 1)
    gate.open.set()
    assert job.wait(1, LONG)
    gate.open.clear()
    until(lambda: gate.now == runners.PARTS)
    gate.open.set()
    assert job.wait(4, LONG)
    whole, few = job.done[4], job.done[1]
    assert [len(one.runs["member"]) for one in whole.parts] == [1, 1, 2]
    assert len(whole.reading.outcomes) == 4
    made = gate.made.assign(stock=gate.made["stock"].sum("group"))
    xr.testing.assert_equal(whole.runs, made)
    xr.testing.assert_equal(few.runs, made.isel(member=slice(1)))


def test_a_part_that_fails_stops_the_other(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runners, "SMALLEST_PART", 1)

    def run(scenario: Scenario, members: int, progress: Any, first: int) -> xr.Dataset:
        if first > 1:
            raise RuntimeError("no room")
        return gate(scenario, members, progress, first)

    gate.open.set()
    runner = Runner(run, (1, 4))
    job = runner.want(titled(0), "page")
    assert job.wait(1, LONG)
    gate.open.clear()
    until(lambda: not job.running)
    assert (job.failed, job.most(), gate.now) == ("RuntimeError: no room", 1, 0)


def test_all_members_give_way_to_what_somebody_waits_for(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runners, "GIVING_WAY", LONG)
    gate.open.set()
    runner = Runner(gate, (1, 4))
    with runner.first():
        job = runner.want(titled(0), "page")
        assert job.wait(1, LONG)
        assert not job.wait(4, 3 * runners.PAUSE)
        assert job.members == 4
    assert job.wait(4, LONG)


@pytest.fixture
def settled(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """A runner that has run a crisis, and is about to run two others ahead."""
    monkeypatch.setattr(runners, "SETTLED", 0.2)
    runner = Runner(gate, (1, 4), likely=lambda _: (titled(1), titled(2)))
    gate.open.set()
    assert runner.want(titled(0), "page").wait(4, LONG)
    return runner


def test_few_members_of_what_is_likely_are_run_while_there_is_nothing_to_do(
    gate: Gate, settled: Runner
) -> None:
    def there() -> list[int]:
        return [job.most() for i in (1, 2) if (job := settled.job(titled(i))) and not job.running]

    until(lambda: there() == [1, 1])
    assert settled.want(titled(1), "page", beside=titled(0)).wait(4, LONG)
    assert gate.run.count("crisis 1") == 2, "few, and then the others"


def test_what_is_run_ahead_stops_for_what_somebody_asks_for(gate: Gate, settled: Runner) -> None:
    gate.open.clear()
    until(lambda: gate.run[-1] == "crisis 1")
    other = settled.want(titled(3), "another page")
    until(lambda: gate.run[-1] == "crisis 3" and gate.now == 1)
    until(lambda: settled.job(titled(1)) is None)
    gate.open.set()
    assert other.wait(4, LONG)


def test_who_asks_for_what_is_run_ahead_waits_for_it(gate: Gate, settled: Runner) -> None:
    gate.open.clear()
    until(lambda: gate.run[-1] == "crisis 1")
    asked = settled.want(titled(1), "page", beside=titled(0))
    gate.open.set()
    assert asked.wait(4, LONG)
    assert gate.run.count("crisis 1") == 2


def test_what_nobody_looks_at_any_longer_is_not_run_ahead(gate: Gate, settled: Runner) -> None:
    settled.leave("page")
    time.sleep(2 * runners.SETTLED)
    assert gate.run[-1] == "crisis 0"


def test_a_lane_does_its_works_in_order() -> None:
    done: list[int] = []
    lane: Lane[int] = Lane("test", 1)
    gate = threading.Event()
    lane.put(-1, gate.wait, LONG)
    for i in range(4):
        lane.put(i, done.append, i)
    until(lambda: lane.before(3) == 4)
    assert lane.before(7) == 0
    gate.set()
    until(lambda: done == [0, 1, 2, 3])


def ready(client: Any, path: str) -> bool:
    return bool(client.get(path).status_code == 200)


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Any, dict[str, Any], threading.Event]]:
    """A server with a page that is made when it is told to."""
    monkeypatch.setattr(desks, "PATIENCE", 0.05)
    server, desk, gate = Flask("test"), Desk(), threading.Event()
    made: dict[str, Any] = {"at once": 0, "most": 0, "names": []}

    def make(name: str) -> str:
        made["names"].append(name)
        made["at once"] += 1
        made["most"] = max(made["most"], made["at once"])
        gate.wait(LONG)
        made["at once"] -= 1
        if name == "wrong":
            raise RequestError("there is no <b>such</b> cut")
        return f"<p>{name}</p>" + "x" * 1000

    def page(name: str) -> Any:
        return desk.page(name, lambda: make(name))

    server.add_url_rule("/<name>", view_func=page)
    yield server.test_client(), made, gate
    gate.set()


def test_a_page_that_takes_long_shows_its_place_and_then_itself(hall: Any) -> None:
    client, made, gate = hall
    waiting = [client.get(f"/{name}") for name in "abc"]
    assert [one.status_code for one in waiting] == [202, 202, 202]
    assert all(one.headers["Refresh"] == "1" for one in waiting)
    for one, told in zip(waiting, ("It is computed now", "One other", "2 others"), strict=True):
        assert told in one.text
    gate.set()
    until(lambda: [client.get(f"/{name}").status_code for name in "abc"] == [200] * 3)
    assert client.get("/b").text.startswith("<p>b</p>")
    assert (made["names"], made["most"]) == (["a", "b", "c"], 1)


def test_a_page_that_nobody_waits_for_is_not_made(
    hall: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, made, gate = hall
    client.get("/a")
    client.get("/left")
    client.get("/b")
    monkeypatch.setattr(desks, "SILENCE", 0.2)
    end = time.monotonic() + 0.5
    while time.monotonic() < end:
        client.get("/b")
    gate.set()
    until(lambda: client.get("/b").status_code == 200)
    assert made["names"] == ["a", "b"]
    until(lambda: client.get("/left").status_code == 200)


def test_what_cannot_be_made_is_said_to_who_waited(hall: Any) -> None:
    client, made, gate = hall
    gate.set()
    until(lambda: client.get("/wrong").status_code == 400)
    assert "&lt;b&gt;such" in client.get("/wrong").text
    until(lambda: made["names"].count("wrong") > 1)


def test_pages_are_kept_as_long_as_there_is_room(
    hall: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, made, gate = hall
    monkeypatch.setattr(desks, "KEPT_BYTES", 2500)
    gate.set()
    for path in ("/a", "/b", "/c", "/a"):
        until(partial(ready, client, path))
    assert made["names"] == ["a", "b", "c", "a"]
    client.get("/c")
    assert len(made["names"]) == 4


def test_more_than_can_wait_are_asked_to_come_again(
    hall: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _, _ = hall
    monkeypatch.setattr(desks, "MOST_WAITING", 2)
    client.get("/a")
    codes = [client.get(f"/{name}").status_code for name in "bcd"]
    assert codes == [202, 202, 503]
