"""Raw and stored ids of households, in a file that a load writes on request beside the key.

Only commands of the machine's owner read it, never the web workers: no room of the web may import this module.
"""

import csv
from pathlib import Path

from data.errors import Problem
from data.text import Text

ID, STORED = "household_id", "stored_id"
OTHERS = 0o077

UNREADABLE = Text("อ่านตารางเทียบรหัสไม่ได้", "The crosswalk cannot be read")
OPEN_TO_OTHERS = Text("ผู้อื่นอ่านตารางเทียบรหัสนี้ได้", "Others can read this crosswalk")
HOW_TO_GET = Text(
    "เขียนด้วย python -m etl load โฟลเดอร์ --crosswalk ชื่อไฟล์",
    "A load writes it: python -m etl load FOLDER --crosswalk FILE",
)
CLOSE_IT = Text("ปิดสิทธิ์ด้วย chmod 600", "Close it with chmod 600")


def read_crosswalk(path: Path) -> dict[str, str]:
    """Return {raw id: stored id} of a crosswalk that a load wrote; empty where there is none."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return {row[ID]: row[STORED] for row in csv.DictReader(file) if row.get(ID) and row.get(STORED)}
    except FileNotFoundError:
        return {}


def own_codes(path: Path) -> dict[str, str]:
    """Return {stored id: raw id}. Raises Problem where there is no crosswalk, or others than its owner may read it."""
    try:
        rights = path.stat().st_mode & 0o777
        codes = {stored: raw for raw, stored in read_crosswalk(path).items()}
    except (OSError, ValueError) as error:
        raise Problem(
            UNREADABLE, where=str(path), got=str(error), expected=f"{ID},{STORED}", todo=HOW_TO_GET
        ) from error
    if rights & OTHERS:
        raise Problem(OPEN_TO_OTHERS, where=str(path), got=f"{rights:o}", expected="600", todo=CLOSE_IT)
    if not codes:
        raise Problem(UNREADABLE, where=str(path), got="no row", expected=f"{ID},{STORED}", todo=HOW_TO_GET)
    return codes
