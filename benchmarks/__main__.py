"""`python -m benchmarks`: load and pages at full size, as ratios against bare DuckDB in the same run."""

import sys
from math import inf
from typing import Annotated

import typer

from benchmarks.briefings import bench_briefings
from benchmarks.browser import bench_browser
from benchmarks.crowd import bench_crowd
from benchmarks.loading import bench_changed, bench_load, bench_messy, bench_ten
from benchmarks.machine import machine_lines
from benchmarks.pages import bench_pages
from benchmarks.questions import bench_errors, bench_gate, bench_questions
from benchmarks.report import Report


def main(
    ten: Annotated[
        bool, typer.Option("--ten", help="Also load ten times the households (needs 10 GB of disk)")
    ] = False,
) -> None:
    """Measure, print one line per limit, and end with 1 where one was broken."""
    report = Report()
    for line in machine_lines():
        report.say(line)
    bench_load(report)
    bench_messy(report)
    bench_changed(report)
    bench_questions(report)
    bench_errors(report)
    bench_gate(report)
    bench_pages(report)
    bench_browser(report)
    bench_briefings(report)
    bench_crowd(report)
    if ten:
        # The time of one question is limited at full size; ten times that is held to the plain SELECT alone.
        bench_ten(report, lambda settings: bench_questions(report, settings, most_ms=inf))
    report.say(f"{len(report.failures)} limits broken" if report.failures else "every limit kept")
    sys.exit(bool(report.failures))


if __name__ == "__main__":
    typer.run(main)
