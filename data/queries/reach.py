"""What a funnel cannot show: who was never referred, whose needs were met, and how the lists overlap."""

from data.queries.scope import SURVEYED, VERIFIED_POOR, Scope, quotient, whole
from data.queries.verification import LISTED

PARTS = ("listed", "card", "poor")


def never_referred(scope: Scope) -> list[dict]:
    """Return one row per area: households of the lowest fifth of the round, and those of them with no referral ever.

    The lowest fifth by capital inside the home-level area is the referral target of the programme.

    ไทย: ครัวเรือนในกลุ่มทุนต่ำสุดหนึ่งในห้าของรอบ และจำนวนที่ไม่เคยมีการส่งต่อเลย
    """
    condition, values = scope.condition()
    sql = f"""
WITH lowest AS (
    SELECT {scope.code} AS code, household_key IN (SELECT household_key FROM referral_profile) AS referred
    FROM household_profile
    WHERE {condition} AND quintile = 1
),
final AS (
    SELECT code, count(*) AS n_households, count(*) AS lowest_fifth, count(*) FILTER (NOT referred) AS never_referred
    FROM lowest
    GROUP BY code
)
SELECT *, never_referred / lowest_fifth AS never_share FROM final ORDER BY code
"""
    return scope.rows(sql, values)


def need_met(scope: Scope) -> list[dict]:
    """Return one row per area and problem dimension: deprived households, those referred for it and those helped in it.

    Deprived: in any indicator of the dimension. referred: a referral with a need that the reference matches to the
    dimension; helped: such a referral came to its end, or help of a matching kind was given. Shares are of the deprived.
    None of it where the reference matches no need.

    ไทย: ต่อมิติปัญหา: ครัวเรือนที่ขัดสนอย่างน้อยหนึ่งตัวชี้วัด ที่มีการส่งต่อในความต้องการที่ตรงกัน
    และที่ได้รับความช่วยเหลือตรงกัน (เรื่องจบ หรือมีการช่วยเหลือประเภทนั้น) สัดส่วนคิดจากครัวเรือนที่ขัดสน
    """
    if not scope.reference.needs:
        return []
    condition, values = scope.condition()
    deprived = " UNION ALL ".join(_deprived(group) for group in scope.reference.dimensions)
    matches = ", ".join("(?, ?)" for _ in scope.reference.needs)
    pairs = [text for need in scope.reference.needs for text in (need.key, need.dimension)]
    sql = f"""
WITH surveyed AS (
    SELECT *, {scope.code} AS code FROM household_profile WHERE {condition} AND {SURVEYED}
),
match AS (SELECT * FROM (VALUES {matches}) AS pair (need, dimension)),
deprived AS ({deprived}),
asked AS (SELECT DISTINCT household_key, dimension FROM referral_profile JOIN match USING (need)),
given AS (
    SELECT household_key, dimension FROM referral_profile JOIN match USING (need) WHERE helped_on IS NOT NULL
    UNION
    SELECT household_key, dimension FROM assistance_profile JOIN match ON assistance_profile.kind = match.need
),
final AS (
    SELECT code, dimension, count(*) AS n_households, sum(weight) AS deprived,
        coalesce(sum(weight) FILTER (asked.household_key IS NOT NULL), 0) AS referred,
        coalesce(sum(weight) FILTER (given.household_key IS NOT NULL), 0) AS helped
    FROM deprived
    LEFT JOIN asked USING (household_key, dimension)
    LEFT JOIN given USING (household_key, dimension)
    GROUP BY ALL
)
SELECT * FROM final ORDER BY code
"""
    order = [group.key for group in scope.reference.dimensions]
    rows = sorted(scope.rows(sql, [*values, *pairs]), key=lambda row: (row["code"], order.index(row["dimension"])))
    counts = ("deprived", "referred", "helped")
    return [
        {**row, **{name: whole(row[name]) for name in counts}}
        | {f"{name}_share": quotient(row[name], row["deprived"]) for name in counts[1:]}
        for row in rows
    ]


def _deprived(group) -> str:
    some = " OR ".join(f"deprived_{item.key} = 1" for item in group.items)
    return f"SELECT code, household_key, weight, '{group.key}' AS dimension FROM surveyed WHERE {some}"


def overlap(scope: Scope) -> list[dict]:
    """Return eight rows per area: TPMAP list x welfare card x verified poor, among surveyed households.

    Columns listed, card and poor are 1 or 0; the seven parts with a 1 add up to the union. A blank counts as 0.

    ไทย: การซ้อนกันของรายชื่อ TPMAP บัตรสวัสดิการแห่งรัฐ และผลยืนยันว่าจน ในครัวเรือนที่สำรวจ แปดส่วน
    เจ็ดส่วนรวมกันเป็นผลรวมของทั้งสามรายชื่อ ส่วนที่แปดอยู่นอกทุกรายชื่อ ช่องว่างนับเป็นไม่ใช่
    """
    condition, values = scope.condition()
    sql = f"""
WITH flagged AS (
    SELECT {scope.code} AS code, weight, coalesce({LISTED}, false)::TINYINT AS listed,
        coalesce(welfare_card, false)::TINYINT AS card, coalesce({VERIFIED_POOR}, false)::TINYINT AS poor
    FROM household_profile
    WHERE {condition} AND {SURVEYED}
),
final AS (
    SELECT code, listed, card, poor, count(*) AS n_households, sum(weight) AS households
    FROM flagged
    GROUP BY ALL
)
SELECT * FROM final
"""
    found = {(row["code"], *(row[name] for name in PARTS)): row for row in scope.rows(sql, values)}
    codes = sorted({key[0] for key in found})
    eight = [(listed, card, poor) for listed in (1, 0) for card in (1, 0) for poor in (1, 0)]
    return [_overlap_row(code, part, found.get((code, *part))) for code in codes for part in eight]


def _overlap_row(code: str, part: tuple[int, int, int], row: dict | None) -> dict:
    return {
        "code": code,
        **dict(zip(PARTS, part, strict=True)),
        "n_households": row["n_households"] if row else 0,
        "households": whole(row["households"]) if row else 0,
    }
