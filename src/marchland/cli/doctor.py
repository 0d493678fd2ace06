"""The verb ``doctor``: what is installed here, what it is for, and what to install for what."""

from __future__ import annotations

import argparse
import os
import platform
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from marchland.cli.answer import add_json, answer
from marchland.cli.parse import Verbs, verb
from marchland.language import mark, say, say_n

EXTRAS = {
    "app": mark("the planner's page (marchland serve)"),
    "calibrate": mark("fit parameters to counts (marchland calibrate)"),
    "completion": mark("complete verbs and options in a shell (marchland completion)"),
    "export": mark("workbooks, maps, Parquet and the brief (marchland export)"),
    "gas": mark("the gas network (marchland gas, run --cut)"),
    "geo": mark("towns and main roads (marchland build)"),
    "scale": mark("ensembles over processes and clusters (marchland ensemble)"),
    "sensitivity": mark("which inputs matter"),
    "sheets": mark("scenarios as workbooks (marchland convert)"),
}
"""What each extra of the package is for; those of developers are not listed."""

_NAME = re.compile(r"[\w.-]+")
_EXTRA = re.compile(r"""extra\s*==\s*["']([\w-]+)["']""")


@dataclass(frozen=True)
class Package:
    """A package that Marchland uses: what is wanted, what is there, and which extra it is of.

    Parameters
    ----------
    name
        As the package index has it.
    extra
        The extra that brings it; empty where every installation has it.
    found
        The installed version; empty where it is not installed.
    """

    name: str
    extra: str
    found: str


def add(verbs: Verbs) -> None:
    """Add the verb ``doctor``."""
    parser = verb(verbs, "doctor", _doctor, say("say what is installed here, and what is missing"))
    add_json(parser)


def packages() -> Iterator[Package]:
    """Yield what Marchland's own metadata name, for users' extras."""
    from importlib.metadata import requires  # slow to import, and each verb reads this file

    for line in requires("marchland") or []:
        name, extra = _NAME.match(line), _EXTRA.search(line)
        if name and (extra is None or extra[1] in EXTRAS):
            yield Package(name[0], extra[1] if extra else "", _installed(name[0]))


def _installed(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _doctor(options: argparse.Namespace) -> int:
    found = list(packages())
    about = _about()
    answer(options, _in_words(about, found), {"here": about, "packages": [*map(asdict, found)]})
    return 0


def _about() -> dict[str, str]:
    """Return what there is to say of this machine: what, and how it is."""
    from marchland import __version__
    from marchland.cli.browser import has_screen
    from marchland.kernels.day import advance
    from marchland.kernels.jit import cache_folder, compiled

    folder = cache_folder()
    return {
        "Marchland": __version__,
        "Python": f"{platform.python_version()} ({sys.executable})",
        mark("machine"): say_n(
            "{system} {machine}, {n} core",
            "{system} {machine}, {n} cores",
            os.cpu_count() or 1,
            system=platform.system(),
            machine=platform.machine(),
        ),
        mark("output"): f"{sys.stdout.encoding}",
        mark("compiled code"): _cache(folder),
        mark("first run"): say("starts at once")
        if compiled(advance)
        else say("compiles first, a minute or so"),
        mark("browser"): say("can be opened")
        if has_screen()
        else say("no screen here: open pages by hand"),
    }


def _cache(folder: Path | None) -> str:
    if folder is None:
        return say("kept nowhere: no folder can be written to, so each process compiles")
    size = sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())
    return say("{folder} ({size:.0f} MB)", folder=folder, size=size / 1e6)


def _in_words(about: dict[str, str], found: list[Package]) -> str:
    width = max(map(len, [*map(say, about), *EXTRAS]))
    lines = [f"{say(name):<{width}}  {told}" for name, told in about.items()]
    lines += ["", say("Packages that every installation has"), *_base(found)]
    lines += ["", say("Extras, and what they are for")]
    for extra, purpose in EXTRAS.items():
        missing = [one.name for one in found if one.extra == extra and not one.found]
        state = say("needs {names}", names=", ".join(missing)) if missing else say("ready")
        told = say("{purpose}: {state}", purpose=say(purpose), state=state)
        lines.append(f"  {extra:<{width}}  {told}")
        if missing:
            lines.append(f"  {'':<{width}}  pip install 'marchland[{extra}]'")
    return "\n".join(lines)


def _base(found: list[Package]) -> Iterator[str]:
    for one in found:
        if not one.extra:
            missing = say("{name} is missing: pip install marchland", name=one.name)
            yield "  " + (f"{one.name} {one.found}" if one.found else missing)
