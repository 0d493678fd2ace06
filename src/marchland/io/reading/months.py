"""The names of months in the languages of the field, whole or by their first letters."""

from __future__ import annotations

import unicodedata
from functools import cache

_NAMES = """
january february march april may june july august september october november december
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro
ocak subat mart nisan mayıs haziran temmuz agustos eylul ekim kasım aralık
styczen luty marzec kwiecien maj czerwiec lipiec sierpien wrzesien pazdziernik listopad grudzien
stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia
январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень
січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر اكتوبر نوفمبر ديسمبر
كانون_الثاني شباط اذار نيسان ايار حزيران تموز اب ايلول تشرين_الاول تشرين_الثاني كانون_الاول
"""
_SHORTEST = 3


def folded(text: str) -> str:
    """Return a text in small letters without accents, the Arabic alifs as one."""
    plain = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("İ", "i"))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


@cache
def _beginnings() -> dict[str, int]:
    """Return months by every beginning of their names that no other month has."""
    found: dict[str, set[int]] = {}
    whole: dict[str, int] = {}
    for line in _NAMES.split("\n"):
        for month, name in enumerate(line.split(), start=1):
            full = folded(name.replace("_", " "))
            whole[full] = month
            for end in range(_SHORTEST, len(full)):
                found.setdefault(full[:end], set()).add(month)
    sure = {text: months.pop() for text, months in found.items() if len(months) == 1}
    return sure | whole | {"sept": 9}


def month_of(name: str) -> int:
    """Return a month by its name or the beginning of it, 0 where it is none or several."""
    return _beginnings().get(" ".join(folded(name).split()).rstrip("."), 0)
