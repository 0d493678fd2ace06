"""Files and folders written whole or not at all."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from marchland.errors import OutputError
from marchland.io.reasons import reason
from marchland.language import say


def write_folder(folder: Path, files: Mapping[str, str]) -> None:
    """Write text files into a new folder: beside it first, then under its name in one step.

    Parameters
    ----------
    folder
        The folder to make; it must not exist, the one above it must.
    files
        Text by file name, with slashes where it lies in a folder of its own.

    Raises
    ------
    OutputError
        If something is there already, or the folder cannot be made; nothing is changed then.
    """
    if folder.exists() or folder.is_symlink():
        raise OutputError(
            say("'{folder}' is there already and stays as it is; give another name", folder=folder)
        )
    above = folder.parent
    if not above.is_dir():
        raise OutputError(
            say(
                "'{above}' is not a folder, so '{name}' cannot be made in it",
                above=above,
                name=folder.name,
            )
        )
    try:
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=above))
    except OSError as error:
        raise OutputError(
            say("'{folder}' cannot be made ({reason})", folder=folder, reason=reason(error))
        ) from error
    try:
        for name, text in files.items():
            (beside / name).parent.mkdir(parents=True, exist_ok=True)
            (beside / name).write_text(text, encoding="utf-8", newline="")
        beside.chmod(0o777 & ~_umask())
        beside.rename(folder)
    except OSError as error:
        raise OutputError(
            say("'{folder}' cannot be written ({reason})", folder=folder, reason=reason(error))
        ) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def check_file(path: Path) -> None:
    """Refuse a file that could not be written; change nothing. Call it before a long run.

    Raises
    ------
    OutputError
        Where it is a folder, or nothing can be written beside it.
    """
    if path.is_dir():
        raise OutputError(say("'{path}' is a folder; give the name of a file", path=path))
    try:
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise OutputError(
            say("'{path}' cannot be written ({reason})", path=path, reason=reason(error))
        ) from error


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file, text as UTF-8: beside it first, then under its name in one step.

    Parameters
    ----------
    path
        The file; one that is there is replaced.
    content
        Its content.

    Raises
    ------
    OutputError
        If it cannot be written; what was there stays as it is then.
    """
    check_file(path)
    beside = None
    try:
        with tempfile.NamedTemporaryFile(
            "wb", dir=path.parent, prefix=f".{path.name}-", delete=False
        ) as file:
            beside = Path(file.name)
            file.write(content.encode() if isinstance(content, str) else content)
        beside.chmod(0o666 & ~_umask())
        beside.replace(path)
    except OSError as error:
        raise OutputError(
            say("'{path}' cannot be written ({reason})", path=path, reason=reason(error))
        ) from error
    finally:
        if beside is not None:
            beside.unlink(missing_ok=True)


def book_bytes(book: Any) -> bytes:
    """Return a workbook of openpyxl as the bytes of its file.

    Raises
    ------
    OutputError
        If the disk for temporary files is full or fails: its sheets are put together there.
    """
    buffer = io.BytesIO()
    try:
        book.save(buffer)
    except Exception as error:
        if isinstance(error, OSError) or type(error).__name__ == "SerialisationError":  # of lxml
            raise OutputError(
                say(
                    "the workbook cannot be made in {folder} ({error})",
                    folder=tempfile.gettempdir(),
                    error=error,
                )
            ) from error
        raise
    return buffer.getvalue()


def _umask() -> int:
    """Return the mask of permissions that new files get; it can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
