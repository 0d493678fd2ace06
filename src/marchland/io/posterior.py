"""The posterior: draws of fitted parameters, a column each, in ``posterior.csv``."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from marchland.errors import OutputError, Problem, ScenarioError
from marchland.io.reading import Sheet, read_numbers, read_sheet, write_sheet
from marchland.io.reasons import reason
from marchland.language import say
from marchland.model.amounts import plain
from marchland.model.checks.case import POSTERIOR
from marchland.model.inputs import changed, inputs
from marchland.model.posterior import Posterior
from marchland.model.scenario import Scenario
from marchland.model.sphere import Floats

MARK = "# Draws of fitted parameters"
"""How the first line of such a file begins."""

_LIKE_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")
"""Numbers that a person could have meant as thousands, and that the reader refuses."""


def read_posterior(folder: Path) -> tuple[Posterior | None, tuple[int, ...], list[Problem]]:
    """Read fitted draws: the posterior (None where there is none), lines of draws, problems."""
    path = folder / POSTERIOR
    if not path.exists():
        return None, (), []
    sheet = read_sheet(path, POSTERIOR)
    if isinstance(sheet, Problem):
        return None, (), [sheet]
    if wrong := [problem for problem in sheet.problems if not problem.warning]:
        return None, (), wrong
    if not sheet.lines:
        return (
            None,
            (),
            [
                Problem(
                    POSTERIOR, say("has a header and no draws; give some, or take the file away")
                )
            ],
        )
    problems = list(sheet.problems)
    draws = np.array([_draws(sheet, column, problems) for column in range(len(sheet.header))])
    if not all(problem.warning for problem in problems):
        return None, (), problems
    return Posterior(sheet.header, draws.T), sheet.lines, problems


def _draws(
    sheet: Sheet, column: int, problems: list[Problem], file: str = POSTERIOR
) -> list[float]:
    """Return the draws of one parameter; NaN for those that are no numbers, told once."""
    name, cells = sheet.header[column], sheet.columns[column]
    drawn = read_numbers(cells)
    wrong = {row: words for words, rows in drawn.wrong.items() for row in rows}
    wrong |= {row: say("is blank, must be given") for row, cell in enumerate(cells) if not cell}
    if wrong:
        row = min(wrong)
        more = say(" ({number} such draws)", number=len(wrong)) if len(wrong) > 1 else ""
        problems.append(Problem(f"{file}:{sheet.lines[row]}", f"{name} {wrong[row]}{more}"))
    if drawn.note:
        problems.append(Problem(file, f"{name} {drawn.note}", warning=True))
    return [np.nan if value is None else value for value in drawn.values]


def read_design(path: Path) -> dict[str, Floats]:
    """Read values of parameters by name, one a member, as fitted draws are read.

    Raises
    ------
    ScenarioError
        With every problem, if the file cannot be read.
    """
    sheet = read_sheet(path, path.name)
    if isinstance(sheet, Problem):
        raise ScenarioError(f"--design {path}", [sheet])
    problems = list(sheet.problems)
    if not sheet.lines and all(problem.warning for problem in problems):
        problems.append(Problem(path.name, say("has no row: give one for each run")))
    values = {
        name: np.array(_draws(sheet, column, problems, path.name))
        for column, name in enumerate(sheet.header)
    }
    if not all(problem.warning for problem in problems):
        raise ScenarioError(f"--design {path}", problems)
    return values


def write_posterior(posterior: Posterior, origin: Mapping[str, str] | None = None) -> str:
    """Return the text of the file of draws.

    Parameters
    ----------
    posterior
        The draws.
    origin
        Where they come from, as lines of comment: ``command``, ``input`` and the like.
    """
    columns = [[_with_one_reading(plain(value)) for value in drawn] for drawn in posterior.draws.T]
    top = [f"{MARK}, one member a row", *(f"# {key}: {v}" for key, v in (origin or {}).items())]
    safe = [line.replace('"', "'") for line in top]
    sheet = write_sheet(list(posterior.names), columns, [False] * len(columns))
    return "\n".join(safe) + "\n" + sheet


def _with_one_reading(number: str) -> str:
    """Return a number that nobody can take for thousands: 311.702 becomes 311.7020."""
    return number + "0" if _LIKE_THOUSANDS.fullmatch(number) else number


def read_origin(path: Path) -> dict[str, str]:
    """Return where the draws in a file come from, as its comments say; empty if they do not."""
    told = {}
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("# "):
            break
        key, colon, value = line.removeprefix("# ").partition(": ")
        if colon:
            told[key] = value
    return told


def of_another(folder: Path, name: str) -> list[Problem]:
    """Refuse draws that say that they were fitted for another scenario.

    Draws that do not say what made them are taken as they are.
    """
    path = folder / POSTERIOR
    if not path.is_file():
        return []
    try:
        words = shlex.split(read_origin(path).get("command", ""))
    except (OSError, ValueError):
        return []
    if words[:2] != ["marchland", "calibrate"] or len(words) < 3 or words[2] == name:
        return []
    return [
        Problem(
            POSTERIOR,
            say(
                "holds draws that were fitted for '{other}', and this scenario is "
                "'{name}': fit it anew (marchland calibrate {name}), or take the file away",
                other=words[2],
                name=name,
            ),
        )
    ]


def of_other_inputs(folder: Path, scenario: Scenario) -> list[Problem]:
    """Warn of draws that say that they were fitted when files of the scenario were others.

    Draws that do not say what they were fitted to are taken as they are.
    """
    path = folder / POSTERIOR
    if scenario.posterior is None:
        return []
    told = read_origin(path).get("inputs", "")
    fitted = dict(part.split(" ", 1) for part in told.split(", ") if " " in part)
    files = changed(scenario, fitted)
    if not files:
        return []
    return [
        Problem(
            POSTERIOR,
            say(
                "holds draws that were fitted before {files} changed: fit anew (marchland "
                "calibrate {name})",
                files=", ".join(files),
                name=scenario.name,
            ),
            warning=True,
        )
    ]


def origin_of(scenario: Scenario) -> str:
    """Return what draws are fitted to, file by file, as a line of their origin."""
    return ", ".join(f"{file} {digest}" for file, digest in inputs(scenario).items())


def check_replaceable(path: Path) -> None:
    """Refuse to replace a file that is there and holds no draws; change nothing.

    Raises
    ------
    OutputError
        If something else stands there.
    """
    if not path.exists() and not path.is_symlink():
        return
    try:
        with path.open("rb") as there:
            first = there.readline().decode("utf-8-sig", "replace")
    except OSError as error:
        raise OutputError(
            say("'{path}' cannot be read ({reason})", path=path, reason=reason(error))
        ) from error
    if not first.startswith(MARK):
        raise OutputError(
            say(
                "'{path}' is there and holds no draws that Marchland wrote; it stays as it "
                "is: give another name, or move it away",
                path=path,
            )
        )
