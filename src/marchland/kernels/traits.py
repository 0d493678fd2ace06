"""Draws that belong to a member for the whole run, for all members at once."""

from __future__ import annotations

import math

import numpy as np

from marchland.kernels.jit import njit
from marchland.kernels.keys import ROOT, absorb, uniform
from marchland.kernels.layout import Floats, Keys
from marchland.kernels.normal import normal


@njit(cache=True)
def member_keys(seed: int, members: int, first: int = 0) -> Keys:
    """Return the keys of members from ``first`` on (m): the root, seed and member absorbed."""
    keys = np.empty(members, dtype=np.uint64)
    for m in range(members):
        keys[m] = absorb(absorb(ROOT, seed), first + m)
    return keys


@njit(cache=True)
def uniforms(keys: Keys, purpose: int, names: Keys) -> Floats:
    """Return one uniform for each member and name (m, name)."""
    found = np.empty((len(keys), len(names)))
    for m in range(len(keys)):
        for i in range(len(names)):
            found[m, i] = uniform(absorb(absorb(keys[m], purpose), names[i]), 0)
    return found


@njit(cache=True)
def lognormals(keys: Keys, purpose: int, names: Keys, spread: Floats) -> Floats:
    """Return one log-normal of median 1 for each member and name (m, name); ``spread`` (m)."""
    found = np.empty((len(keys), len(names)))
    for m in range(len(keys)):
        for i in range(len(names)):
            found[m, i] = math.exp(spread[m] * normal(absorb(absorb(keys[m], purpose), names[i])))
    return found
