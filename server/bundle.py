"""All our style sheets as one file and all our scripts as another: two requests a visit instead of forty."""

from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from dash.fingerprint import build_fingerprint
from flask import Flask, Response, abort

from server.files import File, as_file

SUITES = "/_dash-component-suites"
# Runs in the head, before anything is drawn; every other script runs at the end of the page.
HEAD = "letters.js"
# What Dash fetches for the first graph of a page, after it has found one there.
GRAPH_CHUNK = f"{SUITES}/dash/dcc/async-graph.js"
# What stands between two files: a statement without its semicolon ends there.
KINDS = {"css": ("text/css", "\n"), "js": ("text/javascript", "\n;\n")}


def install_bundle(flask: Flask, folder: Path) -> None:
    """Add /assets/all.css and /assets/all.js."""

    @flask.get("/assets/all.<kind>")
    def everything(kind: str) -> Response:
        if kind not in KINDS:
            abort(404)
        file = bundle(folder, kind)
        response = Response(file.body, mimetype=file.mimetype)
        response.set_etag(file.hash)
        return response


def bundle_address(folder: Path, kind: str) -> str:
    """Return the address of a bundle with the hash that lets browsers keep it."""
    return f"/assets/all.{kind}?m={bundle(folder, kind).hash}"


@cache
def head_address(folder: Path) -> str:
    """Return the address of the script of the head in the same way."""
    return f"/assets/{HEAD}?m={as_file((folder / HEAD).read_bytes(), '').hash}"


@cache
def bundle(folder: Path, kind: str) -> File:
    """Return the files of a kind, by name, as one; they are read once per process, as Dash reads its list of them."""
    mimetype, between = KINDS[kind]
    found = [path.read_text(encoding="utf-8") for path in sorted(folder.glob(f"*.{kind}")) if path.name != HEAD]
    return as_file(between.join(found).encode(), mimetype)


@cache
def plotly_address() -> str:
    """Return the address of plotly.js with its version, which lets browsers keep it; Dash asks by one without."""
    path = "package_data/plotly.min.js"
    changed = int(files("plotly").joinpath(path).stat().st_mtime)
    return f"{SUITES}/plotly/{build_fingerprint(path, version('plotly'), changed)}"
