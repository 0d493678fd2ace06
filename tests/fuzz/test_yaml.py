"""The YAML reader in C is asked only for what it reads as the one in Python does.

``MARCHLAND_FUZZ=200`` tries so many times a hundred texts; the suite tries a few.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

import marchland
from marchland.io import yamltext

TRIES = 100 * int(os.environ.get("MARCHLAND_FUZZ", "5"))
BUILT_IN = Path(marchland.__file__).parent / "scenarios"
BITS = [
    *" :,-#'\"[]{}\n\t*&!|>@`?%\\.~=<é😀\ufeff\u2028\r",
    *("\n  ", "\n    ", ": ", " #", "- ", "- - ", "---", "...", "\n...\n", "%YAML 1.1\n"),
    *("&a", " *b", "x !t", "a |", " > ", "5 %", '"x"', "'y'", "[a, b]", "{a: 1}", "null", "1e3"),
]


def broken(rng: random.Random, lines: list[str]) -> str:
    """Return some lines with a few bits put in, left out or in place of others."""
    begin = rng.randrange(len(lines))
    some = lines[begin : begin + rng.randint(1, 6)]
    indents = [len(line) - len(line.lstrip()) for line in some if line.strip()]
    text = "\n".join(line[min(indents, default=0) :] for line in some)
    for _ in range(rng.randint(0, 4)):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice([*BITS, ""]) + text[at + rng.choice([0, 0, 1, 3]) :]
    return text


def texts(seed: int) -> Iterator[str]:
    """Yield broken texts that the reader in C is asked for."""
    rng = random.Random(seed)
    files = sorted(BUILT_IN.glob("*/*.yaml"))
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    made = (broken(rng, lines) for _ in range(TRIES))
    return (text for text in made if not yamltext._DISPUTED.search(text))


@pytest.mark.skipif(yamltext._IN_C is None, reason="no reader in C here")
def test_what_is_read_quickly_is_read_as_the_strict_reader_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    quick = {text: yamltext.parse(text, "here") for text in texts(1)}
    assert sum(not document.refused for document in quick.values()) > TRIES / 10
    monkeypatch.setattr(yamltext, "_IN_C", None)
    assert quick == {text: yamltext.parse(text, "here") for text in quick}


@pytest.mark.parametrize("text", ["a:\tb", "{a: b?c}", "a: &b c", "- - - a", "\ufeffa: b"])
def test_what_they_differ_over_is_left_to_the_strict_one(text: str) -> None:
    assert yamltext._DISPUTED.search(text)


@pytest.mark.skipif(yamltext._IN_C is None, reason="no reader in C here")
def test_the_files_of_what_is_built_in_are_read_quickly() -> None:
    files = sorted(BUILT_IN.glob("*/*.yaml"))
    disputed = [file for file in files if yamltext._DISPUTED.search(file.read_text("utf-8"))]
    assert files and not disputed
