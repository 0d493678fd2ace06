"""Checks of a whole scenario: what is wrong with it, all at once, and what is odd."""

from marchland.model.checks.case import Case
from marchland.model.checks.every import problems

__all__ = ["Case", "problems"]
