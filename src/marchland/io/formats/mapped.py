"""A plain table whose columns the user names in a small file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, get_args

from marchland.errors import Problem, RequestError, ScenarioError
from marchland.io.fields import Fields
from marchland.io.formats.format import DATES, NUMBERS, Counting, Format, Gives
from marchland.io.formats.shapes import by_admin, in_year
from marchland.io.reading import read_text
from marchland.io.yamltext import parse
from marchland.language import mark, say

KEYS: Final[Mapping[str, str]] = {
    "title": mark("What the table is called."),
    "publisher": mark("Who makes it."),
    "licence": mark("On what terms."),
    "gives": mark("What its rows are: counts, events, places, weather, displaced or deaths."),
    "counting": mark("Of counts: stock, flow or cumulative."),
    "header": mark("no where the table has no header; columns are numbers from 1 then."),
    "columns": mark("The header of each role: date, people, name, pcode, country, lat, lon, ..."),
}
"""Keys of the file, with their meanings."""
_ROLES: Final = sorted(
    NUMBERS | DATES | {"pcode", "name", "country", "origin", "label", "admin1", "admin2", "kind"}
)


def read_mapping(path: Path) -> Format:
    """Return the format that a file of columns describes.

    Raises
    ------
    ScenarioError
        With every problem of the file.
    RequestError
        If there is no such file.
    """
    if not path.is_file():
        raise RequestError(say("there is no file '{path}'", path=path))
    text = read_text(path, path.name)
    if isinstance(text, Problem):
        raise ScenarioError(str(path), [text])
    document = parse(text, path.name)
    fields = Fields(document, document.values, file=path.name)
    fields.only(KEYS)
    columns = Fields(document, document.values.get("columns"), "columns.", path.name)
    columns.only(dict.fromkeys(_ROLES))
    gives, counting = fields.text("gives", "counts"), fields.text("counting", "ask")
    if gives not in get_args(Gives):
        fields.wrong(
            "gives",
            say(
                "is '{value}', must be one of {choices}",
                value=gives,
                choices=", ".join(get_args(Gives)),
            ),
        )
    if counting not in get_args(Counting):
        fields.wrong("counting", say("must be stock, flow or cumulative"))
    named = {role: (columns.text(role),) for role in columns.values if columns.text(role)}
    if "date" not in named and "year" not in named and gives != "places":
        fields.wrong("columns", say("must say which column is the date"))
    numbered = _numbered(fields, columns, named)
    if document.refused:
        raise ScenarioError(str(path), document.problems)
    return Format(
        id="mapped",
        title=fields.text("title", "plain table"),
        publisher=fields.text("publisher", "a plain table"),
        licence=fields.text("licence", "terms not known"),
        ships=False,
        gives=gives,  # type: ignore[arg-type] # checked above
        columns={} if numbered else named,
        positions={role: int(name) - 1 for role, (name,) in named.items()} if numbered else {},
        tells=lambda cells: len(cells) >= max(int(name) for (name,) in named.values()),
        required=tuple(named),
        counting=counting,  # type: ignore[arg-type]
        shape=by_admin if "date" in named or gives == "places" else in_year,
    )


def _numbered(fields: Fields, columns: Fields, named: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether the table has no header, so that its columns are numbers; note what is wrong."""
    headed = fields.text("header", "yes").casefold()
    if headed not in ("yes", "no", "true", "false"):
        fields.wrong("header", say("must be yes or no"))
    if headed in ("yes", "true"):
        return False
    for role, (name,) in named.items():
        if not (name.isascii() and name.isdigit() and int(name) > 0):
            columns.wrong(
                role, say("is '{name}', must be the number of a column, from 1", name=name)
            )
    return True
