"""Write the ledger of belarus-2021 into ``docs/how-to/game.md``: ``python tools/ledger_table.py``.

Runs that are kept in ``out/game`` are read; the others are made first, as ``marchland game
belarus-2021 --members 12 --draws 500 --out out/game`` makes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import marchland as ml
from marchland.game.ledger import CLEAR, Entry
from marchland.game.play import Game
from marchland.view.words.game import band, label, verdict, weakness

NAME, MEMBERS, DRAWS = "belarus-2021", 12, 500
PAGE = Path(__file__).parents[1] / "docs" / "how-to" / "game.md"
BEGIN, END = "<!-- made by tools/ledger_table.py -->", "<!-- end -->"
OUTCOMES = {
    "stranded_person_nights": "person-nights stranded",
    "deaths_expected": "expected deaths",
    "received": "received",
}
"""Outcomes of the table, and how their columns are headed."""


def main() -> None:
    """Run what is missing and write the table."""
    found = ml.profiles(ml.read(NAME), members=MEMBERS, out="out/game")
    game = ml.play(found, draws=DRAWS)
    text = PAGE.read_text("utf-8")
    made = "\n".join([BEGIN, *table(game), "", *sentences(game), END])
    whole = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.DOTALL)
    PAGE.write_text(whole.sub(lambda _: made, text), "utf-8")


def table(game: Game) -> Iterator[str]:
    """Yield the lines of the ledger, in the order of the declaration."""
    heads = ["move", *OUTCOMES.values(), "better off", "worse off", "with its best answer"]
    yield f"| {' | '.join(heads)} |"
    yield "|" + "---|" * len(heads)
    for one in game.ledger.entries:
        yield f"| {' | '.join(cells(game, one))} |"


def cells(game: Game, one: Entry) -> Iterator[str]:
    """Yield the cells of a move: harm, then sides, then a stress with its answer."""
    scenario = game.found.board.scenario
    yield f"{label(scenario, one.move.actor)}: {one.move.label} ({one.move.kind})"
    for name in OUTCOMES:
        yield band(one.changes[name]) if any(one.changes[name].levels) else "no change"
    hidden = {one.move.actor} if one.move.kind == "stress" else set()
    for shares in (one.gains, one.loses):
        sure = [a for a, share in shares.items() if share >= CLEAR and a not in hidden]
        yield ", ".join(label(scenario, a).split(" (")[0] for a in sure) or "nobody surely"
    yield f"{one.answer.label}: {band(one.answered)}" if one.answer and one.answered else ""


def sentences(game: Game) -> Iterator[str]:
    """Yield what the game says, and how weak the rest is."""
    yield verdict(game)
    yield from ("", *(f"- {one}" for one in weakness(game)))


if __name__ == "__main__":
    main()
