"""Verbs about scenario folders: list those built in, write one, check it, tell it in words."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from marchland.cli.parse import Verbs, add_scenario, verb


def add(verbs: Verbs) -> None:
    """Add the verbs ``scenarios``, ``new``, ``check`` and ``show``."""
    verb(verbs, "scenarios", _scenarios, "list the built-in scenarios")
    new = verb(verbs, "new", _new, "write a commented skeleton of a scenario")
    new.add_argument(
        "folder", type=Path, metavar="FOLDER", help="folder to make; it must not exist"
    )
    new.add_argument(
        "--like",
        default="corridor",
        metavar="CRISIS",
        help="what it is like: camps, corridor (default), outflow or blank",
    )
    add_scenario(verb(verbs, "check", _check, "list every problem of a scenario at once"))
    add_scenario(verb(verbs, "show", _show, "describe the crisis in words"))


def _scenarios(options: argparse.Namespace) -> int:
    from marchland.io.catalogue import catalogue
    from marchland.view.words.catalogue import listing

    print(listing(catalogue()))
    return 0


def _new(options: argparse.Namespace) -> int:
    from marchland.io.skeleton import write_skeleton

    folder = write_skeleton(options.folder, options.like)
    print(f"wrote {folder}; edit it, then: marchland check {shlex.quote(str(folder))}")
    return 0


def _check(options: argparse.Namespace) -> int:
    from marchland.errors import ScenarioError
    from marchland.io.read import check
    from marchland.view.words.crisis import count, describe

    scenario, found = check(options.scenario, options.source_data)
    if scenario is None:
        raise ScenarioError(options.scenario, found)
    print(describe(scenario), end="\n\n")
    warnings = f", {count(len(found), 'warning')} (see above)" if found else ""
    print(f"no problems{warnings}")
    return 0


def _show(options: argparse.Namespace) -> int:
    from marchland.io.read import read
    from marchland.view.words.crisis import describe

    print(describe(read(options.scenario, options.source_data)))
    return 0
