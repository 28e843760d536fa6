"""python -m data ask QUESTION key=value …: any question of the query layer, with the numbers of the pages; and the work list."""

import csv
import getpass
import json
import os
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from data import audit
from data.errors import Problem
from data.gate import HIDDEN, UNTOLD, Released
from data.key import check_access, stored_form
from data.library import Library
from data.queries import QUESTIONS, ask
from data.selection import Selection
from data.settings import Settings, read_settings
from data.subject import kept_of
from data.text import LANGS, Text
from data.viewer import PUBLIC, Viewer
from data.weights import own_weights
from data.worklist import waiting, write_list

LISTED = Text(
    "เขียนรายชื่อ {count} เรื่องไว้ที่ {out} แล้ว ไม่มีรหัสในตารางเทียบ {unknown} เรื่อง ลบไฟล์นี้เมื่อใช้เสร็จ",
    "{count} referrals written to {out}; {unknown} have no code in the crosswalk. Delete the file after use",
)

NO_HOUSEHOLD = Text("ไม่มีครัวเรือนนี้ในชุดข้อมูลที่แสดงอยู่", "The snapshot on screen has no such household")

cli = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)


@cli.command("ask")
def ask_command(
    question: Annotated[str, typer.Argument(help="A question, or `list` for all of them")],
    parameters: Annotated[list[str] | None, typer.Argument(help="key=value, such as by=province round=latest")] = None,
    role: Annotated[
        str, typer.Option("--role", help="Who asks; above public it needs the build's key and is recorded")
    ] = "public",
    province: Annotated[
        list[str] | None, typer.Option("--province", help="Own areas of an operator or researcher")
    ] = None,
    purpose: Annotated[str, typer.Option("--purpose", help="What the rows are for; it is recorded")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, numbers unrounded")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV, numbers unrounded")] = False,
) -> None:
    """Answer a question of the query layer."""
    if question == "list":
        _list()
        return
    library = Library(read_settings())
    viewer = terminal_viewer(role, province or [], purpose, library)
    selection = _selection(question, parameters or [], library)
    released = with_poverty(ask(question, selection, viewer, library), viewer, library)
    if role != PUBLIC.role:
        _record(released, viewer, library.settings)
    if released.untold:
        print("\n".join(UNTOLD[lang] for lang in LANGS), file=sys.stderr)
    if as_json:
        print(json.dumps(_as_json(released), ensure_ascii=False, default=_plain))
    elif as_csv:
        _write_csv(released)
    else:
        _print(released)


@cli.command("worklist")
def worklist_command(
    province: Annotated[list[str], typer.Option("--province", help="Own areas of the operator, again for more")],
    crosswalk: Annotated[
        Path, typer.Option("--crosswalk", help="What a load wrote with --crosswalk; a bare name lies beside the key")
    ],
    out: Annotated[Path, typer.Option("--out", help="New file (CSV) for its owner alone, outside the build folder")],
    purpose: Annotated[str, typer.Option("--purpose", help="What the list is for; it is recorded")] = "",
) -> None:
    """Write who waits for help in an operator's areas, by the operator's own codes."""
    library = Library(read_settings())
    settings = library.settings
    viewer = terminal_viewer("operator", province, purpose, library)
    pages = waiting(viewer, library)
    for page in pages:
        _record(page, viewer, settings, event="work list with own codes")
    beside = settings.key_file.parent / crosswalk if len(crosswalk.parts) == 1 else crosswalk
    count, unknown = write_list(pages, beside, out, settings)
    for words in (LISTED.th, LISTED.en):
        print(words.format(count=count, unknown=unknown, out=out), file=sys.stderr)


@cli.command("household")
def household_command(
    household: Annotated[
        str, typer.Argument(help="The id as exports have it, or stored: kj_…; - reads it from the keyboard")
    ],
    purpose: Annotated[
        str, typer.Option("--purpose", help="Why it is asked for; it is recorded, the household is not")
    ],
) -> None:
    """Print everything that is kept of one household as JSON, for a household that asks for its data."""
    library = Library(read_settings())
    viewer = terminal_viewer("admin", [], purpose, library)
    wanted = typer.prompt("household_id", hide_input=True, err=True) if household == "-" else household
    opened = library.opened(viewer)
    kept = kept_of(stored_form(wanted, library.settings.key_file), opened)
    _note(viewer, library.settings, event="household", snapshot=opened.snapshot.id, rows=sum(map(len, kept.values())))
    if not kept:
        raise Problem(NO_HOUSEHOLD, got="an id that was not found", expected="the id as exports have it, or kj_…")
    print(json.dumps(kept, ensure_ascii=False, indent=2, default=_number_or_text))


def terminal_viewer(role: str, provinces: list[str], purpose: str, library: Library) -> Viewer:
    """Return who asks. Raises Problem where a role above public cannot read the key of the build."""
    reference = library.reference()
    home = {area.code for area in reference.home_areas}
    for code in provinces:
        if code not in home:
            raise _bad("--province", code, ", ".join(sorted(home)))
    viewer = Viewer(role, frozenset(provinces), purpose)
    if role != PUBLIC.role:
        snapshot = library.snapshot()
        check_access(library.settings.key_file, snapshot.manifest.get("key_id") if snapshot else None)
    return viewer


def _record(released: Released, viewer: Viewer, settings: Settings, **more: str) -> None:
    facts = {"question": released.question, "selection": released.selection.to_query(), "snapshot": released.snapshot}
    _note(viewer, settings, **more, **facts, rows=len(released.rows))


def _note(viewer: Viewer, settings: Settings, **facts: object) -> None:
    rights = {"role": viewer.role, "provinces": sorted(viewer.provinces), "purpose": viewer.purpose}
    audit.record(audit.audit_file(settings.build), where="command", who=account(), **rights, **facts)


def account() -> str:
    """Return the account of the operating system that asks."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def with_poverty(released: Released, viewer: Viewer, library: Library) -> Released:
    """Return rows of `contributions` with the columns of `poverty` of their area; other answers as they are."""
    if released.question != "contributions":
        return released
    poverty = {row["code"]: row for row in ask("poverty", released.selection, viewer, library).rows}
    return replace(released, rows=tuple(row | poverty.get(row["code"], {}) for row in released.rows))


def _list() -> None:
    for name, question in QUESTIONS.items():
        print(f"{name}\n    {question.text.en} / {question.text.th}\n    parameters: {', '.join(question.parameters)}")


def _selection(question: str, parameters: list[str], library: Library) -> Selection:
    """Read key=value strictly: on a page a bad value falls back, here it is told."""
    known = QUESTIONS[question].parameters if question in QUESTIONS else ()
    given = dict(text.partition("=")[::2] for text in parameters)
    reference = library.reference()
    query = {key: value for key, value in given.items() if not (key == "round" and value == "latest")}
    selection = Selection.from_query(query, reference)
    for key, value in given.items():
        if key not in known:
            raise _bad(key, value, ", ".join(known))
        if key in ("cohort", "against") and len(getattr(selection, key)) != len(value.split(";")):
            raise _bad(key, value, "field:condition;field:condition, every field once")
        if key == "weights" and ":" in value:
            own_weights(value, reference)
        if key in query and key not in selection.to_query() and value != str(getattr(Selection(), key)):
            raise _bad(key, value, "a value of that parameter")
    rounds = library.opened().snapshot.rounds if question != "published" else {}
    if selection.round and selection.round not in rounds:
        raise _bad("round", str(selection.round), ", ".join(map(str, rounds)))
    return selection


def _bad(key: str, value: str, expected: str) -> Problem:
    return Problem(
        Text("ไม่รู้จักพารามิเตอร์หรือค่านี้", "A parameter or its value is not known"),
        where=key,
        got=value,
        expected=expected,
        todo=Text("ดูรายการด้วย python -m data ask list", "python -m data ask list shows what there is"),
    )


def _as_json(released: Released) -> dict:
    return {
        "question": released.question,
        "selection": released.selection.to_query(),
        "snapshot": released.snapshot,
        "method": released.method,
        "rows": list(released.rows),
    }


def _number_or_text(value: object) -> float | str:
    return float(value) if isinstance(value, Decimal) else str(value)


def _plain(value: object) -> str:
    return str(value)


def _write_csv(released: Released) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    if released.rows:
        writer.writerow(released.rows[0])
    writer.writerows([str(cell) if cell is HIDDEN else cell for cell in row.values()] for row in released.rows)


def _print(released: Released) -> None:
    for row in released.rows:
        print("  ".join(f"{name}={_short(cell)}" for name, cell in row.items()))


def _short(cell: object) -> str:
    return f"{cell:.4g}" if isinstance(cell, float) else "–" if cell is None else str(cell)


def main() -> None:
    """Run the command line; a Problem becomes its message in both languages and exit 1."""
    try:
        cli()
    except Problem as problem:
        for lang in LANGS:
            print("\n".join(problem.lines(lang)), file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
