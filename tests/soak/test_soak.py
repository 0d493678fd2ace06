"""Two planners at one app for a while: its memory stays flat and under the bound of its page.

``MARCHLAND_SOAK=15`` lasts so many minutes, at a built-in crisis with all runs (`make soak`); the
suite asks for a few what-ifs of a small crisis, with little room for them.
"""

from __future__ import annotations

import os
import random
import re
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from marchland.io.read import read
from marchland.io.skeleton import write_skeleton
from marchland.model.scenario import Scenario
from planner import Planner

pytest.importorskip("dash", reason="the extra 'app' is not installed")
pytestmark = [
    pytest.mark.compiled,
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc to look into"),
]

MINUTES = float(os.environ.get("MARCHLAND_SOAK", "0"))
LARGE = "belarus-2021"
EACH = 100_000 if MINUTES else 7
"""What-ifs of each planner, if there is time for so many."""
RUNS, ROOM = (100, 512) if MINUTES else (12, 1)
BOUND = 2000 if MINUTES else 600
"""Megabytes that docs/how-to/app.md states; for a small crisis, what the program itself takes."""
FLAT = 1.06
"""How much higher the last third may lie than the one before."""


@dataclass(frozen=True)
class App:
    address: str
    process: int
    crisis: Scenario

    def megabytes(self) -> float:
        """Memory that its process holds now."""
        text = Path(f"/proc/{self.process}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+) kB", text)
        assert found
        return int(found[1]) / 1024


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("soak") / "small"
    crisis = LARGE if MINUTES else str(write_skeleton(folder))
    command = [sys.executable, "-m", "marchland", "serve", crisis, "--port", "0"]
    command += ["--members", str(RUNS), "--memory", str(ROOM)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as one:
        assert one.stdout is not None
        told = next(line for line in one.stdout if "http://" in line)
        address = re.search(r"http://\S+", told)
        assert address
        yield App(address[0], one.pid, read(crisis))
        one.terminate()
        one.wait(20)


def wishes(crisis: Scenario, seed: int) -> Iterator[str]:
    """What-ifs of one planner, none like another."""
    rng = random.Random(seed)
    names = [name for name, one in crisis.levers.items() if one.kind == "protective"]
    for _ in range(EACH):
        day = crisis.start + timedelta(days=rng.randrange(crisis.days - 30))
        yield f"?scenario={crisis.name}&lever={rng.choice(names)}@{day}"


def plan(app: App, seed: int, until: float, line: list[float], wrong: list[BaseException]) -> None:
    """Ask for one what-if after another, and write down the memory after each."""
    try:
        planner = Planner(app.address)
        for number, wish in enumerate(wishes(app.crisis, seed)):
            if time.monotonic() > until:
                break
            told = planner.what_if(wish)
            assert told == f"{RUNS} runs without levers, {RUNS} with"
            if number % 10 == 5:
                planner.take(("report", "excel", "daily", "csv")[number // 10 % 4])
            line.append(app.megabytes())
            if number % 7 == 6:
                planner.leave()
                planner = Planner(app.address)
    except BaseException as error:
        wrong.append(error)
        raise


def test_memory_stays_flat_while_two_plan(app: App) -> None:
    Planner(app.address).what_if(f"?scenario={app.crisis.name}")
    line: list[float] = []
    wrong: list[BaseException] = []
    until = time.monotonic() + (60 * MINUTES or 120)
    planners = [
        threading.Thread(target=plan, args=(app, seed, until, line, wrong)) for seed in (1, 2)
    ]
    for one in planners:
        one.start()
    for one in planners:
        one.join()
    assert wrong == []
    assert len(line) >= 10
    third = max(len(line) // 3, 1)
    before, last = line[-2 * third : -third], line[-third:]
    print(f"{len(line)} what-ifs, MB: {[round(one) for one in line[:: max(len(line) // 20, 1)]]}")
    assert max(line) < BOUND
    assert statistics.median(last) < FLAT * statistics.median(before)
