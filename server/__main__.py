"""`python -m server serve` starts the web server, `python -m server settings` lists what can be set."""

import typer

from data.library import HOW_TO_LOAD, NO_SNAPSHOT
from data.reference import load_reference
from data.settings import read_settings
from data.snapshot import pointed
from data.text import LANGS
from server.listing import setting_rows
from server.serving import check_port, serve_with
from server.telling import say, told

cli = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)


@cli.command()
def serve() -> None:
    """Serve the dashboard with several workers until stopped."""
    settings = read_settings()
    check_port(settings.host, settings.port)
    if pointed(settings.build) is None:
        load_reference(settings.reference)
        say(*(f"{NO_SNAPSHOT[lang]}: {settings.build}\n  {HOW_TO_LOAD[lang]}" for lang in LANGS))
    say(f"Kaejon: http://{settings.host}:{settings.port}  (Ctrl+C stops it)")
    serve_with(settings)


@cli.command()
def settings() -> None:
    """Print every setting with its default, its value now and what it is for."""
    for name, default, now, description in setting_rows(read_settings()):
        print(f"{name}={now}\n    {description} (default {default})")


if __name__ == "__main__":
    told(cli)
