"""How far a load is, as a small file that other processes read."""

import contextlib
import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from data.live import PROGRESS

Progress = Callable[[str, float], None]


@contextlib.contextmanager
def told(build: Path, hear: Progress) -> Iterator[Progress]:
    """Yield a function that passes a step and its share on and writes both to the build folder; remove the file at the end.

    A disk that is full or read-only costs the progress, never the load.
    """
    path, started = build / PROGRESS, datetime.now(UTC).isoformat(timespec="seconds")

    def tell(step: str, share: float) -> None:
        hear(step, share)
        words = json.dumps({"pid": os.getpid(), "step": step, "share": round(share, 3), "started": started})
        waiting = path.with_suffix(".new")
        with contextlib.suppress(OSError):
            waiting.write_text(words, encoding="utf-8")
            os.replace(waiting, path)

    tell("start", 0.0)
    try:
        yield tell
    finally:
        for left in (path, path.with_suffix(".new")):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)
