"""Every question of the query layer at full size, ungated, against the plainest SELECT that answers the same."""

import shutil
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from benchmarks.loading import bench_settings, two_rounds
from benchmarks.machine import run_measured
from benchmarks.plain_sql import plain_statements
from benchmarks.report import Report
from data.answers import SURVEYED, design_sql
from data.library import Library, Opened
from data.queries import QUESTIONS, ask
from data.queries.ask import Question
from data.queries.kept import ANSWERS
from data.queries.scope import Scope
from data.reference import Reference
from data.selection import Selection
from data.settings import Settings
from data.viewer import PUBLIC, Viewer
from etl.release import forget_releases

TIMES_PLAIN, TIMES_ERRORS, MOST_MS, MOST_RELEASE_SECONDS = 2.0, 5.0, 300.0, 120.0
PSUS = """UPDATE household_profile
SET stratum = {home}, psu = coalesce({low}, {home}) || '-' || (household_key % 5)"""
DESIGN = design_sql(f"(FROM household_profile WHERE {SURVEYED})")
GATED = ("verification", "capitals", "poverty", "weak_points", "levels", "contributions", "funnel", "model_list")
ADMIN = Viewer("admin")
REPEATS = 9


def bench_questions(report: Report, settings: Settings | None = None, most_ms: float = MOST_MS) -> None:
    """Measure each question by province over two rounds, ours and the plain one in turns so that a busy machine slows both.

    Nothing that a question found out before is kept for the next time. Targets come from the reference and the accounting of files from the manifest: they have no plain SELECT, and their
    time alone is told.
    """
    opened = Library(settings or two_rounds(report)).opened()
    reference, rounds = opened.snapshot.reference, sorted(opened.snapshot.rounds)
    plain = plain_statements(reference, rounds[-1], rounds[-2] if len(rounds) > 1 else rounds[-1])
    for name, question in QUESTIONS.items():
        if name == "published":
            continue
        asked = Selection(by=reference.home_level, household=_one(opened) if name == "household" else "")
        first = partial(_first, question, opened, asked, _viewer(name, reference))
        if name not in plain:
            ours, _ = in_turns(first, lambda: None)
            report.limit(f"question {name}, time", ours, most_ms, "ms", "no single SELECT answers the same")
            continue
        ours, bare = in_turns(first, partial(opened.rows, plain[name]))
        detail = f"{ours:.1f} ms, plain {bare:.1f} ms: {plain[name]}"
        report.limit(f"question {name}", ours / bare, TIMES_PLAIN, "x", detail)
        report.limit(f"question {name}, time", ours, most_ms, "ms")


def _first(question: Question, opened: Opened, selection: Selection, viewer: Viewer) -> list[dict]:
    """Answer as the first question of a process does: the connection stands, and nothing else is known."""
    return question.answer(Scope(replace(opened, _kept={}), selection, viewer))


def bench_errors(report: Report) -> None:
    """Measure poverty with its sampling errors against its plain SELECT, by five PSUs a subdistrict and by households.

    The demo data are a full count: its programme is read as a survey here, and a copy of it is given PSUs.
    """
    settings = two_rounds(report)
    opened = Library(settings).opened()
    reference = replace(opened.snapshot.reference, sampling="survey")
    plain = plain_statements(reference, max(opened.snapshot.rounds), min(opened.snapshot.rounds))["poverty"]
    with TemporaryDirectory(dir=settings.build) as folder:
        given = Path(folder) / "psus.duckdb"
        shutil.copyfile(opened.snapshot.path, given)
        with duckdb.connect(str(given)) as connection:
            connection.execute(PSUS.format(home=f"{reference.home_level}_code", low=f"{reference.levels[-1]}_code"))
            connection.execute(f"CREATE OR REPLACE TABLE design AS {DESIGN}")
        for name, path in (("PSUs", given), ("households as PSUs", opened.snapshot.path)):
            snapshot = replace(opened.snapshot, reference=reference, path=path)
            config = {
                "threads": settings.query_threads,
                "enable_external_access": "false",
                "lock_configuration": "true",
            }
            with duckdb.connect(
                str(path), read_only=True, config=config | {"memory_limit": settings.query_memory}
            ) as connection:
                survey = Opened(snapshot, connection, settings.query_seconds)
                asked = Selection(by=reference.home_level)
                ours, bare = in_turns(
                    partial(_first, QUESTIONS["poverty"], survey, asked, ADMIN), partial(survey.rows, plain)
                )
            report.limit(
                f"sampling errors, {name}", ours / bare, TIMES_ERRORS, "x", f"{ours:.1f} ms, plain {bare:.1f} ms"
            )


def _one(opened: Opened) -> str:
    """The stored id of one household."""
    return "kj_" + opened.rows("SELECT replace(min(household_id)::VARCHAR, '-', '') AS id FROM household")[0]["id"]


def _viewer(name: str, reference: Reference) -> Viewer:
    """An admin; the work list is for operators."""
    return (
        Viewer("operator", frozenset(area.code for area in reference.home_areas)) if name == "waiting_list" else ADMIN
    )


def bench_gate(report: Report) -> None:
    """Measure the release of the menu at full size, and what the gate adds to questions of the public."""
    settings = two_rounds(report)
    forget_releases(settings.build)
    cost = run_measured("etl", "release", settings=bench_settings(settings.build))
    report.limit("release of the menu, two rounds", cost.seconds, MOST_RELEASE_SECONDS, "s")
    library = Library(settings)
    opened = library.opened(PUBLIC)
    for name in GATED:
        selection = Selection(by=opened.snapshot.reference.home_level)
        scope = Scope(opened, selection, ADMIN)

        def public(name: str = name, selection: Selection = selection) -> None:
            ANSWERS.clear()
            ask(name, selection, PUBLIC, library)

        gated, ours = in_turns(public, lambda name=name, scope=scope: QUESTIONS[name].answer(scope))
        report.say(f"      gate of {name}: {gated - ours:.1f} ms on top of {ours:.1f} ms")


def in_turns(first: Callable[[], object], second: Callable[[], object]) -> tuple[float, float]:
    """Return the median milliseconds of two calls made in turns."""
    found: tuple[list[float], list[float]] = ([], [])
    for _ in range(REPEATS):
        for call, times in zip((first, second), found, strict=True):
            started = time.perf_counter()
            call()
            times.append(1000 * (time.perf_counter() - started))
    return statistics.median(found[0]), statistics.median(found[1])
