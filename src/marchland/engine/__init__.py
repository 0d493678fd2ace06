"""How a crisis unfolds: state, network, schedule, and the one verb that runs them."""

from marchland.engine.simulate import simulate
from marchland.model.design import Keep

__all__ = ["Keep", "simulate"]
