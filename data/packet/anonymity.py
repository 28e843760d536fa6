"""k-anonymity by coarsening and local suppression: every row keeps the finest values that enough rows share with it.

Source: Sweeney 2002, *Achieving k-anonymity privacy protection using generalization and suppression*; here cells are
withheld row by row, so that a rare household coarsens nobody else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import duckdb

# What stands in a cell that is withheld. A blank answer has a code of its own: the two never look the same.
WITHHELD, MISSING = "withheld", "missing"


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """Columns that tell one thing, the coarsest first, and what it costs a reader to lose each of them."""

    columns: tuple[str, ...]
    costs: tuple[float, ...]

    def cost(self, kept: int) -> float:
        """Return what is lost where only the first `kept` columns are told."""
        return sum(self.costs[kept:])


def ladder(hierarchies: Sequence[Hierarchy]) -> list[tuple[int, ...]]:
    """Return every way to keep the first columns of each hierarchy, the cheapest loss first, all of them withheld last."""
    ways = product(*(range(len(hierarchy.columns), -1, -1) for hierarchy in hierarchies))
    # Equal losses: the one that keeps more of what stands first.
    return sorted(ways, key=lambda way: (_cost(hierarchies, way), tuple(-kept for kept in way)))


def _cost(hierarchies: Sequence[Hierarchy], way: tuple[int, ...]) -> float:
    return round(sum(hierarchy.cost(kept) for hierarchy, kept in zip(hierarchies, way, strict=True)), 6)


def protect(
    connection: duckdb.DuckDBPyConnection, source: str, target: str, hierarchies: Sequence[Hierarchy], k: int
) -> None:
    """Make `target` of the rows of `source` with cells of the hierarchies withheld, so that k rows share what is told.

    A value counts as itself, "missing" and "withheld" too: grouped by all the columns no group of `target` is smaller than
    k. Columns are text without NULL. Fewer than k rows that nothing can be told of are left out.
    """
    columns = [column for hierarchy in hierarchies for column in hierarchy.columns]
    ways = ladder(hierarchies)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE classes AS SELECT {', '.join(columns)}, count(*) AS n, NULL::SMALLINT AS step"
        f" FROM {source} GROUP BY ALL"
    )
    for step, way in enumerate(ways):
        # Rows that found no k before look for each other with a little less told.
        shared = f"struct_pack({', '.join(f'{name} := {name}' for name in _kept(hierarchies, way)) or 'all_of := 0'})"
        connection.execute(
            f"UPDATE classes SET step = {step} WHERE step IS NULL AND {shared} IN"
            f" (SELECT {shared} FROM classes WHERE step IS NULL GROUP BY ALL HAVING sum(n) >= {k})"
        )
    told = ", ".join(_told(column, hierarchies, ways) for column in columns)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {target} AS SELECT * EXCLUDE (n, step) REPLACE ({told})"
        f" FROM {source} JOIN (FROM classes WHERE step IS NOT NULL) USING ({', '.join(columns)})"
    )
    connection.execute("DROP TABLE classes")


def _kept(hierarchies: Sequence[Hierarchy], way: tuple[int, ...]) -> list[str]:
    return [name for hierarchy, kept in zip(hierarchies, way, strict=True) for name in hierarchy.columns[:kept]]


def _told(column: str, hierarchies: Sequence[Hierarchy], ways: list[tuple[int, ...]]) -> str:
    steps = ", ".join(str(step) for step, way in enumerate(ways) if column in _kept(hierarchies, way))
    return f"CASE WHEN step IN ({steps}) THEN {column} ELSE '{WITHHELD}' END AS {column}"
