"""What moves while pages are open: the snapshot on screen and the load that runs, cheap enough to be asked every second."""

import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from data.snapshot import SNAPSHOTS, pointed

PROGRESS = "progress.json"


def status(build: Path) -> dict[str, Any]:
    """Return {"snapshot": id or None, "made_at": ISO or None, "progress": None or {step, share 0-1, started}}."""
    shown = pointed(build)
    return {"snapshot": shown, "made_at": _made_at(build, shown) if shown else None, "progress": progress(build)}


def progress(build: Path) -> dict[str, Any] | None:
    """Return how far the running load is; None where none runs, also where one was killed and left its file behind."""
    try:
        found = json.loads((build / PROGRESS).read_text(encoding="utf-8"))
        if not _runs(int(found["pid"])):
            return None
        return {"step": str(found["step"]), "share": float(found["share"]), "started": str(found["started"])}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@lru_cache(maxsize=8)
def _made_at(build: Path, snapshot_id: str) -> str | None:
    try:
        return json.loads((build / SNAPSHOTS / f"{snapshot_id}.json").read_text(encoding="utf-8"))["made_at"]
    except (OSError, ValueError, KeyError):
        return None
