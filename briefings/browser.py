"""One Chromium that stays warm between documents, talks to nobody, and is started anew after a crash."""

import base64
import fcntl
import json
import os
import select
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from data.errors import Problem
from data.text import Text

CRASHED = Text("เบราว์เซอร์วาดเอกสารไม่สำเร็จ", "The browser could not draw the document")
AGAIN = Text("ลองใหม่อีกครั้ง", "Try again")
SECONDS = 120.0
# A browser that drew this many documents makes room for a fresh one.
MOST_DOCUMENTS = 100
POLL_SECONDS = 0.2
FLAGS = (
    "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-extensions", "--disable-dev-shm-usage",
    "--allow-file-access-from-files", "--host-resolver-rules=MAP * ~NOTFOUND", "--remote-debugging-pipe",
)  # fmt: skip
# Fulfilled when the script of the page has drawn, with "yes" or with the reason why not.
DRAWN = """new Promise((done) => {
  const look = () => document.documentElement.dataset.drawn ? done(document.documentElement.dataset.drawn) : setTimeout(look, 10);
  look();
})"""
PAPER = {"preferCSSPageSize": True, "printBackground": True, "generateTaggedPDF": True, "generateDocumentOutline": True}

Message = dict[str, Any]


class Browser:
    """chromium: path or name of the program. The browser starts with the first document and ends with `close`."""

    def __init__(self, chromium: str):
        self.chromium = chromium
        self.pid = 0
        self.drawn = 0

    def __enter__(self) -> "Browser":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def runs(self) -> bool:
        """Whether the browser is there."""
        return self.pid > 0 and os.waitpid(self.pid, os.WNOHANG) == (0, 0)

    def pdf(self, page: Path, wanted: Callable[[], bool] = lambda: True) -> bytes:
        """Return a page of a file as PDF once its script has drawn it.

        wanted: asked meanwhile; where it says no, the work ends. Raises Problem where the browser fails, takes longer
        than is allowed, or nobody wants the page any more; the next page gets a browser all the same.
        """
        try:
            self.until, self.wanted = time.monotonic() + SECONDS, wanted
            return self._printed(page, self._context())
        except (OSError, ValueError, KeyError) as error:
            self.close()
            raise Problem(CRASHED, got=str(error), todo=AGAIN) from error
        except BaseException:
            # Ended from outside: nobody knows what the browser is at.
            self.close()
            raise

    def close(self) -> None:
        """End the browser with all its processes; what it kept goes."""
        if not self.pid:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(self.pid, 0)
        os.close(self.to)
        os.close(self.fro)
        shutil.rmtree(self.profile, ignore_errors=True)
        self.pid = 0

    def _start(self) -> None:
        program = shutil.which(self.chromium) or self.chromium
        self.profile = tempfile.mkdtemp(prefix="kaejon-browser-")
        # The sandbox of Chromium does not start for root.
        words = [program, *FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else []), f"--user-data-dir={self.profile}"]
        (its_in, self.to), (self.fro, its_out) = os.pipe(), os.pipe()
        # Out of the way of the numbers 3 and 4, which Chromium reads from and writes to.
        high = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in (its_in, its_out)]
        quiet = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in range(3)]
        ends = [(os.POSIX_SPAWN_DUP2, end, number) for end, number in zip(high, (3, 4), strict=True)]
        try:
            self.pid = os.posix_spawn(program, words, os.environ, file_actions=quiet + ends, setsid=True)
        finally:
            for end in (its_in, its_out, *high):
                os.close(end)
            if not self.pid:
                os.close(self.to)
                os.close(self.fro)
                shutil.rmtree(self.profile, ignore_errors=True)
        self.rest, self.number, self.drawn = b"", 0, 0

    def _context(self) -> str:
        """Return a context that shares nothing with the documents before it, of a browser that runs."""
        if self.runs and self.drawn < MOST_DOCUMENTS:
            # One that ended while nobody needed it costs no document.
            with suppress(OSError, ValueError):
                return self._call("Target.createBrowserContext")["browserContextId"]
        self.close()
        self._start()
        return self._call("Target.createBrowserContext")["browserContextId"]

    def _printed(self, page: Path, context: str) -> bytes:
        self.drawn += 1
        target = self._call("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Inspector"):
            self._call(f"{domain}.enable", session)
        self._call("Page.navigate", session, url=page.as_uri())
        self._wait(lambda message: message.get("method") == "Page.loadEventFired")
        found = self._call("Runtime.evaluate", session, expression=DRAWN, awaitPromise=True)
        if found["result"].get("value") != "yes":
            raise ValueError(found["result"].get("value"))
        body = base64.b64decode(self._call("Page.printToPDF", session, **PAPER)["data"])
        self._call("Target.disposeBrowserContext", browserContextId=context)
        return body

    def _call(self, method: str, session: str = "", **words: Any) -> Message:
        self.number += 1
        asked = {"id": self.number, "method": method, "params": words} | ({"sessionId": session} if session else {})
        body = json.dumps(asked).encode() + b"\0"
        while body:
            body = body[os.write(self.to, body) :]
        answer = self._wait(lambda message: message.get("id") == asked["id"])
        if "error" in answer:
            raise ValueError(answer["error"]["message"])
        return answer["result"]

    def _wait(self, fits: Callable[[Message], bool]) -> Message:
        while not fits(message := self._next()):
            if message.get("method") == "Inspector.targetCrashed":
                raise ValueError("the page crashed")
        return message

    def _next(self) -> Message:
        while b"\0" not in self.rest:
            if time.monotonic() > self.until:
                raise ValueError(f"{SECONDS:g} s")
            if not self.wanted():
                raise ValueError("nobody waits")
            if select.select([self.fro], [], [], POLL_SECONDS)[0]:
                part = os.read(self.fro, 1 << 20)
                if not part:
                    raise ValueError("the browser ended")
                self.rest += part
        message, _, self.rest = self.rest.partition(b"\0")
        return json.loads(message)
