"""Two groups of households side by side: the selection (A) and what it is set against (B)."""

from data.queries.deprivation import Deprivation
from data.queries.design import has_errors, round_design
from data.queries.measures import measures, people_of
from data.queries.scope import SURVEYED, Scope, quotient
from data.statistics.linearised import t_quantile


def compare(scope: Scope) -> list[dict]:
    """Return one row per measure: A, B and their difference with its standard error and 95 % interval.

    A is the selection's place and cohort; B its `against_place` (the same place where blank) and its cohort `against`.
    n_a and n_b: households with the measure, n_households the smaller of them. H and M0 count persons where sizes are known; capitals count
    households. The error linearises the difference over the PSUs of the round, so groups may be apart, overlap or
    share their PSUs; two overlapping intervals are not a test, this is. None for a full count. Source: Wolter 2007.

    ไทย: เปรียบเทียบกลุ่ม A กับกลุ่ม B ในรอบเดียวกัน: ค่าของแต่ละกลุ่ม ผลต่าง และช่วงความเชื่อมั่น 95 % ของผลต่าง
    โดยคิดความคลาดเคลื่อนจากหน่วยตัวอย่างขั้นแรกของรอบ กลุ่มจึงซ้อนกันได้ ข้อมูลสำมะโนไม่มีค่าความคลาดเคลื่อน
    """
    chosen = measures(scope)
    if not chosen:
        return []
    groups, values = _groups(scope, chosen)
    sums = ", ".join(_sums(name, people_of(scope, name), group) for name in chosen for group in "ab")
    [row] = scope.rows(f"WITH {groups} SELECT {sums} FROM grouped", values)
    code = scope.selection.place or scope.reference.root.code
    rows = [_compare_row(code, name, row) for name in chosen]
    if has_errors(scope.reference):
        for found in rows:
            found |= _error(scope, groups, values, row, found)
    return rows


def _groups(scope: Scope, chosen: dict[str, str]) -> tuple[str, list]:
    """SQL of the CTE `grouped`: surveyed households of either group with in_a, in_b, design and every measure."""
    selection = scope.selection
    other = selection.at(place=selection.against_place or selection.place, cohort=selection.against)
    in_a, values_a = selection.where(scope.reference)
    in_b, values_b = other.where(scope.reference)
    rights, values = scope.rights()
    score, poor = "NULL", "false"
    if scope.reference.dimensions:
        score, poor = Deprivation(scope).score, Deprivation(scope).poor
    columns = ", ".join(f"{sql} AS m_{name}" for name, sql in chosen.items())
    cte = f"""
flagged AS (
    SELECT *, coalesce({in_a}, false) AS in_a, coalesce({in_b}, false) AS in_b, {score} AS score
    FROM household_profile
    WHERE survey_round = ? AND {rights} AND {SURVEYED}
),
grouped AS (
    SELECT household_key, stratum, psu, weight, size, in_a, in_b, {columns}
    FROM (SELECT *, {poor} AS poor FROM flagged)
    WHERE in_a OR in_b
)"""
    return cte, [*values_a, *values_b, scope.round, *values]


def _sums(name: str, people: str, group: str) -> str:
    known = f"FILTER (in_{group} AND m_{name} IS NOT NULL)"
    return (
        f"count(*) {known} AS {name}_n_{group}, sum(m_{name} * {people}) {known} AS {name}_y_{group},"
        f" sum({people}) {known} AS {name}_x_{group}"
    )


def _compare_row(code: str, name: str, row: dict) -> dict:
    a, b = (quotient(row[f"{name}_y_{group}"], row[f"{name}_x_{group}"]) for group in "ab")
    return {
        "code": code,
        "measure": name,
        "n_households": min(row[f"{name}_n_a"], row[f"{name}_n_b"]),
        "n_a": row[f"{name}_n_a"],
        "n_b": row[f"{name}_n_b"],
        "a": a,
        "b": b,
        "difference": None if a is None or b is None else a - b,
        "se": None,
        "low": None,
        "high": None,
    }


def _error(scope: Scope, groups: str, values: list, sums: dict, found: dict) -> dict:
    """Standard error and interval of one difference: PSU totals of its linearised value in SQL, the rest here."""
    if found["difference"] is None:
        return {}
    design, strata = round_design(scope)
    name, people = found["measure"], people_of(scope, found["measure"])
    parts = [f"CASE WHEN in_{group} THEN {people} * (m_{name} - ?) / ? ELSE 0 END" for group in "ab"]
    bound = [found["a"], sums[f"{name}_x_a"], found["b"], sums[f"{name}_x_b"]]
    sql = f"""
WITH {groups},
psu_total AS (
    SELECT {design.stratum} AS stratum, {design.psu} AS psu, sum(coalesce({parts[0]}, 0) - coalesce({parts[1]}, 0)) AS t
    FROM grouped
    GROUP BY ALL
)
SELECT stratum, sum(t) AS total, sum(t * t) AS squares FROM psu_total GROUP BY stratum
"""
    variance = 0.0
    for row in scope.rows(sql, [*values, *bound]):
        n = int(design.design.psus[strata[row["stratum"]]])
        variance += row["squares"] if n == 1 else n / (n - 1) * max(row["squares"] - row["total"] ** 2 / n, 0)
    half = t_quantile(design.design.degrees_of_freedom) * variance**0.5
    return {"se": variance**0.5, "low": found["difference"] - half, "high": found["difference"] + half}
