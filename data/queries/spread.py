"""Part 2, capitals: how households spread over scores, living levels and fifths."""

from collections.abc import Iterable

from data.queries.capitals import OVERALL
from data.queries.scope import SURVEYED, Scope, quotient, whole

STEPS, WIDTH = 12, 0.25
SCORES = (1, 2, 3, 4)
FIFTHS = (1, 2, 3, 4, 5)


def scores_of(scope: Scope) -> dict[str, str]:
    """Return {capital key: column}, `overall` last."""
    if not scope.reference.capitals:
        return {}
    return {group.key: f"capital_{group.key}" for group in scope.reference.capitals} | {OVERALL: OVERALL}


def step_of(column: str) -> str:
    """SQL of the step from 0 that a score of 1 to 4 stands in; 4 itself is in the last."""
    # `least` passes over NULL.
    return f"CASE WHEN {column} IS NOT NULL THEN least(floor(({column} - 1) / {WIDTH}), {STEPS - 1})::TINYINT END"


def score_of(column: str) -> str:
    """SQL of the whole score at or below a score of 1 to 4."""
    return f"floor({column})::TINYINT"


def capital_spread(scope: Scope) -> list[dict]:
    """Return one row per area, capital (`overall` last) and step of a quarter of a score: a histogram from 1 to 4.

    low and high: ends of the step; low belongs to it, high does not, but 4 to the last. households are weighted and
    share is of those with the score, among surveyed households.

    ไทย: การกระจายของคะแนนทุน 1–4 เป็นช่วงละ 0.25 ต่อพื้นที่และรายทุน จำนวนครัวเรือนที่สำรวจ (ถ่วงน้ำหนัก) และสัดส่วนของครัวเรือนที่มีคะแนน
    ขอบล่างนับรวมในช่วง ขอบบนไม่นับ ยกเว้นคะแนน 4 ที่อยู่ในช่วงสุดท้าย
    """
    columns = scores_of(scope)
    found = _counted(scope, {key: step_of(column) for key, column in columns.items()}, range(STEPS))
    return [
        {
            "code": code,
            "capital": key,
            "low": 1 + WIDTH * step,
            "high": 1 + WIDTH * (step + 1),
            **_cell(cells[key], step),
        }
        for code, cells in found.items()
        for key in columns
        for step in range(STEPS)
    ]


def score_spread(scope: Scope) -> list[dict]:
    """Return one row per area, capital indicator and score 1 to 4: households with it and their share of those answered.

    A score between two whole ones counts with the lower. households are weighted, among surveyed households.

    ไทย: การกระจายของคะแนนตัวชี้วัดทุนรายข้อ 1–4 ต่อพื้นที่ จำนวนครัวเรือนที่สำรวจ (ถ่วงน้ำหนัก) และสัดส่วนของครัวเรือนที่ตอบ
    คะแนนที่ไม่เป็นจำนวนเต็มนับกับคะแนนเต็มที่ต่ำกว่า
    """
    found = _scored(scope)
    return [
        {"code": code, "capital": group.key, "indicator": item.key, "score": score, **_cell(cells[item.key], score)}
        for code, cells in found.items()
        for group in scope.reference.capitals
        for item in group.items
        for score in SCORES
    ]


def _scored(scope: Scope) -> dict[str, dict[str, dict]]:
    """Return {area: {indicator: {score: (households, weighted households)}}}: those from a score on, less those from the next."""
    keys = [item.key for item in scope.reference.capital_items]
    if not keys:
        return {}
    parts = [f"count_if(score_{key} >= {score})::BIGINT AS n_{key}_{score}" for key in keys for score in SCORES]
    if not scope.unweighted:
        parts += [f"sum(weight) FILTER (score_{key} >= {score}) AS w_{key}_{score}" for key in keys for score in SCORES]
    condition, values = scope.condition()
    sql = f"SELECT {scope.code} AS code, {', '.join(parts)} FROM household_profile WHERE {condition} AND {SURVEYED} GROUP BY 1 ORDER BY 1"
    return {row["code"]: {key: _steps(row, key, scope.unweighted) for key in keys} for row in scope.rows(sql, values)}


def _steps(row: dict, key: str, plain: bool) -> dict[int, tuple[int, float]]:
    counts, weights = (
        [row[f"{part}_{key}_{score}"] or 0 for score in SCORES] + [0] for part in ("n", "n" if plain else "w")
    )
    return {
        score: (counts[at] - counts[at + 1], weights[at] - weights[at + 1])
        for at, score in enumerate(SCORES)
        if counts[at] > counts[at + 1]
    }


def _counted(scope: Scope, places: dict[str, str], every: Iterable[int]) -> dict[str, dict[str, dict]]:
    """Return {area: {key: {place: (households, weighted households)}}} for SQL that gives a household's place."""
    if not places:
        return {}
    condition, values = scope.condition()
    if scope.unweighted:
        parts = ", ".join(f"histogram({sql}) AS {key}" for key, sql in places.items())
    else:
        parts = ", ".join(
            f"histogram({sql}) AS {key}, "
            + ", ".join(f"sum(weight) FILTER ({sql} = {place}) AS {key}_{place}" for place in every)
            for key, sql in places.items()
        )
    sql = f"SELECT {scope.code} AS code, {parts} FROM household_profile WHERE {condition} AND {SURVEYED} GROUP BY 1 ORDER BY 1"
    return {
        row["code"]: {key: _places(row, key, scope.unweighted) for key in places} for row in scope.rows(sql, values)
    }


def _places(row: dict, key: str, plain: bool) -> dict[int, tuple[int, float]]:
    counts = row[key] or {}
    return {place: (n, n if plain else row[f"{key}_{place}"]) for place, n in counts.items()}


def _cell(places: dict[int, tuple[int, float]], place: int) -> dict:
    n, households = places.get(place, (0, 0))
    return {
        "n_households": n,
        "households": whole(households),
        "share": quotient(households, sum(weight for _, weight in places.values())),
    }


def level_fifths(scope: Scope) -> list[dict]:
    """Return one row per area, fifth by capital (1 the lowest) and living level: verified poor households.

    Fifths are taken inside the home-level area and stored at load. households are weighted; share is of the fifth.

    ไทย: ครัวเรือนที่ยืนยันว่ายากจนตามกลุ่มทุนหนึ่งในห้า (1 ต่ำสุด แบ่งภายในพื้นที่หลัก) และระดับการดำรงชีพ
    จำนวนถ่วงน้ำหนัก และสัดส่วนในแต่ละกลุ่ม
    """
    if not scope.reference.capitals:
        return []
    condition, values = scope.condition()
    sql = f"""
SELECT {scope.code} AS code, quintile, level, count(*) AS n, sum(weight) AS households
FROM household_profile
WHERE {condition} AND quintile IS NOT NULL
GROUP BY ALL
"""
    found: dict[tuple[str, int], dict[int, tuple[int, float]]] = {}
    for row in scope.rows(sql, values):
        found.setdefault((row["code"], row["quintile"]), {})[row["level"]] = (row["n"], row["households"])
    levels = range(1, len(scope.reference.level_bounds) + 2)
    return [
        {"code": code, "quintile": fifth, "level": level, **_cell(found.get((code, fifth), {}), level)}
        for code in sorted({code for code, _ in found})
        for fifth in FIFTHS
        for level in levels
    ]
