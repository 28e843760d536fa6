"""The snapshots there are, and going back to one."""

from typing import Any

from data.errors import Problem
from data.key import key_id
from data.ledger import read_ledger
from data.settings import Settings
from data.snapshot import open_snapshot, pointed, published_ids
from data.text import Text
from etl import ledger
from etl.identity import household_key
from etl.publish import only_writer, point_at
from etl.rekey import settle_key


def history(settings: Settings) -> list[dict[str, Any]]:
    """Return the ledger, oldest first, each entry with `on_screen` and `kept` (its snapshot can be gone back to)."""
    shown, kept = pointed(settings.build), set(published_ids(settings.build))
    return [
        entry
        | {"on_screen": entry.get("snapshot") == shown and shown is not None, "kept": entry.get("snapshot") in kept}
        for entry in read_ledger(settings.build)
    ]


def rollback(wanted: str, settings: Settings) -> str:
    """Put a kept snapshot back on screen and return its id; the next load builds on it. `wanted` may be its first letters.

    Raises Problem where no snapshot or several begin so, it is damaged, or its ids are of a key that was changed.
    """
    with only_writer(settings.build):
        settle_key(settings)
        ledger.recover(settings.build)
        snapshot_id = the_one(wanted, settings)
        try:
            snapshot = open_snapshot(settings.build, snapshot_id)
        except (OSError, ValueError, KeyError) as error:
            raise _cannot(snapshot_id, "a damaged snapshot", "one that can be read") from error
        key = key_id(household_key(settings.key_file))
        if snapshot.manifest.get("key_id", key) != key:
            raise _cannot(snapshot_id, "ids of another household key", "the key of today")
        before = pointed(settings.build)
        number = ledger.next_number(settings.build)
        point_at(settings.build, snapshot_id)
        ledger.add(
            settings.build, ledger.entry_of(number, "rollback", result="shown", snapshot=snapshot_id, base=before)
        )
    return snapshot_id


def the_one(wanted: str, settings: Settings) -> str:
    """Return the id of the kept snapshot that begins with some letters; raise Problem where it is not exactly one."""
    kept = published_ids(settings.build)
    found = [entry for entry in kept if wanted and entry.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    raise Problem(
        Text("ไม่มีชุดข้อมูลนี้", "There is no such snapshot")
        if not found
        else Text("ตรงกับหลายชุด", "Several snapshots begin so"),
        got=wanted,
        expected=", ".join(found or kept) or "no snapshot is kept",
        todo=Text("ดูรายการด้วย python -m etl history", "python -m etl history lists them"),
    )


def _cannot(snapshot_id: str, got: str, expected: str) -> Problem:
    return Problem(
        Text("กลับไปชุดข้อมูลนี้ไม่ได้", "This snapshot cannot be gone back to"),
        where=snapshot_id,
        got=got,
        expected=expected,
        todo=Text("เลือกชุดอื่นจาก python -m etl history", "Choose another one of python -m etl history"),
    )
