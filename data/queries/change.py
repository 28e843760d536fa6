"""What changed between rounds: two cross-sections, and the same households."""

from collections.abc import Iterator

from data.queries.change_errors import with_errors
from data.queries.design import has_errors
from data.queries.measures import measures, people_of
from data.queries.rounds import base_round, two_rounds
from data.queries.scope import SURVEYED, Scope, quotient


def change(scope: Scope) -> list[dict]:
    """Return one row per area and measure: the mean in both rounds, for everybody and for the same households.

    before, after, change: all surveyed households of each round with the measure (n_before, n_after). panel_before,
    panel_after, panel_change: only households with the measure in both, in the area they are in now (n_households).
    H and M0 count persons where sizes are known (sizes and weights of each round); capitals count households. Standard
    errors and 95 % intervals of both changes: rounds as independent samples for everybody, paired over the PSUs of the
    later round for the same households; None for a full count. No rows where there is no earlier round. Source: Wolter 2007.

    ไทย: ค่าเฉลี่ยของสองรอบสำหรับทุกครัวเรือนที่สำรวจ และสำหรับครัวเรือนเดียวกันในทั้งสองรอบ ซึ่งเป็นตัวเลขคนละชุด
    จึงแสดงจำนวนครัวเรือนทั้งสอง H และ M0 นับคนเมื่อรู้ขนาดครัวเรือน ทุนนับครัวเรือน ไม่มีแถวเมื่อไม่มีรอบก่อนหน้า
    ช่วงความเชื่อมั่น 95 % ของผลต่าง: ทุกครัวเรือนถือว่าสองรอบเป็นตัวอย่างอิสระต่อกัน ครัวเรือนเดียวกันคิดแบบจับคู่
    ตามหน่วยตัวอย่างขั้นแรกของรอบหลัง ข้อมูลสำมะโนไม่มีค่าความคลาดเคลื่อน
    """
    rows = compared_rounds(scope)
    return with_errors(scope, rows) if rows and has_errors(scope.reference) else rows


def compared_rounds(scope: Scope) -> list[dict]:
    """Return the rows of `change` without their sampling errors."""
    base = base_round(scope)
    chosen = measures(scope)
    if base is None or not chosen:
        return []
    profile, values = two_rounds(scope, base)
    sums = [part for name in chosen for part in _sums(name, people_of(scope, name))]
    # Every household once, beside itself; by both areas, because the earlier round counts where households were then.
    sql = f"""
WITH {profile},
pair AS (
    SELECT now.code AS code_now, was.code AS code_was, {_sides(chosen, "now")}, {_sides(chosen, "was")}
    FROM (FROM both_rounds WHERE survey_round = {scope.round}) AS now
    FULL JOIN (FROM both_rounds WHERE survey_round = {base}) AS was USING (household_key)
)
SELECT code_now, code_was, {", ".join(f"{sql} AS {name}" for name, sql in sums)} FROM pair GROUP BY ALL
"""
    rows = scope.rows(sql, values)
    now, was = (_by_area(rows, side) for side in ("now", "was"))
    return [_change_row(code, name, now[code], was.get(code, {})) for code in sorted(now) for name in chosen]


def cross_section(scope: Scope) -> dict[tuple[str, str], float | None]:
    """Return {(area code, measure): mean of the round} as `change` gives it for everybody."""
    chosen = measures(scope)
    profile, values = two_rounds(scope, scope.round)
    cross = ", ".join(_cross_columns(name, people_of(scope, name)) for name in chosen)
    rows = scope.rows(f"WITH {profile} SELECT code, {cross} FROM both_rounds GROUP BY code", values)
    return {(row["code"], name): quotient(row[f"{name}_sum"], row[f"{name}_people"]) for row in rows for name in chosen}


def _cross_columns(name: str, weight: str) -> str:
    people = f"count(m_{name})" if weight == "1" else f"sum({weight}) FILTER (m_{name} IS NOT NULL)"
    value = f"m_{name}" if weight == "1" else f"m_{name} * {weight}"
    return f"sum({value}) AS {name}_sum, {people} AS {name}_people"


def _sides(chosen: dict[str, str], side: str) -> str:
    names = ("weight", "size", *(f"m_{name}" for name in chosen))
    return ", ".join(f"{side}.{name} AS {name}_{side}" for name in names)


def _sums(name: str, weight: str) -> Iterator[tuple[str, str]]:
    """Yield (name, SQL) of households, people and sum of a measure: everybody in both rounds, and the same households."""
    # Who has H has M0, too: asked in the same words, it is counted once.
    known = "m_H" if name == "M0" else f"m_{name}"
    both = f"{known}_now IS NOT NULL AND {known}_was IS NOT NULL"
    yield f"{name}_n_panel", f"count(CASE WHEN {both} THEN 1 END)"
    for side in ("now", "was"):
        people = weight.replace("weight", f"weight_{side}").replace("size", f"size_{side}")
        value = f"m_{name}_{side}" if weight == "1" else f"m_{name}_{side} * {people}"
        yield f"{name}_n_{side}", f"count({known}_{side})"
        yield f"{name}_sum_{side}", f"sum({value})"
        yield f"{name}_sum_panel_{side}", f"sum(CASE WHEN {both} THEN {value} END)"
        if weight == "1":
            yield f"{name}_people_{side}", f"count({known}_{side})"
            yield f"{name}_people_panel_{side}", f"count(CASE WHEN {both} THEN 1 END)"
        else:
            yield f"{name}_people_{side}", f"sum(CASE WHEN {known}_{side} IS NOT NULL THEN {people} END)"
            yield f"{name}_people_panel_{side}", f"sum(CASE WHEN {both} THEN {people} END)"


def _by_area(rows: list[dict], side: str) -> dict[str, dict]:
    """Return {area code of one round: sums}; None where nothing was added up."""
    found: dict[str, dict] = {}
    for row in rows:
        code = row[f"code_{side}"]
        if code is not None:
            own = found.setdefault(code, {})
            for name, value in row.items():
                if value is not None and not name.startswith("code_"):
                    own[name] = own.get(name, 0) + value
    return found


def _change_row(code: str, name: str, now: dict, was: dict) -> dict:
    after = quotient(now.get(f"{name}_sum_now"), now.get(f"{name}_people_now"))
    before = quotient(was.get(f"{name}_sum_was"), was.get(f"{name}_people_was"))
    panel_before, panel_after = (
        quotient(now.get(f"{name}_sum_panel_{side}"), now.get(f"{name}_people_panel_{side}")) for side in ("was", "now")
    )
    return {
        "code": code,
        "measure": name,
        "n_households": now.get(f"{name}_n_panel", 0),
        "n_before": was.get(f"{name}_n_was", 0),
        "n_after": now.get(f"{name}_n_now", 0),
        "before": before,
        "after": after,
        "change": _difference(after, before),
        **dict.fromkeys(("change_se", "change_low", "change_high")),
        "panel_before": panel_before,
        "panel_after": panel_after,
        "panel_change": _difference(panel_after, panel_before),
        **dict.fromkeys(("panel_change_se", "panel_change_low", "panel_change_high")),
    }


def _difference(after: float | None, before: float | None) -> float | None:
    return None if after is None or before is None else after - before


def transitions(scope: Scope) -> list[dict]:
    """Return one row per area and pair of living levels (before, after): the same households in both rounds.

    households add up to the panel; share is of those that were in the level before. Every pair stands, with 0.

    ไทย: ครัวเรือนเดียวกันในสองรอบ ตามระดับการดำรงชีพก่อนและหลัง รวมกันเท่ากับจำนวนครัวเรือนที่จับคู่ได้
    สัดส่วนคิดจากผู้ที่อยู่ในระดับนั้นในรอบก่อน
    """
    base = base_round(scope)
    if base is None or not scope.reference.capitals:
        return []
    condition, values = scope.condition()
    sql = f"""
WITH now AS (
    SELECT household_key, {scope.code} AS code, level FROM household_profile
    WHERE {condition} AND {SURVEYED} AND level IS NOT NULL
),
was AS (
    SELECT household_key, level AS level_before FROM household_profile
    WHERE survey_round = {base} AND {SURVEYED} AND level IS NOT NULL
)
SELECT code, level_before, level AS level_after, count(*) AS households
FROM now JOIN was USING (household_key)
GROUP BY ALL
"""
    found = {
        (row["code"], row["level_before"], row["level_after"]): row["households"] for row in scope.rows(sql, values)
    }
    levels = range(1, len(scope.reference.level_bounds) + 2)
    codes = sorted({code for code, _, _ in found})
    return [row for code in codes for before in levels for row in _transition_rows(found, code, before, levels)]


def _transition_rows(found: dict, code: str, before: int, levels: range) -> list[dict]:
    counts = {after: found.get((code, before, after), 0) for after in levels}
    total = sum(counts.values())
    return [
        {
            "code": code,
            "level_before": before,
            "level_after": after,
            "n_households": n,
            "households": n,
            "share": quotient(n, total),
        }
        for after, n in counts.items()
    ]
