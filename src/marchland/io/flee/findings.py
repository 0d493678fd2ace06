"""What a reading of a Flee folder found: read, corrected, ignored, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field

from marchland.errors import Problem


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
    """

    read: tuple[str, ...]
    corrected: tuple[str, ...]
    ignored: tuple[str, ...]

    def __str__(self) -> str:
        parts = (("Read", self.read), ("Corrected", self.corrected), ("Ignored", self.ignored))
        return "\n\n".join(
            "\n".join([f"{title}:", *(f"- {line}" for line in lines or ("nothing",))])
            for title, lines in parts
        )


@dataclass
class Findings:
    """Collects what is met while a folder is read; problems are raised together at the end."""

    read: list[str] = field(default_factory=list)
    corrected: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def correct(self, where: str, text: str) -> None:
        """Note something that was read otherwise than it stands."""
        self.corrected.append(f"{where}: {text}")

    def ignore(self, where: str, text: str) -> None:
        """Note something that was left out."""
        self.ignored.append(f"{where}: {text}")

    def refuse(self, where: str, text: str) -> None:
        """Note something that cannot be read at all."""
        self.problems.append(Problem(where, text))

    def warnings(self) -> tuple[Problem, ...]:
        """Return what was corrected and ignored, as what is odd in a scenario."""
        told = [*self.corrected, *(f"{line} (ignored)" for line in self.ignored)]
        parts = (line.split(": ", maxsplit=1) for line in told)
        return tuple(Problem(where, text, warning=True) for where, text in parts)

    def report(self) -> FleeReport:
        """Return what was found as a frozen report."""
        return FleeReport(tuple(self.read), tuple(self.corrected), tuple(self.ignored))
