"""A few changed households in a large snapshot: a copy of its file, with their rows and what hangs on them replaced."""

import shutil
from pathlib import Path

import duckdb

from data.reference import Reference
from etl.base import attach
from etl.build import SQL, build, run_script
from etl.contracts import contracts

# Above this share of all households a rebuild is as fast, and sorts the rows again.
LARGEST_SHARE = 0.2
# A file that edits have let grow beyond this is rebuilt.
MOST_GROWTH = 1.4
KEYED = ("household_profile", "referrals", "referral_profile", "assistance_profile", "participation_profile")
PLACED = ("model_profile", "proposals")
# Made of every household of a round: made anew.
NOTED = ("repeated", "quartiles", "design")


def know_numbers(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `known_household`: the numbers that households have in the snapshot this load builds on."""
    connection.execute(
        "CREATE OR REPLACE VIEW known_household AS SELECT household_key, household_id FROM base.household"
    )


def copy_base(source: Path, database: Path) -> None:
    """Copy a snapshot's database to where the new one grows."""
    shutil.copyfile(source, database)


def edit(connection: duckdb.DuckDBPyConnection, reference: Reference) -> None:
    """Replace in `out`, a copy of `base`, everything that belongs to the households of `affected`.

    `accepted_<table>` holds all rows of those households, and of models and proposals all there are. Fifths are taken
    anew in every home area and round that a household left, joined or changed in.
    """
    connection.execute("ATTACH ':memory:' AS part")
    build(connection, reference, {contract.table for contract in contracts(reference)}, "part")
    connection.execute(
        "CREATE OR REPLACE TABLE gone AS SELECT household_key FROM base.household SEMI JOIN affected USING (household_id)"
    )
    _note_touched(connection, reference)
    for table in KEYED:
        connection.execute(f"DELETE FROM out.{table} WHERE household_key IN (FROM gone)")
        connection.execute(f"INSERT INTO out.{table} BY NAME SELECT * FROM part.{table}")
    connection.execute(
        """DELETE FROM out.household WHERE household_key IN (FROM gone);
        INSERT INTO out.household BY NAME SELECT * FROM part.household"""
    )
    for table in (*PLACED, *NOTED):
        connection.execute(f"DROP TABLE out.{table}")
    for script in ("40_models.sql", "edit/fifths.sql", "50_notes.sql"):
        run_script(connection, reference, SQL / script)
    connection.execute("DETACH part")


def _note_touched(connection: duckdb.DuckDBPyConnection, reference: Reference) -> None:
    group = f"survey_round, {reference.home_level}_code"
    connection.execute(
        f"""CREATE OR REPLACE TABLE touched AS
        SELECT {group} FROM out.household_profile WHERE household_key IN (FROM gone)
        UNION
        SELECT {group} FROM part.household_profile"""
    )


def rewrite(source: Path, target: Path) -> None:
    """Write a database file anew, so that nothing of deleted rows is left in its bytes."""
    with duckdb.connect() as connection:
        attach(connection, source, "old", "READ_ONLY")
        attach(connection, target, "new")
        connection.execute("COPY FROM DATABASE old TO new")
        connection.execute("DETACH new")
