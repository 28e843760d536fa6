"""python -m server users …: accounts at the terminal, for the first administrator and for emergencies."""

import secrets
import sys
from typing import Annotated

import typer

from data.library import Library
from data.settings import read_settings
from data.text import Text
from server.access import accounts, sessions
from server.access.accounts import Wanted, end_of_day
from server.access.store import Account, Store
from server.telling import say

ADDED = Text("สร้างบัญชีแล้ว", "The account is made")
TEMPORARY = Text(
    "รหัสผ่านชั่วคราว แสดงครั้งเดียว ต้องเปลี่ยนเมื่อเข้าสู่ระบบครั้งแรก",
    "Temporary password, shown once; it has to be changed at the first sign-in",
)
CHANGED = Text("บันทึกแล้ว ทุกเครื่องต้องเข้าสู่ระบบใหม่", "Saved; every device has to sign in again")

Name = Annotated[str, typer.Argument(help="Account name")]
FromInput = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input")]


def register(cli: typer.Typer) -> None:
    """Add `users` with its commands."""
    users = typer.Typer(no_args_is_help=True, help="Make, list, change and disable accounts.")
    for name, command in COMMANDS.items():
        users.command(name)(command)
    cli.add_typer(users, name="users", short_help="Make, list, change and disable accounts")


def add(
    name: Name,
    role: Annotated[str, typer.Option("--role", help="policymaker, researcher, operator or admin")],
    province: Annotated[list[str] | None, typer.Option("--province", help="Code of an area, again for more")] = None,
    purpose: Annotated[str, typer.Option("--purpose", help="What a researcher needs the data for")] = "",
    until: Annotated[str, typer.Option("--until", help="Last day of a researcher, YYYY-MM-DD")] = "",
    password_stdin: FromInput = False,
) -> None:
    """Make an account; without a password from standard input a temporary one is shown once."""
    settings = read_settings()
    known = frozenset(area.code for area in Library(settings).reference().home_areas)
    wanted = Wanted(name, role, tuple(province or ()), purpose, end_of_day(until))
    chosen = _chosen(password_stdin)
    with Store(settings.store).reading():
        accounts.create(wanted, chosen, known, temporary=not password_stdin)
    _tell(ADDED, "" if password_stdin else chosen)


def list_accounts() -> None:
    """List every account with its role, areas and state."""
    with Store(read_settings().store).reading():
        for account in Account.select().order_by(Account.name):
            state = "disabled" if account.disabled else "active"
            factor = "two factors" if account.secret else "one factor"
            print(f"{account.name}  {account.role}  {account.provinces or 'all'}  {state}  {factor}")


def disable(name: Name) -> None:
    """Keep an account out from now on and end its sessions."""
    _change(name, lambda account: setattr(account, "disabled", True))


def enable(name: Name) -> None:
    """Let a disabled account in again and forget its failed tries."""

    def let_in(account: Account) -> None:
        account.disabled, account.failures, account.locked_until = False, 0, 0.0

    _change(name, let_in)


def reset_factor(name: Name) -> None:
    """Forget the second factor of an account; it is set up anew at the next sign-in."""

    def forget(account: Account) -> None:
        account.secret, account.recovery, account.last_code = "", "", 0

    _change(name, forget)


def password(name: Name, password_stdin: FromInput = False) -> None:
    """Set another password; without one from standard input a temporary one is shown once."""
    chosen = _chosen(password_stdin)
    with Store(read_settings().store).reading():
        accounts.set_password(accounts.find(name), chosen, temporary=not password_stdin)
    _tell(CHANGED, "" if password_stdin else chosen)


def _change(name: str, change) -> None:
    with Store(read_settings().store).reading():
        account = accounts.find(name)
        change(account)
        account.save()
        sessions.end_all(account)
    _tell(CHANGED)


def _chosen(from_input: bool) -> str:
    return sys.stdin.readline().rstrip("\n") if from_input else secrets.token_urlsafe(15)


def _tell(words: Text, chosen: str = "") -> None:
    say(words.th, words.en)
    if chosen:
        say(f"{TEMPORARY.th} / {TEMPORARY.en}:")
        print(chosen)


COMMANDS = {
    "add": add,
    "list": list_accounts,
    "disable": disable,
    "enable": enable,
    "reset-factor": reset_factor,
    "password": password,
}
