"""Coordinates as the smallest area they fall in: the one trace of them that a load may keep, and only where it is sure."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import shapely
import shapely.geometry

from data.errors import Problem
from data.reference import Reference
from data.text import Text
from etl.areas_by_name import AreaNames
from etl.identities import kind_of_header
from etl.plans import JOINT, Feed, Plan
from etl.values import plain

# This near to a border (degrees, about 200 m) a point may lie on either side; more where the layer was simplified by more.
BORDER = 0.002
# What is taken for the simplification of a layer that does not tell its own.
UNTOLD = 0.01
DEGREES = re.compile(r"-?\d{1,3}(?:\.(\d+))?")
LATITUDE, LONGITUDE = ("ละติ", "lat"), ("ลอง", "lon", "lng")


@dataclass(frozen=True)
class Layer:
    """The boundaries of the lowest level of a programme."""

    level: str
    path: Path
    reference: Reference

    @cached_property
    def _shapes(self) -> tuple[list[str], shapely.STRtree]:
        features = json.loads(self.path.read_text(encoding="utf-8"))["features"]
        shapes = [shapely.geometry.shape(feature["geometry"]) for feature in features]
        return [feature["properties"]["code"] for feature in features], shapely.STRtree(shapes)

    @cached_property
    def _border(self) -> float:
        facts = json.loads(self.path.with_suffix(".json").read_text(encoding="utf-8"))
        return max(BORDER, 2 * facts.get("tolerance", UNTOLD))

    @cached_property
    def _names(self) -> AreaNames:
        return AreaNames(self.reference)

    def area_at(self, latitude: str, longitude: str, beside: tuple[tuple[str, str], ...]) -> str:
        """Return the code of the area that a point surely lies in, else "".

        A number with few decimals is a box, which must lie inside as a whole. beside: (level, cell) of the areas that the
        row names, which must be above the one found.
        """
        numbers = [DEGREES.fullmatch(plain(cell)) for cell in (latitude, longitude)]
        if not all(numbers):
            return ""
        north, east = (float(number[0]) for number in numbers)
        reach = [self._border + 0.5 * 10 ** -len(number[1] or "") for number in numbers]
        box = shapely.box(east - reach[1], north - reach[0], east + reach[1], north + reach[0])
        codes, tree = self._shapes
        found = {codes[place] for place in tree.query(box, predicate="within")}
        return found.pop() if len(found) == 1 and self._agrees(next(iter(found)), beside) else ""

    def _agrees(self, code: str, beside: tuple[tuple[str, str], ...]) -> bool:
        if code not in self.reference.areas:
            return False
        placed = self._names.place(tuple(level for level, _ in beside), tuple(cell for _, cell in beside))
        above = {area.code for area in self.reference.path(code)}
        return not placed.reason and all(named is None or named in above for named in placed.codes)


def layer_of(build: Path, reference: Reference) -> Layer | None:
    """Return the boundaries of the lowest level where the build folder has them."""
    level = reference.levels[-1]
    path = build / "boundaries" / f"{level}.geojson"
    return Layer(level, path, reference) if level in reference.lower_levels and path.is_file() else None


def with_points(plan: Plan, layer: Layer | None) -> Plan:
    """Let a file's coordinates give the lowest area of rows that have none; the same plan where that cannot be."""
    columns = [column for contract in plan.tables for column in contract.columns if column.kind == "area"]
    lowest = next((column for column in columns if layer and column.level == layer.level), None)
    headers = [_one(plan.scan.header, words) for words in (LATITUDE, LONGITUDE)]
    if lowest is None or not all(headers):
        return plan
    own = next((feed for feed in plan.feeds if feed.column == lowest), Feed(lowest, ()))
    beside = [feed for feed in plan.feeds if feed.column in columns and feed.column != lowest and feed.sources]
    if own.values or len(own.sources) > 1 or any(feed.values for feed in beside):
        return plan
    point = (*headers, *(feed.sources[0] for feed in beside))
    locate = _locator(layer, tuple(feed.column.level for feed in beside))
    located = replace(own, point=point, locate=locate)
    feeds = [located if feed is own else feed for feed in plan.feeds]
    return replace(plan, feeds=tuple(feeds if own in plan.feeds else [*feeds, located]))


def _one(header: tuple[str, ...], words: tuple[str, ...]) -> str:
    """The one header of coordinates that has a word in it, "" where there is none or several."""
    found = [
        name
        for name in header
        if kind_of_header(name) == "coordinate" and any(word in name.casefold() for word in words)
    ]
    return found[0] if len(found) == 1 else ""


def _locator(layer: Layer, levels: tuple[str, ...]) -> Callable[[str], str]:
    def locate(cells: str) -> str:
        latitude, longitude, *beside = cells.split(JOINT)
        return layer.area_at(latitude, longitude, tuple(zip(levels, beside, strict=True)))

    return locate


def note_on(path: Path, located: int) -> Problem:
    """Return what is said of rows that were placed by their coordinates."""
    return Problem(
        Text(
            f"จัดตำบลจากพิกัดให้ {located:,} แถวที่ไม่มีรหัสตำบล แล้วตัดพิกัดทิ้ง",
            f"{located:,} rows without their lowest area got it from their coordinates, which were then dropped",
        ),
        where=str(path),
        got="coordinates",
    )
