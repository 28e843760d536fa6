"""The survey design of a round, as the questions need it."""

from dataclasses import dataclass

import numpy as np

from data.library import Opened
from data.queries.scope import SURVEYED, Scope
from data.reference import Reference
from data.statistics.linearised import Design


@dataclass(frozen=True)
class RoundDesign:
    """SQL of a household's stratum and PSU, and the PSUs per stratum. Without PSUs households are the PSUs."""

    stratum: str
    psu: str
    design: Design


def has_errors(reference: Reference) -> bool:
    """Whether estimates have a sampling error: a full count has none."""
    return reference.sampling == "survey"


def round_design(scope: Scope) -> tuple[RoundDesign, dict[str, int]]:
    """Return the full design of the round and {stratum: index}; a place or cohort is a domain of it."""
    return scope.opened.once(("design", scope.round), lambda: _round_design(scope.opened, scope.round))


def _round_design(opened: Opened, survey_round: int) -> tuple[RoundDesign, dict[str, int]]:
    given = opened.rows("SELECT count(psu) > 0 AS psus FROM household_profile WHERE survey_round = ?", [survey_round])
    # A household without a PSU in data that has them stands for itself.
    psu = "coalesce(psu, 'household ' || household_key)" if given[0]["psus"] else "household_key"
    stratum = "coalesce(stratum, '')"
    rows = opened.rows(
        f"SELECT {stratum} AS stratum, count(DISTINCT {psu}) AS psus FROM household_profile"
        f" WHERE survey_round = ? AND {SURVEYED} GROUP BY 1 ORDER BY 1",
        [survey_round],
    )
    design = Design(np.array([row["psus"] for row in rows]))
    return RoundDesign(stratum, psu, design), {row["stratum"]: index for index, row in enumerate(rows)}
