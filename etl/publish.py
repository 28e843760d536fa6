"""Stage, build, check, publish: a snapshot appears under the pointer whole or not at all."""

import contextlib
import fcntl
import json
import os
import secrets
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from data.errors import Problem
from data.reference import Reference
from data.snapshot import ID, POINTER, SNAPSHOTS, pointed, published_ids
from data.text import Text

BUILDING = ".building-"


class Busy(Problem):
    """The build folder cannot be written now: another load runs, or its rights are not enough."""


@contextlib.contextmanager
def only_writer(build: Path):
    """Hold the build folder for one load and clear what a killed load left. Raises Problem where another load runs."""
    try:
        (build / SNAPSHOTS).mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = (build / "load.lock").open("w")
    except OSError as error:
        raise Busy(
            Text("เขียนโฟลเดอร์ข้อมูลไม่ได้", "The build folder cannot be written"),
            where=str(build),
            got=error.strerror or str(error),
            expected="a folder this user may write",
            todo=Text("แก้สิทธิ์ หรือกำหนด KAEJON_BUILD", "Mend its rights, or set KAEJON_BUILD"),
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Busy(
                Text("มีการนำเข้าอื่นกำลังทำงาน", "Another load is running"),
                where=str(build),
                got="a held lock",
                expected="one load at a time",
                todo=Text("รอให้เสร็จแล้วลองใหม่", "Wait until it is done and try again"),
            ) from error
        _clear(build)
        yield


def _clear(build: Path) -> None:
    complete = set(published_ids(build))
    for path in (build / SNAPSHOTS).iterdir():
        if path.name.startswith(BUILDING) or path.name.split(".")[0] not in complete:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def new_id(build: Path) -> str:
    """Return an id that sorts behind every snapshot there is, even where the clock went back."""
    now = datetime.now(UTC).replace(microsecond=0)
    known = [*published_ids(build), *filter(None, [pointed(build)])]
    if known:
        newest = datetime.strptime(max(known)[:15], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
        now = max(now, newest + timedelta(seconds=1))
    snapshot_id = f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
    assert ID.fullmatch(snapshot_id)
    return snapshot_id


def building_path(build: Path, snapshot_id: str) -> Path:
    """Return where the database of a snapshot grows before it is published."""
    return build / SNAPSHOTS / f"{BUILDING}{snapshot_id}.duckdb"


def publish(build: Path, snapshot_id: str, reference: Reference, manifest: dict, keep: int) -> None:
    """Put a finished database in place, write its manifest, move the pointer, and forget the oldest snapshots."""
    folder = build / SNAPSHOTS
    database = folder / f"{snapshot_id}.duckdb"
    shutil.copytree(reference.folder, folder / f"{snapshot_id}.reference", ignore=shutil.ignore_patterns("*.geojson"))
    os.replace(building_path(build, snapshot_id), database)
    _sync(database)
    # A snapshot is complete once its manifest stands: it comes last, and the pointer after it.
    size = database.stat().st_size
    sizes = {"bytes": size, "bytes_when_built": manifest.get("bytes_when_built") or size}
    write(folder / f"{snapshot_id}.json", json.dumps(manifest | sizes, ensure_ascii=False, indent=1))
    point_at(build, snapshot_id)
    for old in published_ids(build)[:-keep]:
        forget(build, old)


def point_at(build: Path, snapshot_id: str) -> None:
    """Put a complete snapshot on screen."""
    write(build / POINTER, snapshot_id + "\n")


def forget(build: Path, snapshot_id: str) -> None:
    """Remove one snapshot, its manifest first so that it is never half there."""
    folder = build / SNAPSHOTS
    (folder / f"{snapshot_id}.json").unlink(missing_ok=True)
    (folder / f"{snapshot_id}.duckdb").unlink(missing_ok=True)
    shutil.rmtree(folder / f"{snapshot_id}.reference", ignore_errors=True)


def write(path: Path, text: str) -> None:
    """Replace a text file whole."""
    waiting = path.with_name(f"{BUILDING}{path.name}")
    waiting.write_text(text, encoding="utf-8")
    _sync(waiting)
    os.replace(waiting, path)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
