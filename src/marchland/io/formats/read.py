"""From the rows of a file to a table of facts: recognised, read column by column, all at once."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from marchland.errors import Problem, ScenarioError
from marchland.io.formats.format import COUNTED, DATES, NUMBERS, Format, bare
from marchland.io.formats.lists import Row
from marchland.io.formats.raw import Raw, digest_of, tables_of
from marchland.io.formats.recognise import Found, recognised, unknown
from marchland.io.formats.registry import FORMATS
from marchland.io.personal import looks_personal
from marchland.io.reading import read_dates, read_numbers
from marchland.io.reading.months import folded
from marchland.io.reading.sheets import is_tagged
from marchland.io.reading.signs import seen, unseen_in, unseen_told
from marchland.language import say, say_n
from marchland.model.checks.groups import first_of, grouped

MOST: Final = 2e9
"""People or events beyond which a count is taken for a slip."""
SUPPRESSED: Final = re.compile(
    r"-+|–|—|\*+|<\s*\d+|n\.?/?a\.?|n/?d|nan|null|none|not available|\.+|…", re.IGNORECASE
)
"""What stands in place of a number that is withheld or not known."""
_SLASHED: Final = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b", re.ASCII)
_GROUPED: Final = re.compile(r"\d{1,3}(?:[,' \u00a0\u202f]\d{3})+", re.ASCII)
"""Counts are whole, so that a comma before three digits is between thousands."""
_GROUPS: Final = re.compile(r"[,' \u00a0\u202f]")
_YEARS: Final = (1900, 2200)
_FOOTER: Final = 1
"""Cells that a note under a table fills at the most."""
_SHOWN: Final = 20
_OWN: Final = frozenset({"hxl", "mapped", "series", "series-cumulative"})
"""Formats of tables that people make themselves."""
_SUMS: Final = frozenset(
    folded(word)
    for word in (
        "total", "totals", "grand total", "sub-total", "sub total", "subtotal", "overall total",
        "sum", "total général", "sous-total", "total general", "suma", "razem", "ogółem",
        "итого", "всего", "усього", "всього", "разом", "مجموع", "المجموع", "الإجمالي", "toplam",
        "jumla",
    )
)  # fmt: skip
"""Names of rows that add up the others."""


@dataclass(frozen=True, eq=False)
class Facts:
    """What was read of one table of a file.

    Parameters
    ----------
    format
        Its format.
    frame
        Rows by role, with ``line``, their line in the file.
    source
        What goes into the source of each row made of it.
    notes
        How it was read, and what was left out.
    """

    format: Format
    frame: pd.DataFrame
    source: str
    notes: tuple[str, ...]


def read_facts(path: Path, formats: Sequence[Format] = FORMATS, today: str = "") -> list[Facts]:
    """Return what stands in a file, table by table.

    Parameters
    ----------
    path
        The file.
    formats
        Formats that it may be of.
    today
        Date of reading, YYYY-MM-DD, for the source; blank: none is named.

    Raises
    ------
    RequestError
        If there is no such file.
    ScenarioError
        With every problem, if no table is of a known format or one cannot be read.
    """
    facts, problems, left = [], [], []
    tables, digest = tables_of(path), digest_of(path)
    for raw in tables:
        found = recognised(raw, formats)
        if found is None:
            left.append(raw.name)
            continue
        source = "; ".join(
            part
            for part in (
                f"{found.format.publisher}, {found.format.title}",
                path.name,
                found.format.licence,
                f"sha256 {digest[:16]}",
                f"read {today}" if today else "",
            )
            if part
        )
        read = _read(raw, found, source)
        if isinstance(read, Facts):
            facts.append(read)
        else:
            problems += read
    if problems:
        raise ScenarioError(str(path), first_of(grouped(problems), path.name, _SHOWN))
    if not facts:
        raise ScenarioError(str(path), [unknown(path, tables, formats)])
    if left:
        told = say("of no known format, not read: {names}", names=", ".join(left))
        facts[0] = replace(facts[0], notes=(*facts[0].notes, told))
    return facts


def _read(raw: Raw, found: Found, source: str) -> Facts | list[Problem]:
    """Read a recognised table, or return all that is wrong with it."""
    at, width = found.at, len(found.header)
    columns: dict[str, list[str]] = {role: [] for role in at}
    lines: list[int] = []
    problems, notes = [*_personal(raw, found), *_twice(raw, found)], _unread(found)
    cut: dict[str, list[int]] = {}
    skipped, repeated, seen, sums = 0, 0, set[int](), Counter[str]()
    kept: dict[str, str] = {}
    unseen: dict[str, None] = {}
    for line, cells in _body(raw.rows(), found.top):
        if _is_note(cells, found):
            skipped += 1
            continue
        if len(cells) < width or any(cells[width:]):
            told = say_n(
                "has {n} cell, the header has {width}; was the row cut off?",
                "has {n} cells, the header has {width}; was the row cut off?",
                len(cells),
                width=width,
            )
            cut.setdefault(told, []).append(line)
            continue
        if (name := cells[at["name"]] if "name" in at else "") and _is_sum(name):
            sums[name] += 1
            continue
        key = hash(tuple(cells))
        if key in seen:
            repeated += 1
            continue
        seen.add(key)
        lines.append(line)
        for role, i in at.items():
            columns[role].append(_kept(kept, cells[i], unseen))
    problems += _at_lines(raw, cut)
    if problems:
        return problems
    if not lines:
        return [
            Problem(
                raw.name, say("has a header of {title}, but no rows", title=say(found.format.title))
            )
        ]
    notes += _left_out(skipped, sums, repeated, unseen)
    frame, wrong, more = _typed(columns, lines, raw, found.format.slashes)
    if wrong:
        return wrong
    shaped = found.format.shape(frame)
    for role, value in found.format.constants.items():
        shaped[role] = value
    return Facts(found.format, shaped.reset_index(drop=True), source, (*notes, *more))


def _left_out(
    skipped: int, sums: Counter[str], repeated: int, unseen: dict[str, None]
) -> Iterator[str]:
    """Yield which rows of a table were left out, and which signs."""
    if skipped:
        yield say_n(
            "{n} row that is of tags, notes or totals was left out",
            "{n} rows that are tags, notes or totals were left out",
            skipped,
        )
    if sums:
        told = ", ".join(f"'{name}'" for name in sums)
        yield say_n(
            "{n} row that is a sum ({told}) was left out",
            "{n} rows that are sums ({told}) were left out",
            sum(sums.values()),
            told=told,
        )
    if repeated:
        yield say_n(
            "{n} row that repeats another in every cell was left out",
            "{n} rows that repeat another in every cell were left out",
            repeated,
        )
    if unseen:
        yield unseen_told(unseen)


def _kept(kept: dict[str, str], cell: str, unseen: dict[str, None]) -> str:
    """Return the one text that stands for all equal cells, its letters composed.

    Signs in it that cannot be seen are left out, and noted.
    """
    found = kept.get(cell)
    if found is None:
        text = cell
        if not cell.isascii():
            unseen |= dict.fromkeys(filter(None, [unseen_in(cell)]))
            text = seen(unicodedata.normalize("NFC", cell)).strip()
        found = kept[cell] = text
    return found


def _body(rows: Iterable[Row], top: int) -> Iterable[Row]:
    """Yield the rows under the header, without a row of tags."""
    for i, (line, cells) in enumerate(rows):
        if i > top and not (i == top + 1 and is_tagged(cells)):
            yield line, cells


def _is_note(cells: Sequence[str], found: Found) -> bool:
    """Whether a row has hardly a cell filled, the header again, or nothing where it must."""
    filled = sum(map(bool, cells))
    if any(cells) and list(cells[: len(found.header)]) == list(found.header):
        return True
    blank = not any(
        cells[i] for i in (found.at[r] for r in found.format.required) if i < len(cells)
    )
    return blank or (filled <= _FOOTER and len(found.at) > _FOOTER)


def _is_sum(name: str) -> bool:
    """Whether what stands for a place says that the row adds up others."""
    return " ".join(folded(name).split()) in _SUMS


def _personal(raw: Raw, found: Found) -> list[Problem]:
    """Columns that look like those of a list of persons; those of sex and age hold counts."""
    return [
        Problem(
            raw.name,
            say("column '{name}' looks personal; people are counted here, not listed", name=name),
        )
        for name in found.header
        if looks_personal(name)
    ]


def _twice(raw: Raw, found: Found) -> list[Problem]:
    """Columns that are read and stand twice: nobody can tell which is meant."""
    named = Counter(bare(name) for name in found.header if name)
    read = {bare(found.header[i]): found.header[i] for i in found.at.values() if i >= 0}
    return [
        Problem(
            raw.name,
            say("column '{name}' stands {number} times, must once", name=name, number=named[key]),
        )
        for key, name in read.items()
        if named[key] > 1
    ]


def _unread(found: Found) -> list[str]:
    """Name the columns of somebody's own table that are not read."""
    if found.format.id not in _OWN:
        return []
    left = [n for i, n in enumerate(found.header) if n and i not in found.at.values()]
    return [say("columns not read: {names}", names=", ".join(left))] if left else []


def _typed(
    columns: Mapping[str, Sequence[str]], lines: Sequence[int], raw: Raw, slashes: str
) -> tuple[pd.DataFrame, list[Problem], list[str]]:
    """Return columns as what they are, what is wrong with them, and how they were read."""
    frame = pd.DataFrame({"line": np.array(lines, np.int64)})
    problems: list[Problem] = []
    notes: list[str] = []
    for role, cells in columns.items():
        if role not in NUMBERS and role not in DATES:
            frame[role] = pd.Series(cells, dtype=object)
            continue
        distinct = list(dict.fromkeys(cells))
        values, wrong, note = _values(role, distinct, raw.serials, slashes)
        frame[role] = pd.Series(cells, dtype=object).map(dict(zip(distinct, values, strict=True)))
        frame[role] = frame[role].astype("datetime64[s]" if role in DATES else float)
        blamed = {distinct[i]: f"{role} {words}" for words, rows in wrong.items() for i in rows}
        where: dict[str, list[int]] = {}
        for line, text in zip(lines, cells, strict=True) if blamed else ():
            if text in blamed:
                where.setdefault(blamed[text], []).append(line)
        problems += _at_lines(raw, where)
        notes += [f"{role} {note}"] if note else []
        withheld = sum(n for t, n in Counter(cells).items() if t and SUPPRESSED.fullmatch(t))
        if role in COUNTED and withheld:
            notes.append(
                say_n(
                    "{n} count of {role} is withheld in the file and stays missing",
                    "{n} counts of {role} are withheld in the file and stay missing",
                    withheld,
                    role=role,
                )
            )
    return frame, problems, notes


def _at_lines(raw: Raw, found: Mapping[str, Sequence[int]]) -> list[Problem]:
    """Return a problem for each message, with its first lines and how many there are."""
    return [Problem.at(raw.name, lines, told) for told, lines in found.items()]


def _values(
    role: str, texts: Sequence[str], serials: str, slashes: str
) -> tuple[list[object], dict[str, tuple[int, ...]], str]:
    """Return values of different texts, complaints by their positions, and how they were read."""
    plain = ["" if SUPPRESSED.fullmatch(text) else text for text in texts]
    if role in DATES:
        dated = [_ordered(_whole_month(text), slashes) for text in plain]
        dates = read_dates(dated, serials)
        odd = next((i for i, text in enumerate(plain) if dated[i] != text), None)
        told = (
            ""
            if odd is None
            else say("is read as dates ('{text}' as {date})", text=plain[odd], date=dated[odd])
        )
        return list(dates.values), dict(dates.wrong), dates.note or told
    marked = ""
    if role in COUNTED:
        marked = next((text for text in plain if _GROUPED.fullmatch(text)), "")
        plain = [_GROUPS.sub("", text) if _GROUPED.fullmatch(text) else text for text in plain]
    bound = {"lat": 90.0, "lon": 180.0}.get(role.removeprefix("to_"))
    low, high = (0.0, None) if role in COUNTED else (-bound, bound) if bound else (None, None)
    numbers = read_numbers(plain, low, high)
    wrong = dict(numbers.wrong)
    for i, value in enumerate(numbers.values):
        if value is None:
            continue
        if role in COUNTED and not 0 <= value <= MOST:
            wrong[
                say("is {value}, must be between 0 and {most:,.0f}", value=texts[i], most=MOST)
            ] = (i,)
        if bound and abs(value) > bound:
            wrong[
                say(
                    "is {value}, must be between -{bound:.0f} and {bound:.0f}",
                    value=texts[i],
                    bound=bound,
                )
            ] = (i,)
        if role == "year" and not _YEARS[0] <= value <= _YEARS[1]:
            wrong[say("is {value}, must be a year", value=texts[i])] = (i,)
    read = [numbers.note] if numbers.note else []
    if marked:
        read.append(
            say(
                "is read with thousands marked ('{text}' as {number})",
                text=marked,
                number=_GROUPS.sub("", marked),
            )
        )
    parts = [i for i, value in enumerate(numbers.values) if value is not None and value % 1]
    if role in COUNTED and parts:
        read.append(
            say("has fractions ('{text}'): is it given in thousands?", text=texts[parts[0]])
        )
    return list(numbers.values), wrong, "; ".join(read)


def _whole_month(text: str) -> str:
    """Return the first day of a month that is written as YYYY-MM or YYYYMM."""
    found = re.fullmatch(r"(\d{4})-?(\d{2})", text)
    return f"{found[1]}-{found[2]}-01" if found and 1 <= int(found[2]) <= 12 else text


def _ordered(text: str, slashes: str) -> str:
    """Return a date whose order the format declares with its year first."""
    found = _SLASHED.search(text) if slashes else None
    if found is None:
        return text
    day, month = (1, 2) if slashes == "day" else (2, 1)
    return f"{found[3]}-{int(found[month]):02}-{int(found[day]):02}"
