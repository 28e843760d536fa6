"""Files that browsers keep: fonts and Bootstrap from installed packages, boundary layers from the build folder."""

import hashlib
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

import orjson
from flask import Flask, Response, abort, request

from data.layers import HASH_DIGITS, codes_inside
from data.library import Library

FONTS = ("Sarabun-Regular.ttf", "Sarabun-SemiBold.ttf", "Sarabun-Bold.ttf")
VENDOR = {"bootstrap.min.css": "static/bootstrap5/css/bootstrap.min.css"}
SOURCE_MAP = re.compile(rb"/\*# sourceMappingURL=.*?\*/\s*")
YEAR, HOUR = 365 * 24 * 3600, 3600


@dataclass(frozen=True, slots=True)
class File:
    """A whole file in memory with the first digits of its SHA-256."""

    body: bytes
    mimetype: str
    hash: str


def install_files(flask: Flask, build: Path, library: Library) -> None:
    """Add /fonts, /vendor and /boundaries, each with its own short list of allowed names."""

    @flask.get("/fonts/<name>")
    def font(name: str) -> Response:
        return _answer(font_file(name) if name in FONTS else abort(404), immutable=True)

    @flask.get("/vendor/<name>")
    def vendor(name: str) -> Response:
        return _answer(vendor_file(name) if name in VENDOR else abort(404))

    @flask.get("/boundaries/<level>.geojson")
    def boundaries(level: str) -> Response:
        path = build / "boundaries" / f"{level}.geojson"
        reference = library.reference()
        if level not in reference.levels or not path.is_file():
            abort(404)
        whole = layer_file(path, path.stat().st_mtime_ns)
        inside = request.args.get("in", "")
        if not inside:
            return _answer(whole)
        codes = codes_inside(reference, level, inside).intersection(_features(path, path.stat().st_mtime_ns))
        return _answer(layer_part(path, path.stat().st_mtime_ns, codes) if codes else abort(404))

    @flask.after_request
    def keep_assets(response: Response) -> Response:
        # Dash names the version of an asset in its address (?m=...), so the browser need not ask again.
        if request.path.startswith("/assets/") and "m" in request.args and response.status_code == 200:
            _keep(response, YEAR, immutable=True)
        return response


def vendor_address(name: str) -> str:
    """Return the address of a vendored file with the hash that lets browsers keep it."""
    return f"/vendor/{name}?v={vendor_file(name).hash}"


@cache
def font_file(name: str) -> File:
    """Return one weight of Sarabun from its package."""
    return as_file(files("fontpkg_sarabun").joinpath("files", name).read_bytes(), "font/ttf")


@cache
def vendor_file(name: str) -> File:
    """Return a style sheet from its package, without the pointer to a source map that nobody serves."""
    body = files("flask_bootstrap").joinpath(VENDOR[name]).read_bytes()
    return as_file(SOURCE_MAP.sub(b"", body), "text/css")


@lru_cache(maxsize=16)
def layer_file(path: Path, changed_ns: int) -> File:
    """Return a boundary layer; `changed_ns` makes a newer file another entry."""
    return as_file(path.read_bytes(), "application/geo+json")


@lru_cache(maxsize=64)
def layer_part(path: Path, changed_ns: int, codes: frozenset[str]) -> File:
    """Return the shapes of some areas of a layer, named by the hash of the whole."""
    features = _features(path, changed_ns)
    body = orjson.dumps({"type": "FeatureCollection", "features": [features[code] for code in sorted(codes)]})
    return File(body, "application/geo+json", layer_file(path, changed_ns).hash)


@lru_cache(maxsize=2)
def _features(path: Path, changed_ns: int) -> dict[str, dict]:
    return {feature["id"]: feature for feature in orjson.loads(path.read_bytes())["features"]}


def as_file(body: bytes, mimetype: str) -> File:
    """Return a body with the hash that names it."""
    return File(body, mimetype, hashlib.sha256(body).hexdigest()[:HASH_DIGITS])


def _answer(file: File, immutable: bool = False) -> Response:
    response = Response(file.body, mimetype=file.mimetype)
    inside = request.args.get("in", "")
    response.set_etag(f"{file.hash}-{inside}" if inside else file.hash)
    named = immutable or request.args.get("v") == file.hash
    return _keep(response, YEAR if named else HOUR, named).make_conditional(request)


def _keep(response: Response, seconds: int, immutable: bool) -> Response:
    response.cache_control.public = True
    response.cache_control.no_cache = None
    response.cache_control.max_age = seconds
    response.cache_control.immutable = immutable or None
    return response
