"""Three ways to the tables of a snapshot: from files alone, from a snapshot and files, or by editing a copy of it."""

from pathlib import Path

import duckdb

from data.reference import Reference
from data.snapshot import Snapshot
from etl.base import FORMAT, attach
from etl.build import build, recipe
from etl.edit import LARGEST_SHARE, MOST_GROWTH, copy_base, edit
from etl.merge import PROFILES, accept_merged, affected_households, kept_tables
from etl.report import Changes

FRESH, REBUILT, EDITED = "fresh", "rebuilt", "edited"
KEPT = {"households": "household_profile", **PROFILES}


def make_tables(
    connection: duckdb.DuckDBPyConnection,
    reference: Reference,
    database: Path,
    base: Snapshot | None,
    changes: dict[str, Changes],
) -> str:
    """Make every table in `out`, attached from `database`; return how: fresh, rebuilt or edited."""
    if base is None:
        attach(connection, database, "out")
        build(connection, reference, set(changes))
        return FRESH
    changed = {table for table, counts in changes.items() if counts.any}
    households = affected_households(
        connection, [contract for contract in kept_tables(reference) if contract.table in changed]
    )
    editing = _editable(connection, reference, base, households)
    accept_merged(connection, reference, changed, only_affected=editing)
    if editing:
        copy_base(base.path, database)
    attach(connection, database, "out")
    if editing:
        edit(connection, reference)
    else:
        build(connection, reference, {contract.table for contract in kept_tables(reference)})
    return EDITED if editing else REBUILT


def _editable(connection, reference: Reference, base: Snapshot, households: int) -> bool:
    manifest = base.manifest
    if manifest.get("format") != FORMAT or manifest.get("recipe") != recipe(reference):
        return False
    everybody = connection.execute("SELECT count(*) FROM base.household").fetchone()[0]
    grown = manifest["bytes"] > MOST_GROWTH * manifest.get("bytes_when_built", 0)
    return households <= LARGEST_SHARE * everybody and not grown


def expected_rows(connection: duckdb.DuckDBPyConnection, base: Snapshot | None, changes: dict[str, Changes]) -> dict:
    """Return {table of the snapshot: rows it must have}: those there were, and the new ones."""
    found = {}
    for table, kept in KEPT.items():
        before = connection.execute(f"SELECT count(*) FROM base.{kept}").fetchone()[0] if base else 0
        found[kept] = before + changes.get(table, Changes()).new
    return found
