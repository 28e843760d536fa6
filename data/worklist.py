"""python -m data worklist: who waits for help in an operator's areas, by the operator's own codes.

The codes come from a crosswalk that a load wrote on request. They stand in the file written here and nowhere else.
"""

import csv
import os
from pathlib import Path
from typing import Any

from data.crosswalk import ID, own_codes
from data.errors import Problem
from data.gate import Released
from data.library import Library
from data.queries import ask
from data.selection import Selection
from data.settings import Settings
from data.text import Text
from data.viewer import Viewer

COLUMNS = (
    "rank",
    ID,
    "referral_id",
    "need",
    "agency",
    "stage",
    "stage_on",
    "entered_on",
    "days_waiting",
    "days_in_stage",
)
# A spreadsheet takes text that begins so for a formula.
FORMULAS = tuple("=+-@\t\r")

IN_BUILD = Text("รายชื่อต้องอยู่นอกโฟลเดอร์ข้อมูล", "A work list may not lie in the build folder")
THERE = Text("เขียนไฟล์นี้ไม่ได้", "This file cannot be written")
NEW_NAME = Text("ระบุชื่อไฟล์ใหม่ หรือลบไฟล์เดิมก่อน", "Give another name, or remove the old file first")


def waiting(viewer: Viewer, library: Library) -> list[Released]:
    """Return every page of the open referrals of an operator's areas, the longest wait first."""
    pages, rows = [], 0
    while True:
        pages.append(ask("waiting_list", Selection(page=len(pages) + 1), viewer, library))
        rows += len(pages[-1].rows)
        if not pages[-1].rows or rows >= pages[-1].rows[0]["total"]:
            return pages


def write_list(pages: list[Released], crosswalk: Path, out: Path, settings: Settings) -> tuple[int, int]:
    """Write a work list for its owner alone; return how many referrals it has and how many without a code of their own.

    Raises Problem where the crosswalk cannot be used, or the file is there or would lie in the build folder.
    """
    codes = own_codes(crosswalk)
    if out.resolve().is_relative_to(settings.build.resolve()):
        raise Problem(IN_BUILD, where=str(out), got="a file beside the snapshots", expected="another folder")
    rows = [row for page in pages for row in page.rows]
    areas = [name for name in (rows[0] if rows else ()) if name.endswith("_code")]
    try:
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Problem(
            THERE, where=str(out), got=error.strerror or str(error), expected="a new file", todo=NEW_NAME
        ) from error
    with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        lines.writerow((*COLUMNS[:2], *areas, *COLUMNS[2:]))
        for row in rows:
            known = row | {ID: codes.get(row[ID], "")}
            lines.writerow([_cell(known[name]) for name in (*COLUMNS[:2], *areas, *COLUMNS[2:])])
    return len(rows), sum(row[ID] not in codes for row in rows)


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULAS) else value
