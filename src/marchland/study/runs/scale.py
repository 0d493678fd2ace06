"""Large ensembles: parts of the members on many processes, each written to disk as it ends."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.metadata import version
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import xarray as xr

import marchland
from marchland.engine.plan import Plan
from marchland.engine.simulate import simulate
from marchland.engine.state import run_bytes
from marchland.errors import MarchlandError, OutputError, RequestError
from marchland.io.store import Study, check_store, close_store, make_store, open_store, write_part
from marchland.kernels.layout import Floats
from marchland.language import mark, say, speaking, spoken
from marchland.model.design import Design, Keep
from marchland.model.reviews import with_reviews
from marchland.model.scenario import Scenario
from marchland.study.measures.outcomes import outcomes
from marchland.study.runs.cluster import check_dask, crew, run_all
from marchland.study.runs.coarse import protected

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["ensemble"]

PART_BYTES: Final = 192 * 2**20
"""A part holds about so much memory while it runs."""

LEAST_PARTS: Final = 16
"""An ensemble is cut into at least so many parts, so that several processes have work."""

_MADE_BY: Final = ("kernels", "engine", "model", "study/runs", "study/measures")
"""Where the code lies that the numbers depend on."""

_BY_DIGEST: Final = {
    "scenario": mark("the scenario is another, or has changed"),
    "parameters": mark("the given values of parameters are others"),
    "code": mark("the model's code has changed"),
}

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class _Order:
    """What was asked for; sent to the workers with the scenario."""

    scenario: Scenario
    path: Path
    design: Design
    versions: Mapping[str, str]
    language: str


@dataclass(frozen=True)
class _Part:
    """Some members in a row, with their values of parameters that were given."""

    key: str
    first: int
    members: int
    parameters: Mapping[str, Floats]


def ensemble(
    scenario: Scenario,
    store: Path | str,
    members: int | None = None,
    seed: int | None = None,
    *,
    chunk: int | None = None,
    workers: int | None = None,
    scheduler: str | Client | None = None,
    resume: bool = False,
    days: int | None = None,
    uncertainty: Iterable[str] | None = None,
    keep: Keep | None = None,
    parameters: Mapping[str, Floats] | None = None,
    design: Design | None = None,
    reviews: str | None = None,
    progress: Progress | None = None,
    command: str = "",
) -> xr.Dataset:
    """Run an ensemble of any size on many processes, straight into a Zarr store.

    Members run in parts; a part is on disk as soon as it ends, so that memory does not grow with
    the ensemble, and one that was interrupted can go on. Member m is the same as
    :func:`marchland.simulate` makes it, for any number of parts and processes.

    Parameters
    ----------
    scenario
        A checked scenario, as :func:`marchland.read` returns it.
    store
        Folder of the store: new, or with ``resume`` the one to go on with.
    members
        Members of the ensemble, at least 1; by default as the scenario says.
    seed
        Seed, 0 or more; by default as the scenario says.
    chunk
        Members of a part, at least 1; by default so many as hold 192 MiB while they run, at most a
        sixteenth of all. A store that is resumed keeps its own.
    workers
        Processes on this machine, at least 1; by default one for each core.
    scheduler
        Address of a Dask scheduler (``tcp://...``), or a client of one, whose workers run the parts
        instead; all must see the store under the same path.
    resume
        Go on with what the store holds; where there is none, begin.
    days
        Days to run; by default the scenario's.
    uncertainty
        Which components of uncertainty are on, of ``parameters``, ``place_effect`` and ``chance``;
        by default all.
    keep
        What to keep; by default the stock by place and group, and the flow by route.
    parameters
        Values of parameters by name, one a member, in place of what would be drawn.
    design
        Members, seed, days, uncertainty, keep and parameters in one (:class:`marchland.Design`).
    reviews
        Whose reviews hold, as for :func:`marchland.simulate`.
    progress
        Called after each part with the number of members done and of all members.
    command
        The command that makes the same result, for its provenance.

    Returns
    -------
    xarray.Dataset
        The runs, opened from the store: values are read when they are asked for.

    Raises
    ------
    RequestError
        If an argument is out of bounds, the store was asked for otherwise, the scheduler does not
        answer, or the workers cannot do it.
    OutputError
        If something else stands in the store's place, or the disk is full or fails. Parts that
        were finished stay, and can be resumed.
    """
    check_dask()
    scenario = scenario if reviews is None else with_reviews(scenario, reviews)
    whole = Design.of(
        scenario,
        design,
        {"chunk": chunk, "workers": workers},
        members=members,
        seed=seed,
        days=days,
        uncertainty=uncertainty,
        keep=keep,
        given=parameters,
    )
    _check(whole, workers, scheduler)
    given = whole.given
    order = _Order(
        scenario, Path(store).absolute(), replace(whole, given={}), _versions(), spoken()
    )
    study = _found(order, chunk, given, resume)
    if study is None or not study.finished.all():
        with crew(scheduler, workers) as client:
            study = study or _begun(order, chunk, given, command)
            _fill(order, study, given, client, progress)
    return open_store(order.path)


def _check(design: Design, workers: int | None, scheduler: object) -> None:
    """Say what only an ensemble can be asked wrongly."""
    if design.first:
        raise RequestError(
            say("first is {first}, an ensemble begins at member 0", first=design.first)
        )
    if scheduler is not None and workers is not None:
        raise RequestError(
            say("workers are for this machine and a scheduler has its own: give one or the other")
        )


def _found(
    order: _Order, chunk: int | None, given: Mapping[str, Floats], resume: bool
) -> Study | None:
    """Return the study to go on with, None where there is nothing yet.

    Raises
    ------
    OutputError, RequestError
        Where something else stands there, or a study that was asked for otherwise.
    """
    found = check_store(order.path)
    if found is None:
        return None
    if not resume:
        raise OutputError(
            say(
                "{path} holds an ensemble already ({standing}): resume it, name another "
                "folder, or remove it yourself",
                path=order.path,
                standing=_standing(found, order),
            )
        )
    wanted = _asked(order, chunk or int(found.asked["chunk"]), given)
    differing = [
        say(_BY_DIGEST[name])
        if name in _BY_DIGEST
        else say(
            "{name} was {before} and is now {now}",
            name=name,
            before=found.asked.get(name),
            now=wanted[name],
        )
        for name in wanted
        if found.asked.get(name) != wanted[name]
    ]
    if differing:
        raise RequestError(
            say(
                "{path} cannot be resumed, it was begun with other settings: {differing}",
                path=order.path,
                differing="; ".join(differing),
            )
        )
    return found


def _begun(order: _Order, chunk: int | None, given: Mapping[str, Floats], command: str) -> Study:
    """Lay out a new store, from the first day of the first member."""
    design = order.design
    first = {name: values[:1] for name, values in given.items()}
    one_day = replace(design, members=1, days=1, given=first)
    one = protected(simulate(order.scenario, design=one_day, command=command))
    told = outcomes(one, order.scenario).columns
    one.attrs["members"] = design.members
    del one.attrs["balance"]
    dates = np.datetime64(order.scenario.start, "D") + np.arange(design.days)
    months = np.unique(dates.astype("datetime64[M]").astype(str))
    axes = {
        "member": xr.Variable("member", np.arange(design.members, dtype=np.int32)),
        "day": xr.Variable("day", dates.astype("datetime64[ns]")),
        "month": xr.Variable("month", months),
    }
    chunk = chunk or _usual_chunk(order)
    return make_store(order.path, one, axes, list(told), chunk, _asked(order, chunk, given))


def _usual_chunk(order: _Order) -> int:
    """Return how many members a part has: the same on every machine."""
    design = order.design
    each = run_bytes(Plan(order.scenario, design.keep), 1, design.days)
    return max(1, min(PART_BYTES // each, ceil(design.members / LEAST_PARTS)))


def _asked(order: _Order, chunk: int, given: Mapping[str, Floats]) -> dict[str, Any]:
    """Return all that the bits of a store depend on, as plain values by name."""
    design, values = order.design, hashlib.sha256()
    for name in sorted(given):
        values.update(name.encode() + b"\0" + given[name].tobytes())
    wanted = {
        "scenario": order.scenario.content_digest(),
        "members": design.members,
        "seed": design.seed,
        "days": design.days,
        "chunk": chunk,
        "uncertainty": design.uncertainty,
        "keep": asdict(design.keep),
        "parameters": values.hexdigest() if given else "",
        **order.versions,
    }
    plain: dict[str, Any] = json.loads(json.dumps(wanted))
    return plain


@cache
def _versions() -> dict[str, str]:
    """Return the versions of all that makes the numbers, the model's own code by its digest."""
    code = hashlib.sha256()
    home = Path(marchland.__file__).parent
    for part in _MADE_BY:
        for file in sorted((home / part).rglob("*.py")) or [home / part]:
            code.update(file.relative_to(home).as_posix().encode() + b"\0" + file.read_bytes())
    return {name: version(name) for name in ("marchland", "numba", "numpy")} | {
        "code": code.hexdigest()
    }


def _fill(
    order: _Order,
    study: Study,
    given: Mapping[str, Floats],
    client: Client,
    progress: Progress | None,
) -> None:
    """Run the parts that are still to come, and close the store."""
    parts = list(_parts(order, study, given))
    members = order.design.members
    done = members - sum(part.members for part in parts)

    def ended(part: _Part) -> None:
        nonlocal done
        done += part.members
        if progress is not None:
            progress(done, members)

    try:
        run_all(client, _run_part, order, parts, ended)
    except MarchlandError as error:
        raise type(error)(
            say(
                "{error}; {done:,} of {members:,} members are finished and stay in {path}: "
                "resume when it is mended",
                error=error,
                done=done,
                members=members,
                path=order.path,
            )
        ) from error
    close_store(
        order.path, {"balance": f"entered = there + travelling, in each of {members} members"}
    )


def _parts(order: _Order, study: Study, given: Mapping[str, Floats]) -> Iterator[_Part]:
    """Yield the parts that are not finished."""
    chunk = int(study.asked["chunk"])
    for number in np.flatnonzero(~study.finished).tolist():
        first = number * chunk
        last = min(first + chunk, order.design.members)
        values = {name: one[first:last] for name, one in given.items()}
        yield _Part(study.key, first, last - first, values)


def _run_part(order: _Order, part: _Part) -> None:
    """Run some members and write them: the work of a worker, in the language of its order."""
    with speaking(order.language):
        _run_in_order(order, part)


def _run_in_order(order: _Order, part: _Part) -> None:
    here = _versions()
    if here != order.versions:
        named = ", ".join(name for name in here if here[name] != order.versions[name])
        raise RequestError(
            say("a worker has another version of {named} than this process", named=named)
        )
    own = replace(order.design, members=part.members, first=part.first, given=part.parameters)
    runs = simulate(order.scenario, threads=1, design=own)
    told = protected(runs)
    write_part(order.path, part.key, told, outcomes(told, order.scenario))


def _standing(study: Study, order: _Order) -> str:
    return say(
        "{finished:,} of {parts:,} parts finished",
        finished=study.finished.sum(),
        parts=len(study.finished),
    )
