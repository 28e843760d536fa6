"""Erased households stay out: a list of keyed hashes in the build folder that every load turns away.

It holds the stored form of the ids alone, each with the id of its key, is readable by its owner only, and says nothing
without the key. A change of key carries the entries whose raw ids the crosswalk names; the others can no longer be told.
"""

import os
from collections.abc import Iterable
from pathlib import Path

import duckdb

from etl.identity import hash_sql
from etl.publish import BUILDING
from etl.staging import ERASED, Staged

LIST = "erased.txt"
Entry = tuple[str, str]


def blocked(build: Path, key_id: str) -> set[str]:
    """Return the 32 hexadecimal digits of every household that may not come in again under a key."""
    return {digest for own, digest in _entries(build) if own == key_id}


def block(build: Path, key_id: str, digest: str) -> None:
    """Add a household; it is on the disk when this returns."""
    write_entries(build, {*_entries(build), (key_id, digest)})


def carry(build: Path, before: str, after: str, pairs: dict[str, str]) -> int:
    """Give the entries of one key the ids of another, as far as `pairs` names them; return how many it does not."""
    entries = _entries(build)
    old = {digest for own, digest in entries if own == before}
    write_entries(build, {*entries, *((after, pairs[digest]) for digest in old & set(pairs))})
    return len(old - set(pairs))


def _entries(build: Path) -> set[Entry]:
    try:
        lines = (build / LIST).read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        return set()
    return {tuple(line.split()) for line in lines if len(line.split()) == 2}


def write_entries(build: Path, entries: Iterable[Entry]) -> None:
    """Replace the list whole, with owner-only rights."""
    waiting = build / f"{BUILDING}{LIST}"
    waiting.unlink(missing_ok=True)
    handle = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.writelines(f"{own} {digest}\n" for own, digest in sorted(entries))
        file.flush()
        os.fsync(handle)
    os.replace(waiting, build / LIST)


def turn_away(connection: duckdb.DuckDBPyConnection, staged: Staged, digests: set[str]) -> None:
    """Mark every row of an erased household, also one that is bad for another reason: nothing of it may be kept."""
    kinds = {column.kind for column in staged.present if column.name == "household_id"}
    if not (digests and kinds):
        return
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE erased AS SELECT unnest(?)::UUID AS household_id", [sorted(digests)]
    )
    same, values = "household_id", None
    if "raw_id" in kinds:
        # Long answers keep raw ids until they are turned wide.
        inner, outer = staged.pads
        same, values = hash_sql("household_id"), {"inner": inner, "outer": outer}
    connection.execute(f"UPDATE {staged.name} SET bad = {ERASED} WHERE {same} IN (FROM erased)", values)
