"""The plainest single SELECT of the questions about models, spread, cohorts, single households and quality."""

from data.reference import Reference

PAIR = "quantile_cont({0}, .5), var_samp({0}), avg({0}), count({0})"

# Fences of outliers as they stand once known; without repeated answers, which no single pass tells.
DOUBTS = ", ".join(
    f"count(*) FILTER ({sql})"
    for sql in (
        "children + elderly > size",
        "disabled > size",
        "working_members > size",
        "head_age < 15",
        "survey_date > today()",
        "verification = 'newly_found' AND tpmap_listed",
        "income_month_baht > 300000 OR debt_baht > 30000000 OR land_rai > 900 OR size > 30",
        "children + elderly > size OR disabled > size OR working_members > size OR head_age < 15",
    )
)


def more_statements(reference: Reference, survey_round: int, base: int, where: str) -> dict[str, str]:
    """Return {question: SELECT}. where: surveyed households of the round."""
    home, lowest = f"{reference.home_level}_code", f"{reference.levels[-1]}_code"
    capitals = [*(f"capital_{group.key}" for group in reference.capitals), "overall"]
    change = PAIR.format("income_after_month - income_before_month")
    # Households at entry and measured again, each once, as the questions count them.
    once = (
        "count(DISTINCT CASE WHEN income_before_month IS NOT NULL THEN household_key END),"
        " count(DISTINCT CASE WHEN income_after_month - income_before_month IS NOT NULL THEN household_key END)"
    )
    keys = [item.key for item in reference.problem_items]
    outcomes = ["income_month_baht", *capitals]
    both = (
        f"household_profile AS a JOIN household_profile AS b USING (household_key)"
        f" WHERE a.survey_round = {survey_round} AND b.survey_round = {base}"
    )
    columns = "SELECT * FROM household_profile"
    model = "participation_profile LEFT JOIN model_profile USING (model_id)"
    return {
        "cut_offs": f"SELECT {home}, {', '.join(f'avg((deprivation_units >= {60 * k // 20})::INT), sum(size * deprivation_units) FILTER (deprivation_units >= {60 * k // 20})' for k in range(1, 21))}"
        f" FROM household_profile WHERE {where} GROUP BY 1",
        "together": f"SELECT {home}, {', '.join(_any(group) for group in reference.dimensions)}, count(*), sum(weight)"
        f" FROM household_profile WHERE {where} GROUP BY ALL",
        "model_groups": f"SELECT participation_profile.{home}, model_group, count(DISTINCT model_id), count(DISTINCT household_key), {once}, {change} FROM {model} GROUP BY 1, 2",
        "model_list": f"SELECT participation_profile.{home}, model_id, any_value(name_th), any_value(name_en), count(DISTINCT household_key), {once}, {change} FROM {model} GROUP BY 1, 2",
        # By group and for all groups, with who was lost: the columns that the question has.
        "model_capitals": f"SELECT b.{home}, model_group, {', '.join(f'count(b.{c}), ' + PAIR.format(f'a.{c} - b.{c}') for c in capitals)}"
        f" FROM household_profile AS b LEFT JOIN (FROM household_profile WHERE survey_round = {survey_round}) AS a USING (household_key)"
        " JOIN (SELECT DISTINCT household_key, model_group FROM participation_profile LEFT JOIN model_profile USING (model_id)) USING (household_key)"
        f" WHERE b.survey_round = {base} GROUP BY GROUPING SETS ((1), (1, 2))",
        "model_comparison": f"SELECT b.{home}, household_key IN (SELECT household_key FROM participation_profile), {', '.join(f'avg(b.{c}), avg(a.{c}), var_samp(a.{c} - b.{c}), count(a.{c} - b.{c})' for c in outcomes)} FROM {both} GROUP BY 1, 2",
        "proposals": f"SELECT {home}, plan_year, status, count(*), sum(budget_baht) FROM proposals GROUP BY 1, 2, 3",
        "proposal_list": "SELECT * FROM proposals",
        "capital_spread": f"SELECT {home}, {', '.join(f'histogram(floor({c} * 4))' for c in capitals)} FROM household_profile WHERE {where} GROUP BY 1",
        "score_spread": f"SELECT {home}, {', '.join(f'histogram(floor(score_{i.key}))' for i in reference.capital_items)} FROM household_profile WHERE {where} GROUP BY 1",
        "level_fifths": f"SELECT {home}, quintile, level, count(*), sum(weight) FROM household_profile WHERE {where} GROUP BY 1, 2, 3",
        "compare": f"SELECT {', '.join(f'sum(deprived_{k} * size), count(deprived_{k})' for k in keys)}, {', '.join(f'avg({c}), count({c})' for c in capitals)},"
        " avg(income_month_baht), avg(debt_baht), avg(land_rai), avg(head_age), avg(children), avg(elderly), avg(disabled), avg(working_members),"
        f" sum(size * deprivation_units) FROM household_profile WHERE {where} GROUP BY tpmap_listed",
        "members": f"SELECT {home}, count(*), sum(weight), sum(weight * size) FROM household_profile WHERE survey_round = {survey_round} GROUP BY 1",
        "field_values": f"SELECT {home}, head_education, main_occupation, source_list, count(*) FROM household_profile WHERE survey_round = {survey_round}"
        f" GROUP BY GROUPING SETS (({home}, head_education), ({home}, main_occupation), ({home}, source_list))",
        "stage_ends": f"SELECT {home}, furthest_stage, exited_on IS NULL, count(*), count(DISTINCT household_key) FROM referral_profile WHERE helped_on IS NULL GROUP BY 1, 2, 3",
        "households": f"{columns} JOIN household USING (household_key) WHERE survey_round = {survey_round} ORDER BY household_key LIMIT 50",
        "household": f"{columns} JOIN household USING (household_key) WHERE household_id = (SELECT min(household_id) FROM household) ORDER BY survey_round",
        # Stored ids and how many wait in all are part of the answer.
        "waiting_list": "SELECT *, count(*) OVER () FROM referral_profile JOIN household USING (household_key)"
        " WHERE helped_on IS NULL AND exited_on IS NULL ORDER BY entered_on, household_key, referral_id LIMIT 50",
        "rejects": 'SELECT "load", file, column_name, reason, count(*) FROM rejects GROUP BY ALL',
        "doubts": f"SELECT {home}, count(*), {DOUBTS}, count(*) FILTER ({lowest} IS NULL) FROM household_profile WHERE survey_round = {survey_round} GROUP BY 1",
        "grades": f"SELECT {home}, count(*), {DOUBTS}, count(*) FILTER ({lowest} IS NULL), max(survey_date), count(COLUMNS(*)) FROM household_profile WHERE survey_round = {survey_round} GROUP BY 1",
        "freshness": f"SELECT {home}, count(*), max(survey_date) FROM household_profile WHERE survey_round = {survey_round} GROUP BY 1",
        "completeness": f"SELECT {home}, count(COLUMNS(*)) FROM household_profile WHERE survey_round = {survey_round} GROUP BY 1",
    }


def _any(group) -> str:
    return f"greatest({', '.join(f'deprived_{item.key}' for item in group.items)})"
