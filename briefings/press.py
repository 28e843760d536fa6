"""`python -m briefings.press ROOM CHROMIUM SERVER`: one warm browser for the jobs of a room, in a process of its own.

A worker asks by a socket in the room, which nobody else can reach, and gets one document. The press ends with the server
that it works for, with its room, or when nobody asked for long.
"""

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType

from briefings.browser import AGAIN, CRASHED, Browser
from data.errors import Problem
from data.settings import ROOT

SOCKET, LOCK = "press.sock", "press"
MADE, FAILED = b"+", b"-"
IDLE_SECONDS, LOOK_SECONDS, START_SECONDS, PAUSE_SECONDS = 900.0, 1.0, 20.0, 0.05


def serve(room: Path, chromium: str, server: int) -> None:
    """Print what workers ask for, one document at a time; return where another press is there already.

    server: number of the process whose end is the end of the press.
    """
    os.chdir(room)
    with open(LOCK, "w") as lock, socket.socket(socket.AF_UNIX) as door, Browser(chromium) as browser:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return
        Path(SOCKET).unlink(missing_ok=True)
        door.bind(SOCKET)
        door.listen()
        door.settimeout(LOOK_SECONDS)
        asked = time.monotonic()
        while time.monotonic() - asked < IDLE_SECONDS and _lives(server) and Path(room, LOCK).exists():
            if _answer(door, browser):
                asked = time.monotonic()
        Path(SOCKET).unlink(missing_ok=True)
        # Who came in before the door was shut is served.
        door.settimeout(0)
        while _answer(door, browser):
            pass


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _answer(door: socket.socket, browser: Browser) -> bool:
    """Serve the next who comes in; return whether anybody came."""
    try:
        guest, _ = door.accept()
    except (TimeoutError, BlockingIOError):
        return False
    with guest, suppress(OSError):
        page = Path(json.loads(guest.makefile().readline()))
        try:
            body = MADE + browser.pdf(page, lambda: _waits(guest))
        except Problem as problem:
            body = FAILED + str(problem.got).encode()
        guest.sendall(body)
    return True


def _waits(guest: socket.socket) -> bool:
    """Whether whoever asked is still there: one who left closes the line."""
    with suppress(BlockingIOError):
        return guest.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) != b""
    return True


def pressed(room: Path, chromium: str, server: int, page: Path) -> bytes:
    """Return a page as PDF from the press of a room, which is started where there is none. Raises Problem where it fails."""
    body = bytearray()
    with _connected(room, chromium, server) as line:
        line.sendall(json.dumps(str(page)).encode() + b"\n")
        while part := line.recv(1 << 16):
            body += part
    if not body.startswith(MADE):
        got = bytes(body[1:]).decode(errors="replace") or "the press ended"
        raise Problem(CRASHED, got=got, todo=AGAIN)
    return bytes(body[1:])


def _connected(room: Path, chromium: str, server: int) -> socket.socket:
    # A socket's path may be no longer than 107 bytes, whatever that of the room is.
    folder = os.open(room, os.O_RDONLY | os.O_DIRECTORY)
    until, started = time.monotonic() + START_SECONDS, False
    try:
        while time.monotonic() < until:
            line = socket.socket(socket.AF_UNIX)
            try:
                line.connect(f"/proc/self/fd/{folder}/{SOCKET}")
                return line
            except OSError:
                line.close()
            if not started:
                _start(room, chromium, server)
                started = True
            time.sleep(PAUSE_SECONDS)
    finally:
        os.close(folder)
    raise Problem(CRASHED, got="no press", todo=AGAIN)


def _start(room: Path, chromium: str, server: int) -> None:
    quiet = subprocess.DEVNULL
    words = [sys.executable, "-m", "briefings.press", str(room.resolve()), chromium, str(server)]
    subprocess.Popen(words, cwd=ROOT, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    os.umask(0o077)
    signal.signal(signal.SIGTERM, _stop)
    serve(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
