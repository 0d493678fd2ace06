"""Importing adds and revises, says what it did, and loses nothing that a person wrote."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import marchland as ml
from marchland.cli import main
from marchland.errors import RequestError, ScenarioError
from marchland.io.imports.into import Imported, import_files
from marchland.io.imports.joining import distance_km, join
from marchland.io.imports.made import Asked
from marchland.io.imports.merging import merge
from marchland.io.skeleton import write_skeleton
from marchland.model.tables import Places, Routes
from marchland.view.words.imports import imports_in_words

TODAY = date(2026, 1, 2)
SERIES = "date,people,name,pcode\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = write_skeleton(tmp_path / "mine")
    places = made / "places.csv"
    header, *rows = [
        r for r in places.read_text("utf-8").splitlines() if not r.startswith(("# ", '"# '))
    ]
    assert header.startswith("id,name,country,lat,lon,kind")
    places.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return made


def series(folder: Path, *rows: str, name: str = "down.csv") -> Path:
    path = folder.parent / name
    path.write_text(SERIES + "".join(f"{row}\n" for row in rows), "utf-8")
    return path


def take(folder: Path, path: Path, counting: str = "stock") -> Imported:
    (found,) = import_files([path], folder, "", Asked(counting=counting), today=TODAY)
    return found


def values(folder: Path) -> dict[tuple[str, str], float]:
    table = ml.read(folder).observations
    days = table.date_from.astype(str)
    return {(w, d): v for w, d, v in zip(table.where, days, table.value, strict=True)}


def test_counts_join_by_name_and_carry_their_source(folder: Path) -> None:
    before = values(folder)
    found = take(folder, series(folder, "2021-10-05,120,CAMP,", "2021-10-12,150,Camp,"))
    assert found.made.joined is not None and found.made.joined.by == {"name": 2}
    assert values(folder) == before | {("camp", "2021-10-05"): 120, ("camp", "2021-10-12"): 150}
    source = ml.read(folder).observations.source[-1]
    for part in ("down.csv", "sha256 ", "2026-01-02", "terms not known", "stock"):
        assert part in source


def test_a_newer_file_revises_and_says_so(folder: Path) -> None:
    take(folder, series(folder, "2021-10-05,120,camp,", "2021-10-12,150,camp,"))
    again = take(folder, series(folder, "2021-10-05,130,camp,", "2021-10-19,170,camp,"))
    assert again.merged.added == 1
    assert [(r.before, r.after) for r in again.merged.revised] == [("120.0", "130.0")]
    told = values(folder)
    assert [told["camp", f"2021-10-{d}"] for d in ("05", "12", "19")] == [130, 150, 170]
    assert "120.0 is now 130.0" in imports_in_words([again])
    once = (folder / "observations.csv").read_bytes()
    assert take(folder, series(folder, "2021-10-19,170,camp,")).merged.same == 1
    assert (folder / "observations.csv").read_bytes() == once


def test_what_a_person_wrote_stays(folder: Path) -> None:
    first = take(folder, series(folder, "2021-10-05,120,camp,"))
    path = folder / "observations.csv"
    source = ml.read(folder).observations.source[-1]
    mine = path.read_text("utf-8").replace(source, "my own count").replace(",120,", ",111,")
    path.write_text("# my note,,\n" + mine, "utf-8")
    again = take(folder, series(folder, "2021-10-05,130,camp,"))
    assert first.merged.added == 1 and not again.merged.revised
    assert values(folder)["camp", "2021-10-05"] == 111
    assert "# my note" in path.read_text("utf-8")
    assert "left as it is" in imports_in_words([again])


def test_what_joins_nothing_is_listed_with_near_names(folder: Path) -> None:
    rows = ("2021-10-05,120,camp,", "2021-10-05,7,Cmap,", "2021-10-12,8,Atlantis,")
    found = take(folder, series(folder, *rows))
    assert found.made.joined is not None
    lost = {one.what: one.near for one in found.made.joined.unjoined}
    assert set(lost) == {"Cmap", "Atlantis"} and "did you mean" in lost["Cmap"]
    assert "Atlantis" in imports_in_words([found])


def test_positions_join_within_a_distance(folder: Path) -> None:
    places = ml.read(folder).places
    i = places.id.index("camp")
    near = f"{places.lat[i] + 0.05},{places.lon[i]}"
    path = folder.parent / "p.csv"
    path.write_text(f"date,people,lat,lon\n2021-10-05,50,{near}\n2021-10-05,60,-40,100\n", "utf-8")
    found = take(folder, path)
    assert found.made.joined is not None and found.made.joined.by == {"distance": 1}
    assert found.made.joined.far[0][2] == pytest.approx(5.56, abs=0.05)
    assert len(found.made.joined.unjoined) == 1


def test_no_position_joins_a_place_of_another_country() -> None:
    places = Places.from_columns(
        {
            "id": ["adre", "geneina"], "country": ["TCD", "SDN"],
            "lat": [13.47, 13.45], "lon": [22.2, 22.44], "kind": ["camp", "settlement"],
        }
    )  # fmt: skip
    spots = pd.DataFrame({"lat": [13.46] * 3, "lon": [22.3] * 3, "country": ["SDN", "TCD", ""]})
    joined = join(spots, places, 50.0)
    assert list(joined.where) == ["geneina", "adre", "adre"]
    far = pd.DataFrame({"lat": [46.0], "lon": [2.0], "country": [""]})
    assert list(join(far, places, 9000.0).where) == [""], "France is neither Chad nor Sudan"


def test_a_population_is_asked_for(folder: Path) -> None:
    codes = set(ml.read(folder).places.country)
    code = sorted(codes)[0]
    head = "Year,ISO3CoO,ISO3CoA,REF,IDP,ASY\n"
    path = folder.parent / "eoy.csv"
    path.write_text(f"{head}2021,{code},{code},500,90,30\n", "utf-8")
    for asked, people in (("", 500), ("internally displaced", 90), ("asylum seekers", 30)):
        (found,) = import_files([path], folder, "", Asked(population=asked), today=TODAY)
        assert [row["value"] for row in found.made.rows] == [people]
    assert any("--population" in one for one in _notes(path, folder))
    with pytest.raises(RequestError, match="it counts asylum seekers, internally displaced"):
        import_files([path], folder, "", Asked(population="stateless"), today=TODAY)


def _notes(path: Path, folder: Path) -> list[str]:
    (found,) = import_files([path], folder, "", Asked(), today=TODAY)
    return found.made.notes


def test_lengths_of_roads_fill_blanks_and_keep_what_a_person_wrote(folder: Path) -> None:
    crisis = ml.read(folder)
    roads = [row for row in crisis.routes.rows() if row["mode"] == "road"][:2]
    assert len(roads) == 2
    table = Routes.from_columns(
        {
            "id": [r["id"] for r in roads], "origin": [r["origin"] for r in roads],
            "destination": [r["destination"] for r in roads],
            "length_km": [None, roads[1]["length_km"]],
        }
    )  # fmt: skip
    rows = [
        {"id": r["id"], "origin": r["origin"], "destination": r["destination"], "length_km": 77.0,
         "source": "OSRM; sha256 1"}
        for r in roads
    ]  # fmt: skip
    merged = merge(table, rows)
    assert [one.column for one in merged.revised] == ["length_km"]
    assert [one.before for one in merged.revised] == ["blank"]
    assert len(merged.kept) == 1 and merged.added == 0
    at = {id: i for i, id in enumerate(crisis.places.id)}
    ends = [(r["origin"], r["destination"]) for r in roads]
    points = [
        {"location": [float(crisis.places.lon[at[id]]), float(crisis.places.lat[at[id]])]}
        for pair in ends
        for id in pair
    ]
    far = [[0 if i == j else 9_000_000 for j in range(4)] for i in range(4)]
    path = folder.parent / "table.json"
    path.write_text(json.dumps({"sources": points, "destinations": points, "distances": far}))
    (found,) = import_files([path], folder, today=TODAY)
    assert {row["length_km"] for row in found.made.rows} == {9000.0}
    assert not found.merged.revised and len(found.merged.kept) >= 2


def test_composition_is_read_where_it_is_asked_for(folder: Path) -> None:
    crisis = ml.read(folder)
    group, code = crisis.groups[0], crisis.places.country[0]
    head = "Year,ISO3CoO,ISO3CoA," + ",".join(
        f"{sex}_{band}"
        for sex in ("Female", "Male")
        for band in ("0_4", "5_11", "12_17", "18_59", "60")
    )
    path = folder.parent / "ages.csv"
    path.write_text(f"{head}\n2021,XXX,{code},1,2,3,20,4,1,2,1,10,6\n", "utf-8")
    (found,) = import_files([path], folder, "composition", Asked(group=group), today=TODAY)
    (row,) = found.made.rows
    assert (row["women"], row["men"], row["children"]) == (0.48, 0.32, 0.2)
    table = ml.read(folder).composition
    assert group in table.group


def test_p_codes_of_a_workbook_of_areas_are_filled_in(folder: Path) -> None:
    places = ml.read(folder).places
    name, code = places.name[0] or places.id[0], places.country[0]
    path = folder.parent / "cod.csv"
    head = "ADM1_EN,ADM1_PCODE,ADM0_EN,ADM0_PCODE,DATE,VALIDON,AREA_SQKM"
    path.write_text(f"{head}\n{name},{code}01,X,{code},43081,43481,12.5\n", "utf-8")
    (found,) = import_files([path], folder, today=TODAY)
    assert ml.read(folder).places.pcode[0] == f"{code}01"
    assert [one.column for one in found.merged.revised] == ["pcode"]


def test_distances_are_those_of_the_sphere() -> None:
    quarter = distance_km(np.array([0.0]), np.array([0.0]), 0, 90)
    assert quarter[0] == pytest.approx(np.pi / 2 * 6371)


def test_a_series_has_to_say_what_it_counts(folder: Path) -> None:
    path = series(folder, "2021-10-05,120,camp,")
    before = (folder / "observations.csv").read_bytes()
    with pytest.raises(RequestError, match="--counting"):
        take(folder, path, "")
    assert (folder / "observations.csv").read_bytes() == before
    take(folder, path, "cumulative")
    assert ml.read(folder).observations.cumulative[-1]
    assert ml.read(folder).observations.measure[-1] == "entered"


def test_nothing_is_written_where_one_file_is_wrong(folder: Path) -> None:
    good = series(folder, "2021-10-05,120,camp,")
    bad = series(folder, "2021-10-05,-3,camp,", name="bad.csv")
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    with pytest.raises(ScenarioError, match="must be between 0"):
        import_files([good, bad], folder, "", Asked(counting="stock"))
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before
    with pytest.raises(RequestError, match="comes with Marchland"):
        import_files([good], "belarus-2021")


def test_displacement_is_spread_over_its_days(folder: Path) -> None:
    places = ml.read(folder).places
    at = places.id.index("city")
    path = folder.parent / "idu.csv"
    path.write_text(
        "id,iso3,latitude,longitude,figure,displacement_start_date,displacement_end_date\n"
        f"1,AAA,{places.lat[at]},{places.lon[at]},100,2021-10-02,2021-10-05\n",
        "utf-8",
    )
    import_files([path], folder, "", Asked(group="inland"), today=TODAY)
    table = ml.read(folder).displaced
    assert table.place[-1] == "city" and table.people[-1].low == table.people[-1].high == 25


def test_events_become_notes_by_month_and_change_nothing(folder: Path) -> None:
    places = ml.read(folder).places
    at = places.id.index("city")
    spot = f"{places.lat[at]},{places.lon[at]}"
    rows = "".join(f"{i},2021-10-{i + 1:02},2021-10-{i + 1:02},{spot},6,1\n" for i in range(3))
    path = folder.parent / "ged.csv"
    head = "id,date_start,date_end,latitude,longitude,best,type_of_violence\n"
    path.write_text(head + rows, "utf-8")
    import_files([path], folder, today=TODAY)
    table = ml.read(folder).timeline
    assert table.what[-1] == "note" and table.label[-1].startswith("3 conflict events")
    assert "18 deaths" in table.label[-1]


def test_weather_and_a_table_with_a_mapping(folder: Path) -> None:
    meteo = folder.parent / "w.csv"
    meteo.write_text(
        "latitude,longitude\n1,2\n\ntime,temperature_2m_max (°C),temperature_2m_min (°C),"
        "wind_speed_10m_max (km/h)\n2021-12-24,3,-4.5,36\n",
        "utf-8",
    )
    import_files([meteo], folder, "", Asked(station="airfield"), today=TODAY)
    weather = ml.read(folder).weather
    assert (weather.t_min_c[-1], weather.wind_ms[-1]) == (-4.5, 10)
    plain = folder.parent / "plain.csv"
    plain.write_text("Tag;Ort;Menschen\n24.10.2021;camp;1.234\n25.10.2021;camp;12.345,0\n", "utf-8")
    columns = folder.parent / "columns.yaml"
    columns.write_text(
        "publisher: our office\nlicence: ours\ncounting: stock\n"
        "columns: {date: Tag, name: Ort, people: Menschen}\n",
        "utf-8",
    )
    import_files([plain], folder, mapping=columns, today=TODAY)
    assert values(folder)["camp", "2021-10-24"] == 1234


def test_exported_counts_come_back_as_they_were(folder: Path, tmp_path: Path) -> None:
    from marchland.io.results import write_results
    from marchland.study.handover.tables import of_counts
    from marchland.study.measures.read import read
    from marchland.view.export.write import export

    crisis = ml.read(folder)
    runs = ml.simulate(crisis, members=2, seed=1)
    write_results(runs, tmp_path / "r", tables=of_counts(read(runs, crisis)))
    handed = export(tmp_path / "r", ["hxl", "csvw"])
    bare = tmp_path / "bare"
    shutil.copytree(folder, bare)
    for name in ("counts.csv", "counts.hxl.csv"):
        (bare / "observations.csv").unlink(missing_ok=True)
        import_files([handed / name], bare, today=TODAY)
        again = ml.read(bare).observations
        for column in ("series", "date_from", "measure", "where", "value", "low", "high", "use"):
            old, new = getattr(crisis.observations, column), getattr(again, column)
            if isinstance(old, np.ndarray):
                np.testing.assert_array_equal(old, new)
            else:
                assert old == new, column


def test_the_command_line_says_what_it_did(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = series(folder, "2021-10-05,120,camp,")
    assert main(["import", str(path), "--into", str(folder), "--counting", "stock"]) == 0
    assert "1 rows added" in capsys.readouterr().out
