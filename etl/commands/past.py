"""history, rollback, compare: what was loaded, going back, and what changed in between."""

import json
from typing import Annotated

import typer
from rich.table import Table

from data.settings import read_settings
from data.text import Text
from etl.commands.options import BuildOption, JsonOption, screen, tell
from etl.compare import Comparison, compare_snapshots
from etl.history import history, rollback

SHOWN = Text(
    "กลับไปแสดงชุดข้อมูล {snapshot} แล้ว การนำเข้าครั้งต่อไปจะต่อจากชุดนี้",
    "Snapshot {snapshot} is on screen again; the next load builds on it",
)
COUNTS = {
    "new_households": Text("ครัวเรือนใหม่", "new households"),
    "corrections": Text("แก้ไขข้อมูลเดิม", "corrections"),
    "new_round": Text("ครัวเรือนเดิมในรอบใหม่", "known households in a new round"),
    "gone": Text("ไม่มีแล้ว", "no longer there"),
    "unchanged": Text("เหมือนเดิม", "unchanged"),
}


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command("history")(history_command)
    cli.command("rollback")(rollback_command)
    cli.command("compare")(compare_command)


def history_command(build: BuildOption = None, as_json: JsonOption = False) -> None:
    """List every load, rollback, erasure and change of key."""
    entries = history(read_settings(build=build))
    if as_json:
        print(json.dumps(entries, ensure_ascii=False))
        return
    for entry in entries:
        print(_line(entry))


def _line(entry: dict) -> str:
    """One load on one line: * marks the snapshot on screen, brackets one that is no longer kept."""
    snapshot = entry.get("snapshot") or "–"
    shown = f"{snapshot} *" if entry["on_screen"] else snapshot if entry["kept"] else f"({snapshot})"
    changes = entry.get("changes", {}).values()
    new, changed = (sum(counts[kind] for counts in changes) for kind in ("new", "changed"))
    rejected = sum(file["rejected"] for file in entry.get("files", []))
    words = f"{entry['number']:>5}  {entry['at'][:19]}  {entry['who']:<10} {entry['command']:<9} {entry['result']:<10} {shown:<26}"
    return f"{words}{new:>12,} new {changed:>10,} changed {rejected:>8,} rejected"


def rollback_command(
    snapshot: Annotated[str, typer.Argument(help="A kept snapshot, or the first letters of its id")],
    build: BuildOption = None,
) -> None:
    """Put a kept snapshot back on screen."""
    tell(SHOWN, snapshot=rollback(snapshot, read_settings(build=build)))


def compare_command(
    before: Annotated[str, typer.Argument(help="A kept snapshot, or the first letters of its id")],
    after: Annotated[str, typer.Argument(help="Another one")],
    build: BuildOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell what changed between two snapshots: new households, corrections, new round, and their effect."""
    found = compare_snapshots(before, after, read_settings(build=build))
    print(json.dumps(found.as_json(), ensure_ascii=False)) if as_json else _print(found)


def _print(found: Comparison) -> None:
    for name, words in COUNTS.items():
        screen.print(f"{found.counts[name]:>12,}  {words.th} / {words.en}", markup=False)
    for entry in found.rounds:
        table = Table(title=f"round {entry['round']}", title_justify="left", box=None, pad_edge=False)
        for name in ("", "before", "with corrections", "after"):
            table.add_column(name, justify="right" if name else "left")
        sides = [entry[side] or {} for side in ("before", "corrected", "after")]
        for name in dict.fromkeys(key for side in sides for key in side):
            table.add_row(name, *(_short(side.get(name)) for side in sides))
        screen.print(table)


def _short(value: float | None) -> str:
    return "–" if value is None else f"{value:,.4g}" if value < 100 else f"{value:,.0f}"
