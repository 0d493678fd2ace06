"""Runs beside each other: what-ifs, components of uncertainty, what matters most."""
