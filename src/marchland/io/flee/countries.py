"""Country names as Flee's folders write them, to ISO 3166-1 alpha-3."""

from __future__ import annotations

import re
from collections.abc import Mapping

_CODES: Mapping[str, str] = {
    "afghanistan": "AFG", "albania": "ALB", "algeria": "DZA", "angola": "AGO", "armenia": "ARM",
    "austria": "AUT", "azerbaijan": "AZE", "bangladesh": "BGD", "belarus": "BLR", "benin": "BEN",
    "bosnia and herzegovina": "BIH", "botswana": "BWA", "brazil": "BRA", "bulgaria": "BGR",
    "burkina": "BFA", "burkina faso": "BFA", "burundi": "BDI", "cambodia": "KHM",
    "cameroon": "CMR", "car": "CAF", "central african republic": "CAF", "chad": "TCD",
    "china": "CHN", "colombia": "COL", "congo": "COG", "congo-brazzaville": "COG",
    "congo-kinshasa": "COD", "cote d'ivoire": "CIV", "croatia": "HRV", "cyprus": "CYP",
    "czech republic": "CZE", "czechia": "CZE", "d.r. congo": "COD",
    "democratic republic of congo": "COD", "democratic republic of the congo": "COD",
    "djibouti": "DJI", "dr congo": "COD", "drc": "COD", "ecuador": "ECU", "egypt": "EGY",
    "el salvador": "SLV", "equatorial guinea": "GNQ", "eritrea": "ERI", "estonia": "EST",
    "eswatini": "SWZ", "ethiopia": "ETH", "gabon": "GAB", "gambia": "GMB", "georgia": "GEO",
    "germany": "DEU", "ghana": "GHA", "greece": "GRC", "guatemala": "GTM", "guinea": "GIN",
    "guinea-bissau": "GNB", "haiti": "HTI", "honduras": "HND", "hungary": "HUN", "india": "IND",
    "indonesia": "IDN", "iran": "IRN", "iraq": "IRQ", "israel": "ISR", "italy": "ITA",
    "ivory coast": "CIV", "jordan": "JOR", "kenya": "KEN", "kosovo": "XKX", "kuwait": "KWT",
    "kyrgyzstan": "KGZ", "laos": "LAO", "latvia": "LVA", "lebanon": "LBN", "lesotho": "LSO",
    "liberia": "LBR", "libya": "LBY", "lithuania": "LTU", "madagascar": "MDG", "malawi": "MWI",
    "malaysia": "MYS", "mali": "MLI", "mauritania": "MRT", "mauretania": "MRT", "mexico": "MEX",
    "moldova": "MDA", "montenegro": "MNE", "morocco": "MAR", "mozambique": "MOZ",
    "myanmar": "MMR", "burma": "MMR", "namibia": "NAM", "nepal": "NPL", "nicaragua": "NIC",
    "niger": "NER", "nigeria": "NGA", "north macedonia": "MKD", "pakistan": "PAK",
    "palestine": "PSE", "panama": "PAN", "peru": "PER", "philippines": "PHL", "poland": "POL",
    "rc": "COG", "republic of congo": "COG", "republic of the congo": "COG",
    "r. congo": "COG", "romania": "ROU", "russia": "RUS", "russian federation": "RUS",
    "rwanda": "RWA", "saudi arabia": "SAU", "senegal": "SEN", "serbia": "SRB",
    "sierra leone": "SLE", "slovakia": "SVK", "slovenia": "SVN", "somalia": "SOM",
    "somaliland": "SOM", "south africa": "ZAF", "south sudan": "SSD", "sri lanka": "LKA",
    "sudan": "SDN", "syria": "SYR", "tajikistan": "TJK", "tanzania": "TZA", "thailand": "THA",
    "togo": "TGO", "tunisia": "TUN", "turkey": "TUR", "turkiye": "TUR", "türkiye": "TUR",
    "turkmenistan": "TKM", "uganda": "UGA", "ukraine": "UKR", "uzbekistan": "UZB",
    "venezuela": "VEN", "vietnam": "VNM", "western sahara": "ESH", "yemen": "YEM",
    "zambia": "ZMB", "zimbabwe": "ZWE",
}


def country_code(name: str) -> str | None:
    """Return the code of a country, None where none is known."""
    if re.fullmatch("[A-Z]{3}", name) and name in _CODES.values():
        return name
    return _CODES.get(name.replace("_", " ").strip().lower())


def invented_code(number: int) -> str:
    """Return a code from XAA on, which ISO 3166 leaves to its users (for up to 676 countries)."""
    return "X" + chr(ord("A") + number // 26 % 26) + chr(ord("A") + number % 26)
