"""Commands of `python -m etl` beside loading: one module per matter, each with `register(cli)`."""

import typer

from etl.commands import maps, past, privacy, releasing, watching


def register(cli: typer.Typer) -> None:
    """Add every command of this package."""
    for module in (maps, past, privacy, releasing, watching):
        module.register(cli)
