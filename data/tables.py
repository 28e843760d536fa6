"""Reading the small CSV tables of a reference folder, and the message where one is wrong."""

import csv
from pathlib import Path

from data.errors import Problem
from data.text import Text

FIX_REFERENCE = Text("แก้ไฟล์ในโฟลเดอร์อ้างอิง แล้วโหลดอีกครั้ง", "Mend the file in the reference folder and load again")
BUDDHIST_FROM, BUDDHIST_OFFSET = 2400, 543


def wrong(th: str, en: str, where: Path, got: object, expected: str) -> Problem:
    """Return the Problem of a reference file."""
    return Problem(Text(th, en), where=str(where), got=str(got), expected=expected, todo=FIX_REFERENCE)


def read_table(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """Return the rows of a CSV with at least these columns, cells stripped. Raises Problem naming what is missing."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in columns if name not in (reader.fieldnames or ())]
            if missing:
                raise wrong("ขาดคอลัมน์", "A column is missing", path, reader.fieldnames, ", ".join(missing))
            return [{key: (value or "").strip() for key, value in row.items() if key} for row in reader]
    except FileNotFoundError as error:
        raise wrong("ไม่พบไฟล์", "The file is missing", path, "nothing", path.name) from error


def ce_year(path: Path, text: str) -> int:
    """Read a year of either era as CE."""
    if not (text.isascii() and text.isdigit() and 1900 <= int(text) <= 3000):
        raise wrong("ปีไม่ถูกต้อง", "A year is not allowed", path, text, "a year such as 2026 or 2569")
    return int(text) - BUDDHIST_OFFSET if int(text) >= BUDDHIST_FROM else int(text)


def real_number(path: Path, text: str) -> float:
    """Read a number."""
    try:
        value = float(text)
    except ValueError as error:
        raise wrong("ไม่ใช่ตัวเลข", "A value is no number", path, text, "a number") from error
    if value - value:
        raise wrong("ไม่ใช่ตัวเลข", "A value is no number", path, text, "a finite number")
    return value
