"""Which columns of the wide table hold answers, and the SQL of what the load notes: repeats, quartiles and the design."""

from collections.abc import Iterable

from data.reference import Reference

# Columns of the profile that the load makes or that name a place: they say nothing about what was answered.
MADE = frozenset(
    "household_id household_key survey_round survey_year weight overall level quintile deprivation_units"
    " problems_answered referral_stage model_id stratum psu source_list village_code".split()
)
# Households that were reached and answered; a blank verification comes from a survey without that step.
SURVEYED = "(verification IS NULL OR verification NOT IN ('not_found', 'moved'))"
# So few answers may well be the same by chance.
LEAST_ANSWERS = 5
OUTLIERS = ("income_month_baht", "debt_baht", "land_rai", "size")


def answer_columns(columns: Iterable[str], reference: Reference) -> list[str]:
    """Return those columns of the wide table that hold answers."""
    places = {f"{level}_code" for level in reference.levels}
    return [name for name in columns if name not in MADE | places and not name.startswith("capital_")]


def repeated_sql(profile: str, home: str, answers: list[str]) -> str:
    """SQL of (survey_round, household_key) whose answers are all those of an earlier household of the round and home area."""
    quoted = [f'"{name}"' for name in answers] or ["0"]
    answered = " + ".join(f"({name} IS NOT NULL)::INTEGER" for name in quoted)
    return f"""
SELECT survey_round, unnest(list(household_key ORDER BY household_key)[2:]) AS household_key
FROM (
    SELECT survey_round, household_key, {home}, hash({", ".join(quoted)}) AS answers
    FROM {profile}
    WHERE {answered} >= {LEAST_ANSWERS}
)
GROUP BY survey_round, {home}, answers
HAVING count(*) > 1"""


def quartiles_sql(profile: str) -> str:
    """SQL of one row per round: [first, third] quartile of each amount that may lie too high, on a logarithmic scale."""
    parts = ", ".join(
        f"quantile_cont(ln(1 + {name}), [0.25, 0.75]) FILTER ({name} >= 0) AS {name}" for name in OUTLIERS
    )
    return f"SELECT survey_round, {parts} FROM {profile} GROUP BY survey_round"


def design_sql(households: str) -> str:
    """SQL of PSUs per round and stratum; alone: households without a PSU, each its own. households: each once in a round."""
    return f"""
SELECT survey_round, stratum, count(psu) AS psus, sum(alone)::BIGINT AS alone
FROM (
    SELECT survey_round, coalesce(stratum, '') AS stratum, psu, count_if(psu IS NULL) AS alone FROM {households} GROUP BY ALL
)
GROUP BY survey_round, stratum"""
