"""One Chromium for the tests of a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chromium import CHROMIUM, launched


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A Chromium that is on the machine."""
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    pytest.importorskip("playwright.sync_api", reason="the extra 'browser' is not installed")
    with launched() as one:
        yield one
