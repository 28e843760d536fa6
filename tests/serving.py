"""The production server as a child process for tests and benchmarks."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from data.settings import ROOT

SECONDS_TO_START = 60


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Running:
    """`python -m server serve`, or another module that serves, on a free port, its output in a file."""

    def __init__(self, log: Path, settings: dict[str, str], *words: str):
        port = free_port()
        self.url, self.log_file = f"http://127.0.0.1:{port}", log
        environment = {**os.environ, "KAEJON_HOST": "127.0.0.1", "KAEJON_PORT": str(port), **settings}
        with log.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *(words or ("server", "serve"))],
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait(self) -> "Running":
        """Return once /healthz answers; fail with the log where it never does."""
        end = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                    assert answer.read() == b"ok"
                    return self
            except OSError:
                time.sleep(0.1)
        self.stop()
        raise AssertionError(f"the server did not start:\n{self.log()}")

    def log(self) -> str:
        """Return everything the server has written so far."""
        return self.log_file.read_text(errors="replace")

    def stop(self) -> None:
        """Stop the server and its workers."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait(10)


def get(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers (lower-case names) and body of one request; redirects are followed, errors returned."""
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read()
