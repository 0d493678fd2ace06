"""The posterior: fitted draws of parameters, from which every run of a scenario then draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from marchland.language import say
from marchland.model.shown import line


@dataclass(frozen=True, eq=False, repr=False)
class Posterior:
    """Draws of fitted parameters, kept together so that their correlations hold.

    Parameters
    ----------
    names
        Names of the parameters, one a column.
    draws
        Values (draw, parameter); a member takes one whole row.
    """

    names: tuple[str, ...]
    draws: npt.NDArray[np.float64]

    def __repr__(self) -> str:
        draws, names = self.draws.shape
        told = say("{draws} draws of {names} parameters", draws=draws, names=names)
        return line("Posterior", {"": told})
