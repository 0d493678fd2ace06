"""The verb ``calibrate``: fit parameters to counts and write their draws."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from marchland.cli.compiling import compile_first
from marchland.cli.parse import Verbs, add_scenario, add_seed, add_threads, positive, verb
from marchland.cli.progress import progress_bar
from marchland.language import say

if TYPE_CHECKING:
    from marchland.model.scenario import Scenario


def add(verbs: Verbs) -> None:
    """Add the verb ``calibrate``."""
    parser = verb(verbs, "calibrate", _calibrate, say("fit parameters to the counts marked 'fit'"))
    add_scenario(parser)
    parser.add_argument(
        "--members", type=positive, default=400, help=say("draws (default: {default})", default=400)
    )
    parser.add_argument(
        "--iterations", type=positive, default=4, help=say("passes (default: {default})", default=4)
    )
    add_seed(parser, 1)
    add_threads(parser)
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help=say(
            "file of the draws (default: posterior.csv in the scenario's folder, or "
            "here for a built-in scenario)"
        ),
    )


def _calibrate(options: argparse.Namespace) -> int:
    from marchland.io.atomic import check_file, write_file
    from marchland.io.posterior import check_replaceable, write_posterior
    from marchland.io.read import read
    from marchland.study.fit.calibration import calibrate
    from marchland.view.words.fit import fit_in_words

    scenario = read(options.scenario, options.source_data)
    out = options.out or _beside(options.scenario)
    check_file(out)
    check_replaceable(out)
    compile_first()
    with progress_bar(1, say("day")) as progress:
        fit = calibrate(
            scenario,
            options.members,
            options.iterations,
            options.seed,
            threads=options.threads,
            progress=progress,
        )
    write_file(out, write_posterior(fit.posterior, _origin(options, scenario)))
    print(fit_in_words(scenario, fit))
    print(out)
    return 0


def _beside(scenario: str) -> Path:
    """Return where the draws stand by default."""
    from marchland.io.read import built_in

    folder = Path() if scenario in built_in() else Path(scenario)
    return folder / "posterior.csv"


def _origin(options: argparse.Namespace, scenario: Scenario) -> dict[str, str]:
    """Return what made the draws: enough to make them again, and nothing of this machine."""
    from marchland import __version__
    from marchland.io.posterior import origin_of
    from marchland.study.fit.calibration import input_digest

    command = (
        f"marchland calibrate {shlex.quote(scenario.name)} --members {options.members} "
        f"--iterations {options.iterations} --seed {options.seed}"
    )
    return {
        "command": command,
        "marchland": __version__,
        "input": input_digest(scenario),
        "inputs": origin_of(scenario),
    }
