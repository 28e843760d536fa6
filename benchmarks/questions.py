"""Every question of the query layer at full size, ungated, against the plainest SELECT that answers the same."""

import statistics
import time
from collections.abc import Callable

from benchmarks.loading import read_bench_settings
from benchmarks.plain_sql import plain_statements
from benchmarks.report import Report
from data.library import Library
from data.queries import QUESTIONS
from data.queries.scope import Scope
from data.selection import Selection
from data.settings import Settings
from data.viewer import Viewer

TIMES_PLAIN, MOST_MS = 2.0, 300.0
REPEATS = 9


def bench_questions(report: Report, settings: Settings | None = None) -> None:
    """Measure each question by province, the two in turns so that a busy machine slows both."""
    opened = Library(settings or read_bench_settings()).opened()
    reference = opened.snapshot.reference
    plain = plain_statements(reference, max(opened.snapshot.rounds))
    for name in QUESTIONS:
        if name not in plain:
            continue
        scope = Scope(opened, Selection(by=reference.home_level), Viewer("admin"))
        ours, bare = in_turns(
            lambda name=name, scope=scope: QUESTIONS[name].answer(scope), lambda name=name: opened.rows(plain[name])
        )
        detail = f"{ours:.1f} ms, plain {bare:.1f} ms"
        report.limit(f"question {name}", ours / bare, TIMES_PLAIN, "x", detail)
        report.limit(f"question {name}, time", ours, MOST_MS, "ms")


def in_turns(first: Callable[[], object], second: Callable[[], object]) -> tuple[float, float]:
    """Return the median milliseconds of two calls made in turns."""
    found: tuple[list[float], list[float]] = ([], [])
    for _ in range(REPEATS):
        for call, times in zip((first, second), found, strict=True):
            started = time.perf_counter()
            call()
            times.append(1000 * (time.perf_counter() - started))
    return statistics.median(found[0]), statistics.median(found[1])
