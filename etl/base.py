"""What a load builds on: the snapshot on screen, and why a load may not be mixed into it."""

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from data.errors import Problem
from data.reference import Reference
from data.snapshot import Snapshot, open_snapshot, pointed, published_ids
from data.text import Text

# Raised where the tables of a snapshot get another shape: older snapshots are then rebuilt, not edited.
FORMAT = 2
START_FRESH = Text(
    "ถ้าตั้งใจเริ่มชุดข้อมูลใหม่ ให้เพิ่ม --fresh หรือกำหนด KAEJON_BUILD เป็นโฟลเดอร์อื่น",
    "To start anew on purpose add --fresh, or set KAEJON_BUILD to another folder",
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a load comes from: `demo` is empty for real data, else a digest of the demo's own settings."""

    demo: str
    key_id: str
    reference: Reference


def demo_of(files: list[Path]) -> str:
    """Return which demo data the files are, "" for real ones. Raises Problem where both come together."""
    marks = {_demo_mark(folder) for folder in {path.parent for path in files}}
    if len(marks) > 1:
        raise Problem(
            Text("ข้อมูลสาธิตกับข้อมูลจริงโหลดรวมกันไม่ได้", "Demo data and other data cannot be loaded together"),
            where=", ".join(sorted({str(path.parent) for path in files})),
            got="folders with and without demo.toml, or of two demos",
            expected="one kind",
            todo=Text("โหลดทีละชุด", "Load them one by one"),
        )
    return marks.pop() if marks else ""


def _demo_mark(folder: Path) -> str:
    try:
        text = (folder / "demo.toml").read_text(encoding="utf-8")
        return hashlib.sha256(text.encode()).hexdigest()[:12] if tomllib.loads(text).get("demo") else ""
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return ""


def newest_good(build: Path) -> tuple[Snapshot | None, list[Problem]]:
    """Return the snapshot on screen, or the newest older one that can be read, with a note where it is not the first."""
    wanted = pointed(build)
    older = sorted((entry for entry in published_ids(build) if wanted and entry < wanted), reverse=True)
    damaged: list[str] = []
    for candidate in ([wanted] if wanted else []) + older:
        try:
            snapshot = open_snapshot(build, candidate)
            _read(snapshot.path)
            return snapshot, [_built_on_older(damaged, candidate)] if damaged else []
        except (OSError, ValueError, KeyError, Problem, duckdb.Error):
            damaged.append(candidate)
    return None, []


def _read(database: Path) -> None:
    with duckdb.connect() as connection:
        attach(connection, database, "base", "READ_ONLY")
        connection.execute("SELECT count(*) FROM base.household_profile").fetchone()


def attach(connection: duckdb.DuckDBPyConnection, database: Path, name: str, how: str = "") -> None:
    """Attach a database file under a name; unlike a second opening it meets no instance of this process."""
    path = str(database).replace("'", "''")
    connection.execute(f"ATTACH '{path}' AS {name} {f'({how})' if how else ''}")


def _built_on_older(damaged: list[str], used: str) -> Problem:
    return Problem(
        Text(
            "ชุดข้อมูลล่าสุดเสียหาย จึงต่อจากชุดก่อนหน้า โปรดนำเข้าไฟล์หลังจากนั้นอีกครั้ง",
            "The newest snapshot is damaged: this load builds on the one before; load the files since then again",
        ),
        where=", ".join(damaged),
        got="a damaged file",
        expected=f"built on {used}",
    )


def base_for(base: Snapshot | None, source: Source, fresh: bool) -> Snapshot | None:
    """Return what the load builds on, None to start anew.

    Demo data always replace other demo data. Raises Problem where a load would be mixed into another programme's data,
    into demo data, or into households whose ids were hashed with another key.
    """
    if base is None or fresh:
        return None
    manifest = base.manifest
    before, now = _kind(manifest), _kind_of(source)
    if bool(manifest["demo"]) != bool(source.demo):
        raise _mixed("demo data" if manifest["demo"] else "other data", "demo data" if source.demo else "other data")
    if source.demo and before != now:
        return None
    if manifest["reference_id"] != source.reference.id:
        raise _mixed(f"reference {manifest['reference_id']}", f"reference {source.reference.id}")
    if manifest.get("key_id", source.key_id) != source.key_id:
        raise _other_key()
    return base


def _kind(manifest: dict[str, Any]) -> tuple:
    return manifest.get("demo_set"), manifest["reference_id"], manifest.get("key_id")


def _kind_of(source: Source) -> tuple:
    return source.demo, source.reference.id, source.key_id


def _mixed(before: str, now: str) -> Problem:
    return Problem(
        Text("ไม่นำเข้าทับชุดข้อมูลคนละประเภท", "Data of another kind are on screen: nothing was mixed into them"),
        where="--reference" if "reference" in now else "the files",
        got=now,
        expected=before,
        todo=START_FRESH,
    )


def _other_key() -> Problem:
    return Problem(
        Text(
            "กุญแจรหัสครัวเรือนไม่ใช่ดอกที่ใช้กับชุดข้อมูลนี้ ครัวเรือนเดิมจะถูกนับซ้ำ",
            "The household key is not the one of the snapshot: households would be counted twice",
        ),
        where="KAEJON_KEY_FILE",
        got="another key, or one made anew because the file was lost",
        expected="the key the snapshot was made with",
        todo=Text(
            "กู้กุญแจจากสำเนาสำรอง หรือเริ่มกลุ่มติดตามใหม่ด้วย python -m etl rekey",
            "Restore it from the backup, or start a new panel with python -m etl rekey",
        ),
    )
