"""Rows of single households, for those who may see them: the wide table page by page, and who waits longest."""

from data.fields import fields_for
from data.queries.referrals import STAGES
from data.queries.scope import Scope
from data.queries.waiting import as_of

PAGE_SIZE = 50
STORED_ID = "'kj_' || replace(household_id::VARCHAR, '-', '') AS household_id"


def households(scope: Scope) -> list[dict]:
    """Return one page of the wide table: 50 households of the round, place and cohort, in the order asked for.

    Only for admins, and for operators in their own areas; everybody else gets no row. Columns: code (area at the level
    asked for), rank (place in the order, from 1), total (households in all), household_id (keyed hash), the codes of the
    home level and the levels below, and every field of the wide table. sort: a field, with "-" before it downwards;
    households without the value come last; without a sort they stand in the order of their stored number.

    ไทย: ตารางครัวเรือนทีละหน้า หน้าละ 50 ครัวเรือน ตามรอบ พื้นที่ และกลุ่มศึกษา เรียงตามตัวแปรที่เลือก ค่าว่างอยู่ท้ายสุด
    เห็นได้เฉพาะผู้ดูแลระบบ และผู้ปฏิบัติงานในพื้นที่ของตน ครัวเรือนแสดงด้วยรหัสที่แปลงแล้วเท่านั้น
    """
    if not scope.viewer.reads_households:
        return []
    fields = fields_for(scope.reference)
    condition, values = scope.condition()
    chosen, down = scope.selection.sort.removeprefix("-"), scope.selection.sort.startswith("-")
    order = (
        f"{fields[chosen].column} {'DESC' if down else 'ASC'} NULLS LAST, household_key" if chosen else "household_key"
    )
    areas = _area_columns(scope)
    columns = ", ".join(f"{entry.column} AS {key}" for key, entry in fields.items())
    first = (scope.selection.page - 1) * PAGE_SIZE
    sql = f"""
WITH page AS (
    SELECT household_key
    FROM household_profile
    WHERE {condition}
    ORDER BY {order}
    LIMIT {PAGE_SIZE} OFFSET {first}
)
SELECT {scope.code} AS code, {first} + row_number() OVER (ORDER BY {order}) AS rank, {STORED_ID}, {", ".join(areas)}, {columns}
FROM household_profile JOIN page USING (household_key) JOIN household USING (household_key)
WHERE survey_round = {scope.round}
ORDER BY rank
"""
    total = scope.rows(f"SELECT count(*) AS n FROM household_profile WHERE {condition}", values)[0]["n"]
    return [{"code": row["code"], "rank": row["rank"], "total": total} | row for row in scope.rows(sql, values)]


def waiting_list(scope: Scope) -> list[dict]:
    """Return one page of 50 open referrals that have waited longest since they entered, the longest first.

    Only for operators, in their own areas; everybody else gets no row. stage: the furthest one reached, stage_on its
    first date; days_waiting and days_in_stage are counted to the day of the snapshot. total: open referrals in all.
    household_id is the keyed hash.

    ไทย: เรื่องส่งต่อที่ยังไม่จบและรอนานที่สุด หน้าละ 50 เรื่อง นับวันจากวันเข้าระบบถึงวันของชุดข้อมูล พร้อมขั้นล่าสุดและวันที่อยู่ในขั้นนั้น
    เห็นได้เฉพาะผู้ปฏิบัติงานในพื้นที่ของตน ครัวเรือนแสดงด้วยรหัสที่แปลงแล้วเท่านั้น
    """
    if not scope.viewer.has_work_list:
        return []
    condition, values = scope.referral_condition()
    open_ = f"{condition} AND helped_on IS NULL AND exited_on IS NULL"
    areas = _area_columns(scope)
    stage = " ".join(f"WHEN {rank} THEN '{name}'" for rank, name in enumerate(STAGES, start=1))
    stage_on = " ".join(f"WHEN {rank} THEN {name}_on" for rank, name in enumerate(STAGES, start=1))
    first = (scope.selection.page - 1) * PAGE_SIZE
    sql = f"""
WITH page AS (
    SELECT *, {scope.code} AS code, CASE furthest_stage {stage} END AS stage, CASE furthest_stage {stage_on} END AS stage_on
    FROM referral_profile
    WHERE {open_}
    ORDER BY entered_on, household_key, referral_id
    LIMIT {PAGE_SIZE} OFFSET {first}
)
SELECT code, {first} + row_number() OVER (ORDER BY entered_on, household_key, referral_id) AS rank, {STORED_ID},
    {", ".join(areas)}, referral_id, need, agency, stage, stage_on, entered_on,
    date_diff('day', entered_on, ?::DATE) AS days_waiting, date_diff('day', stage_on, ?::DATE) AS days_in_stage
FROM page JOIN household USING (household_key)
ORDER BY rank
"""
    total = scope.rows(f"SELECT count(*) AS n FROM referral_profile WHERE {open_}", values)[0]["n"]
    today = as_of(scope)
    return [
        {"code": row["code"], "rank": row["rank"], "total": total} | row
        for row in scope.rows(sql, [*values, today, today])
    ]


def household(scope: Scope) -> list[dict]:
    """Return one household, a row per survey round, the newest first: round, area codes and every field of the wide table.

    Only for admins, and for operators in their own areas; everybody else, and a household elsewhere, gets no row.
    household: its stored id.

    ไทย: ข้อมูลของครัวเรือนเดียวทุกรอบสำรวจ รอบใหม่ก่อน เห็นได้เฉพาะผู้ดูแลระบบ และผู้ปฏิบัติงานในพื้นที่ของตน
    """
    if not scope.viewer.reads_households or not scope.selection.household:
        return []
    fields = fields_for(scope.reference)
    columns = ", ".join(f"{entry.column} AS {key}" for key, entry in fields.items() if key not in _area_columns(scope))
    condition, values = scope.rights()
    sql = f"""
SELECT {scope.code} AS code, survey_round, {", ".join(_area_columns(scope))}, {columns}
FROM household_profile JOIN household USING (household_key)
WHERE {condition} AND household_id = ?::UUID
ORDER BY survey_round DESC
"""
    return scope.rows(sql, [*values, scope.selection.household.removeprefix("kj_")])


def _area_columns(scope: Scope) -> list[str]:
    return [f"{level}_code" for level in (scope.reference.home_level, *scope.reference.lower_levels)]
