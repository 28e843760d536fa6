"""erase, rekey and processing: a household taken out, a new household key, and the record of what is kept."""

from pathlib import Path
from typing import Annotated

import typer

from data.reference import load_reference
from data.settings import read_settings
from data.text import Text
from etl.commands.options import BuildOption, tell
from etl.erase import erase
from etl.processing import record_of_processing
from etl.rekey import rekey
from etl.tidy import tidy

ERASED = Text(
    "ลบครัวเรือนแล้ว {rows} แถว ชุดข้อมูล {snapshot} แสดงอยู่ ลบชุดข้อมูลเดิมที่มีครัวเรือนนี้ {removed} ชุด และลบหรือแก้ไขไฟล์ที่เก็บไว้ {files} ไฟล์ ลบเอกสารที่ผู้อ่านขอไว้ {jobs} ชุด\nไฟล์ที่ส่งมาภายหลังซึ่งยังมีครัวเรือนนี้จะถูกปฏิเสธเฉพาะแถวของครัวเรือนนี้ โปรดลบที่ต้นทางด้วย",
    "The household was taken out: {rows} rows. Snapshot {snapshot} is on screen; {removed} older snapshots that held it were removed, and {files} kept files deleted or changed, {jobs} documents of readers taken away.\nRows of later files that still name it are turned away: have it removed at its source, too.",
)
CROSSED = Text(
    "เปลี่ยนกุญแจแล้ว {households} ครัวเรือนยังติดตามต่อได้ ชุดข้อมูล {snapshot} แสดงอยู่ และลบชุดเดิม {removed} ชุด",
    "The key was changed: {households} households keep their history. Snapshot {snapshot} is on screen; {removed} older ones were removed.",
)
NEW_PANEL = Text(
    "เปลี่ยนกุญแจแล้วโดยไม่มีตารางเทียบ: เริ่มกลุ่มติดตามใหม่ รอบ {closed} ปิดแล้ว และครัวเรือนในรอบต่อไปจะไม่เชื่อมกับรอบเดิม\nชุดข้อมูล {snapshot} แสดงอยู่ และลบชุดเดิม {removed} ชุด",
    "The key was changed without a crosswalk: a new panel starts. Rounds {closed} are closed, and households of later rounds do not meet those before.\nSnapshot {snapshot} is on screen; {removed} older ones were removed.",
)
FORGOTTEN = Text(
    "ครัวเรือนที่เคยลบ {count} ครัวเรือนไม่มีในตารางเทียบ ภายใต้กุญแจใหม่ระบบจะไม่รู้จักอีก โปรดสั่งลบซ้ำถ้ากลับเข้ามา",
    "{count} erased households are not in the crosswalk: under the new key they are no longer known. Erase them again if they come back.",
)


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command("erase")(erase_command)
    cli.command("rekey")(rekey_command)
    cli.command("tidy")(tidy_command)
    cli.command("processing")(processing_command)


def processing_command() -> None:
    """Write the record of processing of the reference as Markdown."""
    print(record_of_processing(load_reference(read_settings().reference)))


def tidy_command(build: BuildOption = None) -> None:
    """Delete what was kept as long as the settings say; run it once a day."""
    for kind, count in tidy(read_settings(build=build)).items():
        print(f"{kind}: {count}")


def erase_command(
    household: Annotated[
        str, typer.Argument(help="The id as exports have it, or stored: kj_…; - reads it from the keyboard")
    ],
    build: BuildOption = None,
) -> None:
    """Take a household out of the snapshot and remove every older snapshot that holds it."""
    wanted = typer.prompt("household_id", hide_input=True) if household == "-" else household
    done = erase(wanted, read_settings(build=build))
    facts = {"snapshot": done.snapshot, "removed": len(done.removed), "files": len(done.files), "jobs": done.jobs}
    tell(ERASED, rows=sum(done.rows.values()), **facts)


def rekey_command(
    crosswalk: Annotated[
        Path | None, typer.Option("--crosswalk", help="CSV with the raw household_id of every household")
    ] = None,
    build: BuildOption = None,
) -> None:
    """Change the household key; without a crosswalk a new panel starts."""
    done = rekey(read_settings(build=build), crosswalk)
    facts = {"snapshot": done.snapshot, "removed": len(done.removed), "households": f"{done.households:,}"}
    tell(NEW_PANEL if done.closed_rounds else CROSSED, closed=", ".join(map(str, done.closed_rounds)), **facts)
    if done.forgotten:
        tell(FORGOTTEN, count=done.forgotten)
