"""What open pages ask every few seconds: the snapshot on screen and the load that runs."""

from pathlib import Path

from flask import Flask, Response, jsonify

from data.live import status


def install_live(flask: Flask, build: Path) -> None:
    """Add /live: {"snapshot", "made_at", "progress"}, a few hundred bytes and never kept."""

    @flask.get("/live")
    def live() -> Response:
        response = jsonify(status(build))
        response.cache_control.no_store = True
        return response
