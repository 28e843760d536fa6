"""What moves while pages are open: the snapshot on screen and the load that runs, cheap enough to be asked every second."""

import json
import os
from pathlib import Path
from typing import Any

from data.snapshot import Snapshot

PROGRESS = "progress.json"
# What a running load tells of where it is; anything else is the name of a file or table that it reads.
STEPS = ("start", "read", "build", "check")


def status(snapshot: Snapshot | None, build: Path) -> dict[str, Any]:
    """Return {"snapshot": id or None, "made_at": ISO or None, "progress": as below}, for who sees this snapshot."""
    made_at = snapshot.made_at.isoformat() if snapshot else None
    return {"snapshot": snapshot.id if snapshot else None, "made_at": made_at, "progress": progress(build)}


def progress(build: Path) -> dict[str, Any] | None:
    """Return {step of STEPS, share 0-1, started} of the running load; None where none runs.

    One that was killed and left its file behind does not run. Names of files are not told: they may hold anything.
    """
    try:
        found = json.loads((build / PROGRESS).read_text(encoding="utf-8"))
        if not _runs(int(found["pid"])):
            return None
        step = found["step"] if found["step"] in STEPS else "read"
        return {"step": step, "share": float(found["share"]), "started": str(found["started"])}
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
