"""A household's erasure: a snapshot without it, and no older one that holds it."""

from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from data.audit import audit_file, record
from data.disclosure.releases import RELEASES, released
from data.errors import Problem
from data.jobs import take_away
from data.key import PREFIX, STORED, hashed, key_id
from data.reference import Reference
from data.settings import Settings
from data.snapshot import SNAPSHOTS, published_ids
from data.text import Text
from etl import ledger
from etl.base import attach
from etl.blocked import block
from etl.edit import KEYED, edit
from etl.identity import household_key
from etl.making import KEPT
from etl.merge import accept_merged, kept_tables
from etl.places import take_out
from etl.publish import forget, only_writer
from etl.rekey import settle_key
from etl.release import forget_releases
from etl.remake import on_screen, remake
from etl.values import read_id


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did: snapshot on screen after it, rows taken out per table, snapshots removed, other files changed.

    jobs: documents and packets taken away that readers had asked for.
    """

    snapshot: str
    rows: dict[str, int]
    removed: tuple[str, ...]
    files: tuple[str, ...] = ()
    jobs: int = 0


def erase(household_id: str, settings: Settings) -> Erased:
    """Publish a snapshot without a household and remove every other one, every release and kept export that holds it.

    Documents and packets that readers asked for are taken away whole, whatever they hold: they are made again in a minute.
    The audit says that a household was erased, and not which.
    Its keyed hash goes to the list that later loads turn away; the id itself is kept nowhere. household_id: as exports
    have it, or stored (`kj_…`). Raises Problem where nothing kept has it, or where it is the only household there is.
    """
    done = _erased(household_id, settings)
    # What is under way reads the snapshot before; it ends here, too.
    done = replace(done, jobs=take_away(settings.jobs))
    facts = {"snapshot": done.snapshot, "rows": sum(done.rows.values()), "removed": len(done.removed)}
    record(
        audit_file(settings.build), where="command", event="erased", who=ledger.account_name(), role="admin", **facts
    )
    return done


def _erased(household_id: str, settings: Settings) -> Erased:
    with only_writer(settings.build):
        settle_key(settings)
        ledger.recover(settings.build)
        digest = _digest(household_id, settings)
        base = on_screen(settings)
        holding = [entry for entry in published_ids(settings.build) if _holds(settings.build, entry, digest)]
        now = released(settings.build)
        if not holding and not (now and _holds(settings.build, now, digest, RELEASES)):
            raise _unknown()
        number = ledger.next_number(settings.build)
        if base.id in holding:
            _check_others(base.path, digest)
        # First of all: what comes now may not bring it back.
        key = household_key(settings.key_file)
        block(settings.build, key_id(key), digest)
        files = tuple(take_out(settings.build, digest, key, base.reference, settings.mappings))
        if base.id not in holding:
            return _forget_only(settings, base.id, tuple(holding), number, files)
        # A release may show the household as it was: none is kept.
        forget_releases(settings.build)
        rows = _rows_of(base.path, digest)
        entry = ledger.entry_of(number, "erase", result="erased", rows=rows)
        done = remake(settings, base, _taking_out(digest), {"load": entry}, tuple(holding))
        return Erased(done.snapshot, rows, done.removed, files)


def _digest(household_id: str, settings: Settings) -> str:
    # Read as a load reads it, so that it gives the same hash.
    text = read_id(household_id)[0] or household_id.strip()
    stored = text if STORED.fullmatch(text) else hashed(text, household_key(settings.key_file))
    return stored.removeprefix(PREFIX)


def _holds(build: Path, snapshot_id: str, digest: str, room: str = SNAPSHOTS) -> bool:
    """Whether a snapshot (or release) holds a household; one that cannot be read is taken to hold it."""
    try:
        return bool(_rows_of(build / room / f"{snapshot_id}.duckdb", digest))
    except duckdb.Error:
        return True


def _rows_of(database: Path, digest: str) -> dict[str, int]:
    """{table: rows of the household}, empty where there is none."""
    with duckdb.connect() as connection:
        attach(connection, database, "kept", "READ_ONLY")
        rejected = {"rejects": _rejected(connection, digest)}
        found = "SELECT household_key FROM kept.household WHERE household_id = ?::UUID"
        key = connection.execute(found, [digest]).fetchone()
        counted = {
            table: connection.execute(f"SELECT count(*) FROM kept.{table} WHERE household_key = ?", key).fetchone()[0]
            for table in (KEYED if key else ())
        }
    return {table: rows for table, rows in (counted | rejected).items() if rows}


def _rejected(connection: duckdb.DuckDBPyConnection, digest: str) -> int:
    """Rejected rows that are kept to be mended and hold the household's stored id."""
    kept = connection.execute(
        "SELECT 1 FROM duckdb_columns() WHERE database_name = 'kept' AND table_name = 'rejects' AND column_name = 'cells'"
    ).fetchone()
    sql = "SELECT count(*) FROM kept.rejects WHERE contains(cells, ?)"
    return connection.execute(sql, [PREFIX + digest]).fetchone()[0] if kept else 0


def _check_others(database: Path, digest: str) -> None:
    with duckdb.connect() as connection:
        attach(connection, database, "kept", "READ_ONLY")
        others = "SELECT 1 FROM kept.household WHERE household_id <> ?::UUID LIMIT 1"
        if not connection.execute(others, [digest]).fetchone():
            raise _last_one()


def _taking_out(digest: str):
    def change(connection: duckdb.DuckDBPyConnection, reference: Reference) -> dict[str, int]:
        chosen = "SELECT household_id FROM base.household WHERE household_id = ?::UUID"
        connection.execute(f"CREATE TABLE affected AS {chosen}", [digest])
        accept_merged(connection, reference, set(), only_affected=True)
        expected = {}
        for contract in kept_tables(reference):
            before = connection.execute(f"SELECT count(*) FROM base_{contract.table}").fetchone()[0]
            if "household_id" in contract.names:
                before -= connection.execute(f"SELECT count(*) FROM merged_{contract.table}").fetchone()[0]
                connection.execute(f"DELETE FROM merged_{contract.table}")
            if contract.table in KEPT:
                expected[KEPT[contract.table]] = before
        edit(connection, reference)
        connection.execute("ALTER TABLE out.rejects ADD COLUMN IF NOT EXISTS cells VARCHAR")
        connection.execute("DELETE FROM out.rejects WHERE contains(cells, ?)", [PREFIX + digest])
        return expected

    return change


def _forget_only(
    settings: Settings, shown: str, holding: tuple[str, ...], number: int, files: tuple[str, ...]
) -> Erased:
    forget_releases(settings.build)
    for old in holding:
        forget(settings.build, old)
    facts = {"result": "erased", "rows": {}, "base": shown, "snapshot": shown, "removed": list(holding)}
    ledger.add(settings.build, ledger.entry_of(number, "erase", **facts))
    return Erased(shown, {}, holding, files)


def _unknown() -> Problem:
    return Problem(
        Text("ไม่มีครัวเรือนนี้ในชุดข้อมูลใด", "No kept snapshot holds this household"),
        got="an id that was not found",
        expected="a household_id as the exports have it, or the stored form kj_ and 32 hexadecimal digits",
        todo=Text("ตรวจรหัสและไฟล์กุญแจ", "Check the id and the key file"),
    )


def _last_one() -> Problem:
    return Problem(
        Text("เป็นครัวเรือนเดียวที่มี", "It is the only household there is"),
        got="a snapshot that would be empty",
        expected="at least one other household",
        todo=Text("ลบโฟลเดอร์ข้อมูลทั้งหมดแทน", "Remove the build folder instead"),
    )
