"""Briefings at full size: one PDF, one PPTX, the pictures of its pages, every area of the home level; everybody as a packet."""

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.loading import bench_settings, read_bench_settings
from benchmarks.machine import run_measured
from benchmarks.report import Report
from briefings.browser import Browser
from briefings.chapters import CHAPTERS, headline
from briefings.document import build, open_for
from briefings.formats import FORMATS, write
from briefings.packet import Wanted, write_packet
from briefings.pages import pictures, printed
from briefings.slides import write_pptx
from data.library import Library
from data.viewer import PUBLIC, Viewer

MOST_PDF, MOST_PPTX, MOST_PICTURE, MOST_ALL, MOST_TAKEN = 6.0, 4.0, 1.0, 180.0, 30.0


def bench_briefings(report: Report) -> None:
    """Measure each format once the numbers of a place are known, as the second reader gets them, and all places cold."""
    run_measured("etl", "boundaries-default", settings=bench_settings())
    settings = read_bench_settings()
    library = Library(settings)
    codes = [area.code for area in library.reference(PUBLIC).home_areas]
    reader = open_for({"place": codes[0]}, "th", library, PUBLIC)
    briefing = build(reader, CHAPTERS.values(), headline(reader))
    with TemporaryDirectory() as folder, Browser(settings.chromium) as browser:
        seconds, _ = timed(lambda: printed(briefing, settings, browser.pdf))
        report.say(f"briefing as PDF, browser cold {seconds:.2f} s")
        seconds, pdf = timed(lambda: printed(briefing, settings, browser.pdf))
        report.limit("briefing as PDF, browser warm", seconds, MOST_PDF, "s")
        seconds, _ = timed(lambda: write_pptx(briefing, Path(folder, "deck.pptx")))
        report.limit("briefing as PPTX", seconds, MOST_PPTX, "s")
        seconds, pages = timed(lambda: pictures(pdf))
        report.limit("PNG of a page", seconds / len(pages), MOST_PICTURE, "s")
        out = Path(folder)
        wanted = Wanted({}, "to see how long it takes")
        seconds, _ = timed(lambda: write_packet(wanted, library, Viewer("admin"), out, lambda **_: None, lambda: None))
        report.limit("research packet of everybody", seconds, MOST_TAKEN, "s")
        seconds, _ = timed(
            lambda: [
                write({"place": code}, "th", library, PUBLIC, FORMATS, CHAPTERS, out, lambda _: None, browser.pdf)
                for code in codes
            ]
        )
        report.limit(f"briefings of {len(codes)} places in every format", seconds, MOST_ALL, "s")


def timed(work: Callable) -> tuple[float, object]:
    """Return how long it took, in seconds, and what came of it."""
    begun = time.perf_counter()
    found = work()
    return time.perf_counter() - begun, found
