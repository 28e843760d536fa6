"""The figures of a research packet as code: SQL, Python and R that give its figures from its own files alone."""

from dataclasses import dataclass
from math import ceil
from pathlib import Path

from data.packet.columns import ROW_KEY
from data.reference import Reference
from data.selection import Selection
from data.weights import weighting

CODE = Path(__file__).parent / "code"
OVERALL = "overall"
SURVEYED = "(verification IS NULL OR verification NOT IN ('not_found', 'moved'))"


@dataclass(frozen=True, slots=True)
class Parameters:
    """home: column of the home-level area; units: {indicator: whole number}; whole: units of a full score; poor_from: units."""

    home: str
    capitals: tuple[str, ...]
    units: dict[str, int]
    whole: int
    poor_from: int
    k: str

    def rows(self) -> list[tuple[str, object]]:
        """Return what Python and R read: name, value."""
        return [
            ("home_column", self.home),
            ("k", self.k),
            ("whole_units", self.whole),
            ("poor_from_units", self.poor_from),
        ]


def parameters(selection: Selection, reference: Reference) -> Parameters:
    """Return the parameters of a packet's figures: weights and cut-off of the reference, or those chosen."""
    capitals = (*(f"capital_{group.key}" for group in reference.capitals), OVERALL) if reference.capitals else ()
    k, home = selection.cut_off(reference), f"{reference.home_level}_code"
    if not reference.dimensions:
        return Parameters(home, capitals, {}, 1, 1, str(k))
    weights = weighting(reference, selection.weights, selection.off)
    return Parameters(home, capitals, weights.used, weights.whole, ceil(k * weights.whole), str(k))


def python_code() -> str:
    """Return the Python of every packet."""
    return (CODE / "figures.py").read_text(encoding="utf-8")


def r_code() -> str:
    """Return the R of every packet."""
    return (CODE / "figures.R").read_text(encoding="utf-8")


def sql_code(own: Parameters) -> str:
    """Return the SQL of a packet's figures; it reads `microdata.parquet` of the folder it is run in."""
    return f"""-- The figures of this packet, as figures.csv has them. Run in its folder: duckdb -csv < code/figures.sql
WITH every_row AS (
    SELECT *, {_score(own)} AS units
    FROM read_parquet('microdata.parquet')
),
surveyed AS (
    SELECT *, units >= {own.poor_from} AND units > 0 AS poor, weight * persons AS people
    FROM every_row
    WHERE {SURVEYED}
),
counted AS (
    SELECT coalesce({own.home}, 'all') AS place, count({ROW_KEY}) AS n, sum(weight) AS households,
        count(persons) AS n_persons, sum(weight * persons) AS persons
    FROM every_row
    GROUP BY GROUPING SETS ((), ({own.home}))
),
sums AS (
    SELECT coalesce({own.home}, 'all') AS place{"".join(_sums(own))}
    FROM surveyed
    GROUP BY GROUPING SETS ((), ({own.home}))
),
final AS (
    SELECT place, 'households' AS figure, n, households AS value FROM counted
    UNION ALL SELECT place, 'persons', n_persons, persons FROM counted
{"".join(_figures(own))})
SELECT * FROM final ORDER BY place, figure;
"""


def _score(own: Parameters) -> str:
    return " + ".join(f"{units} * deprived_{key}::INTEGER" for key, units in own.units.items()) or "NULL::INTEGER"


def _sums(own: Parameters) -> list[str]:
    found = [
        f",\n        count({name}) AS n_{name}, sum(weight * {name}) / nullif(sum(weight) FILTER ({name} IS NOT NULL), 0) AS {name}"
        for name in own.capitals
    ]
    for unit, people in POVERTY.items() if own.units else ():
        known = f"units IS NOT NULL AND {people} IS NOT NULL"
        found.append(
            f",\n        count(*) FILTER ({known}) AS n{unit}, sum({people}) FILTER (units IS NOT NULL) AS all{unit}"
            f",\n        coalesce(sum({people}) FILTER (poor), 0) AS poor{unit}"
            f", coalesce(sum({people} * units) FILTER (poor), 0) / {own.whole} AS score{unit}"
        )
    return found


# Ending of a figure's name -> what it counts.
POVERTY = {"_households": "weight", "_persons": "people"}


def _figures(own: Parameters) -> list[str]:
    found = [f"    UNION ALL SELECT place, '{name}', n_{name}, {name} FROM sums\n" for name in own.capitals]
    for unit in POVERTY if own.units else ():
        for figure, part, total in (("H", "poor", "all"), ("A", "score", "poor"), ("M0", "score", "all")):
            found.append(
                f"    UNION ALL SELECT place, '{figure}{unit}', n{unit}, {part}{unit} / nullif({total}{unit}, 0) FROM sums\n"
            )
    return found
