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
from marchland.io.formats.aged import AGED
from marchland.io.formats.mapped import read_mapping
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


def test_a_file_without_a_header_is_read_by_the_numbers_of_its_columns(tmp_path: Path) -> None:
    rows = "44.39,36.19,Erbil,أربيل,15-05-2014,120\n43.13,36.34,Mosul,الموصل,16-05-2014,80\n"
    sites = write(tmp_path / "sites.csv", rows)
    with pytest.raises(ScenarioError, match=r"no header.*1 is '44.39'.*longitude stands before"):
        read_facts(sites)
    columns = "header: no\ncolumns: {lon: 1, lat: 2, name: 3, date: 5, people: 6}\n"
    mapping = read_mapping(write(tmp_path / "columns.yaml", columns))
    (facts,) = read_facts(sites, (mapping,))
    assert facts.frame["lat"].tolist() == [36.19, 36.34] and len(facts.frame) == 2
    assert facts.frame["date"].dt.strftime("%Y-%m-%d").tolist() == ["2014-05-15", "2014-05-16"]
    with pytest.raises(ScenarioError, match="must be the number of a column"):
        read_mapping(write(tmp_path / "columns.yaml", columns.replace("lon: 1", "lon: Longitude")))


def test_a_dump_of_geonames_has_the_places_where_people_live(tmp_path: Path) -> None:
    def row(name: str, kind: str, code: str, people: int) -> str:
        first = ("7", name, name, 'a,"b', "13.4", "22.4", kind, code, "SD", "", "47", "", "", "")
        return "\t".join([*first, str(people), "", "1", "X", "2020-01-01"])

    rows = [
        row('Nyala "the city"', "P", "PPLA", 560000), row("Hamlet", "P", "PPL", 0),
        row("Old", "P", "PPLQ", 10), row("Hill", "T", "MT", 0),
    ]  # fmt: skip
    (facts,) = read_facts(write(tmp_path / "SD.txt", "\n".join(rows) + "\n"))
    assert facts.format.id == "geonames"
    assert facts.frame["name"].tolist() == ['Nyala "the city"', "Hamlet"]
    assert facts.frame["population"].fillna(-1).tolist() == [560000, -1]
    assert set(facts.frame["country"]) == {"SDN"}


def test_a_matrix_of_distances_becomes_pairs(tmp_path: Path) -> None:
    points = [{"name": "", "location": [22.4, 13.4]}, {"name": "", "location": [22.2, 13.5]}]
    matrix = {"code": "Ok", "sources": points, "destinations": points}
    text = json.dumps({**matrix, "distances": [[0, 41000.5], [None, 0]]})
    (facts,) = read_facts(write(tmp_path / "t.json", text))
    assert facts.format.id == "osrm-table"
    assert facts.frame[["lat", "to_lon", "metres"]].to_numpy().tolist() == [[13.4, 22.2, 41000.5]]
    broken = json.dumps({**matrix, "distances": [[0]]})
    with pytest.raises(ScenarioError, match="do not agree"):
        read_facts(write(tmp_path / "t.json", broken))


def test_every_list_of_a_json_file_is_read_or_named(tmp_path: Path) -> None:
    series = [{"data_date": "2023-05-01", "individuals": 100}]
    sites = [{"geomaster_name": "Camp", "date": "2023-05-01", "individuals": "50"}]
    text = json.dumps({"meta": [{"id": 1}], "data": {"timeseries": series, "sites": sites}})
    found = read_facts(write(tmp_path / "x.json", text))
    assert [one.format.id for one in found] == ["unhcr-time-series", "unhcr-sublocations"]
    assert any("not read: x.json (meta)" in note for note in found[0].notes)


def test_counts_by_age_and_sex_are_women_men_and_children(tmp_path: Path) -> None:
    head = "origin_location_code,asylum_location_code,population_group,gender,age_range,population,"
    cells = [("f", "0-4", 10), ("m", "12-17", 20), ("f", "18-59", 40), ("m", "60+", 30)]
    cells += [("all", "all", 100), ("f", "15-24", 7)]
    rows = [f"SDN,TCD,REF,{sex},{age},{n},2023-12-31" for sex, age, n in cells]
    text = "\n".join([f"{head}reference_period_end", *rows]) + "\n"
    (facts,) = read_facts(write(tmp_path / "h.csv", text), AGED)
    (row,) = facts.frame.to_dict("records")
    assert (row["women"], row["men"], row["children"]) == (40, 30, 30)


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


def test_thousands_of_one_complaint_are_one_line_with_their_number(tmp_path: Path) -> None:
    rows = "".join(f"2023-04-15,about {n},Camp {n}\n" for n in range(5000))
    path = write(tmp_path / "x.csv", f"date,people,place\n{rows}")
    with pytest.raises(ScenarioError) as caught:
        read_facts(path)
    assert "'about 0' is not exact" in str(caught.value)
    assert "and 4996 more" in str(caught.value)
    assert len(str(caught.value).splitlines()) < 5
    path = write(tmp_path / "y.csv", "date,people,place\n" + "2023-04-15,5,a,b\n" * 5000)
    with pytest.raises(ScenarioError, match=r"has 4 cells, the header has 3.*and 4996 more"):
        read_facts(path)


def test_a_quotation_mark_that_swallows_rows_is_told(tmp_path: Path) -> None:
    text = 'date,people,place\n2023-04-15,5,"A\n2023-04-16,6,B\n2023-04-17,7,C"\n2023-04-18,8,D\n'
    with pytest.raises(ScenarioError, match=r"x\.csv:2  has a quotation mark that is closed"):
        read_facts(write(tmp_path / "x.csv", text))


def test_coordinates_and_numbers_of_json_have_one_reading(tmp_path: Path) -> None:
    text = "date,people,place,lat,lon\n2023-04-15,5,A,13.456,22.345\n2023-04-15,6,B,14.567,23.456\n"
    (facts,) = read_facts(write(tmp_path / "x.csv", text))
    assert facts.frame["lat"].tolist() == [13.456, 14.567]
    rows = [{"date": "2023-04-15", "people": 12.345, "place": "A"}]
    (facts,) = read_facts(write(tmp_path / "x.json", json.dumps(rows)))
    assert facts.frame["people"].tolist() == [12.345]


def test_signs_that_cannot_be_seen_and_dates_of_months_are_named(tmp_path: Path) -> None:
    text = "date,people,place\n2023-04,5,Camp\u200b A\n2023-05,6,Camp A\n"
    (facts,) = read_facts(write(tmp_path / "x.csv", text))
    assert set(facts.frame["name"]) == {"Camp A"}
    assert any("(U+200B), left out" in note for note in facts.notes)
    assert any("'2023-04' as 2023-04-01" in note for note in facts.notes)


def test_sums_are_left_out_and_columns_that_are_not_read_are_named(tmp_path: Path) -> None:
    rows = "A,5,1\nB,7,2\nTotal,12,3\nИтого,12,3\nالمجموع,12,3\n"
    text = "place,people,households,date\n" + rows.replace("\n", ",2023-04-15\n")
    (facts,) = read_facts(write(tmp_path / "x.csv", text))
    assert facts.frame["people"].tolist() == [5, 7]
    assert "columns not read: households" in facts.notes
    assert any("3 rows that are sums ('Total', 'Итого', 'المجموع')" in one for one in facts.notes)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("date,people,people\n2023-04-15,5,6\n", "column 'people' stands 2 times"),
        ('[{"date":"2023-04-15","people":5,"people":6}]', "'people' stands twice in one record"),
        ("date,people,place\n2023-04-15,5," + "x" * 140_000 + "\n", "more than 131,072 characters"),
        (
            "geomaster_name,date,individuals,téléphone\nA,2023-04-15,5,1\n",
            "'téléphone' looks perso",
        ),
    ],
)
def test_what_has_two_readings_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ScenarioError, match=words):
        read_facts(write(tmp_path / "x", text))


def test_thousands_that_are_marked_and_fractions_of_people_are_named(tmp_path: Path) -> None:
    text = 'date,people\n2023-04-15,"1,234"\n2023-04-16,5.5\n'
    (facts,) = read_facts(write(tmp_path / "x.csv", text))
    assert facts.frame["people"].tolist() == [1234, 5.5]
    assert any("thousands marked ('1,234' as 1234)" in note for note in facts.notes)
    assert any("has fractions ('5.5'): is it given in thousands?" in note for note in facts.notes)
