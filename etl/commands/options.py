"""Options and words that several commands share."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from data.errors import Problem
from data.text import LANGS, Text

screen = Console(stderr=True, highlight=False, soft_wrap=True)

ReferenceOption = Annotated[Path | None, typer.Option("--reference", help="Reference folder; default KAEJON_REFERENCE")]
BuildOption = Annotated[Path | None, typer.Option("--build", help="Build folder; default KAEJON_BUILD")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object")]


def say(problem: Problem, style: str = "") -> None:
    """Print a Problem in both languages."""
    for lang in LANGS:
        screen.print("\n".join(problem.lines(lang)), style=style, markup=False)


def tell(words: Text, **facts: object) -> None:
    """Print a sentence in both languages."""
    for lang in LANGS:
        screen.print(words[lang].format(**facts), markup=False)
