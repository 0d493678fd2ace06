"""What a page unpacks by itself: any DEFLATE stream, as zlib writes it."""

from __future__ import annotations

import random
import zlib
from base64 import b64encode
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

pytestmark = pytest.mark.browser
SCRIPT = files("marchland.view").joinpath("data", "unpack.js").read_text("utf-8")
CHANCE = random.Random(1)
TEXTS = {
    "blank": b"",
    "short": b"no",
    "again and again": b"closed " * 50_000,
    "noise": CHANCE.randbytes(200_000),
    "words": b" ".join(CHANCE.choice((b"place", b"route", b"day", b"1.5")) for _ in range(80_000)),
}


@pytest.fixture(scope="module")
def blank(browser: Any) -> Iterator[Any]:
    """An empty page that can unpack."""
    page = browser.new_page()
    page.add_script_tag(content=SCRIPT)
    yield page
    page.close()


@pytest.mark.parametrize("strategy", [zlib.Z_DEFAULT_STRATEGY, zlib.Z_FIXED])
@pytest.mark.parametrize("level", [0, 1, 9])
@pytest.mark.parametrize("name", list(TEXTS))
def test_what_was_packed_comes_out(blank: Any, name: str, level: int, strategy: int) -> None:
    text = TEXTS[name]
    squeeze = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS, strategy=strategy)
    packed = b64encode(squeeze.compress(text) + squeeze.flush()).decode()
    found = blank.evaluate(
        "([text, size]) => { const out = inflated(bytes(text), size); let sum = 0;"
        " for (const one of out) sum = (sum * 31 + one) % 65521; return [out.length, sum]; }",
        [packed, len(text)],
    )
    total = 0
    for one in text:
        total = (total * 31 + one) % 65521
    assert found == [len(text), total]
