"""Parquet: declared tables with their units and meanings in the schema."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any

from marchland.io.export.extras import needed
from marchland.io.export.sheet import Sheet


def as_parquet(sheet: Sheet, about: Mapping[str, str]) -> bytes:
    """Return a table as a Parquet file.

    Parameters
    ----------
    sheet
        The table.
    about
        What it is of; kept, with the title, in the metadata of the file.

    Returns
    -------
        The file; each column carries ``meaning``, ``unit`` and ``hxl`` in its metadata, dates are
        of type date.

    Raises
    ------
    RequestError
        Where pyarrow is not installed.
    """
    pa = needed("pyarrow", "export")
    parquet = needed("pyarrow.parquet", "export")
    types = {
        "text": pa.string(),
        "number": pa.float64(),
        "whole": pa.float64(),
        "date": pa.date32(),
        "flag": pa.bool_(),
    }
    schema = pa.schema(
        [
            pa.field(
                name,
                types[one.type],
                metadata={"meaning": one.meaning, "unit": one.unit, "hxl": one.hxl},
            )
            for name, one in sheet.fields.items()
        ],
        metadata={
            "title": sheet.title,
            "about": sheet.about,
            "marchland": json.dumps(dict(about), ensure_ascii=False),
        },
    )
    arrays: list[Any] = [
        pa.array(sheet.frame[name], from_pandas=True).cast(field.type)
        for name, field in zip(sheet.fields, schema, strict=True)
    ]
    buffer = io.BytesIO()
    parquet.write_table(pa.Table.from_arrays(arrays, schema=schema), buffer)
    return buffer.getvalue()
