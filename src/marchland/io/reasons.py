"""Why the system or a library could not do something, said where it is known."""

from __future__ import annotations

import csv

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
"""What the system, the CSV reader and the YAML reader say; all else is shown as they say it."""


def reason(error: OSError | csv.Error) -> str:
    """Return what a failed call says of why it failed."""
    return say(str(getattr(error, "strerror", None) or error))
