"""A member's season: the network's ranges drawn, and the cuts that are known by a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from marchland.gas.cuts import Stop
from marchland.gas.network import Network, Range
from marchland.gas.options import PARAMETERS, WINTER, Options
from marchland.kernels.keys import Purpose, name_key
from marchland.kernels.traits import member_keys, uniforms

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Season:
    """All numbers of one member; axes are day, node ``n``, pipe ``a``, entry ``e``, store ``s``.

    Parameters
    ----------
    demand, firm
        GWh a day, and whether it must be met (day, n).
    capacity
        GWh a day (day, a).
    supply, more
        What comes, and the room that terminals have beyond it (day, e).
    ships
        What all ships together can bring (day).
    volume, stock, held, floor, withdraw, inject
        GWh of each store: volume, on the first day, held unless users go short, never taken; GWh a
        day out and in (s).
    empty
        Share of the withdrawal limit that an empty store has left.
    price
        EUR/MWh of replacing gas.
    """

    demand: Floats
    firm: Flags
    capacity: Floats
    supply: Floats
    more: Floats
    ships: Floats
    volume: Floats
    stock: Floats
    held: Floats
    floor: Floats
    withdraw: Floats
    inject: Floats
    empty: float
    price: float

    def cut(self, stops: Iterable[Stop], known: int) -> Season:
        """Return the season as it looks on a day: cuts of that day and before have happened."""
        capacity, supply, more = self.capacity, self.supply, self.more
        for stop in stops:
            if stop.day <= known:
                after = (np.arange(len(self.demand)) >= stop.day)[:, None]
                capacity = np.where(after & stop.pipes, 0.0, capacity)
                supply = np.where(after & stop.entries, 0.0, supply)
                more = np.where(after & stop.entries, 0.0, more)
        return replace(self, capacity=capacity, supply=supply, more=more)


class Dice:
    """What belongs to each member: uniforms by name, the same however many members there are."""

    def __init__(self, members: int, seed: int) -> None:
        self._keys = member_keys(seed, members)

    def of(self, names: Sequence[str], purpose: int = Purpose.AMOUNT) -> Floats:
        """Return a uniform for each member and name (m, name)."""
        return uniforms(self._keys, int(purpose), np.array([name_key(n) for n in names], np.uint64))


def central(network: Network, options: Options) -> Season:
    """Return the season in which every figure is the one in the tables."""
    values = {name: one.value for name, one in PARAMETERS.items()}
    return _season(network, options, values, None)


def drawn(
    network: Network, options: Options, members: int, seed: int, sources: frozenset[str]
) -> list[Season]:
    """Return the season of each member.

    Parameters
    ----------
    sources
        Which of ``shares`` (assumed rows and limits) and ``winter`` (cold, ships, other supply)
        differ between members.
    """
    dice = Dice(members, seed)
    parts = {
        "demand": dice.of([f"gas/demand.csv {name}" for name in network.nodes]),
        "capacity": dice.of([f"gas/pipes.csv {name}" for name in network.pipes]),
        "supply": dice.of([f"gas/supply.csv {name}" for name in network.entries]),
        "volume": dice.of([f"gas/storage.csv {network.nodes[n]}" for n in network.store_node]),
    }
    parameters = dice.of(list(PARAMETERS), Purpose.PARAMETER)
    seasons = []
    for m in range(members):
        values = {
            name: one.low + parameters[m, i] * (one.high - one.low)
            if ("winter" if name in WINTER else "shares") in sources
            else one.value
            for i, (name, one) in enumerate(PARAMETERS.items())
        }
        own = {name: u[m] for name, u in parts.items()} if "shares" in sources else None
        seasons.append(_season(network, options, values, own))
    return seasons


def _season(
    network: Network, options: Options, values: Mapping[str, float], u: Mapping[str, Floats] | None
) -> Season:
    """Put a season together from parameters, and from where in its range each figure stands."""
    own = u or dict.fromkeys(("demand", "capacity", "supply", "volume"))
    use = network.demand.at(own["demand"])
    heat = np.clip(use - network.base, 0.0, None)
    demand = (use + (values["gas_cold"] - 1.0) * heat) * options.demand
    supply = _supply(network, network.supply, own["supply"], values)
    ships = np.array([kind == "lng" for kind in network.entry_kinds])
    room = np.where(np.isfinite(network.most), network.most, supply) - supply
    more = np.where(ships & (supply > 0), room, 0.0)
    volume = network.volume.at(own["volume"])
    stock = network.fill * volume
    return Season(
        demand=demand,
        firm=network.firm,
        capacity=np.broadcast_to(
            network.capacity.at(own["capacity"]), (len(use), len(network.pipes))
        ),
        supply=supply,
        more=np.clip(more, 0.0, None),
        ships=supply[:, ships].sum(axis=1) * (1 + values["gas_lng_more"]),
        volume=volume,
        stock=stock,
        held=np.minimum(network.floor * volume, stock),
        floor=np.minimum((options.floor or 0.0) * volume, stock),
        withdraw=network.withdraw,
        inject=network.inject,
        empty=values["gas_withdraw_empty"],
        price=values["gas_price"],
    )


def _supply(
    network: Network, supply: Range, u: Floats | None, values: Mapping[str, float]
) -> Floats:
    """Return what comes (day, e): shares of a measured total keep the total, then its factor."""
    drawn_ = supply.at(u)
    for total in sorted(set(network.totals) - {""}):
        own = np.array([one == total for one in network.totals])
        given = supply.value[:, own].sum(axis=1, keepdims=True)
        now = drawn_[:, own].sum(axis=1, keepdims=True)
        kept = np.divide(given, now, out=np.ones_like(now), where=now > 0)
        ships = any(
            kind == "lng" for kind, yes in zip(network.entry_kinds, own, strict=True) if yes
        )
        factor = values["gas_lng" if ships else "gas_other"]
        drawn_ = np.where(own, drawn_ * np.where(own, kept, 1.0) * factor, drawn_)
    return np.minimum(drawn_, network.most)
