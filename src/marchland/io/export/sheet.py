"""A table to hand over: rows, and what each of its columns means, declared once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

Type = Literal["text", "number", "whole", "date", "flag"]


@dataclass(frozen=True)
class Field:
    """One column of a table that is handed over.

    Parameters
    ----------
    type
        ``text``; ``number`` (with decimals); ``whole`` (a number shown without decimals);
        ``date``; ``flag``, which is yes or no.
    meaning
        What the column says, in a sentence.
    hxl
        Its HXL hashtag with attributes; blank where HXL has none.
    unit
        Unit, where all rows share one.
    """

    type: Type
    meaning: str
    hxl: str = ""
    unit: str = ""


@dataclass(frozen=True, eq=False)
class Sheet:
    """A table with its columns declared.

    Parameters
    ----------
    name
        Short name: that of its file or layer.
    title
        What people call it.
    about
        What one row is.
    fields
        Its columns in their order.
    frame
        The rows; dates as ``datetime64``, texts as ``str``, what is not known as NaN or blank.
    """

    name: str
    title: str
    about: str
    fields: Mapping[str, Field]
    frame: pd.DataFrame

    def __post_init__(self) -> None:
        if list(self.frame.columns) != list(self.fields):
            raise ValueError(
                f"{self.name}: columns {list(self.frame.columns)} are not {list(self.fields)}"
            )


def of_day(values: pd.Series) -> pd.Series:
    """Return dates as YYYY-MM-DD, blank where there is none."""
    return pd.to_datetime(values).dt.strftime("%Y-%m-%d").fillna("")
