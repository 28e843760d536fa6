"""Boundary layers as small GeoJSON files, made once and sent to browsers by address.

The default layer is Natural Earth 5.1.1 admin-1 (public domain), read from the installed package `geovizir`.
Its inner borders are generalised (about 1.2 km): good for a choropleth, never for placing points.
"""

import hashlib
import importlib.util
import json
import os
from pathlib import Path

import numpy as np
import pyogrio
import shapely

from data.errors import Problem
from data.reference import Reference
from data.text import Text
from etl.layer_files import FileLayer, bad, read_file_layer

NATURAL_EARTH = "resources/ne_10m_admin_1_states_provinces/ne_10m_admin_1_states_provinces.shp"
NATURAL_EARTH_CREDIT = {
    "source": "Natural Earth 5.1.1, admin-1 states and provinces",
    "licence": "public domain",
    "note": "inner borders generalised to about 1.2 km",
}
REFERENCE_CREDIT = {"source": "reference folder", "licence": "", "note": ""}
# Degrees of 110 m; of 11 m for small areas, which are looked at from near.
DECIMALS, FINE_DECIMALS = 3, 4
TOLERANCES = (0, 0.002, 0.005, 0.01, 0.015, 0.02, 0.03, 0.05, 0.1, 0.2)
SMALLEST_BUDGET, BYTES_PER_SHAPE = 110_000, 700

Shapes = dict[str, shapely.Geometry]


def write_default_boundaries(build: Path, reference: Reference) -> list[Path]:
    """Write every layer that the reference folder or the boundary package has; return the GeoJSON files written.

    A file `boundaries_<level>.geojson` of the reference folder wins. Where there is neither, nothing is written and
    the pages show ranked dots instead. Raises Problem for a broken file or a missing package.
    """
    written = []
    for level in reference.levels:
        own = reference.folder / f"boundaries_{level}.geojson"
        if own.is_file():
            found = read_file_layer(own, level, reference, column="code")
            credit = {**REFERENCE_CREDIT, "unmatched": len(found.unmatched)}
            written.append(write_boundaries(build, level, found.shapes, reference, credit))
        elif level == reference.home_level and (shapes := natural_earth(reference)):
            written.append(write_boundaries(build, level, shapes, reference, NATURAL_EARTH_CREDIT))
    return written


def natural_earth(reference: Reference) -> Shapes:
    """Return the shapes of the home level by area code; empty where the reference does not use ISO 3166-2 codes.

    The country is the code of the root area (`TH`); an area may carry the whole code (`TH-94`) or what follows (`94`).
    """
    country = reference.root.code
    if not (len(country) == 2 and country.isalpha() and country.isupper()):
        return {}
    home = {area.code for area in reference.areas.values() if area.level == reference.home_level}
    path = _package_file("geovizir", NATURAL_EARTH)
    fields, geometries = _read(path, "iso_3166_2", where=f"iso_3166_2 LIKE '{country}-%'")
    codes = [code if code in home else code.removeprefix(f"{country}-") for code in fields]
    return {code: shape for code, shape in _united(codes, geometries).items() if code in home}


def add_boundaries(build: Path, path: Path, level: str, reference: Reference, **options: str) -> FileLayer:
    """Write the layer of a level from a file that somebody brings; return what was found in the file.

    options: `column` and `layer` of the file, `source` and `licence` to show beside the map.
    """
    if level not in reference.levels:
        where, expected = f"--level {level}", ", ".join(reference.levels)
        raise bad("ไม่มีระดับนี้ในชุดอ้างอิง", "The reference has no such level", Path(where), level, expected)
    found = read_file_layer(path, level, reference, column=options.get("column", ""), layer=options.get("layer", ""))
    credit = {
        "source": options.get("source") or path.name,
        "licence": options.get("licence", ""),
        "note": "",
        "unmatched": len(found.unmatched),
        "repaired": len(found.repaired),
    }
    write_boundaries(build, level, found.shapes, reference, credit)
    return found


def write_boundaries(build: Path, level: str, shapes: Shapes, reference: Reference, credit: dict) -> Path:
    """Write `<level>.geojson`, its points and boxes `<level>.index.json` and its facts `<level>.json`; return the first.

    Shapes whose code the reference does not have at this level are left out and counted in the facts.
    """
    known = {area.code for area in reference.areas.values() if area.level == level}
    kept = {code: shapes[code] for code in sorted(shapes) if code in known}
    if not kept:
        got = ", ".join(sorted(shapes)[:3]) or "no shapes"
        raise bad("ไม่มีรหัสใดตรงกับ areas.csv", "No code is in areas.csv", Path(level), got, f"codes of {level}")
    decimals = FINE_DECIMALS if level in reference.lower_levels else DECIMALS
    body, geometries, tolerance = _fit(list(kept), np.array(list(kept.values())), decimals)
    facts = {
        "level": level,
        "sha256": hashlib.sha256(body).hexdigest(),
        "shapes": len(kept),
        "unmatched": len(shapes) - len(kept),
        "without_shape": len(known) - len(kept),
        "bounds": [round(float(edge), decimals) for edge in shapely.total_bounds(geometries)],
        "tolerance": tolerance,
        **credit,
    }
    folder = build / "boundaries"
    folder.mkdir(parents=True, exist_ok=True)
    _replace(folder / f"{level}.index.json", _json(_index(list(kept), geometries, decimals)))
    _replace(folder / f"{level}.geojson", body)
    _replace(folder / f"{level}.json", _json(facts))
    return folder / f"{level}.geojson"


def _index(codes: list[str], shapes: np.ndarray, decimals: int) -> dict[str, list[float]]:
    """Return {code: a point inside, then west south east north}."""
    points = shapely.get_coordinates(shapely.point_on_surface(shapes))
    places = np.hstack([points, shapely.bounds(shapes)]).round(decimals)
    return dict(zip(codes, places.tolist(), strict=True))


def _package_file(package: str, inside: str) -> Path:
    spec = importlib.util.find_spec(package)
    path = Path(spec.submodule_search_locations[0], inside) if spec else None
    if path is None or not path.is_file():
        raise Problem(
            Text("ไม่พบแพ็กเกจขอบเขต", "The boundary package is missing"),
            where=package,
            got="nothing",
            expected=inside,
            todo=Text("สั่ง make setup", "Run make setup"),
        )
    return path


def _read(path: Path, column: str, where: str | None = None) -> tuple[list[str], np.ndarray]:
    try:
        meta, _, geometries, fields = pyogrio.raw.read(path, columns=[column], where=where)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        raise bad("อ่านไฟล์ขอบเขตไม่ได้", "The boundary file cannot be read", path, error, "GeoJSON") from error
    if column not in meta["fields"]:
        raise bad("ขาดคุณสมบัติ", "A property is missing", path, "nothing", column)
    return list(fields[0]), shapely.from_wkb(geometries)


def _united(codes: list[str], geometries: np.ndarray) -> Shapes:
    parts: dict[str, list[shapely.Geometry]] = {}
    valid = shapely.make_valid(geometries, method="structure", keep_collapsed=False)
    for code, geometry in zip(codes, valid, strict=True):
        parts.setdefault(code, []).append(geometry)
    return {code: found[0] if len(found) == 1 else shapely.union_all(found) for code, found in parts.items()}


def _fit(codes: list[str], shapes: np.ndarray, decimals: int) -> tuple[bytes, np.ndarray, float]:
    """Return GeoJSON, its shapes and by how many degrees they were simplified: as little as fits the budget.

    Borders that were shared stay shared.
    """
    budget = max(SMALLEST_BUDGET, BYTES_PER_SHAPE * len(codes))
    for tolerance in TOLERANCES:
        simple = shapely.coverage_simplify(shapes, tolerance)
        # d3 fills the outside of a ring that runs counter-clockwise.
        clockwise = shapely.orient_polygons(_rounded(simple, decimals), exterior_cw=True)
        body = _collection(codes, clockwise)
        if len(body) <= budget:
            break
    return body, clockwise, tolerance


def _rounded(shapes: np.ndarray, decimals: int) -> np.ndarray:
    """Round coordinates; a shape too small for that stays as it was, one that then touches itself is mended."""
    rounded = shapely.transform(shapes, lambda points: points.round(decimals))
    broken = ~shapely.is_valid(rounded)
    rounded[broken] = shapely.make_valid(rounded[broken], method="structure", keep_collapsed=False)
    return np.where(shapely.area(rounded) > 0, rounded, shapes)


def _collection(codes: list[str], shapes: np.ndarray) -> bytes:
    features = [
        {"type": "Feature", "id": code, "properties": {"code": code}, "geometry": shapely.geometry.mapping(shape)}
        for code, shape in zip(codes, shapes, strict=True)
    ]
    return _json({"type": "FeatureCollection", "features": features})


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def _replace(path: Path, body: bytes) -> None:
    """Put a whole file in place at once, so that a reader never sees half of it."""
    draft = path.with_suffix(f".{os.getpid()}.tmp")
    draft.write_bytes(body)
    os.replace(draft, path)
