"""How a crisis unfolds: state, network, schedule, and the one verb that runs them."""

from marchland.engine.keep import Keep
from marchland.engine.simulate import simulate

__all__ = ["Keep", "simulate"]
