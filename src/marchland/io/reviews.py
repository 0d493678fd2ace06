"""Forms for reviewers: a workbook to send round, and what comes back, checked before it is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from marchland.errors import OutputError, Problem, RequestError, ScenarioError
from marchland.io.atomic import book_bytes, write_file
from marchland.io.reading.workbooks import Book, read_book, sheet_of_book
from marchland.io.tables import Reading, table_of, write_table
from marchland.io.workbook import offer, put
from marchland.language import languages, mark, say, speaking
from marchland.model.checks.case import Case
from marchland.model.checks.reviews import check_reviews, person_fault
from marchland.model.columns import Dates, Numbers, Table, Texts, column
from marchland.model.reviews import Input, Key, Opinion, inputs, opinions
from marchland.model.scenario import Scenario
from marchland.model.tables import Reviews
from marchland.model.views import SUBJECTS, VERDICTS

_WORDS, _FIRST = "allowed words", mark("read me")
_GIVEN, _ASKED = "EDEDED", "FFF8DC"
_WIDTHS = {"says": 60, "about": 40, "source": 40, "others": 40, "reason": 60}
_USUAL = 14
_NEW = 10_000_000
"""Lines from here on are those of rows that came back, while they are checked."""
_TOLD = mark(
    "What do you know of these inputs of the model?\n\n1. On the sheet "
    "'reviewer' write the day, and who you are: initials in capitals (AK)\n   "
    "or a role in small letters (protection officer). No name, no address, no "
    "number to\n   call: a form with one is refused.\n2. On the sheet 'review' "
    "take the rows that you know something of; leave others blank.\n3. Verdict: "
    "agree (it stands as it is), doubt (it may be wrong, and you have no "
    "better\n   number), replace (you have one).\n4. For replace give the lowest "
    "value that is possible first, then the highest, then\n   your best guess; "
    "and say why. Think alone before you read what others said (column\n   "
    "'others'); then change your mind if they convince you.\n5. Send the "
    "workbook back. The grey columns are for reading."
)


@dataclass(frozen=True, eq=False, repr=False)
class Who(Table):
    """Who fills in a form, and when."""

    FILE: ClassVar[str] = "reviewer"

    reviewer: Texts = column("id", mark("Initials or role."), required=True)
    date: Dates = column("date", mark("Day of the review."), required=True)


@dataclass(frozen=True, eq=False, repr=False)
class Form(Table):
    """A row for each input: what it is, and what the reviewer says."""

    FILE: ClassVar[str] = "review"

    of: Texts = column("choice", mark("Sort of input."), required=True, choices=tuple(SUBJECTS))
    about: Texts = column("text", "Which.", required=True)
    says: Texts = column("text", mark("What it says."))
    now: Texts = column("text", mark("Its value as it stands."))
    unit: Texts = column("text", mark("Its unit."))
    source: Texts = column("text", mark("Where it is from."))
    others: Texts = column("text", mark("What others said."))
    verdict: Texts = column("choice", mark("The reviewer's verdict."), choices=VERDICTS)
    low: Numbers = column("number", mark("Lowest value that is possible."))
    high: Numbers = column("number", mark("Highest value that is possible."))
    best: Numbers = column("number", mark("Best guess."))
    reason: Texts = column("text", "Why.")


_ANSWERS = ("verdict", "low", "high", "best", "reason")


@dataclass(frozen=True)
class Taken:
    """What was read of forms that came back.

    Parameters
    ----------
    reviews
        All reviews, those that were there first.
    added
        How many came, by reviewer.
    known
        How many were there already, word for word.
    """

    reviews: Reviews
    added: Mapping[str, int]
    known: int


def write_form(scenario: Scenario, path: str | Path, of: Collection[str] = ()) -> Path:
    """Write a workbook in which somebody can review the inputs of a scenario.

    Parameters
    ----------
    scenario
        What is to be reviewed.
    path
        The workbook to make, ``.xlsx``; it must not exist.
    of
        Sorts of inputs to ask about; none: all on which something can depend, assumed ones first.

    Raises
    ------
    OutputError
        If openpyxl is not installed, something is there already, or it cannot be written.
    RequestError
        If there is nothing to ask about.
    """
    try:
        import openpyxl
    except ImportError:
        raise OutputError(say("to write workbooks: pip install 'marchland[sheets]'")) from None
    target = Path(path)
    if target.suffix != ".xlsx":
        raise OutputError(
            say("'{target}' must end in .xlsx: the form is a workbook", target=target)
        )
    if target.exists():
        raise OutputError(say("'{target}' is there already and stays as it is", target=target))
    asked = _asked(scenario, of)
    if not asked:
        raise RequestError(
            say("{name} has no {inputs} to review", name=scenario.name, inputs=say(" or ").join(of))
            if of
            else say("{name} has no input to review", name=scenario.name)
        )
    book = openpyxl.Workbook()
    book.properties.creator = "Marchland"
    first = book.active
    first.title = say(_FIRST)
    for row, line in enumerate((scenario.title, "", *say(_TOLD).splitlines()), start=1):
        put(first.cell(row, 1), line or None)
    first.column_dimensions["A"].width = 120
    words = book.create_sheet(_WORDS)
    words.sheet_state = "hidden"
    _fill(book.create_sheet(Who.FILE, 1), Who, [], words)
    said = opinions(scenario)
    rows = [_row(one, said.get((one.of, one.about), ())) for one in asked]
    _fill(book.create_sheet(Form.FILE, 2), Form, rows, words)
    write_file(target, book_bytes(book))
    return target


def _asked(scenario: Scenario, of: Collection[str]) -> list[Input]:
    """Return what is asked about: assumed inputs first, in the order of the files."""
    every = [one for one in inputs(scenario).values() if one.of in of or (not of and one.moves)]
    return sorted(every, key=lambda one: (not one.moves, not one.assumed))


def _row(one: Input, said: Sequence[Opinion]) -> dict[str, Any]:
    others = "; ".join(
        f"{each.view if each.verdict == 'replace' else f'{each.reviewer}: {each.verdict}'}"
        + (f", {each.reason}" if each.reason else "")
        for each in said
    )
    given = {name: getattr(one, name) for name in ("of", "about", "says", "now", "unit", "source")}
    return {**given, "others": others}


def _fill(sheet: Any, kind: type[Table], rows: Sequence[Mapping[str, Any]], words: Any) -> None:
    """Write a sheet to be filled in: grey columns to read, the others to answer in."""
    from openpyxl.styles import Alignment, Font, PatternFill

    for at, (name, one) in enumerate(kind.columns().items(), start=1):
        to_fill = kind is Who or name in _ANSWERS
        head = sheet.cell(1, at, name)
        head.font = Font(bold=True)
        letter = head.column_letter
        sheet.column_dimensions[letter].width = _WIDTHS.get(name, _USUAL)
        fill = PatternFill("solid", fgColor=_ASKED if to_fill else _GIVEN)
        for row in range(1, max(2, len(rows) + 1) + 1):
            cell = sheet.cell(row, at)
            cell.fill = fill
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if row > 1 and row <= len(rows) + 1:
                put(cell, rows[row - 2].get(name) or None)
        if to_fill:
            offer(sheet, letter, one, words)
    sheet.freeze_panes = "C2" if kind is Form else "A2"


def read_forms(scenario: Scenario, paths: Iterable[Path]) -> Taken:
    """Read forms that came back; nothing of them is kept unless all of them can be.

    Parameters
    ----------
    scenario
        What was reviewed.
    paths
        The workbooks.

    Raises
    ------
    ScenarioError
        With everything that is wrong, or has two readings and must be asked, in all the workbooks.
    """
    base = scenario.base or scenario
    known, wrong = _known(base), list[Problem]()
    rows = [_of_table(row) for row in base.reviews.rows()]
    there = {_said(row) for row in rows}
    fresh: list[dict[str, Any]] = []
    lines: list[tuple[str, int]] = []
    old = 0
    for path in paths:
        found, problems = _read(path, known)
        wrong += problems
        for line, row in found:
            if _said(row) in there:
                old += 1
                continue
            there.add(_said(row))
            fresh.append(row)
            lines.append((path.name, line))
    made = _reviews([*rows, *fresh])
    wrong += _checked(replace(base, reviews=made), len(rows), lines)
    if wrong:
        raise ScenarioError(", ".join(str(path) for path in paths), wrong)
    added: dict[str, int] = {}
    for row in fresh:
        added[row["reviewer"]] = added.get(row["reviewer"], 0) + 1
    return Taken(made, added, old)


def keep_reviews(folder: Path, reviews: Reviews) -> Path:
    """Write ``reviews.csv`` of a scenario folder, in one step.

    Raises
    ------
    OutputError
        If the folder is not one of the user's own, or the file cannot be written.
    """
    path = folder / Reviews.FILE
    if not (folder / "scenario.yaml").is_file():
        raise OutputError(
            say(
                "'{folder}' is no scenario folder: convert it first (marchland convert), "
                "then read the reviews into the new folder",
                folder=folder,
            )
        )
    if path.with_suffix(".xlsx").exists() and not path.exists():
        raise OutputError(
            say("reviews are in reviews.xlsx: save its sheet as {file} first", file=Reviews.FILE)
        )
    write_file(path, write_table(reviews))
    return path


def _known(base: Scenario) -> dict[Key, list[str]]:
    """Return the value of each input as it stands, the one to show first, in every language."""
    found = {key: [one.now] for key, one in inputs(base).items()}
    for code in languages():
        with speaking(code):
            for key, one in inputs(base).items():
                found[key].append(one.now)
    return found


def _read(
    path: Path, known: Mapping[Key, Sequence[str]]
) -> tuple[list[tuple[int, dict[str, Any]]], list[Problem]]:
    """Return the reviews of one workbook with their lines, and what is wrong with it."""
    if not path.is_file():
        return [], [Problem(str(path), say("is not there"))]
    book = read_book(path, path.name)
    if isinstance(book, Problem):
        return [], [book]
    who, about = (_sheet(book, kind, path.name) for kind in (Who, Form))
    wrong = [one for part in (who, about) for one in part[1] if not one.warning]
    if who[0] is None or about[0] is None or wrong:
        return [], wrong
    if len(who[0].table) != 1:
        told = say("must have one line below its header: your initials or role, and the day")
        return [], [Problem(say("{name}, sheet '{file}'", name=path.name, file=Who.FILE), told)]
    (person,) = who[0].table.rows()
    if complaint := person_fault(person["reviewer"]):
        return [], [
            Problem(
                say("{name}, sheet '{file}'", name=path.name, file=Who.FILE),
                f"reviewer {complaint}",
            )
        ]
    found = []
    for line, row in zip(about[0].lines, about[0].table.rows(), strict=True):
        where = say("{name}, sheet '{file}':{line}", name=path.name, file=Form.FILE, line=line)
        if complaint := _complaint(row, known):
            wrong.append(Problem(where, complaint))
        elif row["verdict"]:
            own = {name: row[name] for name in ("of", "about", *_ANSWERS)}
            made = {**own, "date": person["date"], "reviewer": person["reviewer"]}
            found.append((int(line), _of_table(made)))
    if not found and not wrong:
        wrong.append(Problem(path.name, say("holds no verdict: nothing was filled in")))
    return found, wrong


def _sheet(book: Book, kind: type[Table], name: str) -> tuple[Reading[Any] | None, list[Problem]]:
    """Return a sheet of a form as a table, and what is wrong with it."""
    where = say("{name}, sheet '{file}'", name=name, file=kind.FILE)
    title = next((t for t in book.sheets if t.strip().lower() == kind.FILE), None)
    if title is None:
        return None, [
            Problem(
                name, say("has no sheet '{file}', take the form as it was made", file=kind.FILE)
            )
        ]
    sheet = sheet_of_book(book, title, where)
    if isinstance(sheet, Problem):
        return None, [sheet]
    reading = table_of(sheet, kind)
    told = [
        replace(one, where=one.where.replace(kind.FILE, where, 1))
        if one.where.startswith(kind.FILE)
        else one
        for one in reading.problems
    ]
    return reading, told


def _complaint(row: Mapping[str, Any], known: Mapping[Key, Sequence[str]]) -> str:
    """Return what must be asked of a row of a form, nothing where it has one reading."""
    answered = row["reason"] or not np.isnan([row[n] for n in ("low", "high", "best")]).all()
    if not row["verdict"]:
        return say("has an answer and no verdict: agree, doubt or replace?") if answered else ""
    now = known.get((row["of"], row["about"]))
    if now is not None and row["now"] not in now:
        return say(
            "'{about}' was {before} when the form was made and is {now} now: ask the "
            "reviewer again, with a new form",
            about=row["about"],
            before=row["now"] or say("blank"),
            now=now[0] or say("blank"),
        )
    return ""


def _checked(scenario: Scenario, before: int, lines: Sequence[tuple[str, int]]) -> list[Problem]:
    """Return what the checks say of the rows that came, told where they stand in the forms."""
    numbers = [*range(2, before + 2), *range(_NEW, _NEW + len(lines))]
    found = []
    for problem in check_reviews(Case(scenario, {Reviews.FILE: numbers})):
        line = int(problem.where.rpartition(":")[2])
        if line >= _NEW:
            name, at = lines[line - _NEW]
            found.append(
                replace(
                    problem,
                    where=say("{name}, sheet '{file}':{at}", name=name, file=Form.FILE, at=at),
                )
            )
    return found


def _reviews(rows: Sequence[Mapping[str, Any]]) -> Reviews:
    names = Reviews.columns()
    return Reviews.from_columns({name: [row[name] for row in rows] for name in names})


def _of_table(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with None for a number that is not there."""
    return {
        name: None if isinstance(value, float) and np.isnan(value) else value
        for name, value in row.items()
    }


def _said(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(row[name]) for name in Reviews.columns())
