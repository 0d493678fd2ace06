"""What is declared in data and shown to people is among the texts that are translated."""

from marchland.model.events import EVENTS
from marchland.model.parameters import DEFAULTS
from marchland.model.tables import CAUSES, MEASURES, QUALITIES
from marchland.model.variables import VARIABLES
from marchland.study.measures.aid import UNMET
from marchland.study.measures.needs import UNITS as NEEDED
from marchland.study.measures.observe import UNITS as OBSERVED
from marchland.study.measures.outcomes import OUTCOMES
from marchland.study.measures.rests import MADE
from marchland.study.measures.standards import standards
from marchland.view.words import basis, harm, needs, places
from marchland.view.words.standards import MEANINGS
from marchland.view.words.units import UNITS

SYMBOLS = {"", "L", "kcal", "kg", "km", "m/s", "mm", "t", "m²", "m²K/W", "°C", "1/°C", "1/mm"}
"""Units that are written the same in every language."""


def test_units_are_words_of_the_catalogue_or_symbols() -> None:
    units = {one.unit for one in OUTCOMES} | {one.unit for one in VARIABLES.values()}
    units |= {one.unit for one in DEFAULTS.values()} | set(standards()["unit"])
    units |= set(NEEDED.values()) | set(OBSERVED.values())
    units |= {kind.value.unit for kind in EVENTS.values() if kind.value is not None}
    assert units - SYMBOLS <= set(UNITS)


def test_standards_are_those_of_the_catalogue() -> None:
    assert set(MEANINGS) == set(standards()["meaning"])


def test_values_of_choices_have_words() -> None:
    assert set(places.COUNTED) == set(MEASURES)
    assert set(harm.CAUSES) == {"", *CAUSES}
    assert set(QUALITIES) == {"high", "medium", "low"}
    assert set(UNMET.values()) <= set(needs.ITEMS)
    assert set(UNMET) == set(needs.DELIVERED)
    assert set(MADE) <= set(basis.MADE)
