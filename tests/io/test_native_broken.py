"""Whatever can be wrong with a scenario's files is told: where, what, and what to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from io_broken import (
    DISPLACED,
    FILES,
    MANIFEST,
    OBSERVATIONS,
    PLACES,
    ROUTES,
    TIMELINE,
    found,
    told,
    written,
)
from marchland.errors import ScenarioError
from marchland.io.read import read

LONG = "2021-06-01,,Minsk,IRQ,1\n"


def test_the_crisis_that_tests_break_is_sound(tmp_path: Path) -> None:
    assert told(written(tmp_path)) == []


CELLS = {
    # decimal commas, separators, texts that are no numbers
    ("places", "500", '"1,5"'): "capacity is read with a decimal comma ('1,5' as 1.5)",
    ("places", "500", '"1,500"'): "places.csv:3  capacity '1,500' can be read as 1500 or as 1.5",
    ("places", "500", "1.500"): "places.csv:3  capacity '1.500' can be read as 1.5 or as 1500",
    ("places", "500", "1 500"): "capacity is read with thousands marked ('1 500' as 1500)",
    ("places", "500", "1.500.000"): "capacity is read with thousands marked ('1.500.000' as 1500",
    ("places", "500", "1,5,00"): "has 7 cells, the header has 5; put cells that hold a comma in",
    ("places", "500", "NaN"): "capacity 'NaN' is not a number (leave the cell blank",
    ("places", "500", "inf"): "capacity 'inf' is not a number",
    ("places", "500", "1e999"): "is too large a number",
    ("places", "500", "many"): "capacity 'many' is not a number",
    ("places", "500", "٥"): "capacity is read in plain digits ('٥' as 5)",
    ("places", "500", "ab٥"): "capacity 'ab٥' is not a number",
    ("places", "500", "-5"): "places.csv:3  capacity is -5, must be 0 or more",
    ("places", "500", "#REF!"): "capacity '#REF!' is a spreadsheet's error",
    ("places", "Minsk", "#N/A"): "id '#N/A' is a spreadsheet's error",
    ("displaced", "15", "#DIV/0!"): "people '#DIV/0!' is a spreadsheet's error",
    # lengths, kinds, flags
    ("routes", "280", "-280"): "routes.csv:2  length_km is -280, must be between 0 and 100000",
    ("routes", "280", ""): "routes.csv:2  length_km is blank, and its ends have no lat",
    ("routes", "road,yes", "raod,yes"): "mode 'raod' must be one of foot, road",
    ("routes", "road,yes", "road,maybe"): "both_ways 'maybe' must be yes or no",
    ("places", "hub", "Hub"): "(did you mean 'hub'?)",
    # dates
    ("timeline", "2021-06-10", "2021-13-01"): "date '2021-13-01' is not a date (write YYYY-MM-DD)",
    ("timeline", "2021-06-10", "10.06.2021"): "date is read as dates ('10.06.2021' as 2021-06-10",
    ("timeline", "2021-06-10", "06/10/2021"): "date '06/10/2021' can be read as 2021-10-06 (day/"
    "month/year) or as 2021-06-10 (month/day/year), and nothing in the column says which; write",
    ("timeline", "2021-06-10", "2021-06-10 00:00"): "date is read as dates ('2021-06-10 00:00' as",
    ("timeline", "2021-06-10", "44357"): "as a spreadsheet's day number it is 2021-06-10, or 2025",
    ("timeline", "2021-06-10", "2564-06-10"): "is outside the years 1678 to 2261 that are read (20",
    ("timeline", "2021-06-10", "2021-02-30"): "'2021-02-30' is not a date",
    ("timeline", "2021-06-10", "2021-W23-4"): "'2021-W23-4' is not a date",
    ("timeline", "2021-06-10", "2022-06-10"): "timeline.csv:2  2022-06-10 is after the period",
    ("observations", "2021-06-01,2021-06-30", "2020-06-01,2020-06-30"): "is before the period",
    ("observations", "2021-06-30", "2021-05-30"): "date_to 2021-05-30 is before date_from",
    ("places", "Grodno,BLR", "Grod\u200bno,BLR"): "signs that cannot be seen (U+200B), left out",
    # names
    ("routes", "Minsk,Grodno", "Minsk,Grodna"): "routes.csv:2  destination 'Grodna' is not in "
    "places.csv (did you mean 'Grodno'?)",
    ("displaced", "Minsk", "Minks"): "place 'Minks' is not in places.csv (did you mean 'Minsk'?)",
    ("displaced", "IRQ", "IRK"): "group 'IRK' is not in the groups of scenario.yaml (did you mean",
    ("timeline", "m2", "m3"): "where 'm3' is no place, route, border, country or tag",
    ("observations", "BLR>POL", "BLR>POLL"): "where 'BLR>POLL' is no place, route, border",
    ("places", "Grodno,", "Minsk,"): "places.csv:3  id 'Minsk' stands already on line 2",
    ("routes", "m2", "m1"): "routes.csv:3  id 'm1' stands already on line 2",
    ("places", "Grodno,", "A>B,"): "id 'A>B' holds '>', which has a meaning",
    ("places", "BLR,hub", "Belarus,hub"): "ISO 3166-1 alpha-3, write BLR",
    ("routes", "280,road", "280,bus"): "mode 'bus' must be truck",
    ("routes", "280,road", "280,boat"): "mode 'boat' must be river or sea",
    ("routes", "m2", "m2:back"): "ends with ':back', which is the name of a way back",
    # routes and gates
    ("routes", "Minsk,Grodno", "Minsk,Minsk"): "routes.csv:2  leads from 'Minsk' to itself",
    ("routes", "crossing,no", "crossing,yes"): "is a crossing and goes both_ways",
    ("routes", "280,road,yes,,", "280,road,yes,,50"): "has per_day and goes both_ways",
    ("routes", "line,Bruzgi", "line,Grodno"): "a crossing from 'Grodno', a settlement; a crossing",
    ("routes", "no,through", "no,"): "is a crossing and has no permeability",
    ("routes", "750,road,no,,", "750,road,no,0.5,"): "only a crossing is tried",
    ("routes", "west", "l2,Minsk,Forest,1,crossing,no,0,\nwest"): "a crossing must begin in a",
    # amounts and parameters
    ("routes", "through", "1.2"): "permeability is 1.2, must be between 0 and 1",
    ("routes", "through", "0.5 to 1.2"): "permeability is 0.5 to 1.2, must be between 0 and 1",
    ("routes", "through", "3*through"): "'3*through' reaches from 0.3 to 1.2 over",
    ("routes", "through", "trough"): "'trough' names no parameter (did you mean 'through'?)",
    ("displaced", "2021-06-01,2021-06-30", "2021-05-01,2021-06-30"): "2021-05-01 to 2021-06-30 "
    "lies partly outside the period 2021-06-01 to 2021-07-30 of scenario.yaml; who is",
    ("displaced", "20 to 40", "40-20"): "'40 to 20' has its low end above its high end",
    ("displaced", "20 to 40", "20-Apr"): "a spreadsheet made a date of (write '5 to 10')",
    ("displaced", "20 to 40", "-20"): "people is -20, must be 0 or more",
    ("displaced", "20 to 40", '"1,5 to 2,5"'): "people is read with a decimal comma ('1,5' as 1.",
    ("displaced", "20 to 40", "about 20"): "people 'about 20' is not an amount (write 120, 100 to",
    ("displaced", "20 to 40", "nan"): "people 'nan' is not an amount (leave the cell blank",
    ("timeline", "close,m2,,", "push,Minsk,,1.5"): "value '1.5' of push reaches 1.5, a chance must",
    ("timeline", "close,m2,,", "push,Minsk,,"): "value is blank, must be given for push",
    ("timeline", "close,m2,,", "close,m2,,3"): "has a value, must be blank for close",
    ("timeline", "close,m2,,", "capacity,m2,,3"): "capacity is said of 'm2', a route; it must be",
    ("timeline", "close,m2,,", "close,,,"): "where is blank, must say what to close",
    ("timeline", "close,m2,,", "capacity,Minsk,IRQ,3"): "capacity for one group",
    ("timeline", "close,m2,,", "leave,Minsk,IRQ,0.3"): "leave for one group",
    ("timeline", "close,m2,,", "per_day,m2,,3"): "per_day of 'm2', which goes both_ways",
    ("timeline", "close,m2,,", "per_day,DEU,,30"): "per_day of 'DEU', but its route 'west' has no "
    "per_day in routes.csv, so that nobody waits for it; give it one there",
    # contradictions
    ("timeline", "2021-06-20", "2021-06-10"): "'m2' on 2021-06-10 has already another value on "
    "line 2 (close, open), keep one",
    ("timeline", "2021-06-20,open,m2,,", "2021-06-10,close,m2,,"): "stands already on line 2",
    # observations
    ("observations", "300,,", "300,400,"): "low 400, value 300 and high nan must rise",
    ("observations", "BLR>POL", "Minsk"): "attempts at 'Minsk', a place; give the border or",
    ("observations", "BLR>POL", "POL>DEU"): "attempts at 'POL>DEU', over which no crossing leads; "
    "people who pass an open border are entered",
    ("observations", "attempts", "entered"): "entered at 'BLR>POL', into which no open route leads",
    ("timeline", "2021-06-10,close,m2,,", "2021-06-10,try_rate,POL>DEU,,0.3"): "try_rate is said "
    "of 'POL>DEU', over which no crossing leads",
    ("observations", "POL,,300", "POL,exposure,300"): "cause is given for attempts",
    ("observations", "attempts,BLR>POL,,300", "deaths,Bruzgi,,30"): "deaths at 'Bruzgi', a place; "
    "give the border or country (merge upward what is finer)",
    ("observations", "attempts,BLR>POL,,300", "deaths,BLR>POL,,3"): "3 deaths are under 10: merge",
    ("observations", "2021-06-30,attempts", "2021-06-29,deaths"): "by whole months only",
    ("observations", "source\ntries,2021-06-01,2021-06-30,attempts,BLR>POL,,300,,,made up",
     "source,use\ntries,2021-06-01,2021-06-30,deaths,BLR>POL,,30,,,made up,fit"):
    "nothing is fitted to deaths",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "words"), CELLS.items(), ids=["-".join(change) for change in CELLS]
)
def test_a_broken_cell_is_told(tmp_path: Path, change: tuple[str, str, str], words: str) -> None:
    stem, old, new = change
    text = FILES[f"{stem}.csv"]
    assert old in text
    changed = text.replace(old, new, 1)
    assert any(words in line for line in told(written(tmp_path, **{stem: changed})))


SHAPES: dict[str, tuple[dict[str, str | bytes | None], str]] = {
    "missing file": ({"places": None}, "places.csv  is missing, must be there with the columns id"),
    "missing manifest": ({"scenario": None}, "scenario.yaml  is missing, must be there"),
    "empty file": ({"routes": ""}, "routes.csv  is empty"),
    "blank file": ({"routes": "\n\n,,\n"}, "routes.csv  is empty"),
    "utf-16": ({"places": PLACES.encode("utf-16")}, "places.csv  is written in UTF-16, save it"),
    "utf-16 without a mark": ({"places": PLACES.encode("utf-16-le")}, "places.csv:1  holds a NUL"),
    "NUL": ({"places": PLACES.encode() + b"x\0y"}, "places.csv:8  holds a NUL byte"),
    "cp1252": (
        {"places": PLACES.replace("Centre", "Centró").encode("cp1252")},
        "places.csv:6  byte 0xF3 is not UTF-8 (as Windows-1252 it reads 'Centró'), save it as",
    ),
    "semicolons": ({"places": PLACES.replace(",", ";")}, "places.csv  has semicolons between its"),
    "tabs": ({"places": PLACES.replace(",", "\t")}, "places.csv  has tabs between its cells, read"),
    "duplicate header": (
        {"places": PLACES.replace("capacity", "id")}, "column 'id' stands 2 times, must once",
    ),
    "unknown header": (
        {"places": PLACES.replace("capacity", "capcity")},
        "column 'capcity' is not known (did you mean 'capacity'?)",
    ),
    "mangled header": (
        {"routes": ROUTES.replace("length_km", "Length_km")},
        "column 'Length_km' is not known (did you mean 'length_km'?)",
    ),
    "missing column": (
        {"routes": ROUTES.replace("destination", "Destination")},
        "routes.csv  column 'destination' is missing, must be there: Place where it ends.",
    ),
    "no header": ({"timeline": TIMELINE.split("\n", 1)[1]}, "column '2021-06-10' is not known"),
    "nameless column": (
        {"places": PLACES.replace("tags", "").replace("500,", "500,x")},
        "column 5 has no header but has cells",
    ),
    "long row": ({"places": PLACES + "a,BLR,hub,1,,2\n"}, "places.csv:8  has 6 cells, the header"),
    "short row": ({"places": PLACES + "a,BLR,hub\n"}, "places.csv:8  has 3 cells, the header has"),
    "open quote": ({"places": PLACES + '"a,BLR\n'}, "places.csv:8  cannot be cut into cells"),
    "no people": ({"displaced": DISPLACED.split("\n")[0]}, "has no rows: there is nobody to move"),
    "zero people": (
        {"displaced": "date,place,group,people\n2021-06-01,Minsk,IRQ,0\n"}, "gives 0 people",
    ),
    "nobody in time": (
        {"displaced": "date,place,group,people\n2022-06-01,Minsk,IRQ,5\n"}, "nobody enters at all",
    ),
    "no routes": (
        {"routes": ROUTES.split("\n")[0], "timeline": None, "observations": None,
         "places": PLACES.replace("Forest,POL,forest", "Forest,POL,camp")},
        "routes.csv  has no rows: nobody can go anywhere",
    ),
    "no places": ({"places": PLACES.split("\n")[0]}, "places.csv  has no rows"),
    "unreachable": ({"places": PLACES + "Kyiv,UKR,camp,,\n"}, "places.csv:8  nobody can reach"),
    "no refuge": (
        {"places": PLACES.replace("destination", "hub")}, "can reach no place that receives",
    ),
    "personal column": (
        {"displaced": DISPLACED.replace("people", "people,passport_no").replace("15", "15,X")
         .replace("40", "40,Y")}, "column 'passport_no' looks personal",
    ),
    "two strips": (
        {"places": PLACES + "Kuznica,BLR,strip,,\n",
         "routes": ROUTES + "l2,Kuznica,Forest,1,crossing,no,through,\n"},
        "forest 'Forest' is behind several strips (Bruzgi, Kuznica)",
    ),
    "forest without a line": (
        {"places": PLACES + "Wood,POL,forest,,\n"}, "no crossing leads into forest 'Wood'",
    ),
    "nobody registers": (
        {"places": PLACES.replace("centre", "hub")}, "POL has no centre or reception",
    ),
    "one coordinate": (
        {"places": PLACES.replace("tags", "lat").replace("500,", "500,53.7")},
        "has one of lat and lon",
    ),
    "hard without capacity": (
        {"places": PLACES.replace("tags", "soft_or_hard").replace("hub,,", "hub,,hard")},
        "is hard but has no capacity",
    ),
    "shares": (
        {"composition": "group,women,men,children\nIRQ,0.3,0.3,0.3\n"},
        "women, men and children add up to 0.9, must be 1",
    ),
    "weather": (
        {"weather": "date,station,t_min_c,t_mean_c,t_max_c\n2021-06-01,x,5,4,9\n"},
        "t_min_c 5, t_mean_c 4 and t_max_c 9 must rise",
    ),
    "weather twice": (
        {"weather": "date,station\n2021-06-01,x\n2021-06-01,x\n"}, "already on line 2",
    ),
    "posterior": ({"posterior": "try_rat\n0.2\n"}, "column 'try_rat' is no parameter (did you mea"),
    "posterior bounds": ({"posterior": "try_rate\n0.2\n-1\n"}, "posterior.csv:3  try_rate is -1"),
    "posterior beyond its range": (
        {"posterior": "through\n0.2\n0.9\n"}, "posterior.csv:3  through is 0.9, must be 0.1 to 0.4",
    ),
    "posterior cut at a comma": (
        {"posterior": "through\n0,2\n"}, "posterior.csv:2  has 2 cells, the header has 1",
    ),
    "thousands cut at their comma": (
        {"places": PLACES.replace("500,", "500,000,")},
        "places.csv:3  has 6 cells, the header has 5; '500' and '000' look like one number cut",
    ),
    "a decimal cut at its comma": (
        {"routes": ROUTES.replace("no,through,", "no,0,2,")},
        "routes.csv:4  has 9 cells, the header has 8; '0' and '2' look like one number cut",
    ),
    "posterior text": ({"posterior": "try_rate\n0.2\nx\n"}, "posterior.csv:3  try_rate 'x' is not"),
    "counted twice": (
        {"observations": OBSERVATIONS + OBSERVATIONS.split("\n")[1] + "\n"},
        "observations.csv:3  tries from 2021-06-01 is counted already on line 2",
    ),
    "ambiguous name": (
        {"places": PLACES.replace("500,", "500,m2")}, "where 'm2' is both a route and a tag",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SHAPES)
def test_a_broken_file_is_told(tmp_path: Path, case: str) -> None:
    changed, words = SHAPES[case]
    assert any(words in line for line in told(written(tmp_path, **changed)))


MANIFESTS = {
    ("title", "titel"): "scenario.yaml:1  titel is not known (did you mean 'title'?)",
    ("start", "language: tlh\nstart"): "scenario.yaml:2  language 'tlh' must be one of en (Engl",
    ("2021-06-01", "2021-13-01"): "scenario.yaml:2  start '2021-13-01' is not a date",
    ("start: 2021-06-01", ""): "start is missing",
    ("days: 60", "days: sixty"): "scenario.yaml:3  days 'sixty' is not a number",
    ("days: 60", "days: 1.5"): "days is 1.5, must be a whole number",
    ("days: 60", "days: 0"): "days is 0, must be between 1 and 36600",
    ("days: 60", "days: 60\nend: 2021-06-30"): "days and end are both given, keep one",
    ("days: 60", "end: 2021-05-30"): "scenario.yaml:3  end 2021-05-30 is before start 2021-06-01",
    ("days: 60", ""): "days is missing",
    ("days: 60", "days: 1e300"): "scenario.yaml:3  days is 10000000000000000525…, must be betwee",
    ("days: 60", f"days: {'9' * 400}"): "scenario.yaml:3  days is too large a number",
    ("days: 60", "days: 1.000"): "days '1.000' can be read as 1 or as 1000",
    ("days: 60", f"days: 60\nx: {{{'a: {' * 12}{'}' * 13}"): "is nested too deep",
    ("value: 0.2", "value: 0,2"): "through.2 is not known; is it what stood behind a decimal comma",
    ("groups", "ensemble: {seed: 18446744073709551616}\ngroups"): "must be below 2^63",
    ("IRQ", "IRQ\u200b"): "scenario.yaml  holds signs that cannot be seen (U+200B), left out",
    ("[IRQ, SYR]", "[]"): "groups is empty",
    ("[IRQ, SYR]", "IRQ"): "groups must be a list",
    ("[IRQ, SYR]", "[IRQ, IRQ, SYR]"): "group 'IRQ' is named 2 times",
    ("groups", "rules: {reach: far}\ngroups"): "scenario.yaml:4  reach 'far' must be refuge:k",
    ("groups", "rules: {deterrence: powr}\ngroups"): "'powr' must be one of power, exponential",
    ("groups", "rules: {ticks_per_day: 99}\ngroups"): "ticks_per_day is 99, must be between 1 and",
    ("groups", "ensemble: {members: 0}\ngroups"): "members is 0, must be 1 or more",
    ("groups", "ensemble: {member: 5}\ngroups"): "ensemble.member is not known (did you mean",
    ("groups", "name: ../../etc\ngroups"): "name '../../etc' must be letters, digits, dots",
    ("groups", "title: Again\ngroups"): "'title' stands already on line 1, keep one",
    ("groups", "x: &a [1]\ny: *a\ngroups"): "anchors, aliases and tags are not read here",
    ("groups", "x: !!python/object:os.system [1]\ngroups"): "anchors, aliases and tags are not",
    ("groups:", "groups: ["): "is not YAML",
    ("low: 0.1", "low: 0.5"): "has low 0.5 above high 0.4",
    ("value: 0.2", "value: 0.9"): "parameter through is 0.9, outside its range 0.1 to 0.4",
    ("low: 0.1, high: 0.4, ", ""): "parameter through has no source and no range",
    ("low: 0.1, ", ""): "parameters.through has no low",
    ("value: 0.2", "value: 0.2, law: normal"): "law 'normal' must be one of fixed, uniform, logu",
    ("value: 0.2", "value: 0.2, law: fixed"): "has law fixed and a range",
    ("value: 0.2", "value: 0.2, vlaue: 1"): "parameters.through.vlaue is not known (did you mean",
    ("  through", "  try_rate: 0.9\n  through"): "try_rate is 0.9, outside its range 0.1 to 0.4",
    ("  through", "  try_rat: 0.3\n  through"): "parameters.try_rat is no parameter of the model "
    "(did you mean 'try_rate'?)",
    ("  through", "  pace: {low: 0, high: 2}\n  through"): "must be above 0 for law loguniform",
    ("  through", "  party_size: {low: 0, high: 2, value: 1}\n  through"): "must be 1 to 1000000",
    ("  through", "  push_back_share: {low: 0.5, high: 1.5}\n  through"): "must be 0 to 1",
    ("  through", "  speed_foot: fast\n  through"): "parameters.speed_foot 'fast' is not a number",
    ("  through", "  danger: {value: 1, low: 0, high: 2}\n  through"): (
        "parameter danger has a range, and is one number for all runs"
    ),
    ("  through", "  idle: {value: 1, low: 0, high: 2}\n  through"): "parameter idle is used in no",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "words"), MANIFESTS.items(), ids=["-".join(one) for one in MANIFESTS]
)
def test_a_broken_manifest_is_told(tmp_path: Path, change: tuple[str, str], words: str) -> None:
    old, new = change
    assert old in MANIFEST
    lines = told(written(tmp_path, scenario=MANIFEST.replace(old, new, 1)))
    assert any(words in line for line in lines), lines


@pytest.mark.parametrize(
    ("old", "new"),
    [("days: 60", "days: 0"), ("[IRQ, SYR]", "IRQ"), ("[IRQ, SYR]", "[]"), ("groups", "groups: ["),
     ("title", "\ttitle"), ("start: 2021-06-01", "start: 1 or 2 June")],
)  # fmt: skip
def test_rows_are_not_blamed_for_settings_that_cannot_be_read(
    tmp_path: Path, old: str, new: str
) -> None:
    lines = told(written(tmp_path, scenario=MANIFEST.replace(old, new, 1)))
    assert lines and all(line.startswith("scenario.yaml") for line in lines), lines


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Grodno,", '"Grodno,'),
        ("Grodno,", "Gro\x07dno,"),
        ("Grodno,BLR", "Grodno;BLR"),
        ("500,", ""),
    ],
)
def test_other_files_are_not_blamed_for_rows_that_cannot_be_read(
    tmp_path: Path, old: str, new: str
) -> None:
    lines = told(written(tmp_path, places=PLACES.replace(old, new, 1)))
    assert len(lines) == 1 and lines[0].startswith("places.csv:3"), lines


@pytest.mark.parametrize("stem", ["places", "routes", "displaced", "timeline", "observations"])
def test_five_thousand_bad_rows_fit_on_a_screen(tmp_path: Path, stem: str) -> None:
    text = FILES[f"{stem}.csv"]
    width = text.split("\n")[0].count(",")
    rows = "".join(f"x{n}" + ",y" * width + "\n" for n in range(5000))
    lines = told(written(tmp_path, **{stem: text + rows}))
    assert len(lines) < 12, lines
    assert sum(len(line.splitlines()) for line in lines) < 60
    assert any("more)" in line for line in lines)


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    folder = written(tmp_path, places=None)
    (folder / "places.csv").mkdir()
    assert "places.csv  is a folder or a device, must be a file" in told(folder)
    os.mkfifo(folder / "weather.csv")
    assert "weather.csv  is a folder or a device, must be a file" in told(folder)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_files_without_permission_are_told(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "places.csv").chmod(0)
    assert any("cannot be read (Permission denied)" in line for line in told(folder))


def test_what_spreadsheets_do_without_harm_is_accepted(tmp_path: Path) -> None:
    mangled = PLACES.replace("\n", "\r\n").replace("Minsk", "  Minsk ") + "\r\n,,,,\r\n\r\n"
    folder = written(tmp_path, places=b"\xef\xbb\xbf" + mangled.encode())
    assert told(folder) == []
    assert read(folder).places.id[0] == "Minsk"


def test_decomposed_letters_are_the_same_name(tmp_path: Path) -> None:
    composed, decomposed = "Ku\u017anica", "Kuz\u0301nica"
    folder = written(
        tmp_path,
        places=PLACES.replace("Bruzgi", composed),
        routes=ROUTES.replace("Bruzgi", decomposed),
    )
    assert told(folder) == []


def test_comments_are_left_out(tmp_path: Path) -> None:
    folder = written(tmp_path, places=f"# where people are,,,,\n{PLACES}#,,,,\n# end, of it,,,\n")
    assert told(folder) == []
    changed = f"# a\n# b\n{PLACES}".replace("500", "-5")
    assert told(written(tmp_path, places=changed))[0].startswith("places.csv:5  capacity is -5")


def test_other_files_are_listed_and_personal_ones_are_told(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "notes.txt").write_text("mine")
    (folder / "list.csv").write_text("First name,Date of birth\nx,y\n")
    problems = found(folder)
    assert all(problem.warning for problem in problems)
    assert [problem.where for problem in problems] == ["list.csv"] * 3 + ["notes.txt"]
    assert read(folder).warnings == tuple(problems)


def test_the_same_wrong_cell_is_told_once_with_its_lines(tmp_path: Path) -> None:
    folder = written(tmp_path, displaced=DISPLACED + LONG.replace("Minsk", "Minks") * 6)
    assert told(folder) == [
        "displaced.csv:4  place 'Minks' is not in places.csv (did you mean 'Minsk'?) (also on "
        "lines 5, 6, 7 and 2 more)",
        "displaced.csv:4  Minks, IRQ, 2021-06-01 is given 6 times, and every row counts (also on "
        "lines 5, 6, 7 and 2 more)",
    ]


def test_a_flood_of_problems_is_one_line_a_kind(tmp_path: Path) -> None:
    rows = "".join(f"2021-06-01,,Minsk,IRQ,-{number}\n" for number in range(1, 1001))
    assert told(written(tmp_path, displaced=DISPLACED + rows)) == [
        "displaced.csv:4  people is -1, must be 0 or more, and others like it (also on lines 5, "
        "6, 7 and 996 more)",
        "displaced.csv:4  Minsk, IRQ, 2021-06-01 is given 1000 times, and every row counts (also "
        "on lines 5, 6, 7 and 996 more)",
    ]


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        scenario=MANIFEST.replace("title", "titel"),
        routes=ROUTES.replace("280", "-35").replace("Grodno,Bruzgi", "Grodna,Bruzgi"),
        timeline=TIMELINE.replace("2021-06-20", "2021-13-01"),
    )
    with pytest.raises(ScenarioError) as refused:
        read(folder)
    assert str(refused.value).startswith(f"4 problems in {folder}\n")
    assert [problem.where for problem in refused.value.problems] == [
        "scenario.yaml:1", "routes.csv:2", "routes.csv:3", "timeline.csv:3",
    ]  # fmt: skip
