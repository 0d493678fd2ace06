"""Seconds that the profiles of a game take, beside running each of them whole.

    python benchmarks/game.py [--members 12] [--threads 2] [--whole N]

It plays four actors of belarus-2021 with three moves each, from 12 November 2021: 81 profiles.
Where people move alike profiles are one run, and the days before the date are run once. N different
profiles, evenly taken, are then run whole from the first day, and their time is scaled up to all.
Seconds of the clock depend on what else the machine does; those of the processor do not.
"""

from __future__ import annotations

import argparse
from dataclasses import replace

from measure import Took, took

import marchland as ml
from marchland.game.compose import Board, composed, same_run
from marchland.game.play import play
from marchland.game.profiles import profiles
from marchland.model.actors import Move
from marchland.model.levers import Change
from marchland.model.scenario import Scenario

PLAYED = {
    "belarus": ("eases", "drives_on", "releases"),
    "eu": ("sanctions", "waits", "offers"),
    "poland": ("holds", "fences", "protects"),
    "airlines": ("stopped", "fly_on", "half"),
}
"""Actors and moves, the recorded one first; half of the flights is made up for this measurement."""


def contest() -> Scenario:
    """Return belarus-2021 with the moves that are played, and one more."""
    crisis = ml.read("belarus-2021")
    fly = crisis.moves["fly_on"]
    half: Move = replace(fly, name="half", changes=(Change.of("departures = 0.5"),))
    moves = {**crisis.moves, "half": half}
    kept = [name for names in PLAYED.values() for name in names]
    return replace(crisis, moves={name: moves[name] for name in kept})


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--members", type=int, default=12)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--whole", type=int, default=6)
    options = parser.parse_args()
    crisis = contest()
    board = Board.of(crisis)
    made = {same_run(one): one for one in (composed(board, p) for p in board.profiles)}
    ml.simulate(crisis, options.members, 1, threads=options.threads, days=10)  # compiled, cached
    branched, found = took(
        lambda: profiles(crisis, members=options.members, seed=1, threads=options.threads)
    )
    some = list(made.values())[:: max(1, len(made) // options.whole)][: options.whole]
    some_whole, _ = took(
        lambda: [ml.simulate(one, options.members, 1, threads=options.threads) for one in some]
    )
    times = len(board.profiles) / len(some)
    whole = Took(times * some_whole.processor, times * some_whole.clock)
    weighed, _ = took(lambda: play(found, 500))
    print(f"{len(board.profiles)} profiles, {found.runs} runs, {options.members} members")
    print(f"{'':32}{'clock':>10}{'processor':>12}")
    for name, spent in (
        ("profiles, s", branched),
        ("each of them whole, s", whole),
        ("weighing 500 draws, s", weighed),
    ):
        print(f"{name:32}{spent.clock:>10.1f}{spent.processor:>12.1f}")
    ratios = whole.clock / branched.clock, whole.processor / branched.processor
    print(f"{'whole / profiles':32}{ratios[0]:>10.1f}{ratios[1]:>12.1f}")


if __name__ == "__main__":
    main()
