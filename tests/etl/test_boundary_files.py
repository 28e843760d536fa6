"""`python -m etl boundaries`: every format, any projection, codes by any name, invalid shapes, what is reported."""

import json
import math
from pathlib import Path

import geopandas
import pytest
import shapely

from data.errors import Problem
from data.layers import codes_inside, layer, layer_facts
from data.reference import Reference, load_reference
from etl.boundaries import add_boundaries
from etl.layer_files import read_file_layer
from tests.conftest import run_module

AREAS = """code,level,parent_code,name_th,name_en
TH,land,,ดินแดน,Land
10,shire,TH,เอ,A
20,shire,TH,บี,B
1001,ward,10,เอหนึ่ง,A one
1002,ward,10,เอสอง,A two
2001,ward,20,บีหนึ่ง,B one
2002,ward,20,บีสอง,B two
"""
SETTINGS = """name_th = "ทดสอบ"
name_en = "Test"
levels = ["land", "shire", "ward"]
home_level = "shire"
sampling = "census"
years = "CE"
"""
# Four unit squares in a row from 100 E, and one that the reference does not know.
CODES = ["1001", "1002", "2001", "2002", "9999"]
FORMATS = {
    "GeoJSON": "wards.geojson",
    "GeoPackage": "wards.gpkg",
    "Shapefile": "wards.shp",
    "GeoParquet": "wards.parquet",
}


@pytest.fixture
def reference(tmp_path: Path) -> Reference:
    folder = tmp_path / "reference"
    folder.mkdir()
    (folder / "areas.csv").write_text(AREAS)
    (folder / "reference.toml").write_text(SETTINGS)
    return load_reference(folder)


def wards(codes=CODES, column: str = "ward_id", **more) -> geopandas.GeoDataFrame:
    """One unit square per code, side by side."""
    shapes = [shapely.box(100 + place, 10, 101 + place, 11) for place in range(len(codes))]
    return geopandas.GeoDataFrame({column: codes, **more}, geometry=shapes, crs="EPSG:4326")


def save(frame: geopandas.GeoDataFrame, path: Path) -> Path:
    frame.to_parquet(path) if path.suffix == ".parquet" else frame.to_file(path)
    return path


@pytest.mark.parametrize("name", FORMATS.values(), ids=FORMATS.keys())
def test_every_format_gives_the_same_layer(tmp_path, reference, name):
    found = read_file_layer(save(wards(), tmp_path / name), "ward", reference)
    assert (found.column, found.unmatched, found.repaired) == ("ward_id", ["9999"], [])
    assert {code: shape.bounds for code, shape in found.shapes.items()} == {
        code: (100 + place, 10, 101 + place, 11) for place, code in enumerate(CODES[:4])
    }


# UTM zone 47 north, the Thai Indian 1975 zone 47, and web mercator.
@pytest.mark.parametrize("crs", ["EPSG:32647", "EPSG:24047", "EPSG:3857"])
def test_any_projection_comes_back_in_degrees(tmp_path, reference, crs):
    path = save(wards().to_crs(crs), tmp_path / "wards.gpkg")
    found = read_file_layer(path, "ward", reference)
    assert crs in found.crs
    # A thousandth of a degree is 110 m: none of the three is off by more.
    assert found.shapes["1001"].bounds == pytest.approx((100, 10, 101, 11), abs=0.001)
    assert found.shapes["1001"].area == pytest.approx(1, abs=0.001)


SPELLINGS = {
    "with TH": ["TH1001", "TH1002"],
    "ISO": ["TH-1001", "th-1002"],
    "numbers": [1001, 1002],
    "numbers with a fraction": [1001.0, 1002.0],
    "spaces": [" 1001", "10 02 "],
}


@pytest.mark.parametrize("codes", SPELLINGS.values(), ids=SPELLINGS.keys())
def test_codes_are_known_however_they_are_spelt(tmp_path, reference, codes):
    found = read_file_layer(save(wards(codes, "id"), tmp_path / "a.gpkg"), "ward", reference)
    assert sorted(found.shapes) == ["1001", "1002"]
    assert found.unmatched == []


def test_the_column_with_most_codes_of_the_level_is_taken(tmp_path, reference):
    path = save(wards(shire=["10", "10", "20", "20", "99"], number=[1, 2, 3, 4, 5]), tmp_path / "a.gpkg")
    assert read_file_layer(path, "ward", reference).column == "ward_id"
    # The same file as a layer of shires: two wards become one shape.
    found = read_file_layer(path, "shire", reference)
    assert (found.column, found.unmatched) == ("shire", ["99"])
    assert {code: shape.area for code, shape in found.shapes.items()} == pytest.approx({"10": 2, "20": 2})


def test_a_named_column_wins(tmp_path, reference):
    path = save(wards(other=["2002", "2001", "1002", "1001", ""]), tmp_path / "a.gpkg")
    found = read_file_layer(path, "ward", reference, column="other")
    # The first square now is 2002; the last has no code.
    assert found.shapes["2002"].bounds == (100, 10, 101, 11)
    assert found.blank == 1


def test_a_bow_tie_is_repaired_and_said_and_a_line_without_area_is_refused_and_said(tmp_path, reference):
    frame = wards(["1001", "1002", "2001"])
    # Two triangles of height 0.5 over a base of 1: half of the square is left.
    bow_tie = shapely.Polygon([(100, 10), (101, 11), (101, 10), (100, 11)])
    flat = shapely.Polygon([(101, 10), (102, 10), (101, 10)])
    frame.geometry = [bow_tie, flat, frame.geometry[2]]
    found = read_file_layer(save(frame, tmp_path / "a.gpkg"), "ward", reference)
    assert (found.repaired, found.refused) == (["1001"], ["1002"])
    assert sorted(found.shapes) == ["1001", "2001"]
    assert found.shapes["1001"].is_valid
    assert found.shapes["1001"].area == pytest.approx(0.5)


def test_neighbours_stay_neighbours_when_they_are_simplified(tmp_path, reference):
    border = [(101 + 0.05 * math.sin(step / 50), 10 + step / 4000) for step in range(4001)]
    frame = wards(["1001", "1002"])
    frame.geometry = [
        shapely.Polygon([(100, 10), *border, (100, 11)]),
        shapely.Polygon([(102, 10), *border, (102, 11)]),
    ]
    add_boundaries(tmp_path, save(frame, tmp_path / "a.gpkg"), "ward", reference)
    features = json.loads((tmp_path / "boundaries" / "ward.geojson").read_text())["features"]
    shapes = [shapely.geometry.shape(feature["geometry"]) for feature in features]
    assert shapely.coverage_is_valid(shapes)
    # Two degrees wide, one high, covered once.
    assert sum(shape.area for shape in shapes) == pytest.approx(2) == shapely.union_all(shapes).area
    assert not any(shape.exterior.is_ccw for shape in shapes)


def test_a_part_of_a_layer_knows_its_box_and_its_address(tmp_path, reference):
    add_boundaries(tmp_path, save(wards(), tmp_path / "a.gpkg"), "ward", reference, source="Survey", licence="CC BY")
    whole, part = layer(tmp_path, "ward"), layer(tmp_path, "ward", reference, "20")
    assert (whole["codes"], whole["unmatched"]) == (CODES[:4], 1)
    assert (part["codes"], part["bounds"]) == (["2001", "2002"], [102, 10, 104, 11])
    assert part["url"] == f"{whole['url']}&in=20"
    assert (part["credit"], part["licence"]) == ("Survey", "CC BY")
    assert layer(tmp_path, "ward", reference, "2001") is None
    assert layer(tmp_path, "shire", reference, "TH") is None


def test_codes_inside_an_area_go_down_as_far_as_asked(reference):
    assert codes_inside(reference, "ward", "TH") == {"1001", "1002", "2001", "2002"}
    assert codes_inside(reference, "ward", "10") == {"1001", "1002"}
    assert codes_inside(reference, "shire", "TH") == {"10", "20"}
    assert codes_inside(reference, "shire", "1001") == codes_inside(reference, "ward", "nowhere") == set()


def test_the_command_reports_both_ways_and_stores_who_made_it(tmp_path, reference):
    path = save(wards(["TH1001", "TH1002", "TH2001", "TH7777"]), tmp_path / "wards.shp")
    words = ["boundaries", str(path), "--level", "ward", "--source", "Survey Office", "--licence", "CC BY 4.0"]
    places = ["--reference", str(reference.folder), "--build", str(tmp_path)]
    done = run_module("etl", *words, *places)
    assert done.returncode == 0, done.stderr
    for line in (
        "Layer ward: 3 shapes, codes from column ward_id",
        "Areas of the reference without a shape, 1: 2002",
        "Codes of the file that the reference does not have, 1: 7777",
        "Shown beside the map: Survey Office · licence CC BY 4.0",
    ):
        assert line in done.stderr
    assert "รหัสในไฟล์ที่ไม่มีในชุดอ้างอิง 1: 7777" in done.stderr
    facts = layer_facts(tmp_path, "ward")
    wanted = {"source": "Survey Office", "licence": "CC BY 4.0", "shapes": 3, "unmatched": 1, "without_shape": 1}
    assert {name: facts[name] for name in wanted} == wanted
    printed = json.loads(run_module("etl", *words, *places, "--json").stdout)
    assert (printed["unmatched"], printed["without_shape"]) == (["7777"], ["2002"])


def wrong(kind: str, tmp_path: Path) -> tuple[Path, str, dict]:
    if kind == "points":
        frame = wards()
        frame.geometry = frame.geometry.centroid
        return save(frame, tmp_path / "a.gpkg"), "ward", {}
    if kind == "metres without a projection":
        frame = wards().to_crs("EPSG:32647").set_crs(None, allow_override=True)
        return save(frame, tmp_path / "a.gpkg"), "ward", {}
    if kind == "two layers":
        wards().to_file(tmp_path / "a.gpkg", layer="one")
        wards().to_file(tmp_path / "a.gpkg", layer="two")
        return tmp_path / "a.gpkg", "ward", {}
    if kind == "not a map":
        (tmp_path / "a.geojson").write_text("hello")
        return tmp_path / "a.geojson", "ward", {}
    good = save(wards(), tmp_path / "a.gpkg")
    return {
        "no such file": (tmp_path / "none.gpkg", "ward", {}),
        "no such level": (good, "village", {}),
        "no such column": (good, "ward", {"column": "code"}),
        "no code of the level": (save(wards(["a", "b"]), tmp_path / "b.gpkg"), "ward", {}),
    }[kind]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("points", "polygons"),
        ("metres without a projection", "-180 -90 180 90"),
        ("two layers", "one, two"),
        ("not a map", "GeoJSON"),
        ("no such file", "GeoJSON"),
        ("no such level", "land, shire, ward"),
        ("no such column", "ward_id"),
        ("no code of the level", "1001"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(tmp_path, reference, kind, expected):
    path, level, options = wrong(kind, tmp_path)
    with pytest.raises(Problem) as caught:
        add_boundaries(tmp_path, path, level, reference, **options)
    assert expected in caught.value.expected and caught.value.todo
    assert layer_facts(tmp_path, level) is None


def test_a_layer_is_named_where_a_file_has_several(tmp_path, reference):
    wards().to_file(tmp_path / "a.gpkg", layer="one")
    wards(CODES[1:3]).to_file(tmp_path / "a.gpkg", layer="two")
    assert sorted(read_file_layer(tmp_path / "a.gpkg", "ward", reference, layer="two").shapes) == ["1002", "2001"]
