"""Learn what forecasts take from past crises, and write the table that ships with the package.

``python tools/learn_prior.py FLEE_FOLDER... FLOWS.csv...``

A folder is one crisis. A CSV file with the columns of ``observations.csv`` holds flows of one
crisis, named by the file up to its first underscore; they are learnt from as flows and, added
up, as running totals. What is written holds sums and quantiles by crisis, and digests of counts
by which a crisis is recognised and left out; no count. How well each is forecast with itself
left out is printed.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

from marchland.io.atomic import write_file
from marchland.study.forecast.learn import learn
from marchland.study.forecast.prior import document
from marchland.study.forecast.series import KINDS, Record, series
from marchland.study.forecast.sources import read_record
from marchland.study.validate.rolling import score_record
from marchland.view.words.forecast import rolling_text

TABLE = Path(__file__).parents[1] / "src/marchland/study/forecast/data/prior.json"


def main(paths: list[str]) -> None:
    """Learn from folders and files, and write the table."""
    records: dict[str, list[Record]] = defaultdict(list)
    for path in map(Path, paths):
        if path.is_dir():
            record = read_record(path)
            records[record.name].append(record)
        else:
            records[path.stem.split("_", maxsplit=1)[0]] += flows(path)
    prior = learn(records)
    text = json.dumps(document(prior), separators=(",", ":"))
    write_file(TABLE, text.replace('{"crisis"', '\n{"crisis"') + "\n")
    every = [record for some in records.values() for record in some]
    for kind in KINDS:
        print(f"# {kind}: each left out in turn\n")
        print(rolling_text([score_record(r, prior) for r in every if r.series[0].kind == kind]))


def flows(path: Path) -> list[Record]:
    """Return the flow in a file, as it is and added up."""
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    first, last = (
        np.array([row[name] for row in rows], "datetime64[D]").astype(np.int64)
        for name in ("date_from", "date_to")
    )
    people = np.array([float(row["value"]) for row in rows])
    both = (
        series(path.stem, "flow", first, last, people),
        series(path.stem, "total", last, last, np.cumsum(people)),
    )
    return [Record(path.stem, (one,), None, int(one.last[0]), int(one.last[-1])) for one in both]


if __name__ == "__main__":
    main(sys.argv[1:])
