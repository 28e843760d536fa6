"""Poverty by problems behind the gate: every cut-off from one pass over the households, made of noisy counts."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import numpy as np

from data.disclosure.parameters import MEAN_FROM, SCORE_STEP
from data.gate import HIDDEN, Cell
from data.queries.causes import CUT_OFFS, dimension_flags, dimension_name
from data.queries.deprivation import Deprivation
from data.queries.kept import kept
from data.queries.noisy import Counted, mean, rate, sums, with_noise
from data.queries.scope import SURVEYED, Scope

PROFILE = "household_profile"
ERRORS = ("H_se", "A_se", "M0_se", "H_low", "H_high", "A_low", "A_high", "M0_low", "M0_high")
PARTS = "nkwp"
# More combinations than this are not listed one by one: only those that may be seen stand.
MOST_COMBINATIONS = 64


@dataclass(frozen=True)
class ScoreSums:
    """One area before the noise. parts: households, keys, weights, persons, as `sums` gives them.

    scores: from the highest; below: (score, cell, part) added up from the highest score, the cells being everybody and
    then each indicator's deprived; surveyed: parts of everybody, with and without a score; least: the threshold.
    """

    question_key: float
    scores: tuple[float, ...]
    below: np.ndarray
    surveyed: np.ndarray
    least: int

    def cell(self, place: int, scores: int) -> Counted:
        """Return a cell of the households with the highest scores."""
        parts = self.below[scores - 1, place] if scores else np.zeros(len(PARTS))
        return self._noisy(parts)

    def everybody(self) -> Counted:
        """Return the surveyed households."""
        return self._noisy(self.surveyed)

    def depth(self, scores: int, unit: str) -> float | None:
        """Return the mean score of those with the highest scores, exact; for the gate to round."""
        if not scores:
            return None
        people = np.diff(self.below[:scores, 0, 3 if unit == "persons" else 2], prepend=0)
        return float(people @ np.array(self.scores[:scores]) / people.sum()) if people.sum() else None

    def _noisy(self, parts: np.ndarray) -> Counted:
        n, key, weight, persons = (float(part) for part in parts)
        return with_noise(n, key, weight, None if np.isnan(persons) else persons, self.question_key, self.least)


@dataclass(frozen=True)
class Poor:
    """Noisy cells of one area at one cut-off; scores: how many of its scores, from the highest, are poor."""

    sums: ScoreSums
    deprivation: Deprivation
    scores: int

    @property
    def keys(self) -> list[str]:
        """Indicators in reference order."""
        return list(self.deprivation.weighting.units)

    def amount(self, cell: Counted) -> Cell:
        """Return a cell in the unit of the question."""
        return cell.people() if self.deprivation.unit == "persons" else cell.households()

    def of(self, place: int) -> Counted:
        """Return the poor (0), or those of them who are deprived in an indicator (from 1)."""
        return self.sums.cell(place, self.scores)

    def sample(self, place: int = 0) -> Counted:
        """Return everybody with a score, or those of them who are deprived in an indicator (from 1)."""
        return self.sums.cell(place, len(self.sums.scores))

    def points(self) -> dict[str, float]:
        """Weight times deprived poor per indicator, as shares of the poor. Small counts go in with their noise, unseen."""
        poor, persons = self.of(0), self.deprivation.unit == "persons"
        size = 1.0 if not persons or not poor.persons else poor.persons
        found = {}
        for place, (key, units) in enumerate(self.deprivation.weighting.units.items(), start=1):
            cell = self.of(place)
            own = cell.persons if persons and cell.count >= MEAN_FROM and cell.persons else size
            steps = round(own / SCORE_STEP) / max(round(size / SCORE_STEP), 1)
            found[key] = units * min(cell.count * steps, poor.count)
        return found

    def intensity(self) -> Cell:
        """A of noisy counts; where blanks are re-weighted parts are no counts, and it is a mean to a step."""
        poor, whole = self.of(0), self.deprivation.weighting.whole
        if self.deprivation.scope.selection.missing == "reweight":
            depth = self.sums.depth(self.scores, self.deprivation.unit)
            return mean(depth / self.deprivation.whole if depth else None, poor.count)
        if not poor.shown:
            return HIDDEN
        return min(sum(self.points().values()) / poor.count / whole, 1.0)

    def rates(self) -> dict[str, Cell]:
        """Return H, A and M0."""
        share, depth = rate(self.amount(self.of(0)), self.amount(self.sample())), self.intensity()
        return {"H": share, "A": depth, "M0": HIDDEN if HIDDEN in (share, depth) else share and depth and share * depth}


def _score_sums(deprivation: Deprivation) -> dict[str, ScoreSums]:
    """Return {area code: sums by score}; the same for every cut-off and unit, so worked out once."""
    scope = deprivation.scope
    plain = scope.selection.at(k=None, unit="", metric="", source="published", base=None, sort="", page=1)
    key = (scope.opened.snapshot.id, "score sums", plain, scope.viewer, scope.code, str(scope.condition()))
    # Sums add up: an area above the home level is made of its home-level areas, which a page has asked for anyway.
    above = type(scope) is Scope and not scope.selection.place and scope.selection.by in scope.reference.upper_levels
    return kept(key, lambda: _rolled_up(deprivation) if above else _made_score_sums(deprivation))


def _rolled_up(deprivation: Deprivation) -> dict[str, ScoreSums]:
    scope = deprivation.scope
    depth = scope.reference.levels.index(scope.selection.by)
    home = _score_sums(Deprivation(Scope(scope.opened, scope.selection.at(by=""), scope.viewer)))
    parts: dict[str, list[ScoreSums]] = {}
    for code, area in home.items():
        parts.setdefault(scope.reference.path(code)[depth].code, []).append(area)
    return {code: _joined(areas) for code, areas in parts.items()}


def _joined(areas: list[ScoreSums]) -> ScoreSums:
    """Return several areas as one."""
    scores = sorted({score for area in areas for score in area.scores}, reverse=True)
    place = {score: at for at, score in enumerate(scores)}
    table = np.zeros((len(scores), *areas[0].below.shape[1:]))
    for area in areas:
        table[[place[score] for score in area.scores]] += np.diff(area.below, axis=0, prepend=0)
    return ScoreSums(
        sum(area.question_key for area in areas),
        tuple(scores),
        np.cumsum(table, axis=0),
        sum(area.surveyed for area in areas),
        areas[0].least,
    )


def _made_score_sums(deprivation: Deprivation) -> dict[str, ScoreSums]:
    scope = deprivation.scope
    condition, values = scope.condition()
    cells = {"all": "true"} | {key: f"deprived_{key} = 1" for key in deprivation.weighting.units}
    source = f"(SELECT *, {deprivation.score} AS score FROM {PROFILE} WHERE {condition} AND {SURVEYED}) AS {PROFILE}"
    by_code: dict[str, list[dict]] = {}
    for row in sums(scope, cells, source, "true", values, part="score"):
        by_code.setdefault(row["code"], []).append(row)
    return {code: _area(rows, len(cells), scope.viewer.threshold) for code, rows in by_code.items()}


def _area(rows: list[dict], cells: int, least: int) -> ScoreSums:
    table = np.array([[[row[f"{part}{cell}"] for part in PARTS] for cell in range(cells)] for row in rows], dtype=float)
    scored = [at for at, row in enumerate(rows) if row["score"] is not None]
    scored.sort(key=lambda at: -rows[at]["score"])
    return ScoreSums(
        sum(row["question_key"] for row in rows),
        tuple(rows[at]["score"] for at in scored),
        np.cumsum(table[scored], axis=0),
        table[:, 0].sum(axis=0),
        least,
    )


def _poor(area: ScoreSums, deprivation: Deprivation, k: Fraction) -> Poor:
    """Return the cells at a cut-off, exact in whole units."""
    line = k.numerator * deprivation.whole
    return Poor(area, deprivation, sum(1 for score in area.scores if score > 0 and score * k.denominator >= line))


def poverty(scope: Scope) -> list[dict]:
    """H, A and M0 of noisy counts; no sampling errors, because they would tell the counts."""
    if not scope.reference.dimensions:
        return []
    deprivation, k = Deprivation(scope), scope.selection.cut_off(scope.reference)
    return [_poverty_row(code, _poor(area, deprivation, k)) for code, area in sorted(_score_sums(deprivation).items())]


def _poverty_row(code: str, found: Poor) -> dict:
    sample, surveyed, poor = found.sample(), found.sums.everybody(), found.of(0)
    unknown = None if found.deprivation.scope.reference.sampling == "census" else HIDDEN
    return {
        "code": code,
        "n_households": sample.visible(),
        "n_persons": sample.people(),
        **found.rates(),
        **dict.fromkeys(ERRORS, unknown),
        "poor_households": poor.households(),
        "poor_persons": poor.people(),
        "missing_share": rate(
            Counted(surveyed.count - sample.count, 1, least=sample.least).households(), surveyed.households()
        ),
    }


def contributions(scope: Scope) -> list[dict]:
    """Headcounts and contributions of noisy counts."""
    if not scope.reference.dimensions:
        return []
    deprivation, k = Deprivation(scope), scope.selection.cut_off(scope.reference)
    return [
        row
        for code, area in sorted(_score_sums(deprivation).items())
        for row in _contribution_rows(code, _poor(area, deprivation, k))
    ]


def _contribution_rows(code: str, found: Poor) -> list[dict]:
    points, poor, whole = found.points(), found.of(0), found.amount(found.sample())
    scaled, total = found.deprivation.scope.selection.missing == "reweight", sum(points.values())
    dimensions = {item.key: group.key for group in found.deprivation.scope.reference.dimensions for item in group.items}
    return [
        {
            "code": code,
            "indicator": key,
            "dimension": dimensions[key],
            "n_households": found.sample().visible(),
            "uncensored": rate(found.amount(found.sample(place)), whole),
            "censored": rate(found.amount(found.of(place)), whole),
            "contribution_pct": HIDDEN
            if scaled or not found.of(place).shown or not poor.shown or not total
            else 100 * points[key] / total,
        }
        for place, key in enumerate(found.keys, start=1)
    ]


def cut_offs(scope: Scope) -> list[dict]:
    """H, A, M0 of noisy counts at every cut-off; ranks among the areas whose M0 may be seen."""
    if not scope.reference.dimensions:
        return []
    deprivation = Deprivation(scope)
    rows = []
    for code, area in sorted(_score_sums(deprivation).items()):
        for k in CUT_OFFS:
            found = _poor(area, deprivation, k)
            rows.append({"code": code, "k": str(k), "n_households": found.sample().visible(), **found.rates()})
    for k in CUT_OFFS:
        at = [row for row in rows if row["k"] == str(k)]
        known = [row["M0"] or 0 for row in at if row["M0"] is not HIDDEN]
        for row in at:
            hidden = row["M0"] is HIDDEN
            row["rank"] = HIDDEN if hidden else 1 + sum(other > (row["M0"] or 0) + 1e-12 for other in known)
    return rows


def together(scope: Scope) -> list[dict]:
    """Combinations of dimensions with noise; every one that could be stands, so that none tells that somebody has it."""
    if not scope.reference.dimensions:
        return []
    groups, flags = dimension_flags(scope)
    known = " AND ".join(f"{key} IS NOT NULL" for key in groups)
    condition, values = scope.condition()
    inner = f"SELECT *, {flags} FROM {PROFILE} WHERE {condition} AND {SURVEYED}"
    named = f"(SELECT *, CASE WHEN {known} THEN {dimension_name(groups)} END AS dimensions FROM ({inner})) AS {PROFILE}"
    by_code: dict[str, dict[str | None, dict]] = {}
    for row in sums(scope, {"all": "true"}, named, "true", values, part="dimensions"):
        by_code.setdefault(row["code"], {})[row["dimensions"]] = row
    return [
        row
        for code, found in sorted(by_code.items())
        for row in _combination_rows(code, groups, found, scope.viewer.threshold)
    ]


def _combination_rows(code: str, groups: list[str], found: dict[str | None, dict], least: int) -> list[dict]:
    question = sum(row["question_key"] for row in found.values())

    def cell(rows: list[dict]) -> Counted:
        parts = (sum(row[f"{part}0"] for row in rows) for part in "nkw")
        return with_noise(*parts, None, question, least)

    every = cell([row for name, row in found.items() if name is not None]).households()
    names = ["+".join(chosen) for size in range(len(groups) + 1) for chosen in combinations(groups, size)]
    rows = []
    for name in names:
        own = cell([found[name]] if name in found else [])
        households = own.households()
        if own.shown or len(names) <= MOST_COMBINATIONS:
            shown = {"n_households": own.visible(), "households": households, "share": rate(households, every)}
            rows.append({"code": code, "dimensions": name} | shown)
    return sorted(rows, key=lambda row: -row["households"] if row["households"] is not HIDDEN else 1)
