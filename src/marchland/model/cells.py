"""Cells: the text of a spreadsheet's cell and the value it stands for, by declared column."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np

from marchland.language import mark, say
from marchland.model.amounts import NUMBER, Amount, distinct, plain
from marchland.model.columns import Column
from marchland.model.near import bare, either, hint

_NUMBER = re.compile(NUMBER, re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SERIAL = re.compile(r"[2-6]\d{4}(?:[.]\d+)?", re.ASCII)
_WEEK = re.compile(r"\d{4}[-\s]?W\d{1,2}(?:-?\d)?|(?:week|wk|w)\s*\d{1,2}.*", re.IGNORECASE)
_QUARTER = re.compile(r"Q[1-4][-/\s]?\d{2,4}|\d{4}[-/\s]?Q[1-4]", re.IGNORECASE)
_NAMED = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?[-/.,\s]+"
_MONTH = re.compile(
    rf"\d{{4}}[-/.\s]\d{{1,2}}|\d{{1,2}}[-/.\s]\d{{4}}|{_NAMED}\d{{4}}", re.IGNORECASE
)
_MONTH_OR_DAY = re.compile(rf"{_NAMED}(\d{{2}})", re.IGNORECASE)
_YEAR = re.compile(r"1[6-9]\d\d|2[0-2]\d\d", re.ASCII)
_ABOUT = re.compile(
    r"(?:[~≈<>≤≥±]|(?:ca|c|approx|about|around|over|under|environ|env)\b\.?)\s*\d.*", re.IGNORECASE
)
_SPAN = re.compile(r"[\d.,' ]*\d\s*(?:-|–|—|to|à|bis|до|\.\.|±)\s*\d[\d.,' ]*")
_SHORT = re.compile(
    r"[\d.,' ]*\d\s*(?:k|thousand|mln?|m|million|millions|mille|тыс\.?)", re.IGNORECASE
)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[ \u00a0\u202f'’,.]\d{3})+", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
_DATED_RANGE = re.compile(r"(?:\d{1,2}[-. /]{1,2}[A-Za-z]{3,4}|[A-Za-z]{3,4}[-. /]{1,2}\d{1,2})\.?")
_SPREADSHEET_ERROR = re.compile(
    r"#(?:REF|VALUE|NAME|DIV/0|NULL|NUM|SPILL|CALC)[!?]|#N/A|#{3,}", re.IGNORECASE
)
_NOTHING = frozenset(
    {
        "nan",
        "na",
        "n/a",
        "n.a.",
        "n.a",
        "n/d",
        "nd",
        "null",
        "none",
        "nil",
        "inf",
        "-inf",
        "infinity",
    }
    | {"-", "--", "–", "—", "?", "…", "...", "..", "*", "tbd", "unknown", "not available", "x"}
)
_UNLIKE = {
    _ABOUT: mark("'{text}' is not exact (write one number; bounds go into columns of their own)"),
    _SPAN: mark("'{text}' is a range (write one number; bounds go into columns of their own)"),
    _SHORT: mark("'{text}' is short for a number (write all of its digits)"),
}
"""What is said of texts that are more or less than one number."""
_FORM = mark("YYYY-MM-DD")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_SERIAL_STARTS = (date(1899, 12, 30), date(1904, 1, 1))
_BUDDHIST, _PERSIAN, _HIJRI = 543, 621, (0.970224, 621.5)
FIRST_YEAR, LAST_YEAR = 1678, 2261
"""Years that dates counted in nanoseconds hold whole."""
_YES = {"yes": True, "true": True, "no": False, "false": False}


def read_cell(one: Column, text: str) -> Any:
    """Return the value that a cell stands for, None where it is blank.

    Raises
    ------
    ValueError
        If the cell cannot be read; its words go behind the column's name:
        ``"is -35, must be above 0"``.
    """
    if not text:
        if one.required:
            raise ValueError(say("is blank, must be given"))
        return None
    if _SPREADSHEET_ERROR.fullmatch(text):
        raise ValueError(
            say("'{text}' is a spreadsheet's error, mend the formula or write the value", text=text)
        )
    if _CONTROL.search(text):
        raise ValueError(say("{text!r} holds a control character, write it anew", text=text))
    value = _READERS[one.kind](one, text)
    if complaint := fault(one, value):
        raise ValueError(complaint)
    return value


def write_cell(one: Column, value: Any) -> str:
    """Return the text from which :func:`read_cell` reads the value."""
    if one.kind in ("number", "integer"):
        return "" if math.isnan(value) else plain(value)
    if one.kind == "date":
        text = str(value)
        return "" if text == "NaT" else text
    if one.kind == "flag":
        return "yes" if value else "no"
    return ";".join(value) if one.kind == "names" else str(value)


def write_cells(one: Column, values: Any) -> list[str]:
    """Return the texts of a whole column; each different value is written once."""
    if isinstance(values, np.ndarray):
        different, codes = np.unique(values, return_inverse=True)
        texts = [write_cell(one, value) for value in different]
        return [texts[code] for code in codes.tolist()]
    if one.kind == "amount":
        known = {id(amount): str(amount) for amount in distinct(values)}
        return [known[id(amount)] for amount in values]
    return [write_cell(one, value) for value in values] if one.kind == "names" else list(values)


def fault(one: Column, value: Any) -> str:
    """Return what is wrong with a value in its column, nothing where it is as declared."""
    if isinstance(value, Amount):
        return _amount_fault(one, value)
    if one.kind in ("number", "integer"):
        if one.kind == "integer" and math.isfinite(value) and value != int(value):
            return say("is {value}, must be a whole number", value=plain(value))
        return _bound_fault(one, value, value)
    if one.choices and value not in one.choices:
        return _choice_fault(one, str(value))
    return _name_fault(value) if one.unique and one.kind == "id" else ""


def _choice_fault(one: Column, value: str) -> str:
    """Return what may be meant; where nobody can tell, every choice, with when to take it."""
    near, explained = hint(value, one.choices), one.explained
    if meant := one.other_words.get(bare(value)):
        when = {name: told for group in explained.values() for name, told in group.items()}
        named = [f"{name} ({when[name]})" if name in when else name for name in meant]
        return say("'{value}' must be {choices}", value=value, choices=either(named))
    if not explained:
        return say(
            "'{value}' must be one of {choices}{hint}",
            value=value,
            choices=", ".join(one.choices),
            hint=near,
        )
    if near:
        return say("'{value}' is none that there is{hint}", value=value, hint=near)
    rows = [say("'{value}' is none that there is; choose one of these:", value=value)]
    for heading, group in explained.items():
        rows.append("  " + say("{heading}:", heading=heading))
        rows += [f"    {name:<17} {told}" for name, told in group.items()]
    return "\n".join(rows)


def _amount_fault(one: Column, amount: Amount) -> str:
    """Return what is wrong with a number or a range (a parameter's bounds are its range's)."""
    if not (math.isfinite(amount.low) and math.isfinite(amount.high)):
        return say("is too large a number to be counted with")
    if amount.parameter:
        return ""
    if amount.low > amount.high:
        return say("'{amount}' has its low end above its high end, turn them round", amount=amount)
    return _bound_fault(one, amount.low, amount) or _bound_fault(one, amount.high, amount)


def _bound_fault(one: Column, value: float, of: float | Amount) -> str:
    """Return what is wrong with a value beyond its bounds, or with the amount that it is of."""
    if not math.isfinite(value):
        return say("is too large a number to be counted with")
    below = one.low is not None and (value <= one.low if one.above else value < one.low)
    above = one.high is not None and value > one.high
    if not (below or above):
        return ""
    shown = str(of) if isinstance(of, Amount) else plain(of)
    return say("is {value}, must be {bounds}", value=shown, bounds=bounds_in_words(one))


def bounds_in_words(one: Column) -> str:
    """Return the bounds of a column as they are told: ``between 0 and 1``, ``above 0``."""
    if one.low is not None and one.high is not None:
        return say("between {low} and {high}", low=plain(one.low), high=plain(one.high))
    if one.low is not None:
        low = plain(one.low)
        return say("above {low}", low=low) if one.above else say("{low} or more", low=low)
    return say("{high} or less", high=plain(one.high)) if one.high is not None else ""


def _name_fault(name: str) -> str:
    """Return what is wrong with a new name that other files will call."""
    if bad := re.search(r"[>;\n]", name):
        return say(
            "'{name}' holds {bad!r}, which has a meaning of its own in other files",
            name=name,
            bad=bad[0],
        )
    if name.startswith("#"):
        return say("'{name}' begins with '#', which is for comments", name=name)
    return ""


def _number(_: Column, text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise ValueError(_not_a_number(text))
    number = float(text)
    if number == 0 and re.search("[1-9]", re.split("[eE]", text)[0]):
        raise ValueError(
            say("is {text}, too small a number to be counted with (write 0 if meant)", text=text)
        )
    return number


def _not_a_number(text: str) -> str:
    """Return why a text is no number, with what a spreadsheet may have made of it."""
    if text.lower() in _NOTHING:
        return say(
            "'{text}' is not a number (leave the cell blank where it is not known)", text=text
        )
    if _GROUPED.fullmatch(text):
        bare, point = re.sub(r"[^\d+-]", "", text), text.replace(",", ".")
        other = say(", or {number} if that is meant", number=point) if text.count(",") == 1 else ""
        return say(
            "'{text}' has a thousands separator (write {number}{other})",
            text=text,
            number=bare,
            other=other,
        )
    if _DECIMAL_COMMA.fullmatch(text):
        point = text.replace(",", ".")
        return say("'{text}' has a decimal comma (write {number})", text=text, number=point)
    for shape, told in _UNLIKE.items():
        if shape.fullmatch(text):
            return say(told, text=text)
    if text.endswith("%"):
        return say(
            "'{text}' is in hundredths (write the number that is meant, without %)", text=text
        )
    return say("'{text}' is not a number (write digits and a decimal point only)", text=text)


def _amount(_: Column, text: str) -> Amount:
    if text.lower() in _NOTHING:
        raise ValueError(
            say("'{text}' is not an amount (leave the cell blank where it is not known)", text=text)
        )
    try:
        return Amount.of(text)
    except ValueError:
        raise ValueError(_not_an_amount(text)) from None


def _not_an_amount(text: str) -> str:
    if _GROUPED.fullmatch(text) or _DECIMAL_COMMA.fullmatch(text):
        return _not_a_number(text)
    if _DATED_RANGE.fullmatch(text):
        return say(
            "'{text}' looks like a range that a spreadsheet made a date of (write '5 to 10')",
            text=text,
        )
    return say(
        "'{text}' is not an amount (write 120, 100 to 150, a parameter's name, or 0.5*name)",
        text=text,
    )


def _date(_: Column, text: str) -> date:
    if _DATE.fullmatch(text):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            told = say("'{text}' is not a date (write {form})", text=text, form=say(_FORM))
            raise ValueError(told) from None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValueError(
                say(
                    "'{text}' is outside the years {first} to {last} that are read{era}",
                    text=text,
                    first=FIRST_YEAR,
                    last=LAST_YEAR,
                    era=_era(day.year),
                )
            )
        return day
    if whole := _no_day(text):
        raise ValueError(
            say(
                "'{text}' is not a date but {whole}; write a day, YYYY-MM-DD",
                text=text,
                whole=whole,
            )
        )
    raise ValueError(
        say("'{text}' is not a date (write {form})", text=text, form=_meant(text) or say(_FORM))
    )


def _era(year: int) -> str:
    """Return which year is meant if a year is of another calendar."""
    if year > LAST_YEAR:
        return say(" ({year} if the years are Buddhist)", year=year - _BUDDHIST)
    if not 1300 <= year <= 1500:
        return ""
    islamic = int(year * _HIJRI[0] + _HIJRI[1])
    return say(
        " ({persian} if the years are Persian, about {islamic} if they are Islamic)",
        persian=year + _PERSIAN,
        islamic=islamic,
    )


def _no_day(text: str) -> str:
    """Return what a text is that names more than a day, blank where it is nothing of the kind."""
    if _WEEK.fullmatch(text):
        return say("a week")
    if _QUARTER.fullmatch(text):
        return say("a quarter")
    if found := _MONTH_OR_DAY.fullmatch(text):
        return say("a month of 20{day}, or day {day} of a month without a year", day=found[1])
    if _MONTH.fullmatch(text):
        return say("a month")
    return say("a year") if _YEAR.fullmatch(text) else ""


def _meant(text: str) -> str:
    """Return the date that was probably meant, blank where that is not sure."""
    if not _SERIAL.fullmatch(text):
        return ""
    days = timedelta(days=int(float(text)))
    since_1900, since_1904 = ((start + days).isoformat() for start in _SERIAL_STARTS)
    return say(
        "YYYY-MM-DD; as a spreadsheet's day number it is {since_1900}, or "
        "{since_1904} where days are counted from 1904",
        since_1900=since_1900,
        since_1904=since_1904,
    )


def _flag(_: Column, text: str) -> bool:
    if text.lower() not in _YES:
        raise ValueError(say("'{text}' must be yes or no", text=text))
    return _YES[text.lower()]


def _names(_: Column, text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(";") if name.strip())


def _words(_: Column, text: str) -> str:
    return text


_READERS: dict[str, Callable[[Column, str], Any]] = {
    "id": _words,
    "text": _words,
    "choice": _words,
    "number": _number,
    "integer": _number,
    "date": _date,
    "flag": _flag,
    "amount": _amount,
    "names": _names,
}
