"""Whether the server serves, and which snapshot it shows."""

from flask import Flask, Response, jsonify

from data.library import HOW_TO_LOAD, NO_SNAPSHOT, Library


def install_health(flask: Flask, library: Library) -> None:
    """Add /healthz (the process answers) and /readyz (it has a snapshot to show)."""

    @flask.get("/healthz")
    def healthz() -> Response:
        return _fresh(Response("ok", mimetype="text/plain"))

    @flask.get("/readyz")
    def readyz() -> Response:
        snapshot = library.snapshot()
        if snapshot is None:
            words = {lang: f"{NO_SNAPSHOT[lang]} · {HOW_TO_LOAD[lang]}" for lang in ("th", "en")}
            response = jsonify(status="no snapshot", snapshot=None, message=words)
            response.status_code = 503
            return _fresh(response)
        made_at, demo = snapshot.manifest["made_at"], snapshot.demo
        return _fresh(jsonify(status="ready", snapshot=snapshot.id, made_at=made_at, demo=demo))


def _fresh(response: Response) -> Response:
    response.cache_control.no_store = True
    return response
