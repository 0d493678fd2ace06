"""The text of a file that somebody made with whatever program they have."""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from marchland.errors import Problem
from marchland.io.reasons import reason
from marchland.language import mark, say

_WIDE = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
_SAVE = mark("save it as UTF-8 (in a spreadsheet: 'CSV UTF-8')")


def read_text(path: Path, name: str) -> str | Problem:
    """Return a file's text in UTF-8, with plain line ends and composed letters, or why not.

    A byte-order mark is accepted and left out. Letters are composed (NFC), so that a name typed
    on one system is equal to the same name typed on another.

    Parameters
    ----------
    path
        The file.
    name
        What to call it in a problem.
    """
    if not path.exists():
        return Problem(name, say("is missing"))
    if not path.is_file():
        return Problem(name, say("is a folder or a device, must be a file"))
    try:
        raw = path.read_bytes()
    except OSError as error:
        return Problem(
            name, say("cannot be read ({reason}), mend its permissions", reason=reason(error))
        )
    return text_of(raw, name)


def text_of(raw: bytes, name: str) -> str | Problem:
    """Return the text of a file's bytes as :func:`read_text` does, or why there is none."""
    if not raw.strip():
        return Problem(name, say("is empty"))
    for top, encoding in _WIDE.items():
        if raw.startswith(top):
            return Problem(
                name, say("is written in {encoding}, {save}", encoding=encoding, save=say(_SAVE))
            )
    if (at := raw.find(b"\0")) >= 0:
        line = raw.count(b"\n", 0, at) + 1
        return Problem(
            f"{name}:{line}",
            say(
                "holds a NUL byte: it is UTF-16 without a mark, or no text at all; {save}",
                save=say(_SAVE),
            ),
        )
    if foreign := not_utf8(raw):
        return Problem(
            f"{name}:{foreign.line}",
            say(
                "byte 0x{byte:02X} is not UTF-8 (as Windows-1252 it reads '{sign}'), {save}",
                byte=foreign.byte,
                sign=foreign.sign,
                save=say(_SAVE),
            ),
        )
    text = raw.decode("utf-8-sig")
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


@dataclass(frozen=True)
class Foreign:
    """A byte that UTF-8 does not have: its line, and the part of a word it reads as elsewhere."""

    line: int
    byte: int
    sign: str


def not_utf8(raw: bytes) -> Foreign | None:
    """Return the first byte that is not UTF-8; None where all are, or it is UTF-16 or UTF-32."""
    if raw.startswith(tuple(_WIDE)) or b"\0" in raw:
        return None
    try:
        raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = error.start
    else:
        return None
    before = raw[:at].split()[-1:] if not raw[at - 1 : at].isspace() else []
    word = b"".join(before) + raw[at:].split(maxsplit=1)[0]
    shown = word[-40:].decode("cp1252", errors="replace").split(",")
    sign = next((part for part in shown if not part.isascii()), "?")
    return Foreign(raw.count(b"\n", 0, at) + 1, raw[at], sign)
