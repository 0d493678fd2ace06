"""The state of a run at the start of a day, written to a file and read again."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from marchland.engine.branch import Branch
from marchland.engine.world import World
from marchland.errors import RequestError
from marchland.io.atomic import write_file
from marchland.language import say
from marchland.model.design import Keep

VERSION = 2
"""Changes whenever a state that was written cannot be read as before."""


def write_branch(path: Path, branch: Branch) -> None:
    """Write a state as a compressed file of NumPy arrays (``.npz``).

    Raises
    ------
    OutputError
        If it cannot be written; what was there stays as it is then.
    """
    about = {
        "version": VERSION,
        "day": branch.day,
        "seed": branch.seed,
        "first": branch.first,
        "uncertainty": branch.uncertainty,
        "keep": asdict(branch.keep),
        "ground": branch.ground,
    }
    arrays: dict[str, Any] = {f"of.{name}": values for name, values in branch.arrays.items()}
    content = io.BytesIO()
    np.savez_compressed(
        content, about=np.array(json.dumps(about)), **branch.worlds._asdict(), **arrays
    )
    write_file(path, content.getvalue())


def read_branch(path: Path) -> Branch:
    """Read a state that :func:`write_branch` wrote.

    Raises
    ------
    RequestError
        If the file cannot be read, or is no state of this version.
    """
    try:
        with np.load(path, allow_pickle=False) as found:
            arrays = {name: found[name] for name in found.files}
        about = json.loads(str(arrays.pop("about")))
        version = about.pop("version")
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise RequestError(
            say("{path} is not the state of a run, or cannot be read", path=path)
        ) from error
    if version != VERSION:
        raise RequestError(
            say(
                "{path} is a state of version {version}, must be of {wanted}: run it again",
                path=path,
                version=version,
                wanted=VERSION,
            )
        )
    return Branch(
        worlds=World(*(arrays.pop(name) for name in World._fields)),
        arrays={name.removeprefix("of."): values for name, values in arrays.items()},
        keep=Keep(**about.pop("keep")),
        uncertainty=tuple(about.pop("uncertainty")),
        **about,
    )
