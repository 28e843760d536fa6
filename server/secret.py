"""The secret key of the server: it seals what the store must not show to whoever copies it."""

import os
import secrets
from pathlib import Path

from data.errors import Problem
from data.text import Text

BYTES = 32
NO_KEY = Text("ไม่มีกุญแจลับของเซิร์ฟเวอร์", "The server has no secret key")
MAKE_KEY = Text("สร้างด้วย python -m server new-secret", "Make one with python -m server new-secret")
LOOSE = Text("ผู้อื่นอ่านกุญแจลับของเซิร์ฟเวอร์ได้", "Others can read the secret key of the server")


def read_secret(path: Path) -> bytes:
    """Return the key. Raises Problem where there is none or others can read it."""
    try:
        if path.stat().st_mode & 0o077:
            raise Problem(LOOSE, where=str(path), expected="0600", todo=Text(f"chmod 600 {path}", f"chmod 600 {path}"))
        return bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise Problem(NO_KEY, where=str(path), todo=MAKE_KEY) from error


def new_secret(path: Path) -> None:
    """Write a new key, readable by its owner alone, over the one before."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    with open(os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_hex(BYTES) + "\n")
    fresh.replace(path)
