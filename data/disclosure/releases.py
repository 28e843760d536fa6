"""A release on disk: which snapshot public roles see, and what of its menu is hidden."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data.disclosure.parameters import THRESHOLD
from data.disclosure.patterns import Pattern
from data.snapshot import ID

POINTER = "released"
RELEASES = "releases"
VERSION = 1
Menu = dict[str, dict[str, Pattern]]


@dataclass
class Release:
    """The protected menu of one snapshot, once per threshold.

    menus: {threshold: {family: {partition: pattern}}}; unknown: nodes of households whose lower area is blank; made_at: ISO time;
    held: changed households that are still shown as they were.
    """

    snapshot: str
    made_at: str
    menus: dict[int, Menu] = field(default_factory=dict)
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
            "menus": {threshold: _plain(menu) for threshold, menu in self.menus.items()},
        }

    def menu(self, threshold: int) -> Menu | None:
        """Return the menu of a threshold, else that of the next higher one; None where every one is lower."""
        found = min((entry for entry in self.menus if entry >= threshold), default=None)
        return None if found is None else self.menus[found]

    def has(self, thresholds: Iterable[int]) -> bool:
        """Whether it has a menu of its own for each of some thresholds."""
        return {*thresholds} <= {*self.menus}


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


def written_at(build: Path, snapshot_id: str) -> int:
    """Return when the menu of a snapshot was written, in nanoseconds; 0 where there is none."""
    try:
        return release_path(build, snapshot_id).stat().st_mtime_ns
    except OSError:
        return 0


def read_release(build: Path, snapshot_id: str) -> Release | None:
    """Return the release of a snapshot, None where there is none that can be read."""
    try:
        found = json.loads(release_path(build, snapshot_id).read_text(encoding="utf-8"))
        if found["version"] != VERSION or found["snapshot"] != snapshot_id:
            return None
        # Before there were several, the one menu was that of the threshold of everybody.
        written = found.get("menus") or {THRESHOLD: found["patterns"]}
        menus = {int(threshold): _menu(menu) for threshold, menu in written.items()}
        return Release(snapshot_id, found["made_at"], menus, found["unknown"], found["held"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _plain(menu: Menu) -> dict:
    return {
        family: {name: {"names": entry.names, "hidden": entry.hidden} for name, entry in found.items()}
        for family, found in menu.items()
    }


def _menu(written: dict) -> Menu:
    return {
        family: {name: _pattern(entry) for name, entry in partitions.items()} for family, partitions in written.items()
    }


def _pattern(entry: dict) -> Pattern:
    return Pattern(tuple(entry["names"]), {node: (count, bits) for node, (count, bits) in entry["hidden"].items()})
