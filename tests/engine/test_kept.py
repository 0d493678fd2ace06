"""Weights of options that are kept: the same people everywhere as where all are worked out anew."""

from __future__ import annotations

import importlib
from threading import get_ident

import numpy as np
import pytest

import marchland as ml
from marchland.engine.simulate import simulate
from marchland.engine.state import State
from marchland.kernels.layout import Status

state = importlib.import_module("marchland.engine.state")


@pytest.mark.parametrize("name", ["belarus-2021", "balkan-2015"])  # the second has places that fill
def test_what_is_kept_changes_nothing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    crisis, most = ml.read(name), []
    forget, here = State.forget, get_ident()

    def noted(self: State, where: np.ndarray) -> None:
        if get_ident() == here:  # not what a page of another test still runs ahead
            most.append(int(self.member.status[:, Status.KEPT].max(initial=0)))
        forget(self, where)

    monkeypatch.setattr(State, "forget", noted)
    kept = simulate(crisis, members=2, seed=3, days=90)
    assert max(most) > 100
    most.clear()
    monkeypatch.setattr(state, "KEPT_OPTIONS", 0)
    anew = simulate(crisis, members=2, seed=3, days=90)
    assert max(most) == 1
    for variable in kept.data_vars:
        np.testing.assert_array_equal(kept[variable], anew[variable], err_msg=str(variable))
