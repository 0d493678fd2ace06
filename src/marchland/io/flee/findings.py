"""What a reading of a Flee folder found: read, corrected, ignored, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from marchland.errors import Problem, ScenarioError
from marchland.language import say
from marchland.model.checks.groups import grouped


@dataclass(frozen=True)
class FleeReport:
    """What was made of a Flee folder, in words.

    Parameters
    ----------
    read
        What the scenario holds, a line each.
    corrected
        What stands otherwise in the folder, and why it was changed.
    ignored
        What has no counterpart or no effect, and why.
    doubtful
        What was read as it stands, but can hardly be meant so.
    """

    read: tuple[str, ...]
    corrected: tuple[str, ...]
    ignored: tuple[str, ...]
    doubtful: tuple[str, ...] = ()

    def __str__(self) -> str:
        parts = [
            (say("Read:"), self.read),
            (say("Corrected:"), self.corrected),
            (say("Ignored:"), self.ignored),
        ]
        parts += [(say("Doubtful:"), self.doubtful)] if self.doubtful else []
        return "\n\n".join(
            "\n".join([title, *(f"- {line}" for line in lines or (say("nothing"),))])
            for title, lines in parts
        )


@dataclass
class Findings:
    """Collects what is met while a folder is read; problems are raised together at the end."""

    read: list[str] = field(default_factory=list)
    corrected: list[Problem] = field(default_factory=list)
    ignored: list[Problem] = field(default_factory=list)
    doubtful: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def correct(self, where: str, text: str, *also: int) -> None:
        """Note something that was read otherwise than it stands."""
        self.corrected.append(Problem(where, text, True, also))

    def ignore(self, where: str, text: str, *also: int) -> None:
        """Note something that was left out."""
        self.ignored.append(Problem(where, text, True, also))

    def doubt(self, where: str, text: str, *also: int) -> None:
        """Note something that was read as it stands, but can hardly be meant so."""
        self.doubtful.append(Problem(where, text, True, also))

    def refuse(self, where: str, text: str, *also: int) -> None:
        """Note something that cannot be read at all."""
        self.problems.append(Problem(where, text, False, also))

    def refused(self, file: str) -> bool:
        """Whether something in a file was refused already."""
        return any(problem.where.partition(":")[0] == file for problem in self.problems)

    def stop(self, source: str) -> None:
        """Raise what cannot be read, grouped by kind; do nothing where all can."""
        if self.problems:
            raise ScenarioError(source, grouped(self.problems))

    def warnings(self) -> tuple[Problem, ...]:
        """Return what was corrected, ignored and doubted, as what is odd in a scenario."""
        ignored = [
            replace(one, message=say("{message} (ignored)", message=one.message))
            for one in self.ignored
        ]
        every = (self.doubtful, self.corrected, ignored)
        return tuple(one for some in every for one in grouped(some))

    def report(self) -> FleeReport:
        """Return what was found as a frozen report."""
        corrected, ignored, doubtful = (
            tuple(say("{name}: {text}", name=one.where, text=one.told) for one in grouped(some))
            for some in (self.corrected, self.ignored, self.doubtful)
        )
        return FleeReport(tuple(self.read), corrected, ignored, doubtful)
