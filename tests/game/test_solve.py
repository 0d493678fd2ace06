"""Games whose answers are known, and a slow twin for those whose answers are not."""

from __future__ import annotations

from itertools import product

import numpy as np
import numpy.typing as npt
import pytest

from marchland.game.solve import dominated, equilibria, regret

Floats = npt.NDArray[np.float64]
DILEMMA = [[[-1, -3], [0, -2]], [[-1, 0], [-3, -2]]]
PENNIES = [[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]]
STAG = [[[4, 1], [3, 3]], [[4, 3], [1, 3]]]


def flat(worth: object) -> Floats:
    """Return payoffs by actor and profile."""
    found = np.asarray(worth, dtype=float)
    return found.reshape(found.shape[0], -1)


def slowly(worth: Floats, shape: tuple[int, ...]) -> set[tuple[int, ...]]:
    """Return the pure equilibria by trying every move of everybody."""
    cube = worth.reshape(-1, *shape)
    found = set()
    for profile in product(*map(range, shape)):
        others = (
            (cube[a][profile], cube[a][(*profile[:a], other, *profile[a + 1 :])])
            for a in range(len(shape))
            for other in range(shape[a])
        )
        if all(mine >= theirs for mine, theirs in others):
            found.add(profile)
    return found


def told(worth: Floats, shape: tuple[int, ...]) -> set[tuple[int, ...]]:
    return {
        tuple(map(int, np.unravel_index(i, shape)))
        for i in np.flatnonzero(equilibria(worth, shape)).tolist()
    }


@pytest.mark.parametrize(
    ("worth", "wanted"),
    [(DILEMMA, {(1, 1)}), (PENNIES, set()), (STAG, {(0, 0), (1, 1)})],
    ids=["prisoner's dilemma", "matching pennies", "stag hunt"],
)
def test_known_games(worth: object, wanted: set[tuple[int, ...]]) -> None:
    assert told(flat(worth), (2, 2)) == wanted


def test_to_betray_dominates() -> None:
    for actor in range(2):
        assert dominated(flat(DILEMMA), (2, 2), actor).tolist() == [True, False]
        assert regret(flat(DILEMMA), (2, 2), actor).tolist() == [1.0, 0.0]


def random_games() -> list[tuple[Floats, tuple[int, ...]]]:
    rng = np.random.default_rng(16)
    games = []
    for _ in range(1000):
        shape = tuple(rng.integers(1, 4, rng.integers(2, 5)).tolist())
        worth = rng.integers(-3, 4, (len(shape), int(np.prod(shape)))).astype(float)
        games.append((worth, shape))
    return games


def test_a_thousand_games_agree_with_trying_everything() -> None:
    for worth, shape in random_games():
        assert told(worth, shape) == slowly(worth, shape)


def test_quantecon_agrees() -> None:
    games = pytest.importorskip("quantecon.game_theory", reason="quantecon is not installed")
    for worth, shape in random_games()[:100]:
        profile = np.moveaxis(worth.reshape(-1, *shape), 0, -1)
        theirs = games.pure_nash_brute(games.NormalFormGame(profile))
        assert told(worth, shape) == {tuple(map(int, one)) for one in theirs}


def test_many_games_at_once_are_as_one_by_one() -> None:
    rng = np.random.default_rng(3)
    worth, shape = rng.normal(size=(4, 5, 3, 12)), (2, 3, 2)
    every = equilibria(worth, shape)
    for i, j in product(range(4), range(5)):
        assert (every[i, j] == equilibria(worth[i, j], shape)).all()


def test_names_and_affine_changes_do_not_count() -> None:
    rng = np.random.default_rng(4)
    for worth, shape in random_games()[:200]:
        stands = equilibria(worth, shape)
        factor = rng.integers(1, 5, (len(shape), 1))
        assert (equilibria(worth * factor + rng.integers(-9, 9), shape) == stands).all()
        order = rng.permutation(len(shape))
        cube = worth.reshape(-1, *shape)[order].transpose(0, *(order + 1))
        again = equilibria(cube.reshape(len(shape), -1), tuple(np.array(shape)[order].tolist()))
        renamed = stands.reshape(shape).transpose(order)
        assert (again.reshape(renamed.shape) == renamed).all()


def test_a_dominated_move_changes_no_equilibrium() -> None:
    for worth, shape in random_games()[:200]:
        cube = worth.reshape(-1, *shape)
        worse = cube[:, :1].copy()
        worse[0] = cube[0].min() - 1
        wider = np.concatenate([cube, worse], axis=1)
        bigger = (shape[0] + 1, *shape[1:])
        found = wider.reshape(len(shape), -1)
        assert told(found, bigger) == told(worth, shape)
        assert dominated(found, bigger, 0)[-1]
