"""Part 4, operating models: income of the same households before and after, by area, by group and model by model."""

from data.queries.model_errors import income_ends
from data.queries.models import budgets, by_household, real_baht
from data.queries.scope import Scope, quotient
from data.statistics.linearised import t_quantile

FACTS = ("name_th", "name_en", "model_group", "value_chain", "start_date")


def paired(n: int, mean: float | None, variance: float | None) -> dict[str, float | None]:
    """Return the 95 % interval of a mean of paired differences, None for fewer than two."""
    if n < 2:
        return {"low": None, "high": None}
    half = t_quantile(n - 1) * (variance / n) ** 0.5
    return {"low": mean - half, "high": mean + half}


def model_income(scope: Scope) -> list[dict]:
    """Return one row per area: monthly income in baht of households in models, before and after, on the same households.

    n_entry: households in a model with an income at entry; n_households: of those, measured again; attrition: the share
    that was not. A household in two models is one household, whose every pair of measurements counts in means and
    median. mean_change with its paired t interval (the households are those that were measured, so the interval
    is about them; in a survey with PSUs it is made of their totals), median_change. Baht are nominal; real_change is in prices of the newest year of the reference's
    index, over the n_real households whose years are in it, and None without one. Never an effect: there is no
    comparison group here, and households chosen in a bad month rise by themselves (regression to the mean).

    ไทย: รายได้ต่อเดือนของครัวเรือนเดียวกันก่อนและหลังเข้าโมเดล จำนวนตอนเข้า จำนวนที่วัดซ้ำ และสัดส่วนที่ขาดหาย
    ครัวเรือนที่อยู่สองโมเดลนับเป็นหนึ่งครัวเรือน และค่าที่วัดได้ทุกคู่รวมอยู่ในค่าเฉลี่ยและมัธยฐาน
    การเปลี่ยนแปลงเฉลี่ยพร้อมช่วงความเชื่อมั่น 95 % แบบคู่ และมัธยฐาน เป็นบาทตามราคาปัจจุบัน
    และเป็นบาทราคาคงที่เมื่อระบบอ้างอิงมีดัชนีราคา ไม่ใช่ผลของโมเดล
    เพราะไม่มีกลุ่มเปรียบเทียบ และครัวเรือนที่เลือกในเดือนที่แย่มักดีขึ้นเอง (การถดถอยเข้าหาค่าเฉลี่ย)
    """
    condition, values = scope.event_condition()
    entered = f"""
    SELECT household_key, {scope.code} AS code, {measured(scope)}
    FROM participation_profile
    WHERE {condition} AND income_before_month IS NOT NULL
"""
    sql = f"""
WITH entered AS ({entered})
SELECT code, {household_sums(scope)}
FROM entered
GROUP BY code
ORDER BY code
"""
    ends = income_ends(scope, entered, values, ("code",))
    return [{"code": row["code"]} | income_of(row) | ends.get((row["code"],), {}) for row in scope.rows(sql, values)]


def measured(scope: Scope) -> str:
    """SQL of income before, after, and the change in real baht of a participation."""
    before, after = (
        real_baht(scope, f"income_{side}_month", day)
        for side, day in (("before", "joined_on"), ("after", "measured_on"))
    )
    return f"income_before_month AS before, income_after_month AS after, {after} - {before} AS real"


CHANGES = """count(after - before) AS pairs, count(real) AS real_pairs,
    avg(before) FILTER (after IS NOT NULL) AS mean_before, avg(after) FILTER (before IS NOT NULL) AS mean_after,
    avg(after - before) AS mean_change, median(after - before) AS median_change, var_samp(after - before) AS variance,
    avg(real) AS real_change, var_samp(real) AS real_variance"""
# Of one model, in which a household stands once: counting it apart would take twice as long.
SUMS = f"count(before) AS n_entry, count(after - before) AS n_households, count(real) AS n_real, {CHANGES}"


def household_sums(scope: Scope) -> str:
    """SQL of the sums of several models: a household in two of them is one household with two measurements."""
    once = "count(DISTINCT CASE WHEN {} IS NOT NULL THEN household_key END) AS {}"
    counts = [once.format("before", "n_entry"), once.format("after - before", "n_households")]
    real = once.format("real", "n_real") if scope.reference.prices.factors else "0 AS n_real"
    return ", ".join([*counts, real, CHANGES])


def income_of(row: dict) -> dict:
    """Return the income columns of a row of `SUMS` or `household_sums`."""
    n, kept = row["n_households"], ("mean_before", "mean_after", "mean_change", "median_change")
    real = paired(row["real_pairs"], row["real_change"], row["real_variance"])
    return {
        "n_entry": row["n_entry"],
        "n_households": n,
        **{name: row[name] for name in kept},
        "attrition": quotient(row["n_entry"] - n, row["n_entry"]),
        **paired(row["pairs"], row["mean_change"], row["variance"]),
        "n_real": row["n_real"],
        "real_change": row["real_change"],
        "real_low": real["low"],
        "real_high": real["high"],
    }


def model_groups(scope: Scope) -> list[dict]:
    """Return one row per area and group of operating models: models, households, budget, and income before and after.

    Columns of income as in `model_income`; models, households and budgets as in `models`. A household in two models
    counts in both groups. A model without a group is in the group "".

    ไทย: โมเดลแก้จนตามพื้นที่และกลุ่มโมเดล: จำนวนโมเดล ครัวเรือน งบประมาณ และรายได้ของครัวเรือนเดียวกันก่อนและหลัง
    ครัวเรือนที่อยู่สองโมเดลนับในทั้งสองกลุ่ม
    """
    members, values = _members(scope)
    sql = f"""
WITH {members}
SELECT code, model_group, count(DISTINCT model_id) AS models, count(DISTINCT household_key) AS households, {household_sums(scope)}
FROM members
GROUP BY ALL
ORDER BY code, model_group
"""
    costs = {} if by_household(scope) else _group_budgets(scope)
    none = {"budget_baht": None, "budget_real_baht": None}
    ends = income_ends(scope, f"WITH {members} FROM members", values, ("code", "model_group"))
    return [
        {name: row[name] for name in ("code", "model_group", "models", "households")}
        | costs.get((row["code"], row["model_group"]), none)
        | income_of(row)
        | ends.get((row["code"], row["model_group"]), {})
        for row in scope.rows(sql, values)
    ]


def _group_budgets(scope: Scope) -> dict[tuple[str, str], dict]:
    condition, values = scope.place_condition()
    sql = (
        f"SELECT {scope.code} AS code, coalesce(model_group, '') AS model_group, {budgets(scope)}"
        f" FROM model_profile WHERE {condition} GROUP BY 1, 2"
    )
    return {(row.pop("code"), row.pop("model_group")): row for row in scope.rows(sql, values)}


def model_list(scope: Scope) -> list[dict]:
    """Return one row per area and operating model: its name, group, value chain, budget, and income before and after.

    A model stands in its own home-level area; below that level, and for a cohort, in the areas of the households asked
    for, without its budget. households: distinct households in it; columns of income as in `model_income`. Models that
    a participation names and `models.csv` does not have stand without a name where households are asked for.

    ไทย: โมเดลแก้จนทีละโมเดล: ชื่อ กลุ่ม ห่วงโซ่คุณค่า ครัวเรือน งบประมาณ และรายได้ต่อเดือนของครัวเรือนเดียวกันก่อนและหลัง
    จำนวนตอนเข้า จำนวนที่วัดซ้ำ สัดส่วนที่ขาดหาย การเปลี่ยนแปลงเฉลี่ยพร้อมช่วงความเชื่อมั่น และมัธยฐาน
    """
    members, values = _members(scope)
    budget, real = "budget_baht", real_baht(scope, "budget_baht", "start_date")
    if by_household(scope):
        budget = real = "NULL"
    facts = ", ".join(name for name in FACTS if name != "model_group")
    # Names are joined to the sums: carried along they would cost more than the sums do.
    sql = f"""
WITH {members},
told AS (
    SELECT code, model_id, count(DISTINCT household_key) AS households, {SUMS} FROM members GROUP BY code, model_id
)
SELECT told.*, {facts}, coalesce(model_group, '') AS model_group, {budget} AS budget_baht, {real} AS budget_real_baht
FROM told LEFT JOIN model_profile USING (model_id)
ORDER BY told.code, model_id
"""
    kept = ("code", "model_id", *FACTS, "households", "budget_baht", "budget_real_baht")
    ends = income_ends(scope, f"WITH {members} FROM members", values, ("code", "model_id"))
    return [
        {name: row[name] for name in kept} | income_of(row) | ends.get((row["code"], row["model_id"]), {})
        for row in scope.rows(sql, values)
    ]


def _members(scope: Scope) -> tuple[str, list]:
    """SQL of the CTE `members`: one row per model and household in it, with the model's facts, by the area asked for."""
    people = f"model_id, household_key, {measured(scope)}"
    about = f"model_id, {', '.join(name for name in FACTS if name != 'model_group')}, budget_baht"
    group = "coalesce(model_group, '') AS model_group"
    if by_household(scope):
        condition, values = scope.event_condition()
        inside = f"(SELECT {scope.code} AS code, {people} FROM participation_profile WHERE {condition})"
        return _cte(f"{inside} AS person LEFT JOIN (SELECT {about}, {group} FROM model_profile) AS model"), values
    condition, values = scope.place_condition()
    own = f"(SELECT {scope.code} AS code, {about}, {group} FROM model_profile WHERE {condition})"
    return _cte(f"{own} AS model LEFT JOIN (SELECT {people} FROM participation_profile) AS person"), values


def _cte(source: str) -> str:
    return f"members AS (SELECT * REPLACE (coalesce(model_group, '') AS model_group) FROM {source} USING (model_id))"
