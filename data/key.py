"""The household key as far as readers need it: whether it is the one of a snapshot. It is made and used by loads only."""

import hashlib
import hmac
from pathlib import Path

from data.errors import Problem
from data.text import Text

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


def check_access(path: Path, wanted: str | None) -> None:
    """Raise Problem where the key cannot be read, or is not the one of the snapshot (`wanted`: its id, None: any)."""
    try:
        found = key_id(bytes.fromhex(path.read_text(encoding="ascii").strip()))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "no key"
        raise Problem(
            NO_ACCESS, where=str(path), got=reason, expected="a key that can be read", todo=ASK_OWNER
        ) from error
    if wanted not in (None, found):
        raise Problem(NO_ACCESS, where=str(path), got=f"key {found}", expected=f"key {wanted}", todo=ASK_OWNER)
