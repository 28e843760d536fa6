"""`python -m server serve` starts the web server, `python -m server settings` lists what can be set."""

import sys

import typer
from pydantic import ValidationError

from data.errors import Problem
from data.library import HOW_TO_LOAD, NO_SNAPSHOT
from data.settings import Settings
from data.snapshot import pointed
from data.text import Text
from server.listing import setting_rows
from server.serving import check_port, serve_with

BAD_SETTING = Text("ค่าตั้งไม่ถูกต้อง", "A setting has a value that is not allowed")
FIX_SETTING = Text(
    "แก้ตัวแปรสภาพแวดล้อม แล้วเริ่มใหม่ ดูทั้งหมดด้วย python -m server settings",
    "Change the environment variable and start again; python -m server settings lists them all",
)

cli = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)


@cli.command()
def serve() -> None:
    """Serve the dashboard with several workers until stopped."""
    settings = read_settings()
    check_port(settings.host, settings.port)
    if pointed(settings.build) is None:
        say(f"{NO_SNAPSHOT.en}: {settings.build}", HOW_TO_LOAD.en)
    say(f"Kaejon: http://{settings.host}:{settings.port}  (Ctrl+C stops it)")
    serve_with(settings)


@cli.command()
def settings() -> None:
    """Print every setting with its default, its value now and what it is for."""
    for name, default, now, description in setting_rows(read_settings()):
        print(f"{name}={now}\n    {description} (default {default})")


def read_settings() -> Settings:
    """Return the settings of the environment. Raises Problem naming the variable that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        where, got = f"KAEJON_{first['loc'][0]}".upper(), str(first["input"])
        raise Problem(BAD_SETTING, where=where, got=got, expected=first["msg"], todo=FIX_SETTING) from error


def say(*lines: str) -> None:
    """Write lines for the person at the terminal, apart from the request log."""
    print("\n".join(lines), file=sys.stderr, flush=True)


def main() -> None:
    """Run the command; a Problem is told in words and ends with exit code 1."""
    try:
        cli()
    except Problem as problem:
        say(*problem.lines())
        sys.exit(1)


if __name__ == "__main__":
    main()
