"""`python -m briefings packet PLACE` writes a research packet: de-identified rows, protected, with codebook and code."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from briefings.packet import Wanted, write_packet
from data import audit
from data.__main__ import account, terminal_viewer
from data.cohort import read_cohort
from data.errors import Problem
from data.library import Library
from data.settings import read_settings
from data.text import Text
from data.viewer import VIEWER, Viewer

NO_DAY = Text("วันที่ไม่ถูกต้อง", "This is no day")

cli = typer.Typer(add_completion=False, pretty_exceptions_enable=False, help=__doc__)


@cli.command()
def packet(
    place: Annotated[str, typer.Argument(help="Code of an area; without one the whole programme")] = "",
    role: Annotated[str, typer.Option("--role", help="researcher or admin; needs the build's key, and is recorded")] = "researcher",
    purpose: Annotated[str, typer.Option("--purpose", help="What the rows are for; it is recorded")] = "",
    until: Annotated[str, typer.Option("--until", help="Last day the rows may be used, YYYY-MM-DD")] = "",
    province: Annotated[list[str] | None, typer.Option("--province", help="Own areas of a researcher")] = None,
    survey_round: Annotated[str, typer.Option("--round", help="Survey round; the newest without it")] = "",
    cohort: Annotated[str, typer.Option("--cohort", help="Cohort as it stands in an address")] = "",
    snapshot: Annotated[str, typer.Option("--snapshot", help="A kept snapshot; the newest without it")] = "",
    out: Annotated[Path, typer.Option("--out", help="Folder that the packet is written to")] = Path("packets-out"),
) -> None:  # fmt: skip
    """Write a research packet as ZIP."""
    library = Library(read_settings())
    # Who asks is the account of the operating system; the key of the build is what gives it the role.
    rights = terminal_viewer(role, province or [], purpose, library)
    viewer = Viewer(rights.role, rights.provinces, purpose, account())
    _check(place, cohort, library)
    query = {"place": place, "round": survey_round, "cohort": cohort, "snapshot": snapshot}
    wanted = Wanted({key: text for key, text in query.items() if text}, purpose, _day(until))
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    VIEWER.set(viewer)
    print(write_packet(wanted, library, viewer, out, partial(_record, library, viewer), lambda: None))


def _record(library: Library, viewer: Viewer, **facts) -> None:
    rights = {"role": viewer.role, "provinces": sorted(viewer.provinces), "purpose": viewer.purpose}
    audit.record(audit.audit_file(library.settings.build), where="command", who=viewer.account, **rights, **facts)


def _check(place: str, cohort: str, library: Library) -> None:
    """Raise Problem for a place or condition that a page would leave out without a word."""
    reference = library.reference()
    if place and place not in reference.areas:
        expected = ", ".join(area.code for area in reference.home_areas)
        raise Problem(Text("ไม่รู้จักพื้นที่นี้", "This place is not known"), where="PLACE", got=place, expected=expected)
    if cohort and len(read_cohort(cohort, reference)) != len(cohort.split(";")):
        raise Problem(
            Text("ไม่รู้จักเงื่อนไขบางข้อ", "A condition is not known"), where="--cohort", got=cohort,
            expected="field:condition;field:condition, every field once",
        )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Problem(NO_DAY, where="--until", got=text, expected="YYYY-MM-DD") from error
