"""Cohorts behind the gate: who fits, counted with noise; two groups set against each other by the numbers each shows alone."""

from dataclasses import dataclass

from data.disclosure.parameters import SCORE_STEP
from data.fields import fields_for
from data.gate import HIDDEN, Cell
from data.indicators import BAHT
from data.queries import free_poverty
from data.queries.compare import answers, compared, sides
from data.queries.measures import measures
from data.queries.members import LISTED_FIELDS
from data.queries.noisy import NOBODY, Counted, baht, counted, mean, rate
from data.queries.scope import SURVEYED, Scope

PROFILE = "household_profile"
EVERYBODY = {"everybody": "true"}


def members(scope: Scope) -> list[dict]:
    """Households and persons of a cohort with noise; shares of the noisy count of everybody."""
    fits = counted(scope, EVERYBODY, PROFILE, *scope.condition())
    return [
        _members_row(code, fits[code]["cells"]["everybody"] if code in fits else NOBODY, cell)
        for code, cell in _everybody(scope).items()
    ]


def _everybody(scope: Scope) -> dict[str, Counted]:
    """Everybody of each area; the same for every cohort, so counted once per snapshot."""
    around = Scope(scope.opened, scope.selection.at(cohort=()), scope.viewer)
    condition, values = around.condition()
    key = ("everybody", around.code, condition, tuple(map(str, values)))
    found = scope.opened.once(key, lambda: counted(around, EVERYBODY, PROFILE, condition, values))
    return {code: entry["cells"]["everybody"] for code, entry in found.items()}


def _members_row(code: str, cell: Counted, everybody: Counted) -> dict:
    return {
        "code": code,
        "n_households": cell.visible(),
        "households": cell.households(),
        "persons": cell.people(),
        "all_households": everybody.households(),
        "share": rate(cell.households(), everybody.households()),
    }


def field_values(scope: Scope) -> list[dict]:
    """Values that enough households have; others are not named."""
    rows = []
    for name in LISTED_FIELDS:
        condition, values = scope.condition()
        column = fields_for(scope.reference)[name].column
        found = counted(scope, EVERYBODY, PROFILE, f"{condition} AND {column} IS NOT NULL", values, part=column)
        shown = [
            (entry["cells"]["everybody"], *key) for key, entry in found.items() if entry["cells"]["everybody"].shown
        ]
        rows += [
            {"code": code, "field": name, "value": str(value), "n_households": cell.count}
            for cell, code, value in sorted(shown, key=lambda entry: (entry[1], -entry[0].count, str(entry[2])))
        ]
    return rows


@dataclass(frozen=True)
class Side(Scope):
    """One of two groups as a question of its own, all its areas together."""

    where: str = "true"
    bound: tuple = ()

    @property
    def code(self) -> str:
        """One area for all."""
        return "'all'"

    def condition(self) -> tuple[str, list]:
        """Round, rights and the group's own condition."""
        return self._inside_rights(f"survey_round = ? AND {self.where}", [self.round, *self.bound])


def compare(scope: Scope) -> list[dict]:
    """Return A, B and their difference, each as it would be shown alone; so the numbers are those of the other questions.

    No sampling errors, because they would tell the counts.
    """
    of_a, of_b = (
        _side_cells(Side(scope.opened, scope.selection, scope.viewer, sql, tuple(values)))
        for sql, values in sides(scope)
    )
    code = scope.selection.place or scope.reference.root.code
    unknown = None if scope.reference.sampling == "census" else HIDDEN
    return [_compare_row(code, name, of_a.get(name), of_b.get(name), unknown) for name in compared(scope)]


def _side_cells(side: Side) -> dict[str, tuple[Cell, Cell]]:
    """Return {measure: (households, value)} of one group."""
    found = _means(side)
    for row in free_poverty.poverty(side):
        found |= {name: (row["n_households"], row[name]) for name in ("H", "M0")}
        found["A"] = (row["poor_households"], row["A"])
    for row in free_poverty.contributions(side):
        found[f"deprived_{row['indicator']}"] = (row["n_households"], row["uncensored"])
    return found


def _means(side: Side) -> dict[str, tuple[Cell, Cell]]:
    """Means of capitals and of answers, to their steps."""
    names = (*(name for name in measures(side) if name not in ("H", "M0")), *answers(side))
    weight = "1" if side.unweighted else "weight"
    sums = ", ".join(
        f"sum({weight} * {name}) AS y_{name}, sum({weight}) FILTER ({name} IS NOT NULL) AS x_{name}" for name in names
    )
    condition, values = side.condition()
    cells = {name: f"{name} IS NOT NULL" for name in names}
    found = counted(side, cells, PROFILE, f"{condition} AND {SURVEYED}", values, sums)
    return {name: _mean(name, entry, side) for entry in found.values() for name in names}


def _mean(name: str, entry: dict, side: Side) -> tuple[Cell, Cell]:
    cell, people = entry["cells"][name], entry[f"x_{name}"]
    average = entry[f"y_{name}"] / people if people else None
    money = fields_for(side.reference)[name].unit is BAHT
    shown = baht(average, cell.count) if money else mean(average, cell.count, SCORE_STEP)
    return cell.visible(), shown


def _compare_row(code: str, name: str, of_a: tuple | None, of_b: tuple | None, unknown: Cell) -> dict:
    (n_a, a), (n_b, b) = (side or (0, None) for side in (of_a, of_b))
    known = a is not HIDDEN and b is not HIDDEN
    return {
        "code": code,
        "measure": name,
        "n_households": HIDDEN if HIDDEN in (n_a, n_b) else min((n for n in (n_a, n_b) if n), default=0),
        "n_a": n_a,
        "n_b": n_b,
        "a": a,
        "b": b,
        "difference": HIDDEN if not known else None if a is None or b is None else round(a - b, 10),
        **dict.fromkeys(("se", "low", "high"), unknown),
    }
