"""What the loader may ask of the query layer: the protected menu of a snapshot that is about to be released."""

from pathlib import Path

import duckdb

from data.disclosure.releases import Release
from data.library import Opened
from data.queries.protection import protect
from data.snapshot import Snapshot

# A release is made by a command, not in a page's time.
SECONDS = 3600.0


def protected_menu(
    snapshot: Snapshot,
    database: Path,
    before: Release | None,
    unchanged: frozenset[tuple] | None,
    thresholds: tuple[int, ...],
) -> Release:
    """Return the protected menu of a snapshot's database. unchanged: leaf areas where nothing moved since `before`, None for all."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return protect(Opened(snapshot, connection, SECONDS), thresholds, before, unchanged)


__all__ = ["protected_menu"]
