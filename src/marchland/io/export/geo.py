"""GeoJSON and GeoPackage, written with nothing but Python's own libraries.

A GeoPackage is an SQLite file with a few tables of its own (OGC 12-128r19,
https://www.geopackage.org/spec140/); points and lines are in it as well-known binary.
"""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from marchland.io.export.sheet import Sheet, of_day

WGS84: Final = 4326
_WKT: Final = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]'
)
_SQL_TYPES: Final = {
    "text": "TEXT",
    "number": "DOUBLE",
    "whole": "DOUBLE",
    "date": "DATE",
    "flag": "BOOLEAN",
}
Point = tuple[float, float]


@dataclass(frozen=True)
class Layer:
    """A table whose rows have a place on the map.

    Parameters
    ----------
    sheet
        The table.
    corners
        Names of columns of longitude and latitude: one pair a point, two pairs a line.
    """

    sheet: Sheet
    corners: tuple[tuple[str, str], ...]

    @property
    def kind(self) -> str:
        """What each row is drawn as."""
        return "POINT" if len(self.corners) == 1 else "LINESTRING"

    def rows(self) -> Iterator[tuple[list[Point] | None, tuple[Any, ...]]]:
        """Yield points and values of each row; no points where a position is not known."""
        frame = _plain(self.sheet)
        at = [frame[list(pair)].to_numpy(np.float64) for pair in self.corners]
        for i, values in enumerate(frame.itertuples(index=False, name=None)):
            points = [(float(pair[i, 0]), float(pair[i, 1])) for pair in at]
            known = all(np.isfinite(one).all() for one in points)
            yield points if known else None, values


def _plain(sheet: Sheet) -> pd.DataFrame:
    """Return rows with None for what is not known, and dates as text."""
    out = sheet.frame.astype(object)
    for name, one in sheet.fields.items():
        if one.type == "date":
            out[name] = of_day(sheet.frame[name]).replace("", None)
    return out.where(out.notna(), None)


def as_geojson(layer: Layer) -> str:
    """Return a layer as GeoJSON (RFC 7946), one feature a line of the file."""
    names, features = list(layer.sheet.fields), []
    for points, values in layer.rows():
        geometry: dict[str, Any] | None = None
        if points:
            line = layer.kind == "LINESTRING"
            geometry = {
                "type": "LineString" if line else "Point",
                "coordinates": points if line else points[0],
            }
        feature = {
            "type": "Feature",
            "geometry": geometry,
            "properties": dict(zip(names, values, strict=True)),
        }
        features.append(json.dumps(feature, ensure_ascii=False, allow_nan=False))
    head = json.dumps({"type": "FeatureCollection", "name": layer.sheet.name})[:-1]
    return head + ', "features": [\n' + ",\n".join(features) + "\n]}\n"


def write_geopackage(
    path: Path, layers: Sequence[Layer], tables: Sequence[Sheet], changed: str
) -> None:
    """Write a GeoPackage.

    Parameters
    ----------
    path
        File to make; it must not exist.
    layers
        Tables with geometry.
    tables
        Tables without.
    changed
        When the content was made, as ISO 8601: kept in the file, so that equal results give
        equal files.
    """
    stamp = pd.Timestamp(changed).tz_localize(None).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    with closing(sqlite3.connect(path)) as base, base:
        base.executescript(_SCHEMA)
        base.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?,?,?,?,?,?)", _SYSTEMS)
        for layer in layers:
            _add(base, layer.sheet, layer, stamp)
        for table in tables:
            _add(base, table, None, stamp)


def _add(base: sqlite3.Connection, sheet: Sheet, layer: Layer | None, stamp: str) -> None:
    """Add one table, with its entry in the contents."""
    columns = [f'"{name}" {_SQL_TYPES[one.type]}' for name, one in sheet.fields.items()]
    shape = [f"geom {layer.kind}"] if layer else []
    keyed = ["fid INTEGER PRIMARY KEY AUTOINCREMENT", *shape, *columns]
    base.execute(f'CREATE TABLE "{sheet.name}" ({", ".join(keyed)})')
    placed = Layer(sheet, ()) if layer is None else layer
    spots, rows = [], []
    for points, values in placed.rows():
        rows.append(values if layer is None else (_binary(points), *values))
        spots += points or []
    named = ", ".join(f'"{n}"' for n in (["geom"] if layer else []) + list(sheet.fields))
    marks = ", ".join("?" * (len(sheet.fields) + bool(layer)))
    base.executemany(f'INSERT INTO "{sheet.name}" ({named}) VALUES ({marks})', rows)
    box = (
        [*np.min(spots, axis=0).tolist(), *np.max(spots, axis=0).tolist()] if spots else [None] * 4
    )
    base.execute(
        "INSERT INTO gpkg_contents VALUES (?,?,?,?,?,?,?,?,?,?)",
        (
            sheet.name,
            "features" if layer else "attributes",
            sheet.name,
            f"{sheet.title}. {sheet.about}",
            stamp,
            *box,
            WGS84 if layer else None,
        ),
    )
    if layer:
        base.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?,?,?,?,?,?)",
            (sheet.name, "geom", layer.kind, WGS84, 0, 0),
        )


def _binary(points: list[Point] | None) -> bytes | None:
    """Return a point or a line as a GeoPackage has it: a header of eight bytes, then the WKB."""
    if points is None:
        return None
    head = b"GP" + struct.pack("<BBi", 0, 1, WGS84)
    flat = [one for point in points for one in point]
    if len(points) == 1:
        return head + struct.pack("<BI2d", 1, 1, *flat)
    return head + struct.pack(f"<BII{len(flat)}d", 1, 2, len(points), *flat)


_SYSTEMS: Final = (
    ("Undefined Cartesian", -1, "NONE", -1, "undefined", None),
    ("Undefined geographic", 0, "NONE", 0, "undefined", None),
    ("WGS 84", WGS84, "EPSG", WGS84, _WKT, None),
)
_SCHEMA: Final = """
PRAGMA application_id = 0x47504B47;
PRAGMA user_version = 10400;
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL,
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
"""
