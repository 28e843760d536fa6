"""The second factor: codes of thirty seconds (TOTP, RFC 6238) and recovery codes that work once."""

import base64
import hashlib
import hmac
import io
import secrets
import time

import pyotp
import segno
from cryptography.fernet import Fernet, InvalidToken

from server.access.store import Account

ISSUER = "Kaejon"
STEP = 30
RECOVERY_CODES = 10


def new_secret() -> str:
    """Return a fresh secret of 160 bits in base 32."""
    return pyotp.random_base32()


def sealed(secret: str, key: bytes) -> str:
    """Return a secret as it may lie in the store."""
    return _box(key).encrypt(secret.encode()).decode()


def opened(stored: str, key: bytes) -> str:
    """Return the secret of an account, "" where it has none or the server's key is another."""
    try:
        return _box(key).decrypt(stored.encode()).decode() if stored else ""
    except InvalidToken:
        return ""


def _box(key: bytes) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"second factor" + key).digest()))


def address(account: Account, secret: str) -> str:
    """Return the otpauth:// address that an app on a phone reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=account.name, issuer_name=ISSUER)


def picture(text: str) -> str:
    """Return a QR code as an SVG element."""
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", scale=5, xmldecl=False, svgns=True, omitsize=False)
    return out.getvalue().decode()


def accepts(account: Account, secret: str, code: str, now: float | None = None) -> bool:
    """Whether a code is right, one step early or late, and newer than the last one used; remembers it in the account."""
    code = "".join(code.split())
    step = int((time.time() if now is None else now) // STEP)
    for candidate in (step - 1, step, step + 1):
        right = hmac.compare_digest(pyotp.TOTP(secret).at(candidate * STEP), code) if code.isascii() else False
        if right and candidate > account.last_code:
            account.last_code = candidate
            return True
    return False


def new_recovery_codes() -> list[str]:
    """Return codes of 80 random bits, to be shown once."""
    return [
        "-".join(text[place : place + 4] for place in range(0, 16, 4)) for text in map(_letters, range(RECOVERY_CODES))
    ]


def _letters(_: int) -> str:
    return base64.b32encode(secrets.token_bytes(10)).decode().lower()


def kept(codes: list[str]) -> str:
    """Return recovery codes as they lie in the store; random enough that a plain hash is safe."""
    return " ".join(_digest(code) for code in codes)


def spends(account: Account, code: str) -> bool:
    """Whether a recovery code is one of the account's; it is taken off."""
    codes = account.recovery.split()
    digest = _digest(code)
    found = [entry for entry in codes if hmac.compare_digest(entry, digest)]
    account.recovery = " ".join(entry for entry in codes if entry not in found)
    return bool(found)


def _digest(code: str) -> str:
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
