"""Reading a boundary file that somebody brings: any format, any projection, whatever its codes are called."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import geopandas
import numpy as np
import pyogrio
import shapely

from data.errors import Problem
from data.reference import Reference
from data.text import Text

FORMATS = "GeoJSON, GeoPackage, Shapefile (.shp or .zip), GeoParquet"
PARQUET = (".parquet", ".geoparquet")
DEGREES = "EPSG:4326"
WORLD = (-180.0, -90.0, 180.0, 90.0)
POLYGONS = frozenset({"Polygon", "MultiPolygon"})
SEPARATORS = re.compile(r"[\s_.-]+")
WHOLE = re.compile(r"(\d+)\.0+")


@dataclass
class FileLayer:
    """What a file holds for one level.

    shapes: {area code of the reference: valid shape in degrees}; unmatched: codes of the file that the reference does
    not have; repaired: codes whose shape was invalid and was mended; refused: codes of which mending left no area;
    blank: rows without code or shape.
    """

    column: str
    crs: str
    shapes: dict[str, shapely.Geometry]
    unmatched: list[str] = field(default_factory=list)
    repaired: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    blank: int = 0


def read_file_layer(path: Path, level: str, reference: Reference, *, column: str = "", layer: str = "") -> FileLayer:
    """Read the shapes of a level from a file; column: the one with the codes, found by its values where none is given.

    Raises Problem for a file that cannot be read, has no polygons, no known projection or no code of the level.
    """
    frame = _open(path, layer)
    frame, crs = _in_degrees(frame, path)
    known = known_codes(level, reference)
    column = column or _code_column(frame, known, reference, path, level)
    if column not in frame.columns or column == frame.geometry.name:
        raise bad("ไม่มีคอลัมน์นี้", "There is no such column", path, column, ", ".join(_columns(frame)))
    found = FileLayer(column, crs, {})
    parts: dict[str, list[shapely.Geometry]] = {}
    for value, shape in zip(frame[column], frame.geometry, strict=True):
        _sort_in(found, parts, bare(value, reference), shape, known)
    _check_kinds(parts, path)
    _mend(found, parts)
    found.unmatched = sorted(set(found.unmatched))
    return found


def bare(value: object, reference: Reference) -> str:
    """Return a code without what files put around it: spaces, `.0` of a number, the prefix `TH` or `TH-`."""
    if value is None or value != value:
        return ""
    text = SEPARATORS.sub("", WHOLE.sub(r"\1", str(value).strip())).upper()
    return text.removeprefix(SEPARATORS.sub("", reference.root.code).upper()) or text


def known_codes(level: str, reference: Reference) -> dict[str, str]:
    """Return {code without prefix: code of the reference} of a level."""
    return {bare(area.code, reference): area.code for area in reference.areas.values() if area.level == level}


def bad(th: str, en: str, where: Path, got: object, expected: str, todo: Text | None = None) -> Problem:
    """Return the Problem of a boundary file."""
    again = Text("แก้ไฟล์ขอบเขต แล้วสั่งอีกครั้ง", "Mend the boundary file and run the command again")
    return Problem(Text(th, en), where=str(where), got=str(got), expected=expected, todo=todo or again)


def _open(path: Path, layer: str) -> geopandas.GeoDataFrame:
    if not path.exists():
        raise bad("ไม่พบไฟล์", "There is no such file", path, "nothing", FORMATS)
    try:
        if path.suffix.lower() in PARQUET:
            return geopandas.read_parquet(path)
        layers = [str(name) for name, _ in pyogrio.list_layers(path)]
        if (layer or len(layers) > 1) and layer not in layers:
            which = Text("ระบุชั้นด้วย --layer", "Name the layer with --layer")
            raise bad("ไฟล์มีหลายชั้น", "Which layer of the file", path, layer or "none named", ", ".join(layers), which)
        frame = geopandas.read_file(path, **({"layer": layer} if layer else {}))
    except (OSError, ValueError, RuntimeError) as error:
        raise bad("อ่านไฟล์ขอบเขตไม่ได้", "The boundary file cannot be read", path, error, FORMATS) from error
    if not isinstance(frame, geopandas.GeoDataFrame):
        raise bad("ไฟล์ไม่มีรูป", "The file has no shapes", path, "a table", "polygons")
    return frame


def _in_degrees(frame: geopandas.GeoDataFrame, path: Path) -> tuple[geopandas.GeoDataFrame, str]:
    """Return the frame in WGS 84 and the name of the projection it came in; degrees need not say what they are."""
    if frame.empty or frame.geometry.isna().all():
        raise bad("ไฟล์ไม่มีรูป", "The file has no shapes", path, f"{len(frame)} rows", "polygons")
    name = f"{frame.crs.name} ({frame.crs.to_string()})"[:80] if frame.crs else ""
    if frame.crs is None:
        frame = frame.set_crs(DEGREES)
    elif not frame.crs.equals(DEGREES):
        frame = frame.to_crs(DEGREES)
    west, south, east, north = frame.total_bounds
    inside = west >= WORLD[0] and south >= WORLD[1] and east <= WORLD[2] and north <= WORLD[3]
    if not inside:
        got = f"{west:.1f} {south:.1f} {east:.1f} {north:.1f}"
        todo = Text("บันทึกระบบพิกัด (CRS) ไว้ในไฟล์ เช่น .prj", "Save the projection (CRS) with the file, such as its .prj")
        raise bad(
            "พิกัดไม่ใช่องศา และไฟล์ไม่บอกระบบพิกัด", "Coordinates are not degrees and the file names no projection", path,
            got, "-180 -90 180 90", todo,
        )  # fmt: skip
    return frame, name or "WGS 84 (the file names none)"


def _columns(frame: geopandas.GeoDataFrame) -> list[str]:
    return [str(name) for name in frame.columns if name != frame.geometry.name]


def _code_column(frame, known: dict[str, str], reference: Reference, path: Path, level: str) -> str:
    """Return the column with most codes of the level; the first of equals."""
    hits = {name: _hits(frame[name], known, reference) for name in _columns(frame)}
    best = max(hits, key=lambda name: hits[name], default="")
    if not best or not hits[best]:
        example = ", ".join(list(known.values())[:2])
        todo = Text("ระบุคอลัมน์รหัสด้วย --code", "Name the column of the codes with --code")
        got = ", ".join(hits) or "no columns"
        raise bad("ไม่พบคอลัมน์รหัส", "No column holds codes", path, got, f"codes of {level}, such as {example}", todo)
    return best


def _hits(values: Iterable[object], known: dict[str, str], reference: Reference) -> int:
    return len({bare(value, reference) for value in values} & known.keys())


def _sort_in(found: FileLayer, parts: dict, code: str, shape, known: dict[str, str]) -> None:
    if not code or shape is None or shape.is_empty:
        found.blank += 1
    elif code not in known:
        found.unmatched.append(code)
    else:
        parts.setdefault(known[code], []).append(shape)


def _check_kinds(parts: dict[str, list], path: Path) -> None:
    kinds = {shape.geom_type for shapes in parts.values() for shape in shapes} - POLYGONS - {"GeometryCollection"}
    if kinds:
        raise bad("รูปไม่ใช่พื้นที่", "Shapes are no areas", path, ", ".join(sorted(kinds)), "polygons")


def _mend(found: FileLayer, parts: dict[str, list[shapely.Geometry]]) -> None:
    for code in sorted(parts):
        shapes = shapely.force_2d(np.array(parts[code], dtype=object))
        if not shapely.is_valid(shapes).all():
            found.repaired.append(code)
        whole = shapely.union_all(shapely.make_valid(shapes, method="structure", keep_collapsed=False))
        areas = [part for part in shapely.get_parts(whole) if part.geom_type == "Polygon" and part.area > 0]
        if areas:
            found.shapes[code] = areas[0] if len(areas) == 1 else shapely.MultiPolygon(areas)
        else:
            found.refused.append(code)
            found.repaired = [other for other in found.repaired if other != code]
