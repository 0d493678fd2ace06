"""The command line: parse, call one library verb, print.

It is built on argparse, which comes with Python and starts at once; heavy libraries are imported
by the verbs that need them.
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from marchland.errors import MarchlandError, RequestError

if TYPE_CHECKING:
    from marchland.model.scenario import Scenario

_REFUSED = 2
_BROKEN_PIPE = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 done, 2 refused with a reason."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    options = _parser().parse_args(given)
    options.command = shlex.join(["marchland", *given])
    try:
        return int(options.verb(options))
    except MarchlandError as error:
        print(_told(error), file=sys.stderr)
        return _REFUSED
    except BrokenPipeError:  # somebody reads only the first lines, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE


def _told(error: MarchlandError) -> str:
    return f"{type(error).__name__}: {error}"


def _parser() -> argparse.ArgumentParser:
    """Return the parser of every verb."""
    parser = argparse.ArgumentParser(
        prog="marchland", description="Displacement crises as working models."
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and leave")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    _verb(verbs, "new", _new, "write a commented skeleton of a scenario").add_argument(
        "folder", type=Path, metavar="FOLDER", help="folder to make; it must not exist"
    )
    for name, verb, text in (
        ("check", _check, "list every problem of a scenario at once"),
        ("show", _show, "tell the crisis in words"),
        ("run", _run, "run a scenario and write its report"),
    ):
        own = _verb(verbs, name, verb, text)
        own.add_argument("scenario", metavar="SCENARIO", help="a built-in name or a folder")
        if name == "run":
            _add_run_options(own)
    return parser


def _verb(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    verb: Callable[[argparse.Namespace], int],
    text: str,
) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    parser.set_defaults(verb=verb)
    return parser


def _add_run_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--members", type=_positive, help="members (default: the scenario's)")
    parser.add_argument("--seed", type=_natural, help="seed of chance (default: the scenario's)")
    parser.add_argument("--out", type=Path, help="folder of the result (default: out/NAME)")
    parser.add_argument("--threads", type=_positive, help="threads (default: all cores)")
    parser.add_argument("--days", type=_positive, help="days (default: the scenario's)")


def _natural(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError(f"is {number}, must be 0 or more")
    return number


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"is {number}, must be 1 or more")
    return number


class _Version(argparse.Action):
    """Look the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from marchland import __version__

        parser.exit(message=f"marchland {__version__}\n")


def _new(options: argparse.Namespace) -> int:
    from marchland.io.skeleton import write_skeleton

    folder = write_skeleton(options.folder)
    print(f"wrote {folder}; edit it, then: marchland check {shlex.quote(str(folder))}")
    return 0


def _check(options: argparse.Namespace) -> int:
    from marchland.errors import ScenarioError
    from marchland.io.read import check
    from marchland.model.words import describe

    scenario, found = check(options.scenario)
    if scenario is None:
        raise ScenarioError(options.scenario, found)
    print(describe(scenario), end="\n\n")
    print(f"no problems, {len(found)} odd (told above)" if found else "no problems")
    return 0


def _show(options: argparse.Namespace) -> int:
    from marchland.io.read import read
    from marchland.model.words import describe

    print(describe(read(options.scenario)))
    return 0


def _run(options: argparse.Namespace) -> int:
    from dataclasses import replace

    from marchland.io.read import read
    from marchland.io.results import check_target

    scenario = read(options.scenario)
    if options.days is not None:
        if options.days > scenario.days:
            raise RequestError(f"--days is {options.days}, the scenario has {scenario.days}")
        scenario = replace(scenario, days=options.days)
    out = options.out or Path("out") / scenario.name
    check_target(out)
    return _run_into(options, scenario, out)


def _run_into(options: argparse.Namespace, scenario: Scenario, out: Path) -> int:
    """Simulate, write the result and say what it says."""
    if _must_compile():
        print("compiling, the first run takes about half a minute", file=sys.stderr)
    from marchland.engine.simulate import simulate
    from marchland.io.results import write_results
    from marchland.study.summary import in_words, summary
    from marchland.view.report import write_report

    with _progress(scenario.days) as progress:
        runs = simulate(
            scenario,
            members=options.members,
            seed=options.seed,
            threads=options.threads,
            progress=progress,
            command=options.command,
        )
    write_results(
        runs,
        out,
        tables={"summary.csv": summary(runs)},
        pages={"report.html": lambda path: write_report(runs, scenario, path)},
    )
    print(in_words(runs, scenario))
    for name in ("report.html", "summary.csv", "runs.nc"):
        print(out / name)
    return 0


def _must_compile() -> bool:
    """Whether no compiled kernel is in any of the places where numba keeps them."""
    import marchland

    if os.environ.get("NUMBA_DISABLE_JIT", "0") != "0":
        return False
    beside = Path(marchland.__file__).parent / "kernels" / "__pycache__"
    given = os.environ.get("NUMBA_CACHE_DIR")
    caches = [beside, Path(given) if given else Path.home() / ".cache" / "numba"]
    return not any(next(cache.glob("**/*.nbi"), None) for cache in caches)


@contextmanager
def _progress(days: int) -> Iterator[Callable[[int, int], None]]:
    """Give a function that shows on a terminal how many of the days are done."""
    from tqdm import tqdm

    with tqdm(total=days, unit="day", disable=None, leave=False, file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show
