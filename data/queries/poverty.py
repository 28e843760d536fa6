"""Part 2, causes: multidimensional poverty after Alkire and Foster (2011), exact at the cut-off."""

from data.queries.deprivation import Deprivation
from data.queries.design import has_errors, moments, number, round_design
from data.queries.scope import SURVEYED, Scope, quotient, whole
from data.statistics.linearised import logit_interval, ratio_errors

ERRORS = ("H_se", "A_se", "M0_se", "H_low", "H_high", "A_low", "A_high", "M0_low", "M0_high")


def poverty(scope: Scope) -> list[dict]:
    """Return H, A and M0 (0-1) per area among surveyed households, with counts, standard errors and 95 % intervals.

    H = poor people / people; A = mean score of the poor; M0 = H x A. n_households: households in the sample;
    missing_share: surveyed households left out for a blank answer. Nobody poor: H = M0 = 0 and A None; nobody at all:
    all None. Errors are None for a full count. Source: Alkire and Foster 2011.

    ไทย: ความยากจนหลายมิติในครัวเรือนที่สำรวจ H = คนจน ÷ คนทั้งหมด A = คะแนนขัดสนเฉลี่ยของคนจน M0 = H × A
    ผู้ที่คะแนนเท่ากับเส้น k พอดีนับว่าจน (คำนวณด้วยจำนวนเต็ม) ครัวเรือนที่ตอบไม่ครบไม่อยู่ในการคำนวณ หรือเลือกนับว่าไม่ขัดสน
    หรือถ่วงน้ำหนักใหม่ในมิติ ไม่มีคนจน: H และ M0 เป็น 0 และ A ไม่มีค่า ข้อมูลสำมะโนไม่มีค่าความคลาดเคลื่อนจากการสุ่ม
    """
    if not scope.reference.dimensions:
        return []
    deprivation = Deprivation(scope)
    condition, values = scope.condition()
    sql = f"""
WITH scored AS (
    SELECT {scope.code} AS code, {deprivation.score} AS score,
        count(*) AS n, sum(weight) AS households, sum({deprivation.persons}) AS persons
    FROM household_profile
    WHERE {condition} AND {SURVEYED}
    GROUP BY ALL
),
final AS (
    SELECT
        code,
        sum(n)::BIGINT AS surveyed,
        coalesce(sum(n) FILTER (score IS NOT NULL), 0)::BIGINT AS n_households,
        sum(persons) FILTER (score IS NOT NULL) AS n_persons,
        sum({deprivation.unit}) FILTER (score IS NOT NULL) AS people,
        sum({deprivation.unit}) FILTER (poor) AS poor_people,
        sum({deprivation.unit} * score) FILTER (poor) AS poor_units,
        sum(households) FILTER (poor) AS poor_households,
        sum(persons) FILTER (poor) AS poor_persons
    FROM (SELECT *, {deprivation.poor} AS poor FROM scored)
    GROUP BY code
)
SELECT * FROM final ORDER BY code
"""
    errors = _errors(scope, deprivation) if has_errors(scope.reference) else {}
    return [
        _poverty_row(row, deprivation.whole, errors.get(row["code"], dict.fromkeys(ERRORS)))
        for row in scope.rows(sql, values)
    ]


def _poverty_row(row: dict, whole_units: int, errors: dict) -> dict:
    poor_people = row["poor_people"] or 0
    defined = bool(row["people"])
    units = (row["poor_units"] or 0) / whole_units
    no_persons = None if row["n_persons"] is None else 0
    return {
        "code": row["code"],
        "n_households": row["n_households"],
        "n_persons": whole(row["n_persons"]),
        "H": quotient(poor_people, row["people"]),
        "A": quotient(units, poor_people),
        "M0": quotient(units, row["people"]),
        **errors,
        "poor_households": whole(row["poor_households"] or 0) if defined else None,
        "poor_persons": whole(row["poor_persons"] or no_persons) if defined else None,
        "missing_share": quotient(row["surveyed"] - row["n_households"], row["surveyed"]),
    }


# Per PSU: x people, h poor people, m their scores; H = h/x, A = m/h, M0 = m/x.
RATIOS = {"H": ("h", "x"), "A": ("m", "h"), "M0": ("m", "x")}


def _errors(scope: Scope, deprivation: Deprivation) -> dict[str, dict[str, float | None]]:
    """Return {area code: {error: value}} under the design of the round."""
    design = round_design(scope)
    condition, values = scope.condition()
    answered = f"""(
    SELECT *, {deprivation.poor} AS poor
    FROM (
        SELECT {scope.code} AS code, {design.columns}, {deprivation.people} AS people, {deprivation.score} AS score
        FROM household_profile
        WHERE {condition} AND {SURVEYED}
    )
    WHERE score IS NOT NULL
)"""
    parts = {
        "x": "people",
        "h": "CASE WHEN poor THEN people END",
        "m": f"CASE WHEN poor THEN people * score / {deprivation.whole} END",
    }
    codes, found = moments(scope, design, design.totals(parts, answered, "code"), values, list(RATIOS.values()))
    errors: dict[str, dict[str, float | None]] = {code: {} for code in codes}
    for name, (y, x) in RATIOS.items():
        ratio, error = ratio_errors(found, design.design, y, x)
        low, high = logit_interval(ratio, error, design.design.degrees_of_freedom)
        for index, code in enumerate(codes):
            cells = {f"{name}_se": error[index], f"{name}_low": low[index], f"{name}_high": high[index]}
            errors[code] |= {key: number(cell) for key, cell in cells.items()}
    return {code: {key: cells[key] for key in ERRORS} for code, cells in errors.items()}


def contributions(scope: Scope) -> list[dict]:
    """Return one row per area and problem indicator, in reference order.

    uncensored: share of people deprived in it; censored: share who are poor and deprived in it (both 0-1);
    contribution_pct: 100 x weight x censored / M0, None where nobody is poor. Contributions of an area add up to 100.
    Where blanks are re-weighted, an indicator's part of a household's score is its part after that.

    ไทย: ต่อตัวชี้วัดปัญหา: สัดส่วนคนที่ขัดสน (ทั้งหมด) สัดส่วนคนที่จนและขัดสน (เฉพาะคนจน)
    และส่วนร่วมร้อยละ = 100 × น้ำหนัก × สัดส่วนเฉพาะคนจน ÷ M0 รวมทุกตัวชี้วัดได้ 100 ไม่มีค่าเมื่อไม่มีคนจน
    """
    if not scope.reference.dimensions:
        return []
    deprivation = Deprivation(scope)
    condition, values = scope.condition()
    keys, parts = list(deprivation.weighting.units), deprivation.parts
    people = deprivation.people
    deprived = ", ".join(f"sum({people} * deprived_{key}) AS sum_{key}" for key in keys)
    # Where nothing is re-weighted an indicator's part is its weight times its headcount: no second pass.
    scaled = scope.selection.missing == "reweight"
    scores = "".join(f", sum({people} * {parts[key]}) AS part_{key}" for key in keys) if scaled else ""
    sums = ", ".join(f"sum(sum_{key}) AS all_{key}, sum(sum_{key}) FILTER (poor) AS poor_{key}" for key in keys)
    sums += "".join(f", sum(part_{key}) FILTER (poor) AS part_{key}" for key in keys) if scaled else ""
    sql = f"""
WITH counted AS (
    SELECT code, {deprivation.poor} AS poor, count(*) AS n, sum({people}) AS people, {deprived}{scores}
    FROM (
        SELECT *, {scope.code} AS code, {deprivation.score} AS score
        FROM household_profile
        WHERE {condition} AND {SURVEYED}
    )
    WHERE score IS NOT NULL
    GROUP BY ALL
),
final AS (
    SELECT code, sum(n)::BIGINT AS n_households, sum(people) AS people, {sums}
    FROM counted
    GROUP BY code
)
SELECT * FROM final ORDER BY code
"""
    units = None if scaled else deprivation.weighting.units
    return [entry for row in scope.rows(sql, values) for entry in _contribution_rows(scope, row, units)]


def _contribution_rows(scope: Scope, row: dict, units: dict[str, int] | None) -> list[dict]:
    keys = [item.key for item in scope.reference.problem_items]
    part = {key: (units[key] * (row[f"poor_{key}"] or 0) if units else row[f"part_{key}"] or 0) for key in keys}
    total = sum(part.values())
    return [
        {
            "code": row["code"],
            "indicator": item.key,
            "dimension": group.key,
            "n_households": row["n_households"],
            "uncensored": quotient(row[f"all_{item.key}"] or 0, row["people"]),
            "censored": quotient(row[f"poor_{item.key}"] or 0, row["people"]),
            "contribution_pct": quotient(100 * part[item.key], total),
        }
        for group in scope.reference.dimensions
        for item in group.items
    ]
