"""Digests of results: run it before a change and after it, and compare what is printed.

    python benchmarks/bits.py [FOLDER ...] > before.txt

It runs the built-in scenarios, one of them with its levers, and each folder given, and prints one
line a variable: scenario, variable, SHA-256 of the values. Names of variables and their order may
change; a line whose digest changes is a result that moved.
"""

from __future__ import annotations

import hashlib
import sys

import numpy as np
import xarray as xr

import marchland as ml

MEMBERS, SEED = 20, 1
LEVERS = {
    "belarus-2021": ("corridor", "shelter"),
    "balkan-2015": ("keep_open", "relocation"),
    "ukraine-2022": ("more_posts", "more_trains"),
}
"""Built-in scenarios, and the levers with which each is run a second time."""


def lines(name: str, runs: xr.Dataset) -> list[str]:
    """Return a line for each variable of some runs."""
    return [f"{name} {key} {_digest(runs[key])}" for key in sorted(map(str, runs.data_vars))]


def _digest(values: xr.DataArray) -> str:
    data = np.ascontiguousarray(values.values)
    return hashlib.sha256(str(data.dtype).encode() + data.tobytes()).hexdigest()[:32]


def main(folders: list[str]) -> None:
    """Print the digests of the built-in scenarios and of the folders."""
    for name, levers in LEVERS.items():
        crisis = ml.read(name)
        print(*lines(name, ml.simulate(crisis, members=MEMBERS, seed=SEED)), sep="\n")
        for lever in levers:
            crisis = crisis.pull(lever)
        print(*lines(f"{name}+levers", ml.simulate(crisis, members=MEMBERS, seed=SEED)), sep="\n")
    for folder in folders:
        crisis = ml.read(folder)
        print(*lines(crisis.name, ml.simulate(crisis, members=MEMBERS, seed=SEED)), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
