"""The linear program of some steps: who gets what from where, at the least loss.

Unknowns of each step, in GWh a day: flow (a), supply (e), more by ship (e), withdrawal and
injection (s), unserved demand by tranche (tranche, n); in GWh: stock at the step's end (s). At the
end of the horizon the stock is worth something, the less the fuller a store is of what it had at
first, so that stores empty side by side. Ships can go to another terminal, or come in addition,
where somebody is short. Weights order what happens; they are no prices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from marchland.errors import MarchlandError, RequestError
from marchland.gas.network import Network
from marchland.gas.options import TRANCHES
from marchland.gas.season import Season
from marchland.gas.steps import Means
from marchland.language import say

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

UNSERVED, DEARER = 1_000.0, 0.05
"""Weight of the first tranche of unserved demand, above all else, so that nobody goes short while
gas could reach them; and how much more each later one weighs, above any way over borders."""
MORE_BY_SHIP = 50.0
"""Weight of gas by ship beyond what came: above any stock, below any shortage."""
HELD = 80.0
"""Worth of stock that there is a duty to hold: given up only for users who go short."""
KEPT = (10.0, 1.0)
"""Worth of stock at the end of the horizon: of the last tenth, and of the first."""
TENTHS = 10
BORDER, STORE = 0.001, 0.002
"""Weight of passing a border and of moving gas into or out of a store: so that gas does not go in
circles."""
TOLL = 0.35
"""Weight of a border where countries do not share: above the difference between any two tranches,
so that no gas leaves users who lack it, and below what else is weighed, so that trade goes on."""
KNEE = 0.5
"""Share of the volume below which the withdrawal limit falls, and above which that of injection
does (assumed)."""


class InfeasibleError(MarchlandError):
    """Nothing meets what must be met; the caller says where and when."""


@dataclass(frozen=True, eq=False)
class Answer:
    """What was decided, by step: GWh a day, and GWh for the stock at the step's end.

    ``flow`` (k, a), ``supply`` and ``more`` (k, e), ``withdrawn``, ``injected`` and ``stock``
    (k, s), ``unserved`` (k, n), ``loss`` the weighted sum that was made as small as can be.
    """

    flow: Floats
    supply: Floats
    more: Floats
    withdrawn: Floats
    injected: Floats
    unserved: Floats
    stock: Floats
    loss: float


class Program:
    """The matrices of a network for steps of given lengths; figures are put in by :meth:`solve`.

    Parameters
    ----------
    network
        The network.
    season
        Whose volumes and limits stand in the matrices.
    days
        Days of each step (k).
    sharing
        False where no country passes gas on while its own users go short.
    """

    def __init__(self, network: Network, season: Season, days: Floats, sharing: bool) -> None:
        self._network, self._season = network, season
        steps, nodes, pipes = len(days), len(network.nodes), len(network.pipes)
        entries, stores = len(network.entries), len(network.store_node)
        sizes = {
            "flow": steps * pipes,
            "supply": steps * entries,
            "more": steps * entries,
            "withdrawn": steps * stores,
            "injected": steps * stores,
            "unserved": steps * len(TRANCHES) * nodes,
            "stock": steps * stores,
            "kept": (TENTHS + 2) * stores,
        }
        ends = np.cumsum([0, *sizes.values()])
        self._at = {name: slice(ends[i], ends[i + 1]) for i, name in enumerate(sizes)}
        self._number = int(ends[-1])
        self._shape = (steps, nodes, pipes, entries, stores)
        self._ships = np.flatnonzero([kind == "lng" for kind in network.entry_kinds])
        self._equal, self._below = self._equalities(days), self._limits()
        self._weights = self._weigh(days, sharing)

    def _equalities(self, days: Floats) -> Any:
        """Return the rows that must hold exactly: balance (k, n), stock (k, s), worth (s)."""
        from scipy.sparse import coo_array

        steps, nodes, pipes, entries, stores = self._shape
        net, k = self._network, np.arange(steps)[:, None]
        stock_row, kept_row = steps * nodes, steps * nodes + steps * stores
        parts: list[tuple[Any, Any, Any]] = []

        def put(name: str, rows: Any, columns: Any, value: Any) -> None:
            parts.append((rows, self._at[name].start + columns, value))

        a, e, s = np.arange(pipes), np.arange(entries), np.arange(stores)
        put("flow", k * nodes + net.destination, k * pipes + a, 1.0)
        put("flow", k * nodes + net.origin, k * pipes + a, -1.0)
        for name in ("supply", "more"):
            put(name, k * nodes + net.entry_node, k * entries + e, 1.0)
        put("withdrawn", k * nodes + net.store_node, k * stores + s, 1.0)
        put("injected", k * nodes + net.store_node, k * stores + s, -1.0)
        for j in range(len(TRANCHES)):
            n = np.arange(nodes)
            put("unserved", k * nodes + n, (k * len(TRANCHES) + j) * nodes + n, 1.0)
        rows = stock_row + k * stores + s
        put("stock", rows, k * stores + s, 1.0)
        put("stock", rows[1:], (k * stores + s)[:-1], -1.0)
        put("withdrawn", rows, k * stores + s, days[:, None])
        put("injected", rows, k * stores + s, -days[:, None])
        put("stock", kept_row + s, (steps - 1) * stores + s, -1.0)
        for i in range(TENTHS + 2):
            put("kept", kept_row + s, i * stores + s, 1.0)
        return _matrix(coo_array, parts, (kept_row + stores, self._number))

    def _limits(self) -> Any:
        """Return the rows of limits.

        Withdrawal by the stock before (k − 1, s), injection by it (k − 1, s), all ships (k).
        """
        from scipy.sparse import coo_array

        steps, _, _, entries, stores = self._shape
        one, k, s = self._season, np.arange(steps - 1)[:, None], np.arange(stores)
        out = one.withdraw * (1 - one.empty) / (KNEE * one.volume)
        into = one.inject * (1 - one.empty) / (KNEE * one.volume)
        rows = k * stores + s
        lower = rows + (steps - 1) * stores
        now, before = rows + stores, rows
        parts = [
            (rows, self._at["withdrawn"].start + now, 1.0),
            (rows, self._at["stock"].start + before, -out),
            (lower, self._at["injected"].start + now, 1.0),
            (lower, self._at["stock"].start + before, into),
        ]
        number = 2 * (steps - 1) * stores
        every = np.arange(steps)[:, None]
        for name in ("supply", "more"):
            at = self._at[name].start + every * entries + self._ships
            parts.append((number + every, at, 1.0))
        return _matrix(coo_array, parts, (number + steps, self._number))

    def _weigh(self, days: Floats, sharing: bool) -> Floats:
        """Return the weight of each unknown."""
        steps, nodes, pipes, entries, stores = self._shape
        net = self._network
        at_home = net.users[net.origin]
        flow = BORDER + (0.0 if sharing else TOLL) * at_home
        unserved = UNSERVED + DEARER * np.arange(len(TRANCHES))
        worth = np.linspace(*KEPT, TENTHS)
        parts = [
            np.outer(days, flow),
            np.zeros(steps * entries),
            np.outer(days, np.full(entries, MORE_BY_SHIP)),
            np.outer(days, np.full(stores, STORE)),
            np.outer(days, np.full(stores, STORE)),
            np.multiply.outer(days, np.repeat(unserved, nodes)),
            np.zeros(steps * stores),
            -np.repeat([HELD, *worth, KEPT[1] / 2], stores),
        ]
        assert pipes == len(flow)
        return np.concatenate([np.ravel(part) for part in parts])

    def solve(self, now: Means, stock: Floats, relaxed: bool = False) -> Answer:
        """Return what is decided for the steps, from what the stores hold before.

        Parameters
        ----------
        now
            The figures of the steps.
        stock
            GWh in each store (s).
        relaxed
            Whether what is firm may go unserved, to see where it does.

        Raises
        ------
        InfeasibleError
            If nothing meets what is firm.
        """
        from scipy.optimize import linprog

        upper, lower = self._bounds(now, stock, relaxed)
        bounds: Any = np.column_stack([lower, upper])
        found: Any = linprog(
            self._weights,
            A_ub=self._below,
            b_ub=self._below_right(now),
            A_eq=self._equal,
            b_eq=self._equal_right(now, stock),
            bounds=bounds,
            method="highs",
        )
        if found.status == 2:
            raise InfeasibleError
        if found.status != 0:
            raise RuntimeError(f"the solver stopped: {found.message}")
        return self._answer(np.asarray(found.x), float(found.fun))

    def _bounds(self, now: Means, stock: Floats, relaxed: bool) -> tuple[Floats, Floats]:
        """Return the most and the least of each unknown."""
        steps, _, _, _, stores = self._shape
        one = self._season
        width = np.array(TRANCHES)[None, :, None] * now.demand[:, None, :]
        if not relaxed:
            width = np.where(now.firm[:, None, :], 0.0, width)
        fill = stock / one.volume
        out, into = np.tile(one.withdraw, (steps, 1)), np.tile(one.inject, (steps, 1))
        out[0] *= np.minimum(1.0, one.empty + (1 - one.empty) * fill / KNEE)
        into[0] *= np.minimum(1.0, one.empty + (1 - one.empty) * (1 - fill) / KNEE)
        tenth = np.tile((one.stock - one.held) / TENTHS, (TENTHS, 1))
        parts = [
            now.capacity, now.supply, now.more, out, into, width,
            np.tile(one.volume, (steps, 1)), one.held, tenth, np.full(stores, np.inf),
        ]  # fmt: skip
        upper = np.concatenate([np.ravel(part) for part in parts])
        lower = np.zeros(self._number)
        lower[self._at["stock"]] = np.tile(np.minimum(one.floor, stock), steps)
        return upper, lower

    def _equal_right(self, now: Means, stock: Floats) -> Floats:
        steps, _, _, _, stores = self._shape
        right = np.zeros(steps * stores + stores)
        right[:stores] = stock
        return np.concatenate([np.ravel(now.demand), right])

    def _below_right(self, now: Means) -> Floats:
        steps, one = self._shape[0] - 1, self._season
        out = np.tile(one.withdraw * one.empty, steps)
        into = np.tile(one.inject * (one.empty + (1 - one.empty) / KNEE), steps)
        return np.concatenate([out, into, now.ships])

    def _answer(self, x: Floats, loss: float) -> Answer:
        steps, nodes = self._shape[:2]
        part = {name: np.maximum(x[where], 0.0) for name, where in self._at.items()}
        shaped = {
            name: part[name].reshape(steps, -1)
            for name in ("flow", "supply", "more", "withdrawn", "injected", "stock")
        }
        unserved = part["unserved"].reshape(steps, len(TRANCHES), nodes).sum(axis=1)
        return Answer(unserved=unserved, loss=loss, **shaped)


def _matrix(coo: Any, parts: Sequence[tuple[Any, Any, Any]], shape: tuple[int, int]) -> Any:
    """Return a sparse matrix from (rows, columns, value) that are broadcast together."""
    whole = [np.broadcast_arrays(*part) for part in parts]
    rows, columns, values = (np.concatenate([w[i].ravel() for w in whole]) for i in range(3))
    return coo((values.astype(float), (rows, columns)), shape=shape).tocsr()


def check_solver() -> None:
    """Refuse to go on without SciPy.

    Raises
    ------
    RequestError
        Saying what to install.
    """
    try:
        import scipy.optimize
        import scipy.sparse  # noqa: F401
    except ImportError:
        raise RequestError(
            say("the gas network needs SciPy, which is not installed: pip install 'marchland[gas]'")
        ) from None
