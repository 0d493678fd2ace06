"""Countries are known by the names that people give them, in each language of the package."""

import pytest

from marchland.language import speaking
from marchland.model.countries import countries, country_code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Pologne", "POL"),
        ("pologne", "POL"),
        ("Soudan du Sud", "SSD"),
        ("Bélarus", "BLR"),
        ("République centrafricaine", "CAF"),
        ("République démocratique du Congo", "COD"),
        ("Poland", "POL"),
        ("Atlantide", None),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_country_is_known_by_its_french_name_whatever_is_spoken(
    name: str, code: str | None, language: str
) -> None:
    with speaking(language):
        assert country_code(name) == code


def test_every_country_has_a_name_in_the_language_spoken() -> None:
    english = [one.said for one in countries().values()]
    assert english == [one.name for one in countries().values()]
    with speaking("fr"):
        assert countries()["POL"].said == "Pologne"
        assert countries()["BLR"].said == "Bélarus"
        assert all(one.said for one in countries().values())
