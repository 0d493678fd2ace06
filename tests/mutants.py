"""Ways in which files come out wrong, for the fuzzers."""

from __future__ import annotations

import random

ODD = (
    "", " ", "-1", "1e300", "1e-300", "nan", "inf", "3000,5", "1,4", "٣٤", "2021-02-30",
    "0001-01-01",
    "9999-12-31", "1677-01-01", "2262-05-01", "2021-06-31", "31/12/2021", '"', "'", "=1+1", "\t",
    "#", ";", ",", "\r", "\n", "\x00", "\ufeff", "\u202e", "a" * 200_000, "Minsk", "BLR>POL",
    "yes",
    "[" * 60, "{", "!!python/object:os.system", "&a", "*a", "- ", ": ", "---", "1 to 0",
    "2*through", "1,000-2,000", "~5", "\u200b5", "5%", "2021-06-10T21:00:00Z", "10 juin 2021",
    "2021-W23", "1e400", "1e-400", "é", "'5", "5\u00a0000",
)  # fmt: skip
"""Cells that nobody expects."""


def broken(rng: random.Random, raw: bytes) -> bytes:
    """Return the bytes of a file with one to three things wrong."""
    for _ in range(rng.randint(1, 3)):
        lines = raw.split(b"\n")
        i = rng.randrange(len(lines))
        kind = rng.randrange(8)
        if kind == 0:
            raw = raw[: rng.randrange(len(raw) + 1)]
        elif kind == 1 and raw:
            at = rng.randrange(len(raw))
            raw = raw[:at] + bytes([rng.randrange(256)]) + raw[at + rng.randrange(2) :]
        elif kind == 2:
            raw = b"\n".join([*lines[:i], *lines[i + 1 :]])
        elif kind == 3:
            raw = b"\n".join([*lines[:i], lines[i], *lines[i:]])
        elif kind == 4:
            raw = raw.decode("utf-8", "replace").encode(
                rng.choice(["utf-16", "cp1252", "utf-32"]), "replace"
            )
        elif kind == 5:
            raw = raw.replace(b"\n", rng.choice([b"\r", b"\r\n", b"\n\n"]))
        else:
            cells = lines[i].split(b",")
            cells[rng.randrange(len(cells))] = rng.choice(ODD).encode("utf-8", "replace")
            raw = b"\n".join([*lines[:i], b",".join(cells), *lines[i + 1 :]])
    return raw
