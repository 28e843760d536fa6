"""A published snapshot: one read-only DuckDB file with its manifest and its own copy of the reference."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from data.reference import Reference, load_reference

POINTER = "current"
SNAPSHOTS = "snapshots"
ID = re.compile(r"[0-9]{8}T[0-9]{6}-[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """id: `YYYYMMDDTHHMMSS-xxxxxx`; manifest: made_at, demo, rounds, reference_id, files, tables, checks; path: the database."""

    id: str
    manifest: dict[str, Any]
    reference: Reference
    path: Path

    @property
    def rounds(self) -> dict[int, int]:
        """{survey round: CE year}, oldest first."""
        return {entry["round"]: entry["year"] for entry in self.manifest["rounds"]}

    @property
    def made_at(self) -> datetime:
        """When it was made, in the time of day of this machine."""
        return datetime.fromisoformat(self.manifest["made_at"]).astimezone()

    @property
    def demo(self) -> bool:
        """Whether the households are made up."""
        return bool(self.manifest["demo"])


def pointed(build: Path) -> str | None:
    """Return the id the pointer names, None where there is none or it is not an id."""
    try:
        text = (build / POINTER).read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return None
    return text if ID.fullmatch(text) else None


def open_snapshot(build: Path, snapshot_id: str, room: str = SNAPSHOTS) -> Snapshot:
    """Read a snapshot's manifest and reference; `room`: the folder of snapshots, or that of releases.

    Raises OSError, ValueError, KeyError or Problem where it is damaged.
    """
    folder = build / room
    path = folder / f"{snapshot_id}.duckdb"
    manifest = json.loads((folder / f"{snapshot_id}.json").read_text(encoding="utf-8"))
    if manifest["bytes"] != path.stat().st_size:
        raise ValueError(f"{path.name} is not the size its manifest says: it was cut off")
    return Snapshot(snapshot_id, manifest, load_reference(folder / f"{snapshot_id}.reference"), path)


def published_ids(build: Path) -> list[str]:
    """Return the ids of complete snapshots, oldest first."""
    return sorted(path.stem for path in (build / SNAPSHOTS).glob("*.json") if ID.fullmatch(path.stem))
