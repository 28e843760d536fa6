"""Where else a household may be: watched folders with raw exports and crosswalks, remembered so that an erasure reaches them."""

import csv
import json
import os
from pathlib import Path

import duckdb

from data.crosswalk import ID, STORED, read_crosswalk
from data.errors import Problem
from data.key import PREFIX
from data.reference import Reference
from etl.arrivals import arrivals
from etl.contracts import contracts
from etl.identity import hash_sql, pads
from etl.publish import write
from etl.reading import SUFFIXES
from etl.staging import stage

FILE = "places.json"
WATCHED, CROSSWALKS = "watched", "crosswalks"
# The rooms of a watched folder where raw exports are kept after a load.
ROOMS = ("done", "failed")


def remember(build: Path, kind: str, path: Path) -> None:
    """Note a folder or file by its full path; a build folder that cannot be written now is told by the next load."""
    known = _known(build)
    if (place := str(path.resolve())) in known.get(kind, []):
        return
    try:
        build.mkdir(parents=True, exist_ok=True)
        write(build / FILE, json.dumps(known | {kind: [*known.get(kind, []), place]}, ensure_ascii=False))
    except OSError:
        return


def watched_folders(build: Path) -> list[Path]:
    """Return the folders that were ever watched for this build."""
    return [Path(place) for place in _known(build).get(WATCHED, [])]


def _known(build: Path) -> dict[str, list[str]]:
    try:
        return json.loads((build / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def take_out(build: Path, digest: str, key: bytes, reference: Reference, mappings: Path) -> list[str]:
    """Delete kept exports that hold a household (or cannot be read) and take it out of every crosswalk; return what changed."""
    changed = []
    for folder in _known(build).get(WATCHED, []):
        for room in ROOMS:
            for path in sorted(Path(folder, room).glob("*")):
                if path.name.lower().endswith(SUFFIXES) and _holds(path, digest, key, reference, mappings):
                    path.unlink(missing_ok=True)
                    changed.append(path.name)
    for place in _known(build).get(CROSSWALKS, []):
        rows = read_crosswalk(Path(place))
        kept = {raw: stored for raw, stored in rows.items() if stored != PREFIX + digest}
        if len(kept) < len(rows):
            write_crosswalk(Path(place), kept)
            changed.append(Path(place).name)
    return changed


def _holds(path: Path, digest: str, key: bytes, reference: Reference, mappings: Path) -> bool:
    """Whether an export holds a household; one that cannot be read is taken to hold it."""
    inner, outer = pads(key)
    try:
        with duckdb.connect(config={"temp_directory": ""}) as connection:
            arrived, _ = arrivals([path], contracts(reference), mappings)
            for index, (_, plan) in enumerate(arrived):
                staged = stage(connection, f"kept_{index}", plan, (inner, outer))[0]
                kinds = {column.kind for column in staged.present if column.name == ID}
                if kinds and _names(connection, staged.name, "raw_id" in kinds, digest, (inner, outer)):
                    return True
                if kinds and staged.structural:
                    # Lines that were no rows may hold it, too.
                    return True
    except (Problem, duckdb.Error, OSError):
        return True
    return False


def _names(
    connection: duckdb.DuckDBPyConnection, table: str, raw: bool, digest: str, keys: tuple[bytes, bytes]
) -> bool:
    same, values = (hash_sql(ID), {"inner": keys[0], "outer": keys[1]}) if raw else (ID, {})
    sql = f"SELECT 1 FROM {table} WHERE {same} = $digest::UUID LIMIT 1"
    return connection.execute(sql, values | {"digest": digest}).fetchone() is not None


def write_crosswalk(path: Path, rows: dict[str, str]) -> None:
    """Replace a crosswalk whole; only its owner may read it."""
    waiting = path.with_name(f".{path.name}.new")
    waiting.unlink(missing_ok=True)
    handle = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow((ID, STORED))
            writer.writerows(rows.items())
            file.flush()
            os.fsync(handle)
        os.replace(waiting, path)
    finally:
        waiting.unlink(missing_ok=True)
