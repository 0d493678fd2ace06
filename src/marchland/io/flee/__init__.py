"""Flee's folders, read as they are: the location graph, conflicts, closures and counts."""

from marchland.io.flee.findings import FleeReport
from marchland.io.flee.folder import is_flee
from marchland.io.flee.read import read_flee, read_flee_with_report

__all__ = ["FleeReport", "is_flee", "read_flee", "read_flee_with_report"]
