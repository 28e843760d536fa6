"""The plainest single SELECT that answers each question by province, written as an analyst would."""

from benchmarks.plain_more import more_statements
from data.reference import Reference

SURVEYED = "survey_round = {round} AND (verification IS NULL OR verification NOT IN ('not_found', 'moved'))"


def plain_statements(reference: Reference, survey_round: int, base: int) -> dict[str, str]:
    """Return {question: SELECT} over the wide table or the event table. base: the round before."""
    home = f"{reference.home_level}_code"
    where = SURVEYED.format(round=survey_round)
    capitals = [*(f"capital_{group.key}" for group in reference.capitals), "overall"]
    keys = [item.key for item in reference.problem_items]
    stages = ("identified", "verified", "referred", "accepted", "in_progress", "helped")
    poor = "deprivation_units >= 12"
    found = more_statements(reference, survey_round, base, where) | {
        "verification": f"SELECT {home}, count(*), count(*) FILTER (tpmap_listed), {_counts()} FROM household_profile"
        f" WHERE survey_round = {survey_round} GROUP BY 1",
        "capitals": f"SELECT {home}, {', '.join(f'avg({c}), stddev_pop({c}), quantile_cont({c}, [.25, .5, .75]), count({c})' for c in capitals)}"
        f" FROM household_profile WHERE {where} GROUP BY 1",
        "levels": f"SELECT {home}, level, count(*), sum(weight) FROM household_profile WHERE {where} GROUP BY 1, 2",
        "weak_points": f"SELECT {home}, {', '.join(f'avg(score_{i.key}), count(*) FILTER (score_{i.key} < 2), count(score_{i.key})' for i in reference.capital_items)}"
        f" FROM household_profile WHERE {where} GROUP BY 1",
        "poverty": f"SELECT {home}, sum(weight * size), sum(weight * size) FILTER ({poor}), sum(weight * size * deprivation_units) FILTER ({poor}),"
        f" sum(weight) FILTER ({poor}), count(*) FROM household_profile WHERE {where} AND deprivation_units IS NOT NULL GROUP BY 1",
        "contributions": f"SELECT {home}, {', '.join(f'sum(weight * size * deprived_{k}), sum(weight * size * deprived_{k}) FILTER ({poor})' for k in keys)}"
        f" FROM household_profile WHERE {where} AND deprivation_units IS NOT NULL GROUP BY 1",
        "funnel": f"SELECT {home}, count(DISTINCT household_key), {', '.join(_stage(s, n) for n, s in enumerate(stages, 1))} FROM referral_profile GROUP BY 1",
        "stage_days": f"SELECT {home}, count(DISTINCT household_key), {', '.join(_days(s) for s in stages)} FROM referral_profile GROUP BY 1",
        "ageing": f"SELECT {home}, date_diff('day', entered_on, today()) // 30, count(*), count(DISTINCT household_key)"
        " FROM referral_profile WHERE helped_on IS NULL AND exited_on IS NULL GROUP BY 1, 2",
        "exits": f"SELECT {home}, exit_stage, exit_reason, count(*), count(DISTINCT household_key) FROM referral_profile GROUP BY 1, 2, 3",
        "agencies": f"SELECT {home}, need, agency, count(*), count(helped_on), count(DISTINCT household_key) FROM referral_profile GROUP BY 1, 2, 3",
        "assistance": f"SELECT {home}, kind, count(DISTINCT household_key), count(*), sum(amount_baht) FROM assistance_profile GROUP BY 1, 2",
        "models": f"SELECT {home}, count(*), sum(households), sum(budget_baht) FROM model_profile GROUP BY 1",
        "model_income": f"SELECT {home}, count(DISTINCT household_key), count(DISTINCT CASE WHEN income_after_month IS NOT NULL THEN household_key END), avg(income_before_month), avg(income_after_month),"
        " avg(income_after_month - income_before_month), median(income_after_month - income_before_month), var_samp(income_after_month - income_before_month)"
        " FROM participation_profile GROUP BY 1",
        "never_referred": f"SELECT {home}, count(*), count(*) FILTER (household_key NOT IN (SELECT household_key FROM referral_profile))"
        f" FROM household_profile WHERE survey_round = {survey_round} AND quintile = 1 GROUP BY 1",
        "overlap": f"SELECT {home}, tpmap_listed, welfare_card, verification, count(*), sum(weight) FROM household_profile WHERE {where} GROUP BY 1, 2, 3, 4",
        "transitions": f"SELECT a.{home}, b.level, a.level, count(*) FROM household_profile a JOIN household_profile b USING (household_key)"
        f" WHERE a.survey_round = {survey_round} AND b.survey_round = {base} GROUP BY 1, 2, 3",
        "change": f"SELECT {home}, household_profile.survey_round, was.level IS NULL, {', '.join(f'avg(household_profile.{c}), count(household_profile.{c}), avg(was.{c})' for c in capitals)},"
        f" avg((household_profile.{poor})::INT), avg((was.{poor})::INT), sum(household_profile.size * household_profile.deprivation_units) FROM household_profile LEFT JOIN"
        f" (FROM household_profile WHERE survey_round = {base}) AS was USING (household_key, {home})"
        f" WHERE household_profile.survey_round IN ({survey_round}, {base}) GROUP BY 1, 2, 3",
        "need_met": f"SELECT {home}, {', '.join(_met(g) for g in reference.dimensions)} FROM household_profile WHERE {where} GROUP BY 1",
    }
    # With one snapshot there are no corrections: what is left of a decomposition are differences of these means.
    return found | {"decomposition": found["change"]}


def _counts() -> str:
    kinds = ("verified_poor", "newly_found", "not_poor", "not_found", "moved")
    return ", ".join(
        f"count(*) FILTER (verification = '{kind}'), sum(size) FILTER (verification = '{kind}')" for kind in kinds
    )


def _stage(stage: str, rank: int) -> str:
    return f"count(*) FILTER (furthest_stage >= {rank}), median(date_diff('day', entered_on, {stage}_on))"


def _days(stage: str) -> str:
    """Days among those who came so far, shares by then, and who left or waits before: every column but the censoring."""
    days = f"date_diff('day', entered_on, {stage}_on)"
    within = ", ".join(f"count(*) FILTER ({days} <= {most})" for most in (30, 90, 180))
    before = ", ".join(f"count(*) FILTER ({stage}_on IS NULL AND exited_on IS {way} NULL)" for way in ("", "NOT"))
    return f"quantile_cont({days}, [.5, .9]), {within}, {before}"


def _met(group) -> str:
    some = " OR ".join(f"deprived_{item.key} = 1" for item in group.items)
    return (
        f"count(*) FILTER ({some}), count(*) FILTER (({some}) AND household_key IN (SELECT household_key FROM referral_profile)),"
        f" count(*) FILTER (({some}) AND household_key IN (SELECT household_key FROM assistance_profile))"
    )
