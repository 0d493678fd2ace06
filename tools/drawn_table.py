"""Print what protection may draw: protective moves of belarus-2021, nobody drawn and 30 % more.

    python tools/drawn_table.py [MEMBERS]

It is the table of docs/how-to/game.md: person-nights stranded from the first day of the game on,
less those of the recorded profile, median and 90 % of members.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd

import marchland as ml
from marchland.engine.branch import branches, go_on
from marchland.game.compose import Board, alike, composed
from marchland.model.design import Design, Keep
from marchland.study.measures.since import outcomes_since
from marchland.view.words.numbers import signed

HARM = "stranded_person_nights"
SHARES = (0.0, 0.3)
ROWS = {
    "Poland protects people": {"poland": "protects"},
    "the EU offers places": {"eu": "offers"},
    "Belarus releases people": {"belarus": "releases"},
    "airlines fly on, and Poland protects people": {"airlines": "fly_on", "poland": "protects"},
    "airlines fly on": {"airlines": "fly_on"},
}


def harms(share: float, members: int) -> pd.DataFrame:
    """Return person-nights stranded (member, row), less those of the recorded profile."""
    board = Board.of(ml.with_parameters(ml.read("belarus-2021"), drawn_by_protection=share))
    moved: list[dict[str, str]] = [{}, *ROWS.values()]
    profiles = [
        [moves.get(actor, usual) for actor, usual in zip(board.actors, board.recorded, strict=True)]
        for moves in moved
    ]
    how = Design.of(board.scenario, members=members, seed=1, keep=Keep(stock="place", flow=False))
    begun, *ready = alike([board.scenario, *(composed(board, one) for one in profiles)])
    (branch,) = branches(begun, [board.index], how)
    found = [outcomes_since(go_on(branch, one), board.day)[HARM] for one in ready]
    return pd.DataFrame(dict(zip(ROWS, (one - found[0] for one in found[1:]), strict=True)))


def told(values: pd.Series[float]) -> str:
    """Write a difference with its band."""
    low, middle, high = (signed(end) for end in np.quantile(values, [0.05, 0.5, 0.95]))
    return f"{middle} ({low} to {high})"


def main(members: int) -> None:
    """Print the table."""
    none, some = (harms(share, members) for share in SHARES)
    print("| move | nobody is drawn | 30 % more |\n|---|---|---|")
    for name in ROWS:
        print(f"| {name} | {told(none[name])} | {told(some[name])} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 12)
