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


def told_loads(build: Path, shown: str, gated: bool) -> list[dict[str, Any]]:
    """Return the entries that a reader of one snapshot may know, newest first.

    One behind the gate learns nothing of what came after that snapshot, and no counts of single changes.
    """
    entries = read_ledger(build)
    if gated:
        last = max((place for place, entry in enumerate(entries) if entry.get("snapshot") == shown), default=-1)
        entries = [entry for entry in entries[: last + 1] if entry.get("command") != "erase"]
    return entries[::-1]


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) and "number" in entry else None
