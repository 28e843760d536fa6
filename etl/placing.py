"""The areas of a staged file: names and old codes become codes, rows that cannot be placed are marked."""

import duckdb

from data.reference import Reference
from etl.areas_by_name import AreaNames
from etl.casting import quoted
from etl.staging import MISMATCH, Staged


def check_areas(connection: duckdb.DuckDBPyConnection, staged: Staged, reference: Reference) -> None:
    """Turn the area cells of a file into codes; mark rows whose area is unknown, ambiguous or not in the one above it."""
    columns = [column for column in staged.present if column.kind == "area"]
    if not columns:
        return
    names = staged.names = AreaNames(reference)
    listed = ", ".join(quoted(column.name) for column in columns)
    given = connection.execute(f"SELECT DISTINCT {listed} FROM {staged.name} WHERE bad IS NULL").fetchall()
    levels = tuple(column.level for column in columns)
    placed = [(cells, names.place(levels, cells)) for cells in given]
    changed = [
        (*cells, *(found.codes or cells), _mark(staged, columns, found))
        for cells, found in placed
        if found.codes != cells
    ]
    if changed:
        _rewrite(connection, staged, columns, changed)


def _mark(staged: Staged, columns, found) -> int | None:
    home = columns[0]
    if found.reason == "area_mismatch":
        return MISMATCH
    if found.reason:
        return staged.mark_of(columns[found.wrong].name)
    return staged.mark_of(home.name) if home.required and found.codes[0] is None else None


def _rewrite(connection, staged: Staged, columns, changed: list[tuple]) -> None:
    width = len(columns)
    names = [f"{side}{place}" for side in ("old", "new") for place in range(width)] + ["mark"]
    values = [list(column) for column in zip(*changed, strict=True)]
    shown = ", ".join(f"unnest(?::{'SMALLINT' if name == 'mark' else 'VARCHAR'}[]) AS {name}" for name in names)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE placed AS SELECT {shown}", values)
    same = " AND ".join(
        f"{quoted(column.name)} IS NOT DISTINCT FROM old{place}" for place, column in enumerate(columns)
    )
    new = ", ".join(f"{quoted(column.name)} = new{place}" for place, column in enumerate(columns))
    connection.execute(f"UPDATE {staged.name} SET {new}, bad = mark FROM placed WHERE bad IS NULL AND {same}")
