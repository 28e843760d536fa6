"""How good the data are: freshness, accounting, rejects, completeness, doubtful households, and a grade per area."""

from collections.abc import Iterable
from datetime import date, datetime
from math import expm1

from data.answers import answer_columns, quartiles_sql, repeated_sql
from data.queries.scope import Scope, quotient
from data.text import Text

CHILD_HEAD = 15
# Values this many quartile ranges above the third quartile, on a logarithmic scale, are outliers.
FENCE = 3
CHECKS = {
    "members": Text("เด็กรวมผู้สูงอายุมากกว่าสมาชิก", "More children and elderly than members"),
    "disabled": Text("ผู้พิการมากกว่าสมาชิก", "More disabled than members"),
    "working": Text("ผู้มีงานทำมากกว่าสมาชิก", "More working members than members"),
    "child_head": Text("หัวหน้าครัวเรือนอายุน้อยกว่า 15 ปี", "Head of household younger than 15"),
    "survey_date": Text("วันที่สำรวจอยู่หลังวันที่นำเข้า", "Surveyed after the data were loaded"),
    "listed": Text("พบใหม่แต่อยู่ในรายชื่อ TPMAP", "Newly found, yet on the TPMAP list"),
    "duplicate": Text("คำตอบเหมือนครัวเรือนอื่นทุกช่อง", "Every answer the same as another household's"),
    "outlier": Text("ค่าสูงผิดปกติ", "An unusually high value"),
    "unmatched": Text("ไม่ทราบพื้นที่ระดับล่าง", "Lower area not known"),
}
# Checks that can only be mistakes; the others are doubtful.
IMPOSSIBLE = ("members", "disabled", "working", "child_head", "survey_date", "listed")
WEIGHTS = {"completeness": 0.40, "consistency": 0.30, "placed": 0.15, "freshness": 0.15}
GRADES = (("A", 0.95), ("B", 0.85), ("C", 0.70), ("D", 0.50), ("E", 0.0))
FRESH_DAYS, STALE_DAYS = 365, 1095
GRADE_FORMULA = Text(
    "คะแนน = 40% ความครบถ้วน + 30% ความสอดคล้อง + 15% ทราบพื้นที่ + 15% ความใหม่; A ≥ 0.95, B ≥ 0.85, C ≥ 0.70, D ≥ 0.50, E ต่ำกว่านั้น",
    "score = 40% completeness + 30% consistency + 15% placed + 15% freshness; A ≥ 0.95, B ≥ 0.85, C ≥ 0.70, D ≥ 0.50, E below",
)


def freshness(scope: Scope) -> list[dict]:
    """Return per area of the round: households, newest survey date, and days from it to the load (None without dates).

    ไทย: วันสำรวจล่าสุดของแต่ละพื้นที่ และจำนวนวันจากวันนั้นถึงวันที่นำเข้าข้อมูล
    """
    condition, values = scope.condition()
    sql = f"""
SELECT {scope.code} AS code, count(*) AS n_households, max(survey_date) AS newest
FROM household_profile
WHERE {condition}
GROUP BY 1
ORDER BY 1
"""
    loaded = loaded_on(scope)
    return [
        {
            "code": row["code"],
            "n_households": row["n_households"],
            "newest_survey_date": row["newest"].isoformat() if row["newest"] else None,
            "days": (loaded - row["newest"]).days if row["newest"] else None,
            "loaded_on": loaded.isoformat(),
        }
        for row in scope.rows(sql, values)
    ]


def loaded_on(scope: Scope) -> date:
    """Return the day the snapshot was made."""
    return datetime.fromisoformat(scope.opened.snapshot.manifest["made_at"]).date()


def accounting(scope: Scope) -> list[dict]:
    """Return per file that went into the snapshot: rows read = accepted + rejected + blank, and the load that read it.

    ไทย: บัญชีแถวของทุกไฟล์ที่อยู่ในชุดข้อมูล แถวที่อ่าน = รับ + ไม่รับ + ว่าง
    """
    names = ("file", "table", "rows_read", "accepted", "rejected", "blank")
    files = scope.opened.snapshot.manifest["files"]
    return [{"code": "", "load": entry.get("load")} | {name: entry[name] for name in names} for entry in files]


def rejects(scope: Scope) -> list[dict]:
    """Return per load, file, column and reason how many rows are still rejected in the snapshot.

    ไทย: จำนวนแถวที่ยังไม่รับ แยกตามครั้งที่นำเข้า ไฟล์ คอลัมน์ และเหตุผล
    """
    sql = """
SELECT '' AS code, "load", file, column_name AS "column", reason, count(*) AS rows_rejected
FROM rejects
GROUP BY ALL
ORDER BY rows_rejected DESC, "load", file, "column", reason
"""
    return scope.rows(sql, [])


def completeness(scope: Scope) -> list[dict]:
    """Return per area and column the households with an answer and their share; a column nobody filled is not asked.

    ไทย: สัดส่วนครัวเรือนที่มีคำตอบในแต่ละคอลัมน์ของแต่ละพื้นที่ ไม่นับคอลัมน์ที่ไม่มีใครตอบเลย
    """
    rows = _filled(scope)
    names = asked(scope, rows)
    return [
        {
            "code": row["code"],
            "column": column,
            "n_households": row["n_households"],
            "filled": row[column],
            "share": quotient(row[column], row["n_households"]),
        }
        for row in rows
        for column in names
    ]


def _columns(scope: Scope) -> dict[str, list[str]]:
    """Return {table of the snapshot: its columns}."""
    sql = "SELECT table_name, list(column_name ORDER BY column_index) AS names FROM duckdb_columns() WHERE NOT internal GROUP BY 1"
    return scope.opened.once("columns", lambda: {row["table_name"]: row["names"] for row in scope.rows(sql, [])})


def _answers(scope: Scope) -> list[str]:
    return answer_columns(_columns(scope)["household_profile"], scope.reference)


def asked(scope: Scope, rows: Iterable[dict] = ()) -> list[str]:
    """Return the columns that somebody of the snapshot filled; rows: as `_filled` gives them, to look for fewer."""
    return [name for name in _answers(scope) if any(row[name] for row in rows) or _somewhere(scope, name)]


def _somewhere(scope: Scope, name: str) -> bool:
    sql = f'SELECT 1 FROM household_profile WHERE "{name}" IS NOT NULL LIMIT 1'
    return scope.opened.once(("asked", name), lambda: bool(scope.rows(sql, [])))


def _filled(scope: Scope) -> list[dict]:
    condition, values = scope.condition()
    counts = "".join(f', count("{name}") AS "{name}"' for name in _answers(scope))
    sql = f"""
SELECT {scope.code} AS code, count(*) AS n_households {counts}
FROM household_profile
WHERE {condition}
GROUP BY 1
ORDER BY 1
"""
    return scope.rows(sql, values)


def doubts(scope: Scope) -> list[dict]:
    """Return per area and check the households that cannot be right or look doubtful, and their share.

    Duplicates have every answer (of at least five) the same as an earlier household of the round and home area.
    Outliers lie three quartile ranges above the third quartile of their round, on a logarithmic scale.

    ไทย: จำนวนและสัดส่วนครัวเรือนที่ข้อมูลขัดกันเอง ซ้ำกันทุกช่อง สูงผิดปกติ หรือไม่ทราบพื้นที่ระดับล่าง
    """
    return [
        {
            "code": row["code"],
            "check": check,
            "n_households": row["n_households"],
            "households": row[check],
            "share": quotient(row[check], row["n_households"]),
        }
        for row in _checked(scope)
        for check in CHECKS
    ]


def _checked(scope: Scope) -> list[dict]:
    """One row per area: households that fail each check, and `impossible`, those that fail one that is no doubt."""
    condition, values = scope.condition()
    tests = _tests(scope)
    counts = "".join(f",\n    count_if({sql})::BIGINT AS {name}" for name, sql in tests.items())
    wrong = " OR ".join(f"coalesce({tests[name]}, false)" for name in IMPOSSIBLE)
    sql = f"""
WITH again AS (SELECT household_key FROM {_repeated(scope)} AS repeated WHERE survey_round = ?)
SELECT {scope.code} AS code, count(*) AS n_households, count_if({wrong})::BIGINT AS impossible {counts}
FROM household_profile
WHERE {condition}
GROUP BY 1
ORDER BY 1
"""
    return scope.rows(sql, [scope.round, *values])


def _repeated(scope: Scope) -> str:
    """The table of repeated answers; its SQL where the snapshot is older than that table."""
    if "repeated" in _columns(scope):
        return "repeated"
    return f"({repeated_sql('household_profile', scope.home, _answers(scope))})"


def _tests(scope: Scope) -> dict[str, str]:
    lowest = f"{scope.reference.levels[-1]}_code"
    return {
        "members": "coalesce(children, 0) + coalesce(elderly, 0) > size",
        "disabled": "disabled > size",
        "working": "working_members > size",
        "child_head": f"head_age < {CHILD_HEAD}",
        "survey_date": f"survey_date > DATE '{loaded_on(scope).isoformat()}'",
        "listed": "verification = 'newly_found' AND tpmap_listed",
        "duplicate": "household_key IN (FROM again)",
        "outlier": _outlier(scope),
        "unmatched": f"{lowest} IS NULL",
    }


def _outlier(scope: Scope) -> str:
    """SQL: some amount lies above its fence."""
    table = "quartiles" if "quartiles" in _columns(scope) else f"({quartiles_sql('household_profile')})"
    sql = f"SELECT * EXCLUDE (survey_round) FROM {table} AS quartiles WHERE survey_round = ?"
    [quartiles] = scope.opened.once(("quartiles", scope.round), lambda: scope.rows(sql, [scope.round]))
    fences = {name: q3 + FENCE * (q3 - q1) for name, pair in quartiles.items() if pair for q1, q3 in [pair] if q3 > q1}
    # Told as amounts: a logarithm for every household would take half of the time.
    return " OR ".join(f"{name} > {max(expm1(fence), 0.0)!r}" for name, fence in fences.items()) or "false"


def grades(scope: Scope) -> list[dict]:
    """Return per area the grade A to E with its score and parts, each from 0 to 1.

    score = 0.40 completeness + 0.30 consistency + 0.15 placed + 0.15 freshness. completeness: mean share of answers
    over the columns that somebody filled; consistency: 1 - share of households that cannot be right or are the same as
    another; placed: share whose lowest area is known; freshness: 1 up to 365 days from the newest survey to the load,
    then falling evenly to 0 at 1095 days, and 0 without a date. A from 0.95, B from 0.85, C from 0.70, D from 0.50.
    The weights and bounds are our own.

    ไทย: เกรด A ถึง E จากคะแนน = 40% ความครบถ้วน + 30% ความสอดคล้อง + 15% ทราบพื้นที่ระดับล่างสุด + 15% ความใหม่ของการสำรวจ
    A ตั้งแต่ 0.95, B ตั้งแต่ 0.85, C ตั้งแต่ 0.70, D ตั้งแต่ 0.50 นอกนั้น E น้ำหนักและเกณฑ์กำหนดโดยโครงการนี้
    """
    rows = _filled(scope)
    filled, columns = {row["code"]: row for row in rows}, len(asked(scope, rows))
    days = {row["code"]: row["days"] for row in freshness(scope)}
    return [_graded(row, filled[row["code"]], days[row["code"]], columns) for row in _checked(scope)]


def _graded(row: dict, filled: dict, days: int | None, columns: int) -> dict:
    households = row["n_households"]
    answers = sum(value for name, value in filled.items() if name not in ("code", "n_households"))
    parts = {
        "completeness": quotient(answers, households * columns) or 0.0,
        "consistency": max(0.0, 1 - (row["impossible"] + row["duplicate"]) / households),
        "placed": 1 - row["unmatched"] / households,
        "freshness": 0.0 if days is None else min(1.0, max(0.0, (STALE_DAYS - days) / (STALE_DAYS - FRESH_DAYS))),
    }
    score = sum(WEIGHTS[name] * value for name, value in parts.items())
    grade = next(letter for letter, least in GRADES if score >= least - 1e-9)
    return {"code": row["code"], "n_households": households, "grade": grade, "score": score, **parts}
