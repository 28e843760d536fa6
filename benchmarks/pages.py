"""Every callback of the pages at full size, over HTTP and without kept answers, against its bare SQL."""

import http.client
import logging
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from flask import Flask

from benchmarks.cold import forgetful
from benchmarks.loading import FOLDER, bench_settings, read_bench_settings
from benchmarks.machine import run_measured
from benchmarks.report import Report
from benchmarks.visits import EXCUSED, UPDATE, Callback, capture, visits
from data.library import Library, Opened
from tests.serving import Running

TIMES_SQL, PLUS_MS, P95_MS = 2.0, 15.0, 150.0
REPEATS = 4
HEADERS = {"Content-Type": "application/json", "Accept-Encoding": "gzip, br"}

Statement = tuple[str, list]
# Milliseconds over HTTP and of bare SQL, one of each per turn.
Times = tuple[tuple[float, ...], tuple[float, ...]]


def bench_pages(report: Report) -> None:
    """Capture the callbacks of real page visits and measure each of them, without and with kept answers."""
    run_measured("etl", "boundaries-default", settings=bench_settings())
    settings = read_bench_settings()
    opened = Library(settings).opened()
    flask = forgetful(settings)
    with serving("benchmarks.cold") as url:
        callbacks = capture(url, visits(opened.snapshot.reference))
        with http_connection(url) as connection:
            measured = {callback: in_turns(connection, opened, flask, callback) for callback in callbacks}
    with serving("server", "serve") as url, http_connection(url) as connection:
        kept_ms = [post(connection, callback) for callback in callbacks for _ in range(REPEATS)]
    _tell_missing(report, flask, callbacks)
    _tell_kinds(report, measured)
    every = [value for http_ms, _ in measured.values() for value in http_ms]
    report.say(f"      95th percentile without kept answers: {p95(every):.1f} ms, {len(every)} requests")
    report.limit("95th percentile, as people get it", p95(kept_ms), P95_MS, "ms", f"{len(kept_ms)} requests")


@contextmanager
def serving(*words: str) -> Iterator[str]:
    """Serve the benchmark's snapshot with one worker and yield its address."""
    server = Running(FOLDER / "server.txt", bench_settings() | {"KAEJON_WORKERS": "1"}, *words).wait()
    try:
        yield server.url
    finally:
        server.stop()


@contextmanager
def serve_here() -> Iterator[str]:
    """Serve the snapshot on screen of this account and yield its address."""
    with TemporaryDirectory() as folder:
        server = Running(Path(folder) / "server.txt", {}).wait()
        try:
            yield server.url
        finally:
            server.stop()


@contextmanager
def http_connection(url: str) -> Iterator[http.client.HTTPConnection]:
    """Yield one kept connection to the server."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc)
    yield connection
    connection.close()


def in_turns(connection: http.client.HTTPConnection, opened: Opened, flask: Flask, callback: Callback) -> Times:
    """Return the milliseconds over HTTP and of the bare SQL, in turns so that a busy machine slows both."""
    ran = statements(flask, callback)
    pairs = [(post(connection, callback), bare(opened, ran)) for _ in range(REPEATS)]
    return tuple(zip(*pairs, strict=True))


def post(connection: http.client.HTTPConnection, callback: Callback) -> float:
    """Return the milliseconds of one request with its whole answer."""
    started = time.perf_counter()
    connection.request("POST", UPDATE, callback.body, HEADERS)
    answer = connection.getresponse()
    answer.read()
    if answer.status not in (200, 204):
        raise SystemExit(f"{callback.name} answered {answer.status}: {callback.body[:300]!r}")
    return 1000 * (time.perf_counter() - started)


def statements(flask: Flask, callback: Callback) -> list[Statement]:
    """Return the SQL that one callback runs."""
    logging.getLogger("kaejon.request").disabled = True
    ran: list[Statement] = []
    plain = Opened.rows

    def recording(self: Opened, sql: str, values: list | None = None) -> list[dict]:
        ran.append((sql, values or []))
        return plain(self, sql, values)

    Opened.rows = recording
    try:
        flask.test_client().post(UPDATE, data=callback.body, headers={"Content-Type": "application/json"})
    finally:
        Opened.rows = plain
    return ran


def bare(opened: Opened, ran: list[Statement]) -> float:
    """Return the milliseconds of the statements in DuckDB alone."""
    started = time.perf_counter()
    for sql, values in ran:
        with opened.connection.cursor() as cursor:
            cursor.execute(sql, values).fetchall()
    return 1000 * (time.perf_counter() - started)


def _tell_missing(report: Report, flask: Flask, callbacks: list[Callback]) -> None:
    """Count the server's callbacks that no visit has sent."""
    known = flask.test_client().get("/_dash-dependencies").json
    outputs = {entry["output"] for entry in known if not entry["clientside_function"]}
    missing = outputs - {callback.output for callback in callbacks}
    for words, why in EXCUSED.items():
        excused = {output for output in missing if words in output}
        missing -= excused
        report.say(f"      not sent: {words}, because {why}" if excused else f"      sent after all: {words}")
    report.limit("callbacks that no visit sent", len(missing), 0, "of " + str(len(outputs)), ", ".join(sorted(missing)))


def _tell_kinds(report: Report, measured: dict[Callback, Times]) -> None:
    """Print the worst case of every kind of callback, best of its repeats."""
    kinds: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for callback, (http_ms, sql_ms) in measured.items():
        kinds[callback.name].append((min(http_ms), min(sql_ms)))
    for name, took in sorted(kinds.items()):
        http_ms, sql_ms = max(took, key=lambda pair: pair[0] - TIMES_SQL * pair[1])
        slowest = max(took)
        detail = (
            f"bare SQL {sql_ms:.1f} ms, worst of {len(took)}; slowest {slowest[0]:.1f} with SQL {slowest[1]:.1f} ms"
        )
        report.limit(name, http_ms, TIMES_SQL * sql_ms + PLUS_MS, "ms", detail)


def p95(took: list[float]) -> float:
    """Return the 95th percentile."""
    return sorted(took)[int(0.95 * (len(took) - 1))]
