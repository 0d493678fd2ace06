"""Results on disk: one folder a run, written whole or not at all, and read back."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pandas as pd
import xarray as xr

from marchland.errors import OutputError, RequestError
from marchland.io.export.delimited import as_csv
from marchland.io.reasons import reason
from marchland.io.staging import recover, reserved, staged
from marchland.io.store import is_store, open_store
from marchland.language import say

RUNS: Final = "runs.nc"
MANIFEST: Final = ".marchland-result"
PROVENANCE: Final = (
    "name",
    "seed",
    "members",
    "uncertainty",
    "marchland_version",
    "input_digest",
    "provenance",
    "command",
    "created",
)
"""Attributes without which a dataset does not say where it comes from."""

LEFT_BY_DESKTOPS: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
CHUNK_BYTES: Final = 4 * 2**20

Writer = Callable[[Path], object]


def check_target(folder: Path) -> None:
    """Refuse a folder that a result could not or must not be written to; change nothing.

    A result may take the place of a result, and of nothing else. Call it before a long run.

    Parameters
    ----------
    folder
        Where the result shall stand. Missing folders above it are made when it is written.

    Raises
    ------
    OutputError
        Where something else stands there (another folder, a file, a result that holds files
        which Marchland did not write), or where nothing can be written.
    """
    with _told_as_output_error(folder):
        target = folder.resolve()
        if target.exists():
            _refuse_what_is_no_result(target, folder)
        ground = next(above for above in target.parents if above.exists())
        with TemporaryDirectory(dir=ground, prefix=".marchland-"):
            pass


@contextmanager
def claimed(folder: Path | None) -> Iterator[None]:
    """Keep a result's folder for one run from its start on; None: nothing is written.

    Raises
    ------
    OutputError
        As :func:`check_target`, and where another run writes there: it says so at once.
    """
    if folder is None:
        yield
        return
    check_target(folder)
    with reserved(folder):
        yield


def write_results(
    runs: xr.Dataset,
    folder: Path | str,
    *,
    tables: Mapping[str, pd.DataFrame] | None = None,
    pages: Mapping[str, Writer] | None = None,
    more: Callable[[], Mapping[str, Writer | pd.DataFrame]] | None = None,
) -> None:
    """Write a run and what belongs to it into a folder, whole or not at all.

    Everything is written beside the target first and takes its place in one step, so that an
    earlier result stays as it was until the new one is complete. Equal runs give files that are
    equal to the byte, apart from the attribute ``created``.

    Parameters
    ----------
    runs
        What :func:`marchland.simulate` returned; becomes ``runs.nc`` (NetCDF 4).
    folder
        The result's folder.
    tables
        Tidy tables by file name, ``summary.csv`` for instance; written as CSV in UTF-8, in which
        no text is read as a formula.
    pages
        Functions by file name, ``report.html`` for instance; each writes to the path it is given.
    more
        What works out further tables and pages, by file name, while the runs are being compressed.

    Raises
    ------
    RequestError
        Where the dataset lacks attributes that say where it comes from.
    OutputError
        As :func:`check_target`, and where the disk is full or fails; nothing was changed then.
    """
    lacking = [name for name in PROVENANCE if name not in runs.attrs]
    if lacking:
        raise RequestError(
            say(
                "the runs lack the attributes {names}: were they made by simulate()?",
                names=", ".join(lacking),
            )
        )
    writers: dict[str, Writer] = {RUNS: lambda path: _write_runs(runs, path)}

    def rest() -> dict[str, Writer]:
        files = {**(tables or {}), **(pages or {}), **(more() if more is not None else {})}
        return {
            name: partial(write_table, one) if isinstance(one, pd.DataFrame) else one
            for name, one in files.items()
        }

    write_files(Path(folder), writers, rest)


def write_files(
    folder: Path, writers: Mapping[str, Writer], more: Callable[[], Mapping[str, Writer]] = dict
) -> None:
    """Write files into a folder that only Marchland writes to, whole or not at all.

    Parameters
    ----------
    folder
        The folder; it may replace one that Marchland wrote, and nothing else.
    writers
        Functions by file name; each writes to the path it is given.
    more
        What works out further ones, while the runs are being compressed.

    Raises
    ------
    OutputError
        As :func:`check_target`, and where the disk is full or fails; nothing was changed then.
    """
    check_target(folder)
    with _told_as_output_error(folder), reserved(folder) as target:
        _write_whole(writers, more, target)


def read_results(path: Path | str) -> xr.Dataset:
    """Read a run back: a result into memory, a Zarr store as it is asked for.

    Parameters
    ----------
    path
        A result's folder, the ``runs.nc`` in it, or a store of :func:`marchland.ensemble`.

    Returns
    -------
    xarray.Dataset
        Identical to the dataset that was written; of a store, the members that are finished.

    Raises
    ------
    RequestError
        Where there is no such result, or the file is not one.
    """
    path = Path(path)
    recover(path)
    if is_store(path):
        return open_store(path)
    file = path / RUNS if path.is_dir() else path
    if not file.is_file():
        raise RequestError(say("no result in {path}: there is no {file}", path=path, file=RUNS))
    try:
        runs = xr.load_dataset(file, engine="h5netcdf")
    except (OSError, ValueError) as error:
        raise RequestError(
            say("{file} cannot be read as NetCDF 4: {error}", file=file, error=error)
        ) from error
    if "marchland_version" not in runs.attrs:
        raise RequestError(say("{file} is NetCDF, but no result of Marchland", file=file))
    return runs


def _refuse_what_is_no_result(target: Path, named: Path) -> None:
    """Raise unless the folder is a result that holds nothing but what Marchland wrote."""
    if not target.is_dir():
        raise OutputError(say("{named} is a file: name a folder for the result", named=named))
    there = {entry.name for entry in target.iterdir()}
    if MANIFEST not in there:
        raise OutputError(
            say(
                "{named} exists and is not a result of Marchland: name another folder, "
                "or remove it yourself",
                named=named,
            )
        )
    foreign = sorted(there - _own_files(target / MANIFEST) - LEFT_BY_DESKTOPS)
    if foreign:
        raise OutputError(
            say(
                "{named} holds {files}, which Marchland did not write: move that "
                "elsewhere, or name another folder",
                named=named,
                files=", ".join(foreign),
            )
        )


def _own_files(manifest: Path) -> set[str]:
    """Names of the files that a result's manifest says were written; none if it is unreadable."""
    try:
        return {MANIFEST, *json.loads(manifest.read_text("utf-8"))["files"]}
    except (ValueError, KeyError, TypeError):
        return set()


def _write_whole(
    writers: Mapping[str, Writer], more: Callable[[], Mapping[str, Writer]], target: Path
) -> None:
    """Write all files beside the target, then put them in its place.

    The runs are compressed by a thread of their own, which leaves Python to all else.
    """
    with staged(target) as fresh, ThreadPoolExecutor(1) as beside:
        runs = [
            beside.submit(write, fresh / RUNS) for name, write in writers.items() if name == RUNS
        ]
        every = {**writers, **more()}
        for name, write in every.items():
            if name != RUNS:
                write(fresh / name)
        for written in runs:
            written.result()
        manifest = {
            "what": "a result of Marchland, replaced only by another",
            "files": sorted(every),
        }
        (fresh / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")


@contextmanager
def _told_as_output_error(folder: Path) -> Iterator[None]:
    """Tell what the system refuses (no right, no room, a bad disk) as an OutputError."""
    try:
        yield
    except OSError as error:
        raise OutputError(
            say("cannot write to {folder}: {reason}", folder=folder, reason=reason(error))
        ) from error


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV in UTF-8, in which no text is read as a formula."""
    path.write_text(as_csv(table), "utf-8", newline="")


def _write_runs(runs: xr.Dataset, path: Path) -> None:
    """Write NetCDF 4, put together in memory first: HDF5 does not survive a disk running full.

    The memory is our own: a view of another's, which ``to_netcdf`` returns, has crashed Python 3.12
    when it was collected. ``to_netcdf`` would also ask whether a cluster computes the runs, and
    import all of ``distributed`` for it, where that is installed.
    """
    import h5netcdf

    encoding = {str(name): _encoding(one) for name, one in runs.data_vars.items()}
    content = io.BytesIO()
    with h5netcdf.File(content, "w") as file:
        runs.dump_to_store(xr.backends.H5NetCDFStore(file), encoding=encoding)
    path.write_bytes(content.getbuffer())


def _encoding(variable: xr.DataArray) -> dict[str, Any]:
    """How a variable is stored: deflated lightly, values exact and in their own type.

    Chunks fill up from the last axis, so that one holds all days of a few members.
    """
    if variable.size == 0 or variable.ndim == 0:
        return {}
    room, sizes = max(1, CHUNK_BYTES // variable.dtype.itemsize), []
    for size in reversed(variable.shape):
        sizes.append(min(size, max(1, room)))
        room //= sizes[-1]
    return {"zlib": True, "complevel": 1, "shuffle": True, "chunksizes": tuple(reversed(sizes))}
