"""Boundary layers as the build folder keeps them: where a browser finds one, and where its areas lie."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

HASH_DIGITS = 12


def layer_facts(build: Path, level: str) -> dict[str, Any] | None:
    """Return the facts of a layer (sha256, shapes, bounds west south east north, source, licence), None without one."""
    return _read(build / "boundaries" / f"{level}.json")


def layer_hash(build: Path, level: str) -> str | None:
    """Return what names the content of a layer in its address, None where there is no such layer."""
    facts = layer_facts(build, level)
    return facts["sha256"][:HASH_DIGITS] if facts else None


def layer(build: Path, level: str) -> dict[str, Any] | None:
    """Return what a map needs of a layer, None where there is no such layer.

    {"url": an address that a browser may keep for ever, "codes": its area codes, "bounds": [west, south, east, north],
    "points": {code: [longitude, latitude] inside the area}}.
    """
    facts = layer_facts(build, level)
    if facts is None:
        return None
    points = _read(build / "boundaries" / f"{level}.index.json")
    url = f"/boundaries/{level}.geojson?v={facts['sha256'][:HASH_DIGITS]}"
    return {"url": url, "codes": list(points), "bounds": facts["bounds"], "points": points}


def _read(path: Path) -> Any:
    return _parsed(path, path.stat().st_mtime_ns) if path.is_file() else None


@lru_cache(maxsize=32)
def _parsed(path: Path, changed_ns: int) -> Any:
    return json.loads(path.read_bytes())
