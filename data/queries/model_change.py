"""Part 4, operating models: capitals of the same households in two rounds, and beside a comparison group."""

from data.queries.incomes import paired
from data.queries.model_errors import capital_ends, comparison_ends
from data.queries.rounds import base_round
from data.queries.scope import SURVEYED, VERIFIED_POOR, Scope, quotient
from data.statistics.linearised import t_quantile

EVERY_GROUP = "*"
# The unit separator, which no name of a group has.
BETWEEN_GROUPS = "\x1f"
INCOME = "income_month_baht"


def outcomes(scope: Scope) -> dict[str, str]:
    """Return {measure: column of household_profile} that two rounds are compared by."""
    capitals = {f"capital_{group.key}": f"capital_{group.key}" for group in scope.reference.capitals}
    return {INCOME: INCOME} | capitals | ({"overall": "overall"} if capitals else {})


def model_capitals(scope: Scope) -> list[dict]:
    """Return one row per area, model group ("*": all models) and capital: households in models in two survey rounds.

    n_entry: households with the score in the earlier round; n_households: of those, with the score in the later round,
    too; attrition: the share without. mean_before, mean_after, mean_change with its paired t interval (in a survey with
    PSUs over their totals), over the same households, each counting once in a group. No rows without an earlier round or
    without capitals. Never an effect: there is no comparison group here.

    ไทย: คะแนนทุนของครัวเรือนเดียวกันในโมเดลแก้จน รอบก่อนและรอบนี้ ตามพื้นที่และกลุ่มโมเดล ("*" คือทุกโมเดล)
    จำนวนรอบก่อน จำนวนที่มีคะแนนทั้งสองรอบ สัดส่วนที่ขาดหาย และการเปลี่ยนแปลงเฉลี่ยพร้อมช่วงความเชื่อมั่น 95 % แบบคู่
    ไม่ใช่ผลของโมเดล เพราะไม่มีกลุ่มเปรียบเทียบ
    """
    chosen = [name for name in outcomes(scope) if name != INCOME]
    base = base_round(scope)
    if base is None or not chosen:
        return []
    cte, values = panel(scope, base, chosen)
    parts = ", ".join(sums(name) for name in chosen)
    # Each household once, by the groups it is in together; those are put together for every group afterwards.
    sql = f"""
WITH {cte},
member AS (
    SELECT household_key, array_to_string(list_sort(list_distinct(list(coalesce(model_group, '')))), ?) AS model_groups
    FROM participation_profile LEFT JOIN model_profile USING (model_id)
    GROUP BY household_key
)
SELECT code, model_groups, {parts} FROM panel JOIN member USING (household_key) GROUP BY ALL
"""
    apart: dict[tuple[str, str], list[dict]] = {}
    for row in scope.rows(sql, [*values, BETWEEN_GROUPS]):
        for group in (EVERY_GROUP, *row["model_groups"].split(BETWEEN_GROUPS)):
            apart.setdefault((row["code"], group), []).append(row)
    ends = capital_ends(scope, base, *grouped_panel(scope, base, chosen), chosen)
    rows = [
        capital_row({"code": code, "model_group": group} | _pooled(found, name), name)
        for (code, group), found in sorted(apart.items())
        for name in chosen
    ]
    return [row | ends.get((row["code"], row["model_group"], row["capital"]), {}) for row in rows]


def _pooled(rows: list[dict], name: str) -> dict:
    """Return n, means and variance of one measure over sets of households taken together."""
    known = [row for row in rows if row[f"{name}_n"]]
    n = sum(row[f"{name}_n"] for row in known)
    before, change = (
        sum(row[f"{name}_n"] * row[f"{name}_{part}"] for row in known) / n if n else None
        for part in ("before", "change")
    )
    squares = sum(
        (row[f"{name}_n"] - 1) * (row[f"{name}_var"] or 0) + row[f"{name}_n"] * (row[f"{name}_change"] - change) ** 2
        for row in known
    )
    return {
        f"{name}_entry": sum(row[f"{name}_entry"] for row in rows),
        f"{name}_n": n,
        f"{name}_before": before,
        f"{name}_change": change,
        f"{name}_var": squares / (n - 1) if n > 1 else None,
    }


def grouped_panel(scope: Scope, base: int, chosen: list[str]) -> tuple[str, list]:
    """SQL of households in models with their values of both rounds, once per group they are in and once for all."""
    cte, values = panel(scope, base, chosen)
    sql = f"""
WITH {cte},
grouped AS (
    SELECT DISTINCT household_key, unnest(['{EVERY_GROUP}', coalesce(model_group, '')]) AS model_group
    FROM participation_profile LEFT JOIN model_profile USING (model_id)
)
SELECT * FROM panel JOIN grouped USING (household_key)"""
    return sql, values


def panel(scope: Scope, base: int, chosen: list[str]) -> tuple[str, list]:
    """SQL of the CTE `panel`: households in models in the earlier round with b_ (then) and a_ (now, NULL if gone) values.

    Place and cohort are those of the earlier round: before a household joined, and whoever was lost stays in it.
    """
    condition, values = scope.every_round_condition()
    then, now = _then_and_now(scope, chosen)
    cte = f"""
panel AS (
    SELECT * FROM (
        SELECT household_key, stratum, psu, {scope.code} AS code, {then}
        FROM household_profile
        WHERE survey_round = {base} AND {condition} AND {SURVEYED}
            AND household_key IN (SELECT household_key FROM participation_profile)
    ) LEFT JOIN (
        SELECT household_key, {now} FROM household_profile
        WHERE survey_round = {scope.round} AND {SURVEYED}
            AND household_key IN (SELECT household_key FROM participation_profile)
    ) USING (household_key)
)"""
    return cte, values


def _then_and_now(scope: Scope, chosen: list[str]) -> tuple[str, str]:
    columns = outcomes(scope)
    then, now = (", ".join(f"{columns[name]} AS {side}_{name}" for name in chosen) for side in "ba")
    return then, now


def sums(name: str, condition: str = "true", mark: str = "") -> str:
    """SQL of n, means and variance of one measure over households with it in both rounds."""
    # A CASE costs half of what a FILTER on every aggregate does.
    inside = (lambda sql: sql) if condition == "true" else (lambda sql: f"CASE WHEN {condition} THEN {sql} END")
    before, change = inside(f"b_{name}"), inside(f"a_{name} - b_{name}")
    both = f"CASE WHEN a_{name} IS NOT NULL THEN {before} END"
    return (
        f"count({before}) AS {name}_entry{mark}, count({change}) AS {name}_n{mark},"
        f" avg({both}) AS {name}_before{mark},"
        f" avg({change}) AS {name}_change{mark}, var_samp({change}) AS {name}_var{mark}"
    )


def _after(row: dict, name: str, mark: str = "") -> float | None:
    before, change = row[f"{name}_before{mark}"], row[f"{name}_change{mark}"]
    return None if before is None else before + change


def capital_row(row: dict, name: str) -> dict:
    """Return the row of one capital from the sums of a group."""
    n, entry = row[f"{name}_n"], row[f"{name}_entry"]
    return {
        "code": row["code"],
        "model_group": row["model_group"],
        "capital": name.removeprefix("capital_"),
        "n_households": n,
        "n_entry": entry,
        "attrition": quotient(entry - n, entry),
        "mean_before": row[f"{name}_before"],
        "mean_after": _after(row, name),
        "mean_change": row[f"{name}_change"],
        **paired(n, row[f"{name}_change"], row[f"{name}_var"]),
    }


def model_comparison(scope: Scope) -> list[dict]:
    """Return one row per area and measure: the change of households in models less that of a comparison group.

    In models: households of the selection in any operating model. Comparison: households of home-level areas with models
    that are in none: those of the cohort `against` where one is given, else the verified poor of the earlier round. Both
    over the same households in two rounds. difference = (after - before) in models - (after - before) in the
    comparison, with Welch's 95 % interval, in a survey with PSUs that of the difference linearised over their totals. Measures: monthly income of the survey (nominal baht), capitals, overall.
    n_households is the smaller of both groups. This is not a randomised comparison: who joined was chosen, and a group
    chosen at a low point rises by itself. No rows without an earlier round. Source: Angrist and Pischke 2009, ch. 5.

    ไทย: ผลต่างของการเปลี่ยนแปลง (difference-in-differences): การเปลี่ยนแปลงของครัวเรือนในโมเดลแก้จน
    ลบด้วยการเปลี่ยนแปลงของกลุ่มเปรียบเทียบในพื้นที่เดียวกันที่ไม่อยู่ในโมเดลใด (กลุ่มที่เลือก หรือครัวเรือนที่ยืนยันว่ายากจนในรอบก่อน)
    บนครัวเรือนเดียวกันทั้งสองรอบ พร้อมช่วงความเชื่อมั่น 95 % แบบเวลช์ ไม่ใช่การเปรียบเทียบแบบสุ่ม
    เพราะครัวเรือนที่เข้าโมเดลถูกเลือกมา รายได้เป็นบาทตามราคาปัจจุบัน ไม่มีแถวเมื่อไม่มีรอบก่อนหน้า
    """
    base = base_round(scope)
    if base is None:
        return []
    chosen = list(outcomes(scope))
    cte, values = two_groups(scope, base, chosen)
    parts = ", ".join(sums(name) for name in chosen)
    sql = f"WITH {cte} SELECT code, in_model, {parts} FROM compared GROUP BY code, in_model ORDER BY code"
    found: dict[str, dict] = {}
    for row in scope.rows(sql, values):
        mark = "_m" if row["in_model"] else "_c"
        found.setdefault(row["code"], {"code": row["code"]}).update({f"{key}{mark}": cell for key, cell in row.items()})
    none = {f"{key}_c": 0 if key.endswith(("_n", "_entry")) else None for key in _names(chosen)}
    ends = comparison_ends(scope, base, cte, values, chosen)
    rows = [comparison_row(none | row, name) for row in found.values() if "code_m" in row for name in chosen]
    return [row | ends.get((row["code"], row["measure"]), {}) for row in rows]


def _names(chosen: list[str]) -> list[str]:
    return [f"{name}_{kind}" for name in chosen for kind in ("entry", "n", "before", "change", "var")]


def both_sums(chosen: list[str]) -> str:
    """SQL of n, means and variance of every measure in either group."""
    return ", ".join(f"{sums(name, 'in_model', '_m')}, {sums(name, 'NOT in_model', '_c')}" for name in chosen)


def two_groups(scope: Scope, base: int, chosen: list[str]) -> tuple[str, list]:
    """SQL of the CTE `compared`: households of the earlier round in a model, and those they are set against."""
    selection, reference = scope.selection, scope.reference
    in_a, values_a = selection.at(place="").where(reference)
    in_b, values_b = VERIFIED_POOR, []
    if selection.against:
        in_b, values_b = selection.at(place="", cohort=selection.against).where(reference)
    condition, values = Scope(scope.opened, selection.at(cohort=()), scope.viewer).every_round_condition()
    then, now = _then_and_now(scope, chosen)
    cte = f"""
member AS (SELECT DISTINCT household_key FROM participation_profile),
compared AS (
    SELECT * FROM (
        SELECT household_key, stratum, psu, {scope.code} AS code, household_key IN (FROM member) AS in_model, {then},
            CASE WHEN household_key IN (FROM member) THEN {in_a}
                ELSE {in_b} AND {scope.home} IN (SELECT {scope.home} FROM participation_profile) END AS wanted
        FROM household_profile
        WHERE survey_round = {base} AND {condition} AND {SURVEYED}
    ) LEFT JOIN (
        SELECT household_key, {now} FROM household_profile WHERE survey_round = {scope.round} AND {SURVEYED}
    ) USING (household_key)
    WHERE wanted
)"""
    return cte, [*values_a, *values_b, *values]


def comparison_row(row: dict, name: str) -> dict:
    """Return the row of one measure from the sums of both groups."""

    def of(part: str, group: str):
        return row[f"{name}_{part}_{group}"]

    changes = [of("change", group) for group in "mc"]
    known = None not in changes
    return {
        "code": row["code"],
        "measure": name,
        "n_households": min(of("n", "m"), of("n", "c")),
        "n_model": of("n", "m"),
        "n_comparison": of("n", "c"),
        "model_before": of("before", "m"),
        "model_after": _after(row, name, "_m"),
        "model_change": changes[0],
        "comparison_before": of("before", "c"),
        "comparison_after": _after(row, name, "_c"),
        "comparison_change": changes[1],
        "difference": changes[0] - changes[1] if known else None,
        **(_welch(row, name, changes[0] - changes[1]) if known else dict.fromkeys(("se", "low", "high"))),
    }


def _welch(row: dict, name: str, difference: float) -> dict[str, float | None]:
    """Standard error and interval of a difference of two means with unequal variances; None for a group of one."""
    sizes = [row[f"{name}_n_{group}"] for group in "mc"]
    if min(sizes) < 2:
        return dict.fromkeys(("se", "low", "high"))
    parts = [row[f"{name}_var_{group}"] / n for group, n in zip("mc", sizes, strict=True)]
    variance = sum(parts)
    if not variance:
        return {"se": 0.0, "low": difference, "high": difference}
    freedom = variance**2 / sum(part**2 / (n - 1) for part, n in zip(parts, sizes, strict=True))
    half = t_quantile(freedom) * variance**0.5
    return {"se": variance**0.5, "low": difference - half, "high": difference + half}
