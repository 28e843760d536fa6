"""Unweighted counts of households per smallest area: the ground on which the menu is protected."""

from collections.abc import Iterable

import numpy as np

from data.disclosure.tree import Tree
from data.library import Opened
from data.queries.deprivation import Deprivation
from data.queries.scope import SURVEYED, VERIFIED_POOR, Scope
from data.queries.verification import LISTED
from data.reference import Reference
from data.selection import Selection
from data.viewer import Viewer

Counted = dict[tuple, dict[str, int]]
INSIDE = Viewer("admin")
UNREACHED = "verification IN ('not_found', 'moved')"


class Ground:
    """Counts by name over the leaves of a tree; a name nobody counted is 0 everywhere."""

    def __init__(self, *tables: Counted):
        paths = sorted(
            {path for table in tables for path in table}, key=lambda path: tuple(code or "" for code in path)
        )
        self.tree = Tree(paths)
        self.names = {name for table in tables for cells in table.values() for name in cells}
        self._counts: dict[str, np.ndarray] = {}
        for table in tables:
            for path, cells in table.items():
                for name, count in cells.items():
                    self[name][self.tree.leaf_index[path]] += count or 0

    def __getitem__(self, name: str) -> np.ndarray:
        return self._counts.setdefault(name, np.zeros(self.tree.leaves))


def _counted(opened: Opened, columns: dict[str, str], source: str, values: Iterable = (), prefix: str = "") -> Counted:
    levels = [f"{prefix}{level}_code" for level in opened.snapshot.reference.levels]
    names = list(columns)
    counts = ", ".join(columns.values())
    sql = f"SELECT {', '.join(levels)}, {counts} FROM {source} GROUP BY {', '.join(levels)}"
    found = opened.columns(sql, list(values))
    cells = [np.ma.filled(np.ma.asarray(column), 0) for column in list(found.values())[len(levels) :]]
    places = [np.ma.asarray(column).tolist() for column in list(found.values())[: len(levels)]]
    return {
        path: {name: int(column[row]) for name, column in zip(names, cells, strict=True)}
        for row, path in enumerate(zip(*places, strict=True))
    }


def _where(conditions: dict[str, str]) -> dict[str, str]:
    return {name: f"count(*) FILTER ({sql}) AS n{place}" for place, (name, sql) in enumerate(conditions.items())}


def survey_ground(opened: Opened, survey_round: int, base: int | None) -> Ground:
    """Return the counts of one round, and of the households it shares with the round before (None: there is none)."""
    reference = opened.snapshot.reference
    scope = Scope(opened, Selection(round=survey_round), INSIDE)
    conditions = _verification() | _capitals(reference) | _problems(scope) | _reach(reference)
    scored = _scored(scope, [survey_round])
    tables = [_counted(opened, _where(conditions), scored)]
    if base is not None:
        tables += _panel(scope, base)
    return Ground(*tables)


def _scored(scope: Scope, rounds: list[int]) -> str:
    if not scope.reference.dimensions:
        score, poor = "NULL::INTEGER", "false"
    else:
        score, poor = Deprivation(scope).score, Deprivation(scope).poor
    inside = f"SELECT *, {score} AS score FROM household_profile WHERE survey_round IN ({', '.join(map(str, rounds))})"
    return f"(SELECT *, coalesce({poor}, false) AS af_poor FROM ({inside}))"


def _verification() -> dict[str, str]:
    poor, listed = f"coalesce({VERIFIED_POOR}, false)", f"coalesce({LISTED}, false)"
    rest, card = f"{SURVEYED} AND NOT {poor}", "coalesce(welfare_card, false)"
    return {
        "surveyed": SURVEYED,
        "unreached": UNREACHED,
        "moved": "verification = 'moved'",
        "unreached_listed": f"{UNREACHED} AND {listed}",
        "poor": poor,
        "poor_listed": f"{poor} AND {listed}",
        "newly_found": "verification = 'newly_found'",
        "not_poor": "verification = 'not_poor'",
        "rest_listed": f"{rest} AND {listed}",
        "not_poor_listed": f"verification = 'not_poor' AND {listed}",
        "card_poor_listed": f"{poor} AND {listed} AND {card}",
        "card_poor_unlisted": f"{poor} AND NOT {listed} AND {card}",
        "card_rest_listed": f"{rest} AND {listed} AND {card}",
        "card_rest_unlisted": f"{rest} AND NOT {listed} AND {card}",
    }


def _capitals(reference: Reference) -> dict[str, str]:
    found = {f"known_{group.key}": f"{SURVEYED} AND capital_{group.key} IS NOT NULL" for group in reference.capitals}
    for item in reference.capital_items:
        found[f"asked_{item.key}"] = f"{SURVEYED} AND score_{item.key} IS NOT NULL"
        found[f"weak_{item.key}"] = f"{SURVEYED} AND score_{item.key} < 2"
    return found | {"known_overall": f"{SURVEYED} AND overall IS NOT NULL", "lowest": "quintile = 1"}


def _problems(scope: Scope) -> dict[str, str]:
    sample = f"{SURVEYED} AND score IS NOT NULL"
    return {"sample": sample, "af_poor": f"{sample} AND af_poor"}


def _reach(reference: Reference) -> dict[str, str]:
    never = "household_key NOT IN (SELECT household_key FROM referral_profile)"
    found = {"never": f"quintile = 1 AND {never}"}
    for group in reference.dimensions:
        deprived = " OR ".join(f"deprived_{item.key} = 1" for item in group.items)
        needs = ", ".join(
            f"'{need.key.replace(chr(39), chr(39) * 2)}'" for need in reference.needs if need.dimension == group.key
        )
        found[f"any_{group.key}"] = f"{SURVEYED} AND ({deprived})"
        if not needs:
            continue
        asked = f"SELECT household_key FROM referral_profile WHERE need IN ({needs})"
        given = f"SELECT household_key FROM assistance_profile WHERE kind IN ({needs})"
        found[f"referred_{group.key}"] = f"{SURVEYED} AND ({deprived}) AND household_key IN ({asked})"
        helped = f"household_key IN ({asked} AND helped_on IS NOT NULL) OR household_key IN ({given})"
        found[f"helped_{group.key}"] = f"{SURVEYED} AND ({deprived}) AND ({helped})"
    return found


def measures(reference: Reference) -> dict[str, str]:
    """{measure of `change`: SQL of whether a household has it}."""
    found = {f"capital_{group.key}": f"capital_{group.key}" for group in reference.capitals}
    found |= {"overall": "overall"} if reference.capitals else {}
    return found | ({"H": "score"} if reference.dimensions else {})


def _panel(scope: Scope, base: int) -> list[Counted]:
    """Counts of the same households in both rounds, by their area now, and of everybody in the round before."""
    names = measures(scope.reference)
    both = f"(SELECT * FROM {_scored(scope, [scope.round, base])} WHERE {SURVEYED})"
    joined = (
        f"(SELECT * FROM {both} WHERE survey_round = {scope.round}) AS now"
        f" JOIN (SELECT * FROM {both} WHERE survey_round = {base}) AS was USING (household_key)"
    )
    pairs = {name: f"now.{sql} IS NOT NULL AND was.{sql} IS NOT NULL" for name, sql in names.items()}
    conditions = {f"panel_{name}": sql for name, sql in pairs.items()}
    was = {f"was_{name}": f"{sql} IS NOT NULL" for name, sql in names.items()}
    if "H" in names:
        conditions |= {
            "panel_poor": f"{pairs['H']} AND now.af_poor",
            "panel_was_poor": f"{pairs['H']} AND was.af_poor",
        }
        was["was_poor"] = "score IS NOT NULL AND af_poor"
    earlier = f"(SELECT * FROM {_scored(scope, [base])} WHERE {SURVEYED})"
    return [
        _counted(scope.opened, _where(conditions), joined, prefix="now."),
        _counted(scope.opened, _where(was), earlier),
    ]


def event_ground(opened: Opened) -> Ground:
    """Return the counts of help and models by the household's newest area.

    Names end in `/people` where distinct households are counted beside episodes.
    """
    tables = [
        _listed_counts(opened, "kind", "kind, ''", "assistance_profile", "true"),
        _counted(opened, {"models": "count(DISTINCT household_key) AS models"}, "participation_profile"),
        _counted(opened, {name: f"count(DISTINCT CASE WHEN {sql} THEN household_key END)" for name, sql in INCOME.items()}, "participation_profile"),
    ]  # fmt: skip
    return Ground(*tables)


INCOME = {
    "entry": "income_before_month IS NOT NULL",
    "measured": "income_before_month IS NOT NULL AND income_after_month IS NOT NULL",
}


def _listed_counts(opened: Opened, kind: str, columns: str, table: str, condition: str) -> Counted:
    """Counts per pair of values that occur: names `kind|first|second`, with their households."""
    levels = [f"{level}_code" for level in opened.snapshot.reference.levels]
    sql = f"SELECT {', '.join(levels)}, {columns}, count(*), count(DISTINCT household_key) FROM {table} WHERE {condition} GROUP BY ALL"
    found: Counted = {}
    for row in opened.rows(
        sql.replace("count(*), count(DISTINCT household_key)", "count(*) AS n, count(DISTINCT household_key) AS people")
    ):
        values = list(row.values())
        path, (first, second, n, people) = tuple(values[: len(levels)]), values[len(levels) :]
        name = f"{kind}|{first}|{second}"
        found.setdefault(path, {}).update({name: n, f"{name}/people": people})
    return found
