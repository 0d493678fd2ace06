"""Work that beside.py has done by the code of one revision or another, in a process of its own.

    python benchmarks/workloads.py simulate SCENARIO MEMBERS      the whole process counts
    python benchmarks/workloads.py lever SCENARIO MEMBERS         the run with a lever alone
    python benchmarks/workloads.py camps FOLDER MEMBERS           a Flee folder, its camps kept
    python benchmarks/workloads.py ensemble MEMBERS               the skeleton on many processes
    python benchmarks/workloads.py app SCENARIO MEMBERS           the planner's page, over HTTP

It asks for nothing that version 0.2.0 does not have.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from measure import ROOT, Took, run, took

CLI = [sys.executable, "-m", "marchland"]


def simulate(name: str, members: str) -> None:
    """Run a scenario."""
    import marchland as ml

    ml.simulate(ml.read(name), members=int(members), seed=1)


def lever(name: str, members: str) -> None:
    """Run a scenario with its first lever, after a run without it, as the planner's page does."""
    import marchland as ml
    from marchland.model.design import Keep
    from marchland.model.levers import Pull
    from marchland.study.runs.onward import Onward

    base = ml.read(name)
    pulled = base.pulled([Pull(next(iter(base.levers)))])
    keep = Keep(stock="place")
    runs = Onward(1, keep)
    runs(base, int(members))
    took(lambda: runs(pulled, int(members)))[0].tell()


def camps(folder: str, members: str) -> None:
    """Run a past conflict and keep the stocks of its camps."""
    import marchland as ml
    from marchland.model.design import Keep

    crisis, keep = ml.read(folder), Keep(stock="place", flow=False, kinds=("camp",))
    ml.simulate(crisis, members=1, seed=1, keep=keep)
    took(lambda: ml.simulate(crisis, members=int(members), seed=1, keep=keep))[0].tell()


def ensemble(members: str) -> None:
    """Run the skeleton that ``marchland new`` writes on many processes, without stocks."""
    with tempfile.TemporaryDirectory() as room:
        run([*CLI, "new", "skeleton"], cwd=Path(room))
        asked = ["--stock", "none", "--workers", "2", "--members", members, "--out", "store.zarr"]
        run([*CLI, "ensemble", "skeleton", *asked], cwd=Path(room))[0].tell()


def app(name: str, members: str) -> None:
    """Open the planner's page on a server that has just begun, then pull a lever.

    Seconds of the processor are the server's. The lever is pulled a day after its own date: so it
    is not run ahead.
    """
    import marchland as ml

    first = next(iter(ml.read(name).levers.values()))
    lever = f"{first.name}@{first.date + timedelta(days=1)}"
    command = [*CLI, "serve", name, "--port", "0", "--members", members]
    begun = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout is not None
        lines = (re.search(r"http://\S+", line) for line in server.stdout)
        address = next(found[0] for found in lines if found)
        try:
            _looked(address, server.pid, begun, name, lever)
        finally:
            server.terminate()


def _looked(address: str, server: int, begun: float, name: str, lever: str) -> None:
    """Look at a crisis and then at a lever of it, and tell what each took."""
    sys.path.insert(0, str(ROOT / "tests"))
    from planner import Planner

    class Watched(Planner):
        """A page that notes when its numbers change."""

        def call(self, first: str, changed: str) -> None:
            before = self.held.get(("cards", "children"))
            super().call(first, changed)
            if self.held.get(("cards", "children")) != before:
                changes.append(spent())

    def spent() -> Took:
        return Took(_processor(server), time.perf_counter())

    def since(one: Took, other: Took) -> Took:
        return Took(other.processor - one.processor, other.clock - one.clock)

    changes: list[Took] = []
    page = Watched(address)
    page.what_if(f"?scenario={name}")
    since(Took(0.0, begun), changes[0]).tell("cold page to first numbers")
    changes.clear()
    pulled = spent()
    page.what_if(f"?scenario={name}&lever={lever}")
    since(pulled, changes[0]).tell("lever to first changed numbers")
    since(pulled, spent()).tell("lever to all")


def _processor(process: int) -> float:
    """Return seconds of the processor that another process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


WORK: dict[str, Callable[..., None]] = {
    one.__name__: one for one in (simulate, lever, camps, ensemble, app)
}

if __name__ == "__main__":
    WORK[sys.argv[1]](*sys.argv[2:])
