"""release: what public roles see moves on to the newest snapshot, protected."""

import json
from typing import Annotated

import typer

from data.settings import read_settings
from data.text import Text
from etl.commands.options import BuildOption, JsonOption, tell
from etl.release import Made, release, release_if_due

RELEASED = Text(
    "เผยแพร่ชุดข้อมูล {snapshot} ต่อสาธารณะแล้ว ครัวเรือนที่เปลี่ยนแต่ยังแสดงตามเดิม {held}",
    "Snapshot {snapshot} is released; changed households that still stand as they were: {held}",
)
THE_SAME = Text("เผยแพร่ชุดข้อมูล {snapshot} อยู่แล้ว", "Snapshot {snapshot} was released before")
NOT_DUE = Text("ยังไม่ถึงรอบเผยแพร่", "No release is due")


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command("release")(release_command)


def release_command(
    snapshot: Annotated[str, typer.Option("--snapshot", help="A kept snapshot; default the newest")] = "",
    if_due: Annotated[bool, typer.Option("--if-due", help="Only where the time between releases is over")] = False,
    build: BuildOption = None,
    as_json: JsonOption = False,
) -> None:
    """Release a snapshot to public roles, with its menu protected and single changes held back."""
    settings = read_settings(build=build)
    made = release_if_due(settings) if if_due else release(settings, snapshot)
    if as_json:
        facts = {"snapshot": made.snapshot, "held": made.held, "fresh": made.fresh} if made else None
        print(json.dumps(facts))
    else:
        tell_release(made)


def tell_release(made: Made | None) -> None:
    """Say in both languages what a release did."""
    if made is None:
        tell(NOT_DUE)
    else:
        tell(RELEASED if made.fresh else THE_SAME, snapshot=made.snapshot, held=f"{made.held:,}")
