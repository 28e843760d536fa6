"""Responses sent small: Brotli or gzip, once per static file and process, quickly for everything else."""

import gzip
import hashlib
import threading
from collections.abc import Callable

import brotli
from flask import Flask, Response, request

TEXT_TYPES = {"application/json", "application/javascript", "application/geo+json", "image/svg+xml", "font/ttf"}
SMALLEST = 1024
KEPT_PATHS = ("/_dash-component-suites/", "/assets/", "/fonts/", "/vendor/", "/boundaries/")

Encoder = Callable[[bytes], bytes]
# Static files are encoded once (plotly.js: 0.2 s), answers every time (100 KB: 1-2 ms).
ONCE: dict[str, Encoder] = {
    "br": lambda body: brotli.compress(body, quality=6),
    "gzip": lambda body: gzip.compress(body, 6),
}
EACH: dict[str, Encoder] = {
    "br": lambda body: brotli.compress(body, quality=4),
    "gzip": lambda body: gzip.compress(body, 1),
}


class Encoded:
    """Encoded bodies kept by content, so that each is made once per process. Safe for threads."""

    def __init__(self):
        self._bodies: dict[tuple[str, bytes], bytes] = {}
        self._lock = threading.Lock()

    def get(self, encoding: str, body: bytes) -> bytes:
        """Return `body` encoded."""
        key = (encoding, hashlib.sha256(body).digest())
        with self._lock:
            if key not in self._bodies:
                self._bodies[key] = ONCE[encoding](body)
            return self._bodies[key]


def install_compress(flask: Flask) -> None:
    """Encode every text response of the server that is worth it."""
    kept = Encoded()

    @flask.after_request
    def encode(response: Response) -> Response:
        if not _worth_it(response):
            return response
        response.vary.add("Accept-Encoding")
        encoding = next((name for name in ONCE if request.accept_encodings[name] > 0), None)
        response.direct_passthrough = False
        body = response.get_data()
        if encoding is None or len(body) < SMALLEST:
            return response
        keep = request.method == "GET" and request.path.startswith(KEPT_PATHS)
        response.set_data(kept.get(encoding, body) if keep else EACH[encoding](body))
        response.headers["Content-Encoding"] = encoding
        tag, _ = response.get_etag()
        if tag:
            response.set_etag(f"{tag}-{encoding}")
            response.make_conditional(request)
        return response


def _worth_it(response: Response) -> bool:
    text = response.mimetype.startswith("text/") or response.mimetype in TEXT_TYPES
    return text and response.status_code == 200 and "Content-Encoding" not in response.headers
