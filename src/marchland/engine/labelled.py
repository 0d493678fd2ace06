"""Numbers labelled as their variable is declared: axes, units and meaning."""

from __future__ import annotations

from typing import Any

from marchland.model.variables import VARIABLES

Labelled = tuple[tuple[str, ...], Any, dict[str, str]]


def labelled(name: str, values: Any) -> Labelled:
    """Return a variable of a result: axes, values and attributes, as a dataset takes them.

    Parameters
    ----------
    name
        Name in :data:`marchland.model.variables.VARIABLES`.
    values
        Its numbers; without the axis of groups where people are kept by place only.
    """
    declared = VARIABLES[name]
    axes = declared.axes
    if values.ndim < len(axes):
        axes = tuple(axis for axis in axes if axis != "group")
    return axes, values, {"units": declared.units, "long_name": declared.meaning}
