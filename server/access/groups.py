"""What the groups of an OpenID provider may do here: a file maps each to a role, and claims become an account."""

import hashlib
import time
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.errors import Problem
from data.text import Text
from server.access import accounts, sessions
from server.access.accounts import NAME, Wanted, end_of_day
from server.access.store import Account

BAD_MAP = Text("แฟ้มกลุ่มและบทบาทไม่ถูกต้อง", "The map of groups and roles is not right")
EXAMPLE = '[[group]] name = "…", role = "operator", provinces = ["94"]'


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the provider and what its members may do."""

    name: str
    role: str
    provinces: frozenset[str] = frozenset()
    purpose: str = ""
    until: str = ""


def read_groups(path: Path, known_codes: frozenset[str]) -> tuple[Group, ...]:
    """Return the groups of a TOML file in its order: the first that somebody is in decides the role. Raises Problem."""
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["group"]
        groups = tuple(Group(**entry | {"provinces": frozenset(entry.get("provinces", ()))}) for entry in entries)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Problem(BAD_MAP, where=str(path), got=str(error)[:100], expected=EXAMPLE) from error
    for group in groups:
        accounts.check_rights(_wanted("group", (group,)), known_codes)
    return groups


def rights_of(names: Any, groups: Iterable[Group]) -> Wanted | None:
    """Return the rights that the group names of a token give, None where they give none.

    The role is that of the first group of the file; areas are those of every group of this role.
    """
    said = {names} if isinstance(names, str) else set(names) if isinstance(names, list) and _are_words(names) else set()
    mine = [group for group in groups if group.name in said]
    return _wanted("", tuple(group for group in mine if group.role == mine[0].role)) if mine else None


def _are_words(names: list) -> bool:
    return all(isinstance(name, str) for name in names)


def _wanted(name: str, groups: tuple[Group, ...]) -> Wanted:
    first = groups[0]
    # A group of the role without areas is all of them.
    areas = frozenset() if any(not group.provinces for group in groups) else frozenset.union(*(group.provinces for group in groups))  # fmt: skip
    return Wanted(name, first.role, tuple(sorted(areas)), first.purpose, end_of_day(first.until))


def account_of(subject: str, claims: dict[str, Any], wanted: Wanted) -> Account:
    """Return the account of somebody at the provider, made or changed to these rights; a change ends its sessions.

    A local account is never taken over, whatever name the provider says.
    """
    rights = {
        "role": wanted.role, "provinces": " ".join(wanted.provinces), "purpose": wanted.purpose, "expires_at": wanted.expires_at,
    }  # fmt: skip
    account = Account.get_or_none(Account.subject == subject)
    if account is None:
        return Account.create(name=_free_name(subject, claims), subject=subject, created_at=time.time(), **rights)
    if any(getattr(account, name) != value for name, value in rights.items()):
        if account.purpose != wanted.purpose:
            account.agreed_at = None
        for name, value in rights.items():
            setattr(account, name, value)
        account.save()
        sessions.end_all(account)
    return account


def _free_name(subject: str, claims: dict[str, Any]) -> str:
    for claim in ("preferred_username", "email"):
        name = str(claims.get(claim, "")).strip().lower()
        if NAME.fullmatch(name) and not Account.get_or_none(Account.name == name):
            return name
    return "openid-" + hashlib.sha256(subject.encode()).hexdigest()[:12]


def has_second(claims: dict[str, Any], accepted: str) -> bool:
    """Whether the provider says that a second factor was given. accepted: values of `amr` or `acr`, spaces between."""
    said = claims.get("amr")
    said = {entry for entry in said if isinstance(entry, str)} if isinstance(said, list) else set()
    return bool(({claims.get("acr")} | said) & {*accepted.split()})
