"""Why the system or a library could not do something, said where it is known."""

from __future__ import annotations

import json

from marchland.language import mark, say

KNOWN = (
    mark("No such file or directory"),
    mark("Permission denied"),
    mark("Operation not permitted"),
    mark("No space left on device"),
    mark("Disk quota exceeded"),
    mark("Is a directory"),
    mark("Not a directory"),
    mark("Directory not empty"),
    mark("File exists"),
    mark("File name too long"),
    mark("Read-only file system"),
    mark("Too many open files"),
    mark("Too many levels of symbolic links"),
    mark("Input/output error"),
    mark("Address already in use"),
    mark("Cannot assign requested address"),
    mark("File is not a zip file"),
    mark("unexpected end of data"),
    mark("',' expected after '\"'"),
    mark("';' expected after '\"'"),
    mark("Expecting value"),
    mark("Expecting ',' delimiter"),
    mark("Expecting ':' delimiter"),
    mark("Expecting property name enclosed in double quotes"),
    mark("Unterminated string starting at"),
    mark("Invalid control character at"),
    mark("Extra data"),
    mark("mapping values are not allowed here"),
    mark("sequence entries are not allowed here"),
    mark("could not find expected ':'"),
    mark("found unexpected end of stream"),
    mark("found character '\\t' that cannot start any token"),
    mark("found character '@' that cannot start any token"),
    mark("found character '%' that cannot start any token"),
    mark("found character '`' that cannot start any token"),
    mark("expected <block end>, but found '<block mapping start>'"),
    mark("expected <block end>, but found '<block sequence start>'"),
    mark("expected <block end>, but found '<scalar>'"),
    mark("expected <block end>, but found '-'"),
    mark("expected ',' or ']', but got '<stream end>'"),
    mark("expected ',' or ']', but got ':'"),
    mark("expected ',' or ']', but got '<scalar>'"),
    mark("expected ',' or '}', but got '<stream end>'"),
    mark("expected ',' or '}', but got '<scalar>'"),
)
"""What the system, and the readers of CSV, JSON and YAML say; all else is shown as they say it."""


def reason(error: Exception) -> str:
    """Return what a failed call says of why it failed."""
    if isinstance(error, json.JSONDecodeError):
        return say(
            "{reason}: line {line} column {column} (char {char})",
            reason=say(error.msg),
            line=error.lineno,
            column=error.colno,
            char=error.pos,
        )
    return say(str(getattr(error, "strerror", None) or error))
