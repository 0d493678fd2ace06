"""Verbs about scenario folders: list those built in, write one, check it, tell it in words."""

from __future__ import annotations

import argparse
import shlex
from dataclasses import asdict
from pathlib import Path

from marchland.cli.answer import REFUSED, add_json, answer, check_answer
from marchland.cli.parse import Verbs, add_scenario, verb
from marchland.io.like import LIKE
from marchland.language import say, say_n


def add(verbs: Verbs) -> None:
    """Add the verbs ``scenarios``, ``new``, ``check`` and ``show``."""
    add_json(verb(verbs, "scenarios", _scenarios, say("list the built-in scenarios")))
    new = verb(verbs, "new", _new, say("write a commented skeleton of a scenario"))
    new.add_argument(
        "folder", type=Path, metavar="FOLDER", help=say("folder to make; it must not exist")
    )
    new.add_argument(
        "--like",
        default="corridor",
        metavar="CRISIS",
        help=say(
            "what it is like: {crises}; default: corridor",
            crises="; ".join(f"{name} ({say(what)})" for name, what in LIKE.items()),
        ),
    )
    check = verb(verbs, "check", _check, say("list every problem of a scenario at once"))
    add_scenario(check)
    add_json(check)
    show = verb(
        verbs, "show", _show, say("describe the crisis in words, or what a store of runs says")
    )
    add_scenario(show)
    add_json(show)


def _scenarios(options: argparse.Namespace) -> int:
    from marchland.io.catalogue import catalogue
    from marchland.view.words.catalogue import listing

    check_answer(options)
    entries = catalogue()
    answer(options, listing(entries), {"scenarios": [asdict(one) for one in entries]})
    return 0


def _new(options: argparse.Namespace) -> int:
    from marchland.io.skeleton import write_skeleton

    folder = write_skeleton(options.folder, options.like)
    print(
        say(
            "wrote {folder}; edit it, then: marchland check {path}",
            folder=folder,
            path=shlex.quote(str(folder)),
        )
    )
    return 0


def _check(options: argparse.Namespace) -> int:
    from marchland.errors import ScenarioError
    from marchland.io.read import check
    from marchland.view.words.crisis import describe

    check_answer(options)
    scenario, found = check(options.scenario, options.source_data)
    document = {
        "scenario": options.scenario,
        "sound": scenario is not None,
        "problems": [asdict(one) for one in found],
    }
    if scenario is None:
        refused = ScenarioError(options.scenario, found)
        if options.json is None:
            raise refused
        answer(options, f"{type(refused).__name__}: {refused}", document)
        return REFUSED
    answer(options, f"{describe(scenario)}\n\n{_sound(len(found))}", document)
    return 0


def _sound(warnings: int) -> str:
    """Say that there is no problem, and how many warnings were listed."""
    if not warnings:
        return say("no problems")
    return say_n(
        "no problems, {n} warning (see above)", "no problems, {n} warnings (see above)", warnings
    )


def _show(options: argparse.Namespace) -> int:
    check_answer(options)
    if _is_store(folder := Path(options.scenario)):
        from marchland.cli.ensemble import tell_of_store

        tell_of_store(options, folder)
        return 0
    from marchland.io.read import read
    from marchland.view.words.crisis import describe

    scenario = read(options.scenario, options.source_data)
    words = describe(scenario)
    document = {"scenario": scenario.name, "title": scenario.title, "words": words.splitlines()}
    answer(options, words, document)
    return 0


def _is_store(folder: Path) -> bool:
    """Whether runs are kept in a folder, and not a crisis."""
    if not folder.is_dir() or (folder / "scenario.yaml").is_file():
        return False
    from marchland.io.store import is_store

    return is_store(folder)
