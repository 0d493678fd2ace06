"""Folders written whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from marchland.errors import OutputError


def write_folder(folder: Path, files: Mapping[str, str]) -> None:
    """Write text files into a new folder: beside it first, then under its name in one step.

    Parameters
    ----------
    folder
        The folder to make; it must not exist, the one above it must.
    files
        Text by file name.

    Raises
    ------
    OutputError
        If something is there already, or the folder cannot be made; nothing is changed then.
    """
    if folder.exists() or folder.is_symlink():
        raise OutputError(f"'{folder}' is there already and stays as it is; give another name")
    above = folder.parent
    if not above.is_dir():
        raise OutputError(f"'{above}' is not a folder, so '{folder.name}' cannot be made in it")
    try:
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=above))
    except OSError as error:
        raise OutputError(f"'{folder}' cannot be made ({error.strerror})") from error
    try:
        for name, text in files.items():
            (beside / name).write_text(text, encoding="utf-8", newline="")
        beside.chmod(0o777 & ~_umask())
        beside.rename(folder)
    except OSError as error:
        raise OutputError(f"'{folder}' cannot be written ({error.strerror})") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _umask() -> int:
    """Return the mask of permissions that new files get; it can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
