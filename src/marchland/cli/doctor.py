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

EXTRAS = {
    "app": "the planner's page (marchland serve)",
    "calibrate": "fit parameters to counts (marchland calibrate)",
    "completion": "complete verbs and options in a shell (marchland completion)",
    "export": "workbooks, maps, Parquet and the brief (marchland export)",
    "gas": "the gas network (marchland gas, run --cut)",
    "geo": "towns and main roads (marchland build)",
    "scale": "ensembles over processes and clusters (marchland ensemble)",
    "sensitivity": "which inputs matter",
    "sheets": "scenarios as workbooks (marchland convert)",
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
    parser = verb(verbs, "doctor", _doctor, "say what is installed here, and what is missing")
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
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "output": f"{sys.stdout.encoding}",
        "compiled code": _cache(folder),
        "first run": "starts at once" if compiled(advance) else "compiles first, a minute or so",
        "browser": "can be opened" if has_screen() else "no screen here: open pages by hand",
    }


def _cache(folder: Path | None) -> str:
    if folder is None:
        return "kept nowhere: no folder can be written to, so each process compiles"
    size = sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())
    return f"{folder} ({size / 1e6:.0f} MB)"


def _in_words(about: dict[str, str], found: list[Package]) -> str:
    width = max(map(len, [*about, *EXTRAS]))
    lines = [f"{name:<{width}}  {told}" for name, told in about.items()]
    lines += ["", "Packages that every installation has", *_base(found)]
    lines += ["", "Extras, and what they are for"]
    for extra, purpose in EXTRAS.items():
        missing = [one.name for one in found if one.extra == extra and not one.found]
        state = f"needs {', '.join(missing)}" if missing else "ready"
        lines.append(f"  {extra:<{width}}  {purpose}: {state}")
        if missing:
            lines.append(f"  {'':<{width}}  pip install 'marchland[{extra}]'")
    return "\n".join(lines)


def _base(found: list[Package]) -> Iterator[str]:
    for one in found:
        if not one.extra:
            yield f"  {one.name} {one.found or 'is missing: pip install marchland'}"
