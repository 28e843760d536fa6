"""Metrics for Prometheus on an address of their own: counts and durations, nothing about anybody.

Every worker writes into files of one folder; the process above them adds them up when it is asked.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime

from flask import Flask, Response, g, request

from data.errors import Problem
from data.library import TIMED
from data.settings import Settings
from data.snapshot import open_snapshot, pointed

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 1, 2.5, 5, 10, 20)
SIGN_IN = "/login"


def prepare_metrics() -> None:
    """Make the folder that workers count into; call it before any of them starts."""
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="kaejon-metrics-")


def install_metrics(flask: Flask) -> None:
    """Count every request by its route, never by its address: codes and queries stay out."""
    # Where it counts is settled at its import.
    from prometheus_client import Counter, Histogram

    # Apart from the registry of the process, so that an application can be made twice in one.
    requests = Counter("kaejon_requests", "Requests", ["route", "method", "status"], registry=None)
    seconds = Histogram("kaejon_request_seconds", "Time to answer, s", ["route"], buckets=SECONDS, registry=None)
    queries = Histogram("kaejon_query_seconds", "Time of database queries, s", buckets=SECONDS, registry=None)
    refused = Counter("kaejon_sign_in_refusals", "Sign-ins that were refused", registry=None)
    TIMED[:] = [queries.observe]

    @flask.before_request
    def start() -> None:
        g.counted_from = time.perf_counter()

    @flask.after_request
    def count(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "none"
        # Methods are words of the client; only those that the route knows are told.
        method = request.method if request.url_rule else "other"
        requests.labels(route, method, str(response.status_code)).inc()
        seconds.labels(route).observe(time.perf_counter() - g.get("counted_from", time.perf_counter()))
        if route.startswith(SIGN_IN) and response.status_code in (401, 403, 429):
            refused.inc()
        return response


class SnapshotAge:
    """The age of the snapshot on screen, worked out when it is asked for."""

    def __init__(self, settings: Settings):
        self.settings = settings

    def collect(self) -> Iterator:
        """Yield the age in seconds; nothing where there is no snapshot."""
        from prometheus_client.core import GaugeMetricFamily

        snapshot_id = pointed(self.settings.build)
        try:
            made = open_snapshot(self.settings.build, snapshot_id).manifest["made_at"] if snapshot_id else None
        except (OSError, ValueError, KeyError, Problem):
            made = None
        if made:
            age = time.time() - datetime.fromisoformat(made).timestamp()
            yield GaugeMetricFamily("kaejon_snapshot_age_seconds", "Age of the snapshot on screen, s", value=age)


def serve_metrics(settings: Settings) -> None:
    """Answer Prometheus from the process above the workers."""
    from prometheus_client import CollectorRegistry, start_http_server
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    MultiProcessCollector(registry, os.environ[FOLDER])
    registry.register(SnapshotAge(settings))
    start_http_server(settings.metrics_port, settings.metrics_host, registry)


def forget_worker(pid: int) -> None:
    """Forget what stood for a worker that has ended; its counts stay."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(pid, os.environ[FOLDER])
