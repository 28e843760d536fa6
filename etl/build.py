"""The snapshot's tables, made in SQL from the accepted rows."""

import hashlib
from math import lcm
from pathlib import Path
from string import Template

import duckdb

from data.answers import SURVEYED, answer_columns, design_sql, quartiles_sql, repeated_sql
from data.reference import Group, Reference
from etl.assemble import column_type
from etl.contracts import SIDE_EXITS, STAGES, contracts

SQL = Path(__file__).parent / "sql"
SCORE_DECIMALS = 9
# Ties share the lower quintile: a household's place is the number of those strictly below it.
FIFTH = "CASE WHEN ranked THEN 1 + 5 * (rank() OVER place - 1) // count(*) OVER (PARTITION BY survey_round, $home, ranked) END::TINYINT"


def build(connection: duckdb.DuckDBPyConnection, reference: Reference, loaded: set[str], out: str = "out") -> None:
    """Create every table of the snapshot in the attached database `out`; `loaded` names the tables that have rows.

    Households that `known_household` names keep their numbers.
    """
    make_lookups(connection, reference)
    _make_empty(connection, reference, loaded)
    for path in scripts():
        run_script(connection, reference, path, out)


def scripts() -> list[Path]:
    """Return the SQL that makes the tables, in order."""
    return sorted(SQL.glob("*.sql"))


def run_script(connection: duckdb.DuckDBPyConnection, reference: Reference, path: Path, out: str = "out") -> None:
    """Run one SQL file for a reference; its tables go to the attached database `out`."""
    connection.execute(Template(path.read_text(encoding="utf-8")).substitute(_fields(reference, out)))


def recipe(reference: Reference) -> str:
    """Return what names the way tables are made: a snapshot of another recipe is rebuilt, never edited."""
    texts = [path.read_text(encoding="utf-8") for path in scripts()]
    digest = hashlib.sha256(repr((texts, sorted(_fields(reference).items()), contracts(reference))).encode())
    return digest.hexdigest()[:12]


def make_lookups(connection: duckdb.DuckDBPyConnection, reference: Reference) -> None:
    """Make the tables of areas above the home level, of referral stages, and an empty `known_household`."""
    connection.execute("CREATE TABLE IF NOT EXISTS known_household (household_key INTEGER, household_id UUID)")
    levels = [*reference.upper_levels, reference.home_level]
    columns = ", ".join(f"{level}_code VARCHAR" for level in levels)
    connection.execute(f"CREATE OR REPLACE TABLE area_path ({columns})")
    homes = [area.code for area in reference.areas.values() if area.level == reference.home_level]
    rows = [[area.code for area in reference.path(code)] for code in homes]
    connection.executemany(f"INSERT INTO area_path VALUES ({', '.join('?' * len(levels))})", rows)
    connection.execute("CREATE OR REPLACE TABLE stage_rank (stage VARCHAR, stage_rank TINYINT)")
    ranks = [(stage, rank) for rank, stage in enumerate(STAGES, start=1)] + [(stage, 0) for stage in SIDE_EXITS]
    connection.executemany("INSERT INTO stage_rank VALUES (?, ?)", ranks)


def _make_empty(connection: duckdb.DuckDBPyConnection, reference: Reference, loaded: set[str]) -> None:
    for contract in contracts(reference):
        if contract.table not in loaded and contract.shape != "long":
            shape = ", ".join(f'"{column.name}" {column_type(column)}' for column in contract.columns)
            connection.execute(f"CREATE OR REPLACE TABLE accepted_{contract.table} ({shape})")


def _fields(reference: Reference, out: str = "out") -> dict[str, str]:
    home = f"{reference.home_level}_code"
    places = [f"{level}_code" for level in reference.levels]
    dates = ",\n        ".join(f"min(event_date) FILTER (stage = '{stage}') AS {stage}_on" for stage in STAGES)
    return {
        "out": out,
        "home": home,
        "survey_year": survey_year_sql("accepted_households.survey_year"),
        "fifth": FIFTH.replace("$home", home),
        "place_struct": ", ".join(f"'{name}': {name}" for name in places),
        "stage_dates": dates,
        **_capital_fields(reference),
        **_problem_fields(reference),
        **_noted_fields(reference, f"{out}.household_profile"),
    }


def _noted_fields(reference: Reference, profile: str) -> dict[str, str]:
    asked = next(contract for contract in contracts(reference) if contract.table == "households").columns
    names = [column.name for column in asked]
    names += [f"score_{item.key}" for item in reference.capital_items]
    names += [f"deprived_{item.key}" for item in reference.problem_items]
    home = f"{reference.home_level}_code"
    return {
        "repeated": repeated_sql(profile, home, answer_columns(names, reference)),
        "quartiles": quartiles_sql(profile),
        "design": design_sql(f"(FROM {profile} WHERE {SURVEYED})"),
    }


def survey_year_sql(column: str) -> str:
    """Return SQL of a round's label as CE year: given as พ.ศ. or CE, else read off the round (CE year x 10 + round)."""
    given = f"CASE WHEN {column} >= 2400 THEN {column} - 543 ELSE {column} END"
    return f"coalesce({given}, CASE WHEN survey_round BETWEEN 19000 AND 29999 THEN survey_round // 10 ELSE survey_round END)::INTEGER"


def _capital_fields(reference: Reference) -> dict[str, str]:
    if not reference.capitals:
        return {
            "score_columns": "",
            "capital_columns": "",
            "capital_names": "",
            "capital_rows": "(SELECT NULL::UUID AS household_id, NULL::BIGINT AS survey_round WHERE false)",
            "capital_join": "",
            "overall": "NULL::DOUBLE",
            "level_cases": "WHEN false THEN 0",
        }
    scores = "".join(f', accepted_capitals."{item.key}" AS score_{item.key}' for item in reference.capital_items)
    means = "".join(f",\n        {capital_sql(group)} AS capital_{group.key}" for group in reference.capitals)
    total = " + ".join(f"capital_{group.key}" for group in reference.capitals)
    bounds = list(enumerate(reference.level_bounds, start=1))
    cases = " ".join(f"WHEN overall < {bound} THEN {level}" for level, bound in bounds)
    return {
        "score_columns": scores,
        "capital_columns": means,
        "capital_names": "".join(f", scores.capital_{group.key}" for group in reference.capitals),
        "capital_rows": "accepted_capitals",
        "capital_join": "LEFT JOIN accepted_capitals USING (household_id, survey_round)",
        "overall": f"round(({total}) / {len(reference.capitals)}, {SCORE_DECIMALS})",
        "level_cases": f"{cases} WHEN overall IS NOT NULL THEN {len(bounds) + 1}",
    }


def capital_sql(group: Group) -> str:
    """Return SQL of a capital: the weighted mean of what is answered, where at least half of the weight is.

    Weights are whole units; the quotient is rounded to nine decimals so that 1.75 is 1.75 at a level's bound.
    """
    units = lcm(*(item.weight.denominator for item in group.items))
    weights = {item.key: int(item.weight * units) for item in group.items}
    total = " + ".join(f'{weight} * coalesce("{key}", 0)' for key, weight in weights.items())
    answered = " + ".join(f'{weight} * ("{key}" IS NOT NULL)::INTEGER' for key, weight in weights.items())
    return f"CASE WHEN 2 * ({answered}) >= {units} THEN round(({total})::DOUBLE / ({answered}), {SCORE_DECIMALS}) END"


def problem_units(reference: Reference) -> int:
    """Return how many whole units a deprivation score of 1 has."""
    return lcm(*(item.weight.denominator for item in reference.problem_items))


def _problem_fields(reference: Reference) -> dict[str, str]:
    if not reference.dimensions:
        return {
            "deprivation_columns": "",
            "problem_join": "",
            "deprivation_units": "NULL::INTEGER",
            "problems_answered": "0",
        }
    items, units = reference.problem_items, problem_units(reference)
    weighted = [item for item in items if item.weight]
    return {
        "deprivation_columns": "".join(
            f',\n        accepted_problems."{item.key}" AS deprived_{item.key}' for item in items
        ),
        "problem_join": "LEFT JOIN accepted_problems USING (household_id, survey_round)",
        "deprivation_units": "("
        + " + ".join(f"{int(item.weight * units)} * deprived_{item.key}::INTEGER" for item in weighted)
        + ")",
        "problems_answered": "(" + " + ".join(f"(deprived_{item.key} IS NOT NULL)::TINYINT" for item in items) + ")",
    }
