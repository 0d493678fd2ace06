"""Whether two sets of runs follow one law: counts by run as columns, and their comparison."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import product

import numpy as np
import numpy.typing as npt
from scipy import stats

from counts import BY_MONTH, counted
from marchland.engine.simulate import simulate
from marchland.model.scenario import Scenario
from person import Day, simulate_people

Samples = npt.NDArray[np.float64]
Columns = Mapping[str, Samples]


def columns_of(days: list[Day]) -> dict[str, float]:
    """Name every count of one run: ``stock camp x 3``, ``attempts BLR>POL 5``, ..."""
    row: Counter[str] = Counter()
    for number, day in enumerate(days):
        for key, count in day.items():
            row[" ".join(key) if key[0] in BY_MONTH else f"{' '.join(key)} {number}"] += count
    return {name: float(count) for name, count in row.items() if count}


def person_columns(scenario: Scenario, runs: int, seed: int) -> Columns:
    """Run a scenario person by person; one value a run in each column."""
    rng = np.random.default_rng(seed)
    rows = [columns_of(simulate_people(scenario, rng)) for _ in range(runs)]
    names = sorted(set().union(*rows))
    return {name: np.array([row.get(name, 0.0) for row in rows]) for name in names}


def engine_columns(scenario: Scenario, members: int, seed: int) -> Columns:
    """Run a scenario with the engine; one value a member in each column, zeros left out."""
    runs = simulate(scenario, members=members, seed=seed)
    columns: dict[str, Samples] = {}
    for name in counted(runs):
        values = runs[name].transpose("member", "day", ...)
        labels = list(product(*(values[dim].values.tolist() for dim in values.dims[2:])))
        flat = values.values.reshape(members, scenario.days, len(labels)).astype(np.float64)
        for day, i in np.argwhere(flat.any(axis=0)).tolist():
            columns[" ".join([name, *labels[i], str(day)])] = flat[:, day, i]
    for name, dim in BY_MONTH.items():
        if name in runs:
            for one in runs[dim].values:
                total = runs[name].sel({dim: one}).sum("month").values
                columns[f"{name} {one}"] = total.astype(np.float64)
    return columns


def unlikeness(
    ours: Columns, theirs: Columns, seed: int = 1, projections: int = 30
) -> tuple[float, str]:
    """Return the smallest p-value of all comparisons, Bonferroni-corrected, and what it compares.

    Notes
    -----
    Every column is compared by the chi-square test of homogeneity over its pooled quantiles and
    by Student's test of its mean, or, where it rarely differs from its usual value, by Fisher's
    exact test of how often it does. So are random mixtures of the other columns, which feel what
    no single column shows: how the counts hang together. With the same law on both sides the
    result is below a with a chance of at most about a.
    """
    names = sorted(set(ours) | set(theirs))
    n, k = (len(next(iter(one.values()))) for one in (ours, theirs))
    x = np.array([ours.get(name, np.zeros(n)) for name in names])
    y = np.array([theirs.get(name, np.zeros(k)) for name in names])
    varied = np.array([_rare(a, b) is None for a, b in zip(x, y, strict=True)])
    spread = np.where(varied, np.concatenate([x, y], axis=1).std(axis=1), np.inf)
    mixing = np.random.default_rng(seed).normal(size=(projections, len(names))) / spread
    labels = names + [f"mixture {i}" for i in range(projections)]
    values = [
        (two_sample(a, b), label)
        for label, a, b in zip(
            labels, np.concatenate([x, mixing @ x]), np.concatenate([y, mixing @ y]), strict=True
        )
    ]
    smallest, label = min(values)
    return min(1.0, smallest * len(values)), label


def two_sample(x: Samples, y: Samples) -> float:
    """Return the p-value that two samples have one law: by mean and by cells, or by the rare."""
    rare = _rare(x, y)
    if rare is not None:
        return float(stats.fisher_exact(rare).pvalue)
    by_mean = float(stats.ttest_ind(x, y).pvalue) if np.ptp(x) or np.ptp(y) else 0.0
    return min(1.0, 2 * min(by_mean, _by_cells(x, y)))


def _rare(x: Samples, y: Samples) -> npt.NDArray[np.int64] | None:
    """Count what differs from the usual value and what does not, if seldom anything does."""
    pooled = np.concatenate([x, y])
    values, times = np.unique(pooled, return_counts=True)
    if (len(pooled) - times.max()) * min(len(x), len(y)) >= 10 * len(pooled):
        return None
    usual = values[times.argmax()]
    return np.array([[(part != usual).sum(), (part == usual).sum()] for part in (x, y)])


def _by_cells(x: Samples, y: Samples) -> float:
    """Compare two samples over up to eight cells of the pooled quantiles with enough in each."""
    pooled = np.concatenate([x, y])
    least = 6 * len(pooled) / min(len(x), len(y))
    edges = np.unique(np.quantile(pooled, np.linspace(0, 1, 9)[1:-1], method="lower"))
    cells = np.searchsorted(edges, pooled, side="left")
    sizes = np.bincount(cells)
    merged = np.zeros(len(sizes), dtype=np.int64)
    size = 0
    for cell in range(1, len(sizes)):
        size += sizes[cell - 1]
        enough = size >= least and sizes[cell:].sum() >= least
        merged[cell] = merged[cell - 1] + enough
        size = 0 if enough else size
    cells = merged[cells]
    if cells.max() == 0:
        return 1.0
    table = [
        np.bincount(part, minlength=cells.max() + 1) for part in (cells[: len(x)], cells[len(x) :])
    ]
    return float(stats.chi2_contingency(table).pvalue)
