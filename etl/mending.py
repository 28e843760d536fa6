"""Rejected rows as files that can be mended in a spreadsheet and loaded again."""

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data.errors import Problem
from data.snapshot import SNAPSHOTS, pointed
from data.text import LANGS, Text
from etl.reasons import REASONS

# Columns of ours that a load passes over; the first three say where the row came from and what is wrong with it.
OWN = ("kj_line", "kj_column", "kj_reason_th", "kj_reason_en", "kj_candidates")


@dataclass(frozen=True, slots=True)
class Refused:
    """One rejected row as the snapshot keeps it; `cells` is {header: cell}, empty where only the line may be kept."""

    load: int
    file: str
    line: int
    column: str
    value: str
    reason: str
    candidates: str
    cells: dict[str, str]


def refused_rows(build: Path, load: int | None = None) -> list[Refused]:
    """Return the rejected rows of the snapshot on screen, of one load or of all. Raises Problem where there is none."""
    snapshot_id = pointed(build)
    if snapshot_id is None:
        raise Problem(
            Text("ยังไม่มีชุดข้อมูล", "There is no snapshot"),
            where=str(build),
            got="nothing loaded",
            expected="a load with rejects",
            todo=Text("โหลดไฟล์ก่อนด้วย python -m etl load", "Load files first: python -m etl load"),
        )
    with duckdb.connect(str(build / SNAPSHOTS / f"{snapshot_id}.duckdb"), read_only=True) as connection:
        there = {
            row[0]
            for row in connection.execute(
                "SELECT column_name FROM duckdb_columns() WHERE table_name = 'rejects'"
            ).fetchall()
        }
        more = "candidates, cells" if "cells" in there else "'', ''"
        rows = connection.execute(
            f"""SELECT "load", file, line, column_name, value, reason, {more} FROM rejects
            WHERE "load" = coalesce(?, "load") ORDER BY "load", file, line""",
            [load],
        ).fetchall()
    return [Refused(*row[:6], row[6] or "", json.loads(row[7]) if row[7] else {}) for row in rows]


def write_mendable(rows: Iterable[Refused], target: Path) -> list[Path]:
    """Write one CSV per source file (UTF-8 with a mark, for spreadsheets) and return their paths.

    With one source file `target` is its name, with several each adds its own.
    """
    by_file: dict[str, list[Refused]] = {}
    for row in rows:
        by_file.setdefault(row.file, []).append(row)
    alone = len(by_file) == 1
    written = []
    for file, refused in by_file.items():
        stem = file.replace(":", "-").rsplit(".", 1)[0]
        path = target if alone else target.with_name(f"{target.stem}-{stem}.csv")
        _write(path, refused)
        written.append(path)
    return written


def _write(path: Path, rows: list[Refused]) -> None:
    headers = list(dict.fromkeys(header for row in rows for header in row.cells))
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([*headers, *OWN])
            for row in rows:
                told = [row.line, row.column, *(REASONS[row.reason][lang] for lang in LANGS), row.candidates]
                writer.writerow([*(row.cells.get(header, "") for header in headers), *told])
    except OSError as error:
        raise Problem(
            Text("เขียนไฟล์ไม่ได้", "The file cannot be written"),
            where=str(path),
            got=error.strerror or str(error),
            expected="a folder this user may write",
            todo=Text("เลือกโฟลเดอร์อื่น", "Choose another folder"),
        ) from error
