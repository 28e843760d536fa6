"""PDF and PNG: the page of a briefing printed by a browser that talks to nobody."""

import io
import os
import shutil
import signal
import subprocess
import tempfile
import zipfile
from pathlib import Path

import pypdfium2

from briefings.document import Briefing
from briefings.plain_pages import plain_pdf
from briefings.sheet import sheet
from data.errors import Problem
from data.settings import Settings
from data.text import Text

CRASHED = Text("เบราว์เซอร์วาดเอกสารไม่สำเร็จ", "The browser could not draw the document")
AGAIN = Text("ลองใหม่อีกครั้ง", "Try again")
SECONDS = 120
# Virtual time in which the page draws its figures; it passes as fast as they are drawn.
BUDGET_MS = 60_000
FLAGS = (
    "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-extensions", "--disable-dev-shm-usage",
    "--allow-file-access-from-files", "--host-resolver-rules=MAP * ~NOTFOUND", "--no-pdf-header-footer",
    f"--virtual-time-budget={BUDGET_MS}",
)  # fmt: skip
# Of the 96 dots to an inch of a screen, twice; a PDF counts 72.
SCALE = 2 * 96 / 72


def printed(briefing: Briefing, settings: Settings) -> bytes:
    """Return the PDF, a plainer one that says so where there is no browser. Raises Problem where the browser fails."""
    browser = shutil.which(settings.chromium)
    if browser is None:
        return plain_pdf(briefing)
    with tempfile.TemporaryDirectory(prefix="kaejon-") as folder:
        page, out = Path(folder, "page.html"), Path(folder, "out.pdf")
        page.write_text(sheet(briefing, settings.build), encoding="utf-8")
        # The sandbox of Chromium does not start for root.
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        _run([browser, *FLAGS, *sandbox, f"--user-data-dir={folder}/profile", f"--print-to-pdf={out}", page.as_uri()])
        if not out.exists() or not out.read_bytes().startswith(b"%PDF"):
            raise Problem(CRASHED, todo=AGAIN)
        return out.read_bytes()


def _run(words: list[str]) -> None:
    """Run the browser with all its processes, and end them all after the allowed time."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(words, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise Problem(CRASHED, got=f"{SECONDS} s", todo=AGAIN) from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


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
