"""What is no result or no scenario is refused in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import marchland
from view.synthetic import crisis, runs

ml: Any = marchland  # so that wrong types can be given


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda: ml.compare("belarus-2021", "belarus-2021"), "compare takes runs, .* not 'belar"),
        (lambda: ml.summary(crisis()), "summary takes runs, .* not a Scenario"),
        (lambda: ml.score([1, 2], crisis().observations), "score takes runs, .* not a list"),
        (lambda: ml.score(runs(crisis(), 2), crisis()), "score takes the counts of a scenario"),
        (lambda: ml.describe("belarus-2021"), "describe takes a scenario, .* not 'belarus-2021'"),
        (lambda: ml.write_report(None, crisis(), Path("x")), "takes runs, .* not a NoneType"),
        (lambda: ml.write_report(runs(crisis(), 2), "x", Path("x")), "takes a scenario, .* 'x'"),
    ],
)
def test_a_wrong_object_is_refused(ask: Callable[[], Any], told: str) -> None:
    with pytest.raises(ml.RequestError, match=told):
        ask()
