"""watch: load what is dropped into a folder."""

from pathlib import Path
from typing import Annotated

import typer

from data.errors import Problem
from data.settings import read_settings
from data.text import Text
from etl.commands.options import BuildOption, ReferenceOption, say, tell
from etl.report import LoadReport
from etl.watch import watch

WATCHES = Text("เฝ้าโฟลเดอร์ {folder} (Ctrl+C เพื่อหยุด)", "Watching {folder} (Ctrl+C stops it)")
TOOK = Text(
    "{files}: {result} ชุดข้อมูล {snapshot} ไม่รับ {rejected} แถว",
    "{files}: {result}, snapshot {snapshot}, {rejected} rows rejected",
)


def register(cli: typer.Typer) -> None:
    """Add the command of this module."""
    cli.command("watch")(watch_command)


def watch_command(
    folder: Annotated[Path, typer.Argument(help="Folder that exports are dropped into")],
    once: Annotated[bool, typer.Option("--once", help="Load what is there now, then end")] = False,
    reference: ReferenceOption = None,
    build: BuildOption = None,
) -> None:
    """Load what is dropped into a folder until stopped."""
    settings = read_settings(reference=reference, build=build)
    if not once:
        tell(WATCHES, folder=folder)
    try:
        watch(folder, settings, _hear, once=once)
    except KeyboardInterrupt:
        return


def _hear(heard: Problem | LoadReport) -> None:
    if isinstance(heard, Problem):
        say(heard, "yellow")
        return
    files = ", ".join([entry.file for entry in heard.files] + heard.skipped)
    tell(TOOK, files=files, result=heard.result, snapshot=heard.snapshot, rejected=heard.rejected)
