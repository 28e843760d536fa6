"""The survey design of a round, as the questions need it."""

from dataclasses import dataclass

import numpy as np

from data.answers import design_sql
from data.library import Opened
from data.queries.scope import SURVEYED, Scope
from data.reference import Reference
from data.statistics.linearised import Design, Moments

STRATUM = "coalesce(stratum, '')"
# Households with stratum and PSU as they were seen last: together, because each alone would be taken from an earlier
# round where it is blank in the newest.
NEWEST = """(
    SELECT household_key, 0 AS survey_round, unnest(arg_max({'stratum': stratum, 'psu': psu}, survey_round))
    FROM household_profile GROUP BY household_key
)"""


@dataclass(frozen=True)
class RoundDesign:
    """The full design of a round. strata: {stratum: place in `design`}; given: whether the data name PSUs."""

    design: Design
    strata: dict[str, int]
    given: bool

    @property
    def columns(self) -> str:
        """SQL of a household's stratum and PSU over the wide table."""
        # A household without a PSU in data that has them stands for itself.
        psu = "coalesce(psu, 'household ' || household_key)" if self.given else "household_key"
        return f"{STRATUM} AS stratum, {psu} AS psu"

    def totals(self, parts: dict[str, str], source: str, group: str = "") -> str:
        """SQL of one row per PSU (and value of the column `group`) with the sum of every part over a source with stratum and psu.

        Where households are the PSUs a part is its own sum: grouping hundreds of thousands takes longer than all the rest.
        """
        keys = f"{group}, stratum" if group else "stratum"
        if not self.given:
            return f"SELECT {keys}, {', '.join(f'coalesce({sql}, 0) AS {name}' for name, sql in parts.items())} FROM {source}"
        sums = ", ".join(f"coalesce(sum({sql}), 0) AS {name}" for name, sql in parts.items())
        return f"SELECT {keys}, {sums} FROM {source} GROUP BY {keys}, psu"


def has_errors(reference: Reference) -> bool:
    """Whether estimates have a sampling error: a full count has none."""
    return reference.sampling == "survey"


def lone_strata(scope: Scope, rows: list[dict]) -> dict[str, str]:
    """Tell how many strata of the round have a single PSU, where rows have sampling errors; {} where none has."""
    columns = rows[0] if rows else {}
    if not has_errors(scope.reference) or not any(name == "se" or name.endswith("_se") for name in columns):
        return {}
    lone = round_design(scope).design.lone_strata
    return {"lone_strata": str(lone)} if lone else {}


def round_design(scope: Scope, survey_round: int | None = None) -> RoundDesign:
    """Return the full design of a round, that on screen where none is named; a place or cohort is a domain of it."""
    chosen = scope.round if survey_round is None else survey_round
    return scope.opened.once(("design", chosen), lambda: _round_design(scope.opened, chosen))


def event_design(scope: Scope) -> RoundDesign:
    """Return the design of households as each was seen last, for events, which know no round."""
    return scope.opened.once("event design", lambda: _made(scope.opened.rows(design_sql(NEWEST))))


def _round_design(opened: Opened, survey_round: int) -> RoundDesign:
    noted = opened.rows("SELECT 1 FROM duckdb_tables() WHERE table_name = 'design'")
    # Snapshots made before the load noted it.
    table = "design" if noted else f"({design_sql(f'(FROM household_profile WHERE {SURVEYED})')})"
    return _made(opened.rows(f"SELECT * FROM {table} AS design WHERE survey_round = ?", [survey_round]))


def _made(rows: list[dict]) -> RoundDesign:
    rows = sorted(rows, key=lambda row: row["stratum"])
    design = Design(np.array([row["psus"] + row["alone"] for row in rows]))
    strata = {row["stratum"]: place for place, row in enumerate(rows)}
    return RoundDesign(design, strata, any(row["psus"] for row in rows))


def moments(
    scope: Scope, design: RoundDesign, totals: str, values: list, sets: list[tuple[str, ...]], group: str = "code"
):
    """Return (groups in order, Moments) of SQL that gives one row per PSU and group, as `RoundDesign.totals` does.

    sets: names of parts whose products are asked for; each pair once.
    """
    names = list(dict.fromkeys(name for entry in sets for name in entry))
    pairs = {tuple(sorted((one, other), key=names.index)) for entry in sets for one in entry for other in entry}
    sums = ", ".join(f"sum({name}) AS {name}" for name in names)
    products = ", ".join(f"sum({one} * {other}) AS {one}__{other}" for one, other in sorted(pairs))
    sql = f"SELECT {group}, stratum, {sums}, {products} FROM ({totals}) GROUP BY {group}, stratum"
    rows = scope.rows(sql, values)
    # A group of several columns is a row of them.
    named = [tuple(row[group].values()) if isinstance(row[group], dict) else row[group] for row in rows]
    groups = sorted(set(named))
    place = {name: index for index, name in enumerate(groups)}

    def column(name: str) -> np.ndarray:
        return np.array([row[name] for row in rows], dtype=float)

    return groups, Moments(
        np.array([place[name] for name in named], dtype=int),
        np.array([design.strata[row["stratum"]] for row in rows], dtype=int),
        {name: column(name) for name in names},
        {pair: column("__".join(pair)) for pair in pairs},
        len(groups),
    )


def number(value: float) -> float | None:
    """Return a computed number, None where it is undefined."""
    return None if np.isnan(value) else float(value)
