"""Accounts: made, changed and recognised. Who tries passwords is slowed down more with every failure."""

import re
import time
from dataclasses import dataclass
from datetime import datetime

from data.errors import Problem
from data.text import Text
from data.viewer import ROLES, Viewer
from server.access.passwords import check_password, hash_password, matches
from server.access.sessions import end_all, may_enter
from server.access.store import Account

NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{2,63}")
# These see rows or change accounts: a password alone does not let them in.
TWO_FACTORS = frozenset({"researcher", "operator", "admin"})
FREE_FAILURES, FIRST_WAIT, LONGEST_WAIT = 5, 30.0, 3600.0

BAD_NAME = Text("ชื่อบัญชีไม่ถูกต้อง", "The account name is not allowed")
TAKEN = Text("มีบัญชีชื่อนี้แล้ว", "There is an account of this name already")
BAD_ROLE = Text("ไม่รู้จักบทบาทนี้", "This role is not known")
NEEDS_AREAS = Text("บทบาทนี้ต้องระบุจังหวัด", "This role needs its provinces")
NEEDS_PURPOSE = Text("นักวิจัยต้องมีวัตถุประสงค์และวันหมดสิทธิ์", "A researcher needs a purpose and a last day")
SAME = Text("เป็นรหัสผ่านเดิม กรุณาเลือกรหัสใหม่", "This is the password from before; choose another one")
UNKNOWN = Text("ไม่มีบัญชีนี้", "There is no such account")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a new account shall be. provinces: home-level codes; expires_at: seconds since 1970, None for no end."""

    name: str
    role: str
    provinces: tuple[str, ...] = ()
    purpose: str = ""
    expires_at: float | None = None


def create(wanted: Wanted, password: str, known_codes: frozenset[str], *, temporary: bool = False) -> Account:
    """Make an account. Raises Problem for a name, role, province or password that is not allowed.

    temporary: the password has to be changed at the first sign-in.
    """
    name = wanted.name.strip().lower()
    if not NAME.fullmatch(name):
        raise Problem(BAD_NAME, got=name[:64], expected="3-64 of a-z 0-9 . _ @ -")
    check_rights(wanted, known_codes)
    if password:
        check_password(password, name)
    if Account.get_or_none(Account.name == name):
        raise Problem(TAKEN, got=name)
    return Account.create(
        name=name, role=wanted.role, provinces=" ".join(sorted(wanted.provinces)), purpose=wanted.purpose,
        expires_at=wanted.expires_at, password=hash_password(password) if password else "", created_at=time.time(),
        temporary=temporary,
    )  # fmt: skip


def end_of_day(iso: str) -> float | None:
    """Return the end of an ISO date as seconds since 1970, None for anything else."""
    try:
        return datetime.fromisoformat(f"{iso}T23:59:59+00:00").timestamp()
    except ValueError:
        return None


def check_rights(wanted: Wanted, known_codes: frozenset[str]) -> None:
    """Raise Problem for a role, province, purpose or end that is not allowed."""
    if wanted.role not in ROLES or wanted.role == "public":
        raise Problem(BAD_ROLE, got=wanted.role, expected=", ".join(role for role in ROLES if role != "public"))
    unknown = sorted(set(wanted.provinces) - known_codes)
    if unknown or (wanted.role == "operator" and not wanted.provinces):
        raise Problem(NEEDS_AREAS, got=", ".join(unknown) or "-", expected=", ".join(sorted(known_codes)[:30]))
    if wanted.role == "researcher" and not (wanted.purpose.strip() and wanted.expires_at):
        raise Problem(NEEDS_PURPOSE, got=wanted.purpose or "-", expected="purpose, last day")


def find(name: str) -> Account:
    """Return an account by name. Raises Problem where there is none."""
    account = Account.get_or_none(Account.name == name.strip().lower())
    if account is None:
        raise Problem(UNKNOWN, got=name[:64])
    return account


def recognise(name: str, password: str, now: float | None = None) -> Account | None:
    """Return the account of a name and password; None for anything wrong, which never tells what.

    After a few failures every further one doubles the wait before the next try counts, up to an hour.
    """
    now = time.time() if now is None else now
    account = Account.get_or_none(Account.name == name.strip().lower()[:64])
    right = matches(password, account.password if account else "")
    if account is None or not may_enter(account, now) or now < account.locked_until:
        return None
    if not right:
        note_failure(account, now)
        return None
    return account


def note_failure(account: Account, now: float) -> None:
    """Count a failed try and lock the account for a while where there were several."""
    account.failures += 1
    over = account.failures - FREE_FAILURES
    if over >= 0:
        account.locked_until = now + min(FIRST_WAIT * 2**over, LONGEST_WAIT)
    account.save(only=[Account.failures, Account.locked_until])


def note_success(account: Account) -> None:
    """Forget the failures before."""
    account.failures, account.locked_until = 0, 0.0
    account.save()


def set_password(account: Account, password: str, *, temporary: bool = False) -> None:
    """Change a password and end every session of the account. Raises Problem where it is not allowed.

    temporary: somebody else made it, and it has to be changed at the next sign-in. One's own is never the one before.
    """
    check_password(password, account.name)
    if not temporary and matches(password, account.password):
        raise Problem(SAME)
    account.password, account.temporary = hash_password(password), temporary
    note_success(account)
    end_all(account)


def needs_second(account: Account) -> bool:
    """Whether a password alone does not let this account in."""
    return account.role in TWO_FACTORS or bool(account.secret)


def needs_agreement(account: Account) -> bool:
    """Whether a researcher has not agreed to the terms yet."""
    return account.role == "researcher" and account.agreed_at is None


def viewer_of(account: Account) -> Viewer:
    """Return who asks when this account asks; a researcher who has not agreed to the terms is public."""
    if needs_agreement(account):
        return Viewer(account=account.name, until=account.expires_at)
    return Viewer(
        account.role, frozenset(account.provinces.split()), account.purpose, account.name, until=account.expires_at
    )
