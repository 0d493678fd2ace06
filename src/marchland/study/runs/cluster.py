"""Many processes as Dask offers them: on this machine, or wherever a scheduler has workers."""

from __future__ import annotations

import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, TypeVar

from marchland.errors import RequestError
from marchland.language import say

if TYPE_CHECKING:
    from distributed import Client, Future

Shared = TypeVar("Shared")
Job = TypeVar("Job")

ANSWERS_WITHIN: Final = 10.0
"""Seconds within which a scheduler must answer."""

_AHEAD: Final = 1000
"""Jobs that the scheduler knows of at a time: their number must not fill its memory."""

_WITHOUT_PAGES: Final[dict[str, list[str]]] = {
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
}
"""Processes on this machine have no pages: Dask shows them to whoever asks, with no certificate."""


def check_dask() -> None:
    """Refuse to go on without Dask.

    Raises
    ------
    RequestError
        Saying what to install.
    """
    if find_spec("dask") is None or find_spec("distributed") is None:
        raise RequestError(
            say(
                "many processes need the package 'distributed', which is not installed: "
                "pip install 'marchland[scale]'"
            )
        )


@contextmanager
def crew(scheduler: str | Client | None, workers: int | None) -> Iterator[Client]:
    """Give a client of a scheduler: one that is there, or one of this machine alone.

    Parameters
    ----------
    scheduler
        Address of a scheduler, or a client of one, which stays open; None: processes here, of one
        thread each, that listen to this process only (TLS) and end with the block.
    workers
        Number of those processes; by default one for each core.

    Raises
    ------
    RequestError
        If the scheduler does not answer.
    """
    if scheduler is None:
        with _quiet(), _local(workers) as client:
            yield client
    elif isinstance(scheduler, str):
        with _quiet(), _client_of(scheduler) as client:
            yield client
    else:
        yield scheduler


def run_all(
    client: Client,
    work: Callable[[Shared, Job], object],
    shared: Shared,
    jobs: Iterable[Job],
    done: Callable[[Job], None],
) -> None:
    """Call ``work(shared, job)`` for each job on the workers, and ``done(job)`` here as each ends.

    Earlier jobs tend to go first. A job whose worker dies is given to another. At the first error
    the jobs that have not begun are called off.

    Raises
    ------
    RequestError
        If the scheduler is lost, workers die again and again, or they lack what they need.
    """
    from distributed import as_completed

    waiting = enumerate(jobs)
    running: dict[Any, tuple[Future[Any], Job]] = {}
    whole = client.submit(_same, shared, pure=False)

    def submitted(some: Iterable[tuple[int, Job]]) -> list[Future[Any]]:
        made = [
            (client.submit(work, whole, job, pure=False, priority=-number), job)
            for number, job in some
        ]
        running.update((one[0].key, one) for one in made)
        return [future for future, _ in made]

    with _told():
        try:
            ended = as_completed(submitted(islice(waiting, _AHEAD)), loop=client.loop)
            for future in ended:
                future.result()
                done(running.pop(future.key)[1])
                ended.update(submitted(islice(waiting, 1)))
        finally:
            client.cancel([whole, *(future for future, _ in running.values())])


def _same(shared: Shared) -> Shared:
    """Stand for what all jobs share: sent once, and made again where a worker took it along."""
    return shared


@contextmanager
def _local(workers: int | None) -> Iterator[Client]:
    """Start processes on this machine; Ctrl-C is for this process, which then ends them."""
    import dask
    from dask.system import CPU_COUNT
    from distributed import Client, LocalCluster

    security = _only_ours()
    with _deaf_to_interrupts(), dask.config.set(_WITHOUT_PAGES):
        cluster = LocalCluster(
            n_workers=workers or CPU_COUNT,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            scheduler_kwargs={"dashboard": False},
            silence_logs=logging.CRITICAL,
            security=security,
        )
    with cluster, Client(cluster, security=security, set_as_default=False) as client:
        yield client


def _only_ours() -> Any:
    """Return certificates made for this run alone: who has none of them reaches no process of it.

    Raises
    ------
    RequestError
        Where the package that makes them is not installed.
    """
    from distributed.security import Security

    if find_spec("cryptography") is None:
        raise RequestError(
            say(
                "processes on this machine are closed to its other users by the package "
                "'cryptography', which is not installed: pip install 'marchland[scale]'"
            )
        )
    return Security.temporary()


@contextmanager
def _client_of(address: str) -> Iterator[Client]:
    from distributed import Client
    from distributed.comm.addressing import get_address_host_port

    try:
        there = get_address_host_port(address)
        socket.create_connection(there, ANSWERS_WITHIN).close()  # a client that fails is loud
        client = Client(address, timeout=ANSWERS_WITHIN, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise RequestError(
            say(
                "no Dask scheduler answers at {address}: start one, or leave the address "
                "out to run on this machine",
                address=address,
            )
        ) from error
    with client:
        yield client


@contextmanager
def _told() -> Iterator[None]:
    """Tell what goes wrong between processes as something that a user can mend."""
    from distributed import KilledWorker

    try:
        yield
    except KilledWorker as error:
        raise RequestError(
            say(
                "workers died again and again over the same members, most likely for lack "
                "of memory: take fewer members at a time (chunk), fewer workers, or "
                "workers with more memory"
            )
        ) from error
    except (CancelledError, OSError) as error:
        raise RequestError(say("the connection to the Dask scheduler was lost")) from error
    except ImportError as error:
        raise RequestError(
            say(
                "the workers cannot run this ({error}): they need the same packages as "
                "this process",
                error=error,
            )
        ) from error


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Let processes that are started here not hear Ctrl-C."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask's log to itself: what matters is raised."""
    log = logging.getLogger("distributed")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)
