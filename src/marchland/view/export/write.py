"""The verb ``export``: a result as files for others, each kind by its own writer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from marchland.errors import RequestError
from marchland.io.export.columnar import as_parquet
from marchland.io.export.delimited import CSVW, as_hxl, as_text, csvw
from marchland.io.export.geo import Layer, as_geojson, write_geopackage
from marchland.io.export.sheet import Sheet
from marchland.io.export.workbook import as_workbook
from marchland.io.results import Writer, claimed, write_files
from marchland.language import say
from marchland.study.handover import tables
from marchland.view.export.brief import as_brief
from marchland.view.export.gather import Handover, gather
from marchland.view.words.handover import READ_FIRST, about, read_first

_POINT: Final = (("lon", "lat"),)
_LINE: Final = (("lon_from", "lat_from"), ("lon_to", "lat_to"))
_LAYERS: Final = {"people_weekly": _POINT, "needs": _POINT, "routes": _LINE}
"""Tables that are drawn on a map, with the columns of their positions."""
_IN_WORKBOOK: Final = ("needs", "people_weekly", "counts", "scores", "borders", "routes")


def export(
    result: Path | str, to: Iterable[str] = ("all",), folder: Path | str | None = None
) -> Path:
    """Write a result for others: tables that join, a workbook, maps, a brief.

    Parameters
    ----------
    result
        A result's folder.
    to
        Kinds of file, of :data:`KINDS`; ``all`` for every one.
    folder
        Where they are written; by default beside the result, with ``-export`` to its name.

    Returns
    -------
    Path
        The folder. It replaces one that was written before, and nothing else.

    Raises
    ------
    RequestError
        Where there is no result, a kind is not known, or a library of the extra ``export`` is
        missing.
    OutputError
        Where the folder cannot be written, or holds what Marchland did not write.
    """
    kinds = _known(to)
    source = Path(result)
    target = Path(folder) if folder else source.with_name(f"{source.name}-export")
    with claimed(target):
        handover = gather(source)
        writers: dict[str, Writer] = {}
        for kind in kinds:
            writers |= KINDS[kind](handover)
        write_files(target, writers)
    return target


def _known(to: Iterable[str]) -> list[str]:
    asked = list(to)
    if unknown := [one for one in asked if one not in (*KINDS, "all")]:
        raise RequestError(
            say(
                "'{kind}' is no kind of export; there are {kinds} and all",
                kind=unknown[0],
                kinds=", ".join(KINDS),
            )
        )
    return list(KINDS) if "all" in asked or not asked else list(dict.fromkeys(asked))


def _data(handover: Handover) -> list[Sheet]:
    """Return the tables that data files hold: every one, people by day."""
    return [one for name, one in handover.sheets.items() if name != "people_weekly"]


def _text(text: Callable[[], str]) -> Writer:
    return lambda path: path.write_text(text(), "utf-8", newline="")


def _hxl(handover: Handover) -> dict[str, Writer]:
    return {f"{one.name}.hxl.csv": _text(partial(as_hxl, one)) for one in _data(handover)}


def _csvw(handover: Handover) -> dict[str, Writer]:
    data = _data(handover)
    plain = {f"{one.name}.csv": _text(partial(as_text, one)) for one in data}
    return plain | {CSVW: _text(lambda: csvw(data, about(handover.ds)))}


def _xlsx(handover: Handover) -> dict[str, Writer]:
    shown = {n: handover.sheets[n] for n in _IN_WORKBOOK if n in handover.sheets}
    shown["long"] = tables.long(handover.sheets)
    first = (say(READ_FIRST), read_first(handover.ds, shown))
    book = partial(as_workbook, first, list(shown.values()))
    return {"workbook.xlsx": lambda path: path.write_bytes(book())}


def _layers(handover: Handover) -> list[Layer]:
    return [
        Layer(handover.sheets[name], corners)
        for name, corners in _LAYERS.items()
        if name in handover.sheets
    ]


def _geojson(handover: Handover) -> dict[str, Writer]:
    return {
        f"{layer.sheet.name}.geojson": _text(partial(as_geojson, layer))
        for layer in _layers(handover)
    }


def _gpkg(handover: Handover) -> dict[str, Writer]:
    plain = [one for name, one in handover.sheets.items() if name in ("borders", "scores")]
    changed = str(handover.ds.attrs["created"])
    return {"map.gpkg": lambda path: write_geopackage(path, _layers(handover), plain, changed)}


def _parquet(handover: Handover) -> dict[str, Writer]:
    told = about(handover.ds)

    def one_file(sheet: Sheet) -> Writer:
        return lambda path: path.write_bytes(as_parquet(sheet, told))

    return {f"{one.name}.parquet": one_file(one) for one in _data(handover)}


def _docx(handover: Handover) -> dict[str, Writer]:
    return {"brief.docx": lambda path: path.write_bytes(as_brief(handover))}


KINDS: Final[Mapping[str, Callable[[Handover], dict[str, Writer]]]] = {
    "hxl": _hxl,
    "xlsx": _xlsx,
    "geojson": _geojson,
    "gpkg": _gpkg,
    "parquet": _parquet,
    "csvw": _csvw,
    "docx": _docx,
}
"""Kinds of export, and the files of each."""
