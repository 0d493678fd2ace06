"""What work takes: seconds of the processor and by the clock, and the most memory of a process.

Of the standard library alone, so that the peer's Python can use it too. A process says what it
measured of itself by printing lines, which ``told`` reads.
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[1]
Result = TypeVar("Result")
_MARK = "took"


@dataclass(frozen=True)
class Took:
    """What some work took.

    Parameters
    ----------
    processor, clock
        Seconds of the processor, and by the clock. A busy machine moves the first least.
    memory
        The most that one process held, in MB; 0: not measured.
    """

    processor: float
    clock: float
    memory: float = 0.0

    def tell(self, what: str = "") -> None:
        """Print it for who started this process, under a name: blank for the process as a whole."""
        print(_MARK, self.processor, self.clock, self.memory, what, flush=True)

    def __or__(self, other: Took) -> Took:
        """Return the least time and the most memory of two measurements of the same."""
        return Took(
            min(self.processor, other.processor),
            min(self.clock, other.clock),
            max(self.memory, other.memory),
        )


def told(printed: str) -> dict[str, Took]:
    """Return what a process measured of itself, by name."""
    found = re.findall(rf"^{_MARK} (\S+) (\S+) (\S+) ?(.*)$", printed, re.MULTILINE)
    return {what: Took(*map(float, figures)) for *figures, what in found}


def took(work: Callable[[], Result]) -> tuple[Took, Result]:
    """Do some work in this process and all its threads; return what it took, and what it gave."""
    clock, processor = time.perf_counter(), time.process_time()
    result = work()
    spent = time.process_time() - processor, time.perf_counter() - clock
    return Took(*spent, peak_memory()), result


def peak_memory() -> float:
    """Return the MB that this process has held at most; ru_maxrss would begin with its parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
        return int(lines[0].split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def checked_out(revision: str) -> Iterator[Path]:
    """Give the tree of a revision, checked out beside this one until the block ends."""
    git = ["git", "-C", str(ROOT), "worktree"]
    with tempfile.TemporaryDirectory() as room:
        tree = Path(room) / "tree"
        subprocess.run([*git, "add", "--detach", "-q", str(tree), revision], check=True)
        try:
            yield tree
        finally:
            subprocess.run([*git, "remove", "--force", str(tree)], check=True)


def run(
    command: Sequence[str | Path],
    environment: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> tuple[Took, str]:
    """Run a command to its end; return what it took with all that it started, and what it printed.

    Raises
    ------
    RuntimeError
        With the last that it said, where it fails.

    Notes
    -----
    Python keeps what it read of each source, as where a package was installed, even if this process
    was told not to: to read all of it anew is a sixth of a short command.
    """
    begun = time.perf_counter()
    with subprocess.Popen(
        command,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": ""} | dict(environment or {}),
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        said = process.stdout.read() if process.stdout else ""
        _, status, spent = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        words = " ".join(map(str, command))
        raise RuntimeError(f"{words[:200]} ended with {process.returncode}:\n{said[-2000:]}")
    clock, memory = time.perf_counter() - begun, spent.ru_maxrss / 1024
    return Took(spent.ru_utime + spent.ru_stime, clock, memory), said
