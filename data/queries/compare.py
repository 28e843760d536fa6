"""Two groups of households side by side: the selection (A) and what it is set against (B)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from data.queries.deprivation import Deprivation
from data.queries.design import has_errors, round_design
from data.queries.measures import measures, people_of
from data.queries.scope import SURVEYED, Scope, quotient
from data.selection import Selection
from data.statistics.linearised import plain_interval

# Means of what households answered in numbers, beside capitals and problems.
ANSWERS = ("income_month_baht", "debt_baht", "land_rai", "children", "elderly", "disabled", "working_members")


@dataclass(frozen=True, slots=True)
class Compared:
    """One measure: SQL of a household's value, of whom it stands for, and the measure it is known with."""

    value: str
    people: str
    known: str


def compare(scope: Scope) -> list[dict]:
    """Return one row per measure: A, B and their difference with its standard error and 95 % interval.

    A is the selection's place and cohort. B is its `against_place` (the same place where blank) and its cohort
    `against`; where neither is chosen, B is everybody else in the place. n_a and n_b: households with the measure,
    n_households the smaller of them. H, A, M0 and deprivations count persons where sizes are known; everything else
    counts households. The error linearises the difference over the PSUs of the round, so groups may be apart, overlap or
    share their PSUs; two overlapping intervals are not a test, this is. None for a full count. Source: Wolter 2007.

    ไทย: เปรียบเทียบกลุ่ม A กับกลุ่ม B ในรอบเดียวกัน: ค่าของแต่ละกลุ่ม ผลต่าง และช่วงความเชื่อมั่น 95 % ของผลต่าง
    เมื่อไม่ได้เลือกกลุ่ม B กลุ่ม B คือครัวเรือนอื่นทั้งหมดในพื้นที่เดียวกัน คิดความคลาดเคลื่อนจากหน่วยตัวอย่างขั้นแรกของรอบ
    กลุ่มจึงซ้อนกันได้ ข้อมูลสำมะโนไม่มีค่าความคลาดเคลื่อน
    """
    chosen = compared(scope)
    groups, values = _grouped(scope, chosen)
    sums = ", ".join(f"count(m_{entry.known}) AS n_{name}, {_sums(name, entry)}" for name, entry in chosen.items())
    rows = scope.rows(
        f"WITH {groups} SELECT in_a, in_b, scored, {sums} FROM grouped GROUP BY in_a, in_b, scored", values
    )
    totals = {side: _totals([row for row in rows if row[f"in_{side}"]], chosen) for side in "ab"}
    code = scope.selection.place or scope.reference.root.code
    found = [_compare_row(code, name, totals["a"][name], totals["b"][name]) for name in chosen]
    if has_errors(scope.reference) and found:
        _add_errors(scope, chosen, groups, values, totals, found)
    return found


def compared(scope: Scope) -> dict[str, Compared]:
    """Return {measure: SQL}: capitals, H, A, M0, share deprived of each problem, and means of answers."""
    found = {name: Compared(sql, people_of(scope, name), name) for name, sql in measures(scope).items()}
    if scope.reference.dimensions:
        people = people_of(scope, "H")
        depth = f"CASE WHEN poor THEN score / {Deprivation(scope).whole} END"
        found = {name: entry for name, entry in found.items() if name != "M0"} | {
            "A": Compared(depth, people, "A"),
            # Who has a score has all of these: asked in the same words, they are counted once.
            "M0": replace(found["M0"], known="H"),
        }
        for item in scope.reference.problem_items:
            # Sums pass over a blank, which counts as not deprived; who has no score stands in rows of their own.
            found[f"deprived_{item.key}"] = Compared(f"deprived_{item.key}", people, "H")
    return found | {name: Compared(name, people_of(scope, name), name) for name in answers(scope)}


def answers(scope: Scope) -> tuple[str, ...]:
    """Return the answers in numbers that the snapshot has; sizes only where they were given."""
    return ("size", *ANSWERS) if scope.opened.snapshot.manifest.get("sizes", True) else ANSWERS


def sides(scope: Scope) -> Iterator[tuple[str, list]]:
    """Yield the SQL conditions of A and of B over `household_profile`, each with its values."""
    selection, reference = scope.selection, scope.reference
    yield selection.where(reference)
    if selection.against or selection.against_place:
        place = selection.against_place or selection.place
        yield selection.at(place=place, cohort=selection.against).where(reference)
        return
    place, of_place = selection.where_place(reference)
    cohort, of_cohort = Selection(cohort=selection.cohort).where(reference)
    yield f"{place} AND NOT coalesce({cohort}, false)", [*of_place, *of_cohort]


def _grouped(scope: Scope, chosen: dict[str, Compared]) -> tuple[str, list]:
    """SQL of the CTE `grouped`: surveyed households of either group with in_a, in_b, design and every measure."""
    (in_a, values_a), (in_b, values_b) = sides(scope)
    rights, values = scope.rights()
    score, poor = "NULL", "false"
    if scope.reference.dimensions:
        score, poor = Deprivation(scope).score, Deprivation(scope).poor
    columns = ", ".join(f"{entry.value} AS m_{name}" for name, entry in chosen.items())
    cte = f"""
flagged AS (
    SELECT *, coalesce({in_a}, false) AS in_a, coalesce({in_b}, false) AS in_b, {score} AS score
    FROM household_profile
    WHERE survey_round = ? AND {rights} AND {SURVEYED}
),
grouped AS (
    SELECT household_key, stratum, psu, weight, size, in_a, in_b, scored, {columns}
    FROM (SELECT *, {poor} AS poor, score IS NOT NULL AS scored FROM flagged)
    WHERE in_a OR in_b
)"""
    return cte, [*values_a, *values_b, scope.round, *values]


def _sums(name: str, entry: Compared) -> str:
    """SQL of the sum of a measure and of those it is known of; where each household counts once that is its count."""
    if entry.people == "1":
        return f"sum(m_{name}) AS y_{name}, count(m_{entry.known}) AS x_{name}"
    people = f"sum(CASE WHEN m_{entry.known} IS NOT NULL THEN {entry.people} END)"
    return f"sum(m_{name} * {entry.people}) AS y_{name}, {people} AS x_{name}"


def _totals(rows: list[dict], chosen: dict[str, Compared]) -> dict[str, tuple[int, float, float]]:
    """Return {measure: (households, sum of the measure, sum of people)} of one group, from its parts."""
    scored = [row for row in rows if row["scored"]]
    return {
        name: tuple(
            sum(row[f"{part}_{name}"] or 0 for row in (scored if entry.known == "H" else rows)) for part in "nyx"
        )
        for name, entry in chosen.items()
    }


def _compare_row(code: str, name: str, of_a: tuple, of_b: tuple) -> dict:
    a, b = (quotient(y, x) for _, y, x in (of_a, of_b))
    return {
        "code": code,
        "measure": name,
        # An empty group tells nothing; the other must still be large enough.
        "n_households": min((n for n, _, _ in (of_a, of_b) if n), default=0),
        "n_a": of_a[0],
        "n_b": of_b[0],
        "a": a,
        "b": b,
        "difference": None if a is None or b is None else a - b,
        "se": None,
        "low": None,
        "high": None,
    }


def _add_errors(
    scope: Scope, chosen: dict[str, Compared], groups: str, values: list, totals: dict, found: list[dict]
) -> None:
    """Fill in standard errors and intervals: PSU totals of every linearised difference in one SQL, the rest here."""
    design = round_design(scope)
    defined = [row for row in found if row["difference"] is not None]
    if not defined:
        return
    bound = [number for row in defined for number in _linearised_values(row, totals)]
    parts = {f"t_{row['measure']}": _linearised(row["measure"], chosen[row["measure"]]) for row in defined}
    sums = ", ".join(f"sum({name}) AS {name}, sum({name} ** 2) AS s{name}" for name in parts)
    psus = design.totals(parts, f"(SELECT * REPLACE ({design.columns}) FROM grouped)")
    sql = f"WITH {groups}, psu_total AS ({psus}) SELECT stratum, {sums} FROM psu_total GROUP BY stratum"
    by_stratum = [
        (int(design.design.psus[design.strata[row["stratum"]]]), row) for row in scope.rows(sql, [*values, *bound])
    ]
    for row in defined:
        name = f"t_{row['measure']}"
        error = sum(_variance(n, part[name], part[f"s{name}"]) for n, part in by_stratum) ** 0.5
        low, high = plain_interval(row["difference"], error, design.design.degrees_of_freedom)
        row |= {"se": error, "low": low, "high": high}


def _linearised(name: str, entry: Compared) -> str:
    known = f"m_{entry.known} IS NOT NULL"
    parts = (
        f"CASE WHEN in_{side} AND {known} THEN {entry.people} * (coalesce(m_{name}, 0) - ?) / ? ELSE 0 END"
        for side in "ab"
    )
    of_a, of_b = (f"coalesce({part}, 0)" for part in parts)
    return f"{of_a} - {of_b}"


def _linearised_values(row: dict, totals: dict) -> list[float]:
    name = row["measure"]
    return [row["a"], totals["a"][name][2], row["b"], totals["b"][name][2]]


def _variance(n: int, total: float, squares: float) -> float:
    """Return a stratum's part; a lone PSU is centred at nothing."""
    return squares if n == 1 else n / (n - 1) * max(squares - total**2 / n, 0)
