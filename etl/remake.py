"""A snapshot made from the one on screen alone: a household taken out, ids under another key."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb

from data.errors import Problem
from data.reference import Reference
from data.settings import Settings
from data.snapshot import Snapshot, published_ids
from data.text import Text
from etl import ledger
from etl.base import attach, newest_good
from etl.checks import run_checks
from etl.edit import know_numbers, rewrite
from etl.merge import base_views
from etl.publish import building_path, forget, new_id, publish

# Changes `out`, a copy of `base`; both are attached. Returns {table: rows it must have} for the checks.
Change = Callable[[duckdb.DuckDBPyConnection, Reference], dict[str, int]]


@dataclass(frozen=True, slots=True)
class Remade:
    """A published snapshot that was made from another, and the snapshots that were removed."""

    snapshot: str
    base: str
    removed: tuple[str, ...]


def on_screen(settings: Settings) -> Snapshot:
    """Return the newest good snapshot. Raises Problem where there is none."""
    snapshot, _ = newest_good(settings.build)
    if snapshot is None:
        raise Problem(
            Text("ยังไม่มีชุดข้อมูล", "There is no snapshot yet"),
            where=str(settings.build),
            got="no snapshot that can be read",
            expected="one made by python -m etl load",
        )
    return snapshot


def remake(settings: Settings, base: Snapshot, change: Change, facts: dict[str, Any], drop: tuple[str, ...]) -> Remade:
    """Publish a changed copy of a snapshot, written anew so that no deleted byte is left, and forget those of `drop`.

    facts: what differs in the manifest; its "load" is the ledger entry. The caller holds the build folder.
    """
    snapshot_id = new_id(settings.build)
    database = building_path(settings.build, snapshot_id)
    draft = database.with_suffix(".draft")
    try:
        shutil.copyfile(base.path, draft)
        with duckdb.connect(config={"memory_limit": settings.load_memory}) as connection:
            found = _changed(connection, base, draft, change)
        rewrite(draft, database)
    finally:
        draft.unlink(missing_ok=True)
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    entry = facts["load"] | {"base": base.id, "snapshot": snapshot_id, "removed": list(drop)}
    manifest = base.manifest | found | facts | {"id": snapshot_id, "made_at": moment, "how": "remade", "load": entry}
    publish(
        settings.build,
        snapshot_id,
        base.reference,
        manifest | {"bytes_when_built": None},
        len(published_ids(settings.build)) + 1,
    )
    for old in drop:
        forget(settings.build, old)
    ledger.add(settings.build, entry)
    return Remade(snapshot_id, base.id, drop)


def _changed(connection, base: Snapshot, draft, change: Change) -> dict[str, Any]:
    attach(connection, base.path, "base", "READ_ONLY")
    attach(connection, draft, "out")
    base_views(connection, base.reference)
    know_numbers(connection)
    expected = change(connection, base.reference)
    results = run_checks(connection, base.reference, expected)
    rounds = connection.execute(
        "SELECT survey_round, max(survey_year) FROM out.household_profile GROUP BY 1 ORDER BY 1"
    ).fetchall()
    tables = {
        name: connection.execute(f"SELECT count(*) FROM out.{name}").fetchone()[0] for name in base.manifest["tables"]
    }
    connection.execute("DETACH out")
    return {
        "rounds": [{"round": int(number), "year": int(year)} for number, year in rounds],
        "tables": tables,
        "checks": results,
    }
