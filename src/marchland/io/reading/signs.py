"""Signs that cannot be seen, and digits and marks of other scripts, as the plain ones they mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from marchland.language import say

_UNSEEN = re.compile(
    "[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
"""Marks of width, direction and breaks. Joiners (U+200C and U+200D) spell words, and stay."""
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Control characters; tabs and line ends are none."""
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_HALF = {
    ord(wide): narrow for wide, narrow in zip("，．／：％＋　", ",./:%+ ", strict=True)
}  # of East Asian keyboards


def seen(text: str) -> str:
    """Return a text without signs that cannot be seen."""
    return text if text.isascii() else _UNSEEN.sub("", text)


def steers(text: str) -> bool:
    """Return whether a text holds a control character, which no name or sentence needs."""
    return _STEERING.search(text) is not None


def plain(text: str) -> str:
    """Return a text without signs that cannot be seen and without control characters."""
    return _STEERING.sub("", seen(text))


def unseen_in(text: str) -> str:
    """Return the names of the signs in a text that cannot be seen: ``U+200B, U+FEFF``."""
    every = dict.fromkeys(_UNSEEN.findall(text)) if not text.isascii() else {}
    return ", ".join(f"U+{ord(sign):04X}" for sign in every)


def unseen_told(names: Iterable[str]) -> str:
    """Say of a file that it held signs that cannot be seen."""
    every = ", ".join(dict.fromkeys(part for name in names for part in name.split(", ")))
    return say("holds signs that cannot be seen ({signs}), left out", signs=every)


def western(text: str) -> str:
    """Return a text with digits 0 to 9, plain marks and plain dashes, whatever script it is in."""
    if text.isascii():
        return text
    bare = _DASHES.sub("-", text.translate(_HALF))
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in bare)
