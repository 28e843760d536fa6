"""Sheets of an .xlsx workbook as CSV text in memory: a row of the sheet is a line of the text."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

from data.errors import Problem
from data.text import Text


def sheets(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield (title, CSV in UTF-8) of every sheet that holds a cell. Raises Problem where the workbook is damaged."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, SyntaxError) as error:
        raise _unopened(path, error) from error
    try:
        for sheet in book.worksheets:
            if data := _as_csv(sheet):
                yield sheet.title, data
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, SyntaxError) as error:
        raise _unopened(path, error) from error
    finally:
        book.close()


def _unopened(path: Path, error: Exception) -> Problem:
    return Problem(
        Text("เปิดสมุดงาน .xlsx ไม่ได้", "The workbook cannot be opened"),
        where=str(path),
        got=f"{type(error).__name__}: {error}"[:200],
        expected="a .xlsx workbook without a password",
        todo=Text("บันทึกใหม่เป็น .xlsx หรือ CSV UTF-8", "Save it again as .xlsx or CSV UTF-8"),
    )


def _as_csv(sheet) -> bytes:
    # The dimensions that a workbook states may be wrong: read what is there.
    sheet.reset_dimensions()
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    width = 0
    for row in sheet.iter_rows(values_only=True):
        cells = [cell_text(cell) for cell in row]
        while len(cells) > width and not cells[-1]:
            cells.pop()
        # The first row that is not empty is the header; every row behind it gets its width.
        width = width or len(cells)
        text.write("\n") if not any(cells) else writer.writerow(cells + [""] * (width - len(cells)))
    return text.getvalue().encode("utf-8") if width else b""


def cell_text(value: object) -> str:
    """Return a cell as the text that a CSV export of it would hold; line breaks become spaces."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime():
            return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ")
        case date():
            return value.isoformat()
        case _:
            return " ".join(str(value).split("\n")).replace("\r", " ")
