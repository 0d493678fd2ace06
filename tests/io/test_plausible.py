"""What is right cell by cell and can hardly be meant together is told, as a colleague would."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from io_broken import DISPLACED, MANIFEST, OBSERVATIONS, ROUTES, found, told, written
from marchland.io.read import read
from marchland.model.aid import factor
from marchland.model.countries import countries, country_code, near_country

PLACES = """\
id,country,kind,capacity,lat,lon,population,pcode
Minsk,BLR,hub,,53.9,27.6,,BY01
Grodno,BLR,settlement,500,53.7,23.8,,
Bruzgi,BLR,strip,,53.6,23.7,,
Forest,POL,forest,,53.5,23.6,,
Centre,POL,centre,,53.1,23.2,,PL20
Berlin,DEU,destination,,52.5,13.4,,
"""
AID = "date,place,item,quantity,unit,source\n2021-06-05,Minsk,{item},100,{unit},made up\n"


def test_the_crisis_with_positions_is_sound(tmp_path: Path) -> None:
    assert told(written(tmp_path, places=PLACES)) == []


DOUBTED: dict[str, tuple[dict[str, str], str]] = {
    "swapped": (
        {"places": PLACES.replace("52.5,13.4", "13.4,52.5")},
        "'Berlin' at lat 13.4, lon 52.5 does not lie in Germany; lat and lon look swapped",
    ),
    "elsewhere": (
        {"places": PLACES.replace("52.5,13.4", "40.4,-3.7")},
        "'Berlin' at lat 40.4, lon -3.7 does not lie in Germany; check lat, lon and country",
    ),
    "over the border": (
        {"places": PLACES.replace("Grodno,BLR,settlement,500,53.7,23.8",
                                  "Grodno,BLR,settlement,500,53.1,23.2")},
        "'Grodno' at lat 53.1, lon 23.2 does not lie in Belarus; check lat, lon and country (it "
        "lies in Poland, ",
    ),
    "swapped within the bounds of its country": (
        {"places": PLACES.replace("Berlin,DEU,destination,,52.5,13.4",
                                  "Berlin,RUS,destination,,61.0,56.0")
         .replace("61.0,56.0", "37.6,55.8")},  # Moscow, in the bounds of Russia both ways
        "does not lie in Russian Federation; lat and lon look swapped",
    ),
    "nowhere": ({"places": PLACES.replace("52.5,13.4", "0,0")}, "lies at 0, 0 in the Gulf of"),
    "a code that is none": (
        {"places": PLACES.replace("DEU", "GER")}, "country 'GER' is no code of ISO 3166-1",
    ),
    "a pcode of another country": (
        {"places": PLACES.replace("PL20", "UA20")},
        "pcode 'UA20' is not of Poland, whose codes begin with PL or POL",
    ),
    "too short": (
        {"routes": "id,origin,destination,length_km,mode,both_ways,permeability\n"
         "m1,Minsk,Grodno,28,road,yes,\nm2,Grodno,Bruzgi,20,road,yes,\n"
         "line,Bruzgi,Forest,1,crossing,no,through\nwest,Forest,Berlin,750,road,no,\n"},
        "from 'Minsk' to 'Grodno' is 28 km, the straight line is 251 km; check the length",
    ),
    "metres": (
        {"routes": "id,origin,destination,length_km,mode,both_ways,permeability\n"
         "m1,Minsk,Grodno,280000,road,yes,\nm2,Grodno,Bruzgi,20,road,yes,\n"
         "line,Bruzgi,Forest,1,crossing,no,through\nwest,Forest,Berlin,750,road,no,\n"},
        "is it given in metres?",
    ),
    "more than live there": (
        {"places": PLACES.replace("27.6,,", "27.6,100,")},
        "at least 600 people leave 'Minsk', where 100 live",
    ),
    "too little room": (
        {"places": PLACES.replace("destination,", "destination,50")},
        "places that receive people hold 50 together",
    ),
    "counts by the thousand": (
        {"observations": OBSERVATIONS.replace("attempts,BLR>POL", "stock,Berlin")
         .replace(",300,", ",900000,")},
        "times all people who are displaced; is it wrong by 1,000?",
    ),
    "an item that serves nothing": ({"aid": AID.format(item="blanket", unit="blankets")},
                                    "item 'blanket' serves no need"),
    "an item by another word": ({"aid": AID.format(item="Tents", unit="pieces")},
                                "item 'Tents' serves no need that is counted (is it shelter"),
    "aid twice": (
        {"aid": AID.format(item="water", unit="L") + AID.format(item="water", unit="L")
         .split("\n", 1)[1]}, "water for Minsk on 2021-06-05 is given 2 times alike",
    ),
    "a count where nobody comes": (
        {"places": PLACES + "Vilnius,LTU,camp,,54.7,25.3,,\n",
         "observations": OBSERVATIONS.replace("attempts,BLR>POL", "stock,Vilnius")},
        "observations.csv:2  people were counted at 'Vilnius', but no way leads there",
    ),
    "a route that is alone": (
        {"places": PLACES + "Vilnius,LTU,camp,,54.7,25.3,,\nKaunas,LTU,hub,,54.9,23.9,,\n",
         "routes": ROUTES + "lt,Vilnius,Kaunas,100,road,yes,,\n"},
        "routes.csv:6  'lt' joins nothing that people reach",
    ),
    "a parameter at its bound": (
        {"scenario": MANIFEST.replace("value: 0.2", "value: 0.1")},
        "parameter through has its lowest value as its value",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", DOUBTED)
def test_what_can_hardly_be_meant_is_a_warning(tmp_path: Path, case: str) -> None:
    changed, words = DOUBTED[case]
    folder = written(tmp_path, **{"places": PLACES, **changed})
    assert any(words in line for line in told(folder)), told(folder)
    assert all(problem.warning for problem in found(folder))


REFUSED: dict[str, tuple[dict[str, str], str]] = {
    "a unit that cannot be compared": (
        {"aid": AID.format(item="water", unit="cans")}, "unit 'cans' of water must be L or m³",
    ),
    "more than can be counted": (
        {"displaced": DISPLACED.replace(",15", ",3000000000")}, "a run can count 2,000,000,000",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_check_refuses_what_a_run_would(tmp_path: Path, case: str) -> None:
    changed, words = REFUSED[case]
    folder = written(tmp_path, **{"places": PLACES, **changed})
    assert any(words in str(one) for one in found(folder) if not one.warning), told(folder)


def test_a_blank_length_is_the_straight_line_times_a_factor(tmp_path: Path) -> None:
    routes = ROUTES.replace("Minsk,Grodno,280", "Minsk,Grodno,").replace(",750,", ",,")
    folder = written(tmp_path, places=PLACES, routes=routes)
    (line,) = told(folder)
    assert "length_km of 2 routes by road is blank; assumed are 1.4 times the straight line" in line
    west = 1.4 * 6371 * _angle((53.5, 23.6), (52.5, 13.4))
    assert read(folder).routes.length_km[3] == pytest.approx(west, abs=0.06)


def _angle(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the angle between two points, by the spherical law of cosines."""
    (p, a), (q, b) = (tuple(map(math.radians, point)) for point in (one, other))
    return math.acos(math.sin(p) * math.sin(q) + math.cos(p) * math.cos(q) * math.cos(a - b))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Syrian Arab Republic", "SYR"), ("United Republic of Tanzania", "TZA"),
        ("Viet Nam", "VNM"), ("Côte d'Ivoire", "CIV"), ("COTE D’IVOIRE", "CIV"),
        ("Netherlands (Kingdom of the)", "NLD"), ("United Kingdom", "GBR"), ("UA", None),
        ("Dem. Rep. of the Congo", "COD"), ("Republic of Congo", "COG"), ("Türkiye", "TUR"),
        ("Iran (Islamic Republic of)", "IRN"), ("State of Palestine", "PSE"), ("POL", "POL"),
        ("Central African Rep.", "CAF"), ("Freedonia", None), ("", None),
        ("DRC", "COD"), ("D.R. Congo", "COD"), ("D.R.C.", "COD"), ("C.A.R.", "CAF"),
        ("South-Sudan", "SSD"), ("Cote dIvoire", "CIV"), ("Irak", "IRQ"), ("S. Sudan", "SSD"),
    ],
)  # fmt: skip
def test_countries_are_known_by_the_names_of_the_field(name: str, code: str | None) -> None:
    assert country_code(name) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Boliva", "BOL"), ("Venezula", "VEN"), ("Equador", "ECU"), ("Columbia", "COL"),
        ("Syira", "SYR"), ("SouthSudan", "SSD"), ("Burkina-Fasso", "BFA"), ("Nigerr", "NER"),
        ("Maurtania", "MRT"), ("Central Afrcan Republic", "CAF"), ("EGPYT", "EGY"),
        ("Nigera", None),  # Niger or Nigeria
        ("Sudn", None), ("Freedonia", None), ("Kurdistan", None), ("", None),
    ],
)  # fmt: skip
def test_a_country_a_slip_away_is_meant_where_there_is_but_one(name: str, code: str | None) -> None:
    assert near_country(name) == code


def test_no_name_is_that_of_two_countries() -> None:
    for one in countries().values():
        assert {country_code(name) for name in (one.name, *one.other_names)} == {one.code}


@pytest.mark.parametrize(
    ("item", "unit"),
    [("water", "m3"), ("water", "litres"), ("food", "MT"), ("shelter", "m2"), ("blankets", "pcs")],
)
def test_units_are_understood_as_people_write_them(tmp_path: Path, item: str, unit: str) -> None:
    folder = written(tmp_path, aid=AID.format(item=item, unit=unit))
    assert found(folder) == []
    assert factor(item, unit) == (1000 if unit == "m3" else 1)
