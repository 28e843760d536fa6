"""What changed between two snapshots: new households, corrections, new rounds, and what each did to the figures."""

from dataclasses import dataclass
from typing import Any

import duckdb

from data.errors import Problem
from data.exact import share
from data.reference import Reference
from data.settings import Settings
from data.snapshot import Snapshot, open_snapshot
from data.text import Text
from etl.base import attach
from etl.build import problem_units
from etl.history import the_one

SURVEYED = "(verification IS NULL OR verification NOT IN ('not_found', 'moved'))"
POOR = "verification IN ('verified_poor', 'newly_found')"
# Numbers of a household and names of its place are no values of its own.
IDS = ("household_key", "household_id", "survey_round", "side")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Counts of what changed and, per round, the figures before, after the corrections alone, and after everything."""

    before: str
    after: str
    counts: dict[str, int]
    rounds: list[dict[str, Any]]

    def as_json(self) -> dict[str, Any]:
        """As one JSON object."""
        return {"before": self.before, "after": self.after, "counts": self.counts, "rounds": self.rounds}


def compare_snapshots(first: str, second: str, settings: Settings) -> Comparison:
    """Compare two kept snapshots, given by their ids or first letters. Raises Problem where they have other references.

    counts: new_households (in no round of the first), corrections (same household and round, other values),
    new_round (known households in a round they were not in), gone (household and round no longer there), unchanged.
    """
    before, after = (open_snapshot(settings.build, the_one(name, settings)) for name in (first, second))
    _check_same_programme(before, after)
    with duckdb.connect(config={"memory_limit": settings.load_memory}) as connection:
        for name, snapshot in (("first", before), ("second", after)):
            attach(connection, snapshot.path, name, "READ_ONLY")
            connection.execute(
                f"CREATE VIEW {name}_rows AS FROM {name}.household_profile JOIN {name}.household USING (household_key)"
            )
        _make_kinds(connection)
        counted = dict(connection.execute("SELECT kind, count(*) FROM kinds GROUP BY 1").fetchall())
        kinds = ("new_households", "corrections", "new_round", "gone", "unchanged")
        counts = {kind: counted.get(kind, 0) for kind in kinds}
        rounds = _rounds(connection, after.reference)
    return Comparison(before.id, after.id, counts, rounds)


def _check_same_programme(before: Snapshot, after: Snapshot) -> None:
    ids = [snapshot.manifest["reference_id"] for snapshot in (before, after)]
    keys = [snapshot.manifest.get("key_id") for snapshot in (before, after)]
    if ids[0] != ids[1] or keys[0] != keys[1]:
        raise Problem(
            Text("สองชุดนี้เทียบกันไม่ได้", "These two snapshots cannot be compared"),
            where=f"{before.id}, {after.id}",
            got="another reference or another household key",
            expected="two snapshots of one programme under one key",
        )


def _make_kinds(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `kinds`: one row per household and round of either snapshot with what became of it."""
    columns = [
        name
        for (name,) in connection.execute(
            """SELECT column_name FROM duckdb_columns()
            WHERE database_name = 'second' AND table_name = 'household_profile' ORDER BY column_index"""
        ).fetchall()
        if name not in (*IDS, "quintile", "referral_stage", "model_id")
    ]
    differs = " OR ".join(f'a."{name}" IS DISTINCT FROM b."{name}"' for name in columns)
    connection.execute(
        f"""CREATE TABLE kinds AS
        WITH known AS (SELECT DISTINCT household_id FROM first_rows),
        final AS (
            SELECT household_id, survey_round,
                CASE
                    WHEN b.household_key IS NULL THEN 'gone'
                    WHEN a.household_key IS NOT NULL THEN CASE WHEN {differs} THEN 'corrections' ELSE 'unchanged' END
                    WHEN household_id IN (FROM known) THEN 'new_round'
                    ELSE 'new_households'
                END AS kind
            FROM first_rows AS a
            FULL JOIN second_rows AS b USING (household_id, survey_round)
        )
        SELECT * FROM final"""
    )


def _rounds(connection: duckdb.DuckDBPyConnection, reference: Reference) -> list[dict[str, Any]]:
    """Per round: figures of the first snapshot; with its rows as the second has them; of the second."""
    corrected = "second_rows SEMI JOIN kinds_kept USING (household_id, survey_round)"
    connection.execute("CREATE VIEW kinds_kept AS FROM kinds WHERE kind IN ('corrections', 'unchanged')")
    sides = {"before": "first_rows", "corrected": corrected, "after": "second_rows"}
    figures = {side: _figures(connection, source, reference) for side, source in sides.items()}
    every = sorted({number for rows in figures.values() for number in rows})
    return [{"round": number} | {side: figures[side].get(number) for side in sides} for number in every]


def _figures(connection: duckdb.DuckDBPyConnection, source: str, reference: Reference) -> dict[int, dict[str, Any]]:
    """{round: verified poor households, mean of each capital, H and M0}, as the pages give them with their defaults."""
    means = {f"mean_{group.key}": f"capital_{group.key}" for group in reference.capitals}
    parts = [
        f"sum(weight) FILTER ({POOR}) AS verified_poor_households",
        *(
            f"sum(weight * {column}) FILTER ({SURVEYED}) / nullif(sum(weight) FILTER ({SURVEYED} AND {column} IS NOT NULL), 0) AS {name}"
            for name, column in means.items()
        ),
        *_poverty_parts(connection, reference),
    ]
    cursor = connection.execute(f"SELECT survey_round, {', '.join(parts)} FROM {source} GROUP BY 1 ORDER BY 1")
    names = [column[0] for column in cursor.description]
    return {row[0]: dict(zip(names[1:], row[1:], strict=True)) for row in cursor.fetchall()}


def _poverty_parts(connection: duckdb.DuckDBPyConnection, reference: Reference) -> list[str]:
    if not reference.dimensions:
        return []
    k, units = share(reference.default_k), problem_units(reference)
    people = (
        "weight * size" if connection.execute("SELECT count(size) > 0 FROM second_rows").fetchone()[0] else "weight"
    )
    poor = f"deprivation_units * {k.denominator} >= {k.numerator * units} AND deprivation_units > 0 AND {SURVEYED}"
    everybody = f"nullif(sum({people}) FILTER (deprivation_units IS NOT NULL AND {SURVEYED}), 0)"
    return [
        f"coalesce(sum({people}) FILTER ({poor}), 0) / {everybody} AS H",
        f"coalesce(sum({people} * deprivation_units) FILTER ({poor}), 0) / {units} / {everybody} AS M0",
    ]
