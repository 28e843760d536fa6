"""Part 2, causes: how poverty moves with the cut-off, and which problems come together."""

from collections import defaultdict
from fractions import Fraction

from data.queries.deprivation import Deprivation
from data.queries.scope import SURVEYED, Scope, quotient, whole

CUT_OFFS = tuple(Fraction(step, 20) for step in range(1, 21))


def cut_offs(scope: Scope) -> list[dict]:
    """Return one row per area and cut-off k = 1/20, 2/20 … 1: H, A, M0 and the area's rank by M0 (1 is the poorest).

    Areas with equal M0 share the better rank; n_households is the sample. One pass over the households gives all
    cut-offs. Source: Alkire and Foster 2011, ch. 8 of Alkire et al. 2015 on robustness.

    ไทย: H A M0 ของแต่ละพื้นที่เมื่อเลื่อนเส้น k ทีละ 1/20 และอันดับตาม M0 (1 คือจนที่สุด ค่าเท่ากันได้อันดับเดียวกัน)
    ใช้ดูว่าอันดับขึ้นกับเส้นที่เลือกมากเพียงใด
    """
    if not scope.reference.dimensions:
        return []
    deprivation = Deprivation(scope)
    condition, values = scope.condition()
    sql = f"""
WITH scored AS (
    SELECT {scope.code} AS code, {deprivation.score} AS score, {deprivation.people} AS people
    FROM household_profile
    WHERE {condition} AND {SURVEYED}
)
SELECT code, score, count(*) AS n, sum(people) AS people FROM scored WHERE score IS NOT NULL GROUP BY code, score
"""
    by_area: dict[str, list[dict]] = defaultdict(list)
    for row in scope.rows(sql, values):
        by_area[row["code"]].append(row)
    rows = [
        _cut_off_row(code, found, k, deprivation.whole) for code, found in sorted(by_area.items()) for k in CUT_OFFS
    ]
    _rank(rows)
    return rows


def _cut_off_row(code: str, rows: list[dict], k: Fraction, whole_units: int) -> dict:
    poor = [row for row in rows if row["score"] > 0 and row["score"] * k.denominator >= k.numerator * whole_units]
    people = sum(row["people"] for row in rows)
    poor_people = sum(row["people"] for row in poor)
    depth = sum(row["people"] * row["score"] for row in poor) / whole_units
    return {
        "code": code,
        "k": str(k),
        "n_households": sum(row["n"] for row in rows),
        "H": quotient(poor_people, people),
        "A": quotient(depth, poor_people),
        "M0": quotient(depth, people),
    }


def _rank(rows: list[dict]) -> None:
    by_k: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        by_k[row["k"]].append(row["M0"] or 0)
    for row in rows:
        row["rank"] = 1 + sum(other > (row["M0"] or 0) + 1e-12 for other in by_k[row["k"]])


def together(scope: Scope) -> list[dict]:
    """Return one row per area and combination of problem dimensions that occurs, most frequent first.

    dimensions: keys joined by "+", "" for none; a household is deprived in a dimension when it is in any indicator of
    it that counts. households are weighted; share is of those with an answer in every dimension that counts.

    ไทย: มิติปัญหาที่เกิดร่วมกัน: ครัวเรือนขัดสนในมิติเมื่อขัดสนในตัวชี้วัดใดตัวชี้วัดหนึ่งที่นำมานับ
    สัดส่วนคิดจากครัวเรือนที่มีคำตอบครบทุกมิติ
    """
    if not scope.reference.dimensions:
        return []
    groups, flags = dimension_flags(scope)
    condition, values = scope.condition()
    # One number per combination, a bit for each dimension; NULL where one of them is unknown.
    mask = " + ".join(f"{1 << place} * {key}" for place, key in enumerate(groups)) or "0"
    sql = f"""
WITH flagged AS (
    SELECT {scope.code} AS code, weight, {flags or "NULL AS no_dimension"} FROM household_profile WHERE {condition} AND {SURVEYED}
)
SELECT code, {mask} AS mask, count(*) AS n_households, sum(weight) AS households FROM flagged GROUP BY ALL
"""
    by_area: dict[str, list[dict]] = defaultdict(list)
    for row in scope.rows(sql, values):
        if row["mask"] is not None:
            by_area[row["code"]].append(row)
    return [row for code in sorted(by_area) for row in _combinations(groups, by_area[code])]


def _combinations(groups: list[str], rows: list[dict]) -> list[dict]:
    total = sum(row["households"] for row in rows)
    found = [
        {
            "code": row["code"],
            "dimensions": "+".join(key for place, key in enumerate(groups) if row["mask"] >> place & 1),
            "n_households": row["n_households"],
            "households": whole(row["households"]),
            "share": quotient(row["households"], total),
        }
        for row in rows
    ]
    return sorted(found, key=lambda row: (-row["households"], row["dimensions"]))


def dimension_flags(scope: Scope) -> tuple[list[str], str]:
    """Return the dimensions that count and SQL of a household's flag in each: 1 deprived, 0 not, NULL unknown."""
    used = Deprivation(scope).weighting.used
    groups = {group.key: [item.key for item in group.items if item.key in used] for group in scope.reference.dimensions}
    counted = {key: items for key, items in groups.items() if items}
    flags = (
        f"greatest({', '.join(f'deprived_{item}' for item in items)}, NULL) AS {key}" for key, items in counted.items()
    )
    return list(counted), ", ".join(flags)


def dimension_name(groups: list[str]) -> str:
    """SQL of the combination a household is in: keys joined by "+"."""
    return "ltrim(" + " || ".join(f"CASE WHEN {key} = 1 THEN '+{key}' ELSE '' END" for key in groups) + ", '+')"
