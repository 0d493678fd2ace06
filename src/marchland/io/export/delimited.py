"""CSV: plain, with HXL hashtags, and with metadata for the Web (CSVW)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pandas as pd

from marchland.errors import RequestError
from marchland.io.export.sheet import Field, Sheet, of_day
from marchland.io.reading import disarmed, rearmed
from marchland.language import say

CSVW: Final = "csv-metadata.json"
_CSVW_TYPES: Final = {
    "text": "string",
    "number": "number",
    "whole": "number",
    "date": "date",
    "flag": "string",
}


def as_csv(table: pd.DataFrame) -> str:
    """Return a table as CSV, in which no text is read as a formula."""
    return safe(table).to_csv(index=False, lineterminator="\n")


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
