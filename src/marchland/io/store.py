"""Runs in a Zarr store: laid out first, filled part by part, readable at any time.

Each part comes with the outcomes of its members, so that what all say together can be told without
reading the runs. The record of what is finished stands in the store itself: the variable
``finished`` has one chunk for each part, written after everything else of the part, in one step.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal
from uuid import uuid4

import numpy as np
import numpy.typing as npt
import xarray as xr

from marchland.errors import OutputError, RequestError
from marchland.io.reasons import reason
from marchland.language import say

if TYPE_CHECKING:
    import pandas as pd
    from zarr import Group

FINISHED: Final = "finished"
OUTCOMES: Final = "outcomes"
STUDY: Final = "study"
_KEY: Final = "study_key"
_CHUNK_BYTES: Final = 4 * 2**20
_MARK: Final = "zarr.json"

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Study:
    """What a store is filled with, and how far it is.

    Parameters
    ----------
    key
        A name that no other store has.
    asked
        How the runs were asked for, as plain values by name.
    finished
        Which parts are there, by number.
    """

    key: str
    asked: Mapping[str, Any]
    finished: Flags


def check_store(path: Path) -> Study | None:
    """Return the study that a folder holds, None where there is nothing; change nothing.

    Raises
    ------
    OutputError
        Where something else stands there, or where nothing can be written.
    RequestError
        Where Zarr is not installed.
    """
    _check_zarr()
    with _told_as_output_error(path):
        if not path.exists() and not path.is_symlink():
            ground = next(above for above in path.absolute().parents if above.exists())
            with tempfile.TemporaryDirectory(dir=ground, prefix=".marchland-"):
                return None
        study = _study(path)
        if study is None:
            raise OutputError(
                say(
                    "{path} exists and is not a store of Marchland: name another folder, or "
                    "remove it yourself",
                    path=path,
                )
            )
        with tempfile.TemporaryFile(dir=path):
            return study


def make_store(
    path: Path,
    like: xr.Dataset,
    axes: Mapping[str, xr.Variable],
    outcomes: Sequence[str],
    chunk: int,
    asked: Mapping[str, Any],
) -> Study:
    """Lay out a store for runs that are still to come: whole or not at all.

    Parameters
    ----------
    path
        The store's folder; it must not exist.
    like
        Runs of one member, with the variables, coordinates and attributes that all will have.
    axes
        Coordinates that take the place of theirs, ``member`` among them.
    outcomes
        Names of the outcomes of each member.
    chunk
        Members of a part.
    asked
        How the runs are asked for; kept in the attribute ``study``.

    Raises
    ------
    OutputError
        Where the disk is full or fails; nothing is left behind then.
    """
    key = uuid4().hex
    frame = like.drop_vars([*like.data_vars, *axes]).assign_coords(axes)
    frame.attrs = {name: _plain(value) for name, value in like.attrs.items()}
    frame.attrs |= {_KEY: key, STUDY: json.dumps(asked, sort_keys=True)}
    target = path.absolute()
    with _told_as_output_error(path):
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        try:
            fresh = beside / "new"
            _texts_of_any_length(frame).to_zarr(fresh, mode="w-", zarr_format=3, consolidated=False)
            sizes = {str(name): size for name, size in frame.sizes.items()}
            _lay_out(fresh, like, sizes, chunk, list(outcomes))
            fresh.rename(target)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    study = _study(path)
    assert study is not None
    return study


def write_part(path: Path, key: str, runs: xr.Dataset, outcomes: pd.DataFrame) -> None:
    """Write one part into its places, and record last that it is there.

    Parameters
    ----------
    path, key
        The store, and the name that no other has.
    runs
        The runs of the part.
    outcomes
        Their outcomes, a row a member.

    Raises
    ------
    OutputError
        Where the store cannot be seen from here or is another one, or the disk is full or fails;
        the part then counts as not finished, and the others stay as they are.
    """
    first, number = int(runs["member"].values[0]), runs.sizes["member"]
    at = slice(first, first + number)
    with _told_as_output_error(path):
        group = _group(path, "r+")
        if group is None or group.attrs.get(_KEY) != key:
            raise OutputError(
                say(
                    "a worker does not find the store at {path}: it must lie on a disk that all "
                    "workers share, under the same path",
                    path=path.absolute(),
                )
            )
        for name, values in runs.data_vars.items():
            group[str(name)][at] = values.values
        columns = list(group[OUTCOMES].attrs[OUTCOMES])
        group[OUTCOMES][at] = outcomes[columns].to_numpy(np.float64)
        group[FINISHED][at] = np.ones(number, np.bool_)


def close_store(path: Path, attributes: Mapping[str, str]) -> None:
    """Add attributes that hold once all parts are there."""
    import zarr

    with _told_as_output_error(path):
        zarr.open_group(path, mode="r+", zarr_format=3).attrs.update(attributes)


def is_store(path: Path) -> bool:
    """Whether a folder is a Zarr store, of Marchland or not."""
    return (path / _MARK).is_file()


def open_store(path: Path) -> xr.Dataset:
    """Open the finished members of a store; values are read from disk when they are asked for.

    Parameters
    ----------
    path
        The store's folder.

    Returns
    -------
    xarray.Dataset
        As :func:`marchland.simulate` gives it, for the members that are there; arrays of Dask where
        that is installed.

    Raises
    ------
    RequestError
        Where there is no store of Marchland, or no member is finished.
    """
    _check_finished(path)
    lazily: dict[str, Any] = {} if find_spec("dask") else {"chunks": None}
    runs: xr.Dataset = xr.open_zarr(path, consolidated=False, zarr_format=3, **lazily)
    done = runs[FINISHED].values
    runs = runs.drop_vars([FINISHED, OUTCOMES], errors="ignore")
    runs = runs if done.all() else runs.isel(member=done)
    texts = {
        name: (one.dims, np.array(one.values.astype(object), np.str_), one.attrs)
        for name, one in runs.coords.items()
        if one.dtype.kind in "TO"
    }
    return runs.assign_coords(texts).assign_attrs(members=runs.sizes["member"])


def read_outcomes(path: Path) -> pd.DataFrame:
    """Return the outcomes of the members of a store that are finished, without reading the runs.

    Parameters
    ----------
    path
        The store's folder.

    Returns
    -------
        One row a member, by its number, one column an outcome.

    Raises
    ------
    RequestError
        Where there is no store of Marchland, no member is finished, or outcomes were not kept.
    """
    import pandas as pd

    _check_finished(path)
    group = _group(path, "r")
    if group is None or OUTCOMES not in group:
        raise RequestError(
            say("{path} was made by a version that kept no outcomes: run it again", path=path)
        )
    done = np.flatnonzero(np.asarray(group[FINISHED][:]))
    values = np.asarray(group[OUTCOMES][:])[done]
    return pd.DataFrame(values, done, list(group[OUTCOMES].attrs[OUTCOMES]))


def members_of(path: Path) -> int:
    """Return how many members a store is to hold, finished or not."""
    study = _study(path)
    return 0 if study is None else int(study.asked["members"])


def _check_finished(path: Path) -> None:
    """Refuse a folder that is no store of Marchland, or in which no member is finished."""
    _check_zarr()
    if (study := _study(path)) is None:
        raise RequestError(say("{path} is no store of Marchland", path=path))
    if not study.finished.any():
        raise RequestError(say("{path} holds no finished member yet", path=path))


def _study(path: Path) -> Study | None:
    """Return the study in a folder, None where it holds no store of Marchland."""
    if (group := _group(path, "r")) is None:
        return None
    try:
        key, asked = str(group.attrs[_KEY]), json.loads(str(group.attrs[STUDY]))
        members = np.asarray(group[FINISHED][:])
        return Study(key, asked, members[:: int(asked["chunk"])])
    except (ValueError, KeyError, TypeError):
        return None


def _group(path: Path, mode: Literal["r", "r+"]) -> Group | None:
    """Open a folder without reading its arrays; None where it is no Zarr store."""
    import zarr

    try:
        return zarr.open_group(path, mode=mode, zarr_format=3) if is_store(path) else None
    except (ValueError, KeyError, TypeError):
        return None


def _lay_out(
    path: Path, like: xr.Dataset, sizes: Mapping[str, int], chunk: int, outcomes: list[str]
) -> None:
    """Add an empty array for each variable and for outcomes, and the record of what is finished."""
    import zarr
    from zarr.codecs import BloscCodec

    group = zarr.open_group(path, mode="r+", zarr_format=3)
    for name, one in like.data_vars.items():
        dims = [str(dim) for dim in one.dims]
        shape = tuple(sizes.get(dim, like.sizes[dim]) for dim in dims)
        group.create_array(
            str(name),
            shape=shape,
            chunks=_chunks(dims, shape, chunk, one.dtype.itemsize),
            dtype=one.dtype,
            compressors=BloscCodec(cname="zstd", clevel=3, shuffle="shuffle"),
            fill_value=one.dtype.type(0),
            dimension_names=dims,
            attributes={key: _plain(value) for key, value in one.attrs.items()},
        )
    group.create_array(
        OUTCOMES,
        shape=(sizes["member"], len(outcomes)),
        chunks=(chunk, len(outcomes)),
        dtype=np.float64,
        fill_value=0.0,
        dimension_names=["member", "outcome"],
        attributes={"long_name": "outcomes of each member", OUTCOMES: outcomes},
    )
    group.create_array(
        FINISHED,
        shape=(sizes["member"],),
        chunks=(chunk,),
        dtype=np.bool_,
        fill_value=False,
        dimension_names=["member"],
        attributes={"long_name": "whether the member has been run: where not, all is nought"},
    )


def _chunks(dims: list[str], shape: tuple[int, ...], chunk: int, itemsize: int) -> tuple[int, ...]:
    """Return chunks of all members of a part, and of so many days as make about 4 MiB."""
    sizes = [max(1, size) for size in shape]
    sizes[0] = chunk
    if "day" in dims:
        at = dims.index("day")
        day = prod(sizes) // sizes[at] * itemsize
        sizes[at] = min(sizes[at], max(1, _CHUNK_BYTES // day))
    return tuple(sizes)


def _texts_of_any_length(frame: xr.Dataset) -> xr.Dataset:
    """Return coordinates with texts as Zarr 3 has a specification for."""
    return frame.assign_coords(
        {
            name: (one.dims, one.values.astype(object), one.attrs)
            for name, one in frame.coords.items()
            if one.dtype.kind == "U"
        }
    )


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def _check_zarr() -> None:
    if find_spec("zarr") is None:
        raise RequestError(
            say(
                "a store needs the package 'zarr', which is not installed: pip install "
                "'marchland[scale]'"
            )
        )


@contextmanager
def _told_as_output_error(path: Path) -> Iterator[None]:
    """Tell what the system refuses (no right, no room, a bad disk) as an OutputError."""
    try:
        yield
    except OSError as error:
        raise OutputError(
            say("cannot write to {folder}: {reason}", folder=path, reason=reason(error))
        ) from error
