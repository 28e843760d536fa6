"""`python -m briefings PLACE` writes documents of one place, `--all` of every area of the home level; `packet` a research packet."""

import os
import re
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from briefings.browser import Browser
from briefings.chapters import CHAPTERS
from briefings.formats import FORMATS, write
from briefings.packet_command import cli as packet_cli
from data.errors import Problem
from data.library import Library
from data.reference import Reference
from data.settings import read_settings
from data.text import LANGS, Text
from data.viewer import PUBLIC

PROGRAMME = "all"
NO_PLACE = Text("ไม่รู้จักพื้นที่นี้", "This place is not known")
NO_FORMAT = Text("ไม่รู้จักรูปแบบนี้", "This format is not known")
NO_CHAPTER = Text("ไม่รู้จักบทนี้", "This chapter is not known")

cli = typer.Typer(add_completion=False, pretty_exceptions_enable=False, help=__doc__)


@cli.command()
def make(
    place: Annotated[str, typer.Argument(help="Code or name of an area; without one the whole programme")] = "",
    every: Annotated[bool, typer.Option("--all", help="Every area of the home level")] = False,
    lang: Annotated[str, typer.Option("--lang", help="th or en")] = "th",
    formats: Annotated[str, typer.Option("--format", help="Of pdf, pptx, png, zip, by comma")] = ",".join(FORMATS),
    chapters: Annotated[str, typer.Option("--chapters", help="Chapters by comma; all of them without it")] = "",
    survey_round: Annotated[str, typer.Option("--round", help="Survey round; the newest without it")] = "",
    cohort: Annotated[str, typer.Option("--cohort", help="Cohort as it stands in an address")] = "",
    snapshot: Annotated[str, typer.Option("--snapshot", help="A kept snapshot; the newest without it")] = "",
    out: Annotated[Path, typer.Option("--out", help="Folder that the documents are written to")] = Path(
        "briefings-out"
    ),
) -> None:
    """Write briefings: the numbers of the pages as PDF, PPTX, PNG and ZIP, as the public may see them."""
    library = Library(read_settings())
    reference = library.reference(PUBLIC)
    wanted = chosen(formats, tuple(FORMATS), NO_FORMAT, "--format")
    parts = chosen(chapters, tuple(CHAPTERS), NO_CHAPTER, "--chapters")
    if lang not in LANGS:
        raise Problem(
            Text("ไม่รู้จักภาษานี้", "This language is not known"), where="--lang", got=lang, expected=", ".join(LANGS)
        )
    places = [area.code for area in reference.home_areas] if every else [place_code(place, reference)]
    query = {key: text for key, text in (("round", survey_round), ("cohort", cohort), ("snapshot", snapshot)) if text}
    out.mkdir(parents=True, exist_ok=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, transient=False) as progress, Browser(library.settings.chromium) as browser:
        task = progress.add_task(f"{lang} {formats}", total=len(places) * len(wanted))
        for code in places:
            chosen_place = {**query, "place": code}
            write(
                chosen_place, lang, library, PUBLIC, wanted, parts, out, lambda _: progress.advance(task), browser.pdf
            )
    print(out)


def chosen(text: str, known: tuple[str, ...], what: Text, where: str) -> tuple[str, ...]:
    """Return words split by comma, all of the known ones for none. Raises Problem for an unknown one."""
    words = tuple(word for word in re.split(r"[,\s]+", text) if word)
    for word in words:
        if word not in known:
            raise Problem(what, where=where, got=word, expected=", ".join(known))
    return words or known


def place_code(text: str, reference: Reference) -> str:
    """Return the code of a place given by code or name, "" for the whole programme. Raises Problem for an unknown one."""
    if not text or text in reference.areas:
        return text
    named = [
        area.code for area in reference.areas.values() if text.casefold() in (area.name.th, area.name.en.casefold())
    ]
    if len(named) != 1:
        expected = ", ".join(f"{area.code} {area.name.en}" for area in reference.home_areas)
        raise Problem(NO_PLACE, where="PLACE", got=text, expected=expected)
    return named[0]


if __name__ == "__main__":
    os.umask(0o077)
    try:
        if sys.argv[1:2] == ["packet"]:
            del sys.argv[1]
            packet_cli()
        else:
            cli()
    except Problem as problem:
        typer.echo("\n".join(line for lang in LANGS for line in problem.lines(lang)), err=True)
        raise SystemExit(1) from problem
