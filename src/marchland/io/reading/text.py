"""The text of a file that somebody made with whatever program they have."""

from __future__ import annotations

import codecs
import unicodedata
from pathlib import Path

from marchland.errors import Problem

_WIDE = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
_SAVE = "save it as UTF-8 (in a spreadsheet: 'CSV UTF-8')"


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
        return Problem(name, "is missing")
    if not path.is_file():
        return Problem(name, "is a folder or a device, must be a file")
    try:
        raw = path.read_bytes()
    except OSError as error:
        return Problem(name, f"cannot be read ({error.strerror}), mend its permissions")
    return text_of(raw, name)


def text_of(raw: bytes, name: str) -> str | Problem:
    """Return the text of a file's bytes as :func:`read_text` does, or why there is none."""
    if not raw.strip():
        return Problem(name, "is empty")
    for mark, encoding in _WIDE.items():
        if raw.startswith(mark):
            return Problem(name, f"is written in {encoding}, {_SAVE}")
    if (at := raw.find(b"\0")) >= 0:
        line = raw.count(b"\n", 0, at) + 1
        return Problem(
            f"{name}:{line}",
            f"holds a NUL byte: it is UTF-16 without a mark, or no text at all; {_SAVE}",
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _not_utf8(raw, error.start, name)
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _not_utf8(raw: bytes, at: int, name: str) -> Problem:
    """Return the problem of a byte that UTF-8 does not have, with the word it stands in."""
    line = raw.count(b"\n", 0, at) + 1
    before = raw[:at].split()[-1:] if not raw[at - 1 : at].isspace() else []
    word = b"".join(before) + raw[at:].split(maxsplit=1)[0]
    shown = word[-40:].decode("cp1252", errors="replace").split(",")
    return Problem(
        f"{name}:{line}",
        f"byte 0x{raw[at]:02X} is not UTF-8 (as Windows-1252 it "
        f"reads '{next((part for part in shown if not part.isascii()), '?')}'), {_SAVE}",
    )
