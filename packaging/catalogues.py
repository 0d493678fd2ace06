"""Compiles what translators wrote, when the package is built or `make catalogues` is called.

Every ``locale/LANGUAGE/*.po`` of a language becomes one ``marchland.mo`` for gettext, and what the
Unicode CLDR says of its numbers, dates and countries one ``forms.json``, so that running needs no
library.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NO_COUNTRIES = {"EU", "XA", "XB", "ZZ"}
"""Territories that have codes in the CLDR which are a user's own."""
KOSOVO = {"XKX": ["XK"]}
"""It has no code of ISO 3166-1; that of the outlines is widely used, that of the CLDR is XKK."""


def compile_all(locale: Path) -> None:
    """Compile every language of a folder."""
    for folder in sorted(path for path in locale.iterdir() if path.is_dir()):
        _texts(folder)
        _forms(folder)


def _texts(folder: Path) -> None:
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    whole = Catalog(locale=folder.name, charset="utf-8")
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=folder.name):
                if message.id and "".join(message.string or "") and not message.fuzzy:
                    whole.add(message.id, message.string, context=message.context)
    with (folder / "marchland.mo").open("wb") as file:
        write_mo(file, whole)


def _forms(folder: Path) -> None:
    from babel import Locale

    locale = Locale.parse(folder.name)
    symbols = locale.number_symbols["latn"]
    wide, short = (locale.months["format"][width] for width in ("wide", "abbreviated"))
    forms = {
        "name": locale.get_language_name(),
        "direction": locale.text_direction,
        "group": symbols["group"],
        "decimal": symbols["decimal"],
        "percent": locale.percent_formats[None].suffix[0],
        "months": [wide[month] for month in range(1, 13)],
        "short_months": [short[month] for month in range(1, 13)],
        "countries": _countries(locale.territories),
    }
    text = json.dumps(forms, ensure_ascii=False, indent=1)
    (folder / "forms.json").write_text(text + "\n", "utf-8")


def _countries(names: Mapping[str, str]) -> dict[str, str]:
    """Return names by the code of three letters; the CLDR has them by that of two, and aliases."""
    from babel.core import get_global

    aliases = get_global("territory_aliases") | KOSOVO
    of = {code: two[0] for code, two in aliases.items() if len(code) == 3 and code.isalpha()}
    of = {code: two for code, two in of.items() if two not in NO_COUNTRIES}
    return {code: names[two] for code, two in sorted(of.items()) if two in names}


class Catalogues(BuildHookInterface):  # type: ignore[type-arg, misc]
    """Compiles the translations before a wheel, also one to work on, is made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile them, and take what was made into the wheel."""
        locale = Path(self.root, "src", "marchland", "locale")
        compile_all(locale)
        for made in [*locale.glob("*/marchland.mo"), *locale.glob("*/forms.json")]:
            build_data["artifacts"].append(str(made.relative_to(self.root)))
