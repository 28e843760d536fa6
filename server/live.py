"""What open pages ask every few seconds: the snapshot their reader sees, and the load that runs."""

from flask import Flask, Response, jsonify

from data.library import Library
from data.live import status
from data.viewer import VIEWER


def install_live(flask: Flask, library: Library) -> None:
    """Add /live: {"snapshot", "made_at", "progress"}, a few hundred bytes and never kept."""

    @flask.get("/live")
    def live() -> Response:
        response = jsonify(status(library.snapshot(VIEWER.get()), library.settings.build))
        response.cache_control.no_store = True
        return response
