"""Who is in a cohort, where they live, and which values the fields of a cohort may take."""

from data.fields import fields_for
from data.queries.scope import Scope, quotient, whole

# Fields whose values come from the data; villages are too many to list.
LISTED_FIELDS = ("head_education", "main_occupation", "source_list")
MOST_LISTED = 200


def members(scope: Scope) -> list[dict]:
    """Return the households and persons of the cohort per area, and their share of all households of the area.

    n_households: households of the round that fit, surveyed or not; households and all_households: the same and those
    of the whole area, weighted; persons: their members, None where no size is known; share from 0 to 1. An area with
    households stands even where none fits.

    ไทย: จำนวนครัวเรือนและสมาชิกของกลุ่มศึกษาในแต่ละพื้นที่ และสัดส่วนต่อครัวเรือนทั้งหมดของพื้นที่ในรอบนั้น
    นับทุกครัวเรือนที่เข้าเงื่อนไข ไม่ว่าจะสำรวจแล้วหรือไม่ พื้นที่ที่ไม่มีครัวเรือนเข้าเงื่อนไขยังแสดงเป็นศูนย์
    """
    around = Scope(scope.opened, scope.selection.at(cohort=()), scope.viewer)
    condition, values = around.condition()
    cohort, of_cohort = scope.selection.at(place="").where(scope.reference)
    persons = "size" if scope.unweighted else "weight * size"
    sized = scope.opened.snapshot.manifest.get("sizes", True)
    households = "count(*)" if scope.unweighted else "sum(weight)"
    # Without a cohort everybody fits, and no flag is asked.
    fits, some = (f", coalesce({cohort}, false) AS fits", " FILTER (fits)") if scope.selection.cohort else ("", "")
    sql = f"""
WITH chosen AS (
    SELECT {scope.code} AS code, weight, size {fits}
    FROM household_profile
    WHERE {condition}
)
SELECT code, count(*){some} AS n_households, {households}{some} AS households,
    {f"sum({persons}){some}" if sized else "NULL"} AS persons, {households} AS all_households
FROM chosen
GROUP BY code
ORDER BY code
"""
    return [_members_row(row, sized) for row in scope.rows(sql, [*(of_cohort if some else ()), *values])]


def _members_row(row: dict, sized: bool) -> dict:
    households = row["households"] or 0
    return {
        "code": row["code"],
        "n_households": row["n_households"],
        "households": whole(households),
        "persons": whole(row["persons"] or 0) if sized else None,
        "all_households": whole(row["all_households"]),
        "share": quotient(households, row["all_households"]),
    }


def field_values(scope: Scope) -> list[dict]:
    """Return the values that occur in the fields whose values no list of ours names, the most frequent first.

    n_households: households of the round with the value. Behind the gate only values of enough households are named.

    ไทย: ค่าที่มีอยู่จริงในข้อมูลของแต่ละเขตข้อมูลที่ไม่มีรายการกำหนดไว้ เรียงจากที่พบมากที่สุด พร้อมจำนวนครัวเรือน
    ผู้ใช้ทั่วไปเห็นเฉพาะค่าที่มีครัวเรือนมากพอ
    """
    condition, values = scope.condition()
    rows = []
    for name in LISTED_FIELDS:
        column = fields_for(scope.reference)[name].column
        sql = f"""
SELECT {scope.code} AS code, '{name}' AS field, {column}::VARCHAR AS value, count(*) AS n_households
FROM household_profile
WHERE {condition} AND {column} IS NOT NULL
GROUP BY ALL
ORDER BY code, n_households DESC, value
LIMIT {MOST_LISTED}
"""
        rows += scope.rows(sql, values)
    return rows
