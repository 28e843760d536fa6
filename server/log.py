"""One line of JSON per request: what was asked for, how it went, how long it took."""

import json
import logging
import sys
import time
from datetime import UTC, datetime

from flask import Flask, Response, g, request

log = logging.getLogger("kaejon.request")


def install_log(flask: Flask) -> None:
    """Log every request; the query string stays out, because it says what a reader looked at."""
    _to_stdout(log)

    @flask.before_request
    def start() -> None:
        g.started = time.perf_counter()

    @flask.after_request
    def line(response: Response) -> Response:
        log.info(json.dumps(_entry(response), ensure_ascii=False))
        return response


def _entry(response: Response) -> dict:
    seconds = time.perf_counter() - g.get("started", time.perf_counter())
    return {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "method": request.method,
        "path": request.path,
        "status": response.status_code,
        "ms": round(1000 * seconds, 1),
        "bytes": _sent_bytes(response),
    }


def _sent_bytes(response: Response) -> int | None:
    """Return the size of the body on the wire; None where it is streamed."""
    if request.method == "HEAD" or response.status_code in (204, 304):
        return 0
    return response.content_length if response.direct_passthrough else response.calculate_content_length()


def _to_stdout(logger: logging.Logger) -> None:
    """Write bare messages to standard output, once per process."""
    if logger.handlers:
        return
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
