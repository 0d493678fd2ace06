"""Draws by key: the public list.

Every draw rises with its key's first uniform and is exact at any size
(docs/decisions/0002-exact-draws.md). Counts are 64-bit integers.
"""

from __future__ import annotations

from marchland.kernels.binomial import binomial, binomial_parties
from marchland.kernels.hypergeometric import hypergeometric, share
from marchland.kernels.multinomial import multinomial, multinomial_parties, pick
from marchland.kernels.normal import normal, rounded
from marchland.kernels.poisson import gamma, negative_binomial, poisson

__all__ = [
    "binomial",
    "binomial_parties",
    "gamma",
    "hypergeometric",
    "multinomial",
    "multinomial_parties",
    "negative_binomial",
    "normal",
    "pick",
    "poisson",
    "rounded",
    "share",
]
