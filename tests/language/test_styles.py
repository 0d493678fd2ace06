"""Styles have a start and an end of lines, so that no page stands in the way of right-to-left."""

import re
from pathlib import Path

import pytest

import marchland

ROOT = Path(marchland.__file__).parent
STYLES = sorted(ROOT.rglob("*.css"))
SIDES = re.compile(
    r"(?:margin|padding|border)-(?:left|right)|text-align:\s*(?:left|right)|float:"
    r"|(?<![\w-])(?:left|right):|(?:margin|padding): [^\s;]+ ([^\s;]+) [^\s;]+ (?!\1;)[^\s;]+;"
)
"""What names a side of the page, or sets its two sides apart."""


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_no_style_names_a_side_of_the_page(path: Path) -> None:
    assert [found[0] for found in SIDES.finditer(path.read_text("utf-8"))] == []


def test_there_are_styles_and_sides_are_found() -> None:
    assert len(STYLES) > 3
    for side in ("left: 1px", "margin-left: 0", "padding: 1px 2px 3px 4px;"):
        assert SIDES.search(side)
    assert not SIDES.search("padding: 1px 2px 3px 2px;")
