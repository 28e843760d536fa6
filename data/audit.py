"""Who saw which rows: a file of lines that are only ever added, each naming the digest of the line before it.

One file beside the build, not inside snapshots, that its owner alone may read. Entries hold the account and the
question, never rows or households. A line that is changed, taken out or put in breaks the chain; lines taken off the
end are found by comparing `head` with a copy kept elsewhere.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from data.errors import Problem
from data.text import Text

FIRST = "0" * 64
TAIL = 1 << 16
TRIMMED = "trimmed"
NOT_WRITTEN = Text("บันทึกการเข้าถึงไม่ได้ จึงไม่แสดงคำตอบ", "The access cannot be recorded, so nothing is shown")


def audit_file(build: Path) -> Path:
    """Return the audit of a build folder: `build-audit.jsonl` beside `build`."""
    return build.with_name(f"{build.name}-audit.jsonl")


def record(path: Path, **facts: Any) -> dict[str, Any]:
    """Add an entry and return it once it is on the disk. Raises Problem where it cannot be written.

    facts: where ("command", "web"), who, role, provinces, purpose, question, selection, snapshot, rows; further ones as
    an event has them. at (UTC) and before (digest of the line before) are added here. Safe for threads and processes.
    """
    try:
        handle = _locked(path)
    except OSError as error:
        raise _not_written(path, error) from error
    try:
        last, whole = _last_line(handle)
        moment = datetime.now(UTC).isoformat(timespec="milliseconds")
        entry = {"at": moment, **facts, "before": _digest(last) if last else FIRST}
        line = json.dumps(entry, ensure_ascii=False, separators=(",", ":"), default=str).encode() + b"\n"
        # A line that a crash cut off stays as it is; the next one begins on its own.
        line = line if whole else b"\n" + line
        if os.write(handle, line) < len(line):
            raise OSError("the disk is full")
        os.fsync(handle)
        return entry
    except OSError as error:
        raise _not_written(path, error) from error
    finally:
        os.close(handle)


def _locked(path: Path) -> int:
    """Open the file for this writer alone; one that was trimmed in between is another file by now."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX)
        if path.exists() and os.fstat(handle).st_ino == path.stat().st_ino:
            return handle
        os.close(handle)


def _not_written(path: Path, error: OSError) -> Problem:
    todo = Text("ตรวจสิทธิ์และพื้นที่ว่างของไฟล์นี้", "See to the rights and the free space of this file")
    return Problem(
        NOT_WRITTEN, where=str(path), got=error.strerror or str(error), expected="a file to add to", todo=todo
    )


def _last_line(handle: int) -> tuple[bytes, bool]:
    """Return the last line without its end, b"" in an empty file, and whether it has its end."""
    size = os.fstat(handle).st_size
    reach = TAIL
    while True:
        tail = os.pread(handle, reach, max(size - reach, 0))
        body = tail.removesuffix(b"\n")
        if b"\n" in body or reach >= size:
            return body[body.rfind(b"\n") + 1 :], not tail or tail.endswith(b"\n")
        reach *= 2


def _digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def entries(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the entries, oldest first; lines that are none are left out."""
    for line in _lines(path):
        entry = _parsed(line)
        if entry is not None:
            yield entry


def breaks(path: Path) -> list[int]:
    """Return the numbers, from 1, of the lines that do not follow from the line before them; none where all is well."""
    found, before = [], FIRST
    for number, line in enumerate(_lines(path), start=1):
        entry = _parsed(line)
        if entry is None or entry.get("before") != before:
            found.append(number)
        trimmed = number == 1 and entry is not None and entry.get("event") == TRIMMED
        before = entry["head"] if trimmed else _digest(line)
    return found


def trim(path: Path, oldest: datetime) -> int:
    """Take off the entries from before a moment and return how many; the first line then says so and carries the chain on.

    Raises Problem where the file cannot be written. Nothing is written where nothing is that old.
    """
    try:
        with open(os.open(path, os.O_RDWR), "rb") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            return _trimmed(path, handle.read().splitlines(), oldest)
    except FileNotFoundError:
        return 0
    except OSError as error:
        raise _not_written(path, error) from error


def _trimmed(path: Path, lines: list[bytes], oldest: datetime) -> int:
    kept = next((place for place, line in enumerate(lines) if _moment(line) >= oldest), len(lines))
    old = [line for line in lines[:kept] if (_parsed(line) or {}).get("event") != TRIMMED]
    if not old:
        return 0
    said = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "where": "command", "event": TRIMMED}
    said |= {"lines": len(old), "head": _digest(lines[kept - 1]), "before": FIRST}
    fresh = path.with_suffix(".new")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(b"".join(line + b"\n" for line in (json.dumps(said).encode(), *lines[kept:])))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    return len(old)


def _moment(line: bytes) -> datetime:
    entry = _parsed(line) or {}
    try:
        return datetime.fromisoformat(entry["at"])
    except (KeyError, ValueError, TypeError):
        return datetime.min.replace(tzinfo=UTC)


def head(path: Path) -> tuple[int, str]:
    """Return how many lines there are and the digest of the last: a copy elsewhere tells when the end was cut off."""
    lines = _lines(path)
    return len(lines), _digest(lines[-1]) if lines else FIRST


def _lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines() if path.is_file() else []


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) else None
