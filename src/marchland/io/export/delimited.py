"""CSV: plain, with HXL hashtags, and with metadata for the Web (CSVW)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from marchland.errors import RequestError
from marchland.io.export.sheet import Field, Sheet, of_day
from marchland.io.reading import disarmed, rearmed
from marchland.language import say

CSVW: Final = "csv-metadata.json"
Ints = npt.NDArray[np.intp]
_CSVW_TYPES: Final = {
    "text": "string",
    "number": "number",
    "whole": "number",
    "date": "date",
    "flag": "string",
}


def as_csv(table: pd.DataFrame) -> str:
    """Return a table as CSV, in which no text is read as a formula."""
    plain = safe(table)
    if len(plain.columns) < 2:  # a row of one blank cell is a case of its own
        return plain.to_csv(index=False, lineterminator="\n")
    columns = [_cells(plain.iloc[:, i]) for i in range(len(plain.columns))]
    rows = map(",".join, zip(*columns, strict=True))
    return "\n".join([",".join(_quoted(plain.columns)), *rows, ""])


def _cells(column: pd.Series) -> list[str]:
    """Return the cells of a column as a CSV file has them, each different one written once."""
    if column.dtype == object:
        return ["" if no else text for no, text in zip(column.isna(), _quoted(column), strict=True)]
    if pd.api.types.is_string_dtype(column):
        which, different = pd.factorize(column)
        texts = _quoted(different)
    else:
        which, first = _told_apart(column)
        lines = column.iloc[first].to_csv(index=False, header=False, lineterminator="\n")
        texts = ["" if line == '""' else line for line in lines.splitlines()]
    return np.array([*texts, ""], dtype=object)[which].tolist()  # type: ignore[no-any-return]


def _told_apart(column: pd.Series) -> tuple[Ints, Ints]:
    """Return which of its different values each cell of a column has, and where each stands."""
    values = column.to_numpy()
    bits = (
        values.view(f"i{values.itemsize}") if values.dtype.kind == "f" else column
    )  # -0.0 is not 0
    which, _ = pd.factorize(bits, use_na_sentinel=False)
    _, first = np.unique(which, return_index=True)
    return which, first


def _quoted(texts: Iterable[object]) -> list[str]:
    """Return texts in quotation marks where a CSV file needs them."""
    found, line = [], io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    for text in texts:
        writer.writerow((text, ""))  # one blank cell alone would be put in quotation marks
        found.append(line.getvalue()[: -len(",\n")])
        line.seek(0)
        line.truncate()
    return found


def safe(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose texts and headers no spreadsheet takes for a formula."""
    out = table.copy()
    for name in table.columns:
        if pd.api.types.is_numeric_dtype(table[name]) or table[name].dtype.kind in "Mb":
            continue
        texts = {one: disarmed(one) for one in table[name].unique() if isinstance(one, str)}
        if any(text != one for one, text in texts.items()):
            out[name] = [texts.get(one, one) for one in table[name]]
    return out.rename(columns=lambda name: disarmed(str(name)))


def as_text(sheet: Sheet) -> str:
    """Return a declared table as CSV with real dates (YYYY-MM-DD)."""
    return as_csv(_written(sheet))


def as_hxl(sheet: Sheet) -> str:
    """Return a declared table as CSV with a row of HXL hashtags under its header.

    Hashtags stand in every cell of that row that HXL has one for; HXL asks for no more.
    """
    header, _, rows = as_csv(_written(sheet)).partition("\n")
    tags = ",".join(one.hxl for one in sheet.fields.values())
    return f"{header}\n{tags}\n{rows}"


def read_back(path: Path, fields: Mapping[str, Field]) -> pd.DataFrame:
    """Read a table that was written by :func:`as_text`, with or without a row of hashtags.

    Returns
    -------
        The declared columns that the file has, in the order of the declaration.

    Raises
    ------
    RequestError
        Where the file is not such a table.
    """
    try:
        raw = pd.read_csv(path, dtype=str, keep_default_na=False)
        if len(raw) and list(raw.iloc[0]) == [one.hxl for one in fields.values()]:
            raw = raw.iloc[1:].reset_index(drop=True)
        return pd.DataFrame(
            {name: _read(raw[name], one) for name, one in fields.items() if name in raw.columns}
        )
    except (OSError, ValueError) as error:
        raise RequestError(
            say("{path} is not a table that Marchland wrote: {error}", path=path, error=error)
        ) from error


def _read(values: pd.Series, one: Field) -> pd.Series:
    """Return the cells of a column as what they are."""
    if one.type == "text":
        return values.map({text: rearmed(text) for text in values.unique()}).astype(object)
    if one.type == "date":
        return pd.to_datetime(values.replace("", None), format="%Y-%m-%d")
    if one.type == "flag":
        return values.eq("yes")
    return pd.to_numeric(values.replace("", None))


def csvw(sheets: Sequence[Sheet], about: Mapping[str, str]) -> str:
    """Return metadata of a folder of CSV files, after the W3C's "CSV on the Web".

    Parameters
    ----------
    sheets
        The tables; each is told as ``NAME.csv``.
    about
        Title, description, source and so on, by term of Dublin Core without its prefix.

    Notes
    -----
    Source: https://www.w3.org/TR/tabular-metadata/
    """
    found: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        **{f"dc:{key}": text for key, text in about.items()},
        "tables": [_table(sheet) for sheet in sheets],
    }
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def _table(sheet: Sheet) -> dict[str, Any]:
    columns = []
    for name, one in sheet.fields.items():
        column: dict[str, Any] = {
            "name": name,
            "titles": name,
            "dc:description": one.meaning,
            "datatype": _CSVW_TYPES[one.type],
        }
        if one.unit:
            column["schema:unitText"] = one.unit
        if one.hxl:
            column["schema:identifier"] = one.hxl
        columns.append(column)
    return {
        "url": f"{sheet.name}.csv",
        "dc:title": sheet.title,
        "dc:description": sheet.about,
        "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True},
        "tableSchema": {"columns": columns},
    }


def _written(sheet: Sheet) -> pd.DataFrame:
    """Return the rows with dates as text, flags as yes and no, and wholes without decimals."""
    out = sheet.frame.copy()
    for name, one in sheet.fields.items():
        if one.type == "date":
            out[name] = of_day(out[name])
        elif one.type == "flag":
            out[name] = out[name].map({True: "yes", False: "no"})
        elif one.type == "whole":
            out[name] = out[name].round().astype("Int64")
    return out
