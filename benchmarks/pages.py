"""Every callback of the pages at full size, over HTTP and without kept answers, against its bare SQL."""

import http.client
import logging
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import duckdb
from flask import Flask

from benchmarks.cold import forgetful
from benchmarks.loading import FOLDER, bench_settings
from benchmarks.machine import run_measured
from benchmarks.report import Report
from benchmarks.visits import UPDATE, Callback, capture, visits
from data.library import Library, Opened
from data.settings import Settings
from tests.serving import Running

TIMES_SQL, PLUS_MS, P95_MS = 2.0, 15.0, 150.0
REPEATS = 4
HEADERS = {"Content-Type": "application/json", "Accept-Encoding": "gzip, br"}

Statement = tuple[str, list]
Times = dict[Callback, list[float]]


def bench_pages(report: Report) -> None:
    """Capture the callbacks of real page visits and measure each of them, without and with kept answers."""
    run_measured("etl", "boundaries-default", settings=bench_settings())
    settings = Settings(**{name.removeprefix("KAEJON_").lower(): value for name, value in bench_settings().items()})
    opened = Library(settings).opened()
    with serving("benchmarks.cold") as url:
        callbacks = capture(url, visits(opened.snapshot.reference))
        cold_ms = {callback: over_http(url, callback)[1:] for callback in callbacks}
    with serving("server", "serve") as url:
        kept_ms = {callback: over_http(url, callback) for callback in callbacks}
    flask = forgetful(settings)
    _tell_missing(report, flask, callbacks)
    sql_ms = {callback: bare(opened.connection, statements(flask, callback)) for callback in callbacks}
    _tell_kinds(report, cold_ms, sql_ms)
    _tell_p95(report, "95th percentile, each answer from the database", cold_ms)
    _tell_p95(report, "95th percentile, as people get it", kept_ms)


@contextmanager
def serving(*words: str) -> Iterator[str]:
    """Serve the benchmark's snapshot with one worker and yield its address."""
    server = Running(FOLDER / "server.txt", bench_settings() | {"KAEJON_WORKERS": "1"}, *words).wait()
    try:
        yield server.url
    finally:
        server.stop()


def over_http(url: str, callback: Callback) -> list[float]:
    """Return the milliseconds of repeated requests over one kept connection."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc)
    times = []
    for _ in range(REPEATS + 1):
        started = time.perf_counter()
        connection.request("POST", UPDATE, callback.body, HEADERS)
        answer = connection.getresponse()
        answer.read()
        times.append(1000 * (time.perf_counter() - started))
        if answer.status not in (200, 204):
            raise SystemExit(f"{callback.name} answered {answer.status}: {callback.body[:300]!r}")
    connection.close()
    return times


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


def bare(connection: duckdb.DuckDBPyConnection, ran: list[Statement]) -> float:
    """Return the milliseconds of the statements in DuckDB alone, the best of repeated runs."""
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        for sql, values in ran:
            with connection.cursor() as cursor:
                cursor.execute(sql, values).fetchall()
        times.append(1000 * (time.perf_counter() - started))
    return min(times)


def _tell_missing(report: Report, flask: Flask, callbacks: list[Callback]) -> None:
    """Count the server's callbacks that no visit has sent."""
    known = flask.test_client().get("/_dash-dependencies").json
    outputs = {entry["output"] for entry in known if not entry["clientside_function"]}
    missing = outputs - {callback.output for callback in callbacks}
    report.limit("callbacks that no visit sent", len(missing), 0, "of " + str(len(outputs)), ", ".join(sorted(missing)))


def _tell_kinds(report: Report, http_ms: Times, sql_ms: dict[Callback, float]) -> None:
    """Print the worst case of every kind of callback."""
    kinds: dict[str, list[Callback]] = defaultdict(list)
    for callback in http_ms:
        kinds[callback.name].append(callback)
    for name, same in sorted(kinds.items()):
        took = {callback: min(http_ms[callback]) for callback in same}
        worst = max(same, key=lambda callback: took[callback] - TIMES_SQL * sql_ms[callback])
        detail = f"bare SQL {sql_ms[worst]:.1f} ms, worst of {len(same)}"
        report.limit(name, took[worst], TIMES_SQL * sql_ms[worst] + PLUS_MS, "ms", detail)


def _tell_p95(report: Report, name: str, http_ms: Times) -> None:
    every = sorted(value for times in http_ms.values() for value in times)
    report.limit(name, every[int(0.95 * (len(every) - 1))], P95_MS, "ms", f"{len(every)} requests")
