"""A release: the snapshot that public roles see, with its menu protected, and its changes held until they are many."""

import json
import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from data.disclosure.releases import POINTER, RELEASES, Release, read_release, release_path, released
from data.errors import Problem
from data.settings import Settings
from data.snapshot import ID, Snapshot, open_snapshot, pointed
from data.text import Text
from etl.hold import Held, held_back, put_back
from etl.publish import only_writer, write

BROKEN = Text("การเผยแพร่หยุดกลางทาง สาธารณะยังเห็นชุดเดิม", "The release broke off; public roles see what they saw")
NOTHING = Text("ยังไม่มีชุดข้อมูลให้เผยแพร่", "There is no snapshot to release")


@dataclass(frozen=True, slots=True)
class Made:
    """What a release did. held: changed households still shown as they were; fresh: whether anything was made."""

    snapshot: str
    held: int
    fresh: bool


def release(settings: Settings, wanted: str = "") -> Made:
    """Release a snapshot (the newest where none is named) and return what was done. Raises Problem where there is none.

    Against the release before, an area changes only when at least as many of its households changed as the threshold;
    until then its households stand as they did. Nothing is compared where the reference is another.
    """
    with only_writer(settings.build):
        snapshot_id = wanted or pointed(settings.build)
        if snapshot_id is None:
            raise Problem(NOTHING, where=str(settings.build))
        now = released(settings.build)
        before = read_release(settings.build, now) if now else None
        if before and now == snapshot_id and before.has(settings.thresholds):
            return Made(snapshot_id, before.held, False)
        try:
            if before and now == snapshot_id:
                return _protect_again(settings, before)
            return _make(settings, open_snapshot(settings.build, snapshot_id), before)
        except (duckdb.Error, OSError, ValueError, KeyError) as error:
            raise Problem(BROKEN, where=snapshot_id, got=(str(error) or "nothing").splitlines()[0][:200]) from error


def _protect_again(settings: Settings, now: Release) -> Made:
    """Add menus for thresholds that were set since; what was shown is known, and what was hidden stays so."""
    from data.release import protected_menu

    snapshot = open_snapshot(settings.build, now.snapshot, RELEASES)
    menu = protected_menu(snapshot, snapshot.path, now, None, settings.thresholds)
    menu.held = now.held
    write(release_path(settings.build, now.snapshot), json.dumps(menu.as_json(), separators=(",", ":")))
    return Made(now.snapshot, now.held, True)


def _make(settings: Settings, snapshot: Snapshot, before: Release | None) -> Made:
    # Its statistics are slow to import, and most commands release nothing.
    from data.release import protected_menu

    build = settings.build
    folder = build / RELEASES
    folder.mkdir(mode=0o700, exist_ok=True)
    database = folder / f"{snapshot.id}.duckdb"
    database.unlink(missing_ok=True)
    old = _comparable(build, snapshot, before)
    held = held_back(old.path, snapshot) if old else Held()
    _place(snapshot.path, database, bool(held.households))
    if old and held.households:
        put_back(database, old.path, held.households)
    menu = protected_menu(snapshot, database, before if old else None, held.unchanged, settings.thresholds)
    menu.held = len(held.households)
    _publish(build, snapshot, database, menu, settings.keep_snapshots)
    return Made(snapshot.id, menu.held, True)


def _comparable(build: Path, snapshot: Snapshot, before: Release | None) -> Snapshot | None:
    """Return what public roles see now; None where there is nothing, or it is of another reference."""
    if before is None:
        return None
    try:
        old = open_snapshot(build, before.snapshot, RELEASES)
    except (OSError, ValueError, KeyError, Problem):
        return None
    return old if old.reference.id == snapshot.reference.id else None


def _place(source: Path, database: Path, changes: bool) -> None:
    """Put the database there: a second name of the same file where nothing is changed in it."""
    if not changes:
        try:
            os.link(source, database)
            return
        except OSError:
            pass
    shutil.copyfile(source, database)


def _publish(build: Path, snapshot: Snapshot, database: Path, menu: Release, keep: int) -> None:
    """Put a release on screen; the ones before it stay for the addresses that ask for them, `keep` in all."""
    folder = build / RELEASES
    shutil.rmtree(folder / f"{snapshot.id}.reference", ignore_errors=True)
    shutil.copytree(snapshot.reference.folder, folder / f"{snapshot.id}.reference")
    manifest = snapshot.manifest | {"bytes": database.stat().st_size, "held": menu.held}
    if menu.held:
        # Households that stand as they were may have weights that no household has now.
        manifest["weighted"] = True
    write(folder / f"{snapshot.id}.json", json.dumps(manifest, ensure_ascii=False))
    write(release_path(build, snapshot.id), json.dumps(menu.as_json(), separators=(",", ":")))
    write(build / POINTER, snapshot.id + "\n")
    others = sorted(
        {name for path in folder.iterdir() if ID.fullmatch(name := path.name.split(".")[0])} - {snapshot.id}
    )
    stay = {snapshot.id, *others[len(others) - max(keep - 1, 0) :]}
    for path in folder.iterdir():
        if path.name.split(".")[0] not in stay:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def due(settings: Settings) -> bool:
    """Whether a release should be made now: none was, the data are made up, or the last one is old enough."""
    newest, now = pointed(settings.build), released(settings.build)
    if newest is None or newest == now:
        return False
    last = read_release(settings.build, now) if now else None
    if last is None or open_snapshot(settings.build, newest).demo:
        return True
    age = datetime.now(UTC) - datetime.fromisoformat(last.made_at)
    return age >= timedelta(hours=settings.release_every_hours)


def release_if_due(settings: Settings) -> Made | None:
    """Release the newest snapshot where one is due."""
    return release(settings) if due(settings) else None


def forget_releases(build: Path) -> None:
    """Remove every release: after an erasure none may hold the household."""
    (build / POINTER).unlink(missing_ok=True)
    shutil.rmtree(build / RELEASES, ignore_errors=True)
