"""Make ``cold_equivalences.csv``: what clothing, wet and wind are worth in degrees, by ISO 11079.

``make equivalences`` (or ``python tools/equivalences.py``) needs pythermalcomfort, of the extra
``dev``; a test holds the table up to date where it is installed.

For each change, ``t_balance_c`` is the lowest air temperature at which a body that shivers for long
(2.56 met) keeps its heat (IREQ minimal) with the clothing given, and ``shift_c`` how much lower
that is than for the reference: 1.5 clo, 3 m/s, dry. In more wind than 8 m/s there is no balance at
or below 10 °C, where the standard ends.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
from pythermalcomfort.models import ireq

TABLE = Path(__file__).parents[1] / "src" / "marchland" / "model" / "data"
FILE = TABLE / "cold_equivalences.csv"
MET, PERMEABILITY, WALK, HUMIDITY = 2.56, 50, 0.47, 85
"""Sustained shivering at 40 % of its peak; air permeability in l/(m² s); the least speed that
the standard lets such a body move at, in m/s; per cent."""
WET = 0.7
"""Insulation that wet clothing keeps (Zhao 2025, Build. Environ. 267, 112299; 0.4 to 0.85)."""
SOURCE = "ISO 11079:2007, IREQ minimal, by pythermalcomfort"
CHANGES = (
    ("reference", 1.5, 3.0),
    ("half a clo more", 2.0, 3.0),
    ("half a clo less", 1.0, 3.0),
    ("wet, insulation times 0.7", 1.5 * WET, 3.0),
    ("wind-break, 0.4 m/s", 1.5, 0.4),
    ("wind 1.5 m/s", 1.5, 1.5),
    ("wind 4.5 m/s", 1.5, 4.5),
    ("wind 6 m/s", 1.5, 6.0),
    ("wind 8 m/s", 1.5, 8.0),
)


def balance(clo: float, wind: float) -> float:
    """Return the lowest temperature at which the body keeps its heat, to a tenth of a degree."""
    t = np.arange(-400, 101) / 10
    found = ireq(
        tdb=t.tolist(),
        tr=t.tolist(),
        vr=wind,
        rh=HUMIDITY,
        met=MET,
        clo=clo,
        p=PERMEABILITY,
        walk_sp=WALK,
        limit_inputs=False,
        round_output=False,
    )
    return float(t[np.asarray(found.icl_min, float) <= clo].min())


def table() -> str:
    """Return the table as text."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["change", "clo", "wind_ms", "t_balance_c", "shift_c", "source"])
    usual = balance(*CHANGES[0][1:])
    for name, clo, wind in CHANGES:
        t = balance(clo, wind)
        rows.writerow([name, f"{clo:g}", f"{wind:g}", f"{t:.1f}", f"{usual - t:.1f}", SOURCE])
    return out.getvalue()


if __name__ == "__main__":
    FILE.write_text(table(), "utf-8")
