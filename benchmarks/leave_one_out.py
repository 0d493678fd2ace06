"""Which rules earn their place: past conflicts left out in turn.

    python benchmarks/leave_one_out.py FOLDER... [--engine]

For each family of rules the settings that do best on all conflicts but one are used for that one;
what is printed is the error of the conflicts so left out, with the folders' capacities and with
them blanked. "Best" is the least mean of the two errors. The rules are tried in the mean-field copy
(mean_field.py); ``--engine`` also runs the engine with its defaults, spread of place effects left
out in turn, for the coverage of its 90 % bands.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
from mean_field import Conflict, Rules

STAYING = (0.0003, 0.0001)
SPREADS = (1.2, 1.7, 2.2)
FORMS: dict[str, tuple[float, float]] = {
    "1/(10 + km)": (1.0, 10.0),
    "1/(10 + km)^1.5": (1.5, 10.0),
    "1/(100 + km)": (1.0, 100.0),
    "1/(300 + km)^1.5": (1.5, 300.0),
    "1/(500 + km)^2": (2.0, 500.0),
    "1/(700 + km)^3": (3.0, 700.0),
}
"""Forms of deterrence: power and softening (km)."""
NEAR = ("1/(10 + km)", "1/(10 + km)^1.5")
ROWS: dict[str, dict[str, tuple[Any, ...]]] = {
    "the defaults until November 2026": {
        "form": ("1/(10 + km)",),
        "leave_camp": (0.0003,),
        "following": (0.5,),
    },
    "near camps count most": {"form": NEAR, "following": (0.3, 0.5)},
    "the first 100 km matter little": {"form": tuple(FORMS)[2:], "following": (0.3, 0.5)},
    "danger on the way, this form": {
        "form": ("1/(500 + km)^2",),
        "following": (0.5,),
        "danger": (0.5, 1.0, 2.0),
    },
    "danger on the way, form anew": {
        "form": tuple(FORMS)[2:],
        "following": (0.3, 0.5),
        "danger": (0.5, 1.0, 2.0),
    },
    "the defaults, as they stand": {
        "form": ("1/(500 + km)^2",),
        "leave_camp": (0.0001,),
        "following": (0.5,),
        "danger": (1.0,),
    },
}
UNLEARNT = ("venezuela2022",)
"""Conflicts that are scored and not learnt from: Venezuela's counts are placeholders."""

_conflicts: list[Conflict] = []


def main(arguments: Sequence[str] | None = None) -> None:
    """Try every family and print a row each."""
    parser = argparse.ArgumentParser(description="rules, with each conflict left out in turn")
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--engine", action="store_true", help="also the engine, for its bands")
    parser.add_argument("--members", type=int, default=50, help="members of the engine's ensembles")
    options = parser.parse_args(arguments)
    _begin(options.folders)
    names = [one.scenario.name for one in _conflicts]
    print(f"{'rules':<36}{'capacities':<11}{'fitted':>8}{'left out':>10}   {'  '.join(names)}")
    with ProcessPoolExecutor(initializer=_begin, initargs=(options.folders,)) as pool:
        for name, grid in ROWS.items():
            tried = list(settings(grid))
            errors = np.array(list(pool.map(_errors, tried, chunksize=4)))
            for line in rows(name, tried, errors, names):
                print(line, flush=True)
    if options.engine:
        bands(options.folders, options.members)


def settings(grid: dict[str, tuple[Any, ...]]) -> Iterator[Rules]:
    """Yield every setting of a family."""
    whole = {"leave_camp": STAYING, "crowding": (30.0,), **grid}
    for values in product(*whole.values()):
        chosen = dict(zip(whole, values, strict=True))
        power, softening = FORMS[chosen.pop("form")]
        yield replace(Rules(), power=power, softening=softening, **chosen)


def rows(
    name: str, tried: Sequence[Rules], errors: np.ndarray, names: Sequence[str]
) -> Iterator[str]:
    """Yield a family's lines: errors are (setting, with or without capacities, conflict)."""
    both = errors.mean(axis=1)
    learnt = [i for i, name in enumerate(names) if name not in UNLEARNT]
    best = []
    for i in range(len(names)):
        rest = [j for j in learnt if j != i]
        best.append(int(both[:, rest].mean(axis=1).argmin()) if rest else 0)
    fitted = int(both[:, learnt].mean(axis=1).argmin()) if learnt else 0
    for i, which in enumerate(("as given", "blanked")):
        out = [errors[best[c], i, c] for c in range(len(names))]
        each = "  ".join(f"{error:>{len(n)}.3f}" for n, error in zip(names, out, strict=True))
        print_name = name if i == 0 else ""
        yield (
            f"{print_name:<36}{which:<11}{errors[fitted, i].mean():>8.3f}{np.mean(out):>10.3f}"
            f"   {each}"
        )
    if len(tried) > 1:
        chosen = "; ".join(_words(tried[b]) for b in best)
        yield f"    chosen without each: {chosen}"


def _words(rules: Rules) -> str:
    plain = Rules(power=float("nan"), leave_camp=float("nan"), crowding=30.0)
    changed = {k: v for k, v in vars(rules).items() if v != getattr(plain, k)}
    return " ".join(f"{k} {v:g}" for k, v in changed.items())


def bands(folders: Sequence[str], members: int) -> None:
    """Print the coverage of the engine's 90 % bands, the spread of place effects left out."""
    from marchland.engine.simulate import simulate
    from marchland.io.read import read
    from marchland.model.design import SOURCES
    from marchland.study.scores.ard import covered
    from marchland.study.validate.coldstart import cold_start, without_capacities

    cases = [cold_start(read(folder)) for folder in folders]
    print(f"\n{'coverage of the 90 % bands':<36}{'capacities':<11}{'pooled':>8}   by conflict")
    for which in ("as given", "blanked"):
        found = np.zeros((len(SPREADS), len(cases)))
        for i, spread in enumerate(SPREADS):
            for c, case in enumerate(cases):
                one = case.scenario if which == "as given" else without_capacities(case.scenario)
                drawn = replace(
                    one.parameters["place_effect_spread"],
                    value=spread,
                    low=0.6 * spread,
                    high=1.5 * spread,
                )
                one = replace(one, parameters={**one.parameters, "place_effect_spread": drawn})
                runs = simulate(one, members=members, seed=1, uncertainty=SOURCES)
                stock = runs["stock"].sel(place=list(case.camps)).sum("group")
                people = stock.transpose("member", "day", "place").values.astype(float)
                found[i, c] = covered(people, case.counts, 0.9)[case.counted].mean()
        weights = np.array([float(case.counted.sum()) for case in cases])
        for i, spread in enumerate(SPREADS):
            pooled = np.average(found[i], weights=weights)
            print(f"{f'spread {spread}':<36}{which:<11}{pooled:>8.1%}   {_shares(found[i])}")
        out = []
        for c in range(len(cases)):
            rest = [i for i in range(len(cases)) if i != c]
            others = np.average(found[:, rest], axis=1, weights=weights[rest])
            out.append(found[np.abs(others - 0.9).argmin(), c])
        pooled = np.average(out, weights=weights)
        print(f"{'spread left out in turn':<36}{which:<11}{pooled:>8.1%}   {_shares(out)}")


def _shares(values: Sequence[float] | np.ndarray) -> str:
    return "  ".join(f"{value:.0%}" for value in values)


def _begin(folders: Sequence[str]) -> None:
    """Read the conflicts once in every process."""
    _conflicts[:] = [Conflict.read(folder) for folder in folders]


def _errors(rules: Rules) -> list[list[float]]:
    """Return the errors of a setting: with and without capacities, of every conflict."""
    return [[one.error(rules, given) for one in _conflicts] for given in (True, False)]


if __name__ == "__main__":
    main()
