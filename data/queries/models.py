"""Part 4, operating models: where they are, who is in them, what they cost, and what is proposed to provincial plans."""

from data.queries.scope import Scope


def by_household(scope: Scope) -> bool:
    """Whether models are those of the households asked for: below the home level, and for a cohort."""
    lower = scope.reference.lower_levels
    place = scope.selection.place
    inside = place and scope.reference.areas[place].level in lower
    return scope.selection.level(scope.reference) in lower or bool(inside) or bool(scope.selection.cohort)


def models(scope: Scope) -> list[dict]:
    """Return one row per area: operating models, households in them and their budget in baht.

    A model belongs to a home-level area: below that level, and for a cohort, models are those with a household asked
    for, and their budget is undefined. budget_real_baht: in prices of the newest year of the reference's price index
    (by the year a model began); None without an index, or where a model with a budget has no year in it.

    ไทย: จำนวนโมเดลแก้จน ครัวเรือนในโมเดล และงบประมาณ โมเดลเป็นของพื้นที่หลัก
    ต่ำกว่าระดับนั้นหรือเมื่อเลือกกลุ่มศึกษา นับโมเดลที่มีครัวเรือนตามที่เลือกและไม่มีงบประมาณ
    งบประมาณราคาคงที่คิดตามดัชนีราคาของระบบอ้างอิง ไม่มีค่าเมื่อไม่มีดัชนี
    """
    inside = by_household(scope)
    source = "participation_profile" if inside else "model_profile"
    condition, values = scope.event_condition() if inside else scope.place_condition()
    sql = f"""
SELECT {scope.code} AS code,
    {_model_columns(scope, inside)}
FROM {source}
WHERE {condition}
GROUP BY 1
ORDER BY 1
"""
    return scope.rows(sql, values)


def _model_columns(scope: Scope, inside: bool) -> str:
    if inside:
        return (
            "count(DISTINCT household_key) AS n_households, count(DISTINCT model_id) AS models,"
            " count(DISTINCT household_key) AS households, NULL AS budget_baht, NULL AS budget_real_baht"
        )
    # A model is a public fact about a place; only the households in it are counted behind the gate.
    return (
        "sum(households)::BIGINT AS n_households, count(*) AS models, sum(households)::BIGINT AS households,"
        f" {budgets(scope)}"
    )


def budgets(scope: Scope) -> str:
    """SQL of the budget of models, and of it in real baht where every model that has one began in a year of the index."""
    real = real_baht(scope, "budget_baht", "start_date")
    complete = f"count(budget_baht) = count({real})"
    return f"sum(budget_baht) AS budget_baht, CASE WHEN {complete} THEN sum({real}) END AS budget_real_baht"


def real_baht(scope: Scope, value: str, day: str) -> str:
    """SQL of baht of a day in prices of the newest year of the index; NULL where the index has no such year."""
    # Years and factors are numbers of the reference.
    cases = " ".join(f"WHEN {year} THEN {factor!r}" for year, factor in scope.reference.prices.factors.items())
    return f"({value} * CASE year({day}) {cases} END)" if cases else "NULL::DOUBLE"


def proposals(scope: Scope) -> list[dict]:
    """Return one row per area, plan year and status: proposals to provincial plans and their budget in baht.

    A proposal belongs to a home-level area; there are none below it. A cohort does not apply.

    ไทย: ข้อเสนอเข้าสู่แผนพัฒนาจังหวัดตามพื้นที่ ปีของแผน และสถานะ พร้อมงบประมาณ ข้อเสนอเป็นของพื้นที่หลัก ไม่มีต่ำกว่านั้น
    """
    if not _has_proposals(scope):
        return []
    condition, values = scope.place_condition()
    sql = f"""
SELECT {scope.code} AS code, plan_year, coalesce(status, '') AS status, count(*) AS proposals, sum(budget_baht) AS budget_baht
FROM proposals
WHERE {condition}
GROUP BY ALL
ORDER BY ALL
"""
    return scope.rows(sql, values)


def proposal_list(scope: Scope) -> list[dict]:
    """Return one row per proposal to a provincial plan, by area and plan year, with the operating model it carries on.

    ไทย: ข้อเสนอเข้าสู่แผนพัฒนาจังหวัดทีละรายการ ตามพื้นที่และปีของแผน พร้อมโมเดลแก้จนที่ขยายผลต่อ
    """
    if not _has_proposals(scope):
        return []
    condition, values = scope.place_condition()
    sql = f"""
SELECT {scope.code} AS code, proposal_id, title_th, title_en, model_id, plan_year, coalesce(status, '') AS status, budget_baht
FROM proposals
WHERE {condition}
ORDER BY code, plan_year, proposal_id
"""
    return scope.rows(sql, values)


def _has_proposals(scope: Scope) -> bool:
    lower, place = scope.reference.lower_levels, scope.selection.place
    inside = bool(place) and scope.reference.areas[place].level in lower
    return scope.selection.level(scope.reference) not in lower and not inside
