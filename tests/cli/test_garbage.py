"""Garbage is searched for seldom while a command runs, and as before afterwards."""

import gc

from marchland.cli.garbage import seldom_searched


def test_python_searches_seldom_and_then_as_before() -> None:
    before = gc.get_threshold()
    with seldom_searched():
        assert gc.get_threshold()[0] > before[0]
    assert gc.get_threshold() == before
