"""What changed between rounds: two cross-sections, and the same households."""

from data.queries.deprivation import Deprivation
from data.queries.measures import measures, people_of
from data.queries.scope import SURVEYED, Scope, quotient


def base_round(scope: Scope) -> int | None:
    """Return the round compared with: the one asked for, else the one before the round on screen, None where none is."""
    earlier = [number for number in scope.opened.snapshot.rounds if number < scope.round]
    return scope.selection.base if scope.selection.base in earlier else max(earlier, default=None)


def change(scope: Scope) -> list[dict]:
    """Return one row per area and measure: the mean in both rounds, for everybody and for the same households.

    before, after, change: all surveyed households of each round with the measure (n_before, n_after). panel_before,
    panel_after, panel_change: only households with the measure in both, in the area they are in now (n_households).
    H and M0 count persons where sizes are known (sizes and weights of each round); capitals count households. No rows
    where there is no earlier round.

    ไทย: ค่าเฉลี่ยของสองรอบสำหรับทุกครัวเรือนที่สำรวจ และสำหรับครัวเรือนเดียวกันในทั้งสองรอบ ซึ่งเป็นตัวเลขคนละชุด
    จึงแสดงจำนวนครัวเรือนทั้งสอง H และ M0 นับคนเมื่อรู้ขนาดครัวเรือน ทุนนับครัวเรือน ไม่มีแถวเมื่อไม่มีรอบก่อนหน้า
    """
    base = base_round(scope)
    chosen = measures(scope)
    if base is None or not chosen:
        return []
    profile, values = _two_rounds(scope, base)
    panel = ", ".join(_panel_columns(name, people_of(scope, name)) for name in chosen)
    cross = ", ".join(_cross_columns(name, people_of(scope, name)) for name in chosen)
    sql = f"""
WITH {profile},
crossed AS (SELECT code, survey_round, {cross} FROM both_rounds GROUP BY ALL),
panel AS (
    SELECT now.code, {panel}
    FROM both_rounds AS now JOIN both_rounds AS was USING (household_key)
    WHERE now.survey_round = {scope.round} AND was.survey_round = {base}
    GROUP BY now.code
)
SELECT code, now.* EXCLUDE (code, survey_round), {", ".join(f"was.{name} AS {name}_was" for name in _cross_names(chosen))},
    panel.* EXCLUDE (code)
FROM (FROM crossed WHERE survey_round = {scope.round}) AS now
LEFT JOIN (FROM crossed WHERE survey_round = {base}) AS was USING (code)
LEFT JOIN panel USING (code)
ORDER BY code
"""
    return [_change_row(row, name) for row in scope.rows(sql, values) for name in chosen]


def cross_section(scope: Scope) -> dict[tuple[str, str], float | None]:
    """Return {(area code, measure): mean of the round} as `change` gives it for everybody."""
    chosen = measures(scope)
    profile, values = _two_rounds(scope, scope.round)
    cross = ", ".join(_cross_columns(name, people_of(scope, name)) for name in chosen)
    rows = scope.rows(f"WITH {profile} SELECT code, {cross} FROM both_rounds GROUP BY code", values)
    return {(row["code"], name): quotient(row[f"{name}_sum"], row[f"{name}_people"]) for row in rows for name in chosen}


def _two_rounds(scope: Scope, base: int) -> tuple[str, list]:
    """SQL of the CTE `both_rounds`: one row per household and round with its area code and every measure."""
    condition, values = scope.every_round_condition()
    columns = ", ".join(f"{sql} AS m_{name}" for name, sql in measures(scope).items())
    score, poor = ("NULL", "false")
    if scope.reference.dimensions:
        deprivation = Deprivation(scope)
        score, poor = deprivation.score, deprivation.poor
    cte = f"""
scored AS (
    SELECT *, {scope.code} AS code, {score} AS score
    FROM household_profile
    WHERE survey_round IN ({scope.round}, {base}) AND {condition} AND {SURVEYED}
),
both_rounds AS (
    SELECT household_key, survey_round, code, weight, size, {columns}
    FROM (SELECT *, {poor} AS poor FROM scored)
)"""
    return cte, values


def _cross_columns(name: str, weight: str) -> str:
    people = f"count(m_{name})" if weight == "1" else f"sum({weight}) FILTER (m_{name} IS NOT NULL)"
    value = f"m_{name}" if weight == "1" else f"m_{name} * {weight}"
    return f"sum({value}) AS {name}_sum, {people} AS {name}_people, count(m_{name}) AS {name}_n"


def _cross_names(chosen: dict[str, str]) -> list[str]:
    return [f"{name}_{kind}" for name in chosen for kind in ("sum", "people", "n")]


def _panel_columns(name: str, weight: str) -> str:
    both = f"FILTER (now.m_{name} IS NOT NULL AND was.m_{name} IS NOT NULL)"
    parts = [f"count(*) {both} AS {name}_panel_n"]
    for side in ("now", "was"):
        people = weight.replace("weight", f"{side}.weight").replace("size", f"{side}.size")
        parts.append(f"sum({side}.m_{name} * {people}) {both} AS {name}_panel_sum_{side}")
        parts.append(f"sum({people}) {both} AS {name}_panel_people_{side}")
    return ", ".join(parts)


def _change_row(row: dict, name: str) -> dict:
    after = quotient(row[f"{name}_sum"], row[f"{name}_people"])
    before = quotient(row[f"{name}_sum_was"], row[f"{name}_people_was"])
    panel_after = quotient(row[f"{name}_panel_sum_now"], row[f"{name}_panel_people_now"])
    panel_before = quotient(row[f"{name}_panel_sum_was"], row[f"{name}_panel_people_was"])
    return {
        "code": row["code"],
        "measure": name,
        "n_households": row[f"{name}_panel_n"] or 0,
        "n_before": row[f"{name}_n_was"] or 0,
        "n_after": row[f"{name}_n"],
        "before": before,
        "after": after,
        "change": _difference(after, before),
        "panel_before": panel_before,
        "panel_after": panel_after,
        "panel_change": _difference(panel_after, panel_before),
    }


def _difference(after: float | None, before: float | None) -> float | None:
    return None if after is None or before is None else after - before


def transitions(scope: Scope) -> list[dict]:
    """Return one row per area and pair of living levels (before, after): the same households in both rounds.

    households add up to the panel; share is of those that were in the level before. Every pair stands, with 0.

    ไทย: ครัวเรือนเดียวกันในสองรอบ ตามระดับการดำรงชีพก่อนและหลัง รวมกันเท่ากับจำนวนครัวเรือนที่จับคู่ได้
    สัดส่วนคิดจากผู้ที่อยู่ในระดับนั้นในรอบก่อน
    """
    base = base_round(scope)
    if base is None or not scope.reference.capitals:
        return []
    condition, values = scope.condition()
    sql = f"""
WITH now AS (
    SELECT household_key, {scope.code} AS code, level FROM household_profile
    WHERE {condition} AND {SURVEYED} AND level IS NOT NULL
),
was AS (
    SELECT household_key, level AS level_before FROM household_profile
    WHERE survey_round = {base} AND {SURVEYED} AND level IS NOT NULL
)
SELECT code, level_before, level AS level_after, count(*) AS households
FROM now JOIN was USING (household_key)
GROUP BY ALL
"""
    found = {
        (row["code"], row["level_before"], row["level_after"]): row["households"] for row in scope.rows(sql, values)
    }
    levels = range(1, len(scope.reference.level_bounds) + 2)
    codes = sorted({code for code, _, _ in found})
    return [row for code in codes for before in levels for row in _transition_rows(found, code, before, levels)]


def _transition_rows(found: dict, code: str, before: int, levels: range) -> list[dict]:
    counts = {after: found.get((code, before, after), 0) for after in levels}
    total = sum(counts.values())
    return [
        {
            "code": code,
            "level_before": before,
            "level_after": after,
            "n_households": n,
            "households": n,
            "share": quotient(n, total),
        }
        for after, n in counts.items()
    ]
