"""PDF and PNG: the page of a briefing as a browser prints it."""

import io
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2

from briefings.browser import Browser
from briefings.document import Briefing
from briefings.sheet import sheet
from data.settings import Settings

# Of the 96 dots to an inch of a screen, twice; a PDF counts 72.
SCALE = 2 * 96 / 72

Print = Callable[[Path], bytes]


def printed(briefing: Briefing, settings: Settings, by: Print | None = None) -> bytes:
    """Return the PDF, a plainer one that says so where there is no browser.

    by: prints the page of a file; without it a browser is started for this document alone. Raises Problem where the
    browser fails.
    """
    if shutil.which(settings.chromium) is None:
        # matplotlib takes half a second to import, which every job would wait for.
        from briefings.plain_pages import plain_pdf

        return plain_pdf(briefing)
    with tempfile.TemporaryDirectory(prefix="kaejon-") as folder:
        page = Path(folder, "page.html")
        page.write_text(sheet(briefing, settings.build), encoding="utf-8")
        if by:
            return by(page)
        with Browser(settings.chromium) as browser:
            return browser.pdf(page)


def pictures(pdf: bytes) -> list[bytes]:
    """Return every page of a PDF as PNG at twice the size of a screen."""
    found = []
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        out = io.BytesIO()
        page.render(scale=SCALE).to_pil().save(out, "png")
        found.append(out.getvalue())
    document.close()
    return found


def write_pictures(pdf: bytes, path: Path) -> None:
    """Write a ZIP with one PNG per page."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for number, body in enumerate(pictures(pdf), start=1):
            archive.writestr(f"page-{number}.png", body)
