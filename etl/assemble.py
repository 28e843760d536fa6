"""From staged files to accepted tables: long answers turned wide, areas, keys and relationships checked."""

from collections.abc import Iterable

import duckdb

from data.errors import Problem
from data.text import Text
from etl.contracts import Column, Contract
from etl.identity import hash_sql
from etl.staging import DUPLICATE, ORPHAN, Staged, quoted

TYPES = {
    "id": "UUID",
    "raw_id": "VARCHAR",
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


def unite(connection: duckdb.DuckDBPyConnection, contract: Contract, files: list[Staged]) -> None:
    """Make the view `all_<table>` over the files of a table: every column of the contract, `file`, `row` and `bad`."""
    shape = ", ".join(f"{quoted(column.name)} {column_type(column)}" for column in contract.columns)
    connection.execute(
        f"CREATE OR REPLACE TABLE shape_{contract.table} ({shape}, file INTEGER, row BIGINT, bad SMALLINT)"
    )
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


def know_households(connection: duckdb.DuckDBPyConnection, *tables: str) -> None:
    """Make `known_households`: the households and rounds that rows of other files may belong to."""
    rows = " UNION ALL ".join(f"SELECT household_id, survey_round FROM {table}" for table in tables)
    connection.execute(f"CREATE OR REPLACE VIEW known_households AS {rows}")


def check_parents(connection: duckdb.DuckDBPyConnection, contract: Contract, files: list[Staged]) -> None:
    """Mark rows whose household (and round) is neither in this load nor in the snapshot it builds on."""
    if contract.parent is None:
        return
    on = ", ".join(contract.parent[1])
    orphans = f"SELECT file, row FROM all_{contract.table} ANTI JOIN known_households USING ({on}) WHERE bad IS NULL"
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


def accept_long(
    connection: duckdb.DuckDBPyConnection, wide: Contract, long: Contract, files: list[Staged], pads
) -> None:
    """Make the view `accepted_<table>` with one column per indicator out of the good long rows.

    Millions of rows are turned wide first; their ids are hashed and their households looked up once per household.
    """
    table = wide.table
    _widen(connection, wide, pads)
    cells = " + ".join(f"count({quoted(key)})" for key in wide.any_of)
    turned = connection.execute(f"SELECT {cells} FROM wide_{table}").fetchone()[0]
    given = connection.execute(f"SELECT count(*) FROM all_{table} WHERE bad IS NULL").fetchone()[0]
    if turned != given:
        # Fewer cells than rows: some key stands twice.
        check_keys(connection, long, files)
        _widen(connection, wide, pads)
    orphans = f"SELECT raw_id AS household_id, survey_round FROM wide_{table} ANTI JOIN known_households USING (household_id, survey_round)"
    if connection.execute(f"SELECT 1 FROM ({orphans}) LIMIT 1").fetchone():
        rows = f"SELECT file, row FROM all_{table} SEMI JOIN ({orphans}) AS orphan USING (household_id, survey_round) WHERE bad IS NULL"
        _mark(connection, files, rows, ORPHAN)
        _widen(connection, wide, pads)
    connection.execute(f"CREATE OR REPLACE VIEW accepted_{table} AS SELECT * EXCLUDE (raw_id) FROM wide_{table}")


def _widen(connection: duckdb.DuckDBPyConnection, wide: Contract, pads) -> None:
    table = wide.table
    columns = ", ".join(f"max(score) FILTER (indicator = '{key}') AS {quoted(key)}" for key in wide.any_of)
    keys = ", ".join(f"'{key}'" for key in wide.any_of)
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE wide_{table} AS
        WITH turned AS (
            SELECT household_id AS raw_id, survey_round, {columns}
            FROM (SELECT household_id, survey_round, indicator::ENUM({keys}) AS indicator, score FROM all_{table} WHERE bad IS NULL)
            GROUP BY ALL
        )
        SELECT {hash_sql("raw_id")} AS household_id, * FROM turned""",
        {"inner": pads[0], "outer": pads[1]},
    )


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
