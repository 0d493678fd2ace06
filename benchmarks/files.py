"""Time and memory of reading a million rows of counts.

    python benchmarks/files.py [ROWS]

It writes a made-up table in the shape of the Displacement Tracking Matrix, reads it, and prints
rows read, seconds, and the most memory of the process.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from measure import took

from marchland.io.formats.read import read_facts

HEADER = (
    "operation,admin0Name,admin0Pcode,admin1Name,admin1Pcode,admin2Name,admin2Pcode,adminLevel,"
    "numPresentIdpInd,reportingDate,roundNumber,displacementReason,numberMales,numberFemales,"
    "assessmentType,operationStatus"
)
AREAS, FIRST = 3000, date(2023, 1, 1)


def write(path: Path, rows: int) -> None:
    """Write a table of so many rows."""
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER + "\n")
        for i in range(rows):
            area, day = i % AREAS, i // AREAS
            state = area // 200
            people = 5 + (i * 7919) % 200_000
            file.write(
                f"Op,Sudan,SDN,State{state},SD{state:02},Town{area},SD{state:02}{area:04},2,"
                f"{people},{FIRST + timedelta(days=day)}T00:00:00,{day},Conflict,,,BA,Active\n"
            )


def main(rows: int) -> None:
    """Write, read and print."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "counts.csv"
        write(path, rows)
        spent, (facts,) = took(lambda: read_facts(path))
    print(f"{len(facts.frame):,} rows in {spent.clock:.1f} s, at most {spent.memory:,.0f} MiB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
