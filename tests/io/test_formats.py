"""Files of others are read as what they are, or refused with one clear error."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from marchland.errors import RequestError, ScenarioError
from marchland.io.formats.read import read_facts
from marchland.io.formats.registry import FORMATS
from marchland.io.formats.shapes import LEAST

SAMPLES = Path(__file__).parents[3] / "shared" / "dossier" / "formats"
EXPECTED = {
    "dtm_hdx_sample.csv": "iom-dtm",
    "global_pcodes_sample.csv": "ocha-pcodes",
    "hapi_conflict_sample.csv": "hapi-conflict",
    "hapi_idps_sample.csv": "hapi-idps",
    "hapi_returnees_sample.csv": "hapi-refugees",
    "idmc_idu_sample.csv": "idmc-idu",
    "inform_sample.csv": "inform",
    "missing_migrants_api_sample.json": "iom-missing-migrants",
    "open_meteo_daily_sample.csv": "open-meteo",
    "ucdp_ged_hdx_sample.csv": "ucdp-ged",
    "unhcr_eoy_sample.csv": "unhcr-end-of-year",
    "unhcr_situations_sample.csv": "unhcr-situations",
}


@pytest.mark.parametrize("name", EXPECTED)
def test_samples_of_publishers_are_recognised_whatever_they_are_called(
    name: str, tmp_path: Path
) -> None:
    if not SAMPLES.is_dir():
        pytest.skip("needs ../shared/dossier/formats")
    other = tmp_path / f"download{Path(name).suffix}"
    other.write_bytes((SAMPLES / name).read_bytes())
    assert [facts.format.id for facts in read_facts(other)] == [EXPECTED[name]]


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_each_format_says_who_publishes_it_and_on_what_terms() -> None:
    assert all(one.publisher and one.licence and one.title for one in FORMATS)
    assert len({one.id for one in FORMATS}) == len(FORMATS)
    assert not [one for one in FORMATS if "ACLED" in one.licence + one.publisher and one.ships]


DTM = """\
operation,admin0Name,admin0Pcode,admin1Name,admin1Pcode,adminLevel,numPresentIdpInd,\
reportingDate,displacementReason,assessmentType
#operation+name,#country+name,#country+code,#adm1+name,#adm1+code,#adm+level,#affected+idps,\
#date+reported,#cause+type,#assessment+type
Lake,Chad,TCD,Lac,TD07,1,100,2017-09-30T00:00:00,Conflict,SA
Lake,Chad,TCD,Lac,TD07,1,20,2017-09-30T00:00:00,Flood,SA
Lake,Chad,TCD,Lac,TD07,1,118,2017-09-30T00:00:00,Conflict,BA
Lake,Chad,TCD,Lac,TD07,1,<5,2017-10-31T00:00:00,Conflict,SA
"""


def test_causes_are_summed_and_assessments_are_not(tmp_path: Path) -> None:
    (facts,) = read_facts(write(tmp_path / "d.csv", DTM))
    assert facts.frame["pcode"].tolist() == ["TD07", "TD07"]
    assert facts.frame["people"].fillna(-1).tolist() == [120, -1]
    assert any("withheld" in note for note in facts.notes)


@pytest.mark.parametrize("mark", ["-", "*", "<5", "< 5", "", "n/a", "Not available"])
def test_what_is_withheld_stays_missing(mark: str, tmp_path: Path) -> None:
    text = f'Year,ISO3CoO,ISO3CoA,REF\n2020,SDN,TCD,{mark}\n2021,SDN,TCD,"1,500"\n'
    (facts,) = read_facts(write(tmp_path / "u.csv", text))
    assert np.isnan(facts.frame["people"].iloc[0]) and facts.frame["people"].iloc[1] == 1500


def test_the_same_table_in_csv_json_and_a_workbook_reads_the_same(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="needs the extra export")
    rows = list(csv.reader(io.StringIO(DTM)))
    records = [dict(zip(rows[0], row, strict=True)) for row in rows[2:]]
    (tmp_path / "d.json").write_text(json.dumps({"result": records}), "utf-8")
    book = openpyxl.Workbook()
    book.active.append(["Read me: figures of the Displacement Tracking Matrix"])
    page = book.create_sheet("Data")
    page.append(["A title above the table"])
    page.append([])
    for row in rows:
        page.append(row)
    page.append([])
    page.append(["Source: a footnote"])
    book.save(tmp_path / "d.xlsx")
    write(tmp_path / "d.csv", DTM)
    (want,), (from_json,), (from_book,) = (
        read_facts(tmp_path / f"d.{kind}") for kind in ("csv", "json", "xlsx")
    )
    for one in (from_json, from_book):
        pd.testing.assert_frame_equal(
            one.frame.drop(columns="line"), want.frame.drop(columns="line")
        )


def test_missing_migrants_are_merged_to_ten_or_more(tmp_path: Path) -> None:
    head = "Main ID,Incident Date,Total Number of Dead and Missing,Migration route\n"
    days = [("01/03/2021", 4), ("01/20/2021", 7), ("02/02/2021", 3), ("06/02/2021", 8)]
    rows = "".join(f'x{i},"Thu, {d} - 12:00",{n},Route A\n' for i, (d, n) in enumerate(days))
    text = head + rows + 'y,"Fri, 01/01/2021 - 00:00",2,Route B\n'
    (facts,) = read_facts(write(tmp_path / "m.csv", text))
    assert (facts.frame["deaths"] >= LEAST).all()
    assert facts.frame["deaths"].tolist() == [11, 11]
    assert facts.frame["date"].dt.strftime("%Y-%m-%d").tolist() == ["2021-01-01", "2021-01-01"]


def test_dates_of_a_format_have_its_order(tmp_path: Path) -> None:
    text = (
        "event_id_cnty,event_date,event_type,iso,country,location,latitude,longitude,fatalities\n"
        "SDN1,03/04/2023,Battles,729,Sudan,Khartoum,15.5,32.5,12\n"
    )
    (facts,) = read_facts(write(tmp_path / "a.csv", text))
    assert facts.format.id == "acled" and not facts.format.ships
    assert facts.frame["date"].iloc[0] == pd.Timestamp("2023-04-03")


def test_hourly_weather_becomes_days(tmp_path: Path) -> None:
    hours = [f"2023-01-01 {h:02}:00:00,{270 + h},{0.001}" for h in range(24)]
    text = "valid_time,t2m,tp\n" + "\n".join(hours) + "\n"
    (facts,) = read_facts(write(tmp_path / "e.csv", text))
    row = facts.frame.iloc[0]
    assert (row["t_min_c"], row["t_max_c"]) == pytest.approx((-3.15, 19.85))
    assert row["precip_mm"] == pytest.approx(24)


BROKEN = {
    "": "is empty",
    "a,b\n1,2\n": "no table of a known format",
    "Year,ISO3CoO,ISO3CoA,REF\n": "no rows",
    "Year,ISO3CoO,ISO3CoA,REF\n2020,SDN,TCD,-5\n": "must be between 0",
    "Year,ISO3CoO,ISO3CoA,REF\n2020,SDN,TCD,9e15\n": "must be between 0",
    "Year,ISO3CoO,ISO3CoA,REF\n2020,SDN,TCD,many\n": "many",
    "Year,ISO3CoO,ISO3CoA,REF\n20200,SDN,TCD,5\n": "must be a year",
    "Year,ISO3CoO,ISO3CoA,REF\n2020,SDN,TCD,5\n2021,SDN\n": "cut off",
    'Year,ISO3CoO,ISO3CoA,REF\n2020,"SDN,TCD,5\n': "quotation mark",
    '{"items": [{"year": 2020, "coo_iso": "SDN"': "cut off",
    '{"items": []}': "no list of records",
    "PK\x03\x04 no workbook": "workbook",
}


@pytest.mark.parametrize("text", BROKEN)
def test_broken_files_are_refused_with_what_is_wrong(text: str, tmp_path: Path) -> None:
    if text.startswith("PK"):
        pytest.importorskip("openpyxl", reason="needs the extra export")
    path = tmp_path / "x.dat"
    path.write_text(text, "utf-8")
    with pytest.raises(ScenarioError) as error:
        read_facts(path)
    assert BROKEN[text] in str(error.value)


def test_other_encodings_are_told_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes("Year,ISO3CoO,ISO3CoA,REF\n2020,SDN,Côte,5\n".encode("cp1252"))
    with pytest.raises(ScenarioError, match="UTF-8"):
        read_facts(path)
    with pytest.raises(RequestError, match="no file"):
        read_facts(tmp_path / "y.csv")
