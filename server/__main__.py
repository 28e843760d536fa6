"""`python -m server serve` starts the web server, `python -m server settings` lists what can be set."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from data import audit
from data.library import HOW_TO_LOAD, NO_SNAPSHOT
from data.reference import load_reference
from data.settings import read_settings
from data.snapshot import pointed
from data.text import LANGS, Text
from server.access.commands import register
from server.listing import setting_rows
from server.secret import new_secret
from server.serving import check_port, check_safety, serve_with
from server.telling import say, told

OPEN = Text(
    "เปิดให้อ่านโดยไม่ต้องเข้าสู่ระบบ ทุกคนเห็นเท่าที่สาธารณะเห็น (KAEJON_SIGN_IN=true เปิดบัญชี)",
    "Open without sign-in: everybody sees what the public may see (KAEJON_SIGN_IN=true turns accounts on)",
)

cli = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)


register(cli)


@cli.command()
def serve() -> None:
    """Serve the dashboard with several workers until stopped."""
    settings = read_settings()
    check_safety(settings)
    check_port(settings.host, settings.port)
    if pointed(settings.build) is None:
        load_reference(settings.reference)
        say(*(f"{NO_SNAPSHOT[lang]}: {settings.build}\n  {HOW_TO_LOAD[lang]}" for lang in LANGS))
    if not settings.sign_in:
        say(OPEN.th, OPEN.en)
    say(f"Kaejon: http://{settings.host}:{settings.port}  (Ctrl+C stops it)")
    serve_with(settings)


@cli.command("new-secret")
def new_secret_command() -> None:
    """Make a new secret key of the server; second factors have to be set up again after it."""
    new_secret(read_settings().secret_key_file)


@cli.command("audit")
def audit_command(
    trim: Annotated[bool, typer.Option("--trim", help="Take off what is older than KAEJON_AUDIT_DAYS")] = False,
) -> None:
    """Tell whether the audit is whole, how long it is and its head; a copy of the head elsewhere shows a cut."""
    settings = read_settings()
    path = audit.audit_file(settings.build)
    if trim:
        print(f"trimmed: {audit.trim(path, datetime.now(UTC) - timedelta(days=settings.audit_days))}")
    broken, (lines, head) = audit.breaks(path), audit.head(path)
    print(f"file: {path}\nlines: {lines}\nhead: {head}\nbroken at: {', '.join(map(str, broken)) or 'nowhere'}")
    raise typer.Exit(1 if broken else 0)


@cli.command()
def settings() -> None:
    """Print every setting with its default, its value now and what it is for."""
    for name, default, now, description in setting_rows(read_settings()):
        print(f"{name}={now}\n    {description} (default {default})")


if __name__ == "__main__":
    told(cli)
