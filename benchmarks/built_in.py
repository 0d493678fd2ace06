"""How well the built-in crises meet the counts that nothing was fitted to, as tables.

    python benchmarks/built_in.py [NAME ...] > tables.md

Each is run with dates known, and blind after each of some days, with the fitted draws that it
ships; `marchland score` gives one such run. The tables stand in docs/validation.md.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

import marchland as ml
from marchland.model.scenario import Scenario
from marchland.study.runs.horizon import blind
from marchland.study.scores.skill import pooled, skill

MEMBERS, SEED = 100, 1


@dataclass(frozen=True)
class Held:
    """The days that are kept for the score, and the days as of which a run is blind."""

    first: date
    last: date
    blind_after: tuple[date, ...]


CASES = {
    "balkan-2015": Held(date(2016, 2, 1), date(2016, 5, 31), (date(2016, 2, 15), date(2016, 3, 8))),
    "ukraine-2022": Held(date(2022, 3, 28), date(2022, 5, 31), (date(2022, 3, 27),)),
}


def scored(crisis: Scenario, of: Scenario, held: Held) -> pd.DataFrame:
    """Run a crisis and return the scores of the series that were kept for it."""
    runs = ml.simulate(crisis, members=MEMBERS, seed=SEED)
    table = skill(runs, of, held.first, held.last)
    return table[table["use"] == "score"].set_index("series")


def commands(name: str, held: Held) -> Iterator[str]:
    """Yield the commands that give the same figures."""
    one = f"marchland score {name} --members {MEMBERS} --seed {SEED} --from {held.first}"
    one += f" --to {held.last}"
    yield one
    yield from (f"{one} --blind-after {day}" for day in held.blind_after)


def lines(name: str, held: Held) -> Iterator[str]:
    """Yield the lines of the table of one crisis."""
    crisis = ml.read(name)
    known = scored(crisis, crisis, held)
    others = {day: scored(blind(crisis, day), crisis, held) for day in held.blind_after}
    yield from ("```sh", *commands(name, held), "```", "")
    head = ["series", "counts", "mean count", "CRPS", "to origin", "to last", "in 50 %", "in 90 %"]
    for day in others:
        head += [f"CRPS, blind after {day}", "in 90 %"]
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for series, row in known.iterrows():
        cells = [str(series), f"{row['n']:.0f}", f"{row['mean_count']:,.0f}", f"{row['crps']:,.0f}"]
        cells += [
            "" if pd.isna(row[one]) else f"{row[one]:.2f}" for one in ("ratio_origin", "ratio")
        ]
        cells += [f"{row['cover50']:.0%}", f"{row['cover90']:.0%}"]
        for table in others.values():
            cells += [f"{table.loc[series, 'crps']:,.0f}", f"{table.loc[series, 'cover90']:.0%}"]
        yield f"| {' | '.join(cells)} |"
    means = {"dates known": known, **{f"blind after {day}": one for day, one in others.items()}}
    told = [
        f"{word} {pooled(one):.2f} and {pooled(one, 'ratio'):.2f}" for word, one in means.items()
    ]
    yield ""
    yield f"Geometric mean over series, to origin and to last: {'; '.join(told)}."


def main(names: list[str]) -> None:
    """Print the tables of the crises named, or of all."""
    for name in names or CASES:
        print(f"## {name}", "", *lines(name, CASES[name]), "", sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
