"""A release on disk: which snapshot public roles see, and what of its menu is hidden."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data.disclosure.patterns import Pattern
from data.snapshot import ID

POINTER = "released"
RELEASES = "releases"
VERSION = 1


@dataclass
class Release:
    """The protected menu of one snapshot.

    patterns: {family: {partition: pattern}}; unknown: nodes of households whose lower area is blank; made_at: ISO time;
    held: changed households that are still shown as they were.
    """

    snapshot: str
    made_at: str
    patterns: dict[str, dict[str, Pattern]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    held: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "version": VERSION,
            "snapshot": self.snapshot,
            "made_at": self.made_at,
            "held": self.held,
            "unknown": self.unknown,
            "patterns": {
                family: {name: {"names": entry.names, "hidden": entry.hidden} for name, entry in found.items()}
                for family, found in self.patterns.items()
            },
        }


def release_path(build: Path, snapshot_id: str) -> Path:
    """Return where the protected menu of a snapshot stands, beside its database as public roles see it."""
    return build / RELEASES / f"{snapshot_id}.menu.json"


def released(build: Path) -> str | None:
    """Return the id of the snapshot that public roles see, None where none was released."""
    try:
        text = (build / POINTER).read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return None
    return text if ID.fullmatch(text) else None


def read_release(build: Path, snapshot_id: str) -> Release | None:
    """Return the release of a snapshot, None where there is none that can be read."""
    try:
        found = json.loads(release_path(build, snapshot_id).read_text(encoding="utf-8"))
        if found["version"] != VERSION or found["snapshot"] != snapshot_id:
            return None
        patterns = {
            family: {name: _pattern(entry) for name, entry in partitions.items()}
            for family, partitions in found["patterns"].items()
        }
        return Release(snapshot_id, found["made_at"], patterns, found["unknown"], found["held"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _pattern(entry: dict) -> Pattern:
    return Pattern(tuple(entry["names"]), {node: (count, bits) for node, (count, bits) in entry["hidden"].items()})
