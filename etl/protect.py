"""Identities inside text columns that are kept: single cells are emptied, whole columns dropped, and both are said."""

from collections import Counter

import duckdb

from data.errors import Problem
from data.text import Text
from etl.casting import literal, quoted
from etl.contracts import Column
from etl.identities import KINDS, SUSPICIOUS, identity_in
from etl.staging import Staged
from etl.words import EMPTY

# Free text: this share of the filled cells is unlike any other, and they are sentences rather than names of things.
UNLIKE, SENTENCE, FEWEST = 0.5, 25, 20


def protect(connection: duckdb.DuckDBPyConnection, staged: Staged) -> list[Problem]:
    """Empty every text cell that holds an identity or says nothing; return what was dropped, by column.

    A required cell cannot be empty: its row is refused instead. Free text beside a household is dropped as a column.
    """
    columns = [column for column in staged.present if column.kind == "text"]
    return [note for column in columns for note in _protect(connection, staged, column)]


def _protect(connection, staged: Staged, column: Column) -> list[Problem]:
    name = quoted(column.name)
    listed = ", ".join(literal(word) for word in sorted(EMPTY - {""}))
    asked = f"""
        SELECT {name}, count(*) FROM {staged.name} WHERE bad IS NULL AND {name} IS NOT NULL
        AND (regexp_matches({name}, {literal(SUSPICIOUS)}) OR lower({name}) IN ({listed})) GROUP BY ALL"""
    rows = connection.execute(asked).fetchall()
    kinds = {cell: kind for cell, _ in rows if (kind := identity_in(cell)) and _counts(column, cell, kind)}
    empty = [cell for cell, _ in rows if cell.casefold() in EMPTY]
    if kinds or empty:
        _drop_cells(connection, staged, column, [*kinds, *empty])
    counted = Counter()
    for cell, count in rows:
        counted[kinds.get(cell, "")] += count
    notes = [_note(staged, column, kind, count) for kind, count in counted.items() if kind]
    if not column.required and _is_free_text(connection, staged, name):
        connection.execute(f"UPDATE {staged.name} SET {name} = NULL")
        notes.append(_note(staged, column, "free_text", 0))
    return notes


def _counts(column: Column, cell: str, kind: str) -> bool:
    """A stratum or sampling unit may be written 3/2; alone, that is no house number."""
    return not (kind == "address" and column.name in ("stratum", "psu") and cell.replace("/", "").isdigit())


def _drop_cells(connection, staged: Staged, column: Column, cells: list[str]) -> None:
    name = quoted(column.name)
    change = f"bad = {staged.mark_of(column.name)}" if column.required else f"{name} = NULL"
    connection.execute(
        f"UPDATE {staged.name} SET {change} WHERE bad IS NULL AND {name} IN (SELECT unnest(?::VARCHAR[]))", [cells]
    )


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
