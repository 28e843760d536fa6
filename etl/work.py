"""One load under way: what its steps pass on to each other."""

from dataclasses import dataclass, field
from pathlib import Path

from data.errors import Problem
from data.reference import Reference
from data.settings import Settings
from data.snapshot import Snapshot
from etl.progress import Progress


@dataclass
class Work:
    """One load under way: the files to read with their SHA-256, the snapshot it builds on, what it has noted."""

    settings: Settings
    reference: Reference
    number: int
    started: float
    progress: Progress
    key: bytes
    demo: str
    base: Snapshot | None
    files: dict[Path, str]
    skipped: list[Path]
    # Files that were loaded before and had rejects: they may add rows, and change none.
    seen: frozenset[str]
    notes: list[Problem]
    # SHA-256 of the file that each staged table came from; one file may hold several.
    origin: dict[str, str] = field(default_factory=dict)
    mapping: Path | None = None
    # Where raw and stored ids go on request.
    crosswalk: Path | None = None
