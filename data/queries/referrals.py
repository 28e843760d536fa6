"""Part 3, referral: how far referrals came and how long it took."""

from data.queries.scope import Scope, quotient

STAGES = ("identified", "verified", "referred", "accepted", "in_progress", "helped")


def _stage_columns() -> str:
    reached = (f"count(*) FILTER (furthest_stage >= {rank}) AS reached_{stage}" for rank, stage in enumerate(STAGES, 1))
    return ",\n    ".join([*reached, day_columns()])


def day_columns() -> str:
    """SQL of median days from entry and from the stage before, for every stage."""
    before = ("entered", *STAGES)
    return ",\n    ".join(
        f"median(date_diff('day', entered_on, {stage}_on)) AS days_{stage},"
        f" median(date_diff('day', {before[rank]}_on, {stage}_on)) AS step_{stage}"
        for rank, stage in enumerate(STAGES)
    )


def funnel(scope: Scope) -> list[dict]:
    """Return one row per area and stage, in stage order: referrals of all rounds, by the household's newest area.

    reached: referrals that have this stage or a later one, so it never rises along the funnel; step_rate: reached /
    reached of the stage before; overall_rate: reached / entered; median_days: from entry, among those with a date for
    the stage; step_days: from the stage before, among those with both dates. n_households: households behind the referrals of the area.

    ไทย: นับเรื่องส่งต่อทั้งหมดตามพื้นที่ล่าสุดของครัวเรือน ถึงขั้นใดหมายถึงมีขั้นนั้นหรือขั้นหลังกว่า จำนวนจึงไม่เพิ่มขึ้นตามขั้น
    อัตราต่อขั้น = ถึงขั้นนี้ ÷ ถึงขั้นก่อนหน้า อัตรารวม = ถึงขั้นนี้ ÷ เข้าระบบ วันมัธยฐานนับจากวันเข้าระบบเฉพาะเรื่องที่มีวันที่ของขั้น
    และนับจากขั้นก่อนหน้าเฉพาะเรื่องที่มีวันที่ทั้งสองขั้น
    """
    condition, values = scope.referral_condition()
    sql = f"""
SELECT {scope.code} AS code, count(DISTINCT household_key) AS n_households,
    {_stage_columns()}
FROM referral_profile
WHERE {condition}
GROUP BY 1
ORDER BY 1
"""
    return [entry for row in scope.rows(sql, values) for entry in _stage_rows(row)]


def _stage_rows(row: dict) -> list[dict]:
    reached = [row[f"reached_{stage}"] for stage in STAGES]
    return [
        {
            "code": row["code"],
            "stage": stage,
            "n_households": row["n_households"],
            "reached": reached[rank],
            "step_rate": quotient(reached[rank], reached[rank - 1]) if rank else None,
            "overall_rate": quotient(reached[rank], reached[0]),
            "median_days": row[f"days_{stage}"],
            "step_days": row[f"step_{stage}"] if rank else None,
        }
        for rank, stage in enumerate(STAGES)
    ]


def assistance(scope: Scope) -> list[dict]:
    """Return one row per area and kind of help: households (each once per kind), episodes and baht, all years.

    Households of different kinds overlap and never add up.

    ไทย: ครัวเรือน (นับครั้งเดียวต่อประเภท) จำนวนครั้ง และเงินบาท ต่อพื้นที่และประเภทความช่วยเหลือ ทุกปี
    ครัวเรือนต่างประเภทซ้อนกัน จึงห้ามบวกกัน
    """
    condition, values = scope.event_condition()
    sql = f"""
SELECT {scope.code} AS code, kind, count(DISTINCT household_key) AS n_households,
    count(DISTINCT household_key) AS households, count(*) AS episodes, sum(amount_baht) AS amount_baht
FROM assistance_profile
WHERE {condition}
GROUP BY 1, 2
ORDER BY 1, 2
"""
    return scope.rows(sql, values)
