"""Changes held back: between two releases an area changes only when many of its households did."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from data.answers import SURVEYED, design_sql
from data.disclosure.parameters import REFRESH_FROM
from data.snapshot import Snapshot
from etl.base import attach

# Columns that other households' answers move: a household is not changed by them.
MOVED_BY_OTHERS = "household_key, quintile"
PROFILES = ("household_profile", "referral_profile", "assistance_profile", "participation_profile")
KEY = "household_key"


@dataclass(frozen=True)
class Held:
    """households: stored ids that stay as they were; unchanged: leaf areas (codes from the top) where nothing moved."""

    households: tuple[str, ...] = ()
    unchanged: frozenset[tuple] = field(default_factory=frozenset)


def held_back(old: Path, snapshot: Snapshot) -> Held:
    """Compare two databases household by household and return what is held back.

    A household is changed where any of its rows is another; it touches every smallest area that it was or is in. Areas
    with fewer changed households than REFRESH_FROM keep all of theirs, which may leave others with too few: again.
    """
    levels = [f"{level}_code" for level in snapshot.reference.levels]
    with duckdb.connect() as connection:
        attach(connection, old, "old", "READ_ONLY")
        attach(connection, snapshot.path, "new", "READ_ONLY")
        for side in ("old", "new"):
            _digest(connection, side)
        _touches(connection, levels)
        connection.execute("CREATE TABLE held (household_id UUID)")
        while _hold(connection):
            pass
        households = connection.execute("SELECT household_id::VARCHAR FROM held").fetchall()
        return Held(tuple(row[0] for row in households), _unchanged(connection, levels))


def _digest(connection: duckdb.DuckDBPyConnection, side: str) -> None:
    """Make `<side>_digest`: one number per household that stands for all its rows."""
    rows = " UNION ALL ".join(
        f"SELECT {KEY}, hash('{table}', *COLUMNS(* EXCLUDE ({_excluded(table)}))) AS digest FROM {side}.{table}"
        for table in PROFILES
    )
    connection.execute(
        f"CREATE TABLE {side}_digest AS"
        f" SELECT household_id, bit_xor(digest) AS digest, count(*) AS n FROM ({rows}) JOIN {side}.household USING ({KEY}) GROUP BY 1"
    )


def _excluded(table: str) -> str:
    return MOVED_BY_OTHERS if table == "household_profile" else KEY


def _touches(connection: duckdb.DuckDBPyConnection, levels: list[str]) -> None:
    """Make `touch`: changed household and smallest area, and `place`: every smallest area there is."""
    places = " UNION ".join(
        f"SELECT household_id, {', '.join(levels)} FROM {side}.{table} JOIN {side}.household USING ({KEY})"
        for side in ("old", "new")
        for table in PROFILES
    )
    connection.execute(f"CREATE TABLE placed AS SELECT household_id, row({', '.join(levels)}) AS leaf FROM ({places})")
    connection.execute("""
CREATE TABLE touch AS
WITH changed AS (
    SELECT household_id
    FROM old_digest FULL JOIN new_digest USING (household_id)
    WHERE old_digest.digest IS DISTINCT FROM new_digest.digest OR old_digest.n IS DISTINCT FROM new_digest.n
)
SELECT household_id, leaf FROM placed SEMI JOIN changed USING (household_id)
""")


def _hold(connection: duckdb.DuckDBPyConnection) -> bool:
    """Hold every household that touches an area with too few; return whether there was one."""
    connection.execute(f"""
CREATE OR REPLACE TABLE step AS
WITH few AS (SELECT leaf FROM touch GROUP BY leaf HAVING count(DISTINCT household_id) < {REFRESH_FROM})
SELECT DISTINCT household_id FROM touch SEMI JOIN few USING (leaf)
""")
    connection.execute("INSERT INTO held SELECT household_id FROM step")
    connection.execute("DELETE FROM touch WHERE household_id IN (SELECT household_id FROM step)")
    return bool(connection.execute("SELECT count(*) FROM step").fetchone()[0])


def _unchanged(connection: duckdb.DuckDBPyConnection, levels: list[str]) -> frozenset[tuple]:
    rows = connection.execute("SELECT DISTINCT leaf FROM placed ANTI JOIN touch USING (leaf)").fetchall()
    return frozenset(tuple(row[0].values()) if isinstance(row[0], dict) else tuple(row[0]) for row in rows)


def put_back(database: Path, old: Path, households: tuple[str, ...]) -> None:
    """Write the rows of some households as they were into a copy of the new database."""
    spill = database.with_suffix(".spill")
    try:
        with duckdb.connect(str(database), config={"temp_directory": str(spill)}) as connection:
            attach(connection, old, "old", "READ_ONLY")
            connection.execute("CREATE TEMP TABLE held (household_id UUID)")
            connection.executemany("INSERT INTO held VALUES (?)", [[entry] for entry in households])
            _keys(connection)
            for table in _keyed(connection):
                _replace(connection, table)
            connection.execute(MEMBERS)
            connection.execute(f"CREATE OR REPLACE TABLE design AS {DESIGN}")
            connection.execute("CHECKPOINT")
    finally:
        shutil.rmtree(spill, ignore_errors=True)


DESIGN = design_sql(f"(FROM household_profile WHERE {SURVEYED})")
MEMBERS = """
UPDATE model_profile SET households = (
    SELECT count(DISTINCT household_key) FROM participation_profile WHERE participation_profile.model_id = model_profile.model_id
)
"""


def _keyed(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Tables of both snapshots with rows of households, `household` itself last."""
    found = connection.execute(
        f"SELECT table_name FROM duckdb_columns() WHERE column_name = '{KEY}' AND database_name = current_database()"
        " AND table_name IN (SELECT table_name FROM duckdb_tables() WHERE database_name = 'old')"
        " AND NOT internal AND table_name <> 'held_key' ORDER BY table_name = 'household', table_name"
    ).fetchall()
    return [row[0] for row in found]


def _keys(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `held_key`: the number of a held household in the old database, and the one it has or gets in the new."""
    connection.execute(f"""
CREATE TEMP TABLE held_key AS
WITH numbered AS (
    SELECT held.household_id, was.{KEY} AS old_key, now.{KEY} AS own_key,
        row_number() OVER () + (SELECT max({KEY}) FROM household) AS next_key
    FROM held
    LEFT JOIN old.household AS was USING (household_id)
    LEFT JOIN household AS now USING (household_id)
)
SELECT household_id, old_key, own_key, coalesce(own_key, next_key)::INTEGER AS new_key FROM numbered
""")


def _replace(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    connection.execute(f"DELETE FROM {table} WHERE {KEY} IN (SELECT own_key FROM held_key)")
    connection.execute(
        f"INSERT INTO {table} BY NAME SELECT rows.* REPLACE (held_key.new_key AS {KEY})"
        f" FROM old.{table} AS rows JOIN held_key ON rows.{KEY} = held_key.old_key"
    )
