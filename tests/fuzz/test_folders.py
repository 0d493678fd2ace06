"""Scenario folders, Flee folders, YAML and expressions with something broken in each.

Every mutant ends in a scenario or in clear problems, soon; and a scenario that is read says the
same when it is written out and read again. ``MARCHLAND_FUZZ=2000`` tries so many of each kind.
"""

from __future__ import annotations

import os
import random
import shutil
import time
from pathlib import Path

import pytest

from io_broken import FILES
from marchland.errors import MarchlandError
from marchland.io.native import write_scenario
from marchland.io.read import check
from marchland.io.yamltext import parse
from marchland.model.expression import Expression

TRIES = int(os.environ.get("MARCHLAND_FUZZ", "40"))
SOON = 5.0
FLEE = Path(__file__).parents[1] / "flee_tiny"
ODD = (
    "", " ", "-1", "1e300", "1e-300", "nan", "inf", "3000,5", "1,4", "٣٤", "2021-02-30",
    "0001-01-01",
    "9999-12-31", "1677-01-01", "2262-05-01", "2021-06-31", "31/12/2021", '"', "'", "=1+1", "\t",
    "#", ";", ",", "\r", "\n", "\x00", "\ufeff", "\u202e", "a" * 200_000, "Minsk", "BLR>POL",
    "yes",
    "[" * 60, "{", "!!python/object:os.system", "&a", "*a", "- ", ": ", "---", "1 to 0",
    "2*through",
)  # fmt: skip
WORDS = (
    "attempts(BLR>POL, 7 days)", "people(strips)", "people", "(", ")", "and", "or", "not", "-", "*",
    "/", "<", "==", ">", "1e309", "7 days", ",", "crowd", "\x00", "é", "not not", "((((((((",
    "0.5", " ",
)  # fmt: skip


def broken(rng: random.Random, raw: bytes) -> bytes:
    """Return the bytes of a file with one to three things wrong."""
    for _ in range(rng.randint(1, 3)):
        lines = raw.split(b"\n")
        i = rng.randrange(len(lines))
        kind = rng.randrange(8)
        if kind == 0:
            raw = raw[: rng.randrange(len(raw) + 1)]
        elif kind == 1 and raw:
            at = rng.randrange(len(raw))
            raw = raw[:at] + bytes([rng.randrange(256)]) + raw[at + rng.randrange(2) :]
        elif kind == 2:
            raw = b"\n".join([*lines[:i], *lines[i + 1 :]])
        elif kind == 3:
            raw = b"\n".join([*lines[:i], lines[i], *lines[i:]])
        elif kind == 4:
            raw = raw.decode("utf-8", "replace").encode(
                rng.choice(["utf-16", "cp1252", "utf-32"]), "replace"
            )
        elif kind == 5:
            raw = raw.replace(b"\n", rng.choice([b"\r", b"\r\n", b"\n\n"]))
        else:
            cells = lines[i].split(b",")
            cells[rng.randrange(len(cells))] = rng.choice(ODD).encode("utf-8", "replace")
            raw = b"\n".join([*lines[:i], b",".join(cells), *lines[i + 1 :]])
    return raw


def outcome(folder: Path) -> bool:
    """Check a folder; return whether a scenario came of it that says the same written anew."""
    begun = time.monotonic()
    try:
        scenario, problems = check(folder)
    except MarchlandError as error:
        assert len(str(error)) < 20_000
        scenario, problems = None, ()
    assert time.monotonic() - begun < SOON
    assert len(problems) < 2_000
    if scenario is None:
        return False
    copy = folder.with_name("copy")
    shutil.rmtree(copy, ignore_errors=True)
    write_scenario(scenario, copy)
    again, found = check(copy)
    assert again is not None, found
    assert again.content_digest() == scenario.content_digest()
    return True


def mutants(rng: random.Random, source: Path, folder: Path, suffixes: tuple[str, ...]) -> int:
    """Break one or two files of a folder at a time; return how many could still be read."""
    read = 0
    for i in range(TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(source, folder)
        files = sorted(one for one in folder.rglob("*") if one.suffix in suffixes)
        for file in rng.sample(files, rng.randint(1, 2)):
            file.write_bytes(broken(rng, file.read_bytes()))
        try:
            read += outcome(folder)
        except Exception as error:
            kept = (
                Path(os.environ.get("MARCHLAND_FUZZ_KEEP", folder.parent))
                / f"kept-{source.name}-{i}"
            )
            shutil.copytree(folder, kept, dirs_exist_ok=True)
            error.add_note(f"mutant {i} of {source.name}, kept in {kept}")
            raise
    return read


@pytest.mark.parametrize("seed", [1, 2])
def test_broken_folders_end_in_a_scenario_or_in_clear_problems(tmp_path: Path, seed: int) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name, text in FILES.items():
        (source / name).write_text(text, "utf-8")
    assert mutants(random.Random(seed), source, tmp_path / "x", (".csv", ".yaml")) > 0


def test_broken_flee_folders_end_in_a_scenario_or_in_clear_problems(tmp_path: Path) -> None:
    assert mutants(random.Random(3), FLEE, tmp_path / "x", (".csv", ".yml")) > 0


def test_broken_yaml_ends_in_values_or_in_clear_problems() -> None:
    rng = random.Random(4)
    for _ in range(TRIES * 5):
        raw = broken(rng, FILES["scenario.yaml"].encode()).decode("utf-8", "replace")
        begun = time.monotonic()
        document = parse(raw, "scenario.yaml")
        assert document.values or document.problems or not raw.strip("\ufeff\r\n\x00 ")
        assert time.monotonic() - begun < SOON


def test_broken_expressions_end_in_what_they_say_or_in_a_reason() -> None:
    rng = random.Random(5)
    for _ in range(TRIES * 20):
        text = " ".join(rng.choice(WORDS) for _ in range(rng.randint(1, 12)))
        try:
            found = Expression.of(text)
        except ValueError as error:
            assert str(error)
        else:
            assert str(Expression.of(str(found))) == str(found)
