"""Change between rounds behind the gate: transitions, means of both rounds and of the same households, with noise."""

from dataclasses import dataclass

from data.gate import HIDDEN, Cell
from data.queries import free_poverty
from data.queries.decomposition import PARTS
from data.queries.deprivation import Deprivation
from data.queries.design import has_errors
from data.queries.measures import measures
from data.queries.noisy import Counted, counted, mean, rate
from data.queries.rounds import base_round, two_rounds
from data.queries.scope import SURVEYED, Scope

# One area's measure in one round: its households, and its mean.
Told = tuple[Cell, Cell]
NOTHING: Told = (HIDDEN, HIDDEN)
ERRORS = tuple(f"{column}_{part}" for column in ("change", "panel_change") for part in ("se", "low", "high"))


def transitions(scope: Scope) -> list[dict]:
    """Households per pair of levels with noise; shares of the noisy count of those in the level before."""
    base = base_round(scope)
    if base is None or not scope.reference.capitals:
        return []
    levels = range(1, len(scope.reference.level_bounds) + 2)
    condition, values = scope.condition()
    source = f"""(
        SELECT now.*, was.level_before
        FROM (SELECT * FROM household_profile WHERE {condition} AND {SURVEYED} AND level IS NOT NULL) AS now
        JOIN (
            SELECT household_key, level AS level_before FROM household_profile
            WHERE survey_round = {base} AND {SURVEYED} AND level IS NOT NULL
        ) AS was USING (household_key)
    ) AS household_profile"""
    cells = {(before, None): f"level_before = {before}" for before in levels}
    cells |= {(b, a): f"level_before = {b} AND level = {a}" for b in levels for a in levels}
    found = counted(scope, cells, source, "true", values)
    return [
        {
            "code": code,
            "level_before": before,
            "level_after": after,
            "n_households": entry["cells"][before, after].visible(),
            "households": entry["cells"][before, after].visible(),
            "share": rate(entry["cells"][before, after].visible(), entry["cells"][before, None].visible()),
        }
        for code, entry in found.items()
        for before in levels
        for after in levels
    ]


@dataclass(frozen=True)
class Same(Scope):
    """The households of a round that have a deprivation score in another one, too, by the area they are in later."""

    other: int = 0

    def condition(self) -> tuple[str, list]:
        """Round, place, cohort and rights of this round, and of the other one."""
        inside, values = super().condition()
        there = Scope(self.opened, self.selection.at(round=self.other), self.viewer)
        condition, more = there.condition()
        score = f"{Deprivation(there).score} IS NOT NULL"
        same = f"SELECT household_key FROM household_profile WHERE {condition} AND {SURVEYED} AND {score}"
        return f"{inside} AND household_key IN ({same})", [*values, *more]

    @property
    def code(self) -> str:
        """SQL of the area, that of the later round."""
        if self.round > self.other:
            return super().code
        own = "later.household_key = household_profile.household_key"
        return (
            f"(SELECT {super().code} FROM household_profile AS later WHERE {own} AND later.survey_round = {self.other})"
        )


def change(scope: Scope) -> list[dict]:
    """Means of both rounds, and of the same households, to their step; poverty as its own free question tells it.

    No sampling errors, because they would tell the counts.
    """
    base, chosen = base_round(scope), [*measures(scope)]
    if base is None or not chosen:
        return []
    sides = ((base, None), (scope.round, None), (base, scope.round), (scope.round, base))
    told = [_scores(scope, mine, other) | _poverty(scope, mine, other) for mine, other in sides]
    errors = dict.fromkeys(ERRORS, HIDDEN if has_errors(scope.reference) else None)
    return [
        _change_row(code, name, *(entry.get((code, name), NOTHING) for entry in told)) | errors
        for code in sorted({code for code, _ in told[1]})
        for name in chosen
    ]


def _poverty(scope: Scope, mine: int, other: int | None) -> dict[tuple[str, str], Told]:
    """Return {(area, H or M0): what is told of it in a round}; with `other` of the same households."""
    selection = scope.selection.at(round=mine, base=None)
    kind = Scope(scope.opened, selection, scope.viewer)
    if other is not None:
        kind = Same(scope.opened, selection, scope.viewer, other)
    rows = free_poverty.poverty(kind)
    return {(row["code"], name): (row["n_households"], row[name]) for row in rows for name in ("H", "M0")}


def _scores(scope: Scope, mine: int, other: int | None) -> dict[tuple[str, str], Told]:
    """Return {(area, capital): what is told of it in a round}; with `other` of households with it in both rounds."""
    chosen = [name for name in measures(scope) if name not in ("H", "M0")]
    if not chosen:
        return {}
    profile, values = two_rounds(scope, base_round(scope))
    place = "mine" if other is None or mine == scope.round else "other"
    beside = "" if other is None else "".join(f", other.m_{name} AS o_{name}" for name in chosen)
    join = (
        "" if other is None else f"JOIN (FROM both_rounds WHERE survey_round = {other}) AS other USING (household_key)"
    )
    source = f"""(
        WITH {profile}
        SELECT mine.* EXCLUDE (code), {place}.code AS {scope.selection.level(scope.reference)}_code{beside}
        FROM (FROM both_rounds WHERE survey_round = {mine}) AS mine {join}
    ) AS household_profile"""
    cells = {name: f"m_{name} IS NOT NULL" + ("" if other is None else f" AND o_{name} IS NOT NULL") for name in chosen}
    more = ", ".join(
        f"sum(m_{name} * weight) FILTER ({sql}) AS y_{name}, sum(weight) FILTER ({sql}) AS x_{name}"
        for name, sql in cells.items()
    )
    found = counted(scope, cells, source, "true", values, more)
    return {(code, name): _score(name, entry) for code, entry in found.items() for name in chosen}


def _score(name: str, entry: dict) -> Told:
    cell, whole = entry["cells"][name], entry[f"x_{name}"]
    return cell.visible(), mean(entry[f"y_{name}"] / whole if whole else None, cell.count)


def _less(after: Cell, before: Cell) -> Cell:
    """Return the difference of two numbers as they are shown."""
    if HIDDEN in (after, before):
        return HIDDEN
    return None if None in (after, before) else round(after - before, 10)


def _change_row(code: str, name: str, was: Told, now: Told, same_was: Told, same_now: Told) -> dict:
    return {
        "code": code,
        "measure": name,
        "n_households": same_now[0],
        "n_before": was[0],
        "n_after": now[0],
        "before": was[1],
        "after": now[1],
        "change": _less(now[1], was[1]),
        "panel_before": same_was[1],
        "panel_after": same_now[1],
        "panel_change": _less(same_now[1], same_was[1]),
    }


def decomposition(scope: Scope) -> list[dict]:
    """The change taken apart, of the numbers as `change` shows them; what an earlier snapshot showed is never told."""
    return [_parts(row, scope.viewer.threshold) for row in change(scope)]


def _parts(row: dict, least: int) -> dict:
    ends = {
        "left": ("panel_before", "before"),
        "real": ("panel_after", "panel_before"),
        "joined": ("after", "panel_after"),
    }
    return {
        "code": row["code"],
        "measure": row["measure"],
        "n_households": row["n_households"],
        **{
            f"n_{side}": _rest(row[total], row["n_households"], least)
            for side, total in (("left", "n_before"), ("joined", "n_after"))
        },
        "shown_before": HIDDEN,
        "corrections": HIDDEN,
        "before": row["before"],
        **{part: _less(*(row[name] for name in ends[part])) for part in PARTS[1:]},
        "after": row["after"],
        "change": row["change"],
    }


def _rest(total: Cell, same: Cell, least: int) -> Cell:
    """Who left or joined: noisy counts less each other, where enough are left."""
    if HIDDEN in (total, same):
        return HIDDEN
    return Counted(max(total - same, 0), least=least).visible()
