"""Small files of each format, of our own making in the publishers' shape."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

FIRST = date(2023, 4, 15)
ROWS = 8
TEMPLATES: dict[str, tuple[str, str]] = {
    "hapi-idps": (
        "location_code,admin1_code,admin1_name,admin2_code,admin2_name,operation,assessment_type,"
        "population,reporting_round,reference_period_start,reference_period_end",
        "SDN,SD0{k},State {k},SD0{k}0{n},Town {n},Op,BA,{people},{n},{day},{day}",
    ),
    "hapi-refugees": (
        "origin_location_code,asylum_location_code,population_group,gender,age_range,population,"
        "reference_period_start,reference_period_end",
        "SDN,TCD,REF,f,{n}-{n},{people},{day},{day}",
    ),
    "hapi-conflict": (
        "location_code,admin1_code,admin1_name,admin2_code,admin2_name,event_type,events,"
        "fatalities,reference_period_start,reference_period_end",
        "SDN,SD0{k},State {k},SD0{k}0{n},Town {n},political_violence,{n},{people},{day},{day}",
    ),
    "iom-dtm": (
        "operation,admin0Name,admin0Pcode,admin1Name,admin1Pcode,numPresentIdpInd,reportingDate,"
        "displacementReason,assessmentType",
        "Op,Sudan,SDN,State {n},SD0{n},{people},{day}T00:00:00,Conflict,BA",
    ),
    "camp-list": (
        "LOCATION_T,Governorate,LATITUDE,LONGITUDE,plancapacity,iso3",
        "Camp {n},State,13.{n},22.{n},{people},TCD",
    ),
    "iom-missing-migrants": (
        "Main ID,Incident Date,Total Number of Dead and Missing,Migration route,Coordinates",
        '2023.MMP{n},{day},{people},Route A,"13.{n}, 22.{n}"',
    ),
    "idmc-idu": (
        "id,country,iso3,latitude,longitude,displacement_type,figure,displacement_start_date,"
        "displacement_end_date",
        "{n},Sudan,SDN,13.{n},22.{n},Conflict,{people},{day}T11:00:00.000Z,{day}T11:00:00.000Z",
    ),
    "idmc-gidd": (
        "iso3,country_name,year,new_displacement,total_displacement",
        "SDN,Sudan,201{n},{people},{people}",
    ),
    "acled": (
        "event_id_cnty,event_date,event_type,country,admin1,location,latitude,longitude,fatalities",
        "SDN{n},{day},Battles,Sudan,State,Town {n},13.{n},22.{n},{people}",
    ),
    "acled-monthly": (
        "Country,Admin1,Admin2,ISO3,Admin2 Pcode,Admin1 Pcode,Month,Year,Events,Fatalities",
        "Sudan,State,Town {n},SDN,SD0{n},SD0,April,201{n},{n},{people}",
    ),
    "ucdp-ged": (
        "id,type_of_violence,adm_1,where_coordinates,latitude,longitude,country,iso3,date_prec,"
        "date_start,date_end,best",
        "{n},1,State,Town {n},13.{n},22.{n},Sudan,SDN,1,{day},{day},{people}",
    ),
    "ocha-pcodes": (
        "Location,Admin Level,P-Code,Name,Parent P-Code,Valid from date",
        "SDN,1,SD0{n},State {n},SDN,2021-11-17",
    ),
    "hdx-population": (
        "ADM0_PCODE,alpha_3,ADM_LEVEL,ADM_PCODE,ADM_REF,Population",
        "SD,SDN,1,SD0{n},State {n},{people}",
    ),
    "ocha-cod-1": (
        "ADM1_EN,ADM1_PCODE,ADM0_EN,ADM0_PCODE,DATE,VALIDON,AREA_SQKM",
        "Town {n},SD1{n},Sudan,SD,43081,43481,12{n}.5",
    ),
    "ocha-cod-2": (
        "ADM2_EN,ADM2_PCODE,ADM1_EN,ADM1_PCODE,ADM0_EN,ADM0_PCODE,DATE,VALIDON,AREA_SQKM",
        "Town {n},SD2{n},Area {k},SD1{k},Sudan,SD,43081,43481,12{n}.5",
    ),
    "ocha-cod-3": (
        "ADM3_EN,ADM3_PCODE,ADM2_EN,ADM2_PCODE,ADM1_EN,ADM1_PCODE,ADM0_EN,ADM0_PCODE,DATE,VALIDON,AREA_SQKM",
        "Town {n},SD3{n},Area {k},SD2{k},Area {k},SD1{k},Sudan,SD,43081,43481,12{n}.5",
    ),
    "ocha-cod-4": (
        "ADM4_EN,ADM4_PCODE,ADM3_EN,ADM3_PCODE,ADM2_EN,ADM2_PCODE,ADM1_EN,ADM1_PCODE,"
        "ADM0_EN,ADM0_PCODE,DATE,VALIDON,AREA_SQKM",
        "Town {n},SD4{n},Area {k},SD3{k},Area {k},SD2{k},Area {k},SD1{k},"
        "Sudan,SD,43081,43481,12{n}.5",
    ),
    "geonames": (
        "",
        "{n}\tTown {n}\tTown {n}\tTown {n},Tówn\t13.{n}\t22.{n}\tP\tPPL\tSD\t\t47\t\t\t\t"
        "{people}\t\t500\tAfrica/Khartoum\t{day}",
    ),
    "osrm-table": (
        "origin_lon,origin_lat,destination_lon,destination_lat,distance_m",
        "22.{n},13.{n},23.{n},14.{n},{people}",
    ),
    "inform": (
        "CountryName,Iso3,ValidityYear,IndicatorName,IndicatorScore,Unit",
        "Sudan,SDN,202{n},Severity,{n}.5,1-5",
    ),
    "open-meteo": (
        "time,temperature_2m_max (°C),temperature_2m_min (°C),precipitation_sum (mm)",
        "{day},3{n}.5,1{n}.25,0.{n}",
    ),
    "era5": ("valid_time,t2m,tp,latitude,longitude", "{day} 00:00:00,29{n}.5,0.00{n},13.1,22.1"),
    "unhcr-statistics": (
        "year,coo_name,coo_iso,coa_name,coa_iso,refugees,asylum_seekers,idps",
        "201{n},Sudan,SDN,Chad,TCD,{people},5,0",
    ),
    "unhcr-end-of-year": ("Year,ISO3CoO,ISO3CoA,REF,IDP,ASY", "201{n},SDN,TCD,{people},0,0"),
    "unhcr-situations": (
        "Country,ISO3,Country of Origin,ISO3 of Origin,Population type,Source,Date,Individuals",
        'Chad,TCD,Sudan,SDN,Refugees,"UNHCR, Government",{day},{people}',
    ),
    "unhcr-sublocations": (
        "geomaster_name,geomaster_id,centroid_lon,centroid_lat,date,individuals",
        "Camp {n},{n},22.{n},13.{n},{day},{people}",
    ),
    "unhcr-time-series": ("data_date,unix_timestamp,individuals", "{day},1681516800,{people}"),
    "series-cumulative": ("data_date,cumulative_refugees", "{day},{people}"),
    "series": ("date,people,place", "{day},{people},Camp {n}"),
    "hxl": (
        "When,How many,Where\n#date+reported,#affected+idps,#adm1+name",
        "{day},{people},State {n}",
    ),
    "marchland-counts": (
        "series,date_from,date_to,measure,where,count,low,high,use,source",
        "S,{day},{day},stock,camp,{people},{people},{people},score,made up",
    ),
}
HEADLESS = frozenset(name for name, (head, _) in TEMPLATES.items() if not head)
"""Formats without a header: nothing may stand above their rows."""


def lines_of(name: str, rows: int = ROWS) -> tuple[list[str], list[str]]:
    """Header lines and rows of a format; figures have one reading."""
    head, row = TEMPLATES[name]
    return head.split("\n") if head else [], list(_rows(row, rows))


def _rows(row: str, rows: int) -> Iterator[str]:
    for n in range(rows):
        day = FIRST + timedelta(days=n)
        yield row.format(n=n + 1, k=1 + n % 2, people=1000 + 137 * n, day=day)
