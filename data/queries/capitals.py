"""Part 2, capitals: means, spread and living levels of groups of households."""

from data.queries.scope import SURVEYED, Scope, quotient, whole

OVERALL = "overall"


def _columns(scope: Scope) -> dict[str, str]:
    """{capital key: column of household_profile}, the overall score last."""
    if not scope.reference.capitals:
        return {}
    return {group.key: f"capital_{group.key}" for group in scope.reference.capitals} | {OVERALL: OVERALL}


def _statistics(scope: Scope, key: str, column: str) -> str:
    persons = scope.selection.unit == "persons"
    known = f"{column} IS NOT NULL"
    value = f"size * {column}" if persons else column
    return f"""
    count({column}) AS {key}_n,
    {f"sum(weight * size) FILTER ({known})" if persons else scope.households(known)} AS {key}_w,
    {scope.total(value)} AS {key}_sum,
    {scope.total(f"{value} * {column}")} AS {key}_squares,
    quantile_cont({column}, [0.25, 0.5, 0.75]) AS {key}_quartiles"""


def capitals(scope: Scope) -> list[dict]:
    """Return one row per area and capital (reference order, then `overall`), scores from 1 to 4.

    A household's capital is the weighted mean of its answered indicators, where at least half of the weight is answered;
    its overall score is the plain mean of all capitals and needs every one. mean and sd are weighted by households (or
    persons where the selection says so) over surveyed households that have the score; q1, median and q3 count households;
    n_households is their number. An area with no score has None, never 0.

    ไทย: คะแนนทุน 1–4 ต่อพื้นที่และรายทุน เป็นค่าเฉลี่ยของครัวเรือนที่สำรวจและมีคะแนน (หรือถ่วงด้วยสมาชิกเมื่อเลือกหน่วยคน)
    พร้อมส่วนเบี่ยงเบนมาตรฐาน ควอร์ไทล์ และจำนวนครัวเรือน คะแนนทุนของครัวเรือนคือค่าเฉลี่ยถ่วงน้ำหนักของตัวชี้วัดที่ตอบ
    ต้องตอบอย่างน้อยครึ่งหนึ่งของน้ำหนัก ทุนรวมคือค่าเฉลี่ยของทุกทุนและต้องมีครบ พื้นที่ที่ไม่มีคะแนนไม่มีค่า ไม่ใช่ 0
    """
    columns = _columns(scope)
    if not columns:
        return []
    condition, values = scope.condition()
    parts = ",".join(_statistics(scope, key, column) for key, column in columns.items())
    sql = f"""
SELECT {scope.code} AS code, {parts}
FROM household_profile
WHERE {condition} AND {SURVEYED}
GROUP BY 1
ORDER BY 1
"""
    return [_row(row, key) for row in scope.rows(sql, values) for key in columns]


def _row(row: dict, key: str) -> dict:
    mean = quotient(row[f"{key}_sum"], row[f"{key}_w"])
    squares = quotient(row[f"{key}_squares"], row[f"{key}_w"])
    q1, median, q3 = row[f"{key}_quartiles"] or (None, None, None)
    return {
        "code": row["code"],
        "capital": key,
        "n_households": row[f"{key}_n"],
        "mean": mean,
        "sd": None if mean is None else max(squares - mean * mean, 0.0) ** 0.5,
        "q1": q1,
        "median": median,
        "q3": q3,
    }


def levels(scope: Scope) -> list[dict]:
    """Return one row per area and living level 1 to 4: weighted households and their share of those with a level.

    ไทย: จำนวนครัวเรือน (ถ่วงน้ำหนัก) ในแต่ละระดับการดำรงชีพ 1–4 จากคะแนนทุนรวม และสัดส่วนของครัวเรือนที่มีระดับ
    ระดับเริ่มที่ขอบล่างพอดี เช่น 1.75 อยู่ในระดับ 2
    """
    if not scope.reference.capitals:
        return []
    condition, values = scope.condition()
    sql = f"""
SELECT {scope.code} AS code, level, count(*) AS n_households, sum(weight) AS households
FROM household_profile
WHERE {condition} AND {SURVEYED} AND level IS NOT NULL
GROUP BY 1, 2
ORDER BY 1, 2
"""
    found = {(row["code"], row["level"]): row for row in scope.rows(sql, values)}
    totals: dict[str, float] = {}
    for (code, _), row in found.items():
        totals[code] = totals.get(code, 0) + row["households"]
    every_level = range(1, len(scope.reference.level_bounds) + 2)
    return [_level_row(code, level, found.get((code, level)), totals[code]) for code in totals for level in every_level]


def _level_row(code: str, level: int, row: dict | None, total: float) -> dict:
    households = row["households"] if row else 0
    return {
        "code": code,
        "level": level,
        "n_households": row["n_households"] if row else 0,
        "households": whole(households),
        "share": quotient(households, total),
    }


def weak_points(scope: Scope) -> list[dict]:
    """Return one row per area and capital indicator, in reference order, among surveyed households.

    mean: mean score 1-4; weak_share: share of households below 2; gap_pct: its part of the capital's gap to 4,
    weight x (4 - mean) over the sum of the capital's indicators, None where the capital has no gap.

    ไทย: ต่อตัวชี้วัดทุน: คะแนนเฉลี่ย สัดส่วนครัวเรือนที่ได้ต่ำกว่า 2 และส่วนของช่องว่างถึง 4 คะแนนของทุนนั้น
    (น้ำหนัก × (4 − ค่าเฉลี่ย) ÷ ผลรวมของทุน) ไม่มีค่าเมื่อทุนไม่มีช่องว่าง
    """
    if not scope.reference.capitals:
        return []
    condition, values = scope.condition()
    parts = ",\n    ".join(_score_sums(scope, f"score_{item.key}", item.key) for item in scope.reference.capital_items)
    sql = f"SELECT {scope.code} AS code, {parts} FROM household_profile WHERE {condition} AND {SURVEYED} GROUP BY 1 ORDER BY 1"
    return [
        entry
        for row in scope.rows(sql, values)
        for group in scope.reference.capitals
        for entry in _weak_rows(row, group)
    ]


def _score_sums(scope: Scope, column: str, key: str) -> str:
    if scope.unweighted:
        mean = f"avg({column}) AS m_{key}, count({column}) AS w_{key}"
    else:
        known = f"sum(weight) FILTER ({column} IS NOT NULL)"
        mean = f"sum(weight * {column}) / nullif({known}, 0) AS m_{key}, {known} AS w_{key}"
    return f"count({column}) AS n_{key}, {mean}, {scope.households(f'{column} < 2')} AS b_{key}"


def _weak_rows(row: dict, group) -> list[dict]:
    means = {item.key: row[f"m_{item.key}"] for item in group.items}
    gaps = {item.key: float(item.weight) * (4 - means[item.key]) for item in group.items if means[item.key] is not None}
    total = sum(gaps.values())
    return [
        {
            "code": row["code"],
            "capital": group.key,
            "indicator": item.key,
            "n_households": row[f"n_{item.key}"],
            "mean": means[item.key],
            "weak_share": quotient(row[f"b_{item.key}"] or 0, row[f"w_{item.key}"]),
            "gap_pct": quotient(100 * gaps[item.key], total) if item.key in gaps else None,
        }
        for item in group.items
    ]
