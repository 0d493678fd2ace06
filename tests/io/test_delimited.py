"""Tables as CSV: byte for byte what pandas writes, sooner."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from marchland.io.export.delimited import as_csv, safe

NUMBERS = [0.0, -0.0, np.nan, np.inf, -np.inf, 1e16, 123456789012345678.0, 5e-324, 1 / 3, 1e-5]
TABLES = {
    "numbers": pd.DataFrame({"a": NUMBERS, "b": range(10), "c": np.array(NUMBERS, np.float32)}),
    "texts": pd.DataFrame({"a": ["x,y", 'q"q', "l\nm", "=1", "", "é", None], "b,": [1] * 7}),
    "signs": pd.DataFrame({"a": ["r\rn", "\t", " x", "'y", "+1"], "b": ["", None, "", "z", ""]}),
    "objects": pd.DataFrame({"a": pd.Series([1, True, None, "a,b", 1.5], dtype=object), "b": 1}),
    "others": pd.DataFrame(
        {
            "whole": pd.Series([1, None, 3], dtype="Int64"),
            "day": pd.to_datetime(["2020-01-01", "NaT", "2021-05-05"]),
            "hour": pd.to_datetime(["2020-01-01 10:00", "NaT", "2020-01-02 00:00"]),
            "flag": [True, False, True],
            "kind": pd.Categorical(["a", "b", "a"]),
        }
    ),
    "one column": pd.DataFrame({"a": ["", None, "x"]}),
    "no row": pd.DataFrame({"a": [], "b": []}),
    "nothing": pd.DataFrame(),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_written_as_pandas_writes_it(name: str) -> None:
    table = TABLES[name]
    assert as_csv(table) == safe(table).to_csv(index=False, lineterminator="\n")


def test_what_a_spreadsheet_would_run_is_text() -> None:
    assert as_csv(pd.DataFrame({"a": ["=1+1", "b"], "n": [-1.5, 2]})) == "a,n\n'=1+1,-1.5\nb,2.0\n"
