"""Part 1, search and verify: who is on the list, who was found, and both errors of the list."""

from data.queries.scope import SURVEYED, VERIFIED_POOR, Scope, quotient, whole

# A newly found household is by definition on no list, whatever the column says.
LISTED = "(tpmap_listed AND verification IS DISTINCT FROM 'newly_found')"
NOT_LISTED = "(NOT tpmap_listed OR verification = 'newly_found')"

# Households are counted once per kind; the rest is arithmetic on a few hundred rows.
SQL = """
WITH counted AS (
    SELECT {code} AS code, verification, tpmap_listed,
        count(*) AS n, sum(weight) AS households, sum(weight * size) AS persons
    FROM household_profile
    WHERE {condition}
    GROUP BY ALL
),
final AS (
    SELECT
        code,
        sum(n)::BIGINT AS n_households,
        sum(households) FILTER ({listed}) AS listed,
        sum(households) FILTER ({surveyed}) AS surveyed_households,
        sum(persons) FILTER ({surveyed}) AS surveyed_persons,
        sum(households) FILTER ({poor}) AS verified_poor_households,
        sum(persons) FILTER ({poor}) AS verified_poor_persons,
        sum(households) FILTER (verification = 'newly_found') AS newly_found,
        sum(households) FILTER (verification = 'not_poor') AS not_poor,
        sum(households) FILTER (verification = 'not_found') AS not_found,
        sum(households) FILTER (verification = 'moved') AS moved,
        sum(households) FILTER ({listed} AND {surveyed}) AS listed_surveyed,
        sum(households) FILTER ({listed} AND verification = 'not_poor') AS listed_not_poor,
        sum(households) FILTER ({poor} AND {not_listed}) AS poor_not_listed,
        sum(households) FILTER ({poor} AND ({listed} OR {not_listed})) AS poor_list_known
    FROM counted
    GROUP BY code
)
SELECT * FROM final ORDER BY code
"""

COUNTS = (
    "listed", "surveyed_households", "surveyed_persons", "verified_poor_households", "verified_poor_persons",
    "newly_found", "not_poor", "not_found", "moved", "listed_surveyed",
)  # fmt: skip


def verification(scope: Scope) -> list[dict]:
    """Return one row per area: weighted counts of households and persons, errors and coverage as shares 0-1.

    inclusion_error = listed, surveyed and not poor / listed and surveyed. exclusion_error = verified poor and not
    listed / verified poor (a lower bound: it knows surveyed households only). coverage = listed and surveyed / listed.
    Counts are 0 where nothing was found and None where the column was never filled. Source of
    the two errors: Coady, Grosh and Hoddinott 2004, *Targeting of Transfers in Developing Countries*.

    ไทย: นับครัวเรือนและสมาชิกตามผลสอบทานในหมู่บ้าน (ถ่วงน้ำหนัก) ต่อพื้นที่ ความคลาดเคลื่อนจากการรวมเข้า = อยู่ในรายชื่อ
    สำรวจแล้ว และไม่จน ÷ อยู่ในรายชื่อและสำรวจแล้ว การตกหล่น = ยืนยันว่าจนแต่ไม่อยู่ในรายชื่อ ÷ ยืนยันว่าจน
    (เป็นค่าขั้นต่ำ เพราะรู้เฉพาะครัวเรือนที่สำรวจ) ความครอบคลุม = อยู่ในรายชื่อและสำรวจแล้ว ÷ อยู่ในรายชื่อ
    จำนวนเป็น 0 เมื่อไม่พบ และไม่มีค่าเมื่อไม่เคยเก็บข้อมูล
    """
    condition, values = scope.condition()
    sql = SQL.format(
        code=scope.code,
        condition=condition,
        listed=LISTED,
        not_listed=NOT_LISTED,
        surveyed=SURVEYED,
        poor=VERIFIED_POOR,
    )
    return [_row(row) for row in scope.rows(sql, values)]


def _row(row: dict) -> dict:
    counts = {name: whole(row[name] or 0) for name in COUNTS}
    for persons, households in (
        ("surveyed_persons", "surveyed_households"),
        ("verified_poor_persons", "verified_poor_households"),
    ):
        # Sizes that were never asked leave persons undefined, not zero.
        if counts[households] and row[persons] is None:
            counts[persons] = None
    return {
        "code": row["code"],
        "n_households": row["n_households"],
        **counts,
        "inclusion_error": quotient(row["listed_not_poor"] or 0, row["listed_surveyed"]),
        "exclusion_error": quotient(row["poor_not_listed"] or 0, row["poor_list_known"]),
        "coverage": quotient(row["listed_surveyed"] or 0, row["listed"]),
    }
