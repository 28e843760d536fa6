"""From staged files to accepted tables: long answers turned wide, areas, keys and relationships checked."""

from collections.abc import Iterable

import duckdb

from data.errors import Problem
from data.reference import Reference
from data.text import Text
from etl.contracts import Column, Contract
from etl.staging import DUPLICATE, MISMATCH, ORPHAN, Staged, quoted

TYPES = {
    "id": "UUID",
    "whole": "BIGINT",
    "number": "DOUBLE",
    "date": "DATE",
    "flag": "BOOLEAN",
    "deprivation": "TINYINT",
    "text": "VARCHAR",
    "choice": "VARCHAR",
    "area": "VARCHAR",
}
SCORE_TYPE = "DECIMAL(4, 3)"


def column_type(column: Column) -> str:
    """Return the SQL type a typed column is kept in."""
    return SCORE_TYPE if column.kind == "number" and column.high <= 4 else TYPES[column.kind]


def check_areas(connection: duckdb.DuckDBPyConnection, staged: Staged, reference: Reference) -> None:
    """Mark rows whose area code is unknown, or does not lie in the area given above it."""
    columns = [column for column in staged.present if column.kind == "area"]
    if not columns:
        return
    names = ", ".join(quoted(column.name) for column in columns)
    combinations = connection.execute(f"SELECT DISTINCT {names} FROM {staged.name} WHERE bad IS NULL").fetchall()
    wrong = [(*codes, mark) for codes in combinations if (mark := _area_mark(staged, columns, codes, reference)) is not None]
    if not wrong:
        return
    same = " AND ".join(f"{quoted(column.name)} IS NOT DISTINCT FROM c{index}" for index, column in enumerate(columns))
    types = ", ".join(f"c{index} VARCHAR" for index in range(len(columns)))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE wrong_area ({types}, mark SMALLINT)")
    connection.executemany(f"INSERT INTO wrong_area VALUES ({', '.join('?' * (len(columns) + 1))})", wrong)
    connection.execute(f"UPDATE {staged.name} SET bad = mark FROM wrong_area WHERE bad IS NULL AND {same}")


def _area_mark(staged: Staged, columns: list[Column], codes: tuple, reference: Reference) -> int | None:
    given = [(column, code) for column, code in zip(columns, codes, strict=True) if code is not None]
    for column, code in given:
        area = reference.areas.get(code)
        if area is None or area.level != column.level:
            return staged.present.index(column)
    for (upper, code), (_, lower_code) in zip(given, given[1:], strict=False):
        above = {area.level: area.code for area in reference.path(lower_code)}
        if above[upper.level] != code:
            return MISMATCH
    return None


def unite(connection: duckdb.DuckDBPyConnection, contract: Contract, files: list[Staged]) -> None:
    """Make the view `all_<table>` over the files of a table: every column of the contract, `file`, `row` and `bad`."""
    shape = ", ".join(f"{quoted(column.name)} {column_type(column)}" for column in contract.columns)
    connection.execute(f"CREATE OR REPLACE TABLE shape_{contract.table} ({shape}, file INTEGER, row BIGINT, bad SMALLINT)")
    parts = [f"FROM shape_{contract.table}"]
    parts += [f"SELECT *, {index} AS file, rowid AS row FROM {staged.name}" for index, staged in enumerate(files)]
    connection.execute(f"CREATE OR REPLACE VIEW all_{contract.table} AS {' UNION ALL BY NAME '.join(parts)}")


def check_keys(connection: duckdb.DuckDBPyConnection, contract: Contract, files: list[Staged]) -> None:
    """Mark the later row of every key that stands twice."""
    if not contract.key:
        return
    key = ", ".join(quoted(name) for name in contract.key)
    view = f"all_{contract.table}"
    doubled = f"SELECT {key} FROM {view} WHERE bad IS NULL GROUP BY ALL HAVING count(*) > 1"
    if connection.execute(f"SELECT 1 FROM ({doubled}) LIMIT 1").fetchone() is None:
        return
    later = f"""
        SELECT file, row FROM (
            SELECT file, row, row_number() OVER (PARTITION BY {key} ORDER BY file, row) AS place
            FROM {view} SEMI JOIN ({doubled}) AS doubled USING ({key})
            WHERE bad IS NULL
        ) WHERE place > 1"""
    _mark(connection, files, later, DUPLICATE)


def check_parents(connection: duckdb.DuckDBPyConnection, contract: Contract, files: list[Staged]) -> None:
    """Mark rows whose household (and round) is not among the accepted rows of its parent table."""
    if contract.parent is None:
        return
    table, key = contract.parent
    on = ", ".join(key)
    orphans = f"SELECT file, row FROM all_{contract.table} ANTI JOIN accepted_{table} USING ({on}) WHERE bad IS NULL"
    _mark(connection, files, orphans, ORPHAN)


def _mark(connection, files: Iterable[Staged], rows: str, mark: int) -> None:
    connection.execute(f"CREATE OR REPLACE TEMP TABLE marked AS {rows}")
    for (index,) in connection.execute("SELECT DISTINCT file FROM marked").fetchall():
        name = list(files)[index].name
        connection.execute(
            f"UPDATE {name} SET bad = {mark} FROM marked WHERE marked.file = {index} AND {name}.rowid = marked.row"
        )


def accept(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Make the view `accepted_<table>` of the good rows."""
    names = ", ".join(quoted(column.name) for column in contract.columns)
    connection.execute(
        f"CREATE OR REPLACE VIEW accepted_{contract.table} AS SELECT {names} FROM all_{contract.table} WHERE bad IS NULL"
    )


def widen(connection: duckdb.DuckDBPyConnection, wide: Contract, long: Contract) -> None:
    """Replace `accepted_<table>` of long rows by a table with one column per indicator."""
    table = wide.table
    columns = ", ".join(
        f"max(score) FILTER (indicator = {index}) AS {quoted(key)}" for index, key in enumerate(wide.any_of)
    )
    numbers = " ".join(f"WHEN '{key}' THEN {index}" for index, key in enumerate(wide.any_of))
    connection.execute(f"""
        CREATE OR REPLACE TABLE wide_{table} AS
        SELECT household_id, survey_round, {columns}
        FROM (
            SELECT household_id, survey_round, CASE indicator {numbers} END::TINYINT AS indicator, score
            FROM accepted_{table}
        )
        GROUP BY household_id, survey_round""")
    connection.execute(f"CREATE OR REPLACE VIEW accepted_{table} AS FROM wide_{table}")


def one_shape(files: list[Staged]) -> None:
    """Raise Problem where a table comes both wide and long."""
    shapes = {staged.contract.shape for staged in files}
    if len(shapes) > 1:
        raise Problem(
            Text("ตารางเดียวกันมาทั้งแบบกว้างและแบบยาว", "One table comes both wide and long"),
            where=", ".join(str(staged.scan.path) for staged in files),
            got=" and ".join(sorted(shapes)),
            expected="one of the two",
            todo=Text("โหลดแบบใดแบบหนึ่ง", "Load only one of them"),
        )
