"""One browser stays between documents, shares nothing between them, and one that fails costs the document it was at."""

import os
import shutil
import signal
import socket
import threading
import time

import pypdfium2
import pytest

from briefings import browser
from briefings.browser import Browser
from briefings.press import SOCKET, pressed
from data.errors import Problem

READY = "document.documentElement.dataset.drawn = 'yes'"


@pytest.fixture
def page(tmp_path):
    """Return a function that writes a page with some words and a script."""

    def write(script: str = READY, words: str = "one") -> browser.Path:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.html"
        path.write_text(f"<!DOCTYPE html><title>t</title><p id=p>{words}</p><script>{script}</script>")
        return path

    return write


@pytest.fixture
def chromium():
    with Browser("chromium") as found:
        yield found


def words(pdf: bytes) -> str:
    return " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))


def test_the_browser_stays_and_no_document_sees_the_one_before(chromium, page):
    look = f"p.textContent = document.cookie + (localStorage.mark || 'clean'); localStorage.mark = 'seen'; {READY}"
    assert words(chromium.pdf(page(look))) == "clean"
    first = chromium.pid
    assert words(chromium.pdf(page(look))) == "clean"
    assert chromium.pid == first and chromium.runs


def test_a_page_reaches_nobody_and_nobody_else_reaches_the_press(chromium, page, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as door:
        address = f"http://127.0.0.1:{door.getsockname()[1]}/"
        call = f"fetch('{address}', {{mode: 'no-cors'}}).then(() => 'reached', () => 'nobody')"
        found = chromium.pdf(page(f"{call}.then((word) => {{ p.textContent = word; {READY} }})"))
        door.settimeout(0.2)
        with pytest.raises(TimeoutError):
            door.accept()
    assert words(found) == "nobody"
    room = tmp_path / "room"
    room.mkdir(mode=0o700)
    assert words(pressed(room, "chromium", os.getpid(), page())) == "one"
    assert (room / SOCKET).stat().st_mode & 0o077 == 0
    # It ends with its room.
    shutil.rmtree(room)


def test_a_browser_that_is_killed_at_work_fails_that_document_and_the_next_is_made(chromium, page):
    chromium.pdf(page())
    first = chromium.pid
    threading.Timer(0.5, os.killpg, (first, signal.SIGKILL)).start()
    with pytest.raises(Problem) as caught:
        chromium.pdf(page(script=""))
    assert "could not draw" in caught.value.what.en and caught.value.got == "the browser ended"
    assert words(chromium.pdf(page())) == "one" and chromium.pid != first
    # Killed while nobody needed it, it costs nothing.
    os.killpg(chromium.pid, signal.SIGKILL)
    assert words(chromium.pdf(page())) == "one"


def test_a_page_that_fails_or_that_nobody_waits_for_is_told_as_such(chromium, page, monkeypatch):
    with pytest.raises(Problem) as caught:
        chromium.pdf(page(script="document.documentElement.dataset.drawn = 'no figure'"))
    assert caught.value.got == "no figure"
    begun = time.monotonic()
    with pytest.raises(Problem) as caught:
        chromium.pdf(page(script="while (true) {}"), lambda: time.monotonic() < begun + 1)
    assert caught.value.got == "nobody waits" and not chromium.pid
    monkeypatch.setattr(browser, "SECONDS", 1.0)
    with pytest.raises(Problem) as caught:
        chromium.pdf(page(script=""))
    assert caught.value.got == "1 s" and not chromium.pid


def test_after_many_documents_a_fresh_browser_takes_over_and_nothing_is_left_behind(page, monkeypatch, tmp_path):
    room = tmp_path / "room"
    room.mkdir()
    monkeypatch.setattr(browser.tempfile, "tempdir", str(room))
    monkeypatch.setattr(browser, "MOST_DOCUMENTS", 1)
    with Browser("chromium") as found:
        found.pdf(page())
        first = found.pid
        found.pdf(page())
        assert found.pid != first and len(list(room.iterdir())) == 1
    assert list(room.iterdir()) == []
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)


def test_a_program_that_is_no_browser_is_told(page, tmp_path):
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    for path in (str(broken), "/no/such/browser"):
        with Browser(path) as found, pytest.raises(Problem) as caught:
            found.pdf(page())
        assert "could not draw" in caught.value.what.en
