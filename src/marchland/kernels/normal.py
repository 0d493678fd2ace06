"""The normal law by inversion, and rounding by chance."""

from __future__ import annotations

import math

from marchland.kernels.jit import kernel
from marchland.kernels.keys import Key, uniform


@kernel
def normal(key: Key) -> float:
    """Draw from the standard normal law; it rises with the key's first uniform."""
    return normal_quantile(uniform(key, 0))


@kernel
def rounded(key: Key, x: float) -> int:
    """Round x up with the chance of its fraction, else down, so that the mean is x itself."""
    whole = math.floor(x)
    return int(whole) + (1 if uniform(key, 0) > 1.0 - (x - whole) else 0)


@kernel
def normal_quantile(u: float) -> float:
    """Return the u-quantile of the standard normal law, to about 1 in 10^16.

    Source: algorithm AS 241 (PPND16), Wichura 1988, doi:10.2307/2347330.
    """
    q = u - 0.5
    if abs(q) <= 0.425:
        return q * _central(0.180625 - q * q)
    r = math.sqrt(-math.log(u if q < 0.0 else 1.0 - u))
    x = _near_tail(r - 1.6) if r <= 5.0 else _far_tail(r - 5.0)
    return -x if q < 0.0 else x


@kernel
def _central(r: float) -> float:
    """Ratio of polynomials for |u − ½| ≤ 0.425."""
    above = (
        (
            (
                (
                    (
                        (2509.0809287301226727 * r + 33430.575583588128105) * r
                        + 67265.770927008700853
                    )
                    * r
                    + 45921.953931549871457
                )
                * r
                + 13731.693765509461125
            )
            * r
            + 1971.5909503065514427
        )
        * r
        + 133.14166789178437745
    ) * r + 3.387132872796366608
    below = (
        (
            (
                (
                    ((5226.495278852854561 * r + 28729.085735721942674) * r + 39307.89580009271061)
                    * r
                    + 21213.794301586595867
                )
                * r
                + 5394.1960214247511077
            )
            * r
            + 687.1870074920579083
        )
        * r
        + 42.313330701600911252
    ) * r + 1.0
    return above / below


@kernel
def _near_tail(r: float) -> float:
    """Ratio of polynomials down to a tail of about 1e−11."""
    above = (
        (
            (
                (
                    (
                        (7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r
                        + 0.24178072517745061177
                    )
                    * r
                    + 1.27045825245236838258
                )
                * r
                + 3.64784832476320460504
            )
            * r
            + 5.7694972214606914055
        )
        * r
        + 4.6303378461565452959
    ) * r + 1.42343711074968357734
    below = (
        (
            (
                (
                    (
                        (1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r
                        + 0.0151986665636164571966
                    )
                    * r
                    + 0.14810397642748007459
                )
                * r
                + 0.68976733498510000455
            )
            * r
            + 1.6763848301838038494
        )
        * r
        + 2.05319162663775882187
    ) * r + 1.0
    return above / below


@kernel
def _far_tail(r: float) -> float:
    """Ratio of polynomials beyond."""
    above = (
        (
            (
                (
                    (
                        (2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r
                        + 0.0012426609473880784386
                    )
                    * r
                    + 0.026532189526576123093
                )
                * r
                + 0.29656057182850489123
            )
            * r
            + 1.7848265399172913358
        )
        * r
        + 5.4637849111641143699
    ) * r + 6.6579046435011037772
    below = (
        (
            (
                (
                    (
                        (2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r
                        + 1.8463183175100546818e-5
                    )
                    * r
                    + 7.868691311456132591e-4
                )
                * r
                + 0.0148753612908506148525
            )
            * r
            + 0.13692988092273580531
        )
        * r
        + 0.59983220655588793769
    ) * r + 1.0
    return above / below
