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

import numpy as np
from mean_field import Conflict, Rules

POWERS = (1.0, 1.5, 2.0)
STAYING = (0.001, 0.0003)
SPREADS = (0.7, 1.0, 1.2, 1.5, 2.0)
ROWS: dict[str, dict[str, tuple[float, ...]]] = {
    "journeys alone, as first assumed": {"power": (1.5,), "leave_camp": (0.001,)},
    "journeys alone, tuned": {},
    "+ camps share (30 km)": {"crowding": (30.0,)},
    "+ following": {"following": (0.3, 0.5, 0.7)},
    "+ danger on the way": {"danger": (0.5, 1.0, 2.0)},
    "+ nearer camps intervene": {"rank": (0.6, 0.8, 0.9)},
    "+ camps share + danger": {"crowding": (30.0,), "danger": (0.5, 1.0, 2.0)},
    "+ camps share + following": {"crowding": (30.0,), "following": (0.3, 0.5, 0.7)},
    "+ all three": {"crowding": (30.0,), "following": (0.3, 0.5, 0.7), "danger": (0.5, 1.0, 2.0)},
    "the defaults, as they stand": {
        "power": (1.0,),
        "leave_camp": (0.0003,),
        "crowding": (30.0,),
        "following": (0.5,),
    },
}

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


def settings(grid: dict[str, tuple[float, ...]]) -> Iterator[Rules]:
    """Yield every setting of a family."""
    whole = {"power": POWERS, "leave_camp": STAYING, **grid}
    for values in product(*whole.values()):
        yield replace(Rules(), **dict(zip(whole, values, strict=True)))


def rows(
    name: str, tried: Sequence[Rules], errors: np.ndarray, names: Sequence[str]
) -> Iterator[str]:
    """Yield a family's lines: errors are (setting, with or without capacities, conflict)."""
    both = errors.mean(axis=1)
    best = [
        int(np.delete(both, i, axis=1).mean(axis=1).argmin()) if len(names) > 1 else 0
        for i in range(len(names))
    ]
    fitted = int(both.mean(axis=1).argmin())
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
    plain = Rules(power=float("nan"), leave_camp=float("nan"))
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
                    one.parameters["place_effect_spread"], value=spread, low=spread, high=spread
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
