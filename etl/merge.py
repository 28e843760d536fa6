"""Rows of a load against the snapshot on screen: which are new, changed or the same, and what the new snapshot holds.

The attached database `base` is the snapshot the load builds on. A column that a file does not have keeps its last
value; a blank in a column that it has empties it. Help episodes have no key: the whole row is the key, and a file that
names one n times says that there are n of it, not n more.
"""

from dataclasses import dataclass

import duckdb

from data.reference import Reference
from etl.assemble import column_type
from etl.build import survey_year_sql
from etl.contracts import Contract, contracts
from etl.report import Changes
from etl.staging import Staged, quoted

PROFILES = {
    "referrals": "referrals",
    "assistance": "assistance_profile",
    "participation": "participation_profile",
    "models": "model_profile",
    "proposals": "proposals",
}
SCORE_PREFIX = {"capitals": "score_", "problems": "deprived_"}


@dataclass(frozen=True)
class Given:
    """The accepted rows of one table in this load: its files, and which of them may add rows but change none."""

    contract: Contract
    files: list[Staged]
    add_only: frozenset[int] = frozenset()


def kept_tables(reference: Reference) -> list[Contract]:
    """Return the contracts whose rows a snapshot keeps, one per table, parents first."""
    return [contract for contract in contracts(reference) if contract.shape != "long"]


def base_views(connection: duckdb.DuckDBPyConnection, reference: Reference) -> None:
    """Make `base_<table>` of every table: the rows of the snapshot on screen as a file would bring them."""
    there = connection.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = 'base'"
    ).fetchall()
    for contract in kept_tables(reference):
        source = PROFILES.get(contract.table, "household_profile")
        columns = {column for table, column in there if table == source}
        prefix = SCORE_PREFIX.get(contract.table, "")
        shown = ", ".join(_base_column(column, contract, prefix, columns) for column in contract.columns)
        join = "JOIN base.household USING (household_key)" if "household_id" in contract.names else ""
        some = f"WHERE coalesce({_scores(contract, prefix, columns)}) IS NOT NULL" if prefix else ""
        connection.execute(
            f"CREATE OR REPLACE VIEW base_{contract.table} AS SELECT {shown} FROM base.{source} {join} {some}"
        )


def _base_column(column, contract: Contract, prefix: str, there: set[str]) -> str:
    name = f"{prefix}{column.name}" if column.name in contract.any_of else column.name
    known = name in there or name == "household_id"
    return f"{quoted(name) if known else 'NULL'}::{column_type(column)} AS {quoted(column.name)}"


def _scores(contract: Contract, prefix: str, there: set[str]) -> str:
    return ", ".join([f'"{prefix}{key}"' for key in contract.any_of if f"{prefix}{key}" in there] or ["NULL"])


def compare(connection: duckdb.DuckDBPyConnection, given: Given) -> Changes:
    """Make `changed_<table>`: the new and the changed rows as they will be kept; return what was counted."""
    table = given.contract.table
    if not given.contract.key:
        return _compare_bags(connection, given.contract)
    connection.execute(f"CREATE OR REPLACE TABLE changed_{table} AS {_compared_sql(given)}")
    counted = connection.execute(
        f"""SELECT count(*) FILTER (is_new), count(*) FILTER (differs AND NOT is_new),
            count(*) FILTER (NOT differs) FROM changed_{table}"""
    ).fetchone()
    connection.execute(f"DELETE FROM changed_{table} WHERE NOT differs")
    return Changes(*counted)


def _compared_sql(given: Given) -> str:
    contract, keys = given.contract, given.contract.key
    values = [name for name in contract.names if name not in keys]
    found = ", ".join(quoted(name) for name in keys)
    kept = "".join(f",\n    {_kept_sql(name, given)} AS {quoted(name)}" for name in values)
    differs = " OR ".join(f"merged.{quoted(name)} IS DISTINCT FROM base.{quoted(name)}" for name in values) or "false"
    merged = ", ".join(f"merged.{quoted(name)}" for name in contract.names)
    # A row of scores that are all blank is no row.
    filled = (
        f"coalesce({', '.join(f'merged.{quoted(name)}' for name in values)}) IS NOT NULL" if contract.any_of else "true"
    )
    return f"""
WITH given AS (FROM given_{contract.table}),
base AS (SELECT *, true AS there FROM base_{contract.table} SEMI JOIN given USING ({found})),
merged AS (SELECT {", ".join(f"given.{quoted(name)}" for name in keys)}{kept} FROM given LEFT JOIN base USING ({found})),
final AS (
    SELECT {merged}, base.there IS NULL AND {filled} AS is_new,
        CASE WHEN base.there IS NULL THEN {filled} ELSE {differs} END AS differs
    FROM merged LEFT JOIN base USING ({found})
)
SELECT * FROM final"""


def _kept_sql(name: str, given: Given) -> str:
    """SQL of a value after the merge: the file's where it has the column, else the one there was."""
    if given.contract.any_of and given.files[0].contract.shape == "long":
        first, second = ("base", "given") if _all_add_only(given) else ("given", "base")
        return f"coalesce({first}.{quoted(name)}, {second}.{quoted(name)})"
    present = [
        index for index, staged in enumerate(given.files) if any(column.name == name for column in staged.present)
    ]
    adding = sorted(given.add_only)
    has = f"file IN ({', '.join(map(str, present))})" if present else "false"
    may = f"NOT (there AND file IN ({', '.join(map(str, adding))}))" if adding else "true"
    # An area that only coordinates give is no column of the file: where they say nothing, what was known stays.
    lent = [str(index) for index, staged in enumerate(given.files) if staged.plan.lends(name)]
    value = f"given.{quoted(name)}"
    if lent:
        value = f"CASE WHEN file IN ({', '.join(lent)}) THEN coalesce({value}, base.{quoted(name)}) ELSE {value} END"
    return f"CASE WHEN there IS NULL OR ({has} AND {may}) THEN {value} ELSE base.{quoted(name)} END"


def _all_add_only(given: Given) -> bool:
    return len(given.add_only) == len(given.files)


def given_rows(connection: duckdb.DuckDBPyConnection, given: Given, long: bool) -> None:
    """Make `given_<table>`, the accepted rows of this load with the number of their file."""
    table, names = given.contract.table, [quoted(name) for name in given.contract.names]
    if table == "households":
        names = [
            f"{survey_year_sql('survey_year')} AS survey_year" if name == '"survey_year"' else name for name in names
        ]
    source = f"accepted_{table}" if long else f"all_{table} WHERE bad IS NULL"
    file = "0" if long else "file"
    connection.execute(
        f"CREATE OR REPLACE TABLE given_{table} AS SELECT {', '.join(names)}, {file} AS file FROM {source}"
    )


def _compare_bags(connection: duckdb.DuckDBPyConnection, contract: Contract) -> Changes:
    table, names = contract.table, ", ".join(quoted(name) for name in contract.names)
    connection.execute(
        f"""CREATE OR REPLACE TABLE changed_{table} AS
        SELECT {names} FROM given_{table}
        EXCEPT ALL
        SELECT {names} FROM base_{table} SEMI JOIN given_{table} USING (household_id)"""
    )
    given = connection.execute(f"SELECT count(*) FROM given_{table}").fetchone()[0]
    new = connection.execute(f"SELECT count(*) FROM changed_{table}").fetchone()[0]
    return Changes(new=new, unchanged=given - new)


def affected_households(connection: duckdb.DuckDBPyConnection, changed: list[Contract]) -> int:
    """Make `affected`, every household with a row that is new, changed or replaced; return how many there are."""
    parts = [f"SELECT household_id FROM changed_{entry.table}" for entry in changed if "household_id" in entry.names]
    parts += [
        f"SELECT household_id FROM base_{entry.table} SEMI JOIN changed_{entry.table} USING ({', '.join(entry.key)})"
        for entry in changed
        if "household_id" in entry.names and entry.key and "household_id" not in entry.key
    ]
    parts = parts or ["SELECT NULL::UUID AS household_id WHERE false"]
    connection.execute(f"CREATE OR REPLACE TABLE affected AS {' UNION '.join(parts)}")
    return connection.execute("SELECT count(*) FROM affected").fetchone()[0]


def accept_merged(
    connection: duckdb.DuckDBPyConnection, reference: Reference, changed: set[str], *, only_affected: bool
) -> None:
    """Make `accepted_<table>` of every table anew: what the snapshot had, with this load's rows in their place."""
    for contract in kept_tables(reference):
        table, names = contract.table, ", ".join(quoted(name) for name in contract.names)
        some = "SEMI JOIN affected USING (household_id)" if only_affected and "household_id" in contract.names else ""
        rows = f"SELECT {names} FROM base_{table} {some}"
        if table in changed:
            left = f"ANTI JOIN changed_{table} USING ({', '.join(contract.key)})" if contract.key else ""
            rows = f"{rows} {left} UNION ALL SELECT {names} FROM changed_{table}"
        connection.execute(f"CREATE OR REPLACE TABLE merged_{table} AS {rows}")
        connection.execute(f"DROP VIEW IF EXISTS accepted_{table}")
        connection.execute(f"CREATE VIEW accepted_{table} AS FROM merged_{table}")
