"""From a selection to files: the briefing is built once and written in every format, each file whole or not at all."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from briefings.chapters import CHAPTERS, headline
from briefings.document import Briefing, build, open_for
from briefings.pages import Print, printed, write_pictures
from briefings.parcel import write_zip
from briefings.slides import write_pptx
from components.view import View
from data.library import Library
from data.viewer import Viewer

Pdf = Callable[[], bytes]

# format -> (function of briefing, what returns its PDF and path; ending of the file)
FORMATS: dict[str, tuple[Callable[[Briefing, Pdf, Path], Any], str]] = {
    "pdf": (lambda briefing, pdf, path: path.write_bytes(pdf()), ".pdf"),
    "pptx": (lambda briefing, pdf, path: write_pptx(briefing, path), ".pptx"),
    "png": (lambda briefing, pdf, path: write_pictures(pdf(), path), "-pages.zip"),
    "zip": (lambda briefing, pdf, path: write_zip(briefing, path), "-data.zip"),
}


def file_stem(view: View) -> str:
    """Return `briefing-94-20261-th-20261124T071832-490837`: place, round, language and snapshot, so that reruns resume."""
    place = view.selection.place or "all"
    return f"briefing-{place}-{view.chosen_round}-{view.lang}-{view.snapshot}"


def write(
    query: Mapping[str, Any],
    lang: str,
    library: Library,
    viewer: Viewer,
    formats: Iterable[str],
    chapters: Iterable[str],
    out: Path,
    tell: Callable[[Path], Any],
    by: Print | None = None,
) -> list[Path]:
    """Write a briefing in some formats and return its files; those that are there already are left as they are.

    query: URL parameters; tell: called with each file; by: prints a page, as for `printed`. Raises Problem where there
    are no household data.
    """
    reader = open_for(query, lang, library, viewer)
    # Other chapters or another cohort make another document.
    own = tuple(chapters)
    mark = "" if own == tuple(CHAPTERS) and not reader.view.selection.cohort else f"-{_digest(query, own)}"
    paths = {name: out / f"{file_stem(reader.view)}{mark}{FORMATS[name][1]}" for name in formats}
    # Asked for and drawn once, and only where a file is missing.
    briefing = cache(lambda: build(reader, [CHAPTERS[key] for key in own], headline(reader)))
    pdf = cache(lambda: printed(briefing(), library.settings, by))
    for name, path in paths.items():
        if not path.exists():
            waiting = path.with_name(f".{path.name}.part")
            FORMATS[name][0](briefing(), pdf, waiting)
            waiting.replace(path)
        tell(path)
    return list(paths.values())


def _digest(query: Mapping[str, Any], chapters: tuple[str, ...]) -> str:
    text = repr((sorted((key, str(value)) for key, value in query.items()), chapters))
    return hashlib.sha256(text.encode()).hexdigest()[:8]
