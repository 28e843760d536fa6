"""What the numbers were measured on, and how a child process is measured."""

import os
import platform
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from data.settings import ROOT

GIBIBYTE = 1024**3


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall time of a child process, the time it held processors, and the most memory it held."""

    seconds: float
    peak_bytes: int
    busy: float = 0.0


def machine_lines() -> list[str]:
    """Return processor, cores this process may use, memory, and the versions that matter."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIBIBYTE
    packages = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "dash", "plotly", "gunicorn"))
    return [
        f"{_processor()}, {len(os.sched_getaffinity(0))} cores, {memory:.1f} GiB",
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}, {packages}",
    ]


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def run_measured(*words: str, settings: dict[str, str] | None = None, ends: tuple[int, ...] = (0,)) -> Cost:
    """Run `python -m …` in a fresh process and return its cost; its output is shown where it ends with another code."""
    environment = {**os.environ, **(settings or {})}
    started = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "-m", *words], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    output = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in ends:
        raise SystemExit(f"python -m {' '.join(words)} ended with {child.returncode}:\n{output.decode()}")
    return Cost(seconds, usage.ru_maxrss * 1024, usage.ru_utime + usage.ru_stime)
