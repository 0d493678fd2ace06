"""What belongs to a member for the whole run: its parameters, its amounts, its place effects."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Self

import numpy as np

from marchland.engine.plan import Plan, name_keys
from marchland.kernels.keys import Purpose
from marchland.kernels.layout import Bools, Deterrence, Floats, Keys
from marchland.kernels.traits import lognormals, member_keys, uniforms
from marchland.model.amounts import Amount
from marchland.model.design import PARAMETERS
from marchland.model.parameters import Parameter
from marchland.model.posterior import Posterior
from marchland.model.scenario import Scenario


class Draws:
    """The parameters of every member.

    Parameters
    ----------
    scenario
        The scenario.
    members
        Number of members.
    seed
        Seed of the ensemble.
    uncertainty
        Which sources are on; without ``parameters`` every value is the central one, without
        ``place_effect`` every effect is 1, without ``chance`` all members share one chance.
    given
        Values of parameters by name, one a member (m), in place of what would be drawn.
    first
        Number of the first member.

    Attributes
    ----------
    values
        Values of every parameter, by name (m).
    dice
        Key of each member's chance (m).
    """

    def __init__(
        self,
        scenario: Scenario,
        members: int,
        seed: int,
        uncertainty: frozenset[str],
        given: Mapping[str, Floats] | None = None,
        first: int = 0,
    ) -> None:
        self.members, self.first = members, first
        self._keys = member_keys(seed, members, first)
        self._ranges: Bools = np.full(members, PARAMETERS in uncertainty)
        self._effects: Bools = np.full(members, "place_effect" in uncertainty)
        self._views = scenario.reviewed.views if scenario.reviewed is not None else {}
        own = "chance" in uncertainty
        self.dice: Keys = self._keys if own else np.repeat(member_keys(seed, 1), members)
        self.values: dict[str, Floats] = {
            name: self._values(name, one) for name, one in scenario.parameters.items()
        }
        if scenario.posterior is not None:
            self.values.update(self._fitted(scenario.posterior))
        for name in self.values.keys() & self._views.keys():
            self.values[name] = self._reviewed(name, self.values[name], Purpose.PARAMETER)
        self.values.update(given or {})

    @property
    def keys(self) -> Keys:
        """Key of each member's parameters, amounts and place effects (m)."""
        return self._keys

    @classmethod
    def one_after_the_other(cls, scenario: Scenario, parts: Sequence[Draws]) -> Self:
        """Return the parameters of the members of several ensembles of a scenario in one."""
        made = cls(scenario, sum(one.members for one in parts), 0, frozenset())
        made._keys = np.concatenate([one._keys for one in parts])
        made.dice = np.concatenate([one.dice for one in parts])
        made._ranges = np.concatenate([one._ranges for one in parts])
        made._effects = np.concatenate([one._effects for one in parts])
        made.values = {
            name: np.concatenate([one.values[name] for one in parts]) for name in made.values
        }
        return made

    @classmethod
    def carried(
        cls,
        scenario: Scenario,
        uncertainty: frozenset[str],
        keys: Keys,
        dice: Keys,
        values: Mapping[str, Floats],
        first: int = 0,
    ) -> Self:
        """Return the parameters of members that went before.

        Parameters
        ----------
        scenario, uncertainty, first
            As for the class.
        keys, dice
            Keys of their parameters and of their chance (m).
        values
            Values of parameters by name (m); the scenario's own are drawn where one is not there.
        """
        made = cls(scenario, len(keys), 0, uncertainty, None, first)
        made._keys, made.dice = keys, dice
        missing = {n: one for n, one in scenario.parameters.items() if n not in values}
        own = {
            name: made._reviewed(name, made._values(name, one), Purpose.PARAMETER)
            for name, one in missing.items()
        }
        made.values = {**own, **values}
        return made

    def uniforms(self, purpose: int, name: str) -> Floats:
        """Return one uniform for a purpose and a name in every member (m)."""
        return uniforms(self._keys, int(purpose), name_keys([name]))[
            :, 0
        ]  # numba is slow to type an enum

    def _values(self, name: str, one: Parameter) -> Floats:
        if one.low == one.high:
            return np.full(self.members, one.value)
        return self._drawn(
            one.value,
            lambda: np.array(
                [
                    between(one.low, one.high, u, one.law)
                    for u in self.uniforms(Purpose.PARAMETER, name)
                ]
            ),
        )

    def _drawn(self, central: float | Floats, draw: Callable[[], Floats]) -> Floats:
        """Return what is drawn in the members in which ranges are on, and what is central else."""
        if not self._ranges.any():
            return np.full(self.members, central)
        return np.where(self._ranges, draw(), central)

    def _fitted(self, posterior: Posterior) -> Mapping[str, Floats]:
        middle = np.median(posterior.draws, axis=0)
        rows = (self.uniforms(Purpose.POSTERIOR, "draw") * len(posterior.draws)).astype(np.int64)
        return {
            name: np.where(self._ranges, posterior.draws[rows, i].astype(np.float64), middle[i])
            for i, name in enumerate(posterior.names)
        }

    def _reviewed(self, name: str, own: Floats, purpose: int) -> Floats:
        """Return what reviewers hold (m), each member by one of them; own values where none do.

        A member's place in a range is that of its own value: the same uniform, another range.
        """
        views = self._views.get(name)
        if views is None:
            return own
        central = [own if one.own else np.full_like(own, one.best) for one in views]
        whose = (self.uniforms(Purpose.REVIEW, name) * len(views)).astype(np.int64)
        held = zip(own, (views[k] for k in whose), self.uniforms(purpose, name), strict=True)
        return self._drawn(
            np.mean(central, axis=0),
            lambda: np.array([value if one.own else one.at(u) for value, one, u in held]),
        )

    def amount(self, amount: Amount, name: str) -> Floats:
        """Return an amount's value in every member (m); ``name`` says which cell it stands in."""
        return self._reviewed(name, self._own(amount, name), Purpose.AMOUNT)

    def _own(self, amount: Amount, name: str) -> Floats:
        if amount.parameter:
            return amount.low * self.values[amount.parameter]
        middle = (amount.low + amount.high) / 2
        if amount.certain:
            return np.full(self.members, middle)
        return self._drawn(
            middle,
            lambda: amount.low + (amount.high - amount.low) * self.uniforms(Purpose.AMOUNT, name),
        )

    def effects(self, plan: Plan) -> Floats:
        """Return the log-normal effect of each place in each member (m, p), median 1."""
        if not self._effects.any():
            return np.ones((self.members, len(plan.places)))
        drawn = lognormals(
            self._keys,
            Purpose.PLACE_EFFECT,
            name_keys(plan.places),
            self.values["place_effect_spread"],
        )
        return np.where(self._effects[:, None], drawn, 1.0)

    def traits(self, plan: Plan) -> Floats:
        """Return what each member's people are like (m, TRAITS)."""
        law = (
            Deterrence.POWER
            if plan.scenario.rules.deterrence == "power"
            else Deterrence.EXPONENTIAL
        )
        value, nothing = self.values, np.zeros(self.members)
        return np.stack(
            [
                np.maximum(1, np.rint(value["party_size"])),
                value["pace"],
                1.0 / np.maximum(1.0, value["rest_days"]),
                np.full(self.members, float(law)),
                value["deterrence_power"],
                value["softening"],
                value["deterrence_scale"],
                value["km_equivalent"],
                value["dispersion"],
                value["following"],
                value["following_base"],
                self.odds(len(plan.scenario.weather) > 0),
                1.0 / np.maximum(1.0, value["injury_days"]),
                self.relief(),
                value["room_floor"] if plan.scenario.rules.capacity == "crowding" else nothing,
            ],
            axis=1,
        )

    def relief(self) -> Floats:
        """Return the factor on the hazard of the night of those whom aid reaches (m)."""
        slope, shift = self.values["cold_per_degree"], self.values["aid_shift"]
        return np.array([math.exp(-b * degrees) for b, degrees in zip(slope, shift, strict=True)])

    def odds(self, weather: bool) -> Floats:
        """Return how many are severely injured for one who dies (m); below 0 without weather."""
        fatal = self.values["case_fatality"]
        return (1.0 - fatal) / fatal if weather else np.full(self.members, -1.0)


def between(low: float, high: float, u: float, law: str) -> float:
    """Return the value at uniform ``u`` of a range, evenly in the value or in its logarithm."""
    if law == "loguniform":
        return math.exp(math.log(low) + (math.log(high) - math.log(low)) * u)
    return low + (high - low) * u
