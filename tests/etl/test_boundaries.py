"""Boundary layers: small squares worked out by hand, and the real package once."""

import json
from pathlib import Path

import numpy as np
import pytest
import shapely

from data.errors import Problem
from data.layers import layer, layer_facts, layer_hash
from data.reference import Reference, load_reference
from data.settings import Settings
from etl.boundaries import write_boundaries, write_default_boundaries
from etl.layer_files import read_file_layer

CREDIT = {"source": "squares", "licence": "public domain", "note": ""}
AREAS = """code,level,parent_code,name_th,name_en
ZZ,land,,ดินแดน,Land
A,shire,ZZ,เอ,A
B,shire,ZZ,บี,B
C,shire,ZZ,ซี,C
"""
SETTINGS = """name_th = "ทดสอบ"
name_en = "Test"
levels = ["land", "shire"]
home_level = "shire"
sampling = "census"
years = "CE"
"""


def square(west: float, south: float = 0, size: float = 1) -> list[list[list[float]]]:
    """A square whose ring runs counter-clockwise, as most files have it."""
    east, north = west + size, south + size
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def collection(*shapes: tuple[object, object]) -> str:
    features = [
        {"type": "Feature", "properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": rings}}
        for code, rings in shapes
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


@pytest.fixture
def reference(tmp_path: Path) -> Reference:
    folder = tmp_path / "reference"
    folder.mkdir()
    (folder / "areas.csv").write_text(AREAS)
    (folder / "reference.toml").write_text(SETTINGS)
    return load_reference(folder)


def written_shapes(build: Path, level: str) -> dict[str, shapely.Geometry]:
    features = json.loads((build / "boundaries" / f"{level}.geojson").read_text())["features"]
    assert all(feature["properties"] == {"code": feature["id"]} for feature in features)
    return {feature["id"]: shapely.geometry.shape(feature["geometry"]) for feature in features}


def test_a_file_of_the_reference_folder_becomes_a_layer(tmp_path, reference):
    (reference.folder / "boundaries_shire.geojson").write_text(collection(("A", square(0)), ("B", square(1))))
    assert write_default_boundaries(tmp_path, reference) == [tmp_path / "boundaries" / "shire.geojson"]
    shapes = written_shapes(tmp_path, "shire")
    assert list(shapes) == ["A", "B"]
    # Two unit squares side by side: 2 square degrees together, one edge of length 1 between them.
    assert shapely.union_all(list(shapes.values())).area == pytest.approx(2)
    assert shapes["A"].intersection(shapes["B"]).length == pytest.approx(1)
    assert layer_facts(tmp_path, "shire")["bounds"] == [0, 0, 2, 1]
    assert (layer_facts(tmp_path, "shire")["shapes"], layer_facts(tmp_path, "shire")["without_shape"]) == (2, 1)


def test_rings_run_clockwise_and_points_lie_inside(tmp_path, reference):
    shapes = {"A": shapely.box(0, 0, 1, 1), "C": shapely.box(5, 5, 7, 6)}
    write_boundaries(tmp_path, "shire", shapes, reference, CREDIT)
    written = written_shapes(tmp_path, "shire")
    assert not any(shape.exterior.is_ccw for shape in written.values())
    points = layer(tmp_path, "shire")["points"]
    assert {code for code, point in points.items() if written[code].contains(shapely.Point(point))} == {"A", "C"}


def test_coordinates_are_rounded_to_three_decimals(tmp_path, reference):
    write_boundaries(tmp_path, "shire", {"A": shapely.box(0.12345, 0, 1, 1)}, reference, CREDIT)
    assert written_shapes(tmp_path, "shire")["A"].bounds == (0.123, 0, 1, 1)


def test_shapes_of_one_code_are_joined_and_unknown_codes_are_counted(tmp_path, reference):
    path = tmp_path / "many.geojson"
    path.write_text(collection(("A", square(0)), ("A", square(10)), ("X", square(20))))
    found = read_file_layer(path, "shire", reference)
    assert found.shapes["A"].area == pytest.approx(2)
    assert (list(found.shapes), found.unmatched) == (["A"], ["X"])
    write_boundaries(tmp_path, "shire", {**found.shapes, "X": shapely.box(20, 0, 21, 1)}, reference, CREDIT)
    assert list(written_shapes(tmp_path, "shire")) == ["A"]
    assert layer_facts(tmp_path, "shire")["unmatched"] == 1


def test_the_hash_names_the_content(tmp_path, reference):
    assert layer_hash(tmp_path, "shire") is layer(tmp_path, "shire") is None
    write_boundaries(tmp_path, "shire", {"A": shapely.box(0, 0, 1, 1)}, reference, CREDIT)
    first = layer_hash(tmp_path, "shire")
    found = layer(tmp_path, "shire")
    assert (found["url"], found["codes"]) == (f"/boundaries/shire.geojson?v={first}", ["A"])
    assert found["bounds"] == [0, 0, 1, 1]
    write_boundaries(tmp_path, "shire", {"A": shapely.box(0, 0, 1, 1)}, reference, CREDIT)
    assert layer_hash(tmp_path, "shire") == first
    write_boundaries(tmp_path, "shire", {"A": shapely.box(0, 0, 1, 2)}, reference, CREDIT)
    assert layer_hash(tmp_path, "shire") != first
    assert not list((tmp_path / "boundaries").glob("*.tmp"))


def test_a_shared_border_stays_shared_when_it_is_simplified(tmp_path, reference):
    # 20,000 points on one wiggly border make a file far over the budget of 110,000 bytes.
    border = [(1 + 0.1 * np.sin(step / 500), step / 20_000) for step in range(20_001)]
    left = shapely.Polygon([(0, 0), *border, (0, 1)])
    right = shapely.Polygon([(2, 0), *border, (2, 1)])
    path = write_boundaries(tmp_path, "shire", {"A": left, "B": right}, reference, CREDIT)
    shapes = written_shapes(tmp_path, "shire")
    assert path.stat().st_size <= 110_000
    assert shapely.coverage_is_valid(list(shapes.values()))
    # The rectangle 2 x 1 is covered once: no gap, no overlap.
    assert shapely.union_all(list(shapes.values())).area == pytest.approx(2)
    assert sum(shape.area for shape in shapes.values()) == pytest.approx(2)


def test_a_shape_smaller_than_the_rounding_is_kept(tmp_path, reference):
    # 0.0004 degrees round to 0 in three decimals.
    write_boundaries(tmp_path, "shire", {"A": shapely.box(0, 0, 0.0004, 0.0004)}, reference, CREDIT)
    assert written_shapes(tmp_path, "shire")["A"].area == pytest.approx(0.0004**2)


def test_no_layer_where_the_codes_are_not_iso_codes(tmp_path, reference):
    assert write_default_boundaries(tmp_path, reference) == []
    assert layer_hash(tmp_path, "shire") is None


BROKEN = {
    "no code property": json.dumps({"type": "FeatureCollection", "features": []}),
    "not GeoJSON": "hello",
    "metres, not degrees": collection(("A", square(500_000))),
    "blank code": collection((None, square(0))),
    "no known code": collection(("X", square(0))),
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_is_a_problem_and_nothing_is_written(tmp_path, reference, text):
    (reference.folder / "boundaries_shire.geojson").write_text(text)
    with pytest.raises(Problem) as caught:
        write_default_boundaries(tmp_path, reference)
    problem = caught.value
    assert problem.where and problem.expected and problem.todo
    assert layer_hash(tmp_path, "shire") is None


def test_the_real_package_has_every_province_of_the_thai_reference(tmp_path):
    thai = load_reference(Settings.model_fields["reference"].default)
    (path,) = write_default_boundaries(tmp_path, thai)
    shapes = written_shapes(tmp_path, "province")
    assert sorted(shapes) == sorted(area.code for area in thai.areas.values() if area.level == "province")
    assert len(shapes) == 77
    geometries = list(shapes.values())
    assert all(shape.is_valid and not shape.is_empty for shape in geometries)
    assert shapely.coverage_is_valid(geometries)
    assert shapely.union_all(geometries).area == pytest.approx(sum(shape.area for shape in geometries), rel=1e-9)
    assert path.stat().st_size < 130_000
    # Pattani lies on the Gulf of Thailand near 6.7 N 101.4 E.
    assert shapes["94"].intersects(shapely.box(101.2, 6.5, 101.6, 6.9))
