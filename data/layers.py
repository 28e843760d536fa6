"""Boundary layers as the build folder keeps them: where a browser finds one, and where its areas lie."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from data.reference import Reference

HASH_DIGITS = 12


def layer_facts(build: Path, level: str) -> dict[str, Any] | None:
    """Return the facts of a layer (sha256, shapes, bounds west south east north, source, licence), None without one."""
    return _read(build / "boundaries" / f"{level}.json")


def layer_hash(build: Path, level: str) -> str | None:
    """Return what names the content of a layer in its address, None where there is no such layer."""
    facts = layer_facts(build, level)
    return facts["sha256"][:HASH_DIGITS] if facts else None


def layer(build: Path, level: str, reference: Reference | None = None, inside: str = "") -> dict[str, Any] | None:
    """Return what a map needs of a layer, None where there is no such layer or it has no shape there.

    inside: code of an area; only its part is sent and drawn. {"url": an address that a browser may keep for ever,
    "codes": its area codes, "bounds": [west, south, east, north], "points": {code: [longitude, latitude] inside the
    area}, "unmatched": shapes of the file without an area, "credit": who made it, "licence": theirs}.
    """
    facts = layer_facts(build, level)
    if facts is None:
        return None
    index = _read(build / "boundaries" / f"{level}.index.json")
    url = f"/boundaries/{level}.geojson?v={facts['sha256'][:HASH_DIGITS]}"
    bounds, unmatched = facts["bounds"], facts["unmatched"]
    if inside:
        wanted = codes_inside(reference, level, inside)
        index = {code: places for code, places in index.items() if code in wanted}
        # Which area a shape without a known code lies in nobody knows.
        url, bounds, unmatched = f"{url}&in={inside}", _around(index.values(), bounds), 0
    if not index:
        return None
    return {
        "url": url,
        "codes": list(index),
        "bounds": bounds,
        "points": {code: places[:2] for code, places in index.items()},
        "unmatched": unmatched,
        "credit": facts["source"],
        "licence": facts["licence"],
    }


def codes_inside(reference: Reference, level: str, code: str) -> frozenset[str]:
    """Return the codes of a level inside an area; none for an area of that level or below, or for an unknown code."""
    found = frozenset({code}) & reference.areas.keys()
    while found and not any(reference.areas[entry].level == level for entry in found):
        found = frozenset(child.code for entry in found for child in reference.children(entry))
    return found - {code}


def _around(places: Any, bounds: list[float]) -> list[float]:
    """Return the box around areas; a layer made before areas had boxes is shown whole."""
    boxes = [entry[2:] for entry in places]
    if not boxes or not all(boxes):
        return bounds
    west, south, east, north = zip(*boxes, strict=True)
    return [min(west), min(south), max(east), max(north)]


def _read(path: Path) -> Any:
    return _parsed(path, path.stat().st_mtime_ns) if path.is_file() else None


@lru_cache(maxsize=32)
def _parsed(path: Path, changed_ns: int) -> Any:
    return json.loads(path.read_bytes())
