"""The load ledger as a reader sees it: one entry per load, rollback, erasure or change of key, oldest first."""

import json
from pathlib import Path
from typing import Any

LEDGER = "loads.jsonl"


def read_ledger(build: Path) -> list[dict[str, Any]]:
    """Return the entries of a build folder; a line that was cut off by a crash or a full disk is left out.

    An entry has number, at (ISO, UTC), who, command, result, snapshot, base (the snapshot it was built on), seconds,
    files (rows_read, accepted, rejected, blank, sha256 of each), skipped, changes per table, and problem where it failed.
    """
    try:
        lines = (build / LEDGER).read_bytes().splitlines()
    except OSError:
        return []
    return [entry for line in lines if (entry := _parsed(line)) is not None]


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) and "number" in entry else None
