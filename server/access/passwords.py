"""Passwords: argon2id hashes, a length rule, and a list of leaked ones that needs no network.

Source: OWASP Password Storage and Authentication Cheat Sheets; NIST SP 800-63B, 5.1.1.2: length and a block list, no rules
on kinds of letters. The list is the one of the package `zxcvbn`, most frequent passwords of public leaks.
"""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from data.errors import Problem
from data.text import Text

SHORTEST, LONGEST = 12, 128
# Guesses, as a power of ten, below which a password is too easy; zxcvbn's "safely unguessable" begins here.
LEAST_SCORE = 3
# Looked at no further: the estimate of a long text takes long and is never low.
LOOKED_AT = 72

SHORT = Text("รหัสผ่านสั้นเกินไป", "The password is too short")
LONG = Text("รหัสผ่านยาวเกินไป", "The password is too long")
LEAKED = Text("รหัสผ่านนี้อยู่ในรายการที่เคยรั่วไหล", "This password is on a list of leaked ones")
EASY = Text("รหัสผ่านนี้เดาง่าย", "This password is easy to guess")
BETTER = Text(
    "ใช้ข้อความยาวที่จำได้ เช่น คำสี่ห้าคำที่ไม่เกี่ยวกัน",
    "Use a long text that you can remember, such as four or five words that have nothing to do with each other",
)

_hasher = PasswordHasher()


def check_password(text: str, name: str = "") -> None:
    """Raise Problem where a new password is too short, too long, leaked or easy; `name`: of the account."""
    if len(text) < SHORTEST:
        raise Problem(SHORT, got=f"{len(text)}", expected=f"{SHORTEST} +", todo=BETTER)
    if len(text) > LONGEST:
        raise Problem(LONG, got=f"{len(text)}", expected=f"{LONGEST} -", todo=BETTER)
    if text.lower() in _leaked():
        raise Problem(LEAKED, todo=BETTER)
    if (name and name in text.lower()) or zxcvbn(text[:LOOKED_AT], user_inputs=[name, "kaejon", "แก้จน"])[
        "score"
    ] < LEAST_SCORE:
        raise Problem(EASY, todo=BETTER)


@cache
def _leaked() -> frozenset[str]:
    return frozenset(FREQUENCY_LISTS["passwords"])


def hash_password(text: str) -> str:
    """Return the argon2id hash of a password with its own salt and parameters."""
    return _hasher.hash(text)


def matches(text: str, stored: str) -> bool:
    """Whether a password is the one of a hash; takes as long where there is none, so that time tells nothing."""
    try:
        return _hasher.verify(stored or _nobody(), text[:LONGEST]) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")
