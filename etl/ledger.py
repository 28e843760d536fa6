"""The load ledger as the ETL writes it: lines that are only ever added, each on the disk before anything goes on."""

import getpass
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from data.errors import Problem
from data.ledger import LEDGER, read_ledger
from data.snapshot import SNAPSHOTS, published_ids
from data.text import LANGS


def next_number(build: Path) -> int:
    """Return the number of the load that begins now; only the holder of the build folder may ask."""
    return max((entry["number"] for entry in read_ledger(build)), default=0) + 1


def entry_of(number: int, command: str, **facts: Any) -> dict[str, Any]:
    """Return a ledger entry with its moment and who ran it."""
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    return {"number": number, "at": moment, "who": account_name(), "command": command, **facts}


def account_name() -> str:
    """Return the account of the operating system that runs the command."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def add(build: Path, entry: dict[str, Any]) -> bool:
    """Add an entry and return whether it is on the disk.

    A full disk does not undo a published snapshot: its manifest holds the entry, and `recover` writes it later.
    """
    line = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    try:
        handle = os.open(build / LEDGER, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return False
    try:
        end = _whole_lines(handle)
        os.ftruncate(handle, end)
        written = os.pwrite(handle, line, end)
        if written < len(line):
            os.ftruncate(handle, end)
        os.fsync(handle)
        return written == len(line)
    except OSError:
        return False
    finally:
        os.close(handle)


def _whole_lines(handle: int) -> int:
    """Return where the last whole line ends: what follows was cut off when a load was killed."""
    size = os.fstat(handle).st_size
    tail = os.pread(handle, 1 << 20, max(size - (1 << 20), 0))
    return size - (len(tail) - (tail.rfind(b"\n") + 1))


def recover(build: Path) -> None:
    """Add the entries of snapshots that were published by loads killed before they could write theirs."""
    told = {entry["number"] for entry in read_ledger(build)}
    for snapshot_id in published_ids(build):
        entry = _entry_in(build / SNAPSHOTS / f"{snapshot_id}.json")
        if entry and entry["number"] not in told:
            add(build, entry | {"recovered": True})


def _entry_in(manifest: Path) -> dict[str, Any] | None:
    try:
        return json.loads(manifest.read_text(encoding="utf-8")).get("load")
    except (OSError, ValueError):
        return None


def told(problem: Problem) -> dict[str, str]:
    """Return a Problem as the ledger keeps it: without what was got, which may be a value of a file."""
    return {**{lang: problem.what[lang] for lang in LANGS}, "where": Path(problem.where).name}
