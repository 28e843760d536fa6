"""Part 3, referral: time in stage, open cases by age, side exits, agencies and needs."""

from collections import defaultdict
from datetime import date

import numpy as np

from data.queries.referrals import STAGES
from data.queries.scope import Scope, quotient
from data.statistics.incidence import cumulative_incidence, day_reached

AGE_BOUNDS = (7, 30, 90)
AGES = ("0-7", "8-30", "31-90", ">90")
SHOWN_DAYS = (30, 90, 180)


def as_of(scope: Scope) -> date:
    """Return the day to which open cases are counted: the day the snapshot was made."""
    return date.fromisoformat(scope.opened.snapshot.manifest["made_at"][:10])


def stage_days(scope: Scope) -> list[dict]:
    """Return one row per area and stage behind the first: days from entry as cumulative incidence.

    Side exits compete, open cases are censored on the day of the snapshot. median_days and p90_days are None where
    half or nine tenths of all entered referrals have not reached the stage; within_30, _90 and _180 are shares of all
    entered by then. A stage is reached on the first date of it or of a later one, also by a referral that came
    back from an exit. Source: Aalen and Johansen 1978.

    ไทย: จำนวนวันจากเข้าระบบถึงแต่ละขั้นแบบอุบัติการณ์สะสม การออกนอกขั้นตอนเป็นเหตุการณ์แข่งขัน
    เรื่องที่ออกแล้วกลับเข้ามาจนถึงขั้นนั้นนับว่าถึง
    เรื่องที่ยังไม่จบถูกตัดที่วันของชุดข้อมูล มัธยฐานและเปอร์เซ็นไทล์ที่ 90 ไม่มีค่าเมื่อไม่ถึงครึ่งหรือเก้าในสิบของเรื่องทั้งหมด
    """
    codes, counts, households = _day_counts(scope)
    if not codes:
        return []
    incidence = cumulative_incidence(counts[:, :, 0], counts[:, :, 1], counts[:, :, 2])
    return [
        _stage_row(code, rank, households[index], counts[index, rank - 1], incidence[index, rank - 1])
        for index, code in enumerate(codes)
        for rank in range(1, len(STAGES))
    ]


def _day_counts(scope: Scope) -> tuple[list[str], np.ndarray, list[int]]:
    """Return area codes, counts[area, stage, outcome, day] and households per area.

    Outcomes: reached, exited, open. One row per referral comes from SQL; counting it five times over is NumPy's.
    """
    condition, values = scope.referral_condition()
    outcomes = ", ".join(_day_of(rank) for rank in range(1, len(STAGES)))
    sql = f"""
SELECT dense_rank() OVER (ORDER BY {scope.code})::INTEGER - 1 AS area,
    date_diff('day', entered_on, exited_on)::INTEGER AS exit_day,
    date_diff('day', entered_on, ?::DATE)::INTEGER AS open_day, {outcomes}
FROM referral_profile
WHERE {condition}
"""
    households = _households_by_code(scope)
    columns = scope.opened.columns(sql, [as_of(scope), *values])
    stages = [_first_event(columns, rank) for rank in range(1, len(STAGES))]
    days = max([SHOWN_DAYS[-1], *(int(when.max(initial=0)) for _, when in stages)]) + 1
    shape = (len(households), 3, days)
    cells = [np.ravel_multi_index((columns["area"], *stage), shape) for stage in stages]
    counts = [np.bincount(cell, minlength=np.prod(shape)).reshape(shape) for cell in cells]
    return list(households), np.stack(counts, axis=1), list(households.values())


def _first_event(columns: dict[str, np.ndarray], rank: int) -> tuple[np.ndarray, np.ndarray]:
    """Return outcome (0 reached, 1 exited, 2 open) and day of each referral for one stage."""
    day, exit_day = columns[f"day_{rank}"], columns["exit_day"]
    reached, left = ~np.ma.getmaskarray(day), ~np.ma.getmaskarray(exit_day)
    outcome = np.where(reached, 0, np.where(left, 1, 2))
    ended = np.where(left, np.ma.filled(exit_day, 0), np.ma.filled(columns["open_day"], 0))
    return outcome, np.maximum(np.where(reached, np.ma.filled(day, 0), ended), 0)


def _households_by_code(scope: Scope) -> dict[str, int]:
    condition, values = scope.referral_condition()
    sql = f"SELECT {scope.code} AS code, count(DISTINCT household_key) AS n FROM referral_profile WHERE {condition} GROUP BY 1 ORDER BY 1"
    return {row["code"]: row["n"] for row in scope.rows(sql, values)}


def _day_of(rank: int) -> str:
    later = ", ".join(f"{stage}_on" for stage in STAGES[rank:])
    dates = f"least({later})" if len(STAGES) - rank > 1 else later
    return f"date_diff('day', entered_on, {dates})::INTEGER AS day_{rank}"


def _stage_row(code: str, rank: int, households: int, counts: np.ndarray, incidence: np.ndarray) -> dict:
    return {
        "code": code,
        "stage": STAGES[rank],
        "n_households": households,
        "referrals": int(counts.sum()),
        "median_days": day_reached(incidence, 0.5),
        "p90_days": day_reached(incidence, 0.9),
        **{f"within_{days}": float(incidence[days]) for days in SHOWN_DAYS},
        "exited": int(counts[1].sum()),
        "open": int(counts[2].sum()),
    }


def ageing(scope: Scope) -> list[dict]:
    """Return one row per area and age of open referrals (days since entry: 0-7, 8-30, 31-90, >90), and their share.

    Open: neither helped nor left by a side exit on the day of the snapshot.

    ไทย: เรื่องที่ยังไม่จบตามอายุนับจากวันเข้าระบบ (0–7, 8–30, 31–90, มากกว่า 90 วัน) และสัดส่วน
    ยังไม่จบหมายถึงยังไม่ได้รับความช่วยเหลือและยังไม่ออกนอกขั้นตอน ณ วันของชุดข้อมูล
    """
    condition, values = scope.referral_condition()
    buckets = " ".join(f"WHEN age <= {bound} THEN {index}" for index, bound in enumerate(AGE_BOUNDS))
    sql = f"""
WITH open AS (
    SELECT {scope.code} AS code, household_key, date_diff('day', entered_on, ?::DATE) AS age
    FROM referral_profile
    WHERE {condition} AND helped_on IS NULL AND exited_on IS NULL
),
final AS (
    SELECT code, CASE {buckets} ELSE {len(AGE_BOUNDS)} END AS bucket,
        count(*) AS referrals, count(DISTINCT household_key) AS n_households
    FROM open
    GROUP BY ALL
)
SELECT * FROM final
"""
    found = {(row["code"], row["bucket"]): row for row in scope.rows(sql, [as_of(scope), *values])}
    totals: dict[str, int] = defaultdict(int)
    for (code, _), row in found.items():
        totals[code] += row["referrals"]
    blank = {"referrals": 0, "n_households": 0}
    return [
        {
            "code": code,
            "age": age,
            "n_households": (row := found.get((code, index), blank))["n_households"],
            "referrals": row["referrals"],
            "share": quotient(row["referrals"], totals[code]),
        }
        for code in sorted(totals)
        for index, age in enumerate(AGES)
    ]


def stage_ends(scope: Scope) -> list[dict]:
    """Return one row per area and stage before the last: referrals that came no further, those that wait there and left.

    open: neither helped nor left on the day of the snapshot; exited: left by a side exit. The stage is the furthest reached.

    ไทย: เรื่องที่ยังไม่ได้รับความช่วยเหลือ ตามขั้นที่ไปได้ไกลที่สุด แยกเป็นเรื่องที่รออยู่และเรื่องที่ออกนอกขั้นตอน ณ วันของชุดข้อมูล
    """
    condition, values = scope.referral_condition()
    sql = f"""
SELECT {scope.code} AS code, furthest_stage AS stage, count(DISTINCT household_key) AS n_households, count(*) AS referrals,
    count(*) FILTER (exited_on IS NULL) AS open, count(*) FILTER (exited_on IS NOT NULL) AS exited
FROM referral_profile
WHERE {condition} AND helped_on IS NULL
GROUP BY 1, 2
"""
    found = {(row["code"], row["stage"]): row for row in scope.rows(sql, values)}
    none = dict.fromkeys(("n_households", "referrals", "open", "exited"), 0)
    return [
        {"code": code, "stage": stage} | {name: found.get((code, rank), none)[name] for name in none}
        for code in sorted({code for code, _ in found})
        for rank, stage in enumerate(STAGES[:-1], start=1)
    ]


def exits(scope: Scope) -> list[dict]:
    """Return one row per area, side exit and reason: referrals that left without help, and their share of all entered.

    ไทย: เรื่องที่ออกนอกขั้นตอนโดยไม่ได้รับความช่วยเหลือ ตามประเภทและเหตุผล และสัดส่วนของเรื่องที่เข้าระบบ
    """
    condition, values = scope.referral_condition()
    sql = f"""
WITH entered AS (
    SELECT *, {scope.code} AS code, count(*) OVER (PARTITION BY {scope.code}) AS all_referrals
    FROM referral_profile
    WHERE {condition}
),
final AS (
    SELECT code, exit_stage, coalesce(exit_reason, '') AS reason, count(*) AS referrals,
        count(DISTINCT household_key) AS n_households, any_value(all_referrals) AS all_referrals
    FROM entered
    WHERE exit_stage IS NOT NULL AND helped_on IS NULL
    GROUP BY ALL
)
SELECT * EXCLUDE (all_referrals), referrals / all_referrals AS share FROM final ORDER BY code, referrals DESC, exit_stage, reason
"""
    return scope.rows(sql, values)


def agencies(scope: Scope) -> list[dict]:
    """Return one row per area, need and agency: referrals entered, helped, and the share helped.

    ไทย: เรื่องที่เข้าระบบและที่ช่วยเหลือแล้ว ตามความต้องการและหน่วยงาน และสัดส่วนที่ช่วยเหลือแล้ว
    """
    condition, values = scope.referral_condition()
    sql = f"""
WITH final AS (
    SELECT {scope.code} AS code, coalesce(need, '') AS need, coalesce(agency, '') AS agency,
        count(DISTINCT household_key) AS n_households, count(*) AS referrals, count(helped_on) AS helped
    FROM referral_profile
    WHERE {condition}
    GROUP BY ALL
)
SELECT *, helped / referrals AS helped_share FROM final ORDER BY code, need, agency
"""
    return scope.rows(sql, values)
