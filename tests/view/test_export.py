"""What is handed over opens in the readers it is made for, joins, and tells no more than it may."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

import marchland as ml
from marchland.errors import OutputError, RequestError
from marchland.io.export.delimited import as_hxl, as_text, read_back
from marchland.io.export.geo import Layer, as_geojson, write_geopackage
from marchland.io.export.sheet import Field, Sheet
from marchland.io.results import write_results
from marchland.io.skeleton import write_skeleton
from marchland.language import speaking
from marchland.model.scenario import Scenario
from marchland.model.tables import Observations
from marchland.study.handover import fields, tables
from marchland.study.handover.places import places
from marchland.study.measures.needed import by_week
from marchland.study.measures.read import read
from marchland.view.export.gather import gather
from marchland.view.export.write import KINDS, export
from marchland.view.figures.fans import fan_chart

pytestmark = pytest.mark.compiled

NEEDS_EXTRA = {
    "xlsx": "openpyxl", "parquet": "pyarrow", "docx": "docx",
}  # fmt: skip
CORE = {
    "access", "activity", "adm1", "adm2", "adm3", "adm4", "adm5", "affected", "beneficiary",
    "capacity", "cause", "channel", "contact", "country", "crisis", "currency", "date",
    "delivery", "description", "event", "frequency", "geo", "group", "impact", "indicator",
    "inneed", "item", "loc", "meta", "modality", "need", "operations", "org", "output",
    "population", "reached", "region", "sector", "service", "severity", "status", "subsector",
    "targeted", "value",
}  # fmt: skip
"""Core hashtags of HXL 1.1, https://hxlstandard.org/standard/1-1final/dictionary/"""


def asked(kind: str) -> str:
    """The kind of export, or a skip where its library is not installed."""
    if kind in NEEDS_EXTRA:
        pytest.importorskip(NEEDS_EXTRA[kind], reason="needs the extra export")
    if kind == "docx":
        pytest.importorskip("matplotlib", reason="needs the extra export")
    return kind


@pytest.fixture(scope="module")
def crisis(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return ml.read(write_skeleton(tmp_path_factory.mktemp("s") / "made-up"))


@pytest.fixture(scope="module")
def runs(crisis: Scenario) -> xr.Dataset:
    return ml.simulate(crisis, members=5, seed=1)


@pytest.fixture(scope="module")
def result(crisis: Scenario, runs: xr.Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "made-up"
    made = {"summary.csv": ml.summary(runs), "needs.csv": by_week(runs, crisis)}
    write_results(runs, folder, tables=made | tables.of_counts(read(runs, crisis)))
    return folder


@pytest.fixture(scope="module")
def handed(result: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Every kind that needs no extra."""
    kinds = [kind for kind in KINDS if kind not in NEEDS_EXTRA]
    yield export(result, kinds, tmp_path_factory.mktemp("to") / "handed")


def test_every_row_of_a_place_joins(result: Path) -> None:
    for name in ("summary.csv", "needs.csv", "counts.csv"):
        table = pd.read_csv(result / name, keep_default_na=False)
        assert set(fields.PLACE) - {"place"} <= set(table.columns), name
    summary = pd.read_csv(result / "summary.csv")
    of_places = summary[summary["variable"] == "people"]
    assert of_places[["place_name", "country", "kind", "lat", "lon"]].notna().all(axis=None)
    for column in ("date", "date_to"):
        told = summary[column].dropna().astype(str)
        assert pd.to_datetime(told, format="%Y-%m-%d").notna().all()


def test_pcodes_go_from_the_scenario_into_the_tables(crisis: Scenario, runs: xr.Dataset) -> None:
    known = places(runs).set_index("place")["pcode"]
    assert dict(zip(crisis.places.id, crisis.places.pcode, strict=True))["city"] == known["city"]
    other = runs.assign_coords(pcode=("place", [f"P{i}" for i in range(runs.sizes["place"])]))
    told = places(other)
    assert (told.loc[~told["place"].str.contains(":"), "pcode"].str.startswith("P")).all()
    assert (told.loc[told["place"].str.contains(":"), "pcode"] == "").all()


def test_hashtags_are_core_and_valid(handed: Path) -> None:
    hxl = pytest.importorskip("hxl", reason="needs libhxl")
    files = sorted(handed.glob("*.hxl.csv"))
    assert len(files) == 6
    for file in files:
        found: list[tuple[str, str]] = []
        schema = hxl.schema(
            callback=lambda error, found=found: found.append((error.rule.severity, str(error)))
        )
        rows = list(csv.reader(io.StringIO(file.read_text("utf-8"))))
        schema.validate(hxl.data(rows))
        assert not [one for one in found if one[0] in ("error", "warning")], file.name
        tags = rows[1]
        assert {tag[1:].split("+")[0] for tag in tags if tag} <= CORE
        assert len(set(tags)) == len(tags) and all(tags)


def test_maps_open_in_gdal_with_places_routes_and_time(handed: Path) -> None:
    pyogrio = pytest.importorskip("pyogrio", reason="needs pyogrio")
    layers = {name: shape for name, shape in pyogrio.list_layers(handed / "map.gpkg")}
    assert layers["people_weekly"] == "Point" and layers["routes"] == "LineString"
    for name, day in (("people_weekly", "date"), ("needs", "week"), ("routes", "date_from")):
        for source, layer in ((handed / "map.gpkg", name), (handed / f"{name}.geojson", None)):
            info = pyogrio.read_info(source, layer=layer)
            assert info["crs"] == "EPSG:4326" and info["features"] > 0
            types = dict(zip(info["fields"], info["dtypes"], strict=True))
            assert types[day].startswith("datetime64")


def test_the_workbook_has_frozen_headers_real_dates_and_formats(result: Path) -> None:
    asked("xlsx")
    import openpyxl

    folder = export(result, ["xlsx"], result.with_name("book"))
    book = openpyxl.load_workbook(folder / "workbook.xlsx")
    assert book.sheetnames[:3] == ["Read first", "Needs by place and week", "People by week"]
    assert {"Counts", "Scores", "Long", "Columns"} <= set(book.sheetnames)
    for page in book.worksheets[1:]:
        assert page.freeze_panes == "A2"
    page = book["Needs by place and week"]
    head = [cell.value for cell in page[1]]
    day, figure = page.cell(2, 1 + head.index("week")), page.cell(2, 1 + head.index("median"))
    assert day.is_date and day.number_format == "yyyy-mm-dd"
    assert isinstance(figure.value, int | float) and "#,##0" in figure.number_format
    told = "".join(str(cell.value) for row in book["Read first"].iter_rows() for cell in row)
    assert "90 %" in told and "Responsible use" in told
    assert not [c for p in book for row in p.iter_rows() for c in row if c.data_type == "f"]


def test_parquet_keeps_units_and_dates(result: Path) -> None:
    asked("parquet")
    from pyarrow import parquet

    folder = export(result, ["parquet"], result.with_name("parquet"))
    table = parquet.read_table(folder / "people.parquet")
    assert table.schema.field("median").metadata[b"unit"] == b"people"
    assert str(table.schema.field("date").type) == "date32[day]"


def test_csvw_declares_every_column_in_its_order(handed: Path) -> None:
    told = json.loads((handed / "csv-metadata.json").read_text("utf-8"))
    assert len(told["tables"]) == 6
    for one in told["tables"]:
        with (handed / one["url"]).open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        assert [c["name"] for c in one["tableSchema"]["columns"]] == header


def test_the_brief_has_a_map_three_figures_needs_and_caveats(result: Path) -> None:
    asked("docx")
    import docx

    folder = export(result, ["docx"], result.with_name("brief"))
    with zipfile.ZipFile(folder / "brief.docx") as packed:
        pictures = [name for name in packed.namelist() if name.startswith("word/media/")]
        body = packed.read("word/document.xml").decode()
    assert len(pictures) == 4
    assert len(re.findall(r'descr="[^"]{5,}"', body)) == 4, "each picture has a text"
    text = " ".join(p.text for p in docx.Document(str(folder / "brief.docx")).paragraphs)
    assert "What people need" in text and "must not be used to stop" in text


def test_in_french_brief_and_first_sheet_are_french_and_data_are_not(result: Path) -> None:
    asked("docx")
    asked("xlsx")
    import docx
    import openpyxl

    with speaking("fr"):
        folder = export(result, ["docx", "xlsx", "csvw"], result.with_name("en-francais"))
    brief = docx.Document(str(folder / "brief.docx"))
    text = " ".join(one.text for one in brief.paragraphs)
    assert "Ce dont les personnes ont besoin" in text and "What people need" not in text
    assert 'w:val="fr"' in brief.styles.element.xml
    book = openpyxl.load_workbook(folder / "workbook.xlsx")
    named = [row[0] for row in book.worksheets[0].iter_rows(values_only=True)]
    assert "Période" in named and set(book.sheetnames[1:-1]) <= set(named)
    assert next(book["Counts"].iter_rows(values_only=True))[0] == "series"
    told = json.loads((folder / "csv-metadata.json").read_text("utf-8"))
    assert told["dc:description"].startswith("Each figure is the median")


def test_no_file_tells_of_a_crossing_below_border_and_month(
    crisis: Scenario, runs: xr.Dataset, handed: Path
) -> None:
    ids = crisis.places
    forests = {i for i, kind in zip(ids.id, ids.kind, strict=True) if kind == "forest"}
    modes = zip(crisis.routes.id, crisis.routes.mode, strict=True)
    lines = {i for i, mode in modes if mode == "crossing"}
    assert forests and lines
    for path in handed.iterdir():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        assert not [one for one in lines if re.search(rf'[",]{one}[",]', text)], path.name
        assert "permeab" not in text
    for name, declared in (("people", fields.PEOPLE), ("needs", fields.NEEDS)):
        assert not forests & set(read_back(handed / f"{name}.csv", declared)["place"])
    events = read_back(handed / "borders.csv", fields.BORDERS)
    assert (
        events["date_from"].dt.strftime("%Y-%m") == events["date_to"].dt.strftime("%Y-%m")
    ).all()
    assert not events.duplicated(["border", "measure", "date_from"]).any()
    assert {"crossed", "attempts"} <= set(events["measure"])
    ways = read_back(handed / "routes.csv", fields.FLOWS)
    beyond = ways[ways["route"].str.startswith("beyond:")]
    assert len(beyond) > 0
    month = beyond["date_from"].dt.strftime("%Y-%m")
    assert not beyond.assign(month=month).duplicated(["route", "month"]).any()


def test_no_table_of_any_export_is_finer_than_it_may_be(crisis: Scenario, result: Path) -> None:
    ids = zip(crisis.places.id, crisis.places.kind, strict=True)
    forests = {i for i, kind in ids if kind == "forest"}
    sheets = dict(gather(result).sheets)
    sheets["long"] = tables.long(sheets)
    for name, sheet in sheets.items():
        frame = sheet.frame
        for column in set(frame.columns) & {"place", "where", "route"}:
            assert not forests & set(frame[column]), f"{name}: {column}"
        texts = frame.select_dtypes(exclude=["number", "datetime", "bool"])
        assert not texts.map(lambda one: "permeab" in str(one)).any(axis=None), name
    behind = sheets["people"].frame
    behind = behind[behind["place"].str.startswith("forest:")]
    assert len(behind)
    by_month = behind.groupby(["place", behind["date"].dt.strftime("%Y-%m")])
    assert (by_month["median"].nunique() == 1).all()
    events = sheets["long"].frame
    events = events[events["table"] == "borders"]
    assert not events.duplicated(["place", "measure", "month", "level"]).any()


def test_small_recorded_cells_are_not_told(runs: xr.Dataset) -> None:
    days = [np.datetime64("2021-10-20"), np.datetime64("2021-10-21")]
    rows: dict[str, list[object]] = {
        "series": ["Camp", "Camp", "d", "d"], "date_from": [*days, *days],
        "measure": ["stock", "stock", "deaths", "deaths"], "where": ["camp", "camp", "AAA", "BBB"],
        "value": [7.0, 30.0, 3.0, 4.0], "source": ["made up"] * 4,
    }  # fmt: skip
    told = tables.counts(runs, Observations.from_columns(rows)).frame
    assert told["count"].fillna(-1).tolist() == [-1, 30, -1]
    assert told["fewer_than_ten"].tolist() == [True, False, True]
    drawn = fan_chart(runs, Observations.from_columns(rows), "Camp").data[-1]
    assert [float(value) for value in drawn["y"]] == [30.0], "pictures leave it out too"
    assert not {3.0, 4.0, 7.0} & set(told[["count", "low", "high"]].to_numpy().ravel())


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=8)
DECLARED = {
    "id": Field("text", "An id.", "#meta+id"),
    "day": Field("date", "A day.", "#date"),
    "people": Field("number", "People.", "#affected", "people"),
    "small": Field("flag", "Small.", "#meta+small"),
}
ROWS = st.lists(
    st.tuples(
        st.one_of(TEXTS.map(str.strip), st.sampled_from(["=1+1", "+1", "-x", "@a", "'=b"])),
        st.dates(date(1950, 1, 1), date(2100, 1, 1)),
        st.one_of(st.floats(-1e9, 1e9).map(lambda x: round(x, 3)), st.none()),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


@settings(deadline=None)  # files are written and read
@given(rows=ROWS)
def test_what_is_written_is_read_back_the_same(
    rows: list[tuple[str, date, float | None, bool]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    frame = pd.DataFrame(rows, columns=list(DECLARED))
    frame["day"] = pd.to_datetime(frame["day"])
    frame["people"] = frame["people"].astype(float)
    sheet = Sheet("t", "T", "A row.", DECLARED, frame)
    path = tmp_path_factory.mktemp("t") / "t.csv"
    for text in (as_text(sheet), as_hxl(sheet)):
        path.write_text(text, "utf-8", newline="")
        again = read_back(path, DECLARED)
        pd.testing.assert_frame_equal(again, frame, check_dtype=False)
        for row in csv.reader(io.StringIO(text)):
            for cell, one in zip(row, DECLARED.values(), strict=True):
                assert one.type != "text" or not cell.startswith(("=", "+", "-", "@"))


def test_no_cell_of_a_result_can_act_as_a_formula(runs: xr.Dataset, tmp_path: Path) -> None:
    table = pd.DataFrame({"where": ["=cmd", "@x", "camp"], "n": [-1.5, 2, 3]})
    write_results(runs, tmp_path / "out", tables={"summary.csv": table})
    cells = (tmp_path / "out" / "summary.csv").read_text("utf-8").split()
    assert cells == ["where,n", "'=cmd,-1.5", "'@x,2.0", "camp,3.0"]


def test_places_without_a_position_stay_in_the_table(tmp_path: Path) -> None:
    declared = {"lon": fields.PLACE["lon"], "lat": fields.PLACE["lat"]}
    frame = pd.DataFrame({"lon": [1.0, np.nan], "lat": [2.0, 3.0]})
    layer = Layer(Sheet("p", "P", "A place.", declared, frame), (("lon", "lat"),))
    features = json.loads(as_geojson(layer))["features"]
    assert [one["geometry"] is None for one in features] == [False, True]
    write_geopackage(tmp_path / "m.gpkg", [layer], [], "2026-01-02T03:04:05+00:00")
    pyogrio = pytest.importorskip("pyogrio", reason="needs pyogrio")
    assert pyogrio.read_info(tmp_path / "m.gpkg", layer="p")["features"] == 2


def test_an_export_replaces_an_export_and_nothing_else(result: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match="not a result"):
        export(result, ["csvw"], tmp_path / "mine")
    first = export(result, ["csvw"], tmp_path / "e")
    before = {p.name: p.read_bytes() for p in first.iterdir()}
    again = export(result, ["csvw"], tmp_path / "e")
    assert before == {p.name: p.read_bytes() for p in again.iterdir()}
    with pytest.raises(RequestError, match="no kind of export"):
        export(result, ["pdf"], tmp_path / "f")
    assert not (tmp_path / "f").exists()
