"""Part 4, operating models: where they are, who is in them, and the same households before and after."""

from data.queries.scope import UNKNOWN_AREA, Scope, quotient
from data.statistics.linearised import t_quantile


def models(scope: Scope) -> list[dict]:
    """Return one row per area: operating models, households in them and their budget in baht.

    A model belongs to a home-level area: below that level models are those with a household in the area, and their
    budget is undefined.

    ไทย: จำนวนโมเดลแก้จน ครัวเรือนในโมเดล และงบประมาณ โมเดลเป็นของพื้นที่หลัก
    ต่ำกว่าระดับนั้นนับโมเดลที่มีครัวเรือนในพื้นที่และไม่มีงบประมาณ
    """
    below = scope.selection.level(scope.reference) in scope.reference.lower_levels
    # A cohort is of households: with one, models are those that its households are in.
    by_household = below or bool(scope.selection.cohort)
    source = "participation_profile" if by_household else "model_profile"
    condition, values = scope.event_condition() if by_household else scope.place_condition()
    sql = f"""
SELECT coalesce({scope.selection.level(scope.reference)}_code, '{UNKNOWN_AREA}') AS code,
    {_model_columns(by_household)}
FROM {source}
WHERE {condition}
GROUP BY 1
ORDER BY 1
"""
    return scope.rows(sql, values)


def _model_columns(by_household: bool) -> str:
    if by_household:
        return (
            "count(DISTINCT household_key) AS n_households, count(DISTINCT model_id) AS models,"
            " count(DISTINCT household_key) AS households, NULL AS budget_baht"
        )
    # A model is a public fact about a place; only the households in it are counted behind the gate.
    return "sum(households)::BIGINT AS n_households, count(*) AS models, sum(households)::BIGINT AS households, sum(budget_baht) AS budget_baht"


def model_income(scope: Scope) -> list[dict]:
    """Return one row per area: monthly income in baht of households in models, before and after, on the same households.

    n_entry: households in a model with an income at entry; n_households: of those, measured again; attrition: the share
    that was not. mean_change with its paired t interval (the households are those that were measured, so the interval
    is about them), median_change. Baht are nominal. Never an effect: there is no comparison group here, and households
    chosen in a bad month rise by themselves (regression to the mean).

    ไทย: รายได้ต่อเดือนของครัวเรือนเดียวกันก่อนและหลังเข้าโมเดล จำนวนตอนเข้า จำนวนที่วัดซ้ำ และสัดส่วนที่ขาดหาย
    การเปลี่ยนแปลงเฉลี่ยพร้อมช่วงความเชื่อมั่น 95 % แบบคู่ และมัธยฐาน เป็นบาทตามราคาปัจจุบัน ไม่ใช่ผลของโมเดล
    เพราะไม่มีกลุ่มเปรียบเทียบ และครัวเรือนที่เลือกในเดือนที่แย่มักดีขึ้นเอง (การถดถอยเข้าหาค่าเฉลี่ย)
    """
    condition, values = scope.event_condition()
    sql = f"""
WITH entered AS (
    SELECT {scope.code} AS code, income_before_month AS before, income_after_month AS after
    FROM participation_profile
    WHERE {condition} AND income_before_month IS NOT NULL
)
SELECT code, count(*) AS n_entry, count(after) AS n_households,
    avg(before) FILTER (after IS NOT NULL) AS mean_before, avg(after) AS mean_after,
    avg(after - before) AS mean_change, median(after - before) AS median_change, var_samp(after - before) AS variance
FROM entered
GROUP BY code
ORDER BY code
"""
    return [_income_row(row) for row in scope.rows(sql, values)]


def _income_row(row: dict) -> dict:
    n, variance = row["n_households"], row.pop("variance")
    half = None
    if n > 1:
        half = t_quantile(n - 1) * (variance / n) ** 0.5
    return {
        **row,
        "attrition": quotient(row["n_entry"] - n, row["n_entry"]),
        "low": None if half is None else row["mean_change"] - half,
        "high": None if half is None else row["mean_change"] + half,
    }
