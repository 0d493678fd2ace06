"""The language in which people read: texts go out by :func:`say`, figures and dates with them.

Texts are written in English in the code, as templates in the form of :meth:`str.format`. What is
declared once and shown later is marked by :func:`mark`, and said where it is shown. Translations
lie in ``locale/LANGUAGE/*.po``, are compiled for gettext when the package is built, and come with
the forms of numbers and dates that the Unicode CLDR has for the language.
"""

from __future__ import annotations

import json
import string
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import cache
from gettext import GNUTranslations, NullTranslations
from numbers import Real
from pathlib import Path
from typing import Any, TypeVar

ENGLISH = "en"
Made = TypeVar("Made")
FOLDER = Path(__file__).with_name("locale")
DOMAIN = "marchland"


@dataclass(frozen=True)
class Forms:
    """How a language writes, by the CLDR.

    Parameters
    ----------
    name, direction
        What it calls itself; ``ltr`` or ``rtl``.
    group, decimal, percent
        What stands between thousands, before decimals, and behind a number in percent.
    months, short_months
        Names of the twelve months.
    countries
        Names of countries by ISO 3166-1 alpha-3 code.
    """

    name: str
    direction: str
    group: str
    decimal: str
    percent: str
    months: Sequence[str]
    short_months: Sequence[str]
    countries: Mapping[str, str]


class Language:
    """A language that texts are said in.

    Parameters
    ----------
    code
        ISO 639-1.
    forms
        How it writes numbers and dates.
    texts
        Its catalogue of translations.
    """

    def __init__(self, code: str, forms: Forms, texts: NullTranslations) -> None:
        self.code = code
        self.forms = forms
        self.texts = texts
        self.formatter = _Formatter(self)
        self.swapped = str.maketrans({",": forms.group, ".": forms.decimal, "%": forms.percent})

    def filled(self, template: str, values: dict[str, Any]) -> str:
        """Put values into a template, numbers in the form of the language."""
        return self.formatter.vformat(template, (), values) if values else template

    def number(self, value: Any, spec: str) -> str:
        """Write a number in the form that a format specification asks for."""
        return format(value, spec).translate(self.swapped)


class _Formatter(string.Formatter):
    """Formats numbers as a language writes them, and all else as Python does."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def format_field(self, value: Any, format_spec: str) -> Any:
        if isinstance(value, Real):
            return self._language.number(value, format_spec)
        return super().format_field(value, format_spec)


class _English(Language):
    """The language of the code: nothing is looked up, and Python writes the numbers."""

    def filled(self, template: str, values: dict[str, Any]) -> str:
        return template.format(**values) if values else template

    def number(self, value: Any, spec: str) -> str:
        return format(value, spec)


_IN_ENGLISH = _English(
    ENGLISH,
    Forms(
        name="English",
        direction="ltr",
        group=",",
        decimal=".",
        percent="%",
        months=tuple(f"{date(2000, month, 1):%B}" for month in range(1, 13)),
        short_months=tuple(f"{date(2000, month, 1):%b}" for month in range(1, 13)),
        countries={},
    ),
    NullTranslations(),
)
_SPOKEN: ContextVar[Language] = ContextVar("spoken", default=_IN_ENGLISH)


def say(text: str, /, **values: Any) -> str:
    """Return a text in the language spoken, with its values put in.

    Parameters
    ----------
    text
        English template; a constant here, or what :func:`mark` was given where it was declared.
    values
        What its names stand for. Numbers are written as the language does: ``{people:,}``.
    """
    language = _SPOKEN.get()
    return language.filled(language.texts.gettext(text) if text else "", values)


def say_n(one: str, many: str, number: int, /, **values: Any) -> str:
    """Return a text in the form that a number asks for, the number itself as ``{n}``."""
    language = _SPOKEN.get()
    return language.filled(
        language.texts.ngettext(one, many, abs(int(number))), {"n": number, **values}
    )


def say_in(context: str, text: str, /, **values: Any) -> str:
    """Return a text that has more than one meaning, by the context in which it stands."""
    language = _SPOKEN.get()
    return language.filled(language.texts.pgettext(context, text), values)


def mark(text: str) -> str:
    """Return a text as it is, to be translated where it is said."""
    return text


def written(value: Any, spec: str = ",") -> str:
    """Return a bare number as the language spoken writes it."""
    return _SPOKEN.get().number(value, spec)


def forms() -> Forms:
    """Return how the language spoken writes numbers and dates."""
    return _SPOKEN.get().forms


def spoken() -> str:
    """Return the code of the language spoken."""
    return _SPOKEN.get().code


def speaking(code: str) -> AbstractContextManager[None]:
    """Speak a language within a block.

    Raises
    ------
    LookupError
        Where there is no such language.
    """
    return _in(language(code))


@contextmanager
def _in(spoken: Language) -> Iterator[None]:
    before = _SPOKEN.set(spoken)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def kept_speaking(work: Callable[..., Made]) -> Callable[..., Made]:
    """Return a work that speaks, in whatever thread it is done, the language spoken now."""
    now = _SPOKEN.get()

    def done(*given: Any) -> Made:
        with _in(now):
            return work(*given)

    return done


@cache
def language(code: str) -> Language:
    """Return a language by its code.

    Raises
    ------
    LookupError
        Where there is no such language.
    """
    if code == ENGLISH:
        return _IN_ENGLISH
    if code not in languages():
        raise LookupError(f"no language '{code}' here; there are: {', '.join(languages())}")
    folder = FOLDER / code
    held = json.loads((folder / "forms.json").read_text("utf-8"))
    with (folder / f"{DOMAIN}.mo").open("rb") as file:
        texts = GNUTranslations(file)
    return Language(code, Forms(**held), texts)


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of all languages that texts can be said in, English first."""
    return (ENGLISH, *sorted(path.parent.name for path in FOLDER.glob(f"*/{DOMAIN}.mo")))


def nearest(wanted: Iterable[str]) -> str | None:
    """Return the first language of a list that is here: ``fr_TD.UTF-8`` finds ``fr``."""
    codes = (one.replace("-", "_").partition("_")[0].lower() for one in wanted)
    return next((code for code in codes if code in languages()), None)


def wanted_here(environment: Mapping[str, str]) -> Sequence[str]:
    """Return the languages that a user's environment asks for, as gettext reads them."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return [one.partition(".")[0] for one in environment[name].split(":")]
    return ()
