"""Identities and free text inside text columns that are kept: what was emptied or dropped is said."""

import duckdb

from data.errors import Problem
from data.text import Text
from etl.casting import quoted
from etl.contracts import Column
from etl.identities import KINDS
from etl.staging import Staged

# Free text: this share of the filled cells is unlike any other, and they are sentences rather than names of things.
UNLIKE, SENTENCE, FEWEST = 0.5, 25, 20


def protect(connection: duckdb.DuckDBPyConnection, staged: Staged) -> list[Problem]:
    """Drop free text beside households; return notes on it and on the identities that staging did not let in.

    A required cell cannot be empty: its row was refused. Any other cell that held an identity was emptied.
    """
    columns = [column for column in staged.present if column.kind == "text"]
    notes = [
        _note(staged, column, kind, count)
        for column in columns
        for kind, count in staged.identities.get(column.name, {}).items()
    ]
    for column in columns:
        if not column.required and _is_free_text(connection, staged, quoted(column.name)):
            connection.execute(f"UPDATE {staged.name} SET {quoted(column.name)} = NULL")
            notes.append(_note(staged, column, "free_text", 0))
    return notes


def _is_free_text(connection, staged: Staged, name: str) -> bool:
    if "household_id" not in staged.contract.names:
        return False
    filled, unlike, length = connection.execute(
        f"SELECT count({name}), count(DISTINCT {name}), avg(length({name})) FROM {staged.name} WHERE bad IS NULL"
    ).fetchone()
    return filled >= FEWEST and unlike > UNLIKE * filled and length > SENTENCE


def _note(staged: Staged, column: Column, kind: str, count: int) -> Problem:
    said = KINDS[kind]
    if not count:
        what = Text(f"ตัดคอลัมน์ {column.name} ทิ้งทั้งคอลัมน์: {said.th}", f"Column {column.name} was dropped: {said.en}")
    elif column.required:
        what = Text(
            f"ปฏิเสธ {count:,} แถวเพราะ {column.name} มี{said.th}",
            f"{count:,} rows were refused: {column.name} holds {said.en}",
        )
    else:
        what = Text(
            f"ลบ {count:,} ช่องของ {column.name} ที่มี{said.th}",
            f"{count:,} cells of {column.name} were emptied: {said.en}",
        )
    return Problem(what, where=str(staged.scan.path), got=column.name)
