"""A new household key: stored ids are changed with a crosswalk of raw ids, or a new panel starts without one."""

import csv
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data.errors import Problem
from data.key import HEX_DIGITS, PREFIX, hashed, key_id
from data.reference import Reference
from data.settings import Settings
from data.snapshot import Snapshot, published_ids
from data.text import Text
from etl import ledger
from etl.base import newest_good
from etl.blocked import carry
from etl.identity import KEY_BYTES, household_key
from etl.making import KEPT
from etl.publish import only_writer
from etl.remake import on_screen, remake
from etl.values import read_id

COLUMN = "household_id"
STORED = re.compile(rf"{PREFIX}([0-9a-f]{{{HEX_DIGITS}}})")


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """What a change of key did: households that kept their history, rounds that are closed, snapshots removed.

    forgotten: erased households that the crosswalk did not name: later loads no longer know them.
    """

    snapshot: str
    households: int
    closed_rounds: tuple[int, ...]
    removed: tuple[str, ...]
    forgotten: int = 0


def rekey(settings: Settings, crosswalk: Path | None = None) -> Rekeyed:
    """Change the key and publish the snapshot under it; older snapshots go, because their ids meet no later load.

    crosswalk: CSV with the raw id of every household in the column household_id. Without it the rounds there are stay
    as they are and are closed, and households of later rounds do not meet those of before. Raises Problem where a
    household is missing from the crosswalk: it would be counted twice later.
    """
    with only_writer(settings.build):
        settle_key(settings)
        ledger.recover(settings.build)
        base = on_screen(settings)
        fresh = secrets.token_bytes(KEY_BYTES)
        old = household_key(settings.key_file)
        pairs = _pairs(crosswalk, old, fresh) if crosswalk else []
        change = _crossing(pairs, crosswalk) if crosswalk else _stay
        closed = () if crosswalk else tuple(sorted({*base.rounds, *base.manifest.get("closed_rounds", ())}))
        kept = [] if crosswalk else list(closed)
        entry = ledger.entry_of(ledger.next_number(settings.build), "rekey", result="rekeyed", closed_rounds=kept)
        facts = {"load": entry, "key_id": key_id(fresh), "closed_rounds": kept}
        lost = carry(settings.build, key_id(old), key_id(fresh), dict(pairs))
        write_key(_waiting(settings.key_file), fresh)
        done = remake(settings, base, change, facts, tuple(published_ids(settings.build)))
        settle_key(settings)
    return Rekeyed(done.snapshot, 0 if closed else base.manifest["tables"]["household"], closed, done.removed, lost)


def settle_key(settings: Settings) -> None:
    """Put a waiting key in place where its snapshot was published, and drop it where a crash came before that."""
    waiting = _waiting(settings.key_file)
    if not waiting.exists():
        return
    shown, _ = newest_good(settings.build)
    if shown and shown.manifest.get("key_id") == key_id(household_key(waiting)):
        os.replace(waiting, settings.key_file)
    else:
        waiting.unlink()


def _waiting(key_file: Path) -> Path:
    return key_file.with_name(f"{key_file.name}.new")


def write_key(path: Path, key: bytes) -> None:
    """Write a key that only its owner may read, on the disk before anything depends on it."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key.hex() + "\n")
        file.flush()
        os.fsync(handle)


def _pairs(crosswalk: Path, old: bytes, new: bytes) -> list[tuple[str, str]]:
    """Return (stored id now, stored id after) of every raw id of a crosswalk."""
    try:
        with crosswalk.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            raw = [row[COLUMN] for row in rows] if COLUMN in (rows.fieldnames or ()) else None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise _unreadable(crosswalk, str(error)) from error
    if raw is None:
        raise _unreadable(crosswalk, "another header")
    # Read as a load reads them, so that they give the same hash.
    names = [read_id(name)[0] or name for name in raw if name and name.strip()]
    return [(hashed(name, old)[len(PREFIX) :], hashed(name, new)[len(PREFIX) :]) for name in names]


def _unreadable(crosswalk: Path, got: str) -> Problem:
    return Problem(
        Text("อ่านตารางเทียบรหัสไม่ได้", "The crosswalk cannot be read"),
        where=str(crosswalk),
        got=got[:100],
        expected=f"a UTF-8 CSV with the column {COLUMN}: one raw id per row",
        todo=Text("แก้ไฟล์แล้วลองใหม่", "Mend the file and try again"),
    )


def _crossing(pairs: list[tuple[str, str]], crosswalk: Path):
    def change(connection: duckdb.DuckDBPyConnection, reference: Reference) -> dict[str, int]:
        columns = [list(side) for side in zip(*pairs, strict=True)] if pairs else [[], []]
        connection.execute(
            "CREATE TABLE crossing AS SELECT DISTINCT unnest(?)::UUID AS household_id, unnest(?)::UUID AS fresh_id",
            columns,
        )
        missing = connection.execute(
            "SELECT count(*) FROM base.household ANTI JOIN crossing USING (household_id)"
        ).fetchone()[0]
        if missing:
            raise _missing(missing, crosswalk)
        connection.execute(
            """UPDATE out.household SET household_id = fresh_id FROM crossing
            WHERE household.household_id = crossing.household_id"""
        )
        _cross_rejects(connection, dict(pairs))
        return _same_rows(connection)

    return change


def _cross_rejects(connection: duckdb.DuckDBPyConnection, pairs: dict[str, str]) -> None:
    """Give the rows that wait to be mended the ids of the new key, too."""
    connection.execute("ALTER TABLE out.rejects ADD COLUMN IF NOT EXISTS cells VARCHAR")
    waiting = connection.execute("SELECT rowid, cells FROM out.rejects WHERE contains(cells, ?)", [PREFIX]).fetchall()
    for row, cells in waiting:
        crossed = STORED.sub(lambda found: PREFIX + pairs.get(found[1], found[1]), cells)
        connection.execute("UPDATE out.rejects SET cells = ? WHERE rowid = ?", [crossed, row])


def _stay(connection: duckdb.DuckDBPyConnection, reference: Reference) -> dict[str, int]:
    return _same_rows(connection)


def _same_rows(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    return {kept: connection.execute(f"SELECT count(*) FROM base.{kept}").fetchone()[0] for kept in KEPT.values()}


def _missing(count: int, crosswalk: Path) -> Problem:
    return Problem(
        Text("ตารางเทียบรหัสไม่ครบ กุญแจไม่ถูกเปลี่ยน", "The crosswalk is not complete: the key was not changed"),
        where=str(crosswalk),
        got=f"{count:,} households of the snapshot are not in it",
        expected="the raw id of every household",
        todo=Text(
            "เพิ่มรหัสที่ขาด หรือไม่ใช้ --crosswalk เพื่อเริ่มกลุ่มติดตามใหม่",
            "Add the missing ids, or leave out --crosswalk to start a new panel",
        ),
    )


def check_rounds_open(connection: duckdb.DuckDBPyConnection, base: Snapshot | None) -> None:
    """Raise Problem where households of a load belong to a round from before a change of key: they would be doubled."""
    closed = base.manifest.get("closed_rounds") if base else None
    if not closed:
        return
    found = connection.execute(
        "SELECT DISTINCT survey_round FROM accepted_households WHERE list_contains(?, survey_round) ORDER BY 1",
        [closed],
    ).fetchall()
    if found:
        raise Problem(
            Text("รอบนี้ปิดแล้วเพราะเปลี่ยนกุญแจรหัสครัวเรือน", "This round was closed when the household key was changed"),
            where="survey_round",
            got=", ".join(str(number) for (number,) in found),
            expected="a later round; households of this one would be counted twice",
            todo=Text("เริ่มใหม่ทั้งหมดด้วย --fresh ถ้ามีไฟล์ครบ", "With all files at hand begin anew with --fresh"),
        )
