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
from mutants import broken

TRIES = int(os.environ.get("MARCHLAND_FUZZ", "40"))
SOON = 5.0
FLEE = Path(__file__).parents[1] / "flee_tiny"
WORDS = (
    "attempts(BLR>POL, 7 days)", "people(strips)", "people", "(", ")", "and", "or", "not", "-", "*",
    "/", "<", "==", ">", "1e309", "7 days", ",", "crowd", "\x00", "é", "not not", "((((((((",
    "0.5", " ",
)  # fmt: skip


def outcome(folder: Path) -> bool:
    """Check a folder; return whether a scenario came of it that says the same written anew."""
    begun = time.process_time()
    try:
        scenario, problems = check(folder)
    except MarchlandError as error:
        assert len(str(error)) < 20_000
        scenario, problems = None, ()
    assert time.process_time() - begun < SOON
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
        begun = time.process_time()
        document = parse(raw, "scenario.yaml")
        assert document.values or document.problems or not raw.strip("\ufeff\r\n\x00 ")
        assert time.process_time() - begun < SOON


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
