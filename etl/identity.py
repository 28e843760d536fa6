"""Household ids as keyed hashes: the same id gives the same hash, and without the key nobody gets back."""

import os
import secrets
from pathlib import Path

from data.errors import Problem
from data.key import HEX_DIGITS, PREFIX
from data.text import Text

BLOCK = 64
KEY_BYTES = 32


def household_key(path: Path) -> bytes:
    """Return the key, made with owner-only rights on first use. Raises Problem where it cannot be read or is cut off.

    Losing it starts a new panel: households of later loads no longer meet those of earlier ones.
    """
    try:
        if not path.exists():
            _make(path)
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise _unreadable(path, str(error)) from error
    if len(key) != KEY_BYTES:
        raise _unreadable(path, f"{len(key)} bytes")
    return key


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(KEY_BYTES) + "\n")


def _unreadable(path: Path, got: str) -> Problem:
    return Problem(
        Text("อ่านกุญแจรหัสครัวเรือนไม่ได้", "The household key cannot be read"),
        where=str(path),
        got=got,
        expected=f"{KEY_BYTES} bytes as hexadecimal digits",
        todo=Text("กู้กุญแจจากสำเนาสำรอง หรือกำหนด KAEJON_KEY_FILE", "Restore it from the backup, or set KAEJON_KEY_FILE"),
    )


def pads(key: bytes) -> tuple[bytes, bytes]:
    """Return the inner and outer key blocks, with which SQL computes the same hash for millions of rows."""
    block = key.ljust(BLOCK, b"\0")
    return bytes(byte ^ 0x36 for byte in block), bytes(byte ^ 0x5C for byte in block)


def hash_sql(column: str) -> str:
    """Return SQL that turns an id column into a UUID; `$inner` and `$outer` are the pads. A stored id passes as it is."""
    fresh = f"sha256($outer || unhex(sha256($inner || encode(trim({column})))))[:{HEX_DIGITS}]"
    stored = f"regexp_matches({column}, '^{PREFIX}[0-9a-f]{{{HEX_DIGITS}}}$')"
    return f"CASE WHEN {stored} THEN {column}[{len(PREFIX) + 1}:] ELSE {fresh} END::UUID"
