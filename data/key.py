"""The household key as far as readers need it: whether it is that of a snapshot, and the stored form of one id.

It is made by loads. At the door of the server it serves to find the one household whose own code somebody types.
"""

import hashlib
import hmac
import re
from pathlib import Path

from data.errors import Problem
from data.text import Text

PREFIX = "kj_"
HEX_DIGITS = 32
STORED = re.compile(rf"{PREFIX}[0-9a-f]{{{HEX_DIGITS}}}")

NO_ACCESS = Text(
    "บทบาทที่สูงกว่าสาธารณะต้องอ่านกุญแจของชุดข้อมูลได้", "Roles above public need read access to the key of the build"
)
ASK_OWNER = Text(
    "ขอสิทธิ์อ่านไฟล์จากผู้ดูแลระบบ หรือกำหนด KAEJON_KEY_FILE",
    "Ask the owner of the system for the right to read it, or set KAEJON_KEY_FILE",
)


def key_id(key: bytes) -> str:
    """Return what tells one household key from another and gives nothing of it away."""
    return hmac.new(key, b"kaejon key id", hashlib.sha256).hexdigest()[:12]


def hashed(household_id: str, key: bytes) -> str:
    """Return the stored form of an id: `kj_` and the first 128 bits of its HMAC-SHA256 (RFC 2104, RFC 4868)."""
    digest = hmac.new(key, household_id.strip().encode("utf-8"), hashlib.sha256).hexdigest()
    return PREFIX + digest[:HEX_DIGITS]


def stored_form(household_id: str, key_file: Path) -> str:
    """Return the stored form of an id, given as exports have it or stored already. Raises Problem without the key."""
    text = household_id.strip()
    return text if STORED.fullmatch(text) else hashed(text, check_access(key_file, None))


def check_access(path: Path, wanted: str | None) -> bytes:
    """Return the key. Raises Problem where it cannot be read, or is not that of the snapshot (`wanted`: its id, None: any)."""
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "no key"
        raise Problem(
            NO_ACCESS, where=str(path), got=reason, expected="a key that can be read", todo=ASK_OWNER
        ) from error
    found = key_id(key)
    if wanted not in (None, found):
        raise Problem(NO_ACCESS, where=str(path), got=f"key {found}", expected=f"key {wanted}", todo=ASK_OWNER)
    return key
